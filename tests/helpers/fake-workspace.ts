import { createStore, type EffectHost, type EffectRunner } from '../../src/app/store.ts';
import type { StaleStep } from '../../src/plan/stale.ts';
import type { OutsideEvent } from '../../src/session/commands.ts';
import type { SessionEvent } from '../../src/session/events.ts';
import { replay } from '../../src/session/evolve.ts';
import { makeGoal } from '../../src/session/goal.ts';
import type {
  ConsentAnswer,
  MapProgress,
  PlannerOffer,
  PlannerSwitch,
  SessionStore,
  Workspace,
} from '../../src/session/ports.ts';
import { type Failure, failure, ok } from '../../src/shared/result.ts';
import * as states from '../ui/states.ts';
import { fakeMapView } from './fake-map.ts';

export interface FakeOptions {
  /** Milliseconds between two events of a run; 0 in tests. */
  readonly pace?: number;
  readonly initial?: readonly SessionEvent[];
  readonly now?: () => number;
  readonly home?: 'empty' | 'full';
  /** What the editor makes of a text. */
  readonly edit?: (text: string) => string;
  readonly stale?: readonly StaleStep[];
  readonly failStart?: boolean;
  /** How far the code followed a plan. */
  readonly drift?: Workspace['drift'];
  /** What feedback would do, where the planner can tell it beforehand. */
  readonly preview?: NonNullable<SessionStore['preview']>;
  /** What the person has to agree to first. */
  readonly consent?: Workspace['consent'];
  /** Who else might plan; no model can be asked where absent. */
  readonly planners?: PlannerOffer;
  /** What the server lists, or why it lists nothing. */
  readonly models?: readonly string[] | Failure;
  readonly switchPlanner?: Workspace['switchPlanner'];
  /** What is told after the answer. */
  readonly agreeTold?: string;
  /** How plans reach implementers; none is installed where absent. */
  readonly handOver?: Partial<Workspace['handOver']>;
  /** Whether revision 1 fails a check. */
  readonly failingCheck?: boolean;
}

export interface FakeWorkspace extends Workspace {
  readonly saved: Map<string, string>;
  readonly log: SessionEvent[];
  /** Files that were given to the editor, with their lines. */
  readonly opened: string[];
  /** Plans whose drift was asked for, and steps that were ticked. */
  readonly asked: string[];
  readonly ticked: string[];
  /** How `consent` was answered. */
  readonly answered: ConsentAnswer[];
  /** Planners that were chosen. */
  readonly switched: PlannerSwitch[];
  /** The session opened last. */
  store(): SessionStore | undefined;
}

/** No implementer is installed, and of each plan two of three steps are open. */
const nobody: Workspace['handOver'] = {
  implementers: () => [
    {
      id: 'claude',
      name: 'Claude Code',
      program: 'claude',
      state: 'missing',
      install: 'npm install -g @anthropic-ai/claude-code',
    },
  ],
  version: async () => undefined,
  async work(path, step) {
    const estimate = { low: 10, likely: 12, high: 15 };
    const open = [
      { id: 'S-push', number: 2, title: 'Push order changes', estimate },
      { id: 'S-tests', number: 3, title: 'Tests', estimate },
    ];
    const [first] = open;
    return ok({
      path,
      title: 'Real-time order notifications',
      done: 1,
      total: 3,
      open,
      ...(step === 'next' && first ? { step: first } : {}),
      instruction: `Carry out ${step === 'next' ? 'one step of ' : ''}the plan.\n\nPlan file: ${path}`,
      seal: 'a',
      notices: [],
    });
  },
  start: async () => ({ ok: false, error: failure('not-installed', 'Nobody is installed.') }),
};

const NO_MODEL: PlannerOffer = {
  now: states.planner,
  server: { ok: false, error: failure('credentials-missing', 'No credentials were found.', 'Set a key.') },
};

const PATHS = [
  'src/server.ts',
  'src/orders/service.ts',
  'src/auth/middleware.ts',
  'docs/system-architecture.md',
];

