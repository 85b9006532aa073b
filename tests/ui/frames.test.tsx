import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/index.ts';
import type { SessionEvent } from '../../src/session/events.ts';
import { ok } from '../../src/shared/result.ts';
import { emptyField } from '../../src/ui/field.ts';
import type { Model, Overlay, Place } from '../../src/ui/model.ts';
import { width } from '../../src/ui/text/line.ts';
import { frameOf, modelFor } from '../helpers/frame.tsx';
import { columnsOf } from '../helpers/screen.tsx';
import { DRIFTS } from './drift-states.ts';
import { MAPS } from './map-states.ts';
import * as states from './states.ts';

const SIZES = [
  { columns: 40, rows: 12 },
  { columns: 40, rows: 24 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 200, rows: 50 },
];

/** Wide characters, emoji of several code points, combining marks, and text that tries to move the cursor. */
const NASTY = '通知を送る 👩‍👩‍👧‍👦 café e\u0301 🇯🇵 \u001b[2J\u001b]0;x\u0007 \u202eabc ' + 'x'.repeat(90);

const nastyFinding: Finding = {
  id: 'nasty',
  phase: 'analysis',
  topic: 'state',
  text: NASTY,
  sources: [{ kind: 'file', path: `src/${'深い'.repeat(30)}/файл.ts`, line: 7 }],
};
const nasty: readonly SessionEvent[] = [
  ...states.analysing,
  { type: 'FindingRecorded', at: states.NOW, finding: nastyFinding },
  { type: 'ActivityNoted', at: states.NOW, activity: { phase: 'analysis', verb: 'Reading', object: NASTY } },
  {
    type: 'GoalChanged',
    at: states.NOW,
    goal: { text: NASTY, title: NASTY, slug: 'x', kind: 'feature', kindFrom: 'given' },
  },
  { type: 'NoticeRaised', at: states.NOW, text: NASTY },
];

type Case = {
  readonly place: Place;
  readonly events?: readonly SessionEvent[];
  readonly overlay?: Overlay;
  readonly patch?: Partial<Model>;
};
const input = (kind: 'feedback' | 'command'): Overlay => ({
  kind: 'input',
  purpose: kind === 'feedback' ? { kind, target: { kind: 'revision' } } : { kind },
  title: 'Feedback',
  field: emptyField(NASTY.replace(/\u001b|\u0007|\u202e/g, '')),
});
const TYPED = NASTY.replace(/\u001b|\u0007|\u202e/g, '');
const foreseen = (what: string, understood: boolean): Overlay => ({
  kind: 'input',
  purpose: { kind: 'feedback', target: { kind: 'revision' } },
  title: 'Feedback',
  field: emptyField(TYPED),
  foreseen: { kind: 'told', text: TYPED.trim(), result: { ok: true, value: { what, understood } } },
});
const home = {
  suggestions: [{ text: NASTY, why: NASTY }],
  sessions: [{ id: 's', goal: NASTY, updatedAt: states.NOW, openQuestions: 1, revisions: 0, plans: [] }],
  plans: [
    {
      path: 'p',
      title: NASTY,
      goal: NASTY,
      stale: 2,
      status: 'draft',
      created: '2026-11-19',
      steps: { done: 0, total: 3 },
    },
  ],
  earlier: [],
};

