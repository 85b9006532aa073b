import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import { err, ok, type Result } from '../../../shared/result.ts';
import { openClient } from './client.ts';
import { failureOf, notTheApi, type WireFailure, wireFailure } from './failures.ts';
import { hostOf, type Wire } from './turn.ts';

/** The model that works, and what it can do as far as its server says. */
export interface ModelChoice {
  readonly id: string;
  /** Most tokens of one answer, and how many there may be where that was too few. */
  readonly maxTokens: number;
  readonly mostTokens: number;
  readonly thinking: boolean;
  /** Whether the server guarantees that tool inputs fit their schema. */
  readonly strict: boolean;
  /** Whether the server has tools of its own for the web. */
  readonly web: boolean;
  /** How it was chosen, for the screen. */
  readonly why: string;
}

/** The newest of the SDK's own list (`Model` of 1.12.0), where a server has no list and nobody named one. */
export const NEWEST_MODEL = 'claude-fable-5-2' satisfies Anthropic.Model;

/** A plan of a middle-sized change is about 12,000 tokens; thinking comes on top. */
const ANSWER_TOKENS = 24_000;
/** A smaller window does not hold what is read. */
const LEAST_WINDOW = 100_000;
const MOST_MODELS = 200;

const Supported = z.object({ supported: z.boolean() }).nullish();
/** Of a model's description what is asked here; servers of others leave most of it out. */
export const ModelShape = z.object({
  id: z.string().min(1),
  created_at: z.string().nullish(),
  lifecycle: z.string().nullish(),
  line: z.string().nullish(),
  max_input_tokens: z.number().nullish(),
  max_tokens: z.number().nullish(),
  capabilities: z
    .object({
      structured_outputs: Supported,
      server_tools: z.object({ web_search: Supported }).nullish(),
      thinking: z.object({ types: z.object({ adaptive: Supported }).nullish() }).nullish(),
    })
    .nullish(),
});
export type Described = z.infer<typeof ModelShape>;

/**
 * The model to work with: the one that is wanted, described by its server where it can; else the newest suitable of the
 * server's list; else the newest that the SDK knows. `listed`: undefined where the server has no list, which is no fault:
 * it has to answer all the same. Failure: `unknown-model` where a list is empty.
 */
export function chooseModel(
  listed: readonly Described[] | undefined,
  wanted: string | undefined,
  host: string,
): Result<ModelChoice, WireFailure> {
  if (listed === undefined)
    return ok(
      undescribed(wanted ?? NEWEST_MODEL, wanted === undefined ? 'the newest that is known' : 'as you said'),
    );
  if (wanted !== undefined) {
    const found = listed.find(m => m.id === wanted);
    return ok(
      found
        ? described(found, 'as you said')
        : undescribed(wanted, 'as you said; its server does not list it'),
    );
  }
  const newest = listed.find(isSuitable) ?? listed[0];
  if (newest) return ok(described(newest, `the newest suitable of ${listed.length} at ${host}`));
  return err(
    wireFailure(
      'unknown-model',
      `${host} lists no model.`,
      'Name one with --model, or load one into that server.',
    ),
  );
}

/** Kinds of failure that say that a server has no such address. */
const ABSENT = new Set<WireFailure['kind']>(['unknown-model', 'not-the-api', 'not-understood']);
export const isAbsent = ({ kind }: WireFailure): boolean => ABSENT.has(kind);

const HAS_LIST = z.looseObject({ data: z.array(z.unknown()) });

/** Names of the models of a server, newest first as it gives them. */
export async function listModels(
  wire: Wire,
  signal?: AbortSignal,
): Promise<Result<readonly Described[], WireFailure>> {
  const { endpoint, api, clock } = wire;
  const host = hostOf(endpoint.baseUrl);
  try {
    const client = openClient(endpoint, api.fetch());
    const list = client.models.list({ limit: 100 }, signal ? { signal } : {});
    const { data: page, response } = await list.withResponse();
    // Of a page of the web the SDK makes a list without models.
    const type = response.headers.get('content-type') ?? '';
    if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type))
      return err(notTheApi(host, type, 'a list of models'));
    if (!HAS_LIST.safeParse(page).success || page.data.some(model => typeof model !== 'object'))
      return err(
        wireFailure('not-understood', `What ${host} lists is no list of models.`, 'Check the base URL.'),
      );
    const models: Described[] = [];
    for await (const model of page) {
      const read = ModelShape.safeParse(model);
      if (read.success) models.push(read.data);
      if (models.length >= MOST_MODELS) break;
    }
    return ok(models);
  } catch (error) {
    const failure = failureOf(error, host, clock.now());
    return err(failure.kind === 'cut-off' ? { ...failure, kind: 'not-the-api' } : failure);
  }
}

function isSuitable({ lifecycle, line, max_input_tokens, capabilities }: Described): boolean {
  return (
    (lifecycle ?? 'active') === 'active' &&
    line !== 'haiku' &&
    (max_input_tokens ?? LEAST_WINDOW) >= LEAST_WINDOW &&
    (capabilities?.structured_outputs?.supported ?? true)
  );
}

function described({ id, max_tokens, capabilities }: Described, why: string): ModelChoice {
  return {
    id,
    maxTokens: Math.min(ANSWER_TOKENS, max_tokens ?? ANSWER_TOKENS),
    mostTokens: Math.min(2 * ANSWER_TOKENS, max_tokens ?? 2 * ANSWER_TOKENS),
    thinking: capabilities?.thinking?.types?.adaptive?.supported ?? false,
    strict: capabilities?.structured_outputs?.supported ?? false,
    web: capabilities?.server_tools?.web_search?.supported ?? false,
    why,
  };
}

/** Of a model that nobody described it is tried what it takes: a parameter that is refused is left out. */
function undescribed(id: string, why: string): ModelChoice {
  return {
    id,
    maxTokens: ANSWER_TOKENS,
    mostTokens: 2 * ANSWER_TOKENS,
    thinking: id.startsWith('claude-'),
    strict: false,
    web: false,
    why,
  };
}
