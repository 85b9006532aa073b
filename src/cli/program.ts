import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { GoalKind } from '../domain/index.ts';
import { failure } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import { readGoal } from './goal.ts';
import { EXIT, type ExitCode, exitCodeOf, failureLine, type Output } from './output.ts';

/** What the arguments ask for: one of the faces of the same session. */
export type Call =
  | { readonly kind: 'plan'; readonly goal?: string | undefined; readonly options: PlanOptions }
  | {
      readonly kind: 'resume';
      readonly id?: string | undefined;
      readonly last: boolean;
      readonly options: PlanOptions;
    }
  | { readonly kind: 'sessions' | 'plans'; readonly options: ListOptions }
  | {
      readonly kind: 'map';
      readonly query?: string | undefined;
      readonly symbol?: string | undefined;
      readonly limit: number;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'check';
      readonly files: readonly string[];
      readonly format: 'text' | 'json' | 'sarif';
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'drift';
      readonly file: string;
      readonly since?: string | undefined;
      /** Percent of match that is asked. */
      readonly least: number;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'impact';
      readonly from: GoalText;
      readonly limit: number;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'calibrate';
      readonly commits: number;
      readonly seconds: number;
      readonly options: ListOptions;
    }
  /** Help, version or a usage error was printed already. */
  | { readonly kind: 'ended'; readonly code: ExitCode };

/** Words of the command line, or a file that holds them (`-`: standard input). */
export type GoalText =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

export interface ListOptions {
  readonly project: string;
  readonly json: boolean;
}

