import { assertNever } from '../shared/assert-never.ts';
import type { SessionEvent } from './events.ts';
import { currentApproach } from './selectors.ts';
import type {
  ActiveSession,
  ApproachState,
  CheckedRevision,
  PhaseState,
  Run,
  SessionState,
} from './state.ts';
import { addTokens, NO_TOKENS } from './tokens.ts';

/** Lines of a pane that are kept; older ones are in the log. */
const ACTIVITIES_KEPT = 200;

/**
 * Folds one durable event into the session. Pure: replaying a log gives the live state.
 * Events before `SessionStarted` and a second `SessionStarted` change nothing.
 */
export function evolve(state: SessionState, event: SessionEvent): SessionState {
  if (state.kind === 'empty') return event.type === 'SessionStarted' ? begin(event) : state;
  return fold(state, event);
}

/** Folds a whole log, oldest first. */
export function replay(events: Iterable<SessionEvent>, from: SessionState = { kind: 'empty' }): SessionState {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
}

function begin(event: Extract<SessionEvent, { type: 'SessionStarted' }>): ActiveSession {
  return {
    kind: 'active',
    sessionId: event.sessionId,
    startedAt: event.at,
    project: event.project,
    planner: event.planner,
    handedOver: false,
    goal: event.goal,
    earlierGoals: [],
    runs: [],
    phases: [],
    activities: [],
    findings: [],
    impacts: [],
    precedents: [],
    questions: [],
    answers: {},
    submitted: false,
    feedback: [],
    feedbackApplied: 0,
    steers: [],
    objections: [],
    approaches: [],
    notices: [],
    closed: false,
  };
}

function fold(state: ActiveSession, event: SessionEvent): ActiveSession {
  switch (event.type) {
    case 'SessionStarted':
      return state;
    case 'GoalChanged': {
      // The other approach answered the goal before; the log keeps it.
      const { taken: _, ...rest } = state;
      const current = currentApproach(state);
      return {
        ...rest,
        approaches: current ? [current] : [],
        goal: event.goal,
        earlierGoals: [...state.earlierGoals, state.goal],
        submitted: false,
        handedOver: false,
      };
    }
    case 'PlannerChanged':
      return {
        ...state,
        planner: event.planner,
        handedOver: state.handedOver || event.planner.engine !== state.planner.engine,
      };
    case 'RunStarted':
      return runStarted(state, event);
    case 'PhaseStarted': {
      const phase: PhaseState = { phase: event.phase, startedAt: event.at, budgetMs: event.budgetMs };
      return { ...state, phases: [...state.phases.filter(p => p.phase !== event.phase), phase] };
    }
    case 'PhaseEnded':
      return { ...state, phases: endPhases(state.phases, event.at, event.phase) };
    case 'ActivityNoted':
      return { ...state, activities: [...state.activities, event.activity].slice(-ACTIVITIES_KEPT) };
    case 'MapBuilt':
      return { ...state, map: event.counts };
    case 'FindingRecorded':
      return { ...state, findings: upsert(state.findings, event.finding) };
    case 'ImpactRanked':
      return { ...state, impacts: event.impacts, precedents: event.precedents };
    case 'QuestionRaised':
      return { ...state, questions: upsert(state.questions, event.question) };
    case 'QuestionAnswered':
      return {
        ...state,
        answers: { ...state.answers, [event.answer.questionId]: event.answer },
        submitted: false,
      };
    case 'AnswersSubmitted':
      return { ...state, submitted: true };
    case 'FeedbackGiven':
      return { ...state, feedback: [...state.feedback, event.feedback] };
    case 'FeedbackWithdrawn':
      return { ...state, feedback: state.feedback.filter(f => f.id !== event.feedbackId) };
    case 'ObjectionRaised':
      return { ...state, objections: upsert(state.objections, event.objection) };
    case 'ObjectionJudged':
      return {
        ...state,
        objections: state.objections.map(o =>
          o.id === event.objectionId ? { ...o, verdict: event.verdict } : o,
        ),
      };
    case 'SteerGiven':
      return { ...state, steers: [...state.steers, { ...event.steer, givenAt: event.at }] };
    case 'SteersTaken':
      return {
        ...state,
        steers: state.steers.map(s =>
          event.steerIds.includes(s.id) && !s.taken ? { ...s, taken: { at: event.at, by: event.by } } : s,
        ),
      };
    case 'RevisionDrafted': {
      const run = state.runs.at(-1);
      const said = {
        feedback: state.feedback.slice(0, run?.feedbackSeen ?? state.feedback.length),
        answers: run?.answersSeen ?? state.answers,
      };
      return {
        ...state,
        approaches: withRevision(
          state.approaches,
          { id: event.approachId, title: event.approachTitle, axis: event.axis },
          { revision: event.revision, said },
        ),
        // Feedback and answers given while the Run was under way still wait for the next one.
        feedbackApplied: run?.feedbackSeen ?? state.feedback.length,
        submitted: state.submitted || run?.answersSeen === state.answers,
      };
    }
    case 'ApproachTaken':
      return { ...state, taken: event.approachId };
    case 'RevisionWritten':
      return revisionWritten(state, event);
    case 'PlanChecked':
      return { ...state, approaches: withReport(state.approaches, event) };
    case 'RevisionApproved': {
      // Approving again is a new try: what failed before no longer stands.
      const { publishFailure: _, ...rest } = state;
      const { approachId, revision, at, override } = event;
      return { ...rest, approval: { approachId, revision, at, override } };
    }
    case 'PlanPublished': {
      const { publishFailure: _, ...rest } = state;
      const { approachId, revision, path, latest, supersedes } = event;
      return { ...rest, published: { approachId, revision, path, latest, supersedes } };
    }
    case 'PublishFailed':
      return { ...state, publishFailure: event.failure };
    case 'RunStopped':
      return runStopped(state, event);
    case 'NoticeRaised':
      return state.notices.includes(event.text)
        ? state
        : { ...state, notices: [...state.notices, event.text] };
    case 'TokensSpent':
      return { ...state, spent: spentWith(state.spent, event) };
    case 'SessionClosed':
      return { ...state, closed: true };
    default:
      return assertNever(event);
  }
}

