import { describe, expect, test } from 'vitest';
import type { Revision } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import type { Command } from '../../src/session/commands.ts';
import { latestRevision, stage, waitingFeedback } from '../../src/session/selectors.ts';
import { samplePlan } from '../plan/sample.ts';
import { checked, drafted, planner, play, project, raised, startCommand, stopped } from './samples.ts';

const plan = (number: number): Revision => {
  const made = { ...samplePlan, revision: number, changes: [] };
  return { number, plan: made, markdown: renderPlan(made), ...(number > 1 ? { basedOn: number - 1 } : {}) };
};
const draft = (number: number): Command => {
  const command = drafted(number);
  return command.type === 'record' && command.event.type === 'RevisionDrafted'
    ? { ...command, event: { ...command.event, revision: plan(number) } }
    : command;
};
const feedback = (text: string) => ({ type: 'give-feedback', text, target: { kind: 'revision' } }) as const;
const answer = (choiceId: string) =>
  ({ type: 'answer', answer: { kind: 'choice', questionId: 'q1', choiceId } }) as const;
const submit = { type: 'submit-answers', rest: 'delegate' } as const;
/** One answered question, revision 1; then feedback, revision 2. */
const twoRevisions = [
  startCommand,
  raised('q1'),
  stopped('run-1'),
  answer('no'),
  submit,
  draft(1),
  stopped('run-2'),
  checked(1),
  feedback('drop step 2'),
  { type: 'regenerate' } as const,
  draft(2),
  stopped('run-3'),
  checked(2),
];
const edit = (of: Revision, from: string, to: string): Command => ({
  type: 'edit-plan',
  markdown: of.markdown.replace(from, to),
  basedOn: of.number,
});

describe('an edit by hand', () => {
  test('is the next revision, is checked, and needs no run', () => {
    const { state, effects, refusals } = play([
      ...twoRevisions,
      edit(plan(2), 'A ping every 30 s', 'A ping every 20 s'),
      checked(3),
      { type: 'approve' },
    ]);
    expect(refusals).toEqual([]);
    expect(effects.slice(-2)).toEqual(['CheckPlan', 'PublishPlan']);
    expect(latestRevision(state)?.revision).toMatchObject({
      number: 3,
      basedOn: 2,
      origin: { kind: 'edited' },
      drafted: plan(2).plan,
    });
    expect(state.approval?.revision).toBe(3);
  });

  test('waits for a run that is under way, and names a revision that is not there', () => {
    const busy = play([
      ...twoRevisions,
      feedback('x'),
      { type: 'regenerate' },
      edit(plan(2), 'ping', 'beat'),
    ]);
    expect(busy.refusals).toEqual(['busy']);
    const unknown = play([...twoRevisions, { type: 'edit-plan', markdown: '# x', basedOn: 9 }]);
    expect(unknown.refusals).toEqual(['unknown-revision']);
  });

  test('leaves feedback that waits where it is', () => {
    const { state } = play([...twoRevisions, feedback('and shorter'), edit(plan(2), 'ping', 'beat')]);
    expect(waitingFeedback(state).map(f => f.text)).toEqual(['and shorter']);
    expect(state.feedback.map(f => f.text)).toEqual(['drop step 2', 'and shorter']);
  });
});

describe('a restored revision', () => {
  const changed = [
    ...twoRevisions,
    answer('yes'),
    submit,
    draft(3),
    stopped('run-4'),
    checked(3),
    { type: 'restore', revision: 1 } as const,
  ];

  test('goes back to what was said when it was made', () => {
    const { state, refusals, effects } = play(changed);
    expect(refusals).toEqual([]);
    expect(effects.at(-1)).toBe('CheckPlan');
    expect(latestRevision(state)?.revision).toMatchObject({ number: 4, basedOn: 1 });
    expect(state.feedback).toEqual([]);
    expect(state.answers['q1']).toMatchObject({ choiceId: 'no' });
    expect(state.approaches[0]?.revisions.map(r => r.revision.number)).toEqual([1, 2, 3, 4]);
    expect(stage(play([checked(4)], state).state).kind).toBe('reviewing');
  });

  test('can be restored from in turn: then what was said later counts again', () => {
    const { state } = play([...changed, checked(4), { type: 'restore', revision: 3 }]);
    expect(state.feedback.map(f => f.text)).toEqual(['drop step 2']);
    expect(state.answers['q1']).toMatchObject({ choiceId: 'yes' });
  });

  test('is refused where it is the newest', () => {
    expect(play([...twoRevisions, { type: 'restore', revision: 2 }]).refusals).toEqual(['newest']);
  });
});

test('a session may begin with a plan: nothing runs, it can be approved and spoken to', () => {
  const revision: Revision = {
    ...plan(1),
    origin: { kind: 'file', path: 'plans/x.md', hash: 'h' },
    adopted: true,
  };
  const { goal } = startCommand.type === 'start' ? startCommand : { goal: undefined };
  if (!goal) throw new Error('no goal');
  const { state, effects, refusals } = play([
    { type: 'adopt', goal, project, planner, sessionId: 's', revision },
    checked(1),
    feedback('shorter'),
    { type: 'regenerate' },
  ]);
  expect(refusals).toEqual([]);
  expect(effects).toEqual(['CheckPlan', 'StartRun']);
  expect(state.runs.at(-1)?.kind).toBe('revise');
});
