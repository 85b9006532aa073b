import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import type { CodeOutline } from '../../../src/domain/index.ts';
import { commit, memoryFiles, memoryGit } from '../memory.ts';

const body = (lines: number) => Array.from({ length: lines }, (_, i) => `  step(${i});`).join('\n');
const uses = (name: string, from: string) => `import { ${name} } from '${from}';\n`;

/** A core that everything imports, a helper of two lines that as many import, a composition root, and what stands beside. */
const FILES: Record<string, string> = {
  'package.json': '{"name":"shop"}',
  'src/main.ts': `${['a', 'b', 'c', 'd', 'e'].map(x => uses(`use${x}`, `./parts/${x}.js`)).join('')}export function run() {\n${body(20)}\n}\n`,
  'src/core/order.ts': `export interface Order { id: string }\nexport function place(o: Order) {\n${body(150)}\n}\nfunction hidden() {}\n`,
  'src/core/id.ts': 'export const id = () => 1;\n',
  'src/lonely.ts': `export function unusedThing() {\n${body(40)}\n}\n`,
  'tests/order.test.ts': `${uses('place', '../src/core/order.js')}test('places', () => place({ id: 'a' }));\n`,
  'README.md': '# Shop\n',
  'dist/shop.min.js': `var place=1;${'x'.repeat(6_000)}\n`,
};
for (const x of ['a', 'b', 'c', 'd', 'e'])
  FILES[`src/parts/${x}.ts`] =
    `${uses('place', '../core/order.js')}${uses('id', '../core/id.js')}export function use${x}() {\n  place({ id: id() });\n${body(30)}\n}\n`;

const LOG = [
  commit('feat: place orders twice', '2026-03-02', ['src/core/order.ts', 'tests/order.test.ts']),
  commit('fix: rounding', '2026-02-20', ['src/core/order.ts']),
  commit('Start', '2025-01-01', Object.keys(FILES)),
];
const shop = () => createCodeMap({ files: memoryFiles(FILES), git: memoryGit(LOG) });
const everything = { shelf: 'sources', limit: 100, whole: [] } as const;
const inOrder = (outline: CodeOutline) =>
  outline.folders
    .flatMap(f => f.files)
    .sort((a, b) => a.place - b.place)
    .map(f => f.path);

describe('the order', () => {
  test('what everything stands on comes first, then where the graph begins; a helper of two lines is no core', async () => {
    const order = inOrder(await shop().outline(everything));
    expect(order[0]).toBe('src/core/order.ts');
    expect(order[1]).toBe('src/main.ts');
    expect(order.at(-1)).toBe('src/lonely.ts');
    expect(order.indexOf('src/core/id.ts')).toBeGreaterThan(1);
  });

  test('each file says why in words', async () => {
    const outline = await shop().outline(everything);
    const why = new Map(outline.folders.flatMap(f => f.files).map(f => [f.path, f.why]));
    expect(why.get('src/core/order.ts')).toBe('imported by 5 files; 2 changes in 90 days');
    expect(why.get('src/main.ts')).toContain('imports 5 files, nothing imports it');
    expect(why.get('src/lonely.ts')).toBe('1 change, none in 90 days');
  });

  test('tests, documents and what was made stand on a shelf of their own', async () => {
    const aside = await shop().outline({ ...everything, shelf: 'aside' });
    expect(inOrder(aside).sort()).toEqual([
      'README.md',
      'dist/shop.min.js',
      'package.json',
      'tests/order.test.ts',
    ]);
    expect(aside.shelves).toEqual({ sources: 9, aside: 4 });
  });

  test('symbols that others use stand for a file, with how many files that are', async () => {
    const outline = await shop().outline(everything);
    const order = outline.folders.flatMap(f => f.files).find(f => f.path === 'src/core/order.ts');
    expect(order?.symbols.map(s => [s.name, s.users])).toEqual([
      ['place', 5],
      ['Order', 0],
      ['hidden', 0],
    ]);
  });

  test('without git and without imports it still has an order', async () => {
    const bare = createCodeMap({
      files: memoryFiles({ 'a.py': 'x = 1\n', 'b.rb': 'def b; end\n' }),
      git: memoryGit(),
    });
    const outline = await bare.outline(everything);
    expect(inOrder(outline)).toHaveLength(2);
    expect(outline.folders[0]?.files[0]?.why).toBe('nothing imports it');
    expect((await bare.page('a.py'))?.history).toBeUndefined();
  });

  test('an empty project has an empty outline', async () => {
    const empty = createCodeMap({ files: memoryFiles({}), git: memoryGit() });
    expect(await empty.outline(everything)).toEqual({
      folders: [],
      files: 0,
      unlisted: { files: 0, folders: 0 },
      shelves: { sources: 0, aside: 0 },
      partial: false,
    });
  });
});

