import { Command, CommanderError } from 'commander';
import { GOAL_VERBS, type GoalVerbName } from '../session/verbs.ts';
import { failure } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import type { Call, GoalText, ListOptions, PlanOptions } from './calls.ts';
import { doctorCommands } from './doctor-commands.ts';
import {
  listFlags,
  listOptions,
  lookUpConsent,
  merged,
  planFlags,
  planOptions,
  positive,
  text,
} from './flags.ts';
import { readWish, withKind } from './goal.ts';
import { handOverCommands } from './hand-over-commands.ts';
import { EXIT, exitCodeOf, failureLine, type Output } from './output.ts';
import { planFileCommands } from './plan-file-commands.ts';
import { playbookCommands } from './playbook-commands.ts';
import { stepCommands } from './step-commands.ts';

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
  planner-tui code plans/latest-plan.md             hand an approved plan to Claude Code, Codex, Gemini, aider …
  planner-tui cook "add CSV export"                 the same by goal; planned first where no plan is there
  planner-tui drift                                 how far the code followed the latest plan, symbol by symbol
  planner-tui export PLAN --as html --to plan.html  a page for those who do not live in a terminal
  planner-tui impact --calibrate                    how far to trust that ranking in this repository
  planner-tui step start                            record how long the next step really takes
  planner-tui playbooks show realtime               what a playbook asks, weighs and plans
  planner-tui doctor --live                         what works here; one small message to the model
  planner-tui config set planner local              a setting of your own; planner-tui config lists them
  planner-tui mcp                                   a server for agents, over stdio: docs/mcp.md
  planner-tui metrics                               what came of the plans here: match, surprises, time …

Results go to stdout, everything else to stderr.
Exit codes: 0 done, 1 failed, 2 usage, 3 checks failed, 4 credentials missing or refused, 130 interrupted.`;

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

  const plan = (words: readonly string[], options: PlanOptions, verb?: GoalVerbName) => {
    const commands = [...program.commands.map(c => c.name()), 'help'];
    const wish = readWish(words, commands, verb);
    if (!wish.ok) output.err(failureLine(wish.error));
    call = wish.ok
      ? { kind: 'plan', wish: withKind(wish.value, options.kind), options }
      : { kind: 'ended', code: exitCodeOf(wish.error) };
  };
  planFlags(program.argument('[goal...]', 'what to plan, in your own words')).action(
    (words: string[], flags) => plan(words, planOptions(flags)),
  );
  for (const verb of GOAL_VERBS)
    planFlags(
      program
        .command(verb.name)
        .argument(`[${verb.args.toLowerCase()}...]`, `for example: ${verb.example}`)
        .description(verb.name === 'plan' ? 'plan a goal (the same, explicit)' : verb.help),
    ).action((words: string[], _flags, command: Command) =>
      plan(words, planOptions(merged(command)), verb.name),
    );
  planFlags(
    program
      .command('resume')
      .argument('[id]', 'the session, or a plan of plans/; `planner-tui sessions` and `plans` list them')
      .description('go on with a session, with all its revisions; nothing answered is lost')
      .option('--last', 'the newest unfinished session of this project'),
  ).action((id: string | undefined, flags: { last?: boolean }, command: Command) => {
    call = { kind: 'resume', id, last: flags.last ?? false, options: planOptions(merged(command)) };
  });
  planFlags(
    program
      .command('replay')
      .argument('<file>', 'a recording, made with --record')
      .description('play a recorded session of a model again, without network or key'),
  ).action((file: string, _flags, command: Command) => {
    call = { kind: 'plan', options: { ...planOptions(merged(command)), replay: file } };
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
  program
    .command('mcp')
    .description('serve the Model Context Protocol on stdin and stdout, for agents (docs/mcp.md)')
    .option(
      '--project <dir>',
      'the project (default: the one root that the client names, else the current folder)',
    )
    .option('--offline', 'nothing leaves this machine, whatever was agreed')
    .action((_flags, command: Command) => {
      const flags = merged(command);
      call = { kind: 'mcp', project: text(flags['project']), lookUps: lookUpConsent(flags) };
    });
  const take = (asked: Call) => {
    call = asked;
  };
  planFileCommands(program, take, output);
  handOverCommands(program, take, output);
  stepCommands(program, take);
  playbookCommands(program, take);
  doctorCommands(program, take, output);
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

function usageText(text: string): string {
  const what = safeText(text.replace(/^error: /, 'planner-tui: ').trimEnd());
  return `${what}\n  planner-tui --help lists the commands and options.\n`;
}
