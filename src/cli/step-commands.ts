import type { Command } from 'commander';
import type { Call } from './calls.ts';
import { definedOnly, duration, listFlags, listOptions, merged } from './flags.ts';

const PLAN = 'a plan in Markdown';
const STEP = 'a step: its id, its number or a part of its title';
const NO_WRITE = ['--no-write', 'leave the plan’s file as it is: no status, no boxes'] as const;

/** The clock of a plan's steps, and what came of the plans. */
export function stepCommands(program: Command, take: (call: Call) => void): void {
  const step = program
    .command('step')
    .description('record how long the steps of a plan really take: start, stop, time, status');
  // Options may stand before a command's name, also before `step` itself.
  const optionsOf = (command: Command) =>
    listOptions({ ...step.parent?.opts(), ...definedOnly(step), ...definedOnly(command) });

  listFlags(step);
  listFlags(
    step
      .command('start')
      .argument('[plan]', `${PLAN}; the latest where none is named`)
      .argument('[step]', `${STEP}; the first that is not done where none is named`)
      .description('start the clock of a step; one that runs is stopped'),
  )
    .option(...NO_WRITE)
    .action(
      (file: string | undefined, named: string | undefined, flags: { write: boolean }, command: Command) => {
        const { write } = flags;
        take({ kind: 'step', verb: 'start', file, step: named, write, options: optionsOf(command) });
      },
    );
  listFlags(
    step
      .command('stop')
      .argument('[plan]', `${PLAN}, or a step of the one that runs; whatever runs where none is named`)
      .argument('[step]', STEP)
      .description('stop the clock; start and stop as often as you pause'),
  )
    .option('--minutes <time>', 'what this sitting took, instead of what the clock says', duration)
    .option('--done', 'the step is done: ticks its boxes in the plan')
    .option(...NO_WRITE)
    .action(
      (
        file: string | undefined,
        named: string | undefined,
        flags: { minutes?: number; done?: boolean; write: boolean },
        command: Command,
      ) => {
        const { minutes, done = false, write } = flags;
        take({
          kind: 'step',
          verb: 'stop',
          file,
          step: named,
          minutes,
          done,
          write,
          options: optionsOf(command),
        });
      },
    );
  listFlags(
    step
      .command('time')
      .argument('<plan>', PLAN)
      .argument('<step>', STEP)
      .argument('<time>', 'minutes, or hours as in “1 h 10”', duration)
      .description('say what a step took in all, instead of what is recorded of it'),
  ).action((file: string, named: string, minutes: number, _flags, command: Command) => {
    take({ kind: 'step', verb: 'time', file, step: named, minutes, options: optionsOf(command) });
  });
  listFlags(
    step
      .command('status')
      .argument('[plan]', `${PLAN}; that of the running step where none is named`)
      .description('all steps of a plan with their recorded and estimated times'),
  ).action((file: string | undefined, _flags, command: Command) => {
    take({ kind: 'step', verb: 'status', file, options: optionsOf(command) });
  });
  listFlags(
    program
      .command('metrics')
      .description('what came of the plans in plans/: match, surprises, time, security, understanding'),
  ).action((_flags, command: Command) => {
    take({ kind: 'metrics', options: listOptions(merged(command)) });
  });
}
