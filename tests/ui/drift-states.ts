import type { PlanDrift } from '../../src/plan/drift/model.ts';
import { drift } from '../../src/plan/drift.ts';
import type { Plan } from '../../src/plan/model.ts';
import { failure } from '../../src/shared/result.ts';
import { type DriftUi, openDrift } from '../../src/ui/screens/drift/state.ts';
import { world } from '../plan/drift-world.ts';
import { samplePlan } from '../plan/sample.ts';
import { NASTY_PATH } from './map-states.ts';

export const PLAN_PATH = 'plans/audit-log-20261119-090000.md';

const commits = [
  {
    sha: '7be2d90c11'.padEnd(40, '0'),
    subject: 'feat: keep the sockets of each user',
    files: ['src/realtime/hub.ts'],
  },
  {
    sha: '9a1f00d377'.padEnd(40, '0'),
    subject: 'feat: publish what is stored',
    files: ['src/orders/service.ts', 'src/orders/audit.ts'],
  },
];

/** The sample plan, of which the first two steps are done, the third in part. */
const facts = world(
  {
    'package.json': 'modified',
    'package-lock.json': 'modified',
    'src/realtime/hub.ts': 'created',
    'src/server.ts': 'modified',
    'src/orders/service.ts': 'modified',
    'src/orders/audit.ts': 'created',
    'tests/realtime/hub.test.ts': 'created',
  },
  ['tests/auth/middleware.test.ts', 'tests/orders/service.test.ts'],
  {
    'src/realtime/hub.ts': {
      createHub: { fate: 'created', line: 9, kind: 'function', exported: true },
      send: { fate: 'created', line: 31, kind: 'method', exported: true },
      'Hub.send': { fate: 'created', line: 31, kind: 'method', exported: true },
    },
    'src/server.ts': { startServer: { fate: 'modified', line: 18, kind: 'function', exported: true } },
    'src/orders/service.ts': {
      setStatus: { fate: 'same', line: 74, kind: 'method', exported: true },
      'OrderService.setStatus': { fate: 'same', line: 74, kind: 'method', exported: true },
      auditOf: { fate: 'created', line: 101, kind: 'function', exported: true },
      cached: { fate: 'created', line: 120, kind: 'const', exported: false },
    },
  },
  {
    commits,
    declares: () => true,
    text: path =>
      path === 'tests/realtime/hub.test.ts'
        ? "it('ends the handshake of a missing, an expired and a forged token with 401', () => {});"
        : undefined,
    coverage: {
      kind: 'read',
      path: 'coverage/lcov.info',
      files: new Map([
        ['src/realtime/hub.ts', { covered: 30, lines: 80 }],
        ['src/server.ts', { covered: 40, lines: 44 }],
      ]),
      unplaced: 2,
      madeAt: 0,
      newer: 'src/orders/service.ts',
    },
  },
);

const plan: Plan = {
  ...samplePlan,
  tests: {
    ...samplePlan.tests,
    intro: [
      ...samplePlan.tests.intro,
      { text: 'Coverage of at least 80 % of the planned files.', sources: [] },
    ],
  },
};

export const sampleDrift: PlanDrift = {
  path: PLAN_PATH,
  title: plan.title,
  since: samplePlan.commit ?? '',
  ...drift(plan, facts, () => false),
};

/** Everything that comes from outside is as nobody should write it. */
const NASTY = `${NASTY_PATH} \u001b]0;x\u0007`;
const nasty: PlanDrift = {
  ...sampleDrift,
  path: NASTY,
  title: NASTY,
  steps: sampleDrift.steps.map(step => ({
    ...step,
    title: NASTY,
    items: step.items.map(item => ({
      ...item,
      path: NASTY,
      found: NASTY,
      done: false,
      name: NASTY,
      line: 123_456,
    })),
    commits: [{ sha: 'a'.repeat(40), subject: NASTY }],
  })),
  tests: {
    files: sampleDrift.tests.files.map(item => ({ ...item, path: NASTY })),
    cases: [
      { text: NASTY, proves: [], found: false, nearest: { path: NASTY, line: 1, name: NASTY, share: 0.5 } },
    ],
  },
  unplanned: [{ path: NASTY, fate: 'deleted', commits: [] }],
  alsoChanged: [{ path: NASTY, symbols: [{ name: NASTY, fate: 'modified', line: 9, counts: true }] }],
  security: [
    { text: NASTY, verdict: 'partly', stepId: 'x', evidence: [{ path: NASTY, line: 1, what: NASTY }] },
  ],
  rollback: [{ title: NASTY, undoes: [], verdict: 'gone', because: [NASTY] }],
  coverage: {
    kind: 'unreadable',
    path: NASTY,
    why: NASTY,
    threshold: { percent: 80, of: 'all', text: NASTY },
  },
};

const read = (found: PlanDrift, more: Partial<DriftUi> = {}): DriftUi => ({
  ...openDrift(PLAN_PATH),
  found: { kind: 'read', drift: found },
  ...more,
});

export const DRIFTS: Readonly<Record<string, DriftUi>> = {
  reading: openDrift(NASTY),
  failed: { ...openDrift(NASTY), found: { kind: 'failed', failure: failure('no-base', NASTY, NASTY) } },
  steps: read(sampleDrift),
  'details of a step': read(sampleDrift, { focus: 'detail', selected: 2, row: 3 }),
  'asked to tick': read(sampleDrift, { asked: { stepIds: ['S-install', 'S-hub'], openedAt: 0 } }),
  'read again': read(sampleDrift, { found: { kind: 'reading', before: sampleDrift } }),
  ...Object.fromEntries(
    [0, 5, 6, 7, 8, 9, 10].flatMap(selected => [
      [`part ${selected}`, read(sampleDrift, { focus: 'detail', selected })],
      [`part ${selected}, nasty text`, read(nasty, { focus: 'detail', selected, row: 4 })],
    ]),
  ),
  'nasty text': read(nasty),
  'nothing planned': read({
    ...sampleDrift,
    steps: [],
    tests: { files: [], cases: [] },
    documents: [],
    unplanned: [],
    alsoChanged: [],
    security: [],
    rollback: [],
    coverage: { kind: 'no-report', looked: [] },
  }),
};
