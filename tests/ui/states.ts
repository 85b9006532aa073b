import type { Finding, Question } from '../../src/domain/index.ts';
import type { CheckReport, Plan, Revision } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import type { SessionEvent } from '../../src/session/events.ts';
import { replay } from '../../src/session/evolve.ts';
import { makeGoal } from '../../src/session/goal.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { samplePlan } from '../plan/sample.ts';

/** Half past ten on the day of the sample plan. */
export const NOW = Date.UTC(2026, 10, 19, 10, 30);

export const project = {
  root: '/home/ada/shop-api',
  name: 'shop-api',
  branch: 'main',
  commit: 'a3f9c1d2b4e5f60718293a4b5c6d7e8f90a1b2c3',
  clean: true,
  git: true,
};
export const modelPlanner = {
  engine: 'claude' as const,
  why: 'claude planner · what bears on the goal is sent to api.anthropic.com (ANTHROPIC_API_KEY), secrets hidden',
  leaves: 'excerpts go to api.anthropic.com',
};
export const planner = { engine: 'local' as const, why: 'no credentials were found' };

const excerpt = (startLine: number, text: string) => ({ startLine, text, hash: '0123456789abcdef' });

const COMPOSE = excerpt(
  9,
  'services:\n  api:\n    build: .\n    replicas: 2\n    environment:\n      PORT: 3000\n      DATABASE_URL: postgres://db/shop',
);

export const findings: readonly Finding[] = [
  {
    id: 'n1',
    phase: 'research',
    topic: 'found',
    text: '`ws` 8.18.0 is installed by vite and used nowhere in src',
    sources: [
      {
        kind: 'package',
        name: 'ws',
        version: '8.18.0',
        file: 'README.md',
        excerpt: excerpt(1, '# ws: a Node.js WebSocket library'),
      },
    ],
  },
  {
    id: 'n2',
    phase: 'research',
    topic: 'found',
    text: '“feat: order e-mails” touched 5 files and 212 lines',
    sources: [
      { kind: 'commit', sha: '7be2d90c1f', subject: 'feat: order e-mails', date: '2026-08-02T09:00:00Z' },
    ],
  },
  {
    id: 'n3',
    phase: 'research',
    topic: 'found',
    text: 'Field knowledge on real-time delivery applies',
    sources: [{ kind: 'playbook', name: 'realtime', title: 'Real-time delivery to browsers' }],
  },
  {
    id: 'n4',
    phase: 'analysis',
    topic: 'state',
    text: 'Express listens on PORT, 3000 by default',
    sources: [
      {
        kind: 'file',
        path: 'src/server.ts',
        line: 18,
        excerpt: excerpt(
          16,
          'const app = createApp();\nconst port = Number(process.env.PORT ?? 3000);\nexport const server = createServer(app).listen(port);',
        ),
      },
    ],
  },
  {
    id: 'n5',
    phase: 'analysis',
    topic: 'state',
    text: 'requireUser reads the JWT from the Authorization header',
    sources: [{ kind: 'file', path: 'src/auth/middleware.ts', line: 9, endLine: 24 }],
  },
  {
    id: 'n6',
    phase: 'analysis',
    topic: 'state',
    text: 'Proxies in front of port 3000 pass an HTTP upgrade',
    sources: [],
  },
  {
    id: 'n7',
    phase: 'analysis',
    topic: 'integration',
    text: 'OrderService.setStatus is the only place that writes status; 6 callers',
    sources: [
      { kind: 'file', path: 'src/orders/service.ts', line: 74, endLine: 78 },
      { kind: 'file', path: 'src/orders/controller.ts', line: 31 },
    ],
  },
];

export const questions: readonly Question[] = [
  {
    id: 'server-processes',
    text: 'Will more than one server process run?',
    why: 'Sockets live in one process; an order may change in another.',
    evidence: [
      { kind: 'file', path: 'deploy/compose.yaml', line: 12, excerpt: COMPOSE },
      { kind: 'file', path: 'src/server.ts', line: 18 },
    ],
    choices: [
      {
        id: 'many',
        label: 'Yes: share events through PostgreSQL NOTIFY',
        consequence: 'Both replicas hear of every change.',
        effect: { steps: 1, files: 2, minutes: [25, 40] },
      },
      {
        id: 'one',
        label: 'No: keep events in the process',
        consequence: 'A second replica would miss changes.',
        effect: {},
      },
    ],
    recommended: 'many',
    asked: 'round',
  },
  {
    id: 'missed-events',
    text: 'What should happen to changes that a customer missed while offline?',
    why: 'Nothing in the code stores notifications today.',
    evidence: [
      {
        kind: 'file',
        path: 'prisma/schema.prisma',
        line: 3,
        excerpt: excerpt(3, 'model Order {\n  id     String @id\n  status String\n}'),
      },
    ],
    choices: [
      {
        id: 'drop',
        label: 'Nothing: the page shows the state when it loads',
        consequence: 'No table is added.',
        effect: {},
      },
      {
        id: 'store',
        label: 'Store them for 30 days',
        consequence: 'A table and a clean-up job are added.',
        effect: { steps: 2, files: 4, minutes: [60, 90] },
      },
    ],
    recommended: 'drop',
    asked: 'round',
  },
];