const CASES: Readonly<Record<string, Case>> = {
  'home, nothing known yet': { place: 'home' },
  'home, full': { place: 'home', patch: { homeData: home } },
  'workbench at work': { place: 'workbench', events: states.analysing },
  'workbench, nasty text': {
    place: 'workbench',
    events: nasty,
    patch: { workbench: { focus: 'analysis', selected: { analysis: 3 } } },
  },
  'workbench with a plan': {
    place: 'workbench',
    events: states.revised,
    patch: { workbench: { focus: 'planning', selected: {} } },
  },
  'first question': { place: 'questions', events: states.asking },
  'round summary': {
    place: 'questions',
    events: states.asking,
    patch: { questions: { index: 2, highlight: {}, notes: {}, evidence: { top: 0 }, focus: 'question' } },
  },
  'review with checks and comments': { place: 'review', events: states.reviewing },
  'review outline': {
    place: 'review',
    events: states.reviewing,
    patch: { review: { focus: 'outline', cursor: 40, scroll: { top: 20 }, search: '' } },
  },
  'feedback being typed': { place: 'review', events: states.reviewing, overlay: input('feedback') },
  'approval, checks fail': {
    place: 'review',
    events: states.reviewing,
    overlay: { kind: 'approve', openedAt: 0 },
  },
  'approval, all pass': {
    place: 'review',
    events: states.revised,
    overlay: { kind: 'approve', openedAt: 0 },
  },
  'consent asked': {
    place: 'home',
    patch: { homeData: home },
    overlay: {
      kind: 'consent',
      question: {
        host: NASTY.replace(/\u001b|\u0007|\u202e/g, ''),
        by: 'ANTHROPIC_API_KEY',
        stays: 'nothing leaves this machine',
      },
      selected: 2,
    },
  },
  'who plans': {
    place: 'home',
    patch: { homeData: home },
    overlay: {
      kind: 'planner',
      offer: {
        now: states.planner,
        server: ok({
          host: NASTY.replace(/\u001b|\u0007|\u202e/g, ''),
          by: 'ANTHROPIC_API_KEY',
          stays: 'nothing leaves this machine',
          agreed: true,
        }),
      },
      models: ok(Array.from({ length: 30 }, (_, i) => `${'model-of-a-long-name-'.repeat(4)}${i}`)),
      selected: 20,
      openedAt: 0,
    },
  },
  'a model at work': {
    place: 'workbench',
    events: states.modelWorks,
    patch: { live: { progress: { analysis: { text: states.WAITS } } } },
  },
  'a run with a model failed': { place: 'workbench', events: states.modelFailed },
  'review of what a model planned': { place: 'review', events: states.modelReviewing },
  help: { place: 'home', overlay: { kind: 'help', scroll: { top: 3 } } },
  evidence: {
    place: 'workbench',
    events: nasty,
    overlay: {
      kind: 'evidence',
      title: NASTY,
      sources: [...(states.questions[0]?.evidence ?? []), ...nastyFinding.sources],
      index: 0,
      scroll: { top: 0 },
    },
  },
  'what feedback would do': {
    place: 'review',
    events: states.revised,
    overlay: foreseen('Drops “Write the client guide”; likely time −15 min.', true),
  },
  'what feedback would do, at length': {
    place: 'review',
    events: states.revised,
    overlay: foreseen(NASTY.repeat(12), false),
  },
  revisions: { place: 'review', events: states.revised, overlay: { kind: 'revisions', selected: 1 } },
  'what is held against the plan': {
    place: 'review',
    events: states.objected(NASTY),
    overlay: { kind: 'objections', selected: 1, scroll: { top: 0 } },
  },
  comparison: {
    place: 'review',
    events: states.revised,
    overlay: { kind: 'compare', from: 1, to: 2, scroll: { top: 0 } },
  },
  'two approaches': { place: 'approaches', events: states.compared() },
  'two approaches, the second in front, nasty names': {
    place: 'approaches',
    events: states.compared(NASTY),
    patch: { approaches: { side: 1, scroll: { top: 9999 }, factsOnly: false, measured: {} } },
  },
  'two approaches, facts alone': {
    place: 'approaches',
    events: states.compared(NASTY),
    patch: { approaches: { side: 0, scroll: { top: 0 }, factsOnly: true, measured: {} } },
  },
  'two approaches, steps being picked': {
    place: 'approaches',
    events: states.compared(),
    patch: {
      approaches: {
        side: 0,
        scroll: { top: 0 },
        factsOnly: false,
        measured: {},
        picking: { cursor: 4, ids: ['S-hub'] },
      },
    },
  },
  done: { place: 'done', events: states.published },
  'a problem': { place: 'home', patch: { toast: { tone: 'problem', text: NASTY, next: NASTY } } },
};

const READY: Model['map'] = {
  kind: 'ready',
  counts: { files: 412, symbols: 3180, languages: ['TypeScript'], skipped: 1 },
  ms: 640,
};
const MAP_CASES = Object.fromEntries(
  Object.entries(MAPS).map(([name, mapUi]): [string, Case] => [
    `code map: ${name}`,
    {
      place: 'home',
      patch: { mapUi, leftOut: [{ path: NASTY, reason: NASTY }], map: READY },
    },
  ]),
);

const DRIFT_CASES = Object.fromEntries(
  Object.entries(DRIFTS).map(([name, driftUi]): [string, Case] => [
    `drift: ${name}`,
    { place: 'home', patch: { driftUi, map: READY } },
  ]),
);

function modelOf({ place, events, overlay, patch }: Case, size: Model['size']): Model {
  return modelFor(size, {
    place,
    ...(events ? { session: states.sessionOf(events) } : {}),
    ...(overlay ? { overlay } : {}),
    now: states.NOW + 30_000,
    ...patch,
  });
}

