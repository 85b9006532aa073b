import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import type { GitCommit } from '../../../src/host/port.ts';
import { commit, memoryFiles, memoryGit } from '../memory.ts';

const fill = (name: string) => `export function ${name}() {\n  return '${name}';\n}\n`;
/** Files that have nothing to do with any goal here, so that words have a rareness. */
const CROWD = Object.fromEntries(
  Array.from({ length: 12 }, (_, n) => [`src/crowd/part${n}.ts`, fill(`crowd${n}`)]),
);

async function rank(files: Readonly<Record<string, string>>, goal: string, log?: readonly GitCommit[]) {
  const map = createCodeMap({ files: memoryFiles({ ...CROWD, ...files }), git: memoryGit(log) });
  const answer = await map.impact({ goal, limit: 30 });
  const reasonsOf = (path: string) =>
    [...answer.files, ...answer.tests].find(f => f.path === path)?.reasons ?? [];
  return { paths: answer.files.map(f => f.path), reasonsOf };
}

/** Two files that differ in one thing: the first must rank before the second, and say why. */
const PAIRS: readonly {
  readonly name: string;
  readonly goal: string;
  readonly files: Readonly<Record<string, string>>;
  readonly first: string;
  readonly second: string;
  readonly says: { readonly signal: string; readonly detail: string };
}[] = [
  {
    name: 'a name that the goal says whole goes before one that it says in part',
    goal: 'the tax report is wrong',
    files: { 'src/b/taxReport.ts': fill('one'), 'src/a/taxReportColumnWidths.ts': fill('two') },
    first: 'src/b/taxReport.ts',
    second: 'src/a/taxReportColumnWidths.ts',
    says: { signal: 'tlex', detail: 'its name says “tax report”' },
  },
  {
    name: 'where the name is index, the folder’s name tells',
    goal: 'the invoice is wrong',
    files: { 'src/invoice/index.ts': fill('one'), 'src/east/index.ts': `// invoice\n${fill('two')}` },
    first: 'src/invoice/index.ts',
    second: 'src/east/index.ts',
    says: { signal: 'tlex', detail: 'its folder is named “invoice”' },
  },
  {
    name: 'who defines a named identifier goes before who uses it',
    goal: 'calls of `roundTotals` crash for an empty list',
    files: {
      'src/b/sums.ts': fill('roundTotals'),
      'src/a/sums.ts':
        "import { roundTotals } from '../b/sums';\nexport const totalsRound = () => roundTotals();\n",
    },
    first: 'src/b/sums.ts',
    second: 'src/a/sums.ts',
    says: { signal: 'named', detail: 'defines `roundTotals`, named in the goal' },
  },
  {
    name: 'a file in the folder of the best one goes before one elsewhere',
    goal: 'postage of parcels is counted twice',
    files: {
      'src/parcel/by/postage.ts': `// postage of parcels is counted\n${fill('postageOfParcels')}`,
      'src/parcel/by/weights.ts': `// counted\n${fill('one')}`,
      'src/parcel/at/weights.ts': `// counted\n${fill('two')}`,
    },
    first: 'src/parcel/by/weights.ts',
    second: 'src/parcel/at/weights.ts',
    says: { signal: 'beside', detail: 'lies beside postage.ts, which ranks high' },
  },
  {
    name: 'a file that the best one imports goes before one that it does not',
    goal: 'postage of parcels is counted twice',
    files: {
      'src/parcel/postage.ts': `import { one } from '../lamp/plain';\n// postage of parcels is counted\n${fill('postageOfParcels')}`,
      'src/lamp/plain.ts': `// counted\n${fill('one')}`,
      'src/kite/plain.ts': `// counted\n${fill('two')}`,
    },
    first: 'src/lamp/plain.ts',
    second: 'src/kite/plain.ts',
    says: { signal: 'imported', detail: 'is imported by src/parcel/postage.ts, which ranks high' },
  },
  {
    name: 'a file whose test speaks of the goal goes before one whose test does not',
    goal: 'refunds of vouchers are lost',
    files: {
      'src/n/ledger.ts': `// lost\n${fill('ledger')}`,
      'src/m/journal.ts': `// lost\n${fill('journal')}`,
      'tests/ledger.test.ts':
        "import { ledger } from '../src/n/ledger';\ntest('refunds of vouchers', () => ledger());\n",
      'tests/journal.test.ts':
        "import { journal } from '../src/m/journal';\ntest('other things', () => journal());\n",
    },
    first: 'src/n/ledger.ts',
    second: 'src/m/journal.ts',
    says: { signal: 'tests', detail: 'its test tests/ledger.test.ts speaks of words of the goal' },
  },
];

describe('each signal alone decides between two files, and is said in words', () => {
  test.each(PAIRS)('$name', async ({ goal, files, first, second, says }) => {
    // The order of paths breaks ties: the loser's comes first, so that it is not what decides.
    expect(first > second).toBe(true);
    const { paths, reasonsOf } = await rank(files, goal);
    expect(paths).toContain(first);
    expect(paths).toContain(second);
    expect(paths.indexOf(first)).toBeLessThan(paths.indexOf(second));
    expect(reasonsOf(first)).toContainEqual(says);
  });
});

test('what its commits speak of is counted over all of them', async () => {
  const log = [
    commit('feat: parcels by rail', '2026-03-03', ['src/n/journal.ts']),
    commit('fix: parcels get lost', '2026-03-02', ['src/n/journal.ts']),
    commit('Start', '2026-01-01', ['src/n/journal.ts', 'src/m/ledger.ts']),
  ];
  const { paths, reasonsOf } = await rank(
    { 'src/m/ledger.ts': fill('ledger'), 'src/n/journal.ts': fill('journal') },
    'parcels by ship',
    log,
  );
  expect(paths[0]).toBe('src/n/journal.ts');
  expect(reasonsOf('src/n/journal.ts').map(r => r.detail)).toContain('2 of its 3 commits speak of “parcels”');
});

test('neighbouring words count inside identifiers and, less, in prose', async () => {
  const { paths, reasonsOf } = await rank(
    {
      'src/x/apart.ts': `// line, and far away: ending\n${fill('one')}`,
      'src/y/prose.ts': `// the line ending of a file\n${fill('two')}`,
      'src/z/named.ts': `// line ending\n${fill('lineEnding')}`,
    },
    'keep the line ending',
  );
  expect(paths.slice(0, 3)).toEqual(['src/z/named.ts', 'src/y/prose.ts', 'src/x/apart.ts']);
  expect(reasonsOf('src/z/named.ts').map(r => r.detail)).toContain('names `lineEnding` (“line ending”)');
  expect(reasonsOf('src/y/prose.ts').map(r => r.detail)).toContain('says “line ending”');
});

test('a mentioned path is found by its longest tail, also below other folders', async () => {
  const { paths, reasonsOf } = await rank(
    {
      'src/a/view/cart.ts': fill('one'),
      'src/b/cart.ts': fill('two'),
      'src/c/scart.ts': fill('three'),
    },
    'Crash\n\n    at total (/home/ann/shop/src/a/view/cart.ts:3:9)',
  );
  expect(paths[0]).toBe('src/a/view/cart.ts');
  expect(reasonsOf('src/a/view/cart.ts').map(r => r.detail)).toContain('the goal names cart.ts');
  expect(reasonsOf('src/c/scart.ts').map(r => r.detail)).not.toContain('the goal names scart.ts');
});