export const firstPlan: Plan = { ...samplePlan, revision: 1, changes: [] };
export const secondPlan: Plan = {
  ...samplePlan,
  revision: 2,
  steps: samplePlan.steps.map((s, i) => (i === 1 ? { ...s, title: `${s.title}, behind a flag` } : s)),
};

export const revision = (plan: Plan): Revision => ({
  number: plan.revision,
  markdown: renderPlan(plan),
  plan,
  ...(plan.revision > 1 ? { basedOn: plan.revision - 1 } : {}),
});

const NAMES = [
  'Sections',
  'Files',
  'Symbols',
  'File summary',
  'Timeline',
  'Dependencies',
  'Requirements',
  'Verification',
  'Code',
  'Rollback',
  'Security',
  'Sources',
  'Wording',
  'Front matter',
  'Length',
];

export function report(failing?: {
  readonly check: number;
  readonly line: number;
  readonly message: string;
  readonly mend: string;
}): CheckReport {
  return {
    results: NAMES.map((name, i) => {
      const failed = failing?.check === i + 1;
      return {
        check: i + 1,
        name,
        verdict: failed ? ('failed' as const) : ('passed' as const),
        findings:
          failed && failing
            ? [
                {
                  severity: 'error' as const,
                  line: failing.line,
                  message: failing.message,
                  mend: failing.mend,
                },
              ]
            : [],
      };
    }),
  };
}

const s = (seconds: number) => NOW + seconds * 1000;

/** Events of a whole session up to a point, oldest first. */
export const begun: readonly SessionEvent[] = [
  {
    type: 'SessionStarted',
    at: s(0),
    sessionId: '20261119-a1',
    project,
    goal: makeGoal('add real-time notifications when an order changes'),
    planner,
  },
  { type: 'RunStarted', at: s(0), runId: 'run-1', kind: 'research' },
  { type: 'PhaseStarted', at: s(0), phase: 'research', budgetMs: 30_000 },
  { type: 'ActivityNoted', at: s(1), activity: { phase: 'research', verb: 'Reading', object: 'README.md' } },
  {
    type: 'ActivityNoted',
    at: s(1),
    activity: { phase: 'research', verb: 'Reading', object: 'package.json' },
  },
  {
    type: 'ActivityNoted',
    at: s(2),
    activity: { phase: 'research', verb: 'Searching', object: 'git log “notif”' },
  },
  ...findings
    .filter(f => f.phase === 'research')
    .map((finding): SessionEvent => ({ type: 'FindingRecorded', at: s(3), finding })),
];
export const analysing: readonly SessionEvent[] = [
  ...begun,
  { type: 'PhaseEnded', at: s(14), phase: 'research' },
  { type: 'PhaseStarted', at: s(14), phase: 'analysis', budgetMs: 45_000 },
  {
    type: 'MapBuilt',
    at: s(15),
    counts: { files: 412, symbols: 3180, languages: ['TypeScript', 'SQL'], skipped: 1 },
  },
  { type: 'ActivityNoted', at: s(16), activity: { phase: 'analysis', verb: 'Mapping', object: '412 files' } },
  {
    type: 'ActivityNoted',
    at: s(17),
    activity: { phase: 'analysis', verb: 'Ranking', object: '23 files affected' },
  },
  {
    type: 'ActivityNoted',
    at: s(18),
    activity: { phase: 'analysis', verb: 'Reading', object: 'src/orders/service.ts' },
  },
  ...findings
    .filter(f => f.phase === 'analysis')
    .map((finding): SessionEvent => ({ type: 'FindingRecorded', at: s(20), finding })),
  ...questions.map((question): SessionEvent => ({ type: 'QuestionRaised', at: s(24), question })),
];
/** What a model that is asked again is told with. */
export const WAITS =
  'Try 2 of 5 in 3 s. api.anthropic.com is overloaded: the service is busy, please wait a little';
const withModel = (events: readonly SessionEvent[]): readonly SessionEvent[] =>
  events.map(e => (e.type === 'SessionStarted' ? { ...e, planner: modelPlanner } : e));
