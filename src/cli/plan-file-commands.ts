import { type Command, Option } from 'commander';
import { exportForms } from '../plan/export/forms.ts';
import type { Call } from './calls.ts';
import { type ExportFlags, exportCall } from './export.ts';
import { listFlags, listOptions, lookUpConsent, lookUpFlags, merged, percent } from './flags.ts';
import type { Output } from './output.ts';

/** The commands that work on a plan's file, whoever wrote it. */
export function planFileCommands(program: Command, take: (call: Call) => void, output: Output): void {
  lookUpFlags(
    listFlags(
      program
        .command('check')
        .argument(
          '[files...]',
          'plans in Markdown, whoever wrote them; - is standard input; the latest where none is named',
        )
        .description('run the plan checks: paths, symbols, commands, times, rollback … against this project'),
    ),
  )
    .addOption(
      new Option('--format <format>', 'how the findings are told')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .action((files: string[], flags: { format: 'text' | 'json' | 'sarif' }, command: Command) => {
      const all = merged(command);
      const options = listOptions(all);
      const format = options.json ? 'json' : flags.format;
      take({ kind: 'check', files, format, lookUps: lookUpConsent(all), options });
    });
  listFlags(
    program
      .command('drift')
      .argument('[plan]', 'a plan in Markdown; the latest where none is named')
      .description('what of a plan is done, what is not, and what changed unplanned, since its commit'),
  )
    .option('--since <rev>', 'hold it against this commit instead of the one that the plan was made at')
    .option('--least <percent>', 'below this match the exit code is 3', percent, 90)
    .option('--coverage <file>', 'the coverage report to take, where it is not found by itself')
    .option('--no-coverage', 'look at no coverage report: what the plan asks of coverage costs nothing')
    .option('--tick', 'tick the check boxes under “Verify” of finished steps in the file')
    .action((file: string | undefined, flags: DriftFlags, command: Command) => {
      const { since, least, coverage, tick = false } = flags;
      const report = typeof coverage === 'string' ? coverage : coverage === false ? false : undefined;
      take({
        kind: 'drift',
        file,
        since,
        least,
        coverage: report,
        tick,
        options: listOptions(merged(command)),
      });
    });
  listFlags(
    program
      .command('export')
      .argument(
        '[plan]',
        'a plan in Markdown, whoever wrote it; - is standard input; the latest where none is named',
      )
      .description('a plan as another document: a page to read, an issue, a decision record, data …'),
  )
    .addOption(new Option('--as <form>', 'which document').choices([...exportForms]))
    .option('--to <file>', 'write it to this new file; one that is there is never overwritten')
    .option('--beside <plan>', 'with --as html: a second plan, compared with the first')
    .option('--schema', 'print the JSON Schema of the json form')
    .action((file: string | undefined, flags: ExportFlags, command: Command) => {
      take(exportCall(file, flags, listOptions(merged(command)), output));
    });
}

interface DriftFlags {
  readonly since?: string;
  readonly least: number;
  /** True by default, since there is a --no-coverage. */
  readonly coverage?: string | boolean;
  readonly tick?: boolean;
}
