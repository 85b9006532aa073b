import { expect, test } from 'vitest';
import { Scanner } from '../../../src/codemap/scan/scan.ts';

const soft = (path: string, text: string) =>
  new Scanner().scan(path, text).imports.map(i => `${i.specifier} ${i.soft ?? 'load'}`);

test.each([
  ["import type { A } from './a';", 'types'],
  ["import type A from './a';", 'types'],
  ["import type * as a from './a';", 'types'],
  ["import type from './a';", 'load'],
  ["import type, { b } from './a';", 'load'],
  ["import { type A, type B as C } from './a';", 'types'],
  ["import { type A, b } from './a';", 'load'],
  ["import { type } from './a';", 'load'],
  ["import x, { type A } from './a';", 'load'],
  ["import {} from './a';", 'load'],
  ["import './a';", 'load'],
  ["export type { A } from './a';", 'types'],
  ["export { type A } from './a';", 'types'],
  ["export * from './a';", 'load'],
  ["const a = await import('./a');", 'later'],
  ["const a = require('./a');", 'load'],
  ["function f() {\n  return require('./a');\n}", 'later'],
  ["export class C {\n  m() {\n    const a = require('./a');\n    return a;\n  }\n}", 'later'],
])('%s', (text, expected) => {
  expect(soft('x.ts', `${text}\n`)).toEqual([`./a ${expected}`]);
});

test('python: what only a type checker reads, and what waits in a function', () => {
  const text = [
    'import typing as t',
    'from .a import A',
    'if t.TYPE_CHECKING:  # pragma: no cover',
    '    from .b import B',
    '    # more',
    '    from .c import C',
    'try:',
    '    from .d import D',
    'except ImportError:',
    '    D = None',
    '',
    'def f():',
    '    from .e import E',
    '    return E',
    '',
  ].join('\n');
  expect(soft('x.py', text)).toEqual([
    '.a.A load',
    '.b.B types',
    '.c.C types',
    '.d.D load',
    '.e.E later',
    'typing load',
  ]);
});
