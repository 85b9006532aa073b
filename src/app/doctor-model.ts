import type { Ability, ServerProbe, Trait } from '../agent/claude/wire/probe.ts';
import { modelFor } from '../domain/index.ts';
import { userFolder } from '../host/index.ts';
import type { Failure, Result } from '../shared/result.ts';
import { safeLine } from '../shared/text/index.ts';
import { createStorage, openSettings } from '../storage/index.ts';
import type { ModelSettings } from '../storage/port.ts';
import type { DoctorCheck, DoctorOptions, DoctorReport } from './doctor.ts';
import {
  ANTHROPIC,
  type ModelAccess,
  modelAccess,
  namedCredentials,
  repositoryWishes,
} from './model-access.ts';
import { type ModelServer, openModelServer } from './model-server.ts';
import { version } from './version.ts';

/** What was found out about the model's server, as data. */
export interface ModelFacts {
  readonly host: string;
  readonly model: string;
  readonly auth: 'bearer' | 'x-api-key';
  /** `anthropic-version`; absent: the newest that is spoken here. */
  readonly version?: string | undefined;
  readonly abilities: Readonly<Record<Ability, Trait>>;
  readonly live?: LiveFacts | undefined;
}

export interface LiveFacts {
  readonly model: string;
  readonly firstMs: number;
  readonly totalMs: number;
  readonly tokens: { readonly input: number; readonly output: number };
}

interface ModelEnd {
  readonly credentials: DoctorReport['credentials'];
  readonly facts?: ModelFacts | undefined;
}

/** Milliseconds that a server has for all calls of the probe, and for the one message. */
const PROBE_MS = 15_000;
const LIVE_MS = 60_000;

const LOCAL_WORKS = 'the local planner works without a model';

/** Credentials, address, consent and proxies; then, unless nothing may leave, the server itself. */
export async function* modelChecks(
  root: string,
  options: DoctorOptions,
): AsyncGenerator<DoctorCheck, ModelEnd> {
  const { env, baseUrl } = options;
  const settings = openSettings({
    folder: userFolder('config', env),
    projectRoot: root,
    env,
    flags: {},
  }).model();
  const access = modelAccess({ env, settings, baseUrl });
  const names = namedCredentials(env, settings);
  const wanted = isWanted(options, settings, names);
  const missing = !access.ok && access.error.kind === 'credentials-missing';
  yield plannerCheck(settings, wanted, missing);
  yield credentialsCheck(names, access, wanted);
  yield addressCheck(options, settings, access);
  for (const wish of repositoryWishes(root)) yield { name: 'repository', mark: 'note', found: wish };
  if (access.ok) yield consentCheck(root, env, access.value.host);
  yield await proxiesCheck(env);
  if (!access.ok) return { credentials: missing && wanted ? 'missing' : 'in-order' };
  const skipped = whySkipped(options, wanted);
  if (skipped !== undefined) {
    yield { name: 'server', mark: 'skipped', found: skipped };
    return { credentials: 'in-order' };
  }
  const server = await openModelServer({
    endpoint: access.value.endpoint,
    env,
    version: version(),
    clock: { now: () => Date.now() },
  });
  try {
    return yield* serverChecks(server, access.value, settings, {
      ...options,
      model: options.model ?? settings.model,
    });
  } finally {
    await server.close();
  }
}

/** A key that is set is a wish for a model, unless the local planner was chosen. What is typed here always is one. */
function isWanted(
  { live, baseUrl, model }: DoctorOptions,
  settings: ModelSettings,
  names: readonly string[],
): boolean {
  if (live || baseUrl !== undefined || model !== undefined || settings.planner === 'claude') return true;
  return settings.planner !== 'local' && (names.length > 0 || settings.baseUrl !== undefined);
}

function plannerCheck({ planner = 'auto' }: ModelSettings, wanted: boolean, missing: boolean): DoctorCheck {
  const found = !wanted
    ? `${planner}: ${LOCAL_WORKS}`
    : missing
      ? `${planner}: a model is wanted, and has no credentials; ${LOCAL_WORKS}`
      : `${planner}: a model, where you agreed for the folder; else ${LOCAL_WORKS}`;
  return { name: 'planner', mark: 'ok', found };
}

function credentialsCheck(
  names: readonly string[],
  access: Result<ModelAccess>,
  wanted: boolean,
): DoctorCheck {
  const name = 'credentials';
  const [used, ...others] = names;
  if (used !== undefined)
    return {
      name,
      mark: others.length > 0 ? 'note' : 'ok',
      found: `${used} is set and used${others.length > 0 ? `; ${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} set too and not used` : ''}`,
    };
  if (access.ok)
    return {
      name,
      mark: 'ok',
      found: `none: ${access.value.host} is asked without, which a server of your own may allow`,
    };
  if (access.error.kind !== 'credentials-missing') return { name, mark: 'ok', found: 'none' };
  const mend = 'Set ANTHROPIC_API_KEY, or name a server of your own with --base-url (docs/models.md).';
  return wanted
    ? {
        name,
        mark: 'broken',
        found: 'none: neither ANTHROPIC_API_KEY nor ANTHROPIC_AUTH_TOKEN is set, nor apiKey in your settings',
        mend,
      }
    : { name, mark: 'ok', found: `none is set: ${LOCAL_WORKS}` };
}

