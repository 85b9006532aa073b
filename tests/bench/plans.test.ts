import { describe, expect, it } from 'vitest';
import goals from '../../bench/plans/goals.json' with { type: 'json' };
import {
  answeredByCode,
  boundSteps,
  classOf,
  excerptsOf,
  filesOf,
  isVerbatim,
  judge,
  mean,
  repeated,
  score,
} from '../../bench/plans/judge.ts';
import { filesTable, goalsTable, meanScore, type Row, sharedAcross, worst } from '../../bench/plans/table.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { tinyPlan, tinyStep } from './tiny-plan.ts';

describe('named files against those of a commit', () => {
  it.each([
    [['a', 'b'], ['a', 'c', 'd'], { precision: 1 / 2, recall: 1 / 3, f1: 0.4 }],
    [['a', 'a'], ['a'], { precision: 1, recall: 1, f1: 1 }],
    [[], ['a'], { precision: 0, recall: 0, f1: 0 }],
    [['b'], ['a'], { precision: 0, recall: 0, f1: 0 }],
    [['b'], [], { precision: 0, recall: 0, f1: 0 }],
  ])('%j named, %j changed', (named, wanted, expected) => {
    const got = score(named, wanted);
    expect(got.precision).toBeCloseTo(expected.precision);
    expect(got.recall).toBeCloseTo(expected.recall);
    expect(got.f1).toBeCloseTo(expected.f1);
  });

  it.each([
    ['internal/api/entry.go', 'source'],
    ['app/views/tags/_form.html.erb', 'source'],
    ['internal/api/entry_test.go', 'test'],
    ['spec/models/tag_spec.rb', 'test'],
    ['src/utils/url.test.ts', 'test'],
    ['tests/test_basic.py', 'test'],
    ['gson/src/test/java/com/google/gson/GsonTest.java', 'test'],
    ['runtime-tests/node/index.test.ts', 'test'],
    ['src/contest/testimony.ts', 'source'],
    ['README.md', 'other'],
    ['internal/locale/translations/de_DE.json', 'other'],
    ['Cargo.lock', 'other'],
  ])('%s is a %s', (path, kind) => {
    expect(classOf(path)).toBe(kind);
  });

  it('counts a file that is created and then changed as created', () => {
    const plan = tinyPlan([
      tinyStep('S-a', [{ action: 'create', path: 'src/new.ts', what: 'hold it' }]),
      tinyStep('S-b', [
        { action: 'modify', path: 'src/new.ts', what: 'fill it' },
        { action: 'modify', path: 'src/old.ts', what: 'call it' },
        { action: 'delete', path: 'src/gone.ts', what: 'nobody uses it' },
      ]),
    ]);
    expect(filesOf(plan)).toEqual({ existing: ['src/gone.ts', 'src/old.ts'], created: ['src/new.ts'] });
  });
});

describe('what a plan stands on', () => {
  const there = (path: string): boolean => ['src/old.ts', 'src/like.ts'].includes(path);

  it('binds a step to files that are there, or to the file that a new one is written like', () => {
    const bound = (step: ReturnType<typeof tinyStep>): number => boundSteps(tinyPlan([step]), there);
    expect(bound(tinyStep('S-a', [{ action: 'modify', path: 'src/old.ts', what: 'x' }]))).toBe(1);
    expect(bound(tinyStep('S-a', [{ action: 'modify', path: 'src/none.ts', what: 'x' }]))).toBe(0);
    const created = { action: 'create' as const, path: 'src/new.ts', what: 'x' };
    expect(bound(tinyStep('S-a', [{ ...created, at: 'src/like.ts:3' }]))).toBe(1);
    expect(bound(tinyStep('S-a', [created]))).toBe(0);
    expect(bound(tinyStep('S-a', [], ['Read `src/old.ts:4–9` first.']))).toBe(1);
    expect(bound(tinyStep('S-a', [], ['Think.']))).toBe(0);
  });

  it('takes a quote for true only to the letter and at its line', () => {
    const file = 'one\n  two\nthree\n';
    expect(isVerbatim({ path: 'a', line: 2, text: '  two\nthree' }, file)).toBe(true);
    expect(isVerbatim({ path: 'a', line: 1, text: '  two\nthree' }, file)).toBe(false);
    expect(isVerbatim({ path: 'a', line: 2, text: 'two\nthree' }, file)).toBe(false);
    expect(isVerbatim({ path: 'a', line: 1, text: 'one' }, 'one\r\ntwo')).toBe(true);
    expect(isVerbatim({ path: 'a', line: 1, text: 'one' }, undefined)).toBe(false);
  });

  it('finds quotes in steps, statements and questions', () => {
    const source = (path: string) => ({
      kind: 'file' as const,
      path,
      line: 2,
      excerpt: { text: 'x', startLine: 2, hash: '0123456789abcdef' },
    });
    const step = {
      ...tinyStep('S-a', []),
      code: [{ language: 'ts', caption: 'c', code: 'x', kind: 'existing' as const, source: source('a.ts') }],
    };
    const plan = {
      ...tinyPlan([step]),
      currentState: [
        { text: 'So it is.', sources: [source('b.ts'), { kind: 'user' as const, what: 'goal' }] },
      ],
    };
    expect(excerptsOf(plan).map(e => `${e.path}:${e.line}`)).toEqual(['a.ts:2', 'b.ts:2']);
  });

  it('tells an open question that the code answers', () => {
    const question = {
      id: 'db',
      text: 'Which database holds the rows?',
      why: 'w',
      evidence: [],
      choices: [],
      recommended: 'x',
      asked: 'plan' as const,
    };
    const known = [{ about: 'database', because: 'go.mod: lib/pq', asks: 'which database' }];
    expect(answeredByCode({ ...tinyPlan([]), questions: [{ question }] }, known)).toHaveLength(1);
    const answer = { kind: 'delegated' as const, questionId: 'db' };
    expect(answeredByCode({ ...tinyPlan([]), questions: [{ question, answer }] }, known)).toEqual([]);
    expect(answeredByCode({ ...tinyPlan([]), questions: [{ question }] }, [])).toEqual([]);
  });

  it('counts sentences that are said again, beyond the first', () => {
    const said = 'The router of `src/app.ts` takes the wish and refuses what is not valid.';
    expect(repeated(`## Overview\n\n${said}\n\n- ${said}\n- ${said}\n`)).toBe(2);
    expect(repeated(`## Overview\n\n${said}\n`)).toBe(0);
  });

  it('judges a whole plan', () => {
    const plan = tinyPlan([tinyStep('S-a', [{ action: 'modify', path: 'src/old.ts', what: 'x' }])]);
    const checks = [
      { check: 1, name: 'Sections', verdict: 'passed' as const, findings: [] },
      {
        check: 2,
        name: 'Files',
        verdict: 'failed' as const,
        findings: [{ severity: 'error' as const, line: 3, message: 'no such file', mend: 'm' }],
      },
    ];
    const judged = judge(plan, renderPlan(plan), checks, there);
    expect(judged).toMatchObject({ steps: 1, bound: 1, passed: 1, failed: ['2 Files: no such file'] });
    expect(judged.sentences).toBeGreaterThan(0);
    expect(judged.length).toBeGreaterThan(0);
  });
});

