import type { Planner } from '../agent/port.ts';
import type { Goal } from '../domain/index.ts';
import { adoptedRevision } from '../plan/carry-edits.ts';
import type { CheckReport, Revision } from '../plan/model.ts';
import { readPlan } from '../plan/read/index.ts';
import { contentHash, sealState, unsealMarkdown } from '../plan/seal.ts';
import type { Command } from '../session/commands.ts';
import type { PlannerChoice, ProjectFacts, SessionEvent } from '../session/events.ts';
import { replay } from '../session/evolve.ts';
import { goalProblem, makeGoal } from '../session/goal.ts';
import type { SessionStore } from '../session/ports.ts';
import { activeRun, latestRevision } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import type { GoalWish } from '../session/verbs.ts';
import type { Clock } from '../shared/clock.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import type { SessionLog, Storage } from '../storage/port.ts';
import { createEffectRunner, hiddenNotice } from './effects.ts';
import { publish } from './publishing.ts';
import { createStore } from './store.ts';

export type EventListener = (event: SessionEvent) => void;

export interface SessionParts {
  readonly storage: Storage;
  readonly planner: Planner;
  /** Who plans in a session that begins now. */
  choice(goal: Goal): PlannerChoice;
  /** Who goes on with a session that this one planned so far. */
  choiceFor(before: PlannerChoice, goal: Goal): PlannerChoice;
  readonly clock: Clock;
  /** The project as it stands now: asked anew for each session. */
  project(): Promise<ProjectFacts>;
  check(revision: Revision): Promise<CheckReport>;
  /** Takes in what a wish is about, outside its words, where that is read once: a log on standard input. */
  readonly takeIn?: (wish: GoalWish) => Promise<Result<GoalWish>>;
}

export interface Sessions {
  start(wish: GoalWish, listen?: EventListener): Promise<Result<SessionStore>>;
  /**
   * By its id; by a plan of `plans/` the session that made it, with all its revisions, or where there is none a new one that
   * begins with that file; without either the newest unfinished one.
   */
  resume(idOrPlan: string | undefined, listen?: EventListener): Promise<Result<SessionStore>>;
  /** A session as it is on disk: nothing is opened or begun, and it may be at work elsewhere. */
  lookAt(id: string): Promise<Result<ActiveSession>>;
  /** The id itself when such a session exists, also a finished one; without an id the newest unfinished one's. */
  find(id: string | undefined): Promise<Result<string>>;
}

