import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttpClient, retrying } from '../../../src/host/http/index.ts';
import { openRegistryCache } from '../../../src/research/registry/cache.ts';
import type { PackageRegistry, PackageWish, RegistryAnswer } from '../../../src/research/registry/port.ts';
import { createRegistry } from '../../../src/research/registry/registry.ts';
import {
  type Behaviour,
  BULK,
  endless,
  gzipped,
  json,
  misbehave,
  type RegistryServer,
  startRegistry,
} from '../../helpers/registry-server.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const HOUR = 3_600_000;

let server: RegistryServer;
let folder: string;
let now: number;
const opened: PackageRegistry[] = [];
const waited: number[] = [];

beforeEach(async () => {
  server = await startRegistry();
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
  now = NOW;
  waited.length = 0;
  server.publish('ws', {
    versions: {
      '7.5.0': { published: '2022-01-01T00:00:00Z', license: 'MIT' },
      '8.17.0': { published: '2024-04-01T00:00:00Z', license: 'MIT', dist: { unpackedSize: 140_000 } },
      '8.18.0': { published: '2024-07-03T00:00:00Z', license: 'MIT', dist: { unpackedSize: 147_000 } },
      '9.0.0-beta.1': { published: '2026-10-01T00:00:00Z', license: 'MIT' },
    },
    tags: { latest: '8.18.0', beta: '9.0.0-beta.1' },
  });
  server.publish('@types/ws', {
    versions: { '8.5.0': { published: '2024-01-01T00:00:00Z', types: 'index.d.ts' } },
  });
  server.publish('request', {
    versions: {
      '2.88.2': {
        published: '2020-02-11T00:00:00Z',
        license: 'Apache-2.0',
        deprecated:
          'request has been deprecated, see \u001b[31mhttps://github.com/request/request/issues/3142\n',
      },
    },
  });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(registry => registry.close()));
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function registry(
  kind: 'allowed' | 'not-allowed' = 'allowed',
  { base = new URL(server.url), scopesElsewhere = [] as readonly string[] } = {},
): PackageRegistry {
  const http = retrying(createHttpClient({ env: {}, userAgent: 'planner-tui/test' }), {
    tries: 3,
    firstWaitMs: 300,
    longestWaitMs: 5_000,
    wait: async ms => void waited.push(ms),
  });
  const made = createRegistry({
    address: { base, scopesElsewhere: new Set(scopesElsewhere) },
    asking: kind === 'allowed' ? { kind, http } : { kind, reason: 'nobody allowed it' },
    cache: openRegistryCache(folder, base),
    clock: { now: () => now },
  });
  opened.push(made);
  return made;
}

async function look(
  wish: string | Partial<PackageWish>,
  from = registry(),
): Promise<RegistryAnswer | undefined> {
  const one = { name: 'ws', types: false, ...(typeof wish === 'string' ? { name: wish } : wish) };
  return (await from.look([one])).get(one.name);
}

describe('what the registry says', () => {
  test('of a package: one document, and one question about advisories', async () => {
    expect(await look('ws')).toEqual({
      kind: 'known',
      checkedAt: NOW,
      fact: {
        name: 'ws',
        latest: '8.18.0',
        version: '8.18.0',
        license: 'MIT',
        unpackedSize: 147_000,
        lastPublish: '2026-10-01T00:00:00.000Z',
        dependencies: 0,
        types: 'not-checked',
        advisories: [],
      },
    });
    expect(server.lines()).toEqual(['GET /ws', `POST ${BULK}`]);
    expect(server.asked.at(-1)?.body).toBe('{"ws":["8.18.0"]}');
  });

  test('of one with a scope, packed', async () => {
    server.publish('@shop/core', {
      versions: { '1.0.0': { published: '2026-01-01T00:00:00Z', types: 'a.d.ts' } },
    });
    const document = {
      name: '@shop/core',
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { version: '1.0.0' } },
    };
    server.behave('/@shop%2fcore', gzipped(document));
    expect(await look('@shop/core')).toMatchObject({ kind: 'known', fact: { version: '1.0.0' } });
    expect(server.lines()[0]).toBe('GET /@shop%2fcore');
  });

  test('of one that does not exist', async () => {
    expect(await look('websockett')).toEqual({ kind: 'absent', checkedAt: NOW });
    expect(server.lines()).toEqual(['GET /websockett']);
  });

  test('of a deprecated one: its message, safe to show', async () => {
    const answer = await look('request');
    expect(answer).toMatchObject({
      fact: {
        deprecated: 'request has been deprecated, see ␛[31mhttps://github.com/request/request/issues/3142',
      },
    });
  });

  test.each([
    [undefined, '8.18.0'],
    ['latest', '8.18.0'],
    ['beta', '9.0.0-beta.1'],
    ['8.17.0', '8.17.0'],
    ['v8.17.0', '8.17.0'],
    ['^8', '8.18.0'],
    ['~8.17', '8.17.0'],
    ['7', '7.5.0'],
    ['*', '8.18.0'],
  ])('of the version that %s chooses', async (spec, version) => {
    expect(await look({ spec })).toMatchObject({ kind: 'known', fact: { version, latest: '8.18.0' } });
  });

  test.each([['99'], ['8.17.99'], ['nightly']])('of a version that does not exist: %s', async spec => {
    expect(await look({ spec })).toEqual({ kind: 'no-version', latest: '8.18.0', checkedAt: NOW });
  });

  test('of types: its own, in @types, nowhere', async () => {
    server.publish('typed', {
      versions: { '1.0.0': { published: '2026-01-01T00:00:00Z', typings: './a.d.ts' } },
    });
    server.publish('bare', { versions: { '1.0.0': { published: '2026-01-01T00:00:00Z' } } });
    const names = ['typed', 'ws', 'bare'];
    const answers = await registry().look(names.map(name => ({ name, types: true })));
    expect(names.map(name => answers.get(name))).toMatchObject([
      { fact: { types: 'own' } },
      { fact: { types: 'separate' } },
      { fact: { types: 'none' } },
    ]);
    expect(server.lines().filter(line => line.includes('@types'))).toEqual([
      'GET /@types%2fws/latest',
      'GET /@types%2fbare/latest',
    ]);
  });

  test('of known advisories: those of the version that is wanted, worst first', async () => {
    const entry = {
      id: 1097,
      url: 'https://github.com/advisories/GHSA-3h5v-q93c-6h6q',
      vulnerable_versions: '>=8.0.0 <8.17.1',
    };
    server.advise('ws', {
      ...entry,
      title: 'ReDoS\u0007',
      severity: 'moderate',
      id: 5,
      url: '',
      versions: ['8.17.0'],
    });
    server.advise('ws', { ...entry, title: 'DoS by many headers', severity: 'high', versions: ['8.17.0'] });
    server.advise('ws', { title: 'no id', severity: 'high', versions: ['8.17.0'] });
    expect(await look({ spec: '8.17.0' })).toMatchObject({
      fact: {
        advisories: [
          {
            id: 'GHSA-3h5v-q93c-6h6q',
            severity: 'high',
            title: 'DoS by many headers',
            range: '>=8.0.0 <8.17.1',
          },
          { id: '5', severity: 'moderate', title: 'ReDoS␇' },
        ],
      },
    });
    expect(await look('ws')).toMatchObject({ fact: { advisories: [] } });
  });

  test('of one whose document is too large: the latest version, without a time', async () => {
    server.behave('/ws', endless(20_000_000));
    const answer = await look('ws');
    expect(answer).toMatchObject({
      kind: 'known',
      fact: { version: '8.18.0', license: 'MIT', unpackedSize: 147_000 },
    });
    expect(answer).not.toHaveProperty('fact.lastPublish');
    expect(server.lines()).toEqual(['GET /ws', 'GET /ws/latest', `POST ${BULK}`]);
    expect(await look({ spec: '^8' })).toMatchObject({ kind: 'known' });
    expect(await look({ spec: '7' })).toMatchObject({ kind: 'not-checked' });
  });

  test.each<[string, unknown]>([
    [
      'of another package',
      { name: 'evil', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { version: '1.0.0' } } },
    ],
    ['that is none', []],
    ['without versions', { name: 'ws', 'dist-tags': { latest: '1.0.0' } }],
    ['without a latest', { name: 'ws', 'dist-tags': {}, versions: {} }],
    [
      'of strange keys',
      { name: 'ws', 'dist-tags': JSON.parse('{"__proto__":"1","constructor":"2"}'), versions: {} },
    ],
  ])('a document %s is not believed', async (_, document) => {
    server.behave('/ws', response => json(response, 200, document));
    expect(await look('ws')).toMatchObject({ kind: 'not-checked' });
  });
});

