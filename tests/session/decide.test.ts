import { describe, expect, test } from 'vitest';
import { latestRevision, stage, waitingFeedback } from '../../src/session/selectors.ts';
import { checked, drafted, play, raised, startCommand, stopped } from './samples.ts';

const answer = (questionId: string, choiceId = 'no') =>
  ({ type: 'answer', answer: { kind: 'choice', questionId, choiceId } }) as const;
const feedback = (text: string) => ({ type: 'give-feedback', text, target: { kind: 'revision' } }) as const;

/** A session that has one checked revision after a round of one question. */
const toReview = [
  startCommand,
  raised('q1'),
  stopped('run-1'),
  answer('q1'),
  { type: 'submit-answers', rest: 'delegate' } as const,
  drafted(1),
  stopped('run-2'),
  checked(1),
];

describe('the main path', () => {
  test('goal → question → answer → draft → feedback → revision 2 → approve → publish', () => {
    const { state, effects, refusals } = play([
      ...toReview,
      feedback('drop step 2'),
      { type: 'regenerate' },
      drafted(2),
      stopped('run-3'),
      checked(2),
      { type: 'approve' },
    ]);
    expect(refusals).toEqual([]);
    expect(effects).toEqual(['StartRun', 'StartRun', 'CheckPlan', 'StartRun', 'CheckPlan', 'PublishPlan']);
    expect(state.approval).toMatchObject({ approachId: 'a', revision: 2 });
    expect(stage(state).kind).toBe('publishing');
  });

  test('a run that asks nothing drafts at once', () => {
    const { state } = play([startCommand, drafted(1), stopped('run-1'), checked(1)]);
    expect(stage(state).kind).toBe('reviewing');
  });

  test('answers given while research still runs start the draft when it stops', () => {
    const { state, effects } = play([
      startCommand,
      raised('q1'),
      answer('q1'),
      { type: 'submit-answers', rest: 'delegate' },
      stopped('run-1'),
    ]);
    expect(effects).toEqual(['StartRun', 'StartRun']);
    expect(state.runs.at(-1)).toMatchObject({ kind: 'draft' });
  });
});

describe('questions', () => {
  test('asking never blocks: unanswered ones are delegated or left open', () => {
    const two = [startCommand, raised('q1'), raised('q2'), stopped('run-1'), answer('q1')];
    const delegated = play([...two, { type: 'submit-answers', rest: 'delegate' }]).state;
    const left = play([...two, { type: 'submit-answers', rest: 'leave' }]).state;
    expect(delegated.answers['q2']).toEqual({ kind: 'delegated', questionId: 'q2' });
    expect(left.answers['q2']).toEqual({ kind: 'skipped', questionId: 'q2' });
    expect(left.answers['q1']).toMatchObject({ choiceId: 'no' });
  });

  test('stage says who has to act', () => {
    expect(stage(play([startCommand]).state).kind).toBe('working');
    expect(stage(play([startCommand, raised('q1'), stopped('run-1')]).state).kind).toBe('asking');
    expect(stage(play(toReview).state).kind).toBe('reviewing');
  });

  test.each([
    ['an unknown question', answer('nope'), 'unknown-question'],
    ['an unknown choice', answer('q1', 'maybe'), 'unknown-choice'],
    [
      'an empty text',
      { type: 'answer', answer: { kind: 'text', questionId: 'q1', text: ' ' } } as const,
      'empty-answer',
    ],
  ])('%s is refused', (_, command, kind) => {
    expect(play([startCommand, raised('q1'), command]).refusals).toEqual([kind]);
  });

  test('an answer changed after the draft can be worked in', () => {
    const { state, refusals } = play([...toReview, answer('q1', 'yes'), { type: 'regenerate' }]);
    expect(refusals).toEqual([]);
    expect(state.runs.at(-1)).toMatchObject({ kind: 'revise', basedOn: 1 });
  });
});

describe('feedback', () => {
  test('waits until a revision answers it, and blocks approval meanwhile', () => {
    const { state, refusals } = play([...toReview, feedback('smaller'), { type: 'approve' }]);
    expect(waitingFeedback(state).map(f => f.text)).toEqual(['smaller']);
    expect(refusals).toEqual(['feedback-waits']);
  });

  test('given during a run it waits for the next one', () => {
    const { state } = play([
      ...toReview,
      feedback('one'),
      { type: 'regenerate' },
      feedback('two'),
      drafted(2),
      stopped('run-3'),
    ]);
    expect(waitingFeedback(state).map(f => f.text)).toEqual(['two']);
  });

  test('can be withdrawn only while it waits', () => {
    const begun = play([...toReview, feedback('one')]);
    const id = begun.state.feedback[0]?.id ?? '';
    expect(play([{ type: 'withdraw-feedback', feedbackId: id }], begun.state).state.feedback).toEqual([]);
    const applied = play([{ type: 'regenerate' }, drafted(2), stopped('run-3')], begun.state);
    expect(play([{ type: 'withdraw-feedback', feedbackId: id }], applied.state).refusals).toEqual([
      'unknown-feedback',
    ]);
  });

  test('regenerating with nothing to say is refused', () => {
    expect(play([...toReview, { type: 'regenerate' }]).refusals).toEqual(['nothing-to-change']);
  });
});

