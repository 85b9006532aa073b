import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../../src/session/commands.ts';
import { SessionEvent } from '../../src/session/events.ts';
import { replay } from '../../src/session/evolve.ts';
import { activeRun, answersWait, awaitsAnswers, stage } from '../../src/session/selectors.ts';
import { checked, drafted, play, raised, startCommand, stopped } from './samples.ts';

const goal = { text: 'other', title: 'Other', slug: 'other', kind: 'fix', kindFrom: 'given' } as const;
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ type: 'change-goal', goal }),
  fc.constantFrom('q1', 'q2').map<Command>(id => raised(id)),
  fc.constantFrom('q1', 'q2').map<Command>(questionId => ({
    type: 'answer',
    answer: { kind: 'choice', questionId, choiceId: 'yes' },
  })),
  fc.constantFrom('delegate', 'leave').map<Command>(rest => ({ type: 'submit-answers', rest })),
  fc.string({ minLength: 0, maxLength: 5 }).map<Command>(text => ({
    type: 'give-feedback',
    text,
    target: { kind: 'revision' },
  })),
  fc.constant<Command>({ type: 'regenerate' }),
  fc.integer({ min: 1, max: 4 }).map<Command>(n => ({
    type: 'edit-plan',
    markdown: `# Plan ${n}\n\n## Overview\n\nBy hand.\n`,
    basedOn: n,
  })),
  fc.integer({ min: 1, max: 4 }).map<Command>(n => ({ type: 'restore', revision: n })),
  fc.constant<Command>({ type: 'approve' }),
  fc.constant<Command>({ type: 'cancel-run' }),
  fc.constant<Command>({ type: 'resume' }),
  fc.constant<Command>({ type: 'close' }),
  fc.integer({ min: 1, max: 4 }).map<Command>(n => drafted(n)),
  fc.integer({ min: 1, max: 4 }).map<Command>(n => checked(n, n % 2 === 0)),
  fc.integer({ min: 1, max: 4 }).map<Command>(n => stopped(`run-${n}`)),
);
const anyHistory = fc.array(anyCommand, { maxLength: 40 }).map(rest => [startCommand, ...rest]);

test('replaying the log gives the live state, also through JSON and the event schema', () => {
  fc.assert(
    fc.property(anyHistory, commands => {
      const { state, events } = play(commands);
      const stored = events.map(e => SessionEvent.parse(JSON.parse(JSON.stringify(e))));
      // `undefined` members do not survive JSON and mean the same as absent ones.
      expect(JSON.parse(JSON.stringify(replay(stored)))).toEqual(JSON.parse(JSON.stringify(state)));
      const again = replay(stored);
      if (again.kind === 'active') {
        expect(stage(again)).toEqual(stage(state));
        expect(answersWait(again)).toBe(answersWait(state));
      }
    }),
    { numRuns: 300 },
  );
});

test('at most one run is open, and it is the last', () => {
  fc.assert(
    fc.property(anyHistory, commands => {
      const { state } = play(commands);
      const open = state.runs.filter(r => !r.stopped);
      expect(open.length).toBeLessThanOrEqual(1);
      expect(open[0]).toBe(activeRun(state));
    }),
  );
});

test('somebody can always act: a session never rests in a stage without a way on', () => {
  fc.assert(
    fc.property(anyHistory, commands => {
      const { state } = play(commands);
      const here = stage(state);
      if (here.kind === 'working' || here.kind === 'publishing' || here.kind === 'published') return;
      const wishes: Command[] = [
        { type: 'submit-answers', rest: 'delegate' },
        { type: 'regenerate' },
        { type: 'give-feedback', text: 'x', target: { kind: 'revision' } },
      ];
      expect(awaitsAnswers(state)).toBe(here.kind === 'asking');
      expect(wishes.some(w => play([w], state).refusals.length === 0)).toBe(true);
    }),
  );
});
