import { describe, expect, test } from 'vitest';
import {
  defaultName,
  listed,
  type PassedOn,
  passedOnByPython,
  passedOnByRust,
  passedOnByScript,
} from '../../../src/codemap/graph/exposed.ts';

const show = (all: readonly PassedOn[]) =>
  all.map(p =>
    [
      p.line,
      p.specifier,
      p.names === '*' ? '*' : [...p.names].map(([outer, inner]) => `${inner}>${outer}`).join(' '),
      ...(p.as === undefined ? [] : [p.as]),
    ].join(' | '),
  );

describe('scripts', () => {
  test.each([
    ["export * from './a';", ['1 | ./a | *']],
    ["export * as a from './a';", ['1 | ./a | * | a']],
    ["export type { A } from './a'", ['1 | ./a | A>A']],
    ["export {\n  a,\n  type B as C,\n} from './a';", ['4 | ./a | a>a B>C']],
    ["import { x as y } from './a';\nexport { y as z };", ['1 | ./a | x>z']],
    ["import D, { e } from './a';\nexport { D, e };", ['1 | ./a | D>D'.replace('D>D', 'default>D e>e')]],
    ["import * as n from './a';\nexport { n };", ['1 | ./a | * | n']],
    ["import D from './a';\nexport default D;", ['1 | ./a | default>default']],
    ["module.exports = require('./lib/a');", ['1 | ./lib/a | *']],
    ["// export * from './a';\n/* export * from './b'; */", []],
    ["const s = \"export * from './a'\"; const g = '**/*.ts'; /* x */ export * from './b';", ['1 | ./b | *']],
    ["import { x } from './a';\nexport const y = x;", []],
    ['export { local };', []],
  ])('%s', (text, expected) => {
    const own = passedOnByScript(text).filter(p => !text.startsWith('const s') || p.specifier === './b');
    expect(show(own)).toEqual(expected);
  });

  test.each([
    ['export default function run() {}', 'run'],
    ['export default async function* run() {}', 'run'],
    ['export default class Shop {}', 'Shop'],
    ['export default shop;', 'shop'],
    ['export const a = 1;', undefined],
  ])('%s is called %s', (text, name) => {
    expect(defaultName(text)).toBe(name);
  });
});

test('python binds names of others', () => {
  const text =
    'from . import json as json\nfrom .app import Flask as Flask, x  # why\nfrom .b import (\n    c,\n    d as e,\n)\nfrom .all import *\ndef f():\n    from .late import z\n';
  expect(show(passedOnByPython(text))).toEqual([
    '1 | . | json>json',
    '2 | .app | Flask>Flask x>x',
    '3 | .b | c>c d>e',
    '7 | .all | *',
  ]);
  expect([...(listed('__all__ = [\n  "a",\n  \'b\',\n]\n__all__ += ["c"]\n') ?? [])]).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(listed('x = 1\n')).toBeUndefined();
});

test('rust offers what says pub, not pub(crate)', () => {
  const text =
    'pub mod a;\nmod b;\npub(crate) mod c;\n// pub mod d;\npub use crate::b::{B, inner::C as D};\npub(crate) use b::E;\npub use b::*;\n';
  expect(show(passedOnByRust(text))).toEqual(['1 | mod a | *', '5 |  | B>B C>D', '7 |  | *']);
});
