import type { Command } from 'commander';
import { failure } from '../shared/result.ts';
import type { Call } from './calls.ts';
import { definedOnly, listFlags, listOptions, merged, modelFlags, text } from './flags.ts';
import { EXIT, failureLine, type Output } from './output.ts';

/** What a person can find out about their machine and settings: `doctor` and `config`. */
export function doctorCommands(program: Command, take: (call: Call) => void, output: Output): void {
  modelFlags(
    listFlags(
      program
        .command('doctor')
        .description(
          'look at this machine, this project and the model’s server; says how to mend what is broken',
        ),
    ),
  )
    .option('--offline', 'ask no server')
    .option('--live', 'send one small message to the model, which is paid for')
    .action((_flags, command: Command) => {
      const flags = merged(command);
      const [offline, live] = [flags['offline'] === true, flags['live'] === true];
      if (offline && live) {
        output.err(
          failureLine(
            failure('usage', '--live asks the model, and --offline forbids it.', 'Leave one of them out.'),
          ),
        );
        return take({ kind: 'ended', code: EXIT.usage });
      }
      take({
        kind: 'doctor',
        offline,
        live,
        baseUrl: text(flags['baseUrl']),
        model: text(flags['model']),
        options: listOptions(flags),
      });
    });

  const config = program
    .command('config')
    .description('your settings: what holds, and from where; set and unset change your own file');
  // Options may stand before a command's name, also before `config` itself.
  const optionsOf = (command: Command) =>
    listOptions({ ...config.parent?.opts(), ...definedOnly(config), ...definedOnly(command) });
  listFlags(config).action((_flags, command: Command) => {
    take({ kind: 'config', verb: 'list', options: optionsOf(command) });
  });
  listFlags(config.command('list').description('every setting with its value and where it is from')).action(
    (_flags, command: Command) => {
      take({ kind: 'config', verb: 'list', options: optionsOf(command) });
    },
  );
  listFlags(
    config
      .command('set')
      .argument('<name>', 'the name of a setting; `planner-tui config` lists them')
      .argument('<value>', 'a word, or JSON; - reads it from standard input, as a key has to be')
      .description('write a setting to your own file'),
  ).action((name: string, value: string, _flags, command: Command) => {
    take({ kind: 'config', verb: 'set', name, value, options: optionsOf(command) });
  });
  listFlags(
    config
      .command('unset')
      .argument('<name>', 'the name of a setting')
      .description('take a setting out of your own file'),
  ).action((name: string, _flags, command: Command) => {
    take({ kind: 'config', verb: 'unset', name, options: optionsOf(command) });
  });
}
