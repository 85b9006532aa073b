import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDepthStore, type Parsed } from '../../src/codemap/cache/depth-store.ts';
import type { Deepened, Deepener } from '../../src/codemap/deepener.ts';
import { Depths } from '../../src/codemap/depths.ts';
import { createCodeMap } from '../../src/codemap/map.ts';
import { eventually } from '../helpers/eventually.ts';
import { memoryFiles, memoryGit } from './memory.ts';

const project = '/some/project';
let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'depths-')));
  vi.stubEnv('PLANNER_TUI_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const store = (build = 'one') => {
  const made = createDepthStore(project, build);
  if (!made) throw new Error('no store');
  return made;
};
/** Everything that lies in the cache. */
const stored = () =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter(e => e.isFile())
    .map(e => join(e.parentPath, e.name))
    .sort();

const key = { hash: '0123456789abcdef', language: 'typescript' };
const order: Parsed = {
  kind: 'parsed',
  symbols: [
    {
      name: 'Order',
      kind: 'class',
      path: 'a.ts',
      line: 3,
      endLine: 9,
      signature: 'class Order',
      exported: true,
    },
    {
      name: 'total',
      kind: 'method',
      path: 'a.ts',
      line: 4,
      endLine: 6,
      signature: 'total(): number',
      exported: true,
      container: 'Order',
    },
  ],
  imports: [{ specifier: './b.js', line: 1, reexport: false }],
  references: new Map([
    ['Order', [3, 8]],
    ['constructor', [4]],
    ['__proto__', [5]],
  ]),
};

describe('what is stored of a file', () => {
  test('is there at the next start, as the file that asks for it', () => {
    store().save(key, order);
    const again = store();
    expect(again.has(key)).toBe(true);
    const { kind, symbols, imports, references } = again.load(key, 'moved.ts') ?? { kind: 'absent' };
    expect({ kind, symbols, imports }).toEqual({
      kind: 'parsed',
      symbols: order.symbols.map(s => ({ ...s, path: 'moved.ts' })),
      imports: order.imports,
    });
    expect(references).toEqual(order.references);
    expect(again.load({ ...key, language: 'tsx' }, 'a.tsx')).toBeUndefined();
  });

  test('is not understood by another build of the program, which clears it away', () => {
    store().save(key, order);
    expect(store('two').has(key)).toBe(false);
    expect(stored()).toEqual([]);
  });

  test('is parsed anew where it was cut short or damaged', () => {
    store().save(key, order);
    const [path = ''] = stored();
    const whole = readFileSync(path);
    for (const bytes of [
      whole.subarray(0, 2),
      whole.subarray(0, 30),
      Buffer.alloc(400, 7),
      Buffer.alloc(0),
    ]) {
      writeFileSync(path, bytes);
      expect(store().load(key, 'a.ts')).toBeUndefined();
    }
    // Whole as a file, but without the uses at its end.
    writeFileSync(path, whole.subarray(0, 4 + whole.readUInt32LE(0)));
    expect(store().load(key, 'a.ts')).toBeUndefined();
  });

  test('holds no secret', () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    store().save(key, {
      ...order,
      symbols: [
        { ...order.symbols[0], signature: `const TOKEN = "${token}"` } as Parsed['symbols'][number],
        ...order.symbols.slice(1),
      ],
      imports: [{ specifier: `https://x:${token}@example.org/a.js`, line: 1, reexport: false }],
    });
    const [path = ''] = stored();
    const bytes = readFileSync(path);
    const first = 4 + bytes.readUInt32LE(0);
    const text = inflateRawSync(bytes.subarray(4, first)).toString() + inflateRawSync(bytes.subarray(first));
    expect(text).toContain('"Order"');
    expect(text).not.toContain(token.slice(4, 20));
    expect(
      store()
        .load(key, 'a.ts')
        ?.symbols.map(s => s.name),
    ).toEqual(['Order', 'total']);
  });

  test('goes when no file has these contents any more', () => {
    const one = store();
    one.save(key, order);
    one.save({ ...key, hash: 'f'.repeat(16) }, order);
    one.keep([key]);
    expect(stored()).toHaveLength(1);
    expect(store().has(key)).toBe(true);
  });
});

/** A parser that notes what it is asked for. */
function parser(answer: (path: string) => Deepened = () => order): Deepener & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async deepen(files) {
      asked.push(...files.map(f => f.path));
      return new Map(files.map(f => [f.path, answer(f.path)]));
    },
    close: async () => undefined,
  };
}

