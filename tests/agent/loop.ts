import type { Planner } from '../../src/agent/port.ts';
import type { Answer } from '../../src/domain/index.ts';
import type { AgentOutput, RunKind, SessionEvent } from '../../src/session/events.ts';
import { evolve, replay } from '../../src/session/evolve.ts';
import { makeGoal } from '../../src/session/goal.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import type { GoalWish } from '../../src/session/verbs.ts';

/** A session that is folded as the app folds it, with time standing still. */
export function begin(
  goal: string | GoalWish,
  project: { name?: string; commit?: string; clean?: boolean } = {},
): ActiveSession {
  return active(
    replay([
      {
        type: 'SessionStarted',
        at: Date.UTC(2026, 10, 24, 9, 30),
        sessionId: 's1',
        project: {
          root: '/project',
          name: project.name ?? 'fake',
          git: project.commit !== undefined,
          ...project,
        },
        goal: makeGoal(goal),
        planner: { engine: 'local', why: 'no key' },
      },
    ]),
  );
}

export function active(state: ReturnType<typeof replay>): ActiveSession {
  if (state.kind !== 'active') throw new Error('the session did not start');
  return state;
}

export function fold(session: ActiveSession, ...events: readonly SessionEvent[]): ActiveSession {
  return active(replay(events, session));
}

/** Runs the planner once and folds what it says; gives the outputs too. */
export async function run(
  planner: Planner,
  before: ActiveSession,
  kind: RunKind,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ readonly session: ActiveSession; readonly outputs: readonly AgentOutput[] }> {
  const runId = `run-${before.runs.length + 1}`;
  let session = fold(before, { type: 'RunStarted', at: 0, runId, kind });
  const outputs: AgentOutput[] = [];
  for await (const output of planner.run({ runId, kind, session, signal })) {
    outputs.push(output);
    if (output.type !== 'Progress') session = active(evolve(session, { ...output, at: 0 }));
  }
  return { session, outputs };
}

/** Research, the round answered (`answers`, the rest delegated), and the first draft. */
export async function firstDraft(
  planner: Planner,
  start: ActiveSession,
  answers: Readonly<Record<string, string>> = {},
): Promise<ActiveSession> {
  const { session } = await run(planner, start, 'research');
  const round = session.questions.filter(q => q.asked === 'round');
  if (round.length === 0) return session;
  const given = round.map((q): Answer => {
    const choiceId = answers[q.id];
    return choiceId
      ? { kind: 'choice', questionId: q.id, choiceId }
      : { kind: 'delegated', questionId: q.id };
  });
  const answered = fold(
    session,
    ...given.map((answer): SessionEvent => ({ type: 'QuestionAnswered', at: 0, answer })),
    { type: 'AnswersSubmitted', at: 0 },
  );
  return (await run(planner, answered, 'draft')).session;
}

/** Gives feedback on the newest revision and revises. */
export async function feedBack(
  planner: Planner,
  session: ActiveSession,
  ...texts: readonly string[]
): Promise<ActiveSession> {
  const revision = session.approaches[0]?.revisions.length ?? 0;
  const given = fold(
    session,
    ...texts.map(
      (text, i): SessionEvent => ({
        type: 'FeedbackGiven',
        at: 0,
        feedback: { id: `f${session.feedback.length + i + 1}`, text, target: { kind: 'revision' }, revision },
      }),
    ),
  );
  return (await run(planner, given, 'revise')).session;
}

export function lastPlan(session: ActiveSession) {
  const revision = session.approaches[0]?.revisions.at(-1)?.revision;
  if (!revision) throw new Error(`no revision: ${JSON.stringify(session.runs.at(-1)?.stopped)}`);
  return revision;
}
