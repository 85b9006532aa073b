import { expect, test } from 'vitest';
import { parseCodeowners, rulesFor } from '../../../src/codemap/graph/codeowners.ts';

const ownersOf = (text: string, path: string) =>
  rulesFor(parseCodeowners(text), path).flatMap(rule => rule.owners);

test.each([
  ['*', 'a/b.ts', true],
  ['*.js', 'a/b/c.js', true],
  ['*.js', 'a/b/c.jsx', false],
  ['docs/*', 'docs/start.md', true],
  ['docs/*', 'docs/build/trouble.md', false],
  ['docs/*', 'src/docs/start.md', false],
  ['docs', 'src/docs/start.md', true],
  ['apps/', 'src/apps/web/a.ts', true],
  ['apps/', 'src/apps', false],
  ['/apps/', 'src/apps/web/a.ts', false],
  ['/apps/', 'apps/web/a.ts', true],
  ['/apps', 'apps', true],
  ['**/logs', 'build/logs/a.txt', true],
  ['**/logs', 'logs', true],
  ['src/**/test', 'src/test/a.ts', true],
  ['src/**/test', 'src/a/b/test/a.ts', true],
  ['src/**/test', 'lib/a/test/a.ts', false],
  ['src/**', 'src/a.ts', true],
  ['src/**', 'src', false],
  ['/*', 'package.json', true],
  ['/*', 'src/a.ts', false],
  ['src/?.ts', 'src/a.ts', true],
  ['src/?.ts', 'src/ab.ts', false],
  ['Src/', 'src/a.ts', false],
  ['with\\ blank/', 'with blank/a.ts', true],
  ['\\#odd', '#odd', true],
  ['a.b', 'axb', false],
])('%s and %s: %s', (pattern, path, expected) => {
  expect(ownersOf(`${pattern} @me`, path).length > 0).toBe(expected);
});

test('the last match counts, and none takes ownership away', () => {
  const text = '# all\n* @all\n\n/src/ @src @org/team # why\n/src/free/\n';
  expect(ownersOf(text, 'a.md')).toEqual(['@all']);
  expect(ownersOf(text, 'src/a.ts')).toEqual(['@src', '@org/team']);
  expect(ownersOf(text, 'src/free/a.ts')).toEqual([]);
  expect(rulesFor(parseCodeowners(text), 'src/a.ts')[0]?.line).toBe(4);
});

test('what GitHub does not know is passed over', () => {
  expect(parseCodeowners('!src @a\nsrc/[ab].ts @a\n')).toEqual([]);
});

test('sections have a last match and default owners of their own', () => {
  const text = '* @all\n[Docs][2] @writers\ndocs/\n*.md @reader\n^[Security]\nsrc/auth/ @sec\n';
  expect(ownersOf(text, 'docs/a.txt')).toEqual(['@all', '@writers']);
  expect(ownersOf(text, 'docs/a.md')).toEqual(['@all', '@reader']);
  expect(ownersOf(text, 'src/auth/a.ts')).toEqual(['@all', '@sec']);
});

test('a hostile pattern costs no more than its length times that of the path', () => {
  const rules = parseCodeowners(`${'**/a*b/'.repeat(40)} @me\n${'*a'.repeat(80)}b @me\n`);
  expect(rulesFor(rules, `${'a'.repeat(200)}/`.repeat(40))).toHaveLength(0);
});
