import { describe, expect, it } from 'vitest';
import { type Endpoint, headersOf, OLD_VERSION } from '../../../src/agent/claude/wire/client.ts';
import {
  type Patience,
  streamTurn,
  type TurnEnd,
  type TurnOutput,
} from '../../../src/agent/claude/wire/turn.ts';
import { createApiFetch } from '../../../src/host/http/api-fetch.ts';
import {
  eventsOf,
  frame,
  openStream,
  PING,
  type Reply,
  refuse,
  say,
  startModelServer,
  stream,
} from './model-server.ts';
import { usingModelServer } from './using-server.ts';

const server = usingModelServer();

const BODY = {
  model: 'claude-test',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
} as const;
const QUICK: Patience = { warnMs: 40, silentMs: 200, pingsMs: 400 };

async function turn({
  endpoint = {},
  env = {},
  patience,
  signal = new AbortController().signal,
  on = () => {},
}: {
  readonly endpoint?: Partial<Endpoint>;
  readonly env?: NodeJS.ProcessEnv;
  readonly patience?: Patience;
  readonly signal?: AbortSignal;
  readonly on?: (output: TurnOutput) => void;
} = {}): Promise<{ readonly outputs: readonly TurnOutput[]; readonly end: TurnEnd }> {
  const whole: Endpoint = {
    baseUrl: server.url,
    credential: { kind: 'key', value: 'sk-test' },
    auth: 'bearer',
    ...endpoint,
  };
  const api = createApiFetch({ env, headers: headersOf(whole, 'planner-tui/0.0.0') });
  server.after(api.close);
  const outputs: TurnOutput[] = [];
  const run = streamTurn(
    { endpoint: whole, api, clock: { now: () => Date.now() }, ...(patience ? { patience } : {}) },
    { ...BODY, messages: [...BODY.messages] },
    signal,
  );
  for (;;) {
    const next = await run.next();
    if (next.done) return { outputs, end: next.value };
    outputs.push(next.value);
    on(next.value);
  }
}

const textOf = (outputs: readonly TurnOutput[]): string =>
  outputs.flatMap(o => (o.type === 'text' ? [o.text] : [])).join('');
const kindOf = (end: TurnEnd): string => (end.kind === 'broken' ? end.failure.kind : end.kind);

describe('a turn', () => {
  it('gives text, thinking and calls as they come, and the whole message at its end', async () => {
    server.script(
      say(
        { thinking: 'Let me look.' },
        { text: 'I read the file.' },
        { call: 'read_file', input: { path: 'a.ts' }, id: 't1' },
      ),
    );
    const { outputs, end } = await turn();
    expect(textOf(outputs)).toBe('I read the file.');
    expect(outputs.filter(o => o.type === 'calling')).toEqual([{ type: 'calling', name: 'read_file' }]);
    expect(end).toMatchObject({
      kind: 'complete',
      message: {
        stop: 'tool_use',
        calls: [{ id: 't1', name: 'read_file', input: { path: 'a.ts' } }],
        tokens: { input: 100, output: 50 },
        content: [
          { type: 'thinking', thinking: 'Let me look.', signature: 'sig0' },
          { type: 'text', text: 'I read the file.' },
          { type: 'tool_use', input: { path: 'a.ts' } },
        ],
      },
    });
  });

  it.each([
    ['data alone', (event: { type: string }) => `data: ${JSON.stringify(event)}\n\n`, ''],
    [
      'data alone, and the end of another API',
      (event: { type: string }) => `data: ${JSON.stringify(event)}\n\n`,
      'data: [DONE]\n\n',
    ],
    [
      'the name that frames have by default',
      (event: { type: string }) => `event: message\r\ndata: ${JSON.stringify(event)}\r\n\r\n`,
      '',
    ],
  ])('takes frames that bring %s, as servers of others send them', async (_what, framed, end) => {
    server.script(response => {
      openStream(response);
      for (const event of [
        { type: 'ping' },
        ...eventsOf([{ text: 'Hello' }, { call: 'f', input: { a: 1 } }]),
      ])
        response.write(framed(event));
      response.end(end);
    });
    const { outputs, end: ended } = await turn();
    expect(textOf(outputs)).toBe('Hello');
    expect(ended).toMatchObject({ kind: 'complete', message: { calls: [{ name: 'f', input: { a: 1 } }] } });
  });

  it('does not take the end of another API for the end of a message', async () => {
    server.script(response => {
      openStream(response);
      for (const event of eventsOf([{ text: 'Hello' }]).slice(0, -1))
        response.write(`data: ${JSON.stringify(event)}\n\n`);
      response.end('data: [DONE]\n\n');
    });
    expect(kindOf((await turn()).end)).toBe('cut-off');
  });

  it('takes a message in one piece from a server that cannot stream', async () => {
    server.script(response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'small',
          content: [
            { type: 'text', text: 'Hello' },
            { type: 'tool_use', id: 'x', name: 'f', input: { a: 1 } },
          ],
          stop_reason: 'tool_use',
          usage: { input_tokens: 3, output_tokens: 4 },
        }),
      );
    });
    const { end } = await turn();
    expect(end).toMatchObject({
      kind: 'complete',
      message: { calls: [{ id: 'x', input: { a: 1 } }], tokens: { input: 3, output: 4 } },
    });
  });
});

