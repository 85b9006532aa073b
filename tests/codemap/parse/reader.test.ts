import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/codemap/parse/languages.ts';
import { Reader } from '../../../src/codemap/parse/reader.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function queries(texts: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'queries-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('a file that cannot be read says why', () => {
  const text = 'def fine(): pass\n';

  test.each([
    ['a language that nobody knows', 'klingon', {}, /^no grammar for klingon$/],
    [
      'a grammar that is not there',
      'python',
      { languages: { python: { grammar: 'absent' } } },
      /^the grammar of python could not be loaded: /,
    ],
    [
      'a query file that is not there',
      'python',
      { queries: '/nowhere' },
      /^the query file python\.scm was expected in \/nowhere$/,
    ],
  ] as const)('%s', async (_, language, options, reason) => {
    const reader = new Reader(options);
    await expect(reader.read(language, text)).rejects.toThrow(reason);
    await expect(reader.read(language, text)).rejects.toThrow(reason);
  });

  test('a query that does not fit costs its own language only', async () => {
    const folder = queries({
      'python.scm': '(no_such_node) @use',
      'go.scm': '(function_declaration name: (identifier) @name) @function',
    });
    const reader = new Reader({ queries: folder });
    await expect(reader.read('python', text)).rejects.toThrow(
      /^the query file python\.scm does not fit its grammar: /,
    );
    const { symbols } = await reader.read('go', 'package a\nfunc Fine() {}\n');
    expect(symbols.map(s => s.name)).toEqual(['Fine']);
  });

  test('ten megabytes on one line are given up in time, and the next file is read', async () => {
    const reader = new Reader({ limit: 150 });
    await expect(reader.read('python', `${'a = [1]; '.repeat(1_200_000)}\n`)).rejects.toThrow(
      /^parsing took longer than 0\.15 s$/,
    );
    await expect(new Reader().read('python', text)).resolves.toMatchObject({ broken: false });
    await expect(reader.read('python', text)).resolves.toMatchObject({ broken: false });
  });
});

describe.each(Object.keys(LANGUAGES))('%s', language => {
  test.each([
    ['nothing', ''],
    ['brackets that never close', '({['.repeat(3_400)],
    ['brackets ten thousand deep', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\n`],
    ['binary', Array.from({ length: 2_000 }, (_, i) => String.fromCharCode((i * 7919) % 65_536)).join('')],
    ['an unfinished string', 'x = "open\ny = 1\n'],
  ])('reads %s without harm', async (_, text) => {
    // That it ends in time is another test's; here a slow machine must not end it.
    const parsed = await new Reader({ limit: 120_000 }).read(language, text);
    expect(parsed.symbols.every(s => s.line >= 1 && s.endLine >= s.line)).toBe(true);
  });
});
