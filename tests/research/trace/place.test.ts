import { describe, expect, it } from 'vitest';
import { frameThatMatters, pathIndex, placeTrace, readTraces } from '../../../src/research/trace/index.ts';

const PATHS = [
  'src/price.ts',
  'src/report/index.ts',
  'src/list.tsx',
  'lib/shop.py',
  'main.go',
  'shop/src/main/java/shop/Main.java',
  'tests/price.test.ts',
  'web/index.ts',
];
const index = pathIndex(new Set(PATHS));
const placed = (text: string) => {
  const [trace] = readTraces(text);
  if (!trace) throw new Error('no trace was read');
  return placeTrace(index, trace);
};
const js = (file: string) => `Error: x\n    at f (${file}:3:1)\n`;

/** A file as it was printed, and the file of the project that it is. */
const FILES: readonly (readonly [string, string | undefined])[] = [
  ['/home/ann/shop/src/price.ts', 'src/price.ts'],
  ['file:///C:/work/shop/src/price.ts', 'src/price.ts'],
  ['C:\\work\\shop\\src\\price.ts', 'src/price.ts'],
  ['webpack://shop/./src/list.tsx', 'src/list.tsx'],
  ['webpack-internal:///(app-pages-browser)/./src/list.tsx', 'src/list.tsx'],
  ['http://localhost:5173/src/list.tsx?t=17', 'src/list.tsx'],
  ['/app/dist/price.js', 'src/price.ts'],
  ['/home/ann/shop/node_modules/express/lib/router/index.js', undefined],
  ['node:internal/modules/run_main', undefined],
  ['/elsewhere/index.ts', undefined],
];

describe('calls of a trace in the project', () => {
  it.each(FILES)('%s', (file, path) => {
    expect(placed(js(file)).errors[0]?.frames[0]?.path).toBe(path);
  });

  it('says of what was built that its lines are others', () => {
    expect(placed(js('/app/dist/price.js')).errors[0]?.frames[0]?.built).toBe(true);
    expect(placed(js('/app/src/price.ts')).errors[0]?.frames[0]?.built).toBeUndefined();
  });

  it('finds a class of Java by its package', () => {
    const text =
      'java.lang.Error: x\n\tat shop.Main.run(Main.java:7)\n\tat java.base/java.util.List.of(List.java:1)\n';
    expect(placed(text).errors[0]?.frames.map(f => f.path ?? f.whose)).toEqual([
      'shop/src/main/java/shop/Main.java',
      'foreign',
    ]);
  });

  it('takes the innermost own call of the root cause, before those of tests', () => {
    const text = [
      'Error: outer',
      '    at g (/x/src/list.tsx:9:1) {',
      '  [cause]: TypeError: inner',
      '      at each (/x/node_modules/tiny/a.js:1:1)',
      '      at t (/x/tests/price.test.ts:4:1)',
      '      at f (/x/src/price.ts:2:1)',
      '}',
    ].join('\n');
    expect(frameThatMatters(placed(text), p => p.startsWith('tests/'))).toMatchObject({
      path: 'src/price.ts',
      line: 2,
    });
  });
});
