import { truncate } from '../shared/text/index.ts';

/** A step that is still to be done, with what is known of it. */
export interface OpenStep {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** What the code says: nothing of it is there, some, or all (and no box is ticked). */
  readonly code: 'not' | 'partly' | 'there' | 'unknown';
  /** What of it is missing in the code, in words. */
  readonly missing: readonly string[];
  /** Commands that show that it is done. */
  readonly verify: readonly string[];
  /** Ids of open steps that come before it. */
  readonly after: readonly string[];
}

export interface Work {
  /** The plan's file, from the project's root. */
  readonly path: string;
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** In the order of the plan. */
  readonly open: readonly OpenStep[];
  /** The one step that is handed over; absent: all that are open. */
  readonly only?: OpenStep | undefined;
  /** Steps that are ticked although nothing of them is in the code. */
  readonly doubtful: readonly string[];
}

/** Characters of an instruction at most: any program takes them as one argument, and a person can read them. */
export const LONGEST_INSTRUCTION = 6_000;
const MOST_TITLE = 120;
const MOST_COMMANDS = 3;
const MOST_COMMAND = 200;
const MOST_MISSING = 6;

/** What an implementer is told: which plan, what of it is open, and the rules. Always shorter than the bound. */
export function instructionText(work: Work): string {
  const details = [
    { commands: true, missing: true },
    { commands: true, missing: false },
    { commands: false, missing: false },
  ];
  for (const detail of details) {
    const text = compose(work, stepLines(work, detail, Number.POSITIVE_INFINITY));
    if (text.length <= LONGEST_INSTRUCTION) return text;
  }
  const bare = { commands: false, missing: false };
  for (let shown = work.open.length - 1; shown > 0; shown--) {
    const text = compose(work, stepLines(work, bare, shown));
    if (text.length <= LONGEST_INSTRUCTION) return text;
  }
  return compose(work, stepLines(work, bare, 0));
}

function compose(work: Work, steps: readonly string[]): string {
  const { path, title, only, done, total, doubtful } = work;
  const name = truncate(title, MOST_TITLE);
  const head = only
    ? `Carry out one step of an implementation plan: step ${only.number}, ${only.id}.`
    : 'Carry out an implementation plan.';
  return [
    head,
    '',
    `Plan file: ${path}`,
    `Title: ${name}`,
    '',
    'Read the whole plan file first. It was made from this code base: it says which files and symbols each step changes, and how to see that the step is done.',
    '',
    only
      ? `The step (${done} of ${total} steps of the plan are done):`
      : `Open steps, in this order (${done} of ${total} are done):`,
    ...steps,
    ...(doubtful.length > 0
      ? [
          `Ticked, but nothing of it was found in the code: ${truncate(doubtful.join(', '), 300)}. Look there before you build on it.`,
        ]
      : []),
    '',
    'Rules:',
    ...rules(work),
  ].join('\n');
}

function rules({ path, only }: Work): readonly string[] {
  return [
    only
      ? '- Do this step alone. Leave the other steps as they are, also where they look easy.'
      : '- Do the steps in the order given, one after the other.',
    '- Do what a step says and no more. Touch no file outside the plan. Where a change cannot do without one (a lock file, an import), say so.',
    `- After each step run every command under its “Verify”. What you saw pass, tick in ${path}: “- [ ]” becomes “- [x]”. Tick nothing else, and change nothing else in that file.`,
    '- Stop when the plan is wrong: a file, symbol or command is not as it says, or a step does not do what it promises. Say which step, what you found, and what would have to change in the plan. Do not work around it.',
    '- A step that is in the code already is not done again: verify it, tick it, and go on.',
    '- At the end say in a few lines which steps are done, which are not, and what each command under “Verify” came to.',
  ];
}

interface Detail {
  readonly commands: boolean;
  readonly missing: boolean;
}

function stepLines({ open, only }: Work, detail: Detail, shown: number): readonly string[] {
  const steps = only ? [only] : open.slice(0, shown);
  const rest = only ? 0 : open.length - steps.length;
  return [
    ...steps.flatMap(step => stepText(step, detail)),
    ...(rest > 0 ? [`… and ${rest} more, as the plan file lists them.`] : []),
  ];
}

const CODE: Readonly<Record<OpenStep['code'], string>> = {
  not: '',
  partly: ' (begun)',
  there: ' (in the code already: verify and tick it)',
  unknown: '',
};

function stepText(step: OpenStep, { commands, missing }: Detail): readonly string[] {
  const { number, id, title, code, verify, after } = step;
  const left = step.missing.slice(0, MOST_MISSING).map(text => truncate(text, 160));
  const more = step.missing.length - left.length;
  const listed = [...left, ...(more > 0 ? [`${more} more`] : [])];
  return [
    `${number}. ${id}: ${truncate(title, MOST_TITLE)}${CODE[code]}${after.length > 0 ? `, after ${truncate(after.join(', '), 160)}` : ''}`,
    ...(missing && code === 'partly' && listed.length > 0 ? [`   not there yet: ${listed.join('; ')}`] : []),
    ...(commands
      ? verify
          // Half a command would be another one; what is long is read in the plan.
          .filter(command => command.length <= MOST_COMMAND)
          .slice(0, MOST_COMMANDS)
          .map(command => `   verify: ${command}`)
      : []),
  ];
}