describe('what is listed', () => {
  test('the limit counts files of the whole project; the rest is counted, by folder and over all', async () => {
    const outline = await shop().outline({ ...everything, limit: 3 });
    const listed = outline.folders.flatMap(f => f.files).length;
    const more = outline.folders.reduce((sum, f) => sum + f.more, 0);
    expect(listed + more + outline.unlisted.files).toBe(9);
    expect(outline.files).toBe(9);
    // One file alone is listed rather than counted.
    expect(outline.folders.find(f => f.path === 'src/core')).toMatchObject({ more: 0 });
    expect(outline.folders.every(f => f.more !== 1)).toBe(true);
  });

  test('a folder that is wanted whole is listed to its last file', async () => {
    const outline = await shop().outline({ ...everything, limit: 2, whole: ['src/parts'] });
    expect(outline.folders.find(f => f.path === 'src/parts')).toMatchObject({ more: 0 });
    expect(outline.folders.find(f => f.path === 'src/parts')?.files).toHaveLength(5);
  });
});

describe('the page of a file', () => {
  test('place, reason, users of its symbols, importers without tests, tests, history', async () => {
    const page = await shop().page('src/core/order.ts');
    expect(page).toMatchObject({
      shelf: 'sources',
      place: 1,
      of: 9,
      why: 'imported by 5 files; 2 changes in 90 days',
      history: { commits: 3, recent: 2 },
      partial: false,
    });
    expect([...(page?.usedBy ?? [])].sort()).toEqual(['a', 'b', 'c', 'd', 'e'].map(x => `src/parts/${x}.ts`));
    expect(page?.card.tests).toEqual(['tests/order.test.ts']);
    expect(page?.card.symbols.map(s => s.name)).toEqual(['Order', 'place', 'hidden']);
    expect(page?.users).toEqual([0, 5, 0]);
    expect(page?.history?.latest.map(c => c.subject)).toEqual([
      'feat: place orders twice',
      'fix: rounding',
      'Start',
    ]);
    expect(await shop().page('absent.ts')).toBeUndefined();
  });
});

test('while the files are being read, what was read so far is shown and found', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [
      `src/f${String(i).padStart(3, '0')}.ts`,
      `export function name${i}() {}\n`,
    ]),
  );
  const map = createCodeMap({ files: memoryFiles(many), git: memoryGit(LOG) });
  let asked: Promise<unknown> | undefined;
  const early = new Promise<{ outline: CodeOutline; hits: number; page: boolean | undefined }>(
    (resolve, reject) => {
      void map.build(done => {
        if (asked || done < 50 || done >= 120) return;
        asked = Promise.all([
          map.outline(everything),
          map.find({ text: 'name3', limit: 5 }),
          map.page('src/f003.ts'),
        ]).then(
          ([outline, found, page]) =>
            resolve({ outline, hits: found?.hits.length ?? 0, page: page?.partial }),
          reject,
        );
      });
    },
  );
  const { outline, hits, page } = await early;
  expect(outline.partial).toBe(true);
  expect(outline.files).toBeGreaterThanOrEqual(50);
  expect(outline.files).toBeLessThan(120);
  expect(hits).toBeGreaterThan(0);
  expect(page).toBe(true);
  await map.build();
  const whole = await map.outline(everything);
  expect([whole.partial, whole.files]).toEqual([false, 120]);
  expect((await map.find({ text: 'name119', limit: 1 }))?.partial).toBe(false);
  expect((await map.page('src/f003.ts'))?.partial).toBe(false);
});
