import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Endpoint, headersOf, OLD_VERSION } from '../../../src/agent/claude/wire/client.ts';
import { tryLive } from '../../../src/agent/claude/wire/live.ts';
import {
  keepable,
  probeServer,
  recalled,
  replacements,
  type ServerProbe,
  TRIAL_TOOL,
} from '../../../src/agent/claude/wire/probe.ts';
import type { Wire } from '../../../src/agent/claude/wire/turn.ts';
import { createApiFetch } from '../../../src/host/http/api-fetch.ts';
import { CAPABLE, counting, json, model, page, serveApi } from './api-server.ts';
import { eventsOf, type ModelServer, refuse, say, startModelServer, stream } from './model-server.ts';

let server: ModelServer;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await server.close();
  expect(server.unexpected).toEqual([]);
});

const endpointOf = (more: Partial<Endpoint> = {}): Endpoint => ({
  baseUrl: server.url,
  credential: { kind: 'key', value: 'sk-test' },
  auth: 'bearer',
  ...more,
});

function speaker(first: Endpoint) {
  let endpoint = first;
  const api = createApiFetch({ env: {}, headers: () => headersOf(endpoint, 'planner-tui/0.0.0') });
  open.push(api);
  const speak = (to: Endpoint): Wire => {
    endpoint = to;
    return { endpoint: to, api, clock: { now: () => Date.now() } };
  };
  return speak;
}

async function probe(wanted?: string, more: Partial<Endpoint> = {}) {
  const first = endpointOf(more);
  return probeServer(speaker(first), first, wanted);
}

const found = async (wanted?: string, more: Partial<Endpoint> = {}): Promise<ServerProbe> => {
  const result = await probe(wanted, more);
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
};
const has = ({ abilities }: ServerProbe) =>
  Object.fromEntries(Object.entries(abilities).map(([name, trait]) => [name, trait.has]));
const paths = () => server.asked.map(a => `${a.method} ${a.path.split('?')[0]}`);

