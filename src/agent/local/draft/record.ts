import type { Answer, Feedback, Finding, Goal, Question } from '../../../domain/index.ts';
import type { Plan } from '../../../plan/model.ts';
import type { ProjectFacts } from '../../../session/events.ts';
import { goalTitle } from '../../../session/goal.ts';
import { currentApproach } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { type GoalWords, goalWords } from '../goal-words.ts';

/** What the session knows when a draft is made: the person's words and what was recorded so far. */
export interface DraftRecord {
  readonly sessionId: string;
  /** The goal as it is read: its `text` is plain, bounded and in English as far as it was understood. */
  readonly goal: Goal;
  /** What the person typed, as given. */
  readonly given: string;
  readonly words: GoalWords;
  readonly project: ProjectFacts;
  readonly startedAt: number;
  readonly findings: readonly Finding[];
  readonly questions: readonly Question[];
  readonly answers: Readonly<Record<string, Answer>>;
  readonly feedback: readonly Feedback[];
  /** Choices that the approach is made of, by question: of two approaches each has its own. */
  readonly picks: ReadonlyMap<string, string>;
  /** Plans of earlier revisions, oldest first. */
  readonly earlier: readonly Plan[];
}

/** `approachId`: of two approaches this one; absent: the one that is worked on. */
export function recordOf(session: ActiveSession, approachId?: string): DraftRecord {
  const approach =
    approachId === undefined ? currentApproach(session) : session.approaches.find(a => a.id === approachId);
  const words = goalWords(session.goal.text);
  const { goal } = session;
  return {
    sessionId: session.sessionId,
    goal: {
      ...goal,
      text: words.text,
      title: words.foreign ? goal.title : goalTitle(words.text || goal.title),
    },
    given: goal.text,
    words,
    project: session.project,
    startedAt: session.startedAt,
    findings: session.findings,
    questions: session.questions,
    answers: session.answers,
    feedback: session.feedback,
    picks: new Map(Object.entries(approach?.axis?.picks ?? {})),
    earlier: approach?.revisions.map(r => r.revision.plan) ?? [],
  };
}

/** The same record for one of two approaches, with what a run found that the session of its beginning does not hold. */
export function ofApproach(record: DraftRecord, session: ActiveSession, approachId: string): DraftRecord {
  const { picks, earlier } = recordOf(session, approachId);
  return { ...record, picks, earlier };
}
