import { expect, test } from 'vitest';
import type { Command } from '../../src/session/commands.ts';
import { replay } from '../../src/session/evolve.ts';
import { makeGoal } from '../../src/session/goal.ts';
import { offersLocal, waitingFeedback } from '../../src/session/selectors.ts';
import { checked, drafted, play, project, raised, stopped } from './samples.ts';

const claude = { engine: 'claude' as const, why: 'a key', leaves: 'excerpts go to api.anthropic.com' };
const local = { engine: 'local' as const, why: 'your choice', forSession: true as const };
const change = (planner: typeof claude | typeof local) => ({ type: 'change-planner', planner }) as const;
const withModel: Command = {
  type: 'start',
  goal: makeGoal('add x'),
  project,
  planner: claude,
  sessionId: 's1',
};
const failed = (runId: string): Command => ({
  type: 'record',
  event: {
    type: 'RunStopped',
    at: 2,
    runId,
    reason: 'failed',
    failure: { kind: 'overloaded', message: 'busy' },
  },
});
const answer = {
  type: 'answer',
  answer: { kind: 'choice', questionId: 'q1', choiceId: 'no' },
} as const;

test('after a failed run with a model the local planner goes on: what was asked and answered stays', () => {
  const begun = play([withModel, raised('q1'), answer, failed('run-1')]).state;
  expect(offersLocal(begun)).toBe(true);
  const { state, effects, refusals } = play([change(local), { type: 'regenerate' }], begun);
  expect(refusals).toEqual([]);
  expect(effects).toEqual(['StartRun']);
  expect(state.planner).toEqual(local);
  expect(state.runs.at(-1)).toMatchObject({ kind: 'research' });
  expect(state.questions).toEqual(begun.questions);
  expect(state.answers).toEqual(begun.answers);
  expect(offersLocal(state)).toBe(false);
  // The next research of that planner begins from a clean table again.
  const again = play([failed('run-2'), { type: 'regenerate' }], state).state;
  expect(again.questions).toEqual([]);
});

test('new requirements begin from a clean table also where the planner changed', () => {
  const begun = play([withModel, raised('q1'), failed('run-1'), change(local)]).state;
  expect(play([{ type: 'change-goal', goal: makeGoal('something else') }], begun).state.questions).toEqual(
    [],
  );
});

test('feedback that a failed revision left waits for the local planner', () => {
  const reviewed = [withModel, drafted(1), stopped('run-1'), checked(1)];
  const feedback = { type: 'give-feedback', text: 'drop step 2', target: { kind: 'revision' } } as const;
  const begun = play([...reviewed, feedback, { type: 'regenerate' }, failed('run-2')]).state;
  expect(waitingFeedback(begun)).toHaveLength(1);
  const { state } = play([change(local), { type: 'regenerate' }], begun);
  expect(state.runs.at(-1)).toMatchObject({ kind: 'revise', basedOn: 1 });
  expect(waitingFeedback(state)).toHaveLength(1);
});

test('the planner does not change under a run, and the same one is no event', () => {
  expect(play([withModel, change(local)]).refusals).toEqual(['busy']);
  const begun = play([withModel, failed('run-1')]).state;
  const { events } = play([change({ ...claude })], begun);
  expect(events).toEqual([]);
});

test('opening a session again names who plans it now, before its run begins anew', () => {
  const begun = play([withModel, raised('q1')]).state;
  const { state, events } = play([{ type: 'resume', planner: local }], begun);
  expect(events.map(e => e.type)).toEqual(['PlannerChanged', 'RunStopped', 'RunStarted']);
  expect(state.planner).toEqual(local);
  expect(state.questions).toEqual(begun.questions);
  expect(replay(events, begun)).toEqual(state);
});

test('tokens are summed, and money as far as each price is known', () => {
  const tokens = { input: 10, output: 2, cacheRead: 5, cacheWrite: 1 };
  const spent = (model: string, more: object) =>
    ({
      type: 'record',
      event: { type: 'TokensSpent', at: 1, phase: 'research', model, tokens, ...more },
    }) as const;
  const begun = play([withModel, spent('a', { usd: 0.5, pricesOf: '2026-10-24' })]).state;
  expect(begun.spent).toEqual({ model: 'a', tokens, usd: 0.5, pricesOf: '2026-10-24', unpriced: false });
  const more = play([spent('b', {}), spent('a', { usd: 0.25, pricesOf: 'your settings' })], begun).state;
  expect(more.spent).toEqual({
    model: 'a',
    tokens: { input: 30, output: 6, cacheRead: 15, cacheWrite: 3 },
    usd: 0.75,
    pricesOf: 'your settings',
    unpriced: true,
  });
});
