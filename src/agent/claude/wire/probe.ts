import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import { err, ok, type Result } from '../../../shared/result.ts';
import { WEB_TOOLS } from '../web.ts';
import { type Endpoint, OLD_VERSION, openClient } from './client.ts';
import { failureOf, notTheApi, type WireFailure, wireFailure } from './failures.ts';
import { chooseModel, type Described, isAbsent, listModels, type ModelChoice, ModelShape } from './models.ts';
import { hostOf, type Wire } from './turn.ts';

export const ABILITIES = ['models', 'counting', 'streaming', 'tools', 'structured', 'webSearch'] as const;
export type Ability = (typeof ABILITIES)[number];

/** Whether a server can do something, and how that is known. */
const TraitShape = z.object({ has: z.enum(['yes', 'no', 'unknown']), why: z.string() });
export type Trait = z.infer<typeof TraitShape>;

/** What is kept of a probe: nothing of a credential. */
export const ProbeShape = z.object({
  auth: z.enum(['bearer', 'x-api-key']),
  version: z.string().optional(),
  /** As the server lists them; absent where it has no list. */
  models: z.array(ModelShape).optional(),
  abilities: z.record(z.enum(ABILITIES), TraitShape),
});
type Kept = z.infer<typeof ProbeShape>;

/** A server as it was found, and the model that works there. */
export interface ServerProbe extends Kept {
  readonly endpoint: Endpoint;
  readonly model: ModelChoice;
}

/** Speaks to a server in this way from now on. */
export type Speak = (endpoint: Endpoint) => Wire;

const yes = (why: string): Trait => ({ has: 'yes', why });
const no = (why: string): Trait => ({ has: 'no', why });
const unknown = (why: string): Trait => ({ has: 'unknown', why });

/**
 * What a server can do, found by calls that cost nothing: its list of models, and a few words to be counted. Which header
 * takes the credential and which version is spoken is tried out: the other header once after a 401, the old version once
 * where a refusal names the version. Failures: those of the wire; a server without a list or a count is none, but one
 * that answers both with something else than the API is.
 */
