import type { Command } from 'commander';
import type { Call, HandOverWish } from './calls.ts';
import { goalFlags, listFlags, listOptions, merged, planOptions, text } from './flags.ts';
import { readWish, withKind } from './goal.ts';
import { EXIT, exitCodeOf, failureLine, type Output } from './output.ts';

const WITH = [
  '--with <name>',
  'who carries it out: claude, codex, gemini, aider, opencode, or one of your settings',
] as const;
const STEP = ['--step <step>', 'one step alone: its id, number, a part of its title, or next'] as const;

/** The way from a plan to those who implement it. */
export function handOverCommands(program: Command, take: (call: Call) => void, output: Output): void {
  listFlags(
    program
      .command('code')
      .argument(
        '[plan]',
        'a plan: its path, @plans/x.md, or words of its name; the latest where none is named',
      )
      .description('hand an approved plan to an implementer in this terminal; then see what it did'),
  )
    .option(...WITH)
    .option(...STEP)
    .option('--print', 'print what it would be told, and start nothing')
    .action((plan: string | undefined, _flags, command: Command) => {
      const flags = merged(command);
      take({ kind: 'code', plan, wish: wishOf(flags), options: listOptions(flags) });
    });
  goalFlags(
    program
      .command('cook')
      .argument('[goal...]', 'a goal, in your own words; the latest plan where nothing is said')
      .description('hand over the approved plan of a goal; where there is none it is planned first'),
    'print what the implementer would be told, and start nothing',
  )
    .option(...WITH)
    .option(...STEP)
    .action((words: string[], _flags, command: Command) => {
      const flags = merged(command);
      // To plan, --with names steps of another approach.
      const options = planOptions({ ...flags, with: undefined });
      const goal = readWish(words, [], 'plan');
      if (!goal.ok) {
        output.err(failureLine(goal.error));
        take({ kind: 'ended', code: exitCodeOf(goal.error) });
        return;
      }
      if (
        options.approve ||
        options.streamJson ||
        options.answers !== undefined ||
        options.feedback.length > 0
      ) {
        output.err(
          failureLine({
            kind: 'usage',
            message: 'cook does not approve, answer or give feedback by options.',
            next: 'Plan first: planner-tui plan "your goal" --approve; then: planner-tui cook "your goal"',
          }),
        );
        take({ kind: 'ended', code: EXIT.usage });
        return;
      }
      take({ kind: 'cook', goal: withKind(goal.value, options.kind), wish: wishOf(flags), options });
    });
}

function wishOf(flags: Record<string, unknown>): HandOverWish {
  return {
    with: text(flags['with']),
    step: text(flags['step']),
    print: flags['print'] === true,
    json: flags['json'] === true,
  };
}