export const spent = (more: Partial<Extract<SessionEvent, { type: 'TokensSpent' }>> = {}): SessionEvent => ({
  type: 'TokensSpent',
  at: s(20),
  phase: 'analysis',
  model: 'claude-opus-5-5',
  tokens: { input: 4_300, output: 4_100, cacheRead: 90_000, cacheWrite: 8_000 },
  usd: 0.1572,
  pricesOf: '2026-10-24',
  ...more,
});
export const modelWorks: readonly SessionEvent[] = [...withModel(analysing), spent()];
export const modelFailed: readonly SessionEvent[] = [
  ...modelWorks,
  {
    type: 'RunStopped',
    at: s(30),
    runId: 'run-1',
    reason: 'failed',
    failure: {
      kind: 'credentials-refused',
      message: 'api.anthropic.com refuses the credentials: invalid x-api-key',
      next: 'Set ANTHROPIC_API_KEY (or ANTHROPIC_AUTH_TOKEN) to one that holds, then go on: the draft is kept.',
    },
  },
];
export const asking: readonly SessionEvent[] = [
  ...analysing,
  { type: 'PhaseEnded', at: s(38), phase: 'analysis' },
  { type: 'RunStopped', at: s(38), runId: 'run-1', reason: 'done' },
];
export const drafted: readonly SessionEvent[] = [
  ...asking,
  {
    type: 'QuestionAnswered',
    at: s(60),
    answer: { kind: 'choice', questionId: 'server-processes', choiceId: 'many' },
  },
  { type: 'QuestionAnswered', at: s(61), answer: { kind: 'delegated', questionId: 'missed-events' } },
  { type: 'AnswersSubmitted', at: s(62) },
  { type: 'RunStarted', at: s(62), runId: 'run-2', kind: 'draft' },
  { type: 'PhaseStarted', at: s(62), phase: 'planning', budgetMs: 30_000 },
  {
    type: 'RevisionDrafted',
    at: s(64),
    approachId: 'a',
    approachTitle: firstPlan.approach.title,
    revision: revision(firstPlan),
  },
  { type: 'PhaseEnded', at: s(64), phase: 'planning' },
  { type: 'RunStopped', at: s(64), runId: 'run-2', reason: 'done' },
];
/** What a model holds against the plan; the second is rejected already. */
export const objected = (
  text = 'A mail server that is away keeps the status from being stored.',
): readonly SessionEvent[] => [
  ...modelReviewing,
  ...(['failure', 'security'] as const).map(
    (critic, i): SessionEvent => ({
      type: 'ObjectionRaised',
      at: s(90),
      objection: {
        id: `o-${i}`,
        critic,
        text,
        mend: 'Store the status first.',
        ...(i === 0 ? { stepId: 'S-hub' } : {}),
        sources: i === 0 ? [{ kind: 'file', path: 'src/orders/service.ts', line: 74 }] : [],
        revision: 1,
      },
    }),
  ),
  { type: 'ObjectionJudged', at: s(91), objectionId: 'o-1', verdict: 'rejected' },
];
/** Two approaches, checked, and none taken. `text` stands wherever a person or a planner may have put it. */
export const compared = (text = 'Socket.IO'): readonly SessionEvent[] => {
  const side = (approachId: 'a' | 'b', named: string): readonly SessionEvent[] => {
    const plan: Plan = {
      ...firstPlan,
      approach: { ...firstPlan.approach, title: `${approachId}: ${named}` },
    };
    return [
      {
        type: 'RevisionDrafted',
        at: s(64),
        approachId,
        approachTitle: plan.approach.title,
        axis: { question: `How do events travel? ${text}`, side: named, picks: {} },
        revision: revision(plan),
      },
      { type: 'PlanChecked', at: s(65), approachId, revision: 1, report: report() },
    ];
  };
  return [
    ...drafted.filter(e => e.type !== 'RevisionDrafted'),
    ...side('a', text),
    ...side('b', 'Server-sent events'),
  ];
};
export const failing = {
  check: 10,
  line:
    revision(firstPlan)
      .markdown.split('\n')
      .findIndex(l => l.startsWith('## Rollback')) + 1,
  message: 'the new queue has no rollback entry',
  mend: 'add one or say why not',
};
export const reviewing: readonly SessionEvent[] = [
  ...drafted,
  { type: 'PlanChecked', at: s(65), approachId: 'a', revision: 1, report: report(failing) },
  {
    type: 'FeedbackGiven',
    at: s(70),
    feedback: {
      id: 'f1',
      text: 'keep the hub behind a feature flag',
      target: { kind: 'step', stepId: 'S-hub' },
      revision: 1,
    },
  },
];
export const modelReviewing: readonly SessionEvent[] = [...withModel(reviewing), spent()];
export const revised: readonly SessionEvent[] = [
  ...reviewing,
  { type: 'RunStarted', at: s(80), runId: 'run-3', kind: 'revise', basedOn: 1 },
  { type: 'PhaseStarted', at: s(80), phase: 'planning', budgetMs: 30_000 },
  {
    type: 'RevisionDrafted',
    at: s(82),
    approachId: 'a',
    approachTitle: secondPlan.approach.title,
    revision: revision(secondPlan),
  },
  { type: 'RunStopped', at: s(82), runId: 'run-3', reason: 'done' },
  { type: 'PlanChecked', at: s(83), approachId: 'a', revision: 2, report: report() },
];
export const published: readonly SessionEvent[] = [
  ...revised,
  { type: 'RevisionApproved', at: s(90), approachId: 'a', revision: 2 },
  {
    type: 'PlanPublished',
    at: s(91),
    approachId: 'a',
    revision: 2,
    path: 'plans/real-time-order-notifications-20261119-103131.md',
    latest: 'plans/latest-plan.md',
  },
];

export function sessionOf(events: readonly SessionEvent[]): ActiveSession {
  const state = replay(events);
  if (state.kind !== 'active') throw new Error('the events start no session');
  return state;
}
