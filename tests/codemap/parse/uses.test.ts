import { expect, it } from 'vitest';
import { loadEngine } from '../../../src/codemap/parse/engines.ts';
import type { Cursor } from '../../../src/codemap/parse/node.ts';
import { walkUses } from '../../../src/codemap/parse/uses.ts';

it('gives the cursor of a walk back by hand, also where the walk fails', async () => {
  const text = 'const a = require("b");\nuse(a);\n';
  const { parse } = await loadEngine('wasm');
  const { tree, free } = parse(text, 'typescript');
  let open = 0;
  const walk = (): Cursor => {
    const cursor = tree.walk();
    open += 1;
    const original = cursor.delete?.bind(cursor);
    cursor.delete = () => {
      open -= 1;
      original?.();
    };
    return cursor;
  };
  expect(walkUses(text, { rootNode: tree.rootNode, walk }).calls).toEqual([
    { specifier: 'b', line: 1, reexport: false },
  ]);
  expect(open).toBe(0);
  const failing = (): Cursor =>
    Object.assign(walk(), { gotoFirstChild: () => Number('x').toFixed(200) === '' });
  expect(() => walkUses(text, { rootNode: tree.rootNode, walk: failing })).toThrow(RangeError);
  expect(open).toBe(0);
  free();
});
