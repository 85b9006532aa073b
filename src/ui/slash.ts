import { exportForms } from '../plan/export/forms.ts';
import { GOAL_VERBS, unbracket } from '../session/verbs.ts';
import { distance } from '../shared/text/index.ts';

/** A command line of the app: a verb of cli.md with what follows it. */
export type Parsed =
  | { readonly kind: 'goal'; readonly text: string }
  | { readonly kind: 'command'; readonly name: CommandName; readonly rest: string }
  | { readonly kind: 'later'; readonly name: string; readonly instead: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly nearest: string };

const COMMANDS = [
  ...GOAL_VERBS.map(({ name, args, help }) => ({ name, args, help })),
  { name: 'feedback', args: 'TEXT', help: 'say what should change in the plan' },
  { name: 'regenerate', args: '', help: 'make the next revision' },
  { name: 'approve', args: '', help: 'approve and save the plan' },
  { name: 'questions', args: '', help: 'answer the open questions' },
  { name: 'review', args: '', help: 'read the plan' },
  { name: 'workbench', args: '', help: 'research, analysis and plan side by side' },
  { name: 'map', args: '[TEXT]', help: 'the code map: files by importance, search by symbol' },
  { name: 'export', args: 'FORM', help: `the plan as ${exportForms.join(', ')}` },
  { name: 'drift', args: '[PLAN]', help: 'what of a saved plan is done, and what changed unplanned' },
  { name: 'code', args: '[PLAN]', help: 'hand a plan to an implementer: @plans/x.md, words of its name' },
  { name: 'cook', args: '[GOAL]', help: 'hand over the plan of a goal; planned first where there is none' },
  { name: 'resume', args: '[ID]', help: 'go on with an unfinished session' },
  { name: 'home', args: '', help: 'back to the start; the session is kept' },
  { name: 'model', args: '[ID]', help: 'who plans from now on: local, or a model of your server' },
  { name: 'theme', args: '[NAME]', help: 'change the colours' },
  { name: 'help', args: '', help: 'every key and command' },
  { name: 'quit', args: '', help: 'end; everything is kept' },
] as const;
export type CommandName = (typeof COMMANDS)[number]['name'];
export const SLASH_COMMANDS: readonly {
  readonly name: CommandName;
  readonly args: string;
  readonly help: string;
}[] = COMMANDS;

/** Verbs of the product that this version has no screen for, with what serves meanwhile. */
const LATER: Readonly<Record<string, string>> = {
  check: 'Every revision is checked; see the marks in Review. For a file: planner-tui check FILE.',
};
const ALIASES: Readonly<Record<string, CommandName>> = { exit: 'quit', q: 'quit', '?': 'help' };

/** `/plan [add x]`, `/plan add x` and `add x` are one goal; other verbs are commands; unknown ones get the nearest. */
export function parseSlash(input: string): Parsed {
  // The line begins with a slash already, and many type one all the same.
  const text = input.trim().replace(/^\/{2,}/, '/');
  const found = /^\/([\w:?-]*)\s*([\s\S]*)$/.exec(text);
  // A path such as /api/orders at the start of a goal is no command.
  if (!found || /^\/[\w.-]+\//.test(text)) return { kind: 'goal', text };
  const name = (found[1] ?? '').toLowerCase();
  const rest = unbracket(found[2] ?? '');
  const known = COMMANDS.find(c => c.name === name)?.name ?? ALIASES[name];
  if (known) return { kind: 'command', name: known, rest };
  const instead = LATER[name];
  if (instead) return { kind: 'later', name, instead };
  return { kind: 'unknown', name, nearest: nearest(name) };
}

function nearest(name: string): string {
  const all = [...COMMANDS.map(c => c.name as string), ...Object.keys(LATER)];
  return all.reduce((best, other) => (distance(name, other) < distance(name, best) ? other : best), 'help');
}
