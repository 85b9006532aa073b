import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type CodeMap, createCodeMap } from '../../../src/codemap/index.ts';
import { createParsePool } from '../../../src/codemap/parse/pool.ts';
import { eventually } from '../../helpers/eventually.ts';
import { bundle } from '../bundle.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

const planted = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'planted-child.mjs');
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function mapOf(texts: Record<string, string>, pool: Parameters<typeof createParsePool>[0]): CodeMap {
  const map = createCodeMap({ files: memoryFiles(texts), git: memoryGit(), deepener: createParsePool(pool) });
  closing.push(() => map.close());
  return map;
}

const notes = (cards: readonly { path: string; note?: string | undefined }[]) =>
  cards.map(c => [c.path, c.note]);

describe('a parser that misbehaves', () => {
  const text = 'export const fine = 1;\n';
  const texts = {
    'a.ts': text,
    'abort.ts': text,
    'b.ts': text,
    'hang.ts': text,
    'refuse.ts': text,
    'z.ts': text,
    'notes.md': '# Hi\n',
  };

  test('costs the one file, which says why; the scanner has its symbols all the same', async () => {
    const map = mapOf(texts, { script: planted, limit: 400, size: 2 });
    const cards = await map.deepen(Object.keys(texts));
    expect(notes(cards)).toEqual([
      ['a.ts', undefined],
      ['abort.ts', 'symbols by the quick scan only: the parser was ended by SIGABRT'],
      ['b.ts', undefined],
      ['hang.ts', 'symbols by the quick scan only: the parser took longer than 0.4 s'],
      ['refuse.ts', 'symbols by the quick scan only: the grammar refused it'],
      ['z.ts', undefined],
      ['notes.md', undefined],
    ]);
    expect(cards.slice(0, 6).map(c => c.symbols.map(s => s.name))).toEqual(Array(6).fill(['fine']));
  });

  test('a parser that cannot start is said to be so, for every file', async () => {
    const map = mapOf({ 'a.ts': text, 'b.ts': text }, { script: join(dirname(planted), 'absent.mjs') });
    expect((await map.deepen(['a.ts', 'b.ts'])).map(c => c.note)).toEqual(
      Array(2).fill(
        expect.stringMatching(/^symbols by the quick scan only: the parser could not be started: /),
      ),
    );
  });

  test('a parser without work ends; the next file gets another', async () => {
    const map = mapOf({ 'process1.ts': text, 'process2.ts': text }, { script: planted, idle: 10 });
    const pidOf = async (path: string) =>
      Number(/\d+/.exec((await map.deepen([path]))[0]?.symbols[0]?.signature ?? '')?.[0]);
    const first = await pidOf('process1.ts');
    expect(first).toBeGreaterThan(0);
    await eventually(() => expect(() => process.kill(first, 0)).toThrow('ESRCH'));
    const second = await pidOf('process2.ts');
    expect(second).toBeGreaterThan(0);
    expect(second).not.toBe(first);
  });

  test('closing settles what still waits', async () => {
    const map = mapOf({ 'hang.ts': text }, { script: planted, limit: 60_000 });
    await map.build();
    const waiting = map.deepen(['hang.ts']);
    await new Promise(resolve => setImmediate(resolve));
    await map.close();
    expect((await waiting)[0]?.note).toBe('symbols by the quick scan only: the code map was closed');
  });
});

describe.each(['native', 'wasm'] as const)('the real child, %s', engine => {
  test('reads big files and deep ones, and knows uses from mere mentions', async () => {
    const { folder, remove } = await bundle({ child: 'src/codemap/parse/child.ts' });
    closing.push(remove);
    const big = `${Array.from({ length: 3_000 }, (_, i) => `export function f${i}(a: number) { return a + ${i}; }`).join('\n')}\n`;
    const map = mapOf(
      {
        'big.ts': big,
        'deep.ts': `export const deep = ${'['.repeat(10_000)}${']'.repeat(10_000)};\nexport function after() {}\n`,
        'use.ts':
          "import { f1 } from './big.ts';\n// f1 is only mentioned here\nexport const used = f1(2);\nconst text = 'f1';\n",
      },
      { script: join(folder, 'child.mjs'), engine },
    );
    const [bigCard, deepCard, useCard] = await map.deepen(['big.ts', 'deep.ts', 'use.ts']);
    const native = notes([bigCard, deepCard, useCard].flatMap(c => (c ? [c] : [])));
    // Where no native binary loads there is nothing to compare.
    if (engine === 'native' && bigCard?.note?.includes('could not be started')) return;
    expect(native.filter(([, note]) => note !== undefined)).toEqual([]);
    expect(bigCard?.symbols.length).toBe(3_000);
    expect(deepCard?.symbols.map(s => s.name)).toEqual(['deep', 'after']);
    expect((await map.references('f1')).map(h => `${h.path}:${h.line}`)).toEqual(['use.ts:1', 'use.ts:3']);
  });
});

test('the real child reads the languages of the registry, and one grammar after another', async () => {
  const { folder, remove } = await bundle({ child: 'src/codemap/parse/child.ts' });
  closing.push(remove);
  const map = mapOf(
    {
      'a.py': 'class Cart:\n    def total(self) -> int:\n        return helper(1)  # helper\n',
      'b.py': 'def helper(n):\n    return "helper"\n',
      'c.go': 'package c\n\nfunc (o *Order) Total() int { return 1 }\n',
      'd.swift': 'struct Order { let raw = #"x"# }\n',
      'e.swift': 'struct Next { func go() {} }\n',
      'f.kt': `val deep = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\n`,
    },
    { script: join(folder, 'child.mjs'), size: 1 },
  );
  const cards = await map.deepen(['a.py', 'b.py', 'c.go', 'd.swift', 'e.swift', 'f.kt']);
  expect(cards.map(c => [c.path, c.note, c.symbols.map(s => s.name).join()])).toEqual([
    ['a.py', undefined, 'Cart,total'],
    ['b.py', undefined, 'helper'],
    ['c.go', undefined, 'Total'],
    ['d.swift', undefined, 'Order,raw'],
    ['e.swift', undefined, 'Next,go'],
    ['f.kt', undefined, 'deep'],
  ]);
  expect((await map.references('helper')).map(h => `${h.path}:${h.line}`)).toEqual(['a.py:3']);
});
