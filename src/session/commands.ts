import type { Answer, FeedbackTarget, Goal } from '../domain/index.ts';
import type { Revision } from '../plan/model.ts';
import type { PlannerChoice, ProjectFacts, SessionEvent } from './events.ts';

/** Wishes. `decide` turns them into events and effects, or says why not. */
export type Command =
  | {
      readonly type: 'start';
      readonly goal: Goal;
      readonly project: ProjectFacts;
      readonly planner: PlannerChoice;
      readonly sessionId: string;
    }
  /** Begins a session with a plan that is there already. */
  | {
      readonly type: 'adopt';
      readonly goal: Goal;
      readonly project: ProjectFacts;
      readonly planner: PlannerChoice;
      readonly sessionId: string;
      readonly revision: Revision;
    }
  | { readonly type: 'change-goal'; readonly goal: Goal }
  /** From the next Run on this planner works; what was found, asked and answered stays. */
  | { readonly type: 'change-planner'; readonly planner: PlannerChoice }
  | { readonly type: 'answer'; readonly answer: Answer }
  /** Ends the round: what is unanswered is delegated (`rest: 'delegate'`) or stays open (`rest: 'leave'`). */
  | { readonly type: 'submit-answers'; readonly rest: 'delegate' | 'leave' }
  | { readonly type: 'give-feedback'; readonly text: string; readonly target: FeedbackTarget }
  /** Says something to the Run under way. */
  | { readonly type: 'steer'; readonly text: string }
  | { readonly type: 'withdraw-feedback'; readonly feedbackId: string }
  | { readonly type: 'regenerate' }
  /** Has the newest revision read against itself. */
  | { readonly type: 'criticise' }
  /** An objection becomes feedback, or is put aside for good. */
  | {
      readonly type: 'judge';
      readonly objectionId: string;
      readonly verdict: 'accepted' | 'rejected';
    }
  /** Takes one of two approaches, with these steps of the other one. */
  | { readonly type: 'take-approach'; readonly approachId: string; readonly steps: readonly string[] }
  /** The Markdown of a revision after a person's hands; `file` where it is the plan's own file that was edited outside. */
  | {
      readonly type: 'edit-plan';
      readonly markdown: string;
      readonly basedOn: number;
      readonly file?: { readonly path: string; readonly hash: string };
    }
  | { readonly type: 'restore'; readonly revision: number }
  | { readonly type: 'approve'; readonly override?: string }
  | { readonly type: 'publish' }
  | { readonly type: 'cancel-run' }
  /** `planner`: who works here from now on, where that is not as it was. */
  | { readonly type: 'resume'; readonly planner?: PlannerChoice }
  | { readonly type: 'close' }
  /** An event from outside the person: from a Run, a check or publishing. */
  | { readonly type: 'record'; readonly event: OutsideEvent };

export type OutsideEvent = Exclude<
  SessionEvent,
  {
    type:
      | 'SessionStarted'
      | 'GoalChanged'
      | 'PlannerChanged'
      | 'QuestionAnswered'
      | 'AnswersSubmitted'
      | 'FeedbackGiven'
      | 'FeedbackWithdrawn'
      | 'SteerGiven'
      | 'ObjectionJudged'
      | 'RevisionWritten'
      | 'ApproachTaken'
      | 'RevisionApproved'
      | 'RunStarted'
      | 'SessionClosed';
  }
>;

/** Work to do. Each ends in an event that comes back by a `record` command. */
export type Effect =
  | { readonly type: 'StartRun'; readonly runId: string }
  | { readonly type: 'CancelRun'; readonly runId: string }
  | { readonly type: 'CheckPlan'; readonly approachId: string; readonly revision: number }
  | { readonly type: 'PublishPlan'; readonly approachId: string; readonly revision: number };
