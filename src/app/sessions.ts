import type { Planner } from '../agent/port.ts';
import type { GoalKind } from '../domain/index.ts';
import type { CheckReport, Revision } from '../plan/model.ts';
import { sealMarkdown } from '../plan/seal.ts';
import type { PlannerChoice, ProjectFacts, SessionEvent } from '../session/events.ts';
import { replay } from '../session/evolve.ts';
import { goalProblem, makeGoal } from '../session/goal.ts';
import type { SessionStore } from '../session/ports.ts';
import type { ActiveSession } from '../session/state.ts';
import type { Clock } from '../shared/clock.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import type { SessionLog, Storage } from '../storage/port.ts';
import { createEffectRunner, hiddenNotice } from './effects.ts';
import { createStore } from './store.ts';

export type EventListener = (event: SessionEvent) => void;

export interface SessionParts {
  readonly storage: Storage;
  readonly planner: Planner;
  readonly choice: PlannerChoice;
  readonly clock: Clock;
  /** The project as it stands now: asked anew for each session. */
  project(): Promise<ProjectFacts>;
  check(revision: Revision): Promise<CheckReport>;
}

export interface Sessions {
  start(
    goal: string,
    options?: { readonly kind?: GoalKind | undefined; readonly listen?: EventListener | undefined },
  ): Promise<Result<SessionStore>>;
  resume(id: string | undefined, listen?: EventListener): Promise<Result<SessionStore>>;
  /** The id itself when such a session exists, else the newest unfinished one's. */
  find(id: string | undefined): Promise<Result<string>>;
}

/** Opens sessions: a log, the store over it, and the effects that work for it. */
export function createSessions(parts: SessionParts): Sessions {
  const { storage, planner, choice, clock, check, project } = parts;

  function open(log: SessionLog, listen: EventListener | undefined): SessionStore {
    const effects = createEffectRunner({
      planner,
      clock,
      check,
      publish: (session, revision) => publish(storage, session, revision, clock.now()),
    });
    const listened = {
      async append(events: readonly SessionEvent[]) {
        await log.append(events);
        if (listen) for (const event of events) listen(event);
      },
      close: () => log.close(),
    };
    return cleaning(createStore({ log: listened, effects, clock, initial: replay(log.events) }));
  }

  /** What a person types (feedback, answers, edits, a new goal) is made safe and free of secrets before it is an event. */
  function cleaning(store: SessionStore): SessionStore {
    return {
      ...store,
      async dispatch(command) {
        const { value, hidden } = clean(command);
        const done = await store.dispatch(value);
        if (done.ok && hidden > 0)
          await store.dispatch(hiddenNotice('in what was typed', hidden, clock.now()));
        return done;
      },
    };
  }

  async function find(id: string | undefined): Promise<Result<string>> {
    const known = await storage.unfinishedSessions();
    const newest = known[0];
    if (id === undefined)
      return newest
        ? ok(newest.id)
        : err(
            failure(
              'unknown-session',
              'No session of this project is unfinished.',
              'Start one: planner-tui "your goal"',
            ),
          );
    if (known.some(s => s.id === id)) return ok(id);
    const names =
      known
        .slice(0, 5)
        .map(s => s.id)
        .join(', ') || 'none';
    return err(
      failure(
        'unknown-session',
        `There is no unfinished session “${id}” in this project.`,
        `Unfinished: ${names}.`,
      ),
    );
  }

  return {
    find,
    async start(text, options = {}) {
      const cleaned = clean(text);
      const goal = makeGoal(cleaned.value, options.kind);
      // Before a log is made: a refused goal leaves no trace.
      const problem = goalProblem(goal.text);
      if (problem) return err(problem);
      const now = clock.now();
      const created = await storage.createSession(goal.slug, now);
      if (!created.ok) return created;
      const store = open(created.value, options.listen);
      const begun = await store.dispatch({
        type: 'start',
        goal,
        project: await project(),
        planner: choice,
        sessionId: created.value.sessionId,
      });
      if (!begun.ok) {
        await store.close();
        return begun;
      }
      if (cleaned.hidden > 0) await store.dispatch(hiddenNotice('in the goal', cleaned.hidden, clock.now()));
      storage.rememberGoal(goal.text);
      return ok(store);
    },
    async resume(id, listen) {
      const found = await find(id);
      if (!found.ok) return found;
      const opened = await storage.openSession(found.value);
      if (!opened.ok) return opened;
      const store = open(opened.value, listen);
      if (store.state().kind === 'empty') {
        await store.close();
        return err(
          failure(
            'empty-session',
            `The log of session “${found.value}” holds no readable beginning.`,
            'A copy of it was kept; start a new session.',
          ),
        );
      }
      for (const text of opened.value.notices)
        await store.dispatch({ type: 'record', event: { type: 'NoticeRaised', at: clock.now(), text } });
      const resumed = await store.dispatch({ type: 'resume' });
      return resumed.ok ? ok(store) : resumed;
    },
  };
}

/** Seals the approved revision for the path it gets and writes it to `plans/`. */
function publish(storage: Storage, session: ActiveSession, revision: Revision, now: number) {
  const { commit } = session.project;
  return storage.publishPlan({
    slug: revision.plan.slug,
    now,
    markdown: path =>
      sealMarkdown(revision.markdown, {
        approved: new Date(session.approval?.at ?? now).toISOString(),
        path,
        ...(commit === undefined ? {} : { commit }),
      }),
  });
}