describe('a probe', () => {
  it('of a server that describes its models: two free calls, and nothing has to be replaced', async () => {
    serveApi(server, {
      models: [model('claude-new', { capabilities: CAPABLE }), model('claude-old')],
      count: counting,
    });
    const probed = await found();
    expect(has(probed)).toEqual({
      models: 'yes',
      counting: 'yes',
      streaming: 'unknown',
      tools: 'yes',
      structured: 'yes',
      webSearch: 'yes',
    });
    expect(probed.model).toMatchObject({ id: 'claude-new', strict: true, thinking: true, web: true });
    expect(paths()).toEqual(['GET /v1/models', 'POST /v1/messages/count_tokens']);
    expect(replacements(probed)).toEqual([]);
  });

  it('never sends a message, and nothing but words of its own', async () => {
    serveApi(server, { models: [model('m')], count: counting });
    await found();
    for (const { path, body } of server.asked) {
      expect(path).not.toMatch(/\/messages(?:\?|$)/);
      expect(body === undefined || JSON.stringify(body.messages)).toEqual(
        body === undefined || '[{"role":"user","content":"Hi"}]',
      );
    }
  });

  it('takes the header that the server takes, asked for once', async () => {
    serveApi(server, { credential: ['x-api-key', 'sk-test'], models: [model('m')], count: counting });
    const probed = await found();
    expect(probed.auth).toBe('x-api-key');
    expect(server.asked.map(a => [a.headers.authorization, a.headers['x-api-key']])).toEqual([
      ['Bearer sk-test', undefined],
      [undefined, 'sk-test'],
      [undefined, 'sk-test'],
    ]);
  });

  it('finds the header also where the list is open to all', async () => {
    server.serve('/v1/models', json({ data: [model('m')], has_more: false }));
    serveApi(server, { credential: ['x-api-key', 'sk-test'], count: counting });
    expect((await found()).auth).toBe('x-api-key');
  });

  it('takes the old version where the server names it, together with the other header', async () => {
    serveApi(server, {
      version: OLD_VERSION,
      credential: ['x-api-key', 'sk-test'],
      models: [model('m')],
      count: counting,
    });
    const probed = await found();
    expect([probed.version, probed.auth]).toEqual([OLD_VERSION, 'x-api-key']);
    expect(server.asked).toHaveLength(4);
  });

  it('that is refused with both headers is one failure, after two calls', async () => {
    serveApi(server, { credential: ['x-api-key', 'another'], models: [model('m')], count: counting });
    expect(await probe()).toMatchObject({ ok: false, error: { kind: 'credentials-refused' } });
    expect(server.asked).toHaveLength(2);
  });

  it('without a credential tries no other header', async () => {
    serveApi(server, { credential: ['authorization', 'Bearer x'], models: [model('m')] });
    expect(await probe(undefined, { credential: { kind: 'none' } })).toMatchObject({
      error: { kind: 'credentials-refused' },
    });
    expect(server.asked).toHaveLength(1);
  });

  it('of a bare server: what it lacks is known with a reason, and named with what stands in', async () => {
    server.serve('/v1/models', json({ object: 'list', data: [{ id: 'qwen', object: 'model', created: 1 }] }));
    const probed = await found('qwen', { credential: { kind: 'none' } });
    expect(probed.model).toMatchObject({ id: 'qwen', strict: false, thinking: false });
    expect(has(probed)).toEqual({
      models: 'yes',
      counting: 'no',
      streaming: 'unknown',
      tools: 'unknown',
      structured: 'unknown',
      webSearch: 'unknown',
    });
    const said = replacements(probed).join('\n');
    expect(said).toMatch(/whether it has structured output is not known: plans are handed in by a tool call/);
    expect(said).toMatch(/whether it has web search is not known: research is local/);
    expect(said).toMatch(/no counting of tokens: they are counted as answers come/);
    expect(said).not.toMatch(/list of models/);
  });

  it('learns from what a count is refused for', async () => {
    serveApi(server, {
      models: [model('m')],
      count: body => {
        const text = JSON.stringify(body.tools ?? []);
        if (text.includes('web_search')) return 'tools.1: web_search_20260318 is no type of tool here';
        if (text.includes('"strict"')) return 'tools.0.strict: Extra inputs are not permitted';
        return counting(body);
      },
    });
    const probed = await found();
    expect(has(probed)).toMatchObject({ counting: 'yes', tools: 'yes', structured: 'no', webSearch: 'no' });
    expect(probed.abilities.structured.why).toContain('Extra inputs');
    expect(server.asked).toHaveLength(4);
  });

  it('believes a refusal more than the list: an account may lack what its model has', async () => {
    serveApi(server, {
      models: [model('m', { capabilities: CAPABLE })],
      count: body =>
        JSON.stringify(body.tools ?? []).includes('web_search')
          ? 'web_search is not enabled for this organisation'
          : counting(body),
    });
    const probed = await found();
    expect(has(probed)).toMatchObject({ structured: 'yes', webSearch: 'no' });
    expect(probed.model).toMatchObject({ strict: true, web: false });
    expect(recalled(keepable(probed), endpointOf(), undefined)?.model).toMatchObject({ web: false });
  });

  it('tells a server that takes no tools from one that passes over them', async () => {
    serveApi(server, {
      models: [model('m')],
      count: body => (body.tools ? 'this model does not support function calls' : 8),
    });
    expect(has(await found())).toMatchObject({ tools: 'no', structured: 'no', webSearch: 'no' });
    serveApi(server, { models: [model('m')], count: () => 8 });
    expect(has(await found())).toMatchObject({ counting: 'yes', tools: 'unknown' });
  });

  it.each([
    ['a page', page(), 'not-the-api', /web page/],
    ['a page that says “not found”', page(404), 'not-the-api', /web page/],
  ] as const)('of %s is no server of the API', async (_what, reply, kind, words) => {
    server.serve('/v1/models', reply);
    server.serve('/v1/messages/count_tokens', reply);
    const result = await probe();
    expect(result).toMatchObject({ ok: false, error: { kind, message: expect.stringMatching(words) } });
  });

  it('goes on where the list alone is a page', async () => {
    server.serve('/v1/models', page());
    serveApi(server, { count: counting });
    const probed = await found('mine');
    expect(probed.model.id).toBe('mine');
    expect(has(probed)).toMatchObject({ models: 'no', counting: 'yes', tools: 'yes' });
  });

  it('names the models that there are where the wanted one is none', async () => {
    serveApi(server, { models: [model('a'), model('b')] });
    server.serve('/v1/messages/count_tokens', refuse(404, 'not_found_error', 'model: claude-nope'));
    expect(await probe('claude-nope')).toMatchObject({
      error: { kind: 'unknown-model', next: expect.stringContaining('it lists a, b') },
    });
  });

  it('does not take what is unreachable, or refuses for now, for a server without abilities', async () => {
    await server.close();
    expect(await probe()).toMatchObject({
      error: { kind: 'unreachable', message: expect.stringMatching(/Nothing listens at .*ECONNREFUSED/) },
    });
    server = await startModelServer();
    serveApi(server, { models: [model('m')] });
    server.serve('/v1/messages/count_tokens', refuse(429, 'rate_limit_error', 'slow down'));
    expect(has(await found())).toMatchObject({ counting: 'unknown', tools: 'unknown' });
  });
});

