import type { Command } from 'commander';
import type { Call } from './calls.ts';
import { definedOnly, listFlags, listOptions } from './flags.ts';

/** The playbooks of this project, of the person and of planner-tui. */
export function playbookCommands(program: Command, take: (call: Call) => void): void {
  const playbooks = program
    .command('playbooks')
    .description('the playbooks that plans are composed from: list, show, validate (docs/playbooks.md)');
  // Options may stand before a command's name, also before `playbooks` itself.
  const optionsOf = (command: Command) =>
    listOptions({ ...playbooks.parent?.opts(), ...definedOnly(playbooks), ...definedOnly(command) });

  listFlags(playbooks).action((_flags, command: Command) => {
    take({ kind: 'playbooks', verb: 'list', options: optionsOf(command) });
  });
  listFlags(
    playbooks
      .command('list')
      .description('every playbook with what calls for it, where it is from and which one wins'),
  ).action((_flags, command: Command) => {
    take({ kind: 'playbooks', verb: 'list', options: optionsOf(command) });
  });
  listFlags(
    playbooks
      .command('show')
      .argument('<name>', 'the name of a playbook; `planner-tui playbooks` lists them')
      .description('what it asks, its approaches, its steps and its sources'),
  ).action((name: string, _flags, command: Command) => {
    take({ kind: 'playbooks', verb: 'show', name, options: optionsOf(command) });
  });
  listFlags(
    playbooks
      .command('validate')
      .argument('[files...]', 'playbooks in Markdown, - is standard input; all folders where none is named')
      .description('name every mistake as FILE:LINE; exit code 3 where there is one'),
  ).action((files: string[], _flags, command: Command) => {
    take({ kind: 'playbooks', verb: 'validate', files, options: optionsOf(command) });
  });
}