describe('the tables', () => {
  const f1 = (value: number) => ({ precision: value, recall: value, f1: value });
  const row = (repository: string, goal: string, more: Partial<Row>): Row => ({
    repository,
    goal,
    kind: 'feature',
    steps: 2,
    bound: 2,
    passed: 3,
    failed: [],
    unchecked: 0,
    sentences: 10,
    vague: 1,
    repeated: 0,
    length: 0.5,
    excerpts: 1,
    untrue: [],
    blocks: 0,
    broken: [],
    questions: 1,
    answered: [],
    ms: 1000,
    megabytes: 100,
    ...more,
  });

  it('weighs every goal the same', () => {
    expect(meanScore([f1(1), f1(0)])).toEqual(f1(0.5));
    expect(mean([])).toBe(0);
  });

  it('has a line a repository and one for all', () => {
    const rows = [
      row('a/a', 'x', { source: f1(1), bm25: f1(0.5), ranking: f1(0.5), test: f1(1), testsWanted: 1 }),
      row('a/a', 'everywhere', { markdown: '' }),
      row('b/b', 'y', { source: f1(0), bm25: f1(0.25), ranking: f1(0), test: f1(0), testsWanted: 0 }),
    ];
    expect(filesTable(rows).split('\n').slice(2)).toEqual([
      '| a/a | 1 | 100 / 100 / 100 | 50 / 50 / 50 | 50 / 50 / 50 | 100 / 100 / 100 |',
      '| b/b | 1 | 0 / 0 / 0 | 25 / 25 / 25 | 0 / 0 / 0 | – |',
      '| **all** | 2 | 50 / 50 / 50 | 38 / 38 / 38 | 25 / 25 / 25 | 100 / 100 / 100 |',
    ]);
    expect(worst(rows, 1)).toContain('y');
  });

  it('compares plans for one goal on different repositories only', () => {
    const own = 'The file `a.ts` takes what is asked for here.';
    const same = 'This sentence stands in every plan there is.';
    const rows = [
      row('a/a', 'x', { markdown: `## Overview\n\n${own} ${same}\n` }),
      row('b/b', 'x', { markdown: `## Overview\n\nThe file \`b.ts\` is another one of them. ${same}\n` }),
      row('b/b', 'y', { markdown: `## Overview\n\n${own} ${same}\n` }),
    ];
    expect(sharedAcross(rows)).toEqual([0.5]);
  });

  it('says of each target whether it was reached', () => {
    const good = goalsTable([row('a/a', 'x', {})], []);
    expect(good.match(/yes/g)).toHaveLength(3);
    const bad = goalsTable(
      [row('a/a', 'x', { failed: ['2 Files: none'], vague: 5, answered: ['Which?'] })],
      [{ repository: 'b/b', goal: 'y', failure: 'exit 1' }],
    );
    expect(bad).toContain('0 of 2');
    expect(bad.match(/\*\*no\*\*/g)).toHaveLength(3);
  });
});

describe('the goals', () => {
  it('are enough, of enough repositories and languages, and none is in both sets', () => {
    const { development, heldOut, everywhere } = goals;
    const count = (set: typeof development | typeof heldOut): number =>
      set.reduce((n, r) => n + r.goals.length, 0);
    expect(count(development)).toBeGreaterThanOrEqual(40);
    expect(count(heldOut)).toBeGreaterThanOrEqual(15);
    expect(new Set(development.map(r => r.language)).size).toBeGreaterThanOrEqual(4);
    expect(development.length).toBeGreaterThanOrEqual(6);
    expect(everywhere).toHaveLength(4);
    const tuned = new Set(development.map(r => r.repository));
    for (const { repository } of heldOut) expect(tuned.has(repository)).toBe(false);
    for (const { goals: list } of [...development, ...heldOut])
      for (const { sha, goal } of list) {
        expect(sha).toMatch(/^[0-9a-f]{40}$/);
        expect(goal).toMatch(/^[A-Z].{15,}[^.]$/);
      }
  });
});
