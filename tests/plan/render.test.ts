import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/domain/index.ts';
import type { Plan } from '../../src/plan/model.ts';
import { parseRange } from '../../src/plan/read/ranges.ts';
import { statement } from '../../src/plan/render/sources.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { outline, sectionBytes } from '../../src/plan/sections.ts';
import { parseDuration, rangeText } from '../../src/plan/totals.ts';
import { samplePlan } from './sample.ts';

it('renders the sample plan as the golden file has it', async () => {
  await expect(renderPlan(samplePlan)).toMatchFileSnapshot('./sample.md');
});

describe('where it was read', () => {
  const file = (path: string, line: number, endLine?: number): Source => ({
    kind: 'file',
    path,
    line,
    ...(endLine === undefined ? {} : { endLine }),
  });

  it.each([
    ['It listens on 3000.', [file('src/a.ts', 4)], 'It listens on 3000 (`src/a.ts:4`).'],
    ['It listens on 3000', [file('src/a.ts', 4, 9)], 'It listens on 3000 (`src/a.ts:4–9`)'],
    ['It listens in `src/a.ts:4`.', [file('src/a.ts', 4, 9)], 'It listens in `src/a.ts:4`.'],
    ['It listens in `src/a.ts:40`.', [file('src/a.ts', 4)], 'It listens in `src/a.ts:40` (`src/a.ts:4`).'],
    [
      'It is 3000 (`src/a.ts:4`).',
      [file('src/a.ts', 4), file('b.ts', 2)],
      'It is 3000 (`src/a.ts:4`, `b.ts:2`).',
    ],
    ['It is `x` (so it is).', [file('b.ts', 2)], 'It is `x` (so it is) (`b.ts:2`).'],
    ['Both do.', [file('a.ts', 1), file('a.ts', 1), file('b.ts', 2)], 'Both do (`a.ts:1`, `b.ts:2`).'],
    ['So you said.', [{ kind: 'user', what: 'the goal' }], 'So you said (the goal).'],
    [
      'A page says so.',
      [{ kind: 'url', url: 'https://a.example/x', title: 'A_b_' }],
      'A page says so (“A_b\\_” <https://a.example/x>).',
    ],
    [
      'A page says so.',
      [{ kind: 'url', url: 'javascript:alert(1)', title: '' }],
      'A page says so (`javascript:alert(1)`).',
    ],
    [
      'A commit did.',
      [{ kind: 'commit', sha: 'abcdef0123', subject: 's', date: '2026-01-02T03:04:05Z' }],
      'A commit did (`commit abcdef0` of 2026-01-02).',
    ],
    [
      'A package does.',
      [{ kind: 'package', name: '@a/b', version: '1.2.3' }],
      'A package does (`@a/b@1.2.3`).',
    ],
    ['Nobody said so.', [], 'Assumption: Nobody said so.'],
    ['Assumption: nobody said so.', [], 'Assumption: nobody said so.'],
  ] as const)('%s', (text, sources, written) => {
    expect(statement({ text, sources: [...sources] })).toBe(written);
  });
});

describe('sections without content', () => {
  it('say why in the planner’s words, else in plain ones, else are left out', () => {
    const bare: Plan = {
      ...samplePlan,
      risks: [],
      monitoring: [],
      performance: [],
      nothingFor: { risks: 'The change is one line.' },
    };
    expect(sectionBytes(renderPlan(bare), 'Risks')).toBe('## Risks\n\nThe change is one line.\n');
    expect(sectionBytes(renderPlan(bare), 'Monitoring')).toBe('## Monitoring\n\nNothing new to watch.\n');
    expect(sectionBytes(renderPlan({ ...bare, kind: 'fix' }), 'Monitoring')).toBeUndefined();
  });
});

it('a section of one kind alone stands after the current state, with its table', () => {
  const fix: Plan = {
    ...samplePlan,
    kind: 'fix',
    special: [
      { title: 'Hypotheses', statements: [], table: { head: ['Cause', 'For'], rows: [['a|b', '`x`']] } },
    ],
  };
  const markdown = renderPlan(fix);
  expect(sectionBytes(markdown, 'Hypotheses')).toBe(
    '## Hypotheses\n\n| Cause | For |\n| ----- | --- |\n| a\\|b  | `x` |\n',
  );
  const titles = outline(markdown)
    .filter(e => e.level === 2)
    .map(e => e.title);
  expect(titles.indexOf('Hypotheses')).toBe(titles.indexOf('Current State and Integration Points') + 1);
  expect(markdown).toContain('# Fix Plan: ');
});

it.each([
  [5, 5, '5 min'],
  [5, 15, '5–15 min'],
  [60, 90, '60–90 min'],
  [55, 120, '55 min – 2 h'],
  [90, 125, '1 h 30 – 2 h 05'],
])('a range of %i to %i minutes is written and read back', (low, high, text) => {
  expect(rangeText({ low, high })).toBe(text);
  expect(parseRange(text)).toEqual({ low, high });
});

it.each([
  ['2.5 hours', 150],
  ['1h', 60],
  ['90 minutes', 90],
  ['2 h 10 min', 130],
  ['45 min', 45],
  ['soon', undefined],
  ['12', undefined],
  ['', undefined],
])('reads %j as minutes', (text, minutes) => {
  expect(parseDuration(text)).toBe(minutes);
});
