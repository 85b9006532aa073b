import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPageClient, type PageClientOptions } from '../../src/host/http/page-client.ts';
import type { FetchedPage, HttpFailure, PageClient } from '../../src/host/http/port.ts';
import { isPublicAddress, type Resolved } from '../../src/host/http/public-address.ts';
import type { Result } from '../../src/shared/result.ts';
import { type ConnectProxy, startConnectProxy } from '../helpers/connect-proxy.ts';
import { type Answering, html, type PageServer, startPages, worldOf } from '../helpers/page-server.ts';

/** Long enough for the slowest machine: only what hangs reaches it. */
const HANGS_MS = 25_000;
const AGENT = 'planner-tui/test';

let server: PageServer;
const clients: PageClient[] = [];
beforeAll(async () => {
  server = await startPages('docs.test', 'other.test');
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()));
});
afterAll(() => server.close());

function keeping(made: PageClient): PageClient {
  clients.push(made);
  return made;
}

function client(options: Partial<PageClientOptions> = {}): PageClient {
  return keeping(createPageClient({ env: {}, userAgent: AGENT, world: worldOf(server), ...options }));
}

interface Asking {
  readonly by?: PageClient;
  readonly host?: string;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

function ask(path: string, { by = client(), host = 'docs.test', ...more }: Asking = {}) {
  const url = new URL(path, `https://${host}:${server.port}`);
  return by.page({ url, maxBytes: 1_000_000, timeoutMs: HANGS_MS, ...more });
}

function failed(answer: Result<FetchedPage, HttpFailure>): HttpFailure {
  if (answer.ok) throw new Error(`a page came: ${answer.value.text}`);
  return answer.error;
}

async function failure(path: string, answering: Answering, asking: Asking = {}): Promise<HttpFailure> {
  server.at(path, answering);
  return failed(await ask(path, asking));
}

describe('a page', () => {
  test('comes as text, and nothing but its address is sent', async () => {
    server.at('/guide?v=4', html('<p>Größe</p>'));
    const before = server.headers.length;
    expect(await ask('/guide?v=4#part')).toEqual({ ok: true, value: { form: 'html', text: '<p>Größe</p>' } });
    expect(server.asked.at(-1)).toBe('docs.test/guide?v=4');
    expect(server.headers.slice(before)).toEqual([
      {
        host: `docs.test:${server.port}`,
        connection: 'keep-alive',
        accept: 'text/html, text/markdown;q=0.9, text/plain;q=0.8',
        'accept-encoding': 'gzip',
        'user-agent': AGENT,
      },
    ]);
  });

  test.each<[string, string, string, Buffer, FetchedPage]>([
    ['Markdown', '/a', 'text/markdown', Buffer.from('# A'), { form: 'markdown', text: '# A' }],
    ['Markdown by its name', '/a.md', 'text/plain', Buffer.from('# A'), { form: 'markdown', text: '# A' }],
    ['plain text', '/a.txt', 'text/plain; charset=utf-8', Buffer.from('A'), { form: 'text', text: 'A' }],
    [
      'characters by the header',
      '/l',
      'text/html; charset=ISO-8859-1',
      Buffer.from([0xfc]),
      { form: 'html', text: 'ü' },
    ],
    [
      'characters by the page',
      '/m',
      'text/html',
      Buffer.from('<meta charset="windows-1252">\xfc', 'latin1'),
      { form: 'html', text: '<meta charset="windows-1252">ü' },
    ],
    [
      'characters that nobody knows',
      '/n',
      'text/html; charset=klingon',
      Buffer.from('ü'),
      { form: 'html', text: 'ü' },
    ],
  ])('of %s', async (_, path, type, bytes, page) => {
    server.at(path, response => void response.writeHead(200, { 'content-type': type }).end(bytes));
    expect(await ask(path)).toEqual({ ok: true, value: page });
  });

  test('may be packed', async () => {
    server.at(
      '/packed',
      response =>
        void response
          .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
          .end(gzipSync('<p>packed</p>')),
    );
    expect(await ask('/packed')).toEqual({ ok: true, value: { form: 'html', text: '<p>packed</p>' } });
  });
});

describe('what the program itself gives refuses every address that is not public', () => {
  /** As the app makes it: with no world but the real one. */
  const own = () => keeping(createPageClient({ env: {}, userAgent: AGENT }));

  test.each([
    ['127.0.0.1'],
    ['[::1]'],
    ['10.1.2.3'],
    ['192.168.1.1'],
    ['172.16.0.1'],
    ['169.254.169.254'],
    ['[::ffff:127.0.0.1]'],
    ['[fd00::1]'],
    ['[fe80::1]'],
    ['0.0.0.0'],
    ['localhost'],
    ['2130706433'],
  ])('%s', async host => {
    const before = server.connections();
    const answer = failed(await ask('/guide', { by: own(), host }));
    expect(answer.kind).toBe('not-public');
    expect(answer.message).toMatch(/no public address|no name of the public internet/);
    expect(server.connections()).toBe(before);
  });

  test('http, and addresses with a password', async () => {
    for (const address of [`http://docs.test:${server.port}/`, `https://a:b@docs.test:${server.port}/`]) {
      const answer = await own().page({ url: new URL(address), maxBytes: 1000, timeoutMs: HANGS_MS });
      expect(failed(answer).kind).toBe('not-public');
    }
  });

  test.each<[string, readonly Resolved[]]>([
    ['one that is private', [{ address: '10.0.0.7', family: 4 }]],
    ['loopback', [{ address: '127.0.0.1', family: 4 }]],
    ['loopback as mapped IPv4', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    [
      'a public and a private one',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
    [
      'a private one of IPv6 behind a public one',
      [
        { address: '2606:4700::1', family: 6 },
        { address: 'fd00::1', family: 6 },
      ],
    ],
  ])('a name that resolves to %s', async (_, found) => {
    const before = server.connections();
    const world = { ...worldOf(server), resolve: async () => found, isPublic: isPublicAddress };
    const answer = failed(await ask('/guide', { by: client({ world }) }));
    expect(answer.kind).toBe('not-public');
    expect(answer.message).toContain('docs.test resolves to');
    expect(server.connections()).toBe(before);
  });
});

describe('a name is resolved once for a connection', () => {
  /** Answers with this address first, and with a private one ever after. */
  function rebinding(): { readonly by: PageClient; readonly times: () => number } {
    let times = 0;
    const resolve = async (): Promise<readonly Resolved[]> => [
      { address: times++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 },
    ];
    return { by: client({ world: { ...worldOf(server), resolve } }), times: () => times };
  }

  test('what was looked at is what is connected to', async () => {
    server.at('/guide', html('<p>first</p>'));
    const { by, times } = rebinding();
    expect(await ask('/guide', { by })).toMatchObject({ ok: true });
    expect(times()).toBe(1);
  });

  test('a second connection looks again, and is refused', async () => {
    server.at('/closing', html('<p>first</p>', { connection: 'close' }));
    const { by, times } = rebinding();
    expect(await ask('/closing', { by })).toMatchObject({ ok: true });
    const second = failed(await ask('/closing', { by, host: 'other.test' }));
    expect(second).toMatchObject({ kind: 'not-public' });
    expect(times()).toBe(2);
  });

  test('one without an address, and one that nobody can resolve, are told', async () => {
    for (const resolve of [
      async () => [],
      async () => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' })),
    ]) {
      const answer = failed(await ask('/', { by: client({ world: { ...worldOf(server), resolve } }) }));
      expect(answer).toMatchObject({ kind: 'unreachable' });
      expect(answer.message).toContain('docs.test');
    }
  });
});

describe('a failure is data, and names the host', () => {
  test.each<[string, Answering, Partial<HttpFailure>, RegExp]>([
    [
      'redirect',
      response => void response.writeHead(301, { location: 'https://login.invalid/portal?token=1' }).end(),
      { kind: 'redirected', status: 301 },
      /points to https:\/\/login\.invalid\/portal \(status 301\); redirects are not followed/,
    ],
    [
      'redirect-near',
      response => void response.writeHead(308, { location: '/new' }).end(),
      { kind: 'redirected' },
      /points to https:\/\/docs\.test:\d+\/new /,
    ],
    [
      'redirect-nowhere',
      response => void response.writeHead(302).end(),
      { kind: 'redirected' },
      /another place/,
    ],
    [
      '404',
      response => void response.writeHead(404, { 'content-type': 'text/html' }).end('no'),
      { kind: 'status', status: 404 },
      /status 404/,
    ],
    ['403', response => void response.writeHead(403).end(), { kind: 'status', status: 403 }, /status 403/],
    ['503', response => void response.writeHead(503).end(), { kind: 'status', status: 503 }, /status 503/],
    ['204', response => void response.writeHead(204).end(), { kind: 'status', status: 204 }, /status 204/],
    [
      'pdf',
      response => void response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
      { kind: 'not-text' },
      /application\/pdf came/,
    ],
    [
      'json',
      response => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      { kind: 'not-text' },
      /application\/json came/,
    ],
    ['untyped', response => void response.writeHead(200).end('x'), { kind: 'not-text' }, /without a type/],
    [
      'brotli',
      response =>
        void response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'br' }).end('x'),
      { kind: 'not-text' },
      /packs its answer as br/,
    ],
    ['cut-at-once', response => void response.destroy(), { kind: 'cut-off' }, /before its answer was whole/],
  ])('%s', async (name, answering, kind, says) => {
    const answer = await failure(`/${name}`, answering);
    expect(answer).toMatchObject(kind);
    expect(answer.message).toMatch(says);
    expect(answer.message).toContain('docs.test');
    expect(JSON.stringify(answer)).not.toContain('token=1');
  });

  test('more bytes than allowed end it, also when unpacked', async () => {
    const limits = { maxBytes: 100_000 };
    const packed = { 'content-type': 'text/html', 'content-encoding': 'gzip' };
    const large: Answering = response =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('x'.repeat(200_000));
    const bomb: Answering = response =>
      void response.writeHead(200, packed).end(gzipSync(Buffer.alloc(50_000_000, 0x20)));
    expect(await failure('/large', large, limits)).toMatchObject({ kind: 'too-big' });
    expect(await failure('/bomb', bomb, limits)).toMatchObject({ kind: 'too-big' });
  });

  test('silence ends by the time limit, and by whoever asks', async () => {
    expect(await failure('/silent', () => undefined, { timeoutMs: 20 })).toMatchObject({ kind: 'timeout' });
    const abort = new AbortController();
    const stopped = await failure('/stopped', () => abort.abort(), { signal: abort.signal });
    expect(stopped.kind).toBe('cancelled');
  });

  test('a certificate that nobody trusts, or of another name', async () => {
    const stranger = { ...worldOf(server), ca: (await startAndStop()).certified.cert };
    expect(failed(await ask('/guide', { by: client({ world: stranger }) })).message).toMatch(/certificate/);
    expect(failed(await ask('/guide', { host: 'third.test' })).message).toMatch(/certificate of third\.test/);
  });
});

async function startAndStop(): Promise<PageServer> {
  const made = await startPages('docs.test');
  await made.close();
  return made;
}

describe('a proxy', () => {
  let proxy: ConnectProxy;
  let address: string;
  beforeAll(async () => {
    proxy = await startConnectProxy(() => ({ host: '127.0.0.1', port: server.port }));
    address = `http://127.0.0.1:${proxy.port}`;
  });
  afterAll(() => {
    proxy.close();
  });

  test('of the environment is asked for the name; what the address gives away is refused before', async () => {
    const env = { HTTPS_PROXY: address };
    const resolve = async (): Promise<readonly Resolved[]> => {
      throw new Error('nobody resolves names here');
    };
    const by = client({ env, world: { ...worldOf(server), resolve, isPublic: isPublicAddress } });
    // The certificate is checked against the name, through the proxy too: this one nobody trusts.
    expect(failed(await ask('/guide', { by })).message).toMatch(/certificate/);
    expect(proxy.through).toEqual([`docs.test:${server.port}`]);
    for (const host of ['127.0.0.1', 'localhost', '[::1]'])
      expect(failed(await ask('/guide', { by, host })).kind).toBe('not-public');
    expect(proxy.through).toHaveLength(1);
  });

  test('is left out for hosts of NO_PROXY, which are looked at as ever', async () => {
    proxy.through.length = 0;
    server.at('/guide', html('<p>direct</p>'));
    const env = { HTTPS_PROXY: address, NO_PROXY: 'docs.test' };
    expect(await ask('/guide', { by: client({ env }) })).toMatchObject({ ok: true });
    const world = { ...worldOf(server), isPublic: isPublicAddress };
    expect(failed(await ask('/guide', { by: client({ env, world }) })).kind).toBe('not-public');
    expect(proxy.through).toEqual([]);
  });
});