describe('what goes over the wire', () => {
  it.each([
    ['a key as a bearer', {}, { authorization: 'Bearer sk-test', 'x-api-key': undefined }],
    ['a key of its own header', { auth: 'x-api-key' }, { authorization: undefined, 'x-api-key': 'sk-test' }],
    ['a token', { credential: { kind: 'token', value: 'tok' } }, { authorization: 'Bearer tok' }],
    ['nothing', { credential: { kind: 'none' } }, { authorization: undefined, 'x-api-key': undefined }],
    ['another version', { version: OLD_VERSION }, { 'anthropic-version': '2023-06-01' }],
  ] as const)('%s', async (_what, endpoint, headers) => {
    server.script(say({ text: 'ok' }));
    await turn({ endpoint });
    expect(server.asked[0]?.headers).toMatchObject(
      Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    );
    for (const [name, value] of Object.entries(headers))
      if (value === undefined) expect(server.asked[0]?.headers[name]).toBeUndefined();
  });

  it('is nothing of the environment: neither its key, address and headers, nor a trace', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      ANTHROPIC_API_KEY: 'sk-of-the-environment',
      ANTHROPIC_AUTH_TOKEN: 'token-of-the-environment',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
      ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Bearer stolen\nX-Evil: yes\nanthropic-beta: evil',
      ANTHROPIC_LOG: 'debug',
    });
    try {
      server.script(say({ text: 'ok' }));
      const { end } = await turn();
      expect(end.kind).toBe('complete');
      const sent = JSON.stringify(server.asked[0]?.headers);
      expect(sent).not.toMatch(/environment|stolen|evil/i);
      expect(server.asked[0]?.headers['user-agent']).toBe('planner-tui/0.0.0');
    } finally {
      process.env = before;
    }
  });
});