describe.each(Object.entries({ ...CASES, ...MAP_CASES, ...DRIFT_CASES }))('%s', (_name, given) => {
  it.each(SIZES)('fits $columns × $rows', size => {
    const rows = frameOf(modelOf(given, size));
    expect(rows.length).toBeLessThanOrEqual(size.rows - 1);
    for (const row of rows) expect(columnsOf(row), row).toBeLessThanOrEqual(size.columns);
    expect(rows.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(brokenBorders(rows)).toEqual([]);
  });
});

/**
 * Columns in which a vertical border of the row above does not go on: every cell under `┌`, `│` or `┐` must be a
 * vertical border or a corner.
 */
function brokenBorders(rows: readonly string[]): string[] {
  const grid = rows.map(cells);
  const out: string[] = [];
  grid.forEach((row, y) => {
    const edges = [...row.entries()].filter(([x, c]) => c === '┌' && isFrame(grid, x, y));
    for (const [x] of edges) {
      const right = findRight(row, x);
      for (let below = y + 1; below < grid.length; below++) {
        const left = grid[below]?.get(x) ?? '';
        const end = grid[below]?.get(right) ?? '';
        if (left === '└') {
          if (end !== '┘') out.push(`row ${below}: the bottom ends in “${end}”`);
          break;
        }
        if (left !== '│') out.push(`row ${below}, column ${x}: “${left}” in the left border`);
        if (!'│┃'.includes(end) || end === '')
          out.push(`row ${below}, column ${right}: “${end}” in the right border`);
      }
    }
  });
  return out;
}

function isFrame(grid: readonly Map<number, string>[], x: number, y: number): boolean {
  return grid[y]?.get(x + 1) === '─';
}

function findRight(row: Map<number, string>, from: number): number {
  for (const [x, character] of row) if (x > from && character === '┐') return x;
  return -1;
}

/** Characters by display column. */
function cells(row: string): Map<number, string> {
  const out = new Map<number, string>();
  let column = 0;
  for (const { segment } of new Intl.Segmenter().segment(row)) {
    out.set(column, segment);
    column += width(segment);
  }
  return out;
}

describe('small windows', () => {
  it('says so in one line under 40 × 10', () => {
    for (const size of [
      { columns: 39, rows: 30 },
      { columns: 100, rows: 9 },
      { columns: 10, rows: 3 },
    ]) {
      const rows = frameOf(modelOf({ place: 'home' }, size));
      expect(rows).toHaveLength(1);
      expect(columnsOf(rows[0] ?? '')).toBeLessThanOrEqual(size.columns);
      expect(rows[0]).toMatch(/^planner-t/);
    }
  });
});

describe('what a screen must say', () => {
  it.each([
    [
      'workbench at work',
      [
        '1 Research',
        '2 Analysis',
        '3 Plan',
        '0:14 / 0:30',
        '2 questions are waiting',
        'src/server.ts:18',
        'assumption',
      ],
    ],
    [
      'first question',
      [
        'Question 1 of 2',
        'recommended',
        '+ 1 step, + 2 files, + 25–40 min',
        'Decide for me',
        'Something else',
        'replicas: 2',
      ],
    ],
    [
      'review with checks and comments',
      ['Outline', 'revision 1 of 1', '1 to see', '5 steps', 'feedback (1 waiting)'],
    ],
    [
      'approval, all pass',
      [
        'plans/real-time-order-notifications-YYYYMMDD-HHMMSS.md',
        'plans/latest-plan.md',
        '/home/ada/shop-api',
      ],
    ],
    [
      'approval, checks fail',
      ['1 failing check', 'the new queue has no rollback entry', 'approve with a reason'],
    ],
    ['done', ['plans/real-time-order-notifications-20261119-103131.md', 'cat plans/latest-plan.md']],
  ])('%s', (name, words) => {
    const given = CASES[name];
    expect(given).toBeDefined();
    if (!given) return;
    const text = frameOf(modelOf(given, { columns: 120, rows: 36 })).join('\n');
    for (const word of words) expect(text).toContain(word);
    expect(text).toContain('local planner · no model was used · nothing leaves this machine');
  });
});

it.each([
  [120, 'local planner · no model was used · package names leave'],
  [70, 'local planner · package names leave'],
  [48, 'local · package names leave'],
])('at %i columns, who planned before says nothing of what leaves now', (columns, words) => {
  const given = CASES['done'];
  if (!given) throw new Error('no such case');
  const model = modelOf(given, { columns, rows: 36 });
  const localPlanner = { ...model.facts.localPlanner, leaves: 'package names leave' };
  const facts = { ...model.facts, localPlanner };
  const text = frameOf({ ...model, facts }).join('\n');
  expect(text).toContain(words);
  expect(text).not.toContain('nothing leaves');
});

it.each([120, 70, 48])('at %i columns, a session about an address says that its host is asked', columns => {
  const given = CASES['done'];
  if (!given) throw new Error('no such case');
  const events = (given.events ?? states.published).map(event =>
    event.type === 'SessionStarted'
      ? { ...event, planner: { ...event.planner, leaves: 'github.com is asked' } }
      : event,
  );
  const text = frameOf(modelOf({ ...given, events }, { columns, rows: 36 })).join('\n');
  expect(text).toContain('github.com is asked');
  expect(text).not.toContain('nothing leaves');
});
