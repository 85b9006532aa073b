import {
  activeRun,
  lastRun,
  latestRevision,
  roundQuestions,
  type SessionStage,
  stage,
} from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import { GRACE_MS, type Model, type Place, say } from './model.ts';
import { frontOf } from './screens/approaches/state.ts';
import { atTop } from './widgets/scroll-view/state.ts';

/** Where each stage of a session is shown when it begins. */
function placeOf(kind: SessionStage['kind']): Place {
  switch (kind) {
    case 'asking':
      return 'questions';
    case 'comparing':
      return 'approaches';
    case 'reviewing':
      return 'review';
    case 'published':
    case 'publishing':
      return 'done';
    default:
      return 'workbench';
  }
}

/** What is said of a place that was reached while the map or a plan's drift lies over it. */
const WAITS: Readonly<Record<Place, string>> = {
  home: 'The session is over.',
  workbench: 'The planner is at work.',
  questions: 'Questions are waiting.',
  approaches: 'Two approaches are there to be compared.',
  review: 'The plan is there to be read.',
  done: 'The plan is saved.',
};

/** Moves to the place of a stage that has just begun; keys in flight are not taken for answers there. */
export function follow(before: Model, next: Model): Model {
  const { session } = next;
  if (session.kind === 'empty') return next;
  const after = accepted(next, session);
  const now = stage(session);
  const earlier = before.session.kind === 'active' ? stage(before.session).kind : undefined;
  if (earlier === now.kind) return after;
  // Answering while research still runs is not interrupted by its end.
  if (after.place === 'questions' && now.kind === 'asking') return after;
  // What was said before is over: a problem stays until it was read.
  const calm = after.toast?.tone === 'problem' ? after : { ...after, toast: undefined };
  // That a plan is saved is news once; who opens it again wants to read it.
  const known = earlier === undefined && now.kind === 'published';
  const place = interrupted(session) ? 'workbench' : known ? 'review' : placeOf(now.kind);
  const moved = goTo(calm, place, session);
  // Who reads the map goes on reading it; the new place waits below.
  if ((after.mapUi || after.driftUi) && moved.place !== after.place)
    return say({ ...moved, overlay: after.overlay }, 'info', WAITS[moved.place], 'Esc goes there.');
  return moved.place === after.place ? moved : { ...moved, graceUntil: after.now + GRACE_MS };
}

/** Goes on from a question once its answer is part of the session, which means on disk. */
function accepted(model: Model, session: ActiveSession): Model {
  const { pending } = model.questions;
  if (!pending || session.answers[pending.questionId] === pending.before) return model;
  return {
    ...model,
    questions: {
      ...model.questions,
      index: pending.to,
      evidence: atTop,
      focus: 'question',
      pending: undefined,
    },
  };
}

/** After a Run that failed, or that the person stopped before questions, the workbench says so before anything else. */
function interrupted(session: ActiveSession): boolean {
  const reason = lastRun(session)?.stopped?.reason ?? 'done';
  const { kind } = stage(session);
  return (kind === 'asking' && reason !== 'done') || (kind === 'reviewing' && reason === 'failed');
}

/** Goes to a place with its state as a newcomer should find it. */
export function goTo(model: Model, place: Place, session: ActiveSession | undefined): Model {
  const next: Model = { ...model, place, overlay: undefined };
  if (!session) return next;
  if (place === 'questions') {
    const round = roundQuestions(session);
    const open = round.findIndex(q => !session.answers[q.id]);
    return {
      ...next,
      questions: {
        ...model.questions,
        index: open < 0 ? round.length : open,
        evidence: atTop,
        focus: 'question',
      },
    };
  }
  if (place === 'review')
    return {
      ...next,
      review: { focus: 'plan', cursor: 0, scroll: atTop, search: model.review.search },
    };
  if (place === 'approaches')
    return {
      ...next,
      approaches: { ...model.approaches, side: frontOf(session), scroll: atTop, picking: undefined },
    };
  if (place === 'workbench') {
    const running = activeRun(session) ? session.phases.findLast(p => p.endedAt === undefined) : undefined;
    const focus = running?.phase ?? (latestRevision(session) ? 'planning' : model.workbench.focus);
    return { ...next, workbench: { ...model.workbench, focus } };
  }
  return next;
}
