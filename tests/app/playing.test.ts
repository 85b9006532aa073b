import { describe, expect, it } from 'vitest';
import type { RecordedRun } from '../../src/agent/claude/wire/recording.ts';
import type { Planner } from '../../src/agent/port.ts';
import { createEffectRunner } from '../../src/app/effects.ts';
import { nextOf, playedBack } from '../../src/app/playing.ts';
import { createStore } from '../../src/app/store.ts';
import type { Answer, Feedback } from '../../src/domain/index.ts';
import type { Command } from '../../src/session/commands.ts';
import { lastRun } from '../../src/session/selectors.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { play, question, raised, revision, startCommand, stopped } from '../session/samples.ts';

const choice = (questionId: string, choiceId = 'yes'): Answer => ({ kind: 'choice', questionId, choiceId });
const comment: Feedback = {
  id: 'f1-x',
  text: 'also when it is cancelled',
  target: { kind: 'step', stepId: 'S-tests' },
  revision: 1,
};
const goal: RecordedRun['goal'] = { text: 'x', kind: 'feature' };
const ran = (
  kind: RecordedRun['kind'],
  answers: readonly Answer[] = [],
  feedback: readonly Feedback[] = [],
): RecordedRun => ({
  type: 'run',
  kind,
  goal,
  answers: Object.fromEntries(answers.map(a => [a.questionId, a])),
  feedback: [...feedback],
});
const both = [choice('q1'), choice('q2')];
const RUNS = [
  ran('research'),
  ran('draft', both),
  ran('revise', both, [comment]),
  ran('criticise', both, [comment]),
];
const asked = [startCommand, raised('q1'), raised('q2'), stopped('run-1')];
const sessionAfter = (...commands: readonly Command[]): ActiveSession => {
  const { state } = play(commands);
  if (state.kind !== 'active') throw new Error('no session');
  return state;
};

describe('what the person did next', () => {
  it.each<[string, ActiveSession, readonly RecordedRun[], Command | undefined]>([
    ['nothing while a Run works', sessionAfter(startCommand, raised('q1')), RUNS, undefined],
    [
      'nothing where one failed',
      sessionAfter(startCommand, raised('q1'), stopped('run-1', 'failed')),
      RUNS,
      undefined,
    ],
    ['answers, one by one', sessionAfter(...asked), RUNS, { type: 'answer', answer: choice('q1') }],
    [
      'the next answer',
      sessionAfter(...asked, { type: 'answer', answer: choice('q1') }),
      RUNS,
      { type: 'answer', answer: choice('q2') },
    ],
    [
      'what the person of today says instead stands',
      sessionAfter(...asked, { type: 'answer', answer: choice('q1', 'no') }),
      RUNS,
      { type: 'answer', answer: choice('q2') },
    ],
    [
      'all answers are handed in',
      sessionAfter(...asked, ...both.map(answer => ({ type: 'answer', answer }) as const)),
      RUNS,
      { type: 'submit-answers', rest: 'leave' },
    ],
    [
      'what was delegated then is delegated',
      sessionAfter(...asked, { type: 'answer', answer: choice('q1') }),
      [ran('research'), ran('draft', [choice('q1'), { kind: 'delegated', questionId: 'q2' }])],
      { type: 'submit-answers', rest: 'delegate' },
    ],
    ['nothing is left', sessionAfter(...asked), [ran('research')], undefined],
    [
      'another goal is the person’s own',
      sessionAfter(...asked),
      [ran('research'), ran('research')],
      undefined,
    ],
  ])('%s', (_what, state, runs, next) => {
    expect(nextOf(state, runs)).toEqual(next);
  });
});

it('plays the person’s part to the end of the recording, and approves nothing', async () => {
  const planner: Planner = {
    engine: 'claude',
    async *run({ kind, runId, session }) {
      if (kind === 'research') {
        yield { type: 'QuestionRaised', question: question('q1') };
        yield { type: 'QuestionRaised', question: question('q2') };
      } else if (kind !== 'criticise') {
        const number = (session.approaches[0]?.revisions.length ?? 0) + 1;
        yield { type: 'RevisionDrafted', approachId: 'a', approachTitle: 'A', revision: revision(number) };
      }
      yield { type: 'RunStopped', runId, reason: 'done' };
    },
  };
  const clock = { now: () => 1 };
  const effects = createEffectRunner({
    planner,
    clock,
    check: async () => ({ results: [] }),
    publish: async () => {
      throw new Error('nobody approved');
    },
  });
  const log = { append: async () => {}, close: async () => {} };
  const store = playedBack(createStore({ log, effects, clock }), RUNS, 0);
  const ended = new Promise<ActiveSession>(done => {
    store.subscribe(() => {
      const state = store.state();
      if (state.kind !== 'active' || state.runs.length < RUNS.length || !lastRun(state)?.stopped) return;
      done(state);
    });
  });
  await store.dispatch({ ...startCommand, planner: { engine: 'claude', why: 'a replay' } } as Command);
  const state = await ended;
  await store.close();
  expect(state.runs.map(r => r.kind)).toEqual(RUNS.map(r => r.kind));
  expect(state.answers).toEqual({ q1: choice('q1'), q2: choice('q2') });
  expect(state.feedback.map(f => [f.text, f.target])).toEqual([[comment.text, comment.target]]);
  expect(state.published).toBeUndefined();
});
