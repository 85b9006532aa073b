import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHttpClient, type HttpClient, type HttpFailure, retrying } from '../../src/host/http/index.ts';
import type { Result } from '../../src/shared/result.ts';
import { type ConnectProxy, startConnectProxy } from '../helpers/connect-proxy.ts';
import {
  type Behaviour,
  endless,
  gzipped,
  json,
  misbehave,
  type RegistryServer,
  startRegistry,
} from '../helpers/registry-server.ts';

let server: RegistryServer;
const clients: HttpClient[] = [];

beforeAll(async () => {
  server = await startRegistry();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()));
});
afterAll(() => server.close());

/** Long enough for the slowest machine: only what hangs reaches it. */
const HANGS_MS = 25_000;

function client(env: NodeJS.ProcessEnv = {}): HttpClient {
  const made = createHttpClient({ env, userAgent: 'planner-tui/test' });
  clients.push(made);
  return made;
}

interface Asking {
  readonly env?: NodeJS.ProcessEnv;
  readonly body?: unknown;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function ask(path: string, { env, ...more }: Asking = {}): Promise<Result<unknown, HttpFailure>> {
  return client(env).json({
    url: new URL(path, server.url),
    maxBytes: 1_000_000,
    timeoutMs: HANGS_MS,
    ...more,
  });
}

async function failed(path: string, behaviour: Behaviour, asking: Asking = {}): Promise<HttpFailure> {
  server.behave(path, behaviour);
  const answer = await ask(path, asking);
  if (answer.ok) throw new Error(`an answer came: ${JSON.stringify(answer.value)}`);
  return answer.error;
}

describe('an answer', () => {
  test('comes as JSON, and nothing is sent that was not given', async () => {
    server.behave('/plain', response => json(response, 200, { a: 1 }));
    const before = server.asked.length;
    expect(await ask('/plain')).toEqual({ ok: true, value: { a: 1 } });
    expect(
      server.asked.slice(before).map(({ method, headers, body }) => ({ method, headers, body })),
    ).toEqual([
      {
        method: 'GET',
        headers: {
          host: new URL(server.url).host,
          connection: 'keep-alive',
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'user-agent': 'planner-tui/test',
        },
        body: '',
      },
    ]);
  });

  test('to a body: it is posted as JSON', async () => {
    server.behave('/post', (response, { method, headers, body }) =>
      json(response, 200, { method, type: headers['content-type'], body: JSON.parse(body) }),
    );
    expect(await ask('/post', { body: { ws: ['8.0.0'] } })).toEqual({
      ok: true,
      value: { method: 'POST', type: 'application/json', body: { ws: ['8.0.0'] } },
    });
  });

  test('may be packed; its type may carry parameters or a suffix', async () => {
    server.behave('/packed', gzipped({ packed: true }));
    server.behave(
      '/typed',
      response =>
        void response.writeHead(200, { 'content-type': 'application/problem+json; charset=utf-8' }).end('{}'),
    );
    expect(await ask('/packed')).toEqual({ ok: true, value: { packed: true } });
    expect(await ask('/typed')).toEqual({ ok: true, value: {} });
  });

  test('may come in pieces that cut a character in two', async () => {
    const bytes = Buffer.from(JSON.stringify({ text: 'naïve – 漢字 🙂' }));
    server.behave('/pieces', response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    expect(await ask('/pieces')).toEqual({ ok: true, value: { text: 'naïve – 漢字 🙂' } });
  });
});

describe('a failure is data, and names the host', () => {
  test.each<[string, Behaviour, Partial<HttpFailure>, RegExp]>([
    [
      'redirect',
      misbehave.redirect,
      { kind: 'redirected', status: 302 },
      /points to login\.invalid \(status 302\)/,
    ],
    ['captive', misbehave.captivePortal, { kind: 'not-json', status: 200 }, /captive portal/],
    ['no-page', misbehave.notFoundPage, { kind: 'not-json', status: 404 }, /a web page/],
    ['html', misbehave.htmlAsJson, { kind: 'not-json' }, /cannot be read/],
    ['untyped', response => void response.writeHead(200).end('{}'), { kind: 'not-json' }, /without a type/],
    ['401', misbehave.unauthorised, { kind: 'status', status: 401 }, /status 401/],
    ['403', misbehave.forbidden, { kind: 'status', status: 403 }, /status 403/],
    ['404', response => json(response, 404, {}), { kind: 'status', status: 404 }, /status 404/],
    ['429', misbehave.busy, { kind: 'status', status: 429, retryAfterMs: 2000 }, /status 429/],
    ['503', misbehave.broken, { kind: 'status', status: 503 }, /status 503/],
    ['cut', misbehave.cutBody, { kind: 'cut-off' }, /before its answer was whole/],
    ['cut-at-once', misbehave.cutAtOnce, { kind: 'cut-off' }, /before its answer was whole/],
    [
      'cut-gzip',
      gzipped({}, gzipSync(JSON.stringify({ a: 'a'.repeat(9999) })).subarray(0, 20)),
      { kind: 'cut-off' },
      /before its answer was whole/,
    ],
    ['no-gzip', gzipped({}, Buffer.from('no gzip')), { kind: 'cut-off' }, /before its answer was whole/],
    [
      'huge-header',
      response => void response.writeHead(200, { x: 'x'.repeat(40_000) }).end(),
      { kind: 'too-big' },
      /too many headers/,
    ],
  ])('%s', async (name, behaviour, kind, says) => {
    const failure = await failed(`/${name}`, behaviour);
    expect(failure).toMatchObject(kind);
    expect(failure.message).toMatch(says);
    expect(failure.message).toContain(new URL(server.url).host);
    expect(failure.next).not.toBe('');
    expect(JSON.stringify(failure)).not.toContain('token=1');
  });

  test('more bytes than allowed end it: announced, in fact, and when unpacked', async () => {
    const limits = { maxBytes: 100_000 };
    const announced: Behaviour = response =>
      void response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': '200000' })
        .write('{');
    expect(await failed('/announced', announced, limits)).toMatchObject({ kind: 'too-big' });
    expect(await failed('/endless', endless(1e9), limits)).toMatchObject({ kind: 'too-big' });
    const bomb = gzipped({}, gzipSync(Buffer.alloc(50_000_000, 0x20)));
    expect(await failed('/bomb', bomb, limits)).toMatchObject({ kind: 'too-big' });
  });

  test.each<[string, Behaviour]>([
    ['before the headers', misbehave.silent],
    ['in the body', misbehave.halfBody],
  ])('silence %s ends by the time limit', async (name, behaviour) => {
    const failure = await failed(`/${name.length}`, behaviour, { timeoutMs: 20 });
    expect(failure).toMatchObject({ kind: 'timeout' });
  });

  test.each<[string, Behaviour]>([
    ['before the headers', misbehave.silent],
    ['in the body', misbehave.halfBody],
  ])('who asks may stop %s', async (name, behaviour) => {
    const abort = new AbortController();
    const stopping: Behaviour = (response, asked) => {
      behaviour(response, asked);
      abort.abort();
    };
    const failure = await failed(`/stop-${name.length}`, stopping, { signal: abort.signal });
    expect(failure.kind).toBe('cancelled');
    expect(await ask('/plain', { signal: abort.signal })).toMatchObject({ error: { kind: 'cancelled' } });
  });

  test('nobody there, no such name', async () => {
    const gone = await startRegistry();
    await gone.close();
    for (const url of [gone.url, 'http://no-such-host.invalid/']) {
      const answer = await client().json({ url: new URL('ws', url), maxBytes: 1, timeoutMs: HANGS_MS });
      expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
      if (!answer.ok) expect(answer.error.message).toContain(new URL(url).host);
    }
  });
});

describe('a proxy', () => {
  let proxy: ConnectProxy;
  let address: string;

  beforeAll(async () => {
    proxy = await startConnectProxy(asked => {
      const [host = '', port] = asked.split(':');
      return { host, port: Number(port) };
    });
    address = `http://user:secret@127.0.0.1:${proxy.port}`;
    server.behave('/plain', response => json(response, 200, { a: 1 }));
  });
  afterAll(() => {
    proxy.close();
  });

  test.each([['HTTP_PROXY'], ['http_proxy']])('of the environment is taken: %s', async name => {
    proxy.through.length = 0;
    expect(await ask('/plain', { env: { [name]: address } })).toEqual({ ok: true, value: { a: 1 } });
    expect(proxy.through).toEqual([new URL(server.url).host]);
    expect(server.asked.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('is left out for hosts of NO_PROXY, and that of this very process is not asked', async () => {
    proxy.through.length = 0;
    const before = process.env['HTTP_PROXY'];
    process.env['HTTP_PROXY'] = address;
    try {
      expect(await ask('/plain')).toMatchObject({ ok: true });
      const env = { HTTP_PROXY: address, NO_PROXY: 'example.com,127.0.0.1' };
      expect(await ask('/plain', { env })).toMatchObject({ ok: true });
    } finally {
      if (before === undefined) delete process.env['HTTP_PROXY'];
      else process.env['HTTP_PROXY'] = before;
    }
    expect(proxy.through).toEqual([]);
  });

  test.each([
    ['is no address', 'not a proxy'],
    ['is not there', 'http://user:secret@127.0.0.1:1'],
  ])('that %s is told, without its password', async (_, value) => {
    const answer = await ask('/plain', { env: { HTTP_PROXY: value } });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(JSON.stringify(answer)).toContain('HTTPS_PROXY, HTTP_PROXY and NO_PROXY');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('asking again', () => {
  const policy = { tries: 3, firstWaitMs: 100, longestWaitMs: 5_000 };

  async function waits(
    failures: readonly Partial<HttpFailure>[],
  ): Promise<{ waited: number[]; answer: unknown }> {
    const waited: number[] = [];
    let turn = 0;
    const source: HttpClient = {
      async json() {
        const error = failures[turn++];
        return error
          ? { ok: false, error: { kind: 'status', message: '', ...error } }
          : { ok: true, value: 'came' };
      },
      file: async () => ({ ok: false, error: { kind: 'status', message: '' } }),
      close: async () => undefined,
    };
    const again = retrying(source, { ...policy, wait: async ms => void waited.push(ms) });
    const answer = await again.json({ url: new URL(server.url), maxBytes: 1, timeoutMs: 1 });
    return { waited, answer: answer.ok ? answer.value : (answer.error.status ?? answer.error.kind) };
  }

  test.each<[string, readonly Partial<HttpFailure>[], number[], unknown]>([
    ['503 passes', [{ status: 503 }], [100], 'came'],
    ['waits grow', [{ status: 500 }, { kind: 'cut-off' }], [100, 200], 'came'],
    ['the third is the last', [{ status: 502 }, { status: 503 }, { status: 504 }], [100, 200], 504],
    ['429 says when', [{ status: 429, retryAfterMs: 2000 }], [2000], 'came'],
    ['429 asks for too long a wait', [{ status: 429, retryAfterMs: 60_000 }], [], 429],
    ['401 is final', [{ status: 401 }], [], 401],
    ['403 is final', [{ status: 403 }], [], 403],
    ['404 is final', [{ status: 404 }], [], 404],
    ['501 is final', [{ status: 501 }], [], 501],
    ['a redirect is final', [{ kind: 'redirected' }], [], 'redirected'],
    ['a web page is final', [{ kind: 'not-json' }], [], 'not-json'],
    ['who cancels is not asked', [{ kind: 'cancelled' }], [], 'cancelled'],
    ['nobody there', [{ kind: 'unreachable' }], [], 'unreachable'],
  ])('%s', async (_, failures, waited, answer) => {
    expect(await waits(failures)).toEqual({ waited, answer });
  });

  test('a wait ends when it is no longer wanted', async () => {
    const abort = new AbortController();
    server.behave('/busy', response => {
      misbehave.busy(response);
      abort.abort();
    });
    const again = retrying(client(), { ...policy, longestWaitMs: HANGS_MS * 2, firstWaitMs: HANGS_MS * 2 });
    const request = {
      url: new URL('busy', server.url),
      maxBytes: 1000,
      timeoutMs: HANGS_MS,
      signal: abort.signal,
    };
    expect(await again.json(request)).toMatchObject({ ok: false });
  });
});
