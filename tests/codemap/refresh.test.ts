import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildTier } from '../../src/codemap/build.ts';
import { createMapStore } from '../../src/codemap/cache/store.ts';
import { createCodeMap } from '../../src/codemap/map.ts';
import type { CodeMap } from '../../src/codemap/port.ts';
import { refreshTier } from '../../src/codemap/refresh.ts';
import type { KeptTier } from '../../src/codemap/tier.ts';
import { createGit, createProjectFiles } from '../../src/host/index.ts';
import type { ProjectFiles } from '../../src/host/port.ts';
import { told } from './told.ts';

let root: string;
let home: string;
const GOALS = ['send the invoice', 'renderTotal', 'fix the price of an order', 'src/order.ts'];
const FILES = {
  'package.json': '{ "name": "shop", "dependencies": { "express": "4" } }',
  'src/order.ts': "import { price } from './price.js';\nexport const total = (n: number) => n * price();\n",
  'src/price.ts': '/** The price of an order. */\nexport function price() {\n  return 1;\n}\n',
  'src/invoice.ts':
    "import { total } from './order.js';\nexport class Invoice {\n  send() {\n    total(1);\n  }\n}\n",
  'tests/order.test.ts': "import { total } from '../src/order.js';\ntest('total', () => total(2));\n",
  'logo.png': '\0',
};

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const git = (...args: string[]) =>
  execFileSync(
    'git',
    ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false', ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
const parts = () => {
  const wrapper = createGit(root);
  return { git: wrapper, files: createProjectFiles(root, wrapper) };
};
const build = () => buildTier(parts(), () => {});
/** The same files, noting which are read. */
function watching(files: ProjectFiles, read: string[]): ProjectFiles {
  return {
    ...files,
    read(path) {
      read.push(path);
      return files.read(path);
    },
  };
}
const say = ({ tier }: KeptTier) => told(tier, GOALS);

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'refresh-')));
  home = mkdtempSync(join(tmpdir(), 'refresh-home-'));
  vi.stubEnv('PLANNER_TUI_HOME', home);
  for (const [path, text] of Object.entries(FILES)) put(path, text);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'feat: orders have a price');
  // A repository of its own inside this one is left out, and said to be so once.
  put('inner/a.ts', 'export const a = 1;\n');
  git('-C', 'inner', 'init', '-q');
  git('-C', 'inner', 'add', '.');
  git('-C', 'inner', 'commit', '-q', '-m', 'feat: a');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

/** As if everything was written an hour ago: what changed just now is looked at again whatever it looks like. */
function age(): void {
  const then = new Date(Date.now() - 3_600_000);
  for (const path of git('ls-files', '-z', '-c', '-o').toString().split('\0').filter(Boolean))
    if (!path.endsWith('/')) utimesSync(join(root, path), then, then);
}

type Edit = readonly [what: string, run: () => void];
const EDITS: readonly Edit[] = [
  [
    'a word',
    () => put('src/price.ts', '/** The cost of an order. */\nexport function price() {\n  return 2;\n}\n'),
  ],
  ['a definition', () => put('src/price.ts', 'export function renderTotal() {\n  return 1;\n}\n')],
  [
    'an import',
    () => put('src/price.ts', "import { Invoice } from './invoice.js';\nexport const price = Invoice;\n"),
  ],
  ['a file less', () => rmSync(join(root, 'src/invoice.ts'), { force: true })],
  [
    'a file more',
    () => put('src/a-first.ts', "import { price } from './price.js';\nexport const first = price;\n"),
  ],
  [
    'a test more',
    () => put('tests/price.test.ts', "import { price } from '../src/price.js';\ntest('p', price);\n"),
  ],
  ['no text any more', () => put('src/order.ts', '\0\0')],
  ['a text again', () => put('src/order.ts', FILES['src/order.ts'])],
  ['a manifest', () => put('src/package.json', '{ "name": "inner" }')],
  [
    'a commit',
    () => {
      put('src/price.ts', 'export const price = () => 3;\n');
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', 'fix: the invoice has the new price');
    },
  ],
  ['an untouched content', () => utimesSync(join(root, 'src/order.ts'), new Date(), new Date())],
];

