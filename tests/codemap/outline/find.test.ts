import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import type { FindHit } from '../../../src/domain/index.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

const FILES = {
  'src/orders/service.ts':
    "import { total } from './total.js';\nexport class OrderService {\n  setStatus(id: string) {\n    return total(id);\n  }\n  cancel() {}\n}\n",
  'src/orders/total.ts':
    'export function total(id: string) {\n  return id.length;\n}\nexport function totalOf() {}\nconst subtotal = 1;\n',
  'src/mail/service.ts': 'export class MailService {\n  setStatus() {}\n}\n',
  'src/users/set-status.ts': 'export const store = new Map<string, string>();\n',
  'tests/total.test.ts':
    "import { total } from '../src/orders/total.js';\nconst total2 = total('a');\ntest('total', () => total2);\n",
  'README.md': '# The total of an order\n',
};
const map = () => createCodeMap({ files: memoryFiles(FILES), git: memoryGit() });
const named = (hit: FindHit) =>
  hit.kind === 'file' ? hit.path : `${hit.container ? `${hit.container}.` : ''}${hit.name}`;

async function find(text: string): Promise<string[]> {
  const answer = await map().find({ text, limit: 20 });
  return (answer?.hits ?? []).map(named);
}

describe('what is found, best first', () => {
  test('the whole name, then its beginning, then beginnings of words', async () => {
    expect((await find('total')).slice(0, 3)).toEqual(['total', 'src/orders/total.ts', 'totalOf']);
    // A source before a test, whatever else is alike.
    const tests = await find('total');
    expect(tests.indexOf('totalOf')).toBeLessThan(tests.indexOf('tests/total.test.ts'));
  });

  test.each([
    ['setst', ['OrderService.setStatus', 'MailService.setStatus', 'src/users/set-status.ts']],
    ['os', ['OrderService']],
    ['OrderService.set', ['OrderService.setStatus']],
    ['mail#set', ['MailService.setStatus']],
    ['Mail::setS', ['MailService.setStatus']],
    ['orders/serv', ['src/orders/service.ts']],
    ['orders/ set', ['OrderService.setStatus']],
    ['mail set', ['MailService.setStatus']],
    ['set mail', ['MailService.setStatus']],
    ['zzz', []],
    ['   ', []],
  ])('%s', async (text, wanted) => {
    const found = await find(text);
    if (wanted.length === 0) expect(found).toEqual([]);
    else expect([...found].slice(0, wanted.length).sort()).toEqual([...wanted].sort());
  });

  test('a hit says where it is and which letters fit; the total counts what the limit cuts', async () => {
    const answer = await map().find({ text: 'tot', limit: 1 });
    expect(answer?.hits).toEqual([
      {
        kind: 'symbol',
        name: 'total',
        symbolKind: 'function',
        path: 'src/orders/total.ts',
        line: 1,
        at: [0, 1, 2],
      },
    ]);
    expect(answer?.total).toBeGreaterThan(3);
    expect(answer?.text).toBe('tot');
    const file = await map().find({ text: 'orders/tot', limit: 1 });
    expect(file?.hits[0]).toEqual({
      kind: 'file',
      path: 'src/orders/total.ts',
      at: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    });
  });
});

test('an older question is nobody’s any more when a newer one comes in', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      `src/f${i}.ts`,
      Array.from({ length: 400 }, (_, k) => `export const name${i}x${k} = ${k};`).join('\n'),
    ]),
  );
  const big = createCodeMap({ files: memoryFiles(many), git: memoryGit() });
  await big.build();
  const older = big.find({ text: 'na', limit: 5 });
  const newer = big.find({ text: 'name7x3', limit: 5 });
  expect(await older).toBeUndefined();
  expect((await newer)?.hits.map(named)[0]).toBe('name7x3');
});