describe('what is kept of a probe', () => {
  it('serves again, holds no credential, and chooses a model anew', async () => {
    serveApi(server, {
      version: OLD_VERSION,
      credential: ['x-api-key', 'sk-test'],
      models: [model('first'), model('second', { max_tokens: 512 })],
      count: counting,
    });
    const text = JSON.stringify(keepable(await found()));
    expect(text).not.toContain('sk-test');
    const again = recalled(JSON.parse(text), endpointOf(), 'second');
    expect(again).toMatchObject({
      endpoint: { auth: 'x-api-key', version: OLD_VERSION, credential: { value: 'sk-test' } },
      model: { id: 'second', maxTokens: 512 },
    });
  });

  it('is of no use where it was changed', () => {
    for (const kept of [undefined, 7, {}, { auth: 'basic', abilities: {} }])
      expect(recalled(kept, endpointOf(), undefined)).toBeUndefined();
  });
});

describe('one small message', () => {
  const live = async () => {
    const first = endpointOf();
    return tryLive(speaker(first)(first), 'claude-test', new AbortController().signal);
  };

  it('shows streaming, tools, the model and what it took', async () => {
    server.script(say({ call: TRIAL_TOOL.name, input: { ok: true } }));
    const tried = await live();
    expect(tried).toMatchObject({
      ok: true,
      value: {
        model: 'claude-test',
        tokens: { input: 100, output: 50 },
        streaming: { has: 'yes' },
        tools: { has: 'yes' },
      },
    });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.body?.max_tokens).toBeLessThanOrEqual(120);
  });

  it('does not take words, or a cut answer, for a call', async () => {
    server.script(say({ text: 'Ready.' }), stream(eventsOf([{ thinking: 'Hm' }], { stop: 'max_tokens' })));
    expect(await live()).toMatchObject({ value: { tools: { has: 'unknown' } } });
    expect(await live()).toMatchObject({
      value: { tools: { has: 'unknown', why: expect.stringContaining('cut off') } },
    });
  });

  it('knows an answer in one piece', async () => {
    server.script(
      json({
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'small',
        content: [{ type: 'tool_use', id: 'x', name: TRIAL_TOOL.name, input: { ok: true } }],
        stop_reason: 'tool_use',
        usage: { input_tokens: 3, output_tokens: 4 },
      }),
    );
    expect(await live()).toMatchObject({
      value: { model: 'small', streaming: { has: 'no' }, tools: { has: 'yes' } },
    });
  });

  it('is not sent again when it is refused', async () => {
    server.script(refuse(401, 'authentication_error', 'no'));
    expect(await live()).toMatchObject({ ok: false, error: { kind: 'credentials-refused' } });
    expect(server.asked).toHaveLength(1);
  });
});
