import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPageClient } from '../../../src/host/http/index.ts';
import { keepNewest } from '../../../src/host/index.ts';
import { openPageCache } from '../../../src/research/pages/cache.ts';
import { createDocPages, type PageBounds } from '../../../src/research/pages/pages.ts';
import type { DocPages, PageAnswer } from '../../../src/research/pages/port.ts';
import { html, type PageServer, startPages, worldOf } from '../../helpers/page-server.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const DAY = 24 * 3_600_000;

let server: PageServer;
let folder: string;
let now: number;
const opened: DocPages[] = [];
beforeAll(async () => {
  server = await startPages('docs.test', 'other.test');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  now = NOW;
  server.at('/guide', html('<title>The guide</title><p>Tokens must be verified by the server.</p>'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(pages => pages.close()));
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => server.close());

function pages(kind: 'allowed' | 'not-allowed' = 'allowed', bounds: Partial<PageBounds> = {}): DocPages {
  const client = createPageClient({ env: {}, userAgent: 'planner-tui/test', world: worldOf(server) });
  const made = createDocPages({
    asking: kind === 'allowed' ? { kind, client } : { kind, reason: 'nobody allowed it' },
    cache: openPageCache(folder),
    clock: { now: () => now },
    bounds,
  });
  opened.push(made);
  return made;
}

const at = (path: string, host = 'docs.test') => `https://${host}:${server.port}${path}`;
async function one(address: string, by = pages()): Promise<PageAnswer | undefined> {
  return (await by.read([address])).get(address);
}
const asked = (path: string) => server.asked.filter(line => line.endsWith(path)).length;

describe('pages', () => {
  test('are read, and kept for a week', async () => {
    const before = asked('/guide');
    const read = {
      kind: 'read',
      fetchedAt: NOW,
      page: {
        title: 'The guide',
        blocks: [{ kind: 'paragraph', heading: '', text: 'Tokens must be verified by the server.' }],
      },
    };
    expect(await one(at('/guide'))).toEqual(read);
    now += 7 * DAY - 1;
    expect(await one(at('/guide'))).toEqual(read);
    expect(asked('/guide')).toBe(before + 1);
    now += 1;
    expect(await one(at('/guide'))).toEqual({ ...read, fetchedAt: now });
    expect(asked('/guide')).toBe(before + 2);
  });

  test('are asked for once, whatever places of them are wanted', async () => {
    const before = asked('/guide');
    const found = await pages().read([at('/guide#a'), at('/guide#b'), at('/guide')]);
    expect([...found.values()].map(a => a.kind)).toEqual(['read', 'read', 'read']);
    expect(asked('/guide')).toBe(before + 1);
  });

  test('that are not there cost themselves alone', async () => {
    const found = await pages().read([at('/nowhere'), 'no address', at('/guide'), at('/', 'third.test')]);
    expect([...found].map(([address, a]) => [address, a.kind === 'read' ? 'read' : a.reason])).toEqual(
      expect.arrayContaining([
        [at('/nowhere'), `docs.test:${server.port} answers with status 404`],
        ['no address', 'it is no address of a page'],
        [at('/guide'), 'read'],
        [at('/', 'third.test'), expect.stringContaining('certificate of third.test')],
      ]),
    );
  });

  test('that could not be read are left alone for a minute', async () => {
    server.at('/later', response => void response.writeHead(503).end());
    const by = pages();
    await one(at('/later'), by);
    server.at('/later', html('<p>Here it is, at last and whole.</p>'));
    now += 59_999;
    expect(await one(at('/later'), by)).toMatchObject({ kind: 'not-read' });
    now += 1;
    expect(await one(at('/later'), by)).toMatchObject({ kind: 'read' });
  });

  test('have a time together, and say so when it is over', async () => {
    for (const path of ['/slow1', '/slow2', '/slow3', '/slow4']) server.at(path, () => undefined);
    const slow = ['/slow1', '/slow2', '/slow3', '/slow4'].map(path => at(path));
    const found = await pages('allowed', { allMs: 30 }).read([...slow, at('/guide')]);
    for (const answer of found.values())
      expect(answer).toEqual({ kind: 'not-read', reason: '0.03 s for all pages were over' });
  });

  test('end when nobody waits for them', async () => {
    const abort = new AbortController();
    server.at('/endless', () => abort.abort());
    const found = await pages().read([at('/endless')], abort.signal);
    expect(found.get(at('/endless'))).toMatchObject({
      kind: 'not-read',
      reason: expect.stringContaining('cancelled'),
    });
  });
});

describe('what is kept', () => {
  test('serves where nobody may ask, and says how old it is', async () => {
    expect(await one(at('/guide'), pages('not-allowed'))).toEqual({
      kind: 'not-read',
      reason: 'nobody allowed it',
    });
    await one(at('/guide'));
    now += 89 * DAY;
    expect(await one(at('/guide'), pages('not-allowed'))).toMatchObject({ kind: 'read', fetchedAt: NOW });
    now += DAY;
    expect(await one(at('/guide'), pages('not-allowed'))).toMatchObject({ kind: 'not-read' });
    expect(pages('not-allowed').kept(at('/guide#x'))).toMatchObject({ fetchedAt: NOW });
  });

  test('serves where the page is away, changed its type or became a log-in page', async () => {
    await one(at('/guide'));
    now += 8 * DAY;
    for (const answering of [
      html('<p>Please log in</p><input type=password>'),
      (r: import('node:http').ServerResponse) => void r.writeHead(500).end(),
      (r: import('node:http').ServerResponse) => void r.writeHead(302, { location: '/x' }).end(),
    ]) {
      server.at('/guide', answering);
      expect(await one(at('/guide'))).toMatchObject({ kind: 'read', fetchedAt: NOW });
    }
  });

  test('is the person’s alone; what is damaged or of another page is not taken', async () => {
    await one(at('/guide'));
    const [name = ''] = readdirSync(folder);
    const path = join(folder, name);
    expect(name).toMatch(/^docs-test-\d+-[0-9a-f]{16}\.json$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const whole = readFileSync(path, 'utf8');
    for (const broken of [
      '{',
      '{"format":1}',
      whole.replace('/guide', '/other'),
      whole.replace('"paragraph"', '"x"'),
    ]) {
      writeFileSync(path, broken);
      expect(pages('not-allowed').kept(at('/guide'))).toBeUndefined();
    }
  });

  test('never grows beyond its bound: the oldest go', () => {
    for (const [i, name] of ['a.json', 'b.json', 'c.json', 'd.txt'].entries()) {
      writeFileSync(join(folder, name), 'x'.repeat(100));
      utimesSync(join(folder, name), NOW / 1000 + i, NOW / 1000 + i);
    }
    keepNewest(folder, '.json', 250);
    expect(readdirSync(folder).sort()).toEqual(['b.json', 'c.json', 'd.txt']);
    expect(() => keepNewest(join(folder, 'none'), '.json', 1)).not.toThrow();
  });
});
