import { err, failure, ok, type Result } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';

const PUBLIC = 'https://registry.npmjs.org/';
const VARIABLE = 'PLANNER_TUI_REGISTRY';

export interface RegistryAddress {
  /** Ends in a slash. */
  readonly base: URL;
  /** Scopes (`@shop`) that the user's own `.npmrc` gives a registry of their own: those are not asked, nor is this one. */
  readonly scopesElsewhere: ReadonlySet<string>;
}

/**
 * Which registry is asked: `PLANNER_TUI_REGISTRY`, else `registry=` of the user's own `.npmrc`, else npm's. Its tokens are
 * not read. What a repository says has no part in it, and neither has `npm_config_registry`: npm fills it from the
 * repository's `.npmrc` for the scripts it runs. Failure: `bad-registry`.
 */
export function registryAddress(env: NodeJS.ProcessEnv, npmrc: string | undefined): Result<RegistryAddress> {
  const settings = npmrcRegistries(npmrc ?? '', env);
  const scopesElsewhere = new Set([...settings.keys()].filter(key => key !== ''));
  const own = env[VARIABLE];
  const [text, from] = own ? [own, VARIABLE] : [settings.get('') ?? PUBLIC, 'registry in your .npmrc'];
  const base = addressOf(text);
  return base
    ? ok({ base, scopesElsewhere })
    : err(
        failure(
          'bad-registry',
          `${from} should be an http or https address without a password, but is “${withoutPassword(text)}”`,
          'For example: PLANNER_TUI_REGISTRY=https://registry.npmjs.org/',
        ),
      );
}

function addressOf(text: string): URL | undefined {
  let url: URL;
  try {
    url = new URL(text.endsWith('/') ? text : `${text}/`);
  } catch {
    return undefined;
  }
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  const web = /^https?:$/.test(url.protocol) && /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(url.hostname);
  return plain && web ? url : undefined;
}

function withoutPassword(text: string): string {
  return safeLine(text.replace(/\/\/[^/@]*@/, '//…@')).slice(0, 100);
}

/**
 * The registries that an `.npmrc` names, by scope; `''` is the one for all others. It is an INI file: `key = value`,
 * comments from `;` or `#`, quotes, and `${NAME}` for what the environment holds.
 */
export function npmrcRegistries(text: string, env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const setting = /^\s*(?:(@[^:\s]+):)?registry\s*=\s*(.*?)\s*$/.exec(line);
    if (!setting) continue;
    const value = (setting[2] ?? '')
      .replace(/\s+[;#].*$/, '')
      .replace(/^(['"])(.*)\1$/, '$2')
      .replace(/\$\{(\w+)\}/g, (whole, name: string) => env[name] ?? whole);
    if (value !== '') found.set(setting[1] ?? '', value);
  }
  return found;
}

/** Whether packages of this project come from elsewhere than from `base`: then `base` cannot say that one does not exist. */
export function namesOther(projectNpmrc: string | undefined, base: URL): boolean {
  const named = npmrcRegistries(projectNpmrc ?? '', {}).get('');
  return named !== undefined && addressOf(named)?.href !== base.href;
}
