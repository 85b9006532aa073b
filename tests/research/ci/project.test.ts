import { describe, expect, test } from 'vitest';
import {
  findStep,
  matrixSplits,
  ownPath,
  projectPath,
  readWorkflow,
} from '../../../src/research/ci/index.ts';

const PATHS = new Set([
  'src/order.ts',
  'packages/api/src/order.ts',
  'packages/web/src/cart.ts',
  'price/price_test.go',
  'app/main.py',
]);

describe('a path of a log', () => {
  test.each([
    ['/home/runner/work/shop/shop/src/order.ts', 'src/order.ts'],
    ['D:\\a\\shop\\shop\\src\\order.ts', 'src/order.ts'],
    ['/__w/shop/shop/src/order.ts', 'src/order.ts'],
    ['/github/workspace/src/order.ts', 'src/order.ts'],
    ['/Users/runner/work/shop/shop/src/order.ts', 'src/order.ts'],
    ['./src/order.ts', 'src/order.ts'],
  ])('%s is %s', (said, own) => {
    expect(ownPath(said)).toBe(own);
    expect(projectPath({ path: said }, PATHS)).toBe(own);
  });

  test.each([
    ['src/order.ts', 'packages/api', 'src/order.ts'],
    ['src/cart.ts', undefined, 'packages/web/src/cart.ts'],
    ['price_test.go', undefined, 'price/price_test.go'],
    ['/app/main.py', undefined, 'app/main.py'],
    ['/builds/team/shop/packages/web/src/cart.ts', undefined, 'packages/web/src/cart.ts'],
    ['node_modules/left/index.js', undefined, undefined],
    ['order.ts', undefined, undefined],
  ])('%s in %s is %s', (path, folder, own) => {
    expect(projectPath({ path }, PATHS, folder)).toBe(own);
  });
});

const TEXT = `name: ci
permissions:
  contents: read
jobs:
  build:
    runs-on: \${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
    steps:
      - uses: actions/checkout@v4
      - name: Types
        run: npm run typecheck
        working-directory: ./packages/api
      - run: |
          npm ci
          npm test
        env:
          TOKEN: \${{ secrets.NPM_TOKEN }}
  lint:
    name: Lint the code
    timeout-minutes: 10
    steps:
      - run: npm run typecheck
      - run: tox -e \${{ matrix.tox || format('py{0}', matrix.python) }} --quiet
`;

describe('a workflow', () => {
  const workflow = readWorkflow('.github/workflows/ci.yml', TEXT);
  const all = workflow ? [workflow] : [];
  test('is read with the lines of what it says', () => {
    expect(workflow?.permissionsLine).toBe(2);
    expect(workflow?.jobs.map(one => [one.id, one.line, one.steps.map(s => s.at)])).toEqual([
      ['build', 5, [11, 13, 15]],
      ['lint', 20, [24, 25]],
    ]);
    expect(workflow?.jobs[0]?.steps[2]?.env).toEqual([
      { name: 'TOKEN', value: `\${{ secrets.NPM_TOKEN }}`, line: 19 },
    ]);
    expect(workflow?.jobs[1]?.timeout).toEqual({ name: 'timeout-minutes', value: '10', line: 22 });
  });
  test.each([
    ['build (windows-latest)', { name: 'Run npm ci', command: ['npm ci', 'npm test'] }, 15],
    ['build (windows-latest)', { name: 'Types', command: ['npm run typecheck'] }, 13],
    ['Lint the code', { name: 'Run npm run typecheck', command: ['npm run typecheck'] }, 24],
    // A format in an expression has braces of its own.
    ['lint', { name: 'Run tox -e py3.13 --quiet', command: ['tox -e py3.13 --quiet'] }, 25],
    ['build', { name: 'Run actions/checkout@v4', command: [], uses: 'actions/checkout@v4' }, 11],
    ['build', { name: 'Run make', command: ['make'] }, undefined],
  ])('has the step of %s that a log tells of', (name, step, line) => {
    expect(findStep(all, { name }, step)?.step.at).toBe(line);
  });
  test.each(['', 'jobs: 3', '- a', 'jobs:\n  a: {'])(
    'that is none gives nothing, and never throws: %j',
    text => {
      expect(readWorkflow('.github/workflows/x.yml', text)?.jobs ?? []).toEqual(expect.any(Array));
    },
  );
});

describe('legs of a matrix', () => {
  test('that ended differently say what the failed ones have alone', () => {
    expect(
      matrixSplits([
        { name: 'test (20, ubuntu-latest)', failed: false },
        { name: 'test (20, windows-latest)', failed: true },
        { name: 'test (22, windows-latest)', failed: true },
        { name: 'lint', failed: true },
      ]),
    ).toEqual([
      {
        job: 'test',
        failed: ['test (20, windows-latest)', 'test (22, windows-latest)'],
        passed: ['test (20, ubuntu-latest)'],
        only: ['windows-latest'],
      },
    ]);
  });
  test('that have the name that their workflow gives them are legs too', () => {
    const ends = [
      { name: 'JDK 17, ubuntu-latest', failed: false },
      { name: 'JDK 17, windows-latest', failed: true },
      { name: 'lint', failed: false },
    ];
    const name = `JDK \${{ matrix.java }}, \${{ matrix.os }}`;
    expect(matrixSplits(ends, ['lint', name])).toMatchObject([{ job: name, only: ['windows-latest'] }]);
    expect(matrixSplits(ends)).toEqual([]);
  });
  test('that all failed are no split', () => {
    expect(
      matrixSplits([
        { name: 'test (20)', failed: true },
        { name: 'test (22)', failed: true },
      ]),
    ).toEqual([]);
  });
});
