import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadEngine } from '../../../src/codemap/parse/engines.ts';
import type { Cursor } from '../../../src/codemap/parse/node.ts';
import { TokenUses, walkUses } from '../../../src/codemap/parse/uses.ts';

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

const folder = fileURLToPath(new URL('../fixtures/', import.meta.url));
const scripts = readdirSync(folder).filter(name => /\.[cm]?[jt]s(\.txt)?$/.test(name));

it.each(scripts)('the tokens of %s tell every use that its tree tells', async name => {
  const text = readFileSync(join(folder, name), 'utf8');
  const { parse } = await loadEngine('wasm');
  const { tree, free } = parse(text, 'typescript');
  const uses = new TokenUses();
  uses.of('const other = "file"; // that came before\n');
  const tokens = uses.of(text);
  const walked = walkUses(text, tree);
  free();
  const lines = new Map(tokens.references);
  const missed = walked.references.flatMap(([used, at]) =>
    at.filter(line => !lines.get(used)?.includes(line)).map(line => `${used} ${line}`),
  );
  expect(missed).toEqual([]);
  // `import a = require('b')` is no call.
  expect(tokens.calls.filter(call => call.specifier !== './legacy')).toEqual(walked.calls);
  expect(walked.references.length).toBeGreaterThan(5);
});

it('what stands in comments and strings is no use, what stands in a template is one', () => {
  const uses = new TokenUses().of(
    `// a\nconst b = 'c' + \`d \${e}\`;\nb.delete(e.new);\nawait import(\n  'x');\nx.require('y');\n`,
  );
  expect(uses.references).toEqual([
    ['b', [2, 3]],
    ['e', [2, 3]],
    ['delete', [3]],
    ['new', [3]],
    ['await', [4]],
    ['x', [6]],
    ['require', [6]],
  ]);
  expect(uses.calls).toEqual([{ specifier: 'x', line: 5, reexport: false }]);
});