export async function probeServer(
  speak: Speak,
  first: Endpoint,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<Result<ServerProbe, WireFailure>> {
  const host = hostOf(first.baseUrl);
  const manner: Manner = { endpoint: first, tried: new Set([first.auth]) };
  const listed = await agreed(speak, manner, wire => listModels(wire, signal));
  if (!listed.ok && !isAbsent(listed.error)) return listed;
  const models = listed.ok ? listed.value : undefined;
  const model = chooseModel(models, wanted, host);
  if (!model.ok) return model;
  const counted = await countTrial(speak, manner, model.value.id, signal);
  if (!counted.ok && (!listed.ok || counted.error.kind !== 'not-the-api')) {
    const { error } = counted;
    if (isNoModel(error, model.value.id)) return err(withNames(error, models));
    if (isFatal(error)) return counted;
  }
  const one = models?.find(m => m.id === model.value.id);
  const abilities = {
    models: listed.ok
      ? yes(`it lists ${listed.value.length}`)
      : no(`it has no list of models: ${listed.error.message}`),
    streaming: unknown('the first answer shows it'),
    ...abilitiesOf(one, counted),
  };
  return ok({
    endpoint: manner.endpoint,
    auth: manner.endpoint.auth,
    ...(manner.endpoint.version === undefined ? {} : { version: manner.endpoint.version }),
    ...(models ? { models: [...models] } : {}),
    model: fitted(model.value, abilities),
    abilities,
  });
}

/** What was kept of an earlier probe, for a server that is asked again; undefined where it is of no use. */
export function recalled(
  kept: unknown,
  first: Endpoint,
  wanted: string | undefined,
): ServerProbe | undefined {
  const read = ProbeShape.safeParse(kept);
  if (!read.success) return undefined;
  const { auth, version, models } = read.data;
  const model = chooseModel(models, wanted, hostOf(first.baseUrl));
  if (!model.ok) return undefined;
  const endpoint = { ...first, auth, ...(version === undefined ? {} : { version }) };
  return { ...read.data, endpoint, model: fitted(model.value, read.data.abilities) };
}

/** A model is asked for what it is known to have, and for nothing that was refused. */
function fitted(model: ModelChoice, { structured, webSearch }: Kept['abilities']): ModelChoice {
  return { ...model, strict: structured.has === 'yes', web: webSearch.has === 'yes' };
}

/** The part of a probe that may be kept. */
export function keepable({ auth, version, models, abilities }: ServerProbe): Kept {
  return {
    auth,
    ...(version === undefined ? {} : { version }),
    ...(models ? { models } : {}),
    abilities,
  };
}

/** What stands in for each ability that a server lacks, or is not known to have: a sentence each for the screen. */
export function replacements({ abilities, endpoint }: ServerProbe): readonly string[] {
  const host = hostOf(endpoint.baseUrl);
  const instead = (ability: Ability, name: string, replacement: string): readonly string[] => {
    const { has } = abilities[ability];
    if (has === 'yes') return [];
    return [
      `${host}: ${has === 'no' ? `no ${name}` : `whether it has ${name} is not known`}: ${replacement}.`,
    ];
  };
  return [
    ...instead(
      'structured',
      'structured output',
      'plans are handed in by a tool call, and whether they have the right shape is checked here',
    ),
    ...instead('webSearch', 'web search', 'research is local'),
    ...(abilities.counting.has === 'no'
      ? instead('counting', 'counting of tokens', 'they are counted as answers come')
      : []),
    ...(abilities.models.has === 'no'
      ? instead(
          'models',
          'list of models',
          'what the model can do is tried, and left out where it is refused',
        )
      : []),
  ];
}

interface Manner {
  endpoint: Endpoint;
  /** Headers and versions that were tried. */
  readonly tried: Set<string>;
}

/** Asks, and asks again in another manner where the refusal speaks of it. Keeps in `manner` what worked. */
async function agreed<T>(
  speak: Speak,
  manner: Manner,
  ask: (wire: Wire) => Promise<Result<T, WireFailure>>,
): Promise<Result<T, WireFailure>> {
  for (;;) {
    const answer = await ask(speak(manner.endpoint));
    if (answer.ok) return answer;
    const other = otherManner(manner, answer.error);
    if (other === undefined) return answer;
    manner.endpoint = other;
  }
}

function otherManner({ endpoint, tried }: Manner, failure: WireFailure): Endpoint | undefined {
  if (namesVersion(failure) && !tried.has(OLD_VERSION)) {
    tried.add(OLD_VERSION);
    return { ...endpoint, version: OLD_VERSION };
  }
  const auth = endpoint.auth === 'bearer' ? 'x-api-key' : 'bearer';
  if (failure.kind !== 'credentials-refused' || endpoint.credential.kind === 'none' || tried.has(auth))
    return undefined;
  tried.add(auth);
  return { ...endpoint, auth };
}

function namesVersion({ status, message, parameter }: WireFailure): boolean {
  if (status !== 400 && status !== 404) return false;
  return parameter === 'anthropic-version' || /\b(?:api[- ])?version\b/i.test(message);
}

/** Words that a model is sent to be counted; nothing of any project. */
const HELLO: Anthropic.MessageParam = { role: 'user', content: 'Hi' };
/** A tool that does nothing. Its description is long, so that a count shows whether it was taken in. */
export const TRIAL_TOOL: Anthropic.Tool = {
  name: 'ready',
  description:
    'Says that everything is ready. This tool is there to find out whether tools are understood at all: it does nothing, it changes nothing, it is never really run, and it needs nothing but a single yes or no. Call it once, with ok set to true, and say nothing else before it or after it.',
  input_schema: {
    type: 'object',
    properties: { ok: { type: 'boolean', description: 'Always true' } },
    required: ['ok'],
    additionalProperties: false,
  },
};
/** “Hi” is a handful of tokens, with the words around it at most two dozen; the tool's description alone is over fifty. */
const WITH_TOOL = 45;

interface Trial {
  readonly tokens: number;
  /** What the count was refused for, until it was taken. */
  readonly refused: Readonly<Partial<Record<'strict' | 'web' | 'tools', string>>>;
}

/** Counts a few words with all that a request may hold; what a refusal names is left out, then all of it. */
async function countTrial(
  speak: Speak,
  manner: Manner,
  model: string,
  signal: AbortSignal | undefined,
): Promise<Result<Trial, WireFailure>> {
  const refused: { strict?: string; web?: string; tools?: string } = {};
  for (;;) {
    const tools: Anthropic.MessageCountTokensTool[] =
      refused.tools !== undefined
        ? []
        : [
            refused.strict === undefined ? { ...TRIAL_TOOL, strict: true } : TRIAL_TOOL,
            ...(refused.web === undefined ? WEB_TOOLS : []),
          ];
    const body = { model, messages: [HELLO], ...(tools.length > 0 ? { tools } : {}) };
    const answer = await agreed(speak, manner, wire => count(wire, body, signal));
    if (answer.ok) return ok({ tokens: answer.value, refused });
    const { status, message } = answer.error;
    if (status !== 400 && status !== 422) return answer;
    // A server that says nothing of what it does not take is asked with less each time.
    const named = /web_(?:search|fetch)|server tool|type of tool|tools\.[12]/i.test(message)
      ? 'web'
      : /\bstrict\b|additionalProperties/i.test(message)
        ? 'strict'
        : refused.web === undefined
          ? 'web'
          : refused.strict === undefined
            ? 'strict'
            : 'tools';
    if (refused[named] !== undefined) {
      if (refused.tools !== undefined) return answer;
      refused.tools = message;
    } else refused[named] = message;
  }
}

const Counted = z.looseObject({ input_tokens: z.number() });

async function count(
  wire: Wire,
  body: Anthropic.MessageCountTokensParams,
  signal: AbortSignal | undefined,
): Promise<Result<number, WireFailure>> {
  const host = hostOf(wire.endpoint.baseUrl);
  try {
    const client = openClient(wire.endpoint, wire.api.fetch());
    const { data, response } = await client.messages
      .countTokens(body, signal ? { signal } : {})
      .withResponse();
    const read = Counted.safeParse(data);
    if (read.success) return ok(read.data.input_tokens);
    const type = response.headers.get('content-type') ?? '';
    return err(notTheApi(host, type, 'a count of tokens'));
  } catch (error) {
    return err(failureOf(error, host, wire.clock.now()));
  }
}

function abilitiesOf(
  model: Described | undefined,
  counted: Result<Trial, WireFailure>,
): Pick<Record<Ability, Trait>, 'counting' | 'tools' | 'structured' | 'webSearch'> {
  const refused = counted.ok ? counted.value.refused : {};
  /** A refusal goes before what the server's list says: an account may lack what the model has. */
  const judged = (refusal: string | undefined, supported: boolean | undefined): Trait => {
    if (refusal !== undefined) return no(refusal);
    if (supported !== undefined)
      return supported
        ? yes('its list of models says so')
        : no('its list of models says that this one has it not');
    return counted.ok ? unknown('it does not say, and did not refuse it') : untried;
  };
  const { capabilities } = model ?? {};
  const untried = unknown('it cannot be tried without a message');
  return {
    counting: counted.ok
      ? yes('it counted a few words')
      : isAbsent(counted.error)
        ? no(counted.error.message)
        : unknown(counted.error.message),
    tools: !counted.ok
      ? untried
      : refused.tools !== undefined
        ? no(refused.tools)
        : counted.value.tokens >= WITH_TOOL
          ? yes('it counted one')
          : unknown('it counted none, and refused none'),
    structured: judged(refused.strict, capabilities?.structured_outputs?.supported),
    webSearch: judged(refused.web, capabilities?.server_tools?.web_search?.supported),
  };
}

/** A refusal of the credentials, or of everything: the conversation would meet it too. */
function isFatal({ kind }: WireFailure): boolean {
  return (
    kind === 'credentials-refused' ||
    kind === 'unreachable' ||
    kind === 'timeout' ||
    kind === 'redirected' ||
    kind === 'cancelled' ||
    kind === 'not-the-api'
  );
}

function isNoModel({ kind, message }: WireFailure, model: string): boolean {
  return kind === 'unknown-model' && (message.includes(model) || /\bmodel\b(?! or address)/i.test(message));
}

const MOST_NAMES = 8;

function withNames(failure: WireFailure, models: readonly Described[] | undefined): WireFailure {
  if (!models || models.length === 0) return failure;
  const names = models.slice(0, MOST_NAMES).map(m => m.id);
  return wireFailure(
    'unknown-model',
    failure.message,
    `Choose another with --model; it lists ${names.join(', ')}${models.length > names.length ? ` and ${models.length - names.length} more` : ''}.`,
    failure.status === undefined ? {} : { status: failure.status },
  );
}