/** A workspace over the real store with a planner that plays the fixture session. */
export function fakeWorkspace(options: FakeOptions = {}): FakeWorkspace {
  const { pace = 0, now = () => states.NOW, home = 'full' } = options;
  const saved = new Map<string, string>();
  const log: SessionEvent[] = [];
  const opened: string[] = [];
  const asked: string[] = [];
  const ticked: string[] = [];
  const answered: ConsentAnswer[] = [];
  const switched: PlannerSwitch[] = [];
  let store: SessionStore | undefined;
  const map: MapProgress = {
    kind: 'ready',
    counts: { files: 412, symbols: 3180, languages: ['TypeScript', 'SQL'], skipped: 1 },
    ms: 640,
  };

  function open(initial: readonly SessionEvent[]): SessionStore {
    const { preview } = options;
    const opened = createStore({
      log: {
        append: async events => void log.push(...events),
        close: async () => {},
      },
      effects: scripted(options, pace),
      clock: { now },
      initial: replay(initial),
    });
    store = preview ? { ...opened, preview } : opened;
    return store;
  }

  return {
    previewsFeedback: options.preview !== undefined,
    saved,
    log,
    store: () => store,
    project: states.project,
    planner: states.planner,
    localPlanner: { ...states.planner, forSession: true },
    ...(options.consent ? { consent: options.consent } : {}),
    agree(answer) {
      answered.push(answer);
      return {
        planner: answer === 'no' ? states.planner : states.modelPlanner,
        ...(options.agreeTold ? { told: options.agreeTold } : {}),
      };
    },
    planners: () => options.planners ?? NO_MODEL,
    async models() {
      const { models = [] } = options;
      return 'kind' in models ? { ok: false, error: models } : ok(models);
    },
    switchPlanner(to) {
      switched.push(to);
      return options.switchPlanner?.(to) ?? { kind: 'chosen', planner: states.planner };
    },
    switched,
    answered,
    version: '0.1.0',
    home: {
      suggestions: async () =>
        home === 'empty'
          ? []
          : [
              { text: 'test src/billing/invoice.ts', why: 'it changed 31 times in 90 days and has no test' },
              { text: 'upgrade express 4.18 to 5.1', why: '14 files use what changed' },
              { text: 'settle how src/queue retries', why: '9 TODOs speak of “retry” there' },
            ],
      plans: async () =>
        home === 'empty'
          ? []
          : [
              {
                path: 'plans/audit-log-20261119-090000.md',
                title: 'Audit log',
                goal: 'Audit log',
                status: 'done',
                created: '2026-11-19T09:00:00Z',
                steps: { done: 6, total: 6 },
              },
              {
                path: 'plans/search-20261112-090000.md',
                title: 'Search endpoint',
                goal: 'Search endpoint',
                status: 'implementing',
                created: '2026-11-12T09:00:00Z',
                steps: { done: 3, total: 7 },
              },
            ],
      sessions: async () =>
        home === 'empty'
          ? []
          : [
              {
                id: '20261119-a1',
                goal: 'rate limiting',
                updatedAt: states.NOW - 3_600_000,
                openQuestions: 2,
                revisions: 0,
                plans: [],
              },
            ],
      earlierGoals: () => (home === 'empty' ? [] : ['add an audit log', 'add a search endpoint']),
    },
    map: fakeMapView(map, PATHS),
    evidence: {
      read: async source =>
        source.kind === 'file' && source.path.startsWith('src/orders')
          ? {
              text: 'setStatus(id: string, status: Status) {\n  return this.db.order.update({ id, status });\n}',
              startLine: source.line,
              hash: '0123456789abcdef',
            }
          : undefined,
    },
    async drift(path) {
      asked.push(path);
      return options.drift
        ? options.drift(path)
        : { ok: false, error: failure('no-file', `${path} cannot be read.`) };
    },
    async tickSteps(path, stepIds) {
      ticked.push(`${path}: ${stepIds.join(', ')}`);
      return ok({ boxes: stepIds.length * 2, steps: stepIds });
    },
    asked,
    ticked,
    handOver: { ...nobody, ...options.handOver },
    rest: () => {},
    measure: async () => ({ dependents: 3, exported: ['setStatus'], packages: {} }),
    stale: async () => options.stale ?? [],
    export: async (_, saved, form) => ok(`plans/exports/${saved ?? 'draft'}.${form}`),
    async start(wish) {
      if (options.failStart)
        return {
          ok: false,
          error: failure(
            'no-project',
            'This folder is no project.',
            'Start inside one, or name it: --project DIR',
          ),
        };
      const opened = open(options.initial ?? []);
      if (!options.initial)
        await opened.dispatch({
          type: 'start',
          goal: makeGoal(wish),
          project: states.project,
          planner:
            answered.at(-1) === undefined || answered.at(-1) === 'no' ? states.planner : states.modelPlanner,
          sessionId: '20261119-a1',
        });
      return ok(opened);
    },
    async resume(id) {
      if (id !== '20261119-a1')
        return { ok: false, error: failure('unknown-session', `There is no session ${id}.`) };
      return ok(open(options.initial ?? states.asking));
    },
    drafts: { load: field => saved.get(field) ?? '', save: (field, text) => void saved.set(field, text) },
    edit: async text => ok(options.edit?.(text) ?? text),
    async openFile(path, line) {
      opened.push(`${path}:${line}`);
      return ok(undefined);
    },
    opened,
  };
}