describe('faults', () => {
  it.each([
    [400, 'invalid_request_error', 'thinking: this model does not support it', 'bad-request'],
    [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum', 'too-large'],
    [401, 'authentication_error', 'invalid x-api-key', 'credentials-refused'],
    [402, 'billing_error', 'no credit', 'billing'],
    [403, 'permission_error', 'not yours', 'not-permitted'],
    [404, 'not_found_error', 'model: claude-nope', 'unknown-model'],
    [413, 'request_too_large', 'too large', 'too-large'],
    [429, 'rate_limit_error', 'slow down', 'rate-limited'],
    [500, 'api_error', 'oops', 'server-fault'],
    [503, 'api_error', 'away', 'server-fault'],
    [529, 'overloaded_error', 'busy', 'overloaded'],
    [302, 'api_error', 'elsewhere', 'redirected'],
  ])('%i %s “%s” is %s', async (status, type, message, kind) => {
    server.script(refuse(status, type, message, status === 302 ? { location: 'https://login.example' } : {}));
    const { end } = await turn();
    expect(kindOf(end)).toBe(kind);
    // One request, whatever comes: the SDK repeats nothing, and nothing is followed.
    expect(server.asked).toHaveLength(1);
  });

  it('says how long a server wants to be left alone, and which parameter it does not take', async () => {
    server.script(
      refuse(429, 'rate_limit_error', 'slow', { 'retry-after': '7' }),
      refuse(400, 'invalid_request_error', 'output_config.format: Extra inputs are not permitted'),
    );
    expect((await turn()).end).toMatchObject({ failure: { retryAfterMs: 7_000, requestId: 'req_test' } });
    expect((await turn()).end).toMatchObject({ failure: { parameter: 'output_config.format' } });
  });

  it('hides what looks like a secret in the words of a server', async () => {
    const key = `sk-ant-api03-${'A1b2'.repeat(22)}-AA`;
    server.script(refuse(401, 'authentication_error', `invalid key ${key}`));
    const { end } = await turn();
    expect(JSON.stringify(end)).not.toContain(key);
  });

  const events = eventsOf([{ text: 'Hello there, this is text.' }, { call: 'f', input: { a: 'b' } }]);
  const cutAt =
    (n: number, how: 'end' | 'destroy'): Reply =>
    async response => {
      openStream(response);
      for (const event of events.slice(0, n)) response.write(frame(event));
      // What was written has to leave before the connection does.
      await new Promise<void>(done => response.write(': \n\n', () => done()));
      if (how === 'end') response.end();
      else response.destroy();
    };

  it('a stream that is cut at any event is never complete', async () => {
    for (let n = 0; n < events.length; n++)
      for (const how of ['end', 'destroy'] as const) {
        server.script(cutAt(n, how));
        const { end } = await turn();
        expect([n, how, kindOf(end)]).toEqual([
          n,
          how,
          how === 'destroy' || n > 0 ? 'cut-off' : 'not-the-api',
        ]);
      }
  });

  it('an error inside a stream is what its type says, and what was counted until then is kept', async () => {
    server.script(response => {
      openStream(response);
      for (const event of events.slice(0, 4)) response.write(frame(event));
      response.end(
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n',
      );
    });
    const { end } = await turn();
    expect(end).toMatchObject({ kind: 'broken', failure: { kind: 'overloaded' }, tokens: { input: 100 } });
  });

  it.each([
    ['a page', 'text/html', '<html>log in</html>', 'not-the-api'],
    ['plain text', 'text/plain', 'ok', 'not-the-api'],
    ['JSON that is no message', 'application/json', '{"ok":true}', 'not-understood'],
    ['half a JSON', 'application/json', '{"id":', 'not-understood'],
    ['an empty stream', 'text/event-stream', '', 'not-the-api'],
    [
      'a stream that is no JSON',
      'text/event-stream',
      'event: message_start\ndata: {oops\n\n',
      'not-understood',
    ],
  ])('%s with status 200', async (_what, type, body, kind) => {
    server.script(response => {
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    });
    expect(kindOf((await turn()).end)).toBe(kind);
  });

  it('says that nothing comes, then gives up a silent stream', async () => {
    server.script(response => openStream(response));
    const { outputs, end } = await turn({ patience: QUICK });
    // Once for each silence: under load the headers are waited for as well.
    expect([1, 2]).toContain(outputs.filter(o => o.type === 'quiet').length);
    expect(kindOf(end)).toBe('silent');
  });

  it('gives up a stream of pings alone', async () => {
    const timers: NodeJS.Timeout[] = [];
    server.script(response => {
      openStream(response);
      timers.push(setInterval(() => response.write(PING), 15));
    });
    const { end } = await turn({ patience: { warnMs: 100, silentMs: 2_000, pingsMs: 150 } });
    timers.forEach(clearInterval);
    expect(end).toMatchObject({
      failure: { kind: 'silent', message: expect.stringContaining('signs of life') },
    });
  });

  it('says so where no server is', async () => {
    const gone = await startModelServer();
    await gone.close();
    const { end } = await turn({ endpoint: { baseUrl: gone.url } });
    expect(end).toMatchObject({
      failure: { kind: 'unreachable', message: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('ends at once when it is cancelled: before it begins, while nothing comes, and amid text', async () => {
    const gone = AbortSignal.abort();
    expect(kindOf((await turn({ signal: gone })).end)).toBe('cancelled');
    expect(server.asked).toEqual([]);
    for (const amid of [false, true]) {
      const stop = new AbortController();
      server.script(response => {
        openStream(response);
        response.write(frame(events[0]!));
        if (amid) for (const event of events.slice(1, 3)) response.write(frame(event));
      });
      const { end, outputs } = await turn({
        signal: stop.signal,
        on: output => {
          if (output.type === (amid ? 'text' : 'tokens')) stop.abort();
        },
      });
      expect(kindOf(end)).toBe('cancelled');
      expect(textOf(outputs) !== '').toBe(amid);
    }
  });
});

describe('tool input', () => {
  it('that is no object is given as it came', async () => {
    server.script(
      stream(
        eventsOf([
          { call: 'f', input: '{"a": ' },
          { call: 'g', input: '[1]' },
          { call: 'h', input: '' },
        ]),
      ),
    );
    const { end } = await turn();
    expect(end).toMatchObject({
      message: {
        calls: [
          { name: 'f', malformed: '{"a": ' },
          { name: 'g', malformed: '[1]' },
          { name: 'h', input: {} },
        ],
      },
    });
  });

  it.each(['max_tokens', 'model_context_window_exceeded', 'refusal'] as const)(
    'is not acted upon when the message ended by %s',
    async stop => {
      server.script(stream(eventsOf([{ call: 'f', input: { a: 1 } }], { stop })));
      const { end } = await turn();
      expect(end).toMatchObject({ kind: 'complete', message: { stop, calls: [] } });
    },
  );
});