export interface PlanOptions extends ListOptions {
  readonly planner: 'auto' | 'claude' | 'local';
  readonly offline: boolean;
  readonly print: boolean;
  readonly streamJson: boolean;
  readonly kind?: GoalKind | undefined;
  readonly answers?: string | undefined;
  readonly feedback: readonly string[];
  readonly approve: boolean;
  readonly theme?: string | undefined;
  readonly inline: boolean;
  readonly screenReader: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  planner-tui                                       open the app in this project
  planner-tui "add rate limiting to the public API" straight into a session for that goal
  planner-tui --project ../shop "/plan [add CSV export of orders]"
  planner-tui plan "add CSV export" --print         the plan as Markdown, no screen, nothing written
  planner-tui plan "add CSV export" --json --answers answers.json --feedback "no new dependencies" --approve
  planner-tui resume --last                         go on with the newest unfinished session
  planner-tui impact "add CSV export"               the files that such a change would touch, with reasons
  planner-tui map --query parsecall                 symbols and files whose names fit, with their lines
  planner-tui map --symbol Order.total              who uses a symbol, and what it uses itself
  planner-tui check plans/latest-plan.md            hold a plan against the code, whoever wrote it
  planner-tui drift plans/latest-plan.md            how far the code followed a plan, symbol by symbol
  planner-tui impact --calibrate                    how far to trust that ranking in this repository

Results go to stdout, everything else to stderr.
Exit codes: 0 done, 1 failed, 2 usage, 3 checks failed, 130 interrupted.`;

/** A screenful or two. */
const MAP_LIMIT = 30;
const EMPTY_QUERY = failure(
  'usage',
  'A name was expected after --query, or some letters of it.',
  'For example: planner-tui map --query parseCall',
);

const EMPTY_SYMBOL = failure(
  'usage',
  'The name of a symbol was expected after --symbol.',
  'For example: planner-tui map --symbol Order.total',
);

/** Parses the arguments after `node planner-tui`; prints help, version and usage errors itself. */
export function parseCall(argv: readonly string[], version: string, output: Output): Call {
  let call: Call | undefined;
  const program = new Command('planner-tui')
    .description(
      'Researches, analyses and plans before code is written; every path in a plan is checked against the code.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError(true)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.err,
      outputError: (text, write) => write(usageText(text)),
    });

  const plan = (words: readonly string[], options: PlanOptions, bare: boolean) => {
    const goal = readGoal(words, [...program.commands.map(c => c.name()), 'help'], bare);
    if (!goal.ok) output.err(failureLine(goal.error));
    call = goal.ok
      ? { kind: 'plan', goal: goal.value, options }
      : { kind: 'ended', code: exitCodeOf(goal.error) };
  };
  planFlags(program.argument('[goal...]', 'what to plan, in your own words')).action(
    (words: string[], flags) => plan(words, planOptions(flags), true),
  );
  planFlags(
    program
      .command('plan')
      .argument('[goal...]', 'what to plan')
      .description('plan a goal (the same, explicit)'),
  ).action((words: string[], _flags, command: Command) => plan(words, planOptions(merged(command)), false));
  planFlags(
    program
      .command('resume')
      .argument('[id]', 'the session; `planner-tui sessions` lists them')
      .description('go on with an unfinished session; nothing answered is lost')
      .option('--last', 'the newest unfinished session of this project'),
  ).action((id: string | undefined, flags: { last?: boolean }, command: Command) => {
    call = { kind: 'resume', id, last: flags.last ?? false, options: planOptions(merged(command)) };
  });
  for (const kind of ['sessions', 'plans'] as const)
    listFlags(
      program
        .command(kind)
        .description(
          kind === 'sessions'
            ? 'list the unfinished sessions of this project'
            : 'list the plans of this project',
        ),
    ).action((_flags, command: Command) => {
      call = { kind, options: listOptions(merged(command)) };
    });
  listFlags(
    program.command('map').description('show the code map: files by importance, with roles and symbols'),
  )
    .option('--query <text>', 'symbols and files by some letters of their names, best first')
    .option(
      '--symbol <name>',
      'who uses this symbol and what it uses itself: placeOrder, Order.total, src/a.ts:total',
    )
    .option('--limit <n>', 'how many files, or how many finds; --json lists all', positive, MAP_LIMIT)
    .action((flags: { query?: string; symbol?: string; limit: number }, command: Command) => {
      const query = flags.query?.trim();
      const symbol = flags.symbol?.trim();
      if (query === '' || symbol === '') {
        output.err(failureLine(query === '' ? EMPTY_QUERY : EMPTY_SYMBOL));
        call = { kind: 'ended', code: EXIT.usage };
        return;
      }
      call = { kind: 'map', query, symbol, limit: flags.limit, options: listOptions(merged(command)) };
    });
  listFlags(
    program
      .command('check')
      .argument('<files...>', 'plans in Markdown, whoever wrote them; - is standard input')
      .description('run the plan checks: paths, symbols, commands, times, rollback … against this project'),
  )
    .addOption(
      new Option('--format <format>', 'how the findings are told')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .action((files: string[], flags: { format: 'text' | 'json' | 'sarif' }, command: Command) => {
      const options = listOptions(merged(command));
      call = { kind: 'check', files, format: options.json ? 'json' : flags.format, options };
    });
  listFlags(
    program
      .command('drift')
      .argument('<plan>', 'a plan in Markdown')
      .description('what of a plan is done, what is not, and what changed unplanned, since its commit'),
  )
    .option('--since <rev>', 'hold it against this commit instead of the one that the plan was made at')
    .option('--least <percent>', 'below this match the exit code is 3', percent, 90)
    .action((file: string, flags: { since?: string; least: number }, command: Command) => {
      const { since, least } = flags;
      call = { kind: 'drift', file, since, least, options: listOptions(merged(command)) };
    });
  listFlags(
    program
      .command('impact')
      .argument('[goal...]', 'the change, in your own words; - reads it from standard input')
      .description('rank the files that a change would touch, with reasons'),
  )
    .option('--file <file>', 'a text that holds the goal: an issue, a stack trace, a letter')
    .option('--limit <n>', 'how many files', positive, 20)
    .option('--calibrate', 'replay past changes of this repository: how far to trust the ranking in it')
    .option('--commits <n>', 'past changes to replay at most', positive, 30)
    .option('--seconds <n>', 'begin no further change after this many seconds', positive, 120)
    .action((words: string[], flags: ImpactFlags, command: Command) => {
      call = impactCall(words, flags, listOptions(merged(command)), output);
    });

  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'ended', code: error.exitCode === 0 ? EXIT.done : EXIT.usage };
  }
  return call ?? { kind: 'ended', code: EXIT.usage };
}

interface ImpactFlags {
  readonly file?: string;
  readonly limit: number;
  readonly calibrate?: boolean;
  readonly commits: number;
  readonly seconds: number;
}

function impactCall(
  words: readonly string[],
  flags: ImpactFlags,
  options: ListOptions,
  output: Output,
): Call {
  const { file, limit, commits, seconds } = flags;
  const given = [words.length > 0, file !== undefined, flags.calibrate === true].filter(Boolean).length;
  if (given !== 1) {
    output.err(
      failureLine({
        kind: 'usage',
        message: `Either a goal in words, or --file, or --calibrate was expected, but ${given === 0 ? 'none' : 'more than one'} came.`,
        next: 'For example: planner-tui impact "add CSV export"; planner-tui impact --file issue.md',
      }),
    );
    return { kind: 'ended', code: EXIT.usage };
  }
  if (flags.calibrate === true) return { kind: 'calibrate', commits, seconds, options };
  const text = words.join(' ');
  const from: GoalText =
    file !== undefined
      ? { kind: 'file', path: file }
      : text === '-'
        ? { kind: 'file', path: '-' }
        : { kind: 'words', text };
  return { kind: 'impact', from, limit, options };
}

function planFlags(command: Command): Command {
  return listFlags(command)
    .addOption(
      new Option('--planner <engine>', 'who plans').choices(['auto', 'claude', 'local']).default('auto'),
    )
    .option('--offline', 'nothing leaves this machine')
    .addOption(
      new Option('--kind <kind>', 'kind of the goal; detected from its words otherwise').choices(
        GoalKind.options.slice(0, 4),
      ),
    )
    .option('--print', 'no screen: the plan as Markdown on stdout')
    .option('--stream-json', 'no screen: every event of the session as a JSON line')
    .option(
      '--answers <file>',
      'JSON file {questionId: choiceId or text}; the rest takes the recommended choice',
    )
    .option('--feedback <text>', 'feedback on the draft, once a revision; may be repeated', collect, [])
    .option('--approve', 'approve and write the plan to plans/; without it nothing is written')
    .option('--theme <name>', 'dark, light or another theme')
    .option('--inline', 'keep the scrollback instead of the alternate screen')
    .option('--screen-reader', 'linear text for screen readers: nothing is drawn over')
    .option('--no-color', 'no colours');
}

function listFlags(command: Command): Command {
  return command
    .option('--project <dir>', 'the project to plan for (default: the project of the current folder)')
    .option('--json', 'no screen: the result as one JSON object');
}

function planOptions(flags: Record<string, unknown>): PlanOptions {
  const kind = GoalKind.safeParse(flags['kind']);
  return {
    ...listOptions(flags),
    planner: flags['planner'] === 'claude' || flags['planner'] === 'local' ? flags['planner'] : 'auto',
    offline: flags['offline'] === true,
    print: flags['print'] === true,
    streamJson: flags['streamJson'] === true,
    kind: kind.success ? kind.data : undefined,
    answers: text(flags['answers']),
    feedback: Array.isArray(flags['feedback']) ? flags['feedback'].map(String) : [],
    approve: flags['approve'] === true,
    theme: text(flags['theme']),
    inline: flags['inline'] === true,
    screenReader: flags['screenReader'] === true,
    color: flags['color'] !== false,
  };
}

/** Options may stand before or behind the command's name; what was typed wins over a default. */
function merged(command: Command): Record<string, unknown> {
  const outer: Record<string, unknown> = command.parent?.opts() ?? {};
  const out: Record<string, unknown> = { ...outer };
  for (const [key, value] of Object.entries(command.opts()))
    if (command.getOptionValueSource(key) !== 'default' || !(key in outer)) out[key] = value;
  return out;
}

function listOptions(flags: Record<string, unknown>): ListOptions {
  return { project: text(flags['project']) ?? '.', json: flags['json'] === true };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function positive(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1)
    throw new InvalidArgumentError(`A whole number of at least 1 was expected, not “${value}”.`);
  return n;
}

function percent(value: string): number {
  const n = Number(value);
  if (!(n >= 0 && n <= 100) || value.trim() === '')
    throw new InvalidArgumentError(`A number from 0 to 100 was expected, not “${value}”.`);
  return n;
}

function usageText(text: string): string {
  const what = safeText(text.replace(/^error: /, 'planner-tui: ').trimEnd());
  return `${what}\n  planner-tui --help lists the commands and options.\n`;
}