describe('what the parser knows', () => {
  const texts = { 'a.ts': 'class Order {}\n' };

  test('is asked for once, however many want it at the same time', async () => {
    const files = memoryFiles(texts);
    const hash = (await files.read('a.ts'))?.hash ?? '';
    const one = parser();
    const depths = new Depths(files, one);
    const file = { path: 'a.ts', language: 'typescript', hash };
    await Promise.all([depths.deepen([file, file]), depths.deepen([file])]);
    await depths.deepen([file]);
    expect(one.asked).toEqual(['a.ts']);
    expect(depths.of(file)).toEqual(order);
  });

  test('is of the contents that were asked for, not of what the file has become', async () => {
    const one = parser();
    const depths = new Depths(memoryFiles(texts), one, store());
    const before = { path: 'a.ts', language: 'typescript', hash: 'e'.repeat(16) };
    await depths.deepen([before]);
    expect(depths.of(before)).toBeUndefined();
    expect(stored()).toEqual([]);
  });

  test('is still known when more was read than is kept at hand', async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`f${i}.ts`, `let a = ${i};\n`]));
    const files = memoryFiles(many);
    const one = parser(path => (path === 'f3.ts' ? { kind: 'skipped', reason: 'it hangs' } : order));
    const depths = new Depths(files, one, store());
    const all = await Promise.all(
      Object.keys(many).map(async path => ({
        path,
        language: 'typescript',
        hash: (await files.read(path))?.hash ?? '',
      })),
    );
    await depths.deepen(all);
    await depths.deepen(all);
    expect(one.asked).toHaveLength(150);
    expect(all.filter(f => depths.of(f)?.kind === 'parsed')).toHaveLength(149);
    // What hangs is tried once, not whenever it is asked for; the next start tries again.
    expect(all.filter(f => depths.of(f)?.kind === 'skipped').map(f => f.path)).toEqual(['f3.ts']);
    const next = parser();
    await new Depths(files, next, store()).deepen(all);
    expect(next.asked).toEqual(['f3.ts']);
  });
});

describe('a map that is left alone', () => {
  const texts = {
    'README.md': '# Letters\n',
    'src/main.ts': "import { b } from './b.js';\nimport { c } from './c.js';\nb(c);\n",
    'src/b.ts': "import { c } from './c.js';\nexport const b = () => c;\n",
    'src/c.ts': 'export const c = 1;\n',
    'tests/c.test.ts': "import { c } from '../src/c.js';\ntest('c', () => c);\n",
  };
  const mapWith = (gentle: Deepener, deepener = parser()) =>
    createCodeMap({ files: memoryFiles(texts), git: memoryGit(), deepener, gentle, depths: store() });

  test('parses its files unasked, sources first, and not again at the next start', async () => {
    const gentle = parser();
    const map = mapWith(gentle);
    await map.build();
    expect(gentle.asked).toEqual([]);
    map.rest();
    await eventually(() => expect(gentle.asked).toHaveLength(4));
    expect(gentle.asked.at(-1)).toBe('tests/c.test.ts');
    expect([...gentle.asked].sort()).toEqual(Object.keys(texts).slice(1).sort());
    await eventually(() => expect(stored()).toHaveLength(4));
    await map.close();

    const again = parser();
    const next = mapWith(again);
    await next.build();
    next.rest();
    expect((await next.card('src/b.ts'))?.symbols.map(s => s.name)).toEqual(['Order', 'total']);
    expect(again.asked).toEqual([]);
    await next.close();
  });

  test('gives way to a question and goes on afterwards', async () => {
    let free = () => {};
    const one = parser();
    const gentle: Deepener = {
      close: one.close,
      async deepen(files) {
        await new Promise<void>(resolve => {
          free = resolve;
        });
        return one.deepen(files);
      },
    };
    const map = mapWith(gentle);
    await map.build();
    map.rest();
    await eventually(() => expect(String(free)).not.toBe('() => {}'));
    map.wake();
    free();
    await eventually(() => expect(stored()).toHaveLength(1));
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve));
    expect(one.asked).toHaveLength(1);
    const before = free;
    map.rest();
    await eventually(() => expect(free).not.toBe(before));
    free();
    await eventually(() => expect(one.asked).toHaveLength(2));
    map.wake();
    free();
    await map.close();
  });

  test('parses a file whose card is opened', async () => {
    const asked = parser();
    const map = mapWith(parser(), asked);
    await map.page('src/c.ts');
    await eventually(() => expect(asked.asked).toEqual(['src/c.ts']));
    await map.close();
  });
});
