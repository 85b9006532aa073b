import { expect, test } from 'vitest';
import { sourceOf, sourcesOf } from '../../../src/codemap/graph/targets.ts';

const paths = [
  'src/index.ts',
  'src/server/main.tsx',
  'lib/real.js',
  'packages/a/src/index.ts',
  'packages/a/src/b/index.ts',
  'packages/a/src/c.test.ts',
];
const find = (path: string) => {
  const n = paths.indexOf(path);
  return n < 0 ? undefined : n;
};

test.each([
  ['', './lib/real.js', 'lib/real.js'],
  ['', 'dist/index.js', 'src/index.ts'],
  ['', './dist/types/index.d.ts', 'src/index.ts'],
  ['', 'dist/server/main.mjs', 'src/server/main.tsx'],
  ['packages/a', './dist/b', 'packages/a/src/b/index.ts'],
  ['', 'dist/none.js', undefined],
])('%s %s is %s', (folder, target, expected) => {
  const n = sourceOf(folder, target, find);
  expect(n === undefined ? undefined : paths[n]).toBe(expected);
});

test('a pattern reaches the sources below it, tests aside', () => {
  expect(sourcesOf('packages/a', './dist/*.js', paths, find).map(n => paths[n])).toEqual([
    'packages/a/src/index.ts',
    'packages/a/src/b/index.ts',
  ]);
});