/** Opens sessions: a log, the store over it, and the effects that work for it. */
export function createSessions(parts: SessionParts): Sessions {
  const { storage, planner, choice, choiceFor, clock, check, project } = parts;

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
    return previewing(cleaning(createStore({ log: listened, effects, clock, initial: replay(log.events) })));
  }

  /** A new goal of an open session may be about a log as well. */
  async function withLog(command: Command): Promise<Result<Command>> {
    if (command.type !== 'change-goal' || command.goal.about === undefined || !parts.takeIn)
      return ok(command);
    const { text, kind, about } = command.goal;
    const taken = await parts.takeIn({ text, kind, about });
    return taken.ok ? ok({ ...command, goal: makeGoal(taken.value) }) : taken;
  }

  /** What a person types (feedback, answers, edits, a new goal) is made safe and free of secrets before it is an event. */
  function cleaning(store: SessionStore): SessionStore {
    return {
      ...store,
      async dispatch(given) {
        const command = await withLog(given);
        if (!command.ok) return command;
        const { value, hidden } = clean(command.value);
        const done = await store.dispatch(value);
        if (done.ok && hidden > 0)
          await store.dispatch(hiddenNotice('in what was typed', hidden, clock.now()));
        return done;
      },
    };
  }

  /** Asks the planner what feedback would do, in the words that would be stored. */
  function previewing(store: SessionStore): SessionStore {
    const { preview } = planner;
    if (!preview) return store;
    return {
      ...store,
      async preview(text, target) {
        const session = store.state();
        const latest = session.kind === 'active' ? latestRevision(session) : undefined;
        if (session.kind !== 'active' || !latest)
          return err(failure('no-plan', 'There is no plan yet.', 'Wait for the first draft.'));
        const { value } = clean({ text, target });
        const feedback = { id: 'preview', ...value, revision: latest.revision.number };
        const told = await preview({ session, feedback, signal: new AbortController().signal });
        return told.ok ? ok(clean(told.value).value) : told;
      },
    };
  }

  async function find(id: string | undefined): Promise<Result<string>> {
    const known = await storage.sessions();
    const unfinished = known.filter(session => !session.published);
    const newest = unfinished[0];
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
      unfinished
        .slice(0, 5)
        .map(s => s.id)
        .join(', ') || 'none';
    return err(
      failure('unknown-session', `There is no session “${id}” in this project.`, `Unfinished: ${names}.`),
    );
  }

  async function resume(id: string | undefined, listen?: EventListener): Promise<Result<SessionStore>> {
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
    for (const text of opened.value.notices) await notice(store, text);
    const before = store.state();
    const resumed = await store.dispatch(
      before.kind === 'active'
        ? { type: 'resume', planner: choiceFor(before.planner, before.goal) }
        : { type: 'resume' },
    );
    if (!resumed.ok) return resumed;
    await takeFileIn(store);
    return ok(store);
  }

  function notice(store: SessionStore, text: string): Promise<Result<void>> {
    return store.dispatch({ type: 'record', event: { type: 'NoticeRaised', at: clock.now(), text } });
  }

  /** What was edited since in the file that it published, or began with, becomes a revision, once. */
  async function takeFileIn(store: SessionStore): Promise<void> {
    const state = store.state();
    const latest = state.kind === 'active' ? latestRevision(state) : undefined;
    if (state.kind !== 'active' || !latest || activeRun(state)) return;
    const revisions = state.approaches.flatMap(a => a.revisions.map(r => r.revision));
    const began = revisions[0]?.origin;
    const path = state.published?.path ?? (began?.kind === 'file' ? began.path : undefined);
    if (path === undefined) return;
    const text = await storage.readPlan(path);
    if (text === undefined) {
      await notice(store, `${path} is no longer there; its revisions are kept here.`);
      return;
    }
    if (state.published && sealState(text) !== 'edited') return;
    const hash = contentHash(text);
    const taken = (r: Revision) => r.origin?.kind === 'file' && r.origin.hash === hash;
    if (revisions.some(taken)) return;
    const { number, origin } = latest.revision;
    if (number !== state.published?.revision && origin?.kind !== 'file') {
      await notice(store, `${path} was edited since; the newer revision here does not hold that.`);
      return;
    }
    // As the person sees it, so that a line that is named is that of the file.
    const read = readPlan(text);
    if (!read.ok) {
      await notice(store, `${path} was edited since, but cannot be read: ${read.error.message}`);
      return;
    }
    const edited = await store.dispatch({
      type: 'edit-plan',
      markdown: unsealMarkdown(text),
      basedOn: number,
      file: { path, hash },
    });
    if (!edited.ok && edited.error.kind !== 'nothing-changed')
      await notice(store, `${path} was edited since, but cannot be read: ${edited.error.message}`);
  }

  async function adopt(path: string, listen?: EventListener): Promise<Result<SessionStore>> {
    const text = await storage.readPlan(path);
    if (text === undefined)
      return err(
        failure('no-plan-file', `There is no plan ${path} in this project.`, 'List them: planner-tui plans'),
      );
    const cleaned = clean(text);
    const revision = adoptedRevision(cleaned.value, { path, hash: contentHash(text) });
    if (!revision.ok) return revision;
    const { plan } = revision.value;
    const goal = { ...makeGoal({ text: plan.goal, kind: plan.kind }), slug: plan.slug };
    return begin(
      goal,
      listen,
      cleaned.hidden > 0 ? { where: 'in the plan', hidden: cleaned.hidden } : undefined,
      {
        type: 'adopt',
        revision: revision.value,
      },
    );
  }

  async function begin(
    goal: Goal,
    listen: EventListener | undefined,
    hidden: { readonly where: string; readonly hidden: number } | undefined,
    how: { readonly type: 'start' } | { readonly type: 'adopt'; readonly revision: Revision },
  ): Promise<Result<SessionStore>> {
    // Before a log is made: a refused goal leaves no trace.
    const problem = goalProblem(goal.text);
    if (problem) return err(problem);
    const created = await storage.createSession(goal.slug, clock.now());
    if (!created.ok) return created;
    const store = open(created.value, listen);
    const { sessionId } = created.value;
    const begun = await store.dispatch({
      ...how,
      goal,
      project: await project(),
      planner: choice(goal),
      sessionId,
    });
    if (!begun.ok) {
      await store.close();
      return begun;
    }
    if (hidden) await store.dispatch(hiddenNotice(hidden.where, hidden.hidden, clock.now()));
    return ok(store);
  }

  return {
    find,
    async lookAt(id) {
      const state = await storage.lookAtSession(id);
      if (state) return ok(state);
      const found = await find(id);
      return found.ok
        ? err(failure('empty-session', `The log of session “${id}” holds nothing readable.`))
        : found;
    },
    async resume(given, listen) {
      if (given === undefined || !given.endsWith('.md')) return resume(given, listen);
      const path = await storage.planPath(given);
      const made = (await storage.sessions()).find(session => session.plans.includes(path));
      return made ? resume(made.id, listen) : adopt(path, listen);
    },
    async start(wish, listen) {
      const taken = (await parts.takeIn?.(wish)) ?? ok(wish);
      if (!taken.ok) return taken;
      const { value, hidden } = clean(taken.value);
      const goal = makeGoal(value);
      const store = await begin(goal, listen, hidden > 0 ? { where: 'in the goal', hidden } : undefined, {
        type: 'start',
      });
      // As it was typed: what was read with it is no part of what one types again.
      if (store.ok) storage.rememberGoal(makeGoal(clean(wish).value).text);
      return store;
    },
  };
}
