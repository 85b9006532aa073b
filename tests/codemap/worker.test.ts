import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CodeMap, startCodeMap } from '../../src/codemap/index.ts';
import { bundle } from './bundle.ts';

const project = realpathSync(mkdtempSync(join(tmpdir(), 'codemap-worker-')));
let built: Awaited<ReturnType<typeof bundle>>;
let here: CodeMap;
let there: CodeMap;

beforeAll(async () => {
  const files = {
    'src/a.ts': "import { b } from './b.js';\nexport const a = () => b();\n",
    'src/b.ts': 'export function b() {\n  return 1;\n}\n',
    'tests/b.test.ts': "import { b } from '../src/b.js';\ntest('b', () => b());\n",
    'README.md': '# Two letters\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false', ...args],
      { cwd: project },
    );
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'feat: letters');
  built = await bundle({ worker: 'src/app/map-worker.ts' });
  here = startCodeMap(project);
  there = startCodeMap(project, { worker: join(built.folder, 'worker.mjs') });
});
afterAll(async () => {
  await here?.close();
  await there?.close();
  built?.remove();
  rmSync(project, { recursive: true, force: true });
});

test('the worker answers every question as the map in this thread does', async () => {
  const seen: [number, number][] = [];
  const { ms: _, ...summary } = await there.build((done, total) => seen.push([done, total]));
  const { ms: __, ...local } = await here.build();
  expect(summary).toEqual(local);
  expect(seen.at(-1)).toEqual([4, 4]);
  const ask: readonly ((map: CodeMap) => Promise<unknown>)[] = [
    m => m.paths(),
    m => m.card('src/b.ts'),
    m => m.card('absent.ts'),
    m => m.cards(['src/a.ts', 'README.md']),
    m => m.byRole('test', 5),
    m => m.define('b'),
    m => m.references('b', 2),
    m => m.search('RETURN', { flags: 'i', under: 'src', limit: 3 }),
    m => m.impact({ goal: 'rename b', limit: 3 }),
    m => m.precedents('letters', 3),
    m => m.has('src/a.ts'),
    m => m.nearest('src/aa.ts', 2),
    m => m.history(),
    m => m.graph(),
    m => m.owners(['src/a.ts']),
    m => m.dependents('src/b.ts'),
    m =>
      m.review({
        touched: ['src/b.ts'],
        created: [],
        symbols: [],
        imports: [{ from: 'src/b.ts', to: 'src/a.ts' }],
        likes: [],
      }),
    m => m.outline({ shelf: 'sources', limit: 5, whole: ['src'] }),
    m => m.find({ text: 'b', limit: 5 }),
    m => m.page('src/b.ts'),
    m => m.page('absent.ts'),
    m => m.symbol('src/b.ts', 1, 'b'),
    m => m.symbol('src/b.ts', 1, 'a'),
  ];
  for (const question of ask) expect(await question(there)).toEqual(await question(here));
  expect(await there.define('b')).toHaveLength(1);
});

test('after closing, a question is refused and closing again is quiet', async () => {
  const map = startCodeMap(project, { worker: join(built.folder, 'worker.mjs') });
  await map.paths();
  await map.close();
  await expect(map.paths()).rejects.toThrow('the code map was closed');
  await map.close();
});
