import { expect, test } from 'vitest';
import type { Planner } from '../../src/agent/port.ts';
import { createEffectRunner } from '../../src/app/effects.ts';
import { createStore, type EventLog } from '../../src/app/store.ts';
import type { AgentOutput, SessionEvent } from '../../src/session/events.ts';
import { replay } from '../../src/session/evolve.ts';
import { stage } from '../../src/session/selectors.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { question, revision, startCommand } from '../session/samples.ts';

function memoryLog(): EventLog & { readonly events: SessionEvent[]; fail?: boolean } {
  const events: SessionEvent[] = [];
  const log = {
    events,
    fail: false,
    async append(more: readonly SessionEvent[]) {
      await Promise.resolve();
      if (log.fail) throw new Error('disk full');
      events.push(...more);
    },
    async close() {},
  };
  return log;
}

const scripted = (
  script: Record<string, (signal: AbortSignal, runId: string) => AsyncGenerator<AgentOutput>>,
): Planner => ({
  engine: 'local',
  run: ({ kind, signal, runId }) => script[kind]?.(signal, runId) ?? nothing(),
});
async function* nothing(): AsyncGenerator<AgentOutput> {}

function open(planner: Planner) {
  const log = memoryLog();
  let now = 0;
  const clock = { now: () => ++now };
  const effects = createEffectRunner({
    planner,
    clock,
    check: async () => ({ results: [] }),
    publish: async () => ({
      ok: true,
      value: { path: 'plans/x.md', latest: 'plans/latest-plan.md', notices: [] },
    }),
  });
  const store = createStore({ log, effects, clock });
  const active = () => store.state() as ActiveSession;
  const until = (passes: (s: ActiveSession) => boolean) =>
    new Promise<void>(resolve => {
      const stop = store.subscribe(() => {
        if (store.state().kind === 'active' && passes(active())) {
          stop();
          resolve();
        }
      });
    });
  return { store, log, active, until };
}

test('the whole loop through effects, and the log replays to the live state', async () => {
  const { store, log, active, until } = open(
    scripted({
      async *research(_s, runId) {
        yield { type: 'PhaseStarted', phase: 'research', budgetMs: 1 };
        yield { type: 'Progress', phase: 'research', text: 'Mapping', done: 1, total: 2 };
        yield { type: 'QuestionRaised', question: question('q1') };
        yield { type: 'RunStopped', runId, reason: 'done' };
      },
      async *draft(_s, runId) {
        yield { type: 'RevisionDrafted', approachId: 'a', approachTitle: 'A', revision: revision(1) };
        yield { type: 'RunStopped', runId, reason: 'done' };
      },
    }),
  );
  const asked = until(s => stage(s).kind === 'asking');
  await store.dispatch(startCommand);
  await asked;
  const published = until(s => s.published !== undefined);
  const reviewed = until(
    s => stage(s).kind === 'reviewing' && s.approaches[0]?.revisions[0]?.report !== undefined,
  );
  await store.dispatch({ type: 'submit-answers', rest: 'delegate' });
  await reviewed;
  expect(await store.dispatch({ type: 'approve' })).toMatchObject({ ok: true });
  await published;
  expect(active().published?.path).toBe('plans/x.md');
  expect(replay(log.events)).toEqual(store.state());
  await store.close();
});

test('a planner that throws or ends silently still ends its run, with the reason', async () => {
  for (const [research, kind] of [
    [
      // biome-ignore lint/correctness/useYield: it throws before its first output
      async function* () {
        throw new Error('boom');
      },
      'planner-error',
    ],
    [nothing, 'planner-silent'],
  ] as const) {
    const { store, active, until } = open(scripted({ research }));
    const over = until(s => stage(s).kind === 'stopped');
    await store.dispatch(startCommand);
    await over;
    expect(active().runs[0]?.stopped).toMatchObject({ reason: 'failed', failure: { kind } });
  }
});

test('cancelling does not wait for a planner that hangs', async () => {
  const { store, active } = open(
    scripted({
      async *research() {
        await new Promise(() => undefined);
      },
    }),
  );
  await store.dispatch(startCommand);
  await store.dispatch({ type: 'cancel-run' });
  expect(active().runs[0]?.stopped?.reason).toBe('cancelled');
  await store.close();
});

test('what a cancelled answer had cost is kept, also when the program ends at once; nothing else that comes late is', async () => {
  const tokens = { input: 900, output: 40, cacheRead: 0, cacheWrite: 0 };
  const { store, log, active } = open(
    scripted({
      async *research(signal) {
        await new Promise<void>(done => signal.addEventListener('abort', () => done()));
        yield { type: 'TokensSpent', phase: 'research', model: 'claude-opus-5-5', tokens };
        yield { type: 'NoticeRaised', text: 'too late' };
      },
    }),
  );
  await store.dispatch(startCommand);
  await store.dispatch({ type: 'cancel-run' });
  await store.close();
  expect(active().spent?.tokens).toEqual(tokens);
  expect(active().notices).toEqual([]);
  expect(replay(log.events)).toEqual(store.state());
});

test('what cannot be written is not accepted', async () => {
  const { store, log } = open(scripted({ research: nothing }));
  log.fail = true;
  expect(await store.dispatch(startCommand)).toMatchObject({ ok: false, error: { kind: 'log-unwritable' } });
  expect(store.state().kind).toBe('empty');
});

test('a log that breaks during a Run is told to whoever looks, and the Run ends', async () => {
  let ended = () => {};
  const stopped = new Promise<void>(resolve => {
    ended = resolve;
  });
  const { store, log } = open(
    scripted({
      async *research(signal) {
        signal.addEventListener('abort', ended);
        log.fail = true;
        yield { type: 'PhaseStarted', phase: 'research', budgetMs: 1 };
        await new Promise(() => undefined);
      },
    }),
  );
  const told = new Promise(resolve =>
    store.subscribe(() => store.live().broken && resolve(store.live().broken)),
  );
  await store.dispatch(startCommand);
  expect(await told).toMatchObject({ kind: 'log-unwritable', message: expect.stringContaining('disk full') });
  await stopped;
  expect(await store.dispatch({ type: 'cancel-run' })).toMatchObject({ ok: false });
  await store.close();
});

test('secrets and controls of a planner never become an event', async () => {
  const { store, log, until } = open(
    scripted({
      async *research(_s, runId) {
        const text = 'key AKIAIOSFODNN7EXAMPLE \u001b[2J';
        yield {
          type: 'FindingRecorded',
          finding: { id: 'f', phase: 'research', topic: 'found', text, sources: [] },
        };
        yield { type: 'RunStopped', runId, reason: 'done' };
      },
    }),
  );
  const over = until(s => s.runs[0]?.stopped !== undefined);
  await store.dispatch(startCommand);
  await over;
  const written = JSON.stringify(log.events);
  expect(written).not.toContain('AKIAIOSFODNN7EXAMPLE');
  expect(written).not.toContain('\\u001b');
  expect(written).toContain('hidden');
});

test('commands sent in one turn are all decided, in order', async () => {
  const { store, active } = open(
    scripted({
      research: async function* () {
        await new Promise(() => undefined);
      },
    }),
  );
  const results = await Promise.all([
    store.dispatch(startCommand),
    store.dispatch({ type: 'record', event: { type: 'QuestionRaised', at: 1, question: question('q1') } }),
    store.dispatch({ type: 'answer', answer: { kind: 'delegated', questionId: 'q1' } }),
    store.dispatch({ type: 'approve' }),
  ]);
  expect(results.map(r => r.ok)).toEqual([true, true, true, false]);
  expect(active().answers['q1']).toBeDefined();
  await store.close();
});
