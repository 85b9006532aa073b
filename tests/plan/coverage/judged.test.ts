import { describe, expect, test } from 'vitest';
import { judgeCoverage } from '../../../src/plan/coverage/judge.ts';
import type { FileCoverage } from '../../../src/plan/coverage/model.ts';
import { placeCoverage } from '../../../src/plan/coverage/places.ts';
import { statedThreshold, thresholdIn } from '../../../src/plan/coverage/threshold.ts';
import { coverageWords } from '../../../src/plan/drift/words.ts';
import { readPlan } from '../../../src/plan/read/index.ts';
import { planOf } from '../drift-world.ts';

describe('the coverage that a sentence asks for', () => {
  test.each<[string, number | undefined, 'planned' | 'all' | undefined]>([
    ['≥ 80 % coverage', 80, 'planned'],
    ['Coverage of at least 85 % for the new files.', 85, 'planned'],
    ['Coverage: 90%', 90, 'planned'],
    ['At least 87,5 percent of the lines are covered.', 87.5, 'planned'],
    ['Keep the overall coverage at or above 70 %.', 70, 'all'],
    ['Line coverage is at least 80–85 %', 80, 'planned'],
    ['The coverage is at 72 % today.', undefined, undefined],
    ['The coverage is at 72 % today and must reach 80 %.', 80, 'planned'],
    ['80 % branch coverage', undefined, undefined],
    ['A discount of 50 % is covered by the voucher.', undefined, undefined],
    ['Coverage must not fall.', undefined, undefined],
    ['Coverage of 180 %', undefined, undefined],
  ])('%s', (sentence, percent, of) => {
    const found = thresholdIn(sentence);
    expect([found?.percent, found?.of]).toEqual([percent, of]);
  });

  test('the front matter speaks first, then the test strategy, then the rest', () => {
    const plan = {
      ...planOf({ verify: [{ kind: 'observe', text: 'coverage of at least 60 %' }] }),
      tests: { intro: [{ text: 'Run all. Coverage stays above 75 %.', sources: [] }], files: [], cases: [] },
    };
    expect(statedThreshold(plan, { frontMatter: { coverage: '91%' } })).toMatchObject({ percent: 91 });
    expect(statedThreshold(plan, { frontMatter: { coverage: 'good' } })).toMatchObject({
      percent: 75,
      text: 'Coverage stays above 75 %.',
    });
    expect(statedThreshold(planOf({ verify: plan.steps[0]?.verify ?? [] }))).toMatchObject({ percent: 60 });
    expect(statedThreshold(planOf({}))).toBeUndefined();
    const read = readPlan(
      '# X\n\n## Steps\n\n### Step 1: A\n\n## Testing\n\nCases:\n- a\n\nCoverage of at least 95 %.\n',
    );
    if (!read.ok) throw new Error(read.error.message);
    expect(statedThreshold(read.value.plan, read.value)).toMatchObject({ percent: 95 });
  });
});

const report = (paths: readonly string[], roots: readonly string[] = []) => ({
  format: 'lcov' as const,
  files: paths.map((path): FileCoverage => ({ path, covered: 1, lines: 2 })),
  roots,
});

describe('the file behind a path of a report', () => {
  const project = [
    'src/a.ts',
    'src/b/index.ts',
    'src/c/index.ts',
    'packages/x/src/a.ts',
    'lib/only.py',
    'setup.py',
  ];
  test.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    ['/home/ci/build/7/src/b/index.ts', 'src/b/index.ts'],
    ['C:\\Users\\ci\\repo\\src\\c\\index.ts', 'src/c/index.ts'],
    ['packages\\x\\src\\a.ts', 'packages/x/src/a.ts'],
    ['/elsewhere/packages/x/src/a.ts', 'packages/x/src/a.ts'],
    ['only.py', 'lib/only.py'],
    ['index.ts', undefined],
    ['/usr/lib/python3/setup.py', undefined],
    ['../../etc/passwd', undefined],
  ])('%s', (path, found) => {
    const placed = placeCoverage(report([path]), project);
    expect([[...placed.files.keys()][0], placed.unplaced]).toEqual([found, found === undefined ? 1 : 0]);
  });

  test('the folders that the report names are tried before the name alone', () => {
    const placed = placeCoverage(report(['a.ts'], ['/builds/7/packages/x/src']), project);
    expect([...placed.files.keys()]).toEqual(['packages/x/src/a.ts']);
  });
});

const found = (files: Readonly<Record<string, readonly [number, number]>>, more = {}) => ({
  kind: 'read' as const,
  path: 'coverage/lcov.info',
  files: new Map(Object.entries(files).map(([path, [covered, lines]]) => [path, { covered, lines }])),
  unplaced: 0,
  madeAt: 0,
  ...more,
});

describe('a report against what is asked', () => {
  const half = { percent: 80, of: 'planned', text: 'at least 80 % coverage' } as const;

  test('what is asked is asked of the planned files together', () => {
    const files = { 'a.ts': [9, 10], 'b.ts': [3, 10], 'other.ts': [100, 100] } as const;
    const judged = judgeCoverage(found(files), ['a.ts', 'b.ts', 'new.ts'], half);
    expect(judged).toMatchObject({
      planned: { covered: 12, lines: 20, share: 0.6 },
      all: { covered: 112, lines: 120 },
      missing: ['new.ts'],
      enough: false,
    });
    expect(judgeCoverage(found(files), ['a.ts'], half)).toMatchObject({ enough: true });
    expect(judgeCoverage(found(files), ['b.ts'], { ...half, of: 'all' })).toMatchObject({ enough: true });
    expect(coverageWords(judged)).toEqual([
      'Lines covered in planned files: 60 % (12 of 20); in all: 93 % (112 of 120) (coverage/lcov.info).',
      'The plan asks for 80 % (“at least 80 % coverage”) of the planned files: not reached.',
      'Not in the report: new.ts.',
    ]);
  });

  test('exactly what is asked is enough', () => {
    expect(judgeCoverage(found({ 'a.ts': [29, 100] }), ['a.ts'], { ...half, percent: 29 })).toMatchObject({
      enough: true,
    });
  });

  test('no report, one that is older than a source, and one that knows no planned file are said, and fail nothing', () => {
    expect(judgeCoverage({ kind: 'none', looked: ['a'] }, ['a.ts'], half)).not.toHaveProperty('enough');
    const stale = judgeCoverage(found({ 'a.ts': [1, 1] }, { newer: 'src/a.ts' }), ['a.ts'], half);
    expect(coverageWords(stale).join(' ')).toContain('older than src/a.ts');
    const elsewhere = judgeCoverage(found({ 'z.ts': [1, 9] }), ['a.ts'], half);
    expect(elsewhere).not.toHaveProperty('enough');
    expect(coverageWords(elsewhere)[0]).toContain('no planned file is in the report');
    expect(coverageWords(judgeCoverage({ kind: 'none', looked: ['a'] }, [], undefined))).toEqual([]);
  });
});