const FROM = {
  flag: '--base-url',
  environment: 'ANTHROPIC_BASE_URL',
  user: 'your settings',
  project: 'the project',
} as const;

function addressCheck(
  { baseUrl }: DoctorOptions,
  settings: ModelSettings,
  access: Result<ModelAccess>,
): DoctorCheck {
  const name = 'base URL';
  if (!access.ok && access.error.kind === 'bad-base-url') return brokenBy(name, access.error);
  const from =
    baseUrl !== undefined ? '--base-url' : settings.baseUrl ? FROM[settings.baseUrl.from] : 'the default';
  return {
    name,
    mark: 'ok',
    found: `${safeLine(access.ok ? access.value.endpoint.baseUrl : ANTHROPIC)} (${from})`,
  };
}

function consentCheck(root: string, env: NodeJS.ProcessEnv, host: string): DoctorCheck {
  const name = 'consent';
  const storage = createStorage(root, env);
  if (!storage.ok) return { name, mark: 'skipped', found: 'the state folder cannot be read' };
  return storage.value.consent.given(host)
    ? { name, mark: 'ok', found: `you agreed that what bears on a goal goes from this folder to ${host}` }
    : {
        name,
        mark: 'note',
        found: `not given for this folder: nothing of it is sent to ${host}`,
        mend: 'The app asks before it sends anything; without a screen, plan --allow-remote agrees.',
      };
}

async function proxiesCheck(env: NodeJS.ProcessEnv): Promise<DoctorCheck> {
  const { namedProxies } = await import('../host/http/index.ts');
  const proxies = namedProxies(env).map(({ variable, place }) => `${variable} (${safeLine(place)})`);
  return {
    name: 'proxies',
    mark: 'ok',
    found: proxies.length === 0 ? 'none' : `${proxies.join(', ')}: honoured`,
  };
}

function whySkipped({ offline }: DoctorOptions, wanted: boolean): string | undefined {
  if (offline) return 'not asked: --offline';
  return wanted ? undefined : 'not asked: the local planner is chosen; --live asks it';
}

/** What the model takes, and of when that is: sums on the screen are computed by it. */
async function priceCheck(host: string, model: string, own: ModelSettings['prices']): Promise<DoctorCheck> {
  const { priceOf } = await import('../agent/claude/prices.ts');
  const known = priceOf(host, model, own);
  if (!known)
    return {
      name: 'prices',
      mark: 'note',
      found: `none is known of ${safeLine(model)} at ${host}: tokens are shown, their cost is not`,
      mend: 'prices in your settings say it (docs/models.md).',
    };
  const { input, output, above } = known.price;
  const more = above
    ? `; in requests of more than ${above.tokens.toLocaleString('en')} tokens $${above.input} and $${above.output}`
    : '';
  return {
    name: 'prices',
    mark: 'ok',
    found: `$${input} in and $${output} out for a million tokens${more} (${known.of})`,
  };
}

async function* serverChecks(
  server: ModelServer,
  { host, by }: ModelAccess,
  { prices }: ModelSettings,
  { live, model: wish }: DoctorOptions,
): AsyncGenerator<DoctorCheck, ModelEnd> {
  const began = Date.now();
  const limit = AbortSignal.timeout(PROBE_MS);
  const found = await server.probe(limit, modelFor(wish, 'planning'));
  if (!found.ok) {
    yield refusedBy('server', limit.aborted ? tooSlow(host, PROBE_MS) : found.error, by);
    return { credentials: found.error.kind === 'credentials-refused' ? 'refused' : 'in-order' };
  }
  const { endpoint, model, abilities, version: spoken } = found.value;
  const header = endpoint.auth === 'bearer' ? 'Authorization: Bearer' : 'x-api-key';
  const manner =
    endpoint.credential.kind === 'none' ? 'without a credential' : `takes the credential as ${header}`;
  yield {
    name: 'server',
    mark: 'ok',
    found: `${host} answers in ${Date.now() - began} ms, ${manner}${spoken ? `, speaks the API of ${spoken}` : ''}`,
  };
  yield { name: 'model', mark: 'ok', found: `${safeLine(model.id)}, ${model.why}` };
  yield* otherModels(server, wish, by);
  yield await priceCheck(host, model.id, prices);
  let facts: ModelFacts = { host, model: model.id, auth: endpoint.auth, version: spoken, abilities };
  if (live) {
    const slow = AbortSignal.timeout(LIVE_MS);
    const tried = await server.tryLive(model.id, slow);
    if (!tried.ok) {
      yield* abilityChecks(found.value, abilities);
      yield refusedBy('live', slow.aborted ? tooSlow(host, LIVE_MS) : tried.error, by);
      return { credentials: tried.error.kind === 'credentials-refused' ? 'refused' : 'in-order', facts };
    }
    const { streaming, tools, tokens, firstMs, totalMs, model: answered } = tried.value;
    const proven = tools.has === 'unknown' && abilities.tools.has === 'yes' ? abilities.tools : tools;
    facts = {
      ...facts,
      abilities: { ...abilities, streaming, tools: proven },
      live: { model: answered, firstMs, totalMs, tokens },
    };
    yield* abilityChecks(found.value, facts.abilities);
    yield {
      name: 'live',
      mark: 'ok',
      found: `${safeLine(answered)} answered: first word after ${firstMs} ms, all after ${totalMs} ms; ${tokens.input} tokens in, ${tokens.output} out`,
    };
  } else yield* abilityChecks(found.value, abilities);
  return { credentials: 'in-order', facts };
}