/** Plays the fixture's events for each run, one after the other. */
function scripted(options: FakeOptions, pace: number): EffectRunner {
  let stopped = false;
  const playing = new Set<string>();
  async function play(host: EffectHost, runId: string, events: readonly OutsideEvent[]): Promise<void> {
    playing.add(runId);
    for (const event of events) {
      if (pace > 0) await new Promise(resolve => setTimeout(resolve, pace));
      if (stopped || !playing.has(runId)) return;
      await host.dispatch({
        type: 'record',
        event: 'at' in event && pace > 0 ? { ...event, at: Date.now() } : event,
      });
    }
  }
  const outside = (events: readonly SessionEvent[]): OutsideEvent[] =>
    events.flatMap(e => (isOutside(e) ? [e] : []));
  return {
    run(effect, host) {
      const state = host.state();
      if (state.kind !== 'active') return;
      switch (effect.type) {
        case 'StartRun': {
          const run = state.runs.find(r => r.id === effect.runId);
          const number = (state.approaches[0]?.revisions.length ?? 0) + 1;
          const end: OutsideEvent = {
            type: 'RunStopped',
            at: states.NOW,
            runId: effect.runId,
            reason: 'done',
          };
          if (run?.kind === 'research') {
            const events = outside(states.asking).filter(e => e.type !== 'RunStopped');
            void play(host, effect.runId, [...events, end]);
            return;
          }
          const plan = number === 1 ? states.firstPlan : { ...states.secondPlan, revision: number };
          void play(host, effect.runId, [
            { type: 'PhaseStarted', at: states.NOW, phase: 'planning', budgetMs: 30_000 },
            {
              type: 'ActivityNoted',
              at: states.NOW,
              activity: { phase: 'planning', verb: 'Creating', object: 'implementation steps' },
            },
            {
              type: 'RevisionDrafted',
              at: states.NOW,
              approachId: 'a',
              approachTitle: plan.approach.title,
              revision: states.revision(plan),
            },
            { type: 'PhaseEnded', at: states.NOW, phase: 'planning' },
            end,
          ]);
          return;
        }
        case 'CheckPlan': {
          const fails = options.failingCheck !== false && effect.revision === 1;
          void host.dispatch({
            type: 'record',
            event: {
              type: 'PlanChecked',
              at: states.NOW,
              approachId: effect.approachId,
              revision: effect.revision,
              report: states.report(fails ? states.failing : undefined),
            },
          });
          return;
        }
        case 'PublishPlan':
          void host.dispatch({
            type: 'record',
            event: {
              type: 'PlanPublished',
              at: states.NOW,
              approachId: effect.approachId,
              revision: effect.revision,
              path: 'plans/real-time-order-notifications-20261119-103131.md',
              latest: 'plans/latest-plan.md',
            },
          });
          return;
        case 'CancelRun':
          playing.delete(effect.runId);
          return;
      }
    },
    async stop() {
      stopped = true;
    },
  };
}

const OUTSIDE = new Set([
  'PhaseStarted',
  'PhaseEnded',
  'ActivityNoted',
  'MapBuilt',
  'FindingRecorded',
  'ImpactRanked',
  'QuestionRaised',
  'RevisionDrafted',
  'RunStopped',
  'NoticeRaised',
]);

function isOutside(event: SessionEvent): event is OutsideEvent {
  return OUTSIDE.has(event.type);
}