describe('approval', () => {
  test('needs the checks', () => {
    const unchecked = [startCommand, drafted(1), stopped('run-1')];
    expect(play([...unchecked, { type: 'approve' }]).refusals).toEqual(['not-checked']);
    expect(play([...unchecked, checked(1, true), { type: 'approve' }]).refusals).toEqual(['checks-failed']);
  });

  test('an override is recorded with its reason', () => {
    const { state } = play([
      startCommand,
      drafted(1),
      stopped('run-1'),
      checked(1, true),
      { type: 'approve', override: 'known gap' },
    ]);
    expect(state.approval).toMatchObject({ override: 'known gap' });
  });
});

describe('runs', () => {
  test('cancelling stops at once and later outputs of that run are dropped', () => {
    const { state, effects } = play([
      startCommand,
      { type: 'cancel-run' },
      raised('late'),
      drafted(1),
      stopped('run-1'),
    ]);
    expect(effects).toEqual(['StartRun', 'CancelRun']);
    expect(state.questions).toEqual([]);
    expect(latestRevision(state)).toBeUndefined();
    expect(state.runs[0]?.stopped?.reason).toBe('cancelled');
  });

  test('regenerate after a cancelled draft drafts, after a cancelled research researches', () => {
    const cancelled = play([startCommand, { type: 'cancel-run' }, { type: 'regenerate' }]).state;
    expect(cancelled.runs.at(-1)?.kind).toBe('research');
    const draft = play([
      startCommand,
      raised('q1'),
      stopped('run-1'),
      { type: 'submit-answers', rest: 'delegate' },
      { type: 'cancel-run' },
      { type: 'regenerate' },
    ]).state;
    expect(draft.runs.at(-1)?.kind).toBe('draft');
  });

  test('an interrupted log goes on where it was cut off', () => {
    const cut = play([startCommand, raised('q1'), answer('q1')]).state;
    const { state, effects } = play([{ type: 'resume' }], cut);
    expect(state.runs[0]?.stopped?.reason).toBe('interrupted');
    expect(state.answers['q1']).toBeDefined();
    expect(effects).toEqual(['StartRun']);
  });

  test('a stopped run is taken up again on resume, a round that waits is not', () => {
    const stoppedRun = play([startCommand, { type: 'cancel-run' }]).state;
    expect(play([{ type: 'resume' }], stoppedRun).effects).toEqual(['StartRun']);
    const asking = play([startCommand, raised('q1'), stopped('run-1')]).state;
    expect(play([{ type: 'resume' }], asking).effects).toEqual([]);
  });

  test('a plan that could not be saved is tried again by approving, once', () => {
    const publishFailed = {
      type: 'record',
      event: { type: 'PublishFailed', at: 9, failure: { kind: 'publish-failed', message: 'full' } },
    } as const;
    const failed = play([...toReview, { type: 'approve' }, publishFailed]).state;
    expect(play([{ type: 'resume' }], failed).effects).toEqual([]);
    const again = play([{ type: 'approve' }], failed);
    expect(again.effects).toEqual(['PublishPlan']);
    expect(again.state.publishFailure).toBeUndefined();
    const cutOff = play([...toReview, { type: 'approve' }]).state;
    expect(play([{ type: 'resume' }], cutOff).effects).toEqual(['PublishPlan']);
  });

  test('new requirements cancel the run, keep answers and research again', () => {
    const goal = { text: 'add y', title: 'Add y', slug: 'y', kind: 'feature', kindFrom: 'detected' } as const;
    const { state } = play([...toReview, { type: 'change-goal', goal }]);
    expect(state.goal.text).toBe('add y');
    expect(state.earlierGoals.map(g => g.text)).toEqual(['add x']);
    expect(state.answers['q1']).toBeDefined();
    expect(state.runs.at(-1)).toMatchObject({ kind: 'research', basedOn: 1 });
  });
});

test('an empty goal is refused', () => {
  const empty = { ...startCommand, goal: { ...startCommand, text: '  ' } } as never;
  expect(play([empty]).refusals).toEqual(['empty-goal']);
});

test('an adverse reading needs a plan and a model', () => {
  expect(play([startCommand, stopped('run-1'), { type: 'criticise' }]).refusals).toEqual(['no-revision']);
  expect(play([...toReview, { type: 'criticise' }]).refusals).toEqual(['no-model']);
  const model = { engine: 'claude', why: 'a key is set' } as const;
  const { state, effects } = play([
    ...toReview,
    { type: 'change-planner', planner: model },
    { type: 'criticise' },
  ]);
  expect(state.runs.at(-1)).toMatchObject({ kind: 'criticise', basedOn: 1 });
  expect(effects.at(-1)).toBe('StartRun');
  expect(play([...toReview, { type: 'judge', objectionId: 'o-1', verdict: 'accepted' }]).refusals).toEqual([
    'unknown-objection',
  ]);
});
