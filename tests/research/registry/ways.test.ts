import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttpClient } from '../../../src/host/http/index.ts';
import { openRegistryCache } from '../../../src/research/registry/cache.ts';
import type { PackageRegistry, WayAnswer, WayWish } from '../../../src/research/registry/port.ts';
import { createRegistry } from '../../../src/research/registry/registry.ts';
import { misbehave, type RegistryServer, startRegistry } from '../../helpers/registry-server.ts';
import { packed } from '../../helpers/tar.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const DAY = 24 * 3_600_000;
const TARBALL = '/express/-/express-5.1.0.tgz';

let server: RegistryServer;
let folder: string;
let now: number;
const opened: PackageRegistry[] = [];

beforeEach(async () => {
  server = await startRegistry();
  folder = mkdtempSync(join(tmpdir(), 'ways-'));
  now = NOW;
  server.publish('express', {
    versions: {
      '4.18.2': {
        published: '2022-10-08T00:00:00Z',
        engines: { node: '>= 0.10.0' },
        dependencies: { qs: '1', 'safe-buffer': '1' },
        deprecated: 'use \u001b[31m5',
      },
      '4.19.0': { published: '2024-03-20T00:00:00Z' },
      '5.0.0-beta.1': { published: '2022-02-14T00:00:00Z' },
      '5.0.0': { published: '2024-09-10T00:00:00Z' },
      '5.1.0': {
        published: '2025-03-31T00:00:00Z',
        engines: { node: '>= 18' },
        dependencies: { qs: '6', router: '2' },
        peerDependencies: { 'express-types': '^5' },
        type: 'module',
        exports: { import: './index.js' },
        repository: { type: 'git', url: 'git+https://github.com/expressjs/express.git' },
        dist: { tarball: `${server.url}express/-/express-5.1.0.tgz` },
      },
    },
  });
  server.behave(
    TARBALL,
    response =>
      void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(
        packed({
          path: 'package/History.md',
          text: '5.1.0 / 2025-03-31\n==================\n\n  * add `res.x`\n\n5.0.0 / 2024-09-10\n===\n\n  * remove: `app.del()`\n\n4.18.2 / 2022-10-08\n===\n\n  * old thing of it\n',
        }),
      ),
  );
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(registry => registry.close()));
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function registry(kind: 'allowed' | 'not-allowed' = 'allowed'): PackageRegistry {
  const base = new URL(server.url);
  const made = createRegistry({
    address: { base, scopesElsewhere: new Set(['@shop']) },
    asking:
      kind === 'allowed'
        ? { kind, http: createHttpClient({ env: {}, userAgent: 'planner-tui/test' }) }
        : { kind, reason: 'nobody allowed it' },
    cache: openRegistryCache(folder, base),
    clock: { now: () => now },
  });
  opened.push(made);
  return made;
}

async function way(over: Partial<WayWish> = {}, by = registry()): Promise<WayAnswer | undefined> {
  const wish = { name: 'express', from: '4.18.2', notes: false, ...over };
  return (await by.ways([wish])).get(wish.name);
}

describe('the way from an installed version to a newer one', () => {
  test('is what the registry’s one document tells of the two', async () => {
    expect(await way()).toEqual({
      kind: 'known',
      checkedAt: NOW,
      changes: {
        name: 'express',
        from: '4.18.2',
        to: '5.1.0',
        latest: '5.1.0',
        published: '2025-03-31T00:00:00.000Z',
        releases: 3,
        majors: [{ version: '5.0.0', published: '2024-09-10T00:00:00.000Z' }],
        node: { from: '>= 0.10.0', to: '>= 18' },
        peers: [{ name: 'express-types', to: '^5' }],
        brings: ['router'],
        drops: ['safe-buffer'],
        modulesOnly: true,
        deprecated: 'use ␛[31m5',
        home: 'https://github.com/expressjs/express',
      },
    });
    // The installed version is compared here: it never leaves.
    expect(server.lines()).toEqual(['GET /express']);
  });

  test('with the record of changes that the newer version brings along, where it is wanted', async () => {
    const found = await way({ notes: true });
    expect(found).toMatchObject({
      notes: [
        { version: '5.1.0', file: 'History.md', line: 4, text: 'add `res.x`', breaking: false },
        { version: '5.0.0', file: 'History.md', line: 9, text: 'remove: `app.del()`', breaking: true },
      ],
    });
    expect(server.lines()).toEqual(['GET /express', `GET ${TARBALL}`]);
  });

  test('of a long record what breaks is kept, and the newest of the rest, in their order', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => `  * change number ${i}`).join('\n');
    server.behave(
      TARBALL,
      response =>
        void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(
          packed({
            path: 'package/CHANGELOG.md',
            text: `5.1.0 / 2025-03-31\n===\n\n${lines}\n\n5.0.0 / 2024-09-10\n===\n\n  * remove: \`app.del()\`\n`,
          }),
        ),
    );
    const found = await way({ notes: true });
    const notes = found?.kind === 'known' ? (found.notes ?? []) : [];
    expect([notes.length, notes[0]?.text, notes[198]?.text, notes[199]?.text]).toEqual([
      200,
      'change number 0',
      'change number 198',
      'remove: `app.del()`',
    ]);
  });

  test('to what the goal means by it', async () => {
    expect(await way({ to: '4' })).toMatchObject({
      changes: { to: '4.19.0', latest: '5.1.0', majors: [], modulesOnly: false },
    });
    expect(await way({ to: '5.0.0' })).toMatchObject({ changes: { to: '5.0.0', releases: 2 } });
  });

  test.each<[string, Partial<WayWish>]>([
    ['to an older one', { to: '3' }],
    ['to the same', { to: '4.18.2' }],
    ['from one that nobody knows', { from: '4.0.0' }],
    ['from what is no version', { from: '^4' }],
    ['to one that nobody knows', { to: '9' }],
  ])('%s is none', async (_, over) => {
    const found = await way(over);
    expect(found).toEqual({ kind: 'known', checkedAt: NOW });
  });

  test('is kept for a day, and serves for longer where nobody may ask', async () => {
    await way({ notes: true });
    now += DAY - 1;
    expect(await way({ notes: true })).toMatchObject({ kind: 'known', checkedAt: NOW });
    expect(server.lines()).toHaveLength(2);
    now += 60 * DAY;
    expect(await way({ notes: true }, registry('not-allowed'))).toMatchObject({
      kind: 'known',
      checkedAt: NOW,
    });
    now += 30 * DAY;
    expect(await way({}, registry('not-allowed'))).toEqual({
      kind: 'not-checked',
      reason: 'nobody allowed it',
    });
  });

  test('that was kept without a record is asked for again where one is wanted', async () => {
    await way();
    expect(await way({ notes: true })).toMatchObject({ notes: [{ version: '5.1.0' }, { version: '5.0.0' }] });
  });

  test.each<[string, Parameters<RegistryServer['behave']>[1]]>([
    ['a log-in page', misbehave.captivePortal],
    ['a redirect', misbehave.redirect],
    ['a fault', misbehave.broken],
    ['half of it', misbehave.cutBody],
  ])('instead of the packed files %s costs the record alone', async (_, behaviour) => {
    server.behave(TARBALL, behaviour);
    const found = await way({ notes: true });
    expect(found).toMatchObject({ kind: 'known', changes: { to: '5.1.0' } });
    expect(found).not.toHaveProperty('notes');
  });

  test('files that lie on another server are not fetched', async () => {
    const other = await startRegistry();
    try {
      server.publish('evil', {
        versions: {
          '4.18.2': { published: '2022-10-08T00:00:00Z' },
          '5.0.0': { published: '2024-09-10T00:00:00Z', dist: { tarball: `${other.url}evil.tgz` } },
        },
      });
      expect(await way({ name: 'evil', notes: true })).not.toHaveProperty('notes');
      expect(other.asked).toEqual([]);
      expect(server.lines()).toEqual(['GET /evil']);
    } finally {
      await other.close();
    }
  });

  test('of a package that cannot be asked about, and of an away registry, says why', async () => {
    expect(await way({ name: '@shop/a' })).toMatchObject({
      reason: expect.stringContaining('@shop a registry of its own'),
    });
    expect(await way({ name: 'nobody-has-it' })).toMatchObject({
      reason: expect.stringContaining('status 404'),
    });
    server.behave('*', misbehave.captivePortal);
    expect(await way()).toMatchObject({ reason: expect.stringContaining('captive portal') });
  });
});