/** Models of phases that have one of their own. */
async function* otherModels(
  server: ModelServer,
  wish: string | undefined,
  by: string,
): AsyncGenerator<DoctorCheck> {
  for (const phase of ['research', 'analysis'] as const) {
    const wanted = modelFor(wish, phase);
    if (wanted === modelFor(wish, 'planning')) continue;
    const name = `model of ${phase}`;
    const found = await server.known(AbortSignal.timeout(PROBE_MS), wanted);
    if (!found.ok) yield refusedBy(name, found.error, by);
    else {
      const { model, abilities } = found.value;
      const said = `${safeLine(model.id)}, ${model.why}`;
      yield abilities.tools.has === 'no'
        ? {
            name,
            mark: 'broken',
            found: `${said}; ${NO_TOOLS}`,
            mend: 'Choose another model for this phase.',
          }
        : { name, mark: 'ok', found: said };
    }
  }
}

const NO_TOOLS = 'it takes no tools, and without them it cannot read a project';

const ABILITY_NAMES: Readonly<Record<Ability, readonly [name: string, instead: string]>> = {
  models: ['list of models', 'Name the model with --model.'],
  streaming: ['streaming', 'Each answer comes when it is whole.'],
  tools: ['tools', 'A plan cannot be made without them: choose another model with --model.'],
  structured: ['structured output', 'What the model hands in by a tool call is checked here.'],
  webSearch: ['web search', 'Research is local.'],
  counting: ['counting', 'Tokens are counted as answers come.'],
};

function* abilityChecks(
  { model }: ServerProbe,
  abilities: Readonly<Record<Ability, Trait>>,
): Generator<DoctorCheck> {
  for (const [ability, [name, instead]] of entries(ABILITY_NAMES)) {
    const { has, why } = abilities[ability];
    const said = safeLine(why);
    if (has === 'yes') yield { name, mark: 'ok', found: `yes: ${said}` };
    else if (has === 'no')
      yield {
        name,
        mark: ability === 'tools' ? 'broken' : 'note',
        found: `no: ${said}`,
        mend: ability === 'tools' ? `${safeLine(model.id)}: ${instead}` : instead,
      };
    else
      yield {
        name,
        mark: 'note',
        found: `not known: ${said}`,
        // What is not known to be there is not built upon.
        ...(ability === 'structured' || ability === 'webSearch' ? { mend: instead } : {}),
      };
  }
}

function entries<K extends string, V>(record: Readonly<Record<K, V>>): readonly (readonly [K, V])[] {
  return Object.entries(record) as [K, V][];
}

function refusedBy(name: string, error: Failure, by: string): DoctorCheck {
  if (error.kind !== 'credentials-refused') return brokenBy(name, error);
  return {
    name,
    mark: 'broken',
    found: `${safeLine(error.message)} (tried as Authorization: Bearer and as x-api-key)`,
    mend: `It is from ${by}: put one there that holds. ${LOCAL_WORKS[0]?.toUpperCase()}${LOCAL_WORKS.slice(1)}.`,
  };
}

function brokenBy(name: string, { message, next }: Failure): DoctorCheck {
  return { name, mark: 'broken', found: safeLine(message), mend: next ? safeLine(next) : undefined };
}

function tooSlow(host: string, ms: number): Failure {
  return {
    kind: 'timeout',
    message: `${host} did not answer within ${ms / 1000} s.`,
    next: 'Try again; check the base URL, and HTTPS_PROXY and NO_PROXY, which are honoured.',
  };
}
