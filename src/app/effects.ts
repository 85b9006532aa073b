import type { Planner, RunRequest } from '../agent/port.ts';
import type { CheckReport, Revision } from '../plan/model.ts';
import type { Command, Effect } from '../session/commands.ts';
import { waitingSteers } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import { assertNever } from '../shared/assert-never.ts';
import type { Clock } from '../shared/clock.ts';
import { type Failure, failure, type Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import type { Publication } from './publishing.ts';
import type { EffectHost, EffectRunner } from './store.ts';

export interface EffectDeps {
  readonly planner: Planner;
  readonly clock: Clock;
  check(revision: Revision): Promise<CheckReport>;
  publish(session: ActiveSession, revision: Revision): Promise<Result<Publication>>;
}

/** Carries out what `decide` asked for; everything ends in a `record` command. */
export function createEffectRunner(deps: EffectDeps): EffectRunner {
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  const others = new Set<Promise<void>>();

  async function startRun(runId: string, host: EffectHost): Promise<void> {
    const state = host.state();
    const run = state.kind === 'active' ? state.runs.find(r => r.id === runId) : undefined;
    const entry = running.get(runId);
    if (state.kind !== 'active' || !run || run.stopped || !entry) return;
    const request: RunRequest = {
      runId,
      kind: run.kind,
      session: state,
      signal: entry.abort.signal,
      steers: () => {
        const now = host.state();
        return now.kind === 'active' ? waitingSteers(now) : [];
      },
      sayAgain: text => void host.dispatch({ type: 'steer', text }),
    };
    let stopped = false;
    const outputs = untilAborted(deps.planner.run(request), entry.abort.signal);
    try {
      for await (const output of outputs.heard) {
        if (output.type === 'Progress') {
          host.progress(output.phase, { text: output.text, done: output.done, total: output.total });
          continue;
        }
        stopped ||= output.type === 'RunStopped';
        const cleaned = clean(output);
        if (cleaned.hidden > 0)
          void host.dispatch(
            hiddenNotice(
              output.type === 'RevisionDrafted' ? 'in the plan' : 'in what was read',
              cleaned.hidden,
              deps.clock.now(),
            ),
          );
        void host.dispatch({ type: 'record', event: { ...cleaned.value, at: deps.clock.now() } });
      }
    } catch (error) {
      // A planner must not throw; should one do so, the Run still ends and says why.
      const message = error instanceof Error ? error.message : String(error);
      stopped = true;
      await fail(
        runId,
        failure('planner-error', message, 'Press r to try again; what was found and answered is kept.'),
        host,
      );
    }
    if (entry.abort.signal.aborted) {
      for (const output of await outputs.unheard())
        if (output.type === 'TokensSpent')
          void host.dispatch({ type: 'record', event: { ...output, at: deps.clock.now() } });
      return;
    }
    if (!stopped)
      await fail(
        runId,
        failure('planner-silent', 'The planner ended without saying so.', 'Press r to try again.'),
        host,
      );
  }

  /** Ends a Run whose planner did not end it itself. */
  async function fail(runId: string, why: Failure, host: EffectHost): Promise<void> {
    const at = deps.clock.now();
    await host.dispatch({
      type: 'record',
      event: { type: 'RunStopped', at, runId, reason: 'failed', failure: why },
    });
  }

  async function checkPlan(approachId: string, number: number, host: EffectHost): Promise<void> {
    const revision = findRevision(host, approachId, number);
    if (!revision) return;
    const report = await deps.check(revision);
    await host.dispatch({
      type: 'record',
      event: { type: 'PlanChecked', at: deps.clock.now(), approachId, revision: number, report },
    });
  }

  async function publishPlan(approachId: string, number: number, host: EffectHost): Promise<void> {
    const state = host.state();
    const revision = findRevision(host, approachId, number);
    if (state.kind !== 'active' || !revision) return;
    const result = await deps.publish(state, revision);
    const at = deps.clock.now();
    if (!result.ok) {
      await host.dispatch({ type: 'record', event: { type: 'PublishFailed', at, failure: result.error } });
      return;
    }
    const { notices, ...published } = result.value;
    await host.dispatch({
      type: 'record',
      event: { type: 'PlanPublished', at, approachId, revision: number, ...published },
    });
    for (const text of notices)
      await host.dispatch({ type: 'record', event: { type: 'NoticeRaised', at, text } });
  }

  function track(work: Promise<void>): void {
    others.add(work);
    void work.finally(() => others.delete(work));
  }

  return {
    run(effect: Effect, host: EffectHost) {
      switch (effect.type) {
        case 'StartRun': {
          const abort = new AbortController();
          const before = [...running.values()].map(r => r.ended);
          const ended = Promise.allSettled(before)
            .then(() => startRun(effect.runId, host))
            .finally(() => running.delete(effect.runId));
          running.set(effect.runId, { abort, ended });
          return;
        }
        case 'CancelRun':
          running.get(effect.runId)?.abort.abort();
          return;
        case 'CheckPlan':
          return track(checkPlan(effect.approachId, effect.revision, host));
        case 'PublishPlan':
          return track(publishPlan(effect.approachId, effect.revision, host));
        default:
          return assertNever(effect);
      }
    },
    async stop() {
      for (const { abort } of running.values()) abort.abort();
      await Promise.allSettled([...[...running.values()].map(r => r.ended), ...others]);
    },
  };
}

/** Says how many secrets were hidden, and where. */
export function hiddenNotice(where: string, hidden: number, at: number): Command {
  return {
    type: 'record',
    event: { type: 'NoticeRaised', at, text: `${hidden} secret${hidden > 1 ? 's' : ''} ${where} hidden.` },
  };
}

function findRevision(host: EffectHost, approachId: string, number: number): Revision | undefined {
  const state = host.state();
  if (state.kind !== 'active') return undefined;
  return state.approaches.find(a => a.id === approachId)?.revisions.find(r => r.revision.number === number)
    ?.revision;
}

/** How long a planner that was stopped may take for its last words, in milliseconds. */
const LAST_WORDS_MS = 500;

/**
 * `heard` ends at once when aborted, also while the planner is busy between two outputs. `unheard`: what it still said
 * afterwards, within a moment.
 */
function untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): { readonly heard: AsyncIterable<T>; unheard(): Promise<readonly T[]> } {
  const iterator = source[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<T>> | undefined;
  async function* heard(): AsyncGenerator<T> {
    let stop = (): void => {};
    signal.addEventListener('abort', () => stop(), { once: true });
    while (!signal.aborted) {
      const coming = iterator.next();
      next = coming;
      // No race against one promise for all: it would keep a reaction for each of 100,000 parts of an answer.
      const result = await new Promise<IteratorResult<T> | undefined>((done, fail) => {
        stop = () => done(undefined);
        coming.then(done, fail);
      });
      if (!result) return;
      next = undefined;
      if (result.done) return;
      yield result.value;
    }
  }
  return {
    heard: heard(),
    async unheard() {
      const said: T[] = [];
      let late = false;
      const all = (async () => {
        for (;;) {
          const result = await (next ?? iterator.next());
          next = undefined;
          if (result.done || late) return;
          said.push(result.value);
        }
      })().catch(() => undefined);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        all,
        new Promise<void>(done => {
          timer = setTimeout(done, LAST_WORDS_MS);
        }),
      ]);
      clearTimeout(timer);
      late = true;
      void iterator.return?.().catch(() => undefined);
      return said;
    },
  };
}