describe('a registry that cannot answer costs nothing but the answer', () => {
  test.each<[string, Behaviour, RegExp, number]>([
    ['captive portal', misbehave.captivePortal, /captive portal/, 1],
    ['a page that is not found', misbehave.notFoundPage, /a web page/, 1],
    ['redirect', misbehave.redirect, /points to login\.invalid/, 1],
    ['busy', misbehave.busy, /status 429/, 3],
    ['broken', misbehave.broken, /status 503/, 3],
    ['cut', misbehave.cutBody, /before its answer was whole/, 3],
  ])('%s: then the others are not asked', async (name, behaviour, says, times) => {
    server.behave('*', behaviour);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const answers = await registry().look(names.map(one => ({ name: one, types: true })));
    for (const one of names)
      expect(answers.get(one)).toMatchObject({ kind: 'not-checked', reason: expect.stringMatching(says) });
    // Four at once were on their way.
    expect(server.lines()).toHaveLength(4 * times);
    if (name === 'busy') expect(waited.every(ms => ms === 2000)).toBe(true);
  });

  test.each([
    ['401', misbehave.unauthorised],
    ['403', misbehave.forbidden],
  ])('%s is about that package alone, and final', async (status, behaviour) => {
    server.behave('/ws', behaviour);
    const answers = await registry().look(['ws', 'request'].map(name => ({ name, types: false })));
    expect(answers.get('ws')).toMatchObject({ kind: 'not-checked', reason: expect.stringContaining(status) });
    expect(answers.get('request')).toMatchObject({ kind: 'known' });
    expect(server.lines().filter(line => line === 'GET /ws')).toHaveLength(1);
  });

  test('a mirror without advisories: said, and not asked for again', async () => {
    server.behave(BULK, misbehave.noAdvisories);
    expect(await look('ws')).toMatchObject({ fact: { withoutAdvisories: expect.stringContaining('405') } });
    await look('ws');
    expect(server.lines()).toEqual(['GET /ws', `POST ${BULK}`]);
  });

  test('advisories out of reach for now: the rest is told, and they are asked for again', async () => {
    server.behave(BULK, misbehave.captivePortal);
    expect(await look('ws')).toMatchObject({
      kind: 'known',
      fact: { withoutAdvisories: expect.stringContaining('captive') },
    });
    server.behave(BULK, undefined);
    const again = await look('ws');
    expect(again).toMatchObject({ fact: { advisories: [] } });
    expect(again).not.toHaveProperty('fact.withoutAdvisories');
    expect(server.lines()).toEqual(['GET /ws', `POST ${BULK}`, `POST ${BULK}`]);
  });

  test('one that was away is left alone for a minute, by the same run', async () => {
    const run = registry();
    server.behave('*', misbehave.captivePortal);
    await look('ws', run);
    server.behave('*', undefined);
    now += 59_999;
    expect(await look('request', run)).toMatchObject({ kind: 'not-checked' });
    expect(server.lines()).toEqual(['GET /ws']);
    now += 1;
    expect(await look('request', run)).toMatchObject({ kind: 'known' });
    expect(await look('ws', run)).toMatchObject({ kind: 'known' });
  });

  test('who asks may stop', async () => {
    const abort = new AbortController();
    server.behave('/ws', () => abort.abort());
    const answers = await registry().look([{ name: 'ws', types: false }], abort.signal);
    expect(answers.get('ws')).toMatchObject({
      kind: 'not-checked',
      reason: expect.stringContaining('cancelled'),
    });
  });

  test('nobody there', async () => {
    await server.close();
    expect(await look('ws')).toMatchObject({
      kind: 'not-checked',
      reason: expect.stringContaining('cannot be reached'),
    });
    server = await startRegistry();
  });
});

