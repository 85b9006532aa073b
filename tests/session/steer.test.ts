import { describe, expect, test } from 'vitest';
import { waitingFeedback, waitingSteers } from '../../src/session/selectors.ts';
import { checked, drafted, play, raised, startCommand, stopped } from './samples.ts';

const steer = (text: string) => ({ type: 'steer', text }) as const;
const heard = (...steerIds: string[]) =>
  ({ type: 'record', event: { type: 'SteersTaken', at: 1, steerIds, by: 'run' } }) as const;

describe('what is said while a run works', () => {
  test('waits until the run has heard it, and each is heard by itself', () => {
    const said = [startCommand, steer('look at the queue'), steer('  no new packages ')];
    expect(waitingSteers(play(said).state).map(s => [s.id, s.text])).toEqual([
      ['s1', 'look at the queue'],
      ['s2', 'no new packages'],
    ]);
    const { state } = play([...said, heard('s1')]);
    expect(waitingSteers(state).map(s => s.id)).toEqual(['s2']);
    expect(state.steers[0]).toMatchObject({ taken: { by: 'run' } });
  });

  test('is refused where nothing runs, and where it is empty', () => {
    const asked = [startCommand, raised('q1'), stopped('run-1')];
    expect(play([...asked, steer('too late')]).refusals).toEqual(['nothing-runs']);
    expect(play([startCommand, steer(' \n ')]).refusals).toEqual(['empty-steer']);
  });

  test('that came too late for the draft waits as feedback on it', () => {
    const { state } = play([startCommand, steer('smaller'), drafted(1), stopped('run-1'), checked(1)]);
    expect(waitingSteers(state)).toEqual([]);
    expect(waitingFeedback(state)).toMatchObject([
      { text: 'smaller', revision: 1, target: { kind: 'revision' } },
    ]);
    expect(state.steers[0]).toMatchObject({ taken: { by: 'feedback' } });
  });

  test('that the draft heard is no feedback', () => {
    const { state } = play([startCommand, steer('smaller'), heard('s1'), drafted(1), stopped('run-1')]);
    expect(waitingFeedback(state)).toEqual([]);
  });

  test.each(['cancelled', 'failed'] as const)('a run that is %s keeps it for the next one', reason => {
    const { state } = play([
      startCommand,
      steer('smaller'),
      stopped('run-1', reason),
      { type: 'regenerate' },
    ]);
    expect(waitingSteers(state).map(s => s.text)).toEqual(['smaller']);
  });

  test('while questions are asked it waits for the draft', () => {
    const { state } = play([startCommand, steer('smaller'), raised('q1'), stopped('run-1')]);
    expect(waitingSteers(state)).toHaveLength(1);
    expect(waitingFeedback(state)).toEqual([]);
  });

  test('what a model says to have heard after its run was stopped is not believed', () => {
    const { state } = play([startCommand, steer('smaller'), stopped('run-1', 'cancelled'), heard('s1')]);
    expect(waitingSteers(state)).toHaveLength(1);
  });
});