test('after any edits the refreshed map says what a new one says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.constantFrom(...EDITS), { maxLength: 3 }), { maxLength: 3 }),
      async rounds => {
        let kept = await build();
        for (const edits of rounds) {
          for (const [, run] of edits) run();
          kept = await refreshTier(kept, parts());
          expect(say(kept), edits.map(([what]) => what).join(', ')).toEqual(say(await build()));
        }
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

test.each(EDITS)('a stored map, then %s: what a new one says', async (_, run) => {
  age();
  const store = createMapStore(root, 'this build');
  await store?.save(await build());
  run();
  const stored = store?.load();
  if (!stored) throw new Error('nothing was stored');
  expect(say(await refreshTier(stored, parts()))).toEqual(say(await build()));
});

test('a map that was stored answers every question as a new one does', async () => {
  age();
  const store = createMapStore(root, 'this build');
  await store?.save(await build());
  const { files } = parts();
  // Nothing is read anew: an edit would bring all that was stored into memory first.
  const read: string[] = [];
  const watched = watching(files, read);
  for (const [what, ask] of QUESTIONS) {
    const fresh = createCodeMap(parts());
    const stored = createCodeMap({ ...parts(), files: watched, ...(store ? { store } : {}) });
    await stored.build();
    expect(read, what).toEqual([]);
    expect(await ask(stored), what).toEqual(await ask(fresh));
    read.length = 0;
    await fresh.close();
    await stored.close();
  }
});

/** Each asked of a map that was just opened. */
const QUESTIONS: readonly (readonly [string, (map: CodeMap) => Promise<unknown>])[] = [
  ['outline', m => m.outline({ shelf: 'sources', limit: 5, whole: ['src'] })],
  ['outline aside', m => m.outline({ shelf: 'aside', limit: 5, whole: [] })],
  ['find', m => m.find({ text: 'pri', limit: 5 })],
  ['page', m => m.page('src/price.ts')],
  ['symbol', async m => m.symbol('src/price.ts', 1, (await m.card('src/price.ts'))?.symbols[0]?.name ?? '')],
  ['cards', async m => m.cards(await m.paths())],
  ['define', m => m.define('price')],
  ['references', m => m.references('price')],
  ['search', m => m.search('price')],
  ['impact', m => m.impact({ goal: 'raise the price of an order', limit: 5, lines: true })],
  ['precedents', m => m.precedents('price', 3)],
  ['history', m => m.history()],
  ['graph', m => m.graph()],
  ['owners', m => m.owners(['src/price.ts'])],
  ['dependents', m => m.dependents('src/price.ts')],
  ['review', m => m.review({ touched: ['src/price.ts'], created: [], symbols: [], imports: [], likes: [] })],
  ['nearest', m => m.nearest('src/prices.ts', 2)],
  ['byRole', m => m.byRole('test', 5)],
];

test('nothing changed: the same object, no file read', async () => {
  age();
  const kept = await build();
  const { files, git: wrapper } = parts();
  const read: string[] = [];
  const watched = watching(files, read);
  expect(await refreshTier(kept, { files: watched, git: wrapper })).toBe(kept);
  put('src/price.ts', 'export const price = 4;\n');
  const next = await refreshTier(kept, { files: watched, git: wrapper });
  expect(read).toEqual(['src/price.ts']);
  expect(next.tier.links).not.toBe(kept.tier.index);
});

test('a map that is asked again sees edits, stores itself, and starts from what was stored', async () => {
  age();
  const store = createMapStore(root, 'this build');
  if (!store) throw new Error('no store');
  const first = createCodeMap({ ...parts(), store });
  await first.build();
  await first.close();
  put('src/price.ts', 'export function shout() {\n  return 5;\n}\n');
  const { files, git: wrapper } = parts();
  const read: string[] = [];
  const second = createCodeMap({
    git: wrapper,
    store,
    files: watching(files, read),
  });
  expect((await second.define('shout'))[0]?.path).toBe('src/price.ts');
  expect(read).toEqual(['src/price.ts']);
  expect((await second.references('shout')).length).toBe(0);
  put('src/order.ts', 'import { shout } from "./price.js";\nshout();\n');
  await vi.waitFor(
    async () => {
      await second.build();
      expect((await second.references('shout')).length).toBeGreaterThan(0);
    },
    { timeout: 50_000, interval: 200 },
  );
  await second.close();
});

test('a secret in the code is not kept', async () => {
  const token = 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';
  const password = 'correct-horse-7-battery';
  put(
    'src/leak.ts',
    `export const token = '${token}';\nexport const password = '${password}'; // ${token}\n`,
  );
  put('.env', `API_TOKEN=${token}\n`);
  git('add', '.');
  git('commit', '-q', '-m', `fix: the token is ${token} now`);
  const store = createMapStore(root, 'this build');
  await store?.save(await build());
  const path = execFileSync('find', [home, '-name', 'map.bin']).toString().trim();
  const kept = readFileSync(path, 'latin1');
  expect(kept).toContain('the token is [hidden');
  for (const secret of [token, password, token.slice(4)]) expect(kept.includes(secret)).toBe(false);
  expect(
    store
      ?.load()
      ?.tier.files.find(f => f.path === 'src/leak.ts')
      ?.symbols.map(s => s.signature),
  ).toEqual([
    expect.stringContaining('[hidden: github token]'),
    expect.stringContaining('[hidden: secret value]'),
  ]);
});

test('what is cut short, of another build, or no map at all is not loaded', async () => {
  const store = createMapStore(root, 'this build');
  await store?.save(await build());
  const [folder] = execFileSync('find', [home, '-name', 'map.bin']).toString().trim().split('\n');
  const path = folder ?? '';
  const whole = readFileSync(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(store?.load()?.tier.files.length).toBe(5);
  expect(createMapStore(root, 'another build')?.load()).toBeUndefined();
  truncateSync(path, whole.length - 1);
  expect(store?.load()).toBeUndefined();
  for (const bytes of [Buffer.alloc(0), Buffer.from('{}'), Buffer.alloc(200, 7), Buffer.alloc(64)]) {
    writeFileSync(path, bytes);
    expect(store?.load()).toBeUndefined();
  }
  const header = whole.toString('latin1').replace('"files.lines"', '"files.lynes"');
  writeFileSync(path, Buffer.from(header, 'latin1'));
  expect(store?.load()).toBeUndefined();
});