describe('what is asked at all', () => {
  test.each([
    ['../../etc/passwd'],
    ['.hidden'],
    ['user/repo'],
    ['https://evil.invalid/x'],
    ['ws?x=1'],
    ['a b'],
    ['x'.repeat(215)],
    [`ghp_${'a1B2'.repeat(9)}`],
  ])('%s is no name to ask for', async name => {
    expect(await look(name)).toMatchObject({ kind: 'not-checked' });
    expect(server.lines()).toEqual([]);
  });

  test.each([
    ['file:../ws'],
    ['github:websockets/ws'],
    ['npm:other@1'],
    ['https://x.invalid/ws.tgz'],
    ['workspace:*'],
  ])('ws@%s does not come from a registry', async spec => {
    expect(await look({ spec })).toMatchObject({
      kind: 'not-checked',
      reason: 'it does not come from a registry',
    });
    expect(server.lines()).toEqual([]);
  });

  test('scopes that the user has elsewhere are not', async () => {
    const answer = await look('@shop/core', registry('allowed', { scopesElsewhere: ['@shop'] }));
    expect(answer).toMatchObject({ kind: 'not-checked', reason: expect.stringContaining('@shop') });
    expect(server.lines()).toEqual([]);
  });

  test('a path of the address is kept, and each name is asked for once', async () => {
    const base = new URL('npm/mirror/', server.url);
    await registry('allowed', { base }).look([...'aab'].map(name => ({ name, types: false })));
    expect(server.lines()).toEqual(['GET /npm/mirror/a', 'GET /npm/mirror/b']);
  });
});

