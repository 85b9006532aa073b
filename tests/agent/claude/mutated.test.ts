import type Anthropic from '@anthropic-ai/sdk';
import { expect, it, vi } from 'vitest';
import { streamTurn, type TurnEnd, type Wire } from '../../../src/agent/claude/wire/turn.ts';
import { judge } from './grammar.ts';
import { eventsOf, frame, PING } from './model-server.ts';
import { chanceOf, mutate } from './mutations.ts';

vi.setConfig({ testTimeout: 600_000 });

/** Other seeds: `MUTATION_SEED=… MUTATIONS=… npx vitest run tests/agent/claude/mutated.test.ts`. */
const SEED = Number(process.env['MUTATION_SEED'] ?? 20_261_128);
const MUTATIONS = Number(process.env['MUTATIONS'] ?? 12_000);

const CITED: readonly Anthropic.RawMessageStreamEvent[] = [
  {
    type: 'content_block_start',
    index: 1,
    content_block: {
      type: 'server_tool_use',
      id: 'srv_1',
      name: 'web_search',
      input: {},
      caller: { type: 'direct' },
    },
  },
  {
    type: 'content_block_delta',
    index: 1,
    delta: { type: 'input_json_delta', partial_json: '{"query":"π ' },
  },
  { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: 'and 🙂"}' } },
  { type: 'content_block_stop', index: 1 },
  { type: 'content_block_start', index: 2, content_block: { type: 'text', text: 'By ', citations: null } },
  { type: 'content_block_delta', index: 2, delta: { type: 'text_delta', text: 'the “page”,\r\n' } },
  {
    type: 'content_block_delta',
    index: 2,
    delta: {
      type: 'citations_delta',
      citation: {
        type: 'web_search_result_location',
        cited_text: 'so it is',
        encrypted_index: 'e',
        title: null,
        url: 'https://docs.example/a',
      },
    },
  },
  { type: 'content_block_stop', index: 2 },
];

/** Sessions as they were streamed, each a list of frames. */
const RECORDED: readonly (readonly string[])[] = [
  eventsOf([{ text: 'Both routes go through `setStatus`; nobody else calls it. Größe: 3 €.' }], {
    piece: 16,
  }),
  eventsOf([
    { thinking: 'What calls it?' },
    { text: 'I look.' },
    { call: 'read_file', input: { path: 'a.ts' }, id: 't1' },
  ]),
  eventsOf([
    { call: 'read_file', input: { path: 'src/ünïcode.ts', from: 1 }, id: 'a' },
    { call: 'search_text', input: '{"pattern": ', id: 'b' },
    { call: 'finish_phase', input: '', id: 'c' },
  ]),
  (() => {
    const [start, ...rest] = eventsOf([{ thinking: 'Outside knowledge.' }], { stop: 'pause_turn' });
    const [end, stop] = [rest.at(-2), rest.at(-1)];
    if (!start || !end || !stop) throw new Error('a message has a beginning and an end');
    return [start, ...rest.slice(0, -2), ...CITED, end, stop];
  })(),
  eventsOf([{ text: 'No.' }], { stop: 'refusal' }),
  eventsOf([{ call: 'submit_plan', input: '{"steps": [{"id": "S-a"}]', id: 'p' }], { stop: 'max_tokens' }),
].map(events => events.flatMap((event, i) => (i % 5 === 2 ? [frame(event), PING] : [frame(event)])));

const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8' };

/** The bytes in pieces of any length, through the SDK's own client and parser. */
async function turnOf(bytes: Uint8Array, chance: () => number): Promise<TurnEnd> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; ) {
        const end = Math.min(bytes.length, at + 1 + Math.floor(chance() ** 3 * 900));
        controller.enqueue(bytes.slice(at, end));
        at = end;
      }
      controller.close();
    },
  });
  const wire: Wire = {
    endpoint: { baseUrl: 'http://127.0.0.1:9', credential: { kind: 'none' }, auth: 'bearer' },
    api: { fetch: () => async () => new Response(body, { headers: HEADERS }), close: async () => {} },
    clock: { now: () => Date.now() },
    // A turn that hangs ends as `silent`, which no mutation may reach.
    patience: { warnMs: 10_000, silentMs: 20_000, pingsMs: 20_000 },
  };
  const run = streamTurn(
    wire,
    { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }], stream: true },
    new AbortController().signal,
  );
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

const contentOf = (end: TurnEnd) => (end.kind === 'complete' ? end.message : undefined);

it('what was recorded is complete, and read as the grammar reads it', async () => {
  for (const frames of RECORDED) {
    const bytes = new TextEncoder().encode(frames.join(''));
    const verdict = judge(bytes);
    const message = contentOf(await turnOf(bytes, chanceOf(1)));
    expect(verdict).toMatchObject({ sound: true });
    if (verdict.sound) expect(message).toMatchObject(verdict.message);
  }
});

it(`${MUTATIONS} mutated streams: no exception, no hang, and nothing called complete that is not`, async () => {
  const ends = new Map<string, number>();
  const kinds = new Map<string, number>();
  for (let n = 0; n < MUTATIONS; n++) {
    const seed = SEED + n;
    const chance = chanceOf(seed);
    const { bytes, done } = mutate(RECORDED, chance);
    const told = (): string => `seed ${seed} (${done.join(', ')}):\n${Buffer.from(bytes).toString('latin1')}`;
    let end: TurnEnd;
    try {
      end = await turnOf(bytes, chance);
    } catch (error) {
      throw new Error(`an exception escaped, ${told()}`, { cause: error });
    }
    for (const kind of done) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const how = end.kind === 'complete' ? 'complete' : end.failure.kind;
    ends.set(how, (ends.get(how) ?? 0) + 1);
    if (how === 'silent') throw new Error(`a hang, ${told()}`);
    const verdict = judge(bytes);
    const message = contentOf(end);
    if (message === undefined) {
      if (verdict.sound) throw new Error(`sound, but ${how}: ${JSON.stringify(end)}, ${told()}`);
      continue;
    }
    if (!verdict.sound) throw new Error(`complete, but ${verdict.why}, ${told()}`);
    expect(message, told()).toMatchObject(verdict.message);
  }
  // It is about both: mutations that leave a message whole, and those that do not; and about each kind of them.
  expect(ends.get('complete') ?? 0).toBeGreaterThan(MUTATIONS / 20);
  expect((ends.get('cut-off') ?? 0) + (ends.get('not-understood') ?? 0)).toBeGreaterThan(MUTATIONS / 3);
  expect(Math.min(...kinds.values())).toBeGreaterThan(MUTATIONS / 40);
  expect(kinds.size).toBeGreaterThanOrEqual(12);
  if (process.env['MUTATIONS']) console.log(Object.fromEntries(ends), Object.fromEntries(kinds));
});
