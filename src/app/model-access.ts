import type { Credential, Endpoint } from '../agent/claude/wire/client.ts';
import { createDataFiles } from '../host/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { safeLine } from '../shared/text/index.ts';
import type { ModelSettings } from '../storage/port.ts';

/** Where the API is when nobody says otherwise. */
export const ANTHROPIC = 'https://api.anthropic.com';

export interface ModelAccess {
  readonly endpoint: Endpoint;
  readonly host: string;
  /** Where the credential is from, in words; it is never shown itself. */
  readonly by: string;
}

export interface AccessSources {
  readonly env: NodeJS.ProcessEnv;
  readonly settings: ModelSettings;
  /** `--base-url`. */
  readonly baseUrl?: string | undefined;
}

/**
 * The server that the person chose and the one credential for it: of `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN` and the
 * person's own settings the first that is set. Another server than Anthropic's may need none. Failures:
 * `credentials-missing`, `bad-base-url`.
 */
export function modelAccess({ env, settings, baseUrl }: AccessSources): Result<ModelAccess> {
  const address = addressOf(baseUrl ?? settings.baseUrl?.value ?? ANTHROPIC);
  if (!address.ok) return address;
  const { href, host } = address.value;
  const found = credentialOf(env, settings);
  if (!found && href === ANTHROPIC)
    return err(
      failure(
        'credentials-missing',
        'No credentials for a model were found: neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set, nor apiKey in your settings.',
        'Set one, or name a server of your own with --base-url; without, the local planner works.',
      ),
    );
  return ok({
    endpoint: { baseUrl: href, credential: found?.credential ?? { kind: 'none' }, auth: 'bearer' },
    host,
    by: found?.by ?? 'no credential',
  });
}

/** Names of all credentials that are set, never what they are; the first one is used. */
export function namedCredentials(env: NodeJS.ProcessEnv, settings: ModelSettings): readonly string[] {
  return [
    ...(['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'] as const).filter(name => env[name]?.trim()),
    ...(settings.apiKey ? [KEY_IN_SETTINGS] : []),
  ];
}

const KEY_IN_SETTINGS = 'apiKey in your settings';

function credentialOf(
  env: NodeJS.ProcessEnv,
  settings: ModelSettings,
): { readonly credential: Credential; readonly by: string } | undefined {
  const [key, token] = [env['ANTHROPIC_API_KEY']?.trim(), env['ANTHROPIC_AUTH_TOKEN']?.trim()];
  if (key) return { credential: { kind: 'key', value: key }, by: 'ANTHROPIC_API_KEY' };
  if (token) return { credential: { kind: 'token', value: token }, by: 'ANTHROPIC_AUTH_TOKEN' };
  if (settings.apiKey) return { credential: { kind: 'key', value: settings.apiKey }, by: KEY_IN_SETTINGS };
  return undefined;
}

/** A base URL as it is used. Without a slash at its end and without `/v1`, which the SDK adds. Plain http goes to this machine and its network alone. */
export function addressOf(given: string): Result<{ readonly href: string; readonly host: string }> {
  const wrong = (why: string): Result<never> =>
    err(
      failure(
        'bad-base-url',
        `The base URL ${safeLine(given).slice(0, 120)} ${why}.`,
        'A server of the Messages API was expected, as in https://api.anthropic.com or http://localhost:11434.',
      ),
    );
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    return wrong('is no address');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return wrong('is neither https nor http');
  if (url.username || url.password)
    return wrong('holds a name or a password, which would be sent in the clear');
  if (url.protocol === 'http:' && !isNear(url.hostname))
    return wrong('sends a key in the clear: https was expected');
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  return ok({ href: `${url.origin}${path}`, host: url.host });
}

/** This machine, or a network of one's own. */
function isNear(host: string): boolean {
  return (
    /^(?:localhost|127(?:\.\d+){3}|\[::1\]|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})$/.test(
      host,
    ) || /\.(?:local|internal|lan)$/.test(host)
  );
}

/** What a repository would have a person's tools do: it is never taken, and that is said (safety.md 4). */
export function repositoryWishes(root: string): readonly string[] {
  const files = createDataFiles(root);
  return ['.env', '.env.local', '.claude/settings.json', '.claude/settings.local.json'].flatMap(name => {
    const names = new Set(
      (files.read(name) ?? '').match(
        /\bANTHROPIC_(?:BASE_URL|API_KEY|AUTH_TOKEN|CUSTOM_HEADERS)\b(?=["']?\s*[:=])/g,
      ),
    );
    return names.size === 0
      ? []
      : [
          `${[...names].join(' and ')} in ${name} of this repository ${names.size > 1 ? 'are' : 'is'} not used: a project may not say where code is sent.`,
        ];
  });
}