/**
 * A research Run starts from a clean table, unless another planner takes over; answers and feedback are the person's and
 * stay.
 */
function runStarted(
  state: ActiveSession,
  event: Extract<SessionEvent, { type: 'RunStarted' }>,
): ActiveSession {
  const run: Run = {
    id: event.runId,
    kind: event.kind,
    startedAt: event.at,
    basedOn: event.basedOn,
    feedbackSeen: state.feedback.length,
    answersSeen: state.answers,
  };
  const base = { ...state, runs: [...state.runs, run], handedOver: false, closed: false };
  if (event.kind !== 'research') return { ...base, phases: state.phases.filter(p => p.phase !== 'planning') };
  if (state.handedOver) return { ...base, phases: [] };
  return { ...base, phases: [], activities: [], findings: [], impacts: [], precedents: [], questions: [] };
}

function runStopped(
  state: ActiveSession,
  event: Extract<SessionEvent, { type: 'RunStopped' }>,
): ActiveSession {
  const runs = state.runs.map(run =>
    run.id === event.runId && !run.stopped
      ? { ...run, stopped: { at: event.at, reason: event.reason, failure: event.failure } }
      : run,
  );
  return { ...state, runs, phases: endPhases(state.phases, event.at) };
}

function endPhases(phases: readonly PhaseState[], at: number, only?: string): readonly PhaseState[] {
  return phases.map(p =>
    p.endedAt === undefined && (only === undefined || p.phase === only) ? { ...p, endedAt: at } : p,
  );
}

function upsert<T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] {
  return list.some(other => other.id === item.id)
    ? list.map(other => (other.id === item.id ? item : other))
    : [...list, item];
}

/** What was said goes back to what it was for the revision below; feedback that no revision answers yet still waits. */
function revisionWritten(
  state: ActiveSession,
  { approachId, revision }: Extract<SessionEvent, { type: 'RevisionWritten' }>,
): ActiveSession {
  const approach = state.approaches.find(a => a.id === approachId);
  const base = approach?.revisions.find(r => r.revision.number === revision.basedOn);
  const waiting = state.feedback.slice(state.feedbackApplied);
  const newest = base === approach?.revisions.at(-1);
  const said = base?.said ?? { feedback: [], answers: state.answers };
  return {
    ...state,
    approaches: withRevision(
      state.approaches,
      { id: approachId, title: approach?.title ?? revision.plan.approach.title, axis: approach?.axis },
      { revision, said },
    ),
    feedback: [...said.feedback, ...waiting],
    feedbackApplied: said.feedback.length,
    ...(newest ? {} : { answers: said.answers, submitted: true }),
  };
}

function withRevision(
  approaches: readonly ApproachState[],
  { id, title, axis }: Omit<ApproachState, 'revisions'>,
  checked: CheckedRevision,
): readonly ApproachState[] {
  const sided = { id, title, ...(axis ? { axis } : {}) };
  if (!approaches.some(a => a.id === id)) return [...approaches, { ...sided, revisions: [checked] }];
  return approaches.map(a => (a.id === id ? { ...sided, revisions: [...a.revisions, checked] } : a));
}

function withReport(
  approaches: readonly ApproachState[],
  event: Extract<SessionEvent, { type: 'PlanChecked' }>,
): readonly ApproachState[] {
  return approaches.map(a =>
    a.id === event.approachId
      ? {
          ...a,
          revisions: a.revisions.map(r =>
            r.revision.number === event.revision ? { ...r, report: event.report } : r,
          ),
        }
      : a,
  );
}

function spentWith(
  before: ActiveSession['spent'],
  { model, tokens, usd, pricesOf }: Extract<SessionEvent, { type: 'TokensSpent' }>,
): NonNullable<ActiveSession['spent']> {
  return {
    tokens: addTokens(before?.tokens ?? NO_TOKENS, tokens),
    model,
    ...(before?.usd === undefined && usd === undefined ? {} : { usd: (before?.usd ?? 0) + (usd ?? 0) }),
    pricesOf: pricesOf ?? before?.pricesOf,
    unpriced: (before?.unpriced ?? false) || usd === undefined,
  };
}
