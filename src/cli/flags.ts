import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LookUpConsent } from '../app/look-ups.ts';
import { GoalKind, MODEL_WISH_FORM, ModelWishText } from '../domain/index.ts';
import { parseDuration } from '../plan/totals.ts';
import type { ListOptions, PlanOptions } from './calls.ts';

/** Which model works, and at which server. */
export function modelFlags(command: Command): Command {
  return command
    .option(
      '--model <id>',
      'the model that plans, or one a phase (research=ID,planning=ID); default: the newest suitable that its server lists',
      modelWish,
    )
    .option(
      '--base-url <url>',
      'a server of the Messages API: Anthropic (default), a gateway, Ollama, llama.cpp, LM Studio, vLLM …',
    );
}

/** Who plans, what may leave, and how it looks. */
export function goalFlags(command: Command): Command {
  const who = lookUpFlags(listFlags(command)).addOption(
    new Option(
      '--planner <engine>',
      'who plans: a model (claude), the embedded planner (local), or auto (default): a model where credentials are set and you agreed for this folder',
    ).choices(['auto', 'claude', 'local']),
  );
  return modelFlags(who)
    .option(
      '--allow-remote',
      'agree, for this folder, that what bears on the goal is sent to the model; remembered',
    )
    .option('--red-team', 'a model also reads its draft against itself; you judge what it holds against it')
    .option('--record <file>', 'keep what is said to the model and by it in a new file, secrets hidden')
    .option('--replay <file>', 'take what a model says from such a file: no network and no key are needed')
    .addOption(
      new Option('--kind <kind>', 'kind of the goal; detected from its words otherwise').choices(
        GoalKind.options.slice(0, 4),
      ),
    )
    .option('--print', 'no screen: the plan as Markdown on stdout')
    .option('--theme <name>', 'dark, light or another theme')
    .option('--inline', 'keep the scrollback instead of the alternate screen')
    .option('--screen-reader', 'linear text for screen readers: nothing is drawn over')
    .option('--no-color', 'no colours');
}

/** The same, and the loop without a screen. */
export function planFlags(command: Command): Command {
  return goalFlags(command)
    .option('--stream-json', 'no screen: every event of the session as a JSON line')
    .option(
      '--answers <file>',
      'JSON file {questionId: choiceId or text}; the rest takes the recommended choice',
    )
    .option('--feedback <text>', 'feedback on the draft, once a revision; may be repeated', collect, [])
    .addOption(new Option('--take <side>', 'of two approaches (plan:two) this one').choices(['a', 'b']))
    .option(
      '--with <steps>',
      'with --take: steps of the other approach that come along, by their ids, with commas between',
    )
    .option('--approve', 'approve and write the plan to plans/; without it nothing is written');
}

export function listFlags(command: Command): Command {
  return command
    .option('--project <dir>', 'the project to plan for (default: the project of the current folder)')
    .option('--json', 'no screen: the result as one JSON object');
}

/** Consent to ask the npm registry and to fetch cited pages, and what takes it back. */
export function lookUpFlags(command: Command): Command {
  return command
    .option('--offline', 'nothing leaves this machine')
    .option(
      '--allow-registry',
      'ask the npm registry about packages and fetch the pages that playbooks cite; only names, versions and addresses leave',
    );
}

export function lookUpConsent(flags: Record<string, unknown>): LookUpConsent {
  if (flags['offline'] === true) return 'offline';
  return flags['allowRegistry'] === true ? 'allowed' : 'not-allowed';
}

const PLANNERS = ['auto', 'claude', 'local'] as const;

export function planOptions(flags: Record<string, unknown>): PlanOptions {
  const kind = GoalKind.safeParse(flags['kind']);
  return {
    ...listOptions(flags),
    planner: PLANNERS.find(p => p === flags['planner']),
    model: text(flags['model']),
    baseUrl: text(flags['baseUrl']),
    allowRemote: flags['allowRemote'] === true,
    redTeam: flags['redTeam'] === true,
    record: text(flags['record']),
    replay: text(flags['replay']),
    offline: flags['offline'] === true,
    lookUps: lookUpConsent(flags),
    print: flags['print'] === true,
    streamJson: flags['streamJson'] === true,
    kind: kind.success ? kind.data : undefined,
    answers: text(flags['answers']),
    feedback: Array.isArray(flags['feedback']) ? flags['feedback'].map(String) : [],
    approve: flags['approve'] === true,
    take: flags['take'] === 'a' || flags['take'] === 'b' ? flags['take'] : undefined,
    with: (text(flags['with']) ?? '').split(/[\s,]+/).filter(Boolean),
    theme: text(flags['theme']),
    inline: flags['inline'] === true,
    screenReader: flags['screenReader'] === true,
    color: flags['color'] !== false,
  };
}

/** Options may stand before or behind the command's name; what was typed wins over a default. */
export function merged(command: Command): Record<string, unknown> {
  const outer: Record<string, unknown> = command.parent?.opts() ?? {};
  const out: Record<string, unknown> = { ...outer };
  for (const [key, value] of Object.entries(command.opts()))
    if (command.getOptionValueSource(key) !== 'default' || !(key in outer)) out[key] = value;
  return out;
}

/** What was typed for this very command. */
export function definedOnly(command: Command): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) !== 'default'),
  );
}

export function listOptions(flags: Record<string, unknown>): ListOptions {
  return { project: text(flags['project']) ?? '.', json: flags['json'] === true };
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function modelWish(value: string): string {
  if (!ModelWishText.safeParse(value).success)
    throw new InvalidArgumentError(`${MODEL_WISH_FORM} was expected, not “${value}”.`);
  return value;
}

export function positive(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1)
    throw new InvalidArgumentError(`A whole number of at least 1 was expected, not “${value}”.`);
  return n;
}

/** Minutes, or a duration as plans write it: `45`, `1 h 10`, `90 min`. */
export function duration(value: string): number {
  const n = /^\s*\d+\s*$/.test(value) ? Number(value) : parseDuration(value);
  if (n === undefined || n > MOST_MINUTES)
    throw new InvalidArgumentError(`Minutes or hours were expected, as in 45 or “1 h 10”, not “${value}”.`);
  return n;
}

/** A thousand hours: what is more was meant otherwise. */
const MOST_MINUTES = 60_000;

export function percent(value: string): number {
  const n = Number(value);
  if (!(n >= 0 && n <= 100) || value.trim() === '')
    throw new InvalidArgumentError(`A number from 0 to 100 was expected, not “${value}”.`);
  return n;
}