describe('what is kept', () => {
  const file = () => join(folder, readdirSync(folder)[0] ?? '');

  test('is taken for a day, then asked for again', async () => {
    await look({ types: true });
    const asked = server.lines().length;
    now += 24 * HOUR - 1;
    expect(await look({ types: true })).toMatchObject({ kind: 'known', checkedAt: NOW });
    expect(server.lines()).toHaveLength(asked);
    now += 1;
    expect(await look({ types: true })).toMatchObject({ checkedAt: now });
    expect(server.lines()).toHaveLength(2 * asked);
  });

  test('that something does not exist is taken for an hour', async () => {
    await look('late');
    server.publish('late', { versions: { '1.0.0': { published: '2026-11-27T12:00:00Z' } } });
    now += HOUR - 1;
    expect(await look('late')).toMatchObject({ kind: 'absent' });
    now += 1;
    expect(await look('late')).toMatchObject({ kind: 'known' });
  });

  test('serves when the registry is away, with its time, for at most 90 days', async () => {
    await look('ws');
    server.behave('*', misbehave.captivePortal);
    now += 89 * 24 * HOUR;
    expect(await look('ws')).toMatchObject({ kind: 'known', checkedAt: NOW });
    now += 24 * HOUR;
    expect(await look('ws')).toMatchObject({ kind: 'not-checked' });
  });

  test('serves without consent, and nobody is asked', async () => {
    await look('ws');
    const asked = server.lines().length;
    now += 72 * HOUR;
    expect(await look('ws', registry('not-allowed'))).toMatchObject({ kind: 'known', checkedAt: NOW });
    expect(await look('request', registry('not-allowed'))).toEqual({
      kind: 'not-checked',
      reason: 'nobody allowed it',
    });
    expect(server.lines()).toHaveLength(asked);
  });

  test('yields to a registry that says that there is nothing any more', async () => {
    await look('ws');
    now += 25 * HOUR;
    server.behave('/ws', response => json(response, 404, {}));
    expect(await look('ws')).toMatchObject({ kind: 'absent' });
  });

  test('is for its owner alone, and of one registry', async () => {
    await look('ws');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const elsewhere = await look('ws', registry('not-allowed', { base: new URL('http://other.invalid/') }));
    expect(elsewhere).toMatchObject({ kind: 'not-checked' });
  });

  test.each<[string, (text: string) => string]>([
    ['cut short', text => text.slice(0, text.length / 2)],
    ['of another shape', () => '[1,2,3]'],
    ['of a later format', text => text.replace('"format":1', '"format":2')],
    ['empty', () => ''],
    ['from the future', text => text.replaceAll(String(NOW), String(NOW + 1e9))],
    ['with entries of another shape', text => text.replaceAll('"latest":"8.18.0"', '"latest":8')],
  ])('a file %s is as good as none', async (_, damage) => {
    await look('ws');
    writeFileSync(file(), damage(readFileSync(file(), 'utf8')));
    expect(await look('ws')).toMatchObject({ kind: 'known', checkedAt: NOW });
    expect(server.lines()).toHaveLength(4);
  });

  test('one bad entry costs that entry', async () => {
    await look('request');
    await look('ws');
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('"license":"Apache-2.0"', '"license":{}'));
    const asked = server.lines().length;
    await look('ws');
    expect(server.lines()).toHaveLength(asked);
    await look('request');
    expect(server.lines()).toHaveLength(asked + 2);
  });

  test('what two runs learned is kept together', async () => {
    const [one, other] = [registry(), registry()];
    await look('ws', one);
    await look('request', other);
    await look('absent', one);
    const third = registry('not-allowed');
    expect(await look('ws', third)).toMatchObject({ kind: 'known' });
    expect(await look('request', third)).toMatchObject({ kind: 'known' });
    expect(await look('absent', third)).toMatchObject({ kind: 'absent' });
  });

  test('a folder that cannot be written costs the keeping alone', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    expect(await look('ws')).toMatchObject({ kind: 'known' });
  });
});
