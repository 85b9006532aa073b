import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodeMap, createCodeMap } from '../../../src/codemap/index.ts';
import { createParsePool } from '../../../src/codemap/parse/pool.ts';
import type { SymbolPage } from '../../../src/domain/index.ts';
import { bundle } from '../bundle.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

let built: Awaited<ReturnType<typeof bundle>>;
const open: CodeMap[] = [];
beforeAll(async () => {
  built = await bundle({ child: 'src/codemap/parse/child.ts' });
});
afterAll(async () => {
  await Promise.all(open.map(map => map.close()));
  built?.remove();
});

function mapOf(texts: Readonly<Record<string, string>>): CodeMap {
  const deepener = createParsePool({ script: join(built.folder, 'child.mjs') });
  const map = createCodeMap({ files: memoryFiles(texts), git: memoryGit(), deepener });
  open.push(map);
  return map;
}

const users = (page: SymbolPage | undefined) =>
  page?.usedBy.map(
    u => `${u.path} ${u.within ? `${u.within.container ?? ''}.${u.within.name}` : '-'} ${u.lines}`,
  );
const uses = (page: SymbolPage | undefined) =>
  page?.uses.map(u => `${u.path}:${u.line} ${u.container === undefined ? '' : `${u.container}.`}${u.name}`);

describe('TypeScript', () => {
  const texts = {
    'src/mail.ts': `export interface Letter {
  to: string;
}
export class Mailer {
  sent = 0;
  send(letter: Letter) {
    this.sent++;
    return log(letter);
  }
}
function log(letter: Letter) {
  return letter.to;
}
`,
    'src/index.ts': "export * from './mail.js';\n",
    'src/order.ts': `import {
  type Letter,
  Mailer,
} from './index.js';
// Mailer is only spoken of here
const shared = new Mailer();
export function place(letter: Letter) {
  const text = 'Mailer';
  shared.send(letter);
  return shared.send(letter);
}
export class Shop {
  open() {
    const inner = () => place({ to: 'Mailer' });
    return inner();
  }
}
`,
    // Holds the names, but has nothing to do with them.
    'src/other.ts': 'export class Letter {}\nexport const Mail = (Mailer: Letter) => Mailer;\n',
    'tests/order.test.ts':
      "import { place } from '../src/order.js';\ntest('places', () => place({ to: 'a' }));\n",
  };

  test('users are named by the definition that holds the use, through what passes the name on', async () => {
    const page = await mapOf(texts).symbol('src/mail.ts', 4, 'Mailer');
    expect(users(page)).toEqual(['src/order.ts .shared 6']);
    expect(page).toMatchObject({ unread: 0, namesakes: 0 });
  });

  test('a member is used where its name stands, the file itself first, tests last', async () => {
    const map = mapOf(texts);
    expect(users(await map.symbol('src/mail.ts', 6, 'send'))).toEqual(['src/order.ts .place 9,10']);
    expect(users(await map.symbol('src/order.ts', 7, 'place'))).toEqual([
      'src/order.ts Shop.open 14',
      'tests/order.test.ts - 2',
    ]);
    expect(users(await map.symbol('src/mail.ts', 11, 'log'))).toEqual(['src/mail.ts Mailer.send 8']);
  });

  test('namesakes are counted, and only importers are users then', async () => {
    const page = await mapOf(texts).symbol('src/mail.ts', 1, 'Letter');
    expect(page?.namesakes).toBe(1);
    expect(users(page)).toEqual([
      'src/mail.ts Mailer.send 6',
      'src/mail.ts .log 11',
      'src/order.ts .place 7',
    ]);
  });

  test('what a definition uses: its own file, what it imports, members only behind a dot', async () => {
    const map = mapOf(texts);
    expect(uses(await map.symbol('src/mail.ts', 6, 'send'))).toEqual([
      'src/mail.ts:1 Letter',
      'src/mail.ts:5 Mailer.sent',
      'src/mail.ts:11 log',
    ]);
    expect(uses(await map.symbol('src/order.ts', 7, 'place'))).toEqual([
      'src/mail.ts:1 Letter',
      'src/mail.ts:6 Mailer.send',
      'src/order.ts:6 shared',
    ]);
  });

  test('a name that is not defined there is nobody’s', async () => {
    const map = mapOf(texts);
    expect(await map.symbol('src/mail.ts', 4, 'place')).toBeUndefined();
    expect(await map.symbol('src/absent.ts', 1, 'Mailer')).toBeUndefined();
    // The line has moved since, but the file defines one of that name only.
    expect((await map.symbol('src/mail.ts', 99, 'Mailer'))?.symbol.line).toBe(4);
  });

  test('more files than are looked into are counted', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 70 }, (_, i) => [
        `src/use${i}.ts`,
        "import { one } from './one.js';\nexport const two = one + 1;\n",
      ]),
    );
    const page = await mapOf({ ...many, 'src/one.ts': 'export const one = 1;\n' }).symbol(
      'src/one.ts',
      1,
      'one',
    );
    expect(page?.unread).toBe(11);
    expect(page?.usedBy).toHaveLength(59);
  });
});

test('Go: a package is imported as a whole, and its own files need no import', async () => {
  const map = mapOf({
    'go.mod': 'module example.org/shop\n\ngo 1.22\n',
    'store/store.go': 'package store\n\ntype Store struct{}\n',
    'store/order.go':
      'package store\n\nfunc (s *Store) Create(name string) error {\n\treturn check(name)\n}\n',
    'store/check.go': 'package store\n\nfunc check(name string) error {\n\treturn nil\n}\n',
    'api/api.go':
      'package api\n\nimport "example.org/shop/store"\n\nfunc Handle(s *store.Store) error {\n\treturn s.Create("a")\n}\n',
    'cmd/create.go': 'package cmd\n\nfunc Create() {}\n\nfunc run() { Create() }\n',
  });
  const page = await map.symbol('store/order.go', 3, 'Create');
  expect(users(page)).toEqual(['api/api.go .Handle 6']);
  expect(page?.namesakes).toBe(1);
  expect(uses(page)).toEqual(['store/store.go:3 Store', 'store/check.go:3 check']);
  expect(users(await map.symbol('store/check.go', 3, 'check'))).toEqual(['store/order.go Store.Create 4']);
});

test('where no parser reads the language, lines of text stand for uses', async () => {
  const map = createCodeMap({
    files: memoryFiles({
      'src/a.ts': 'export const a = 1;\n',
      'src/b.ts': "import { a } from './a.js';\nexport function b() {\n  return a;\n}\n",
    }),
    git: memoryGit(),
  });
  const page = await map.symbol('src/a.ts', 1, 'a');
  expect(users(page)).toEqual(['src/b.ts .b 3']);
  expect(page?.uses).toEqual([]);
});
