import type { LineMark } from './model.ts';

/** `2026-11-20T09:00:00.0370000Z `, as a runner writes it in front of every line. */
const TIME = /^\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?/;
const ESCAPE = '\u001B';
/** CSI sequences, OSC sequences up to their end, and other escapes of two characters. */
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;
/** Workflow commands: `##[error]x`, `[command]/usr/bin/git`, and `::error file=a.ts,line=3::x` of a tool. */
const MARK =
  /^(?:##\[([a-z-]+)\]|\[(command)\]|::(error|warning|notice|group|endgroup)(?: ([^:]*))?::)(.*)$/s;
const KNOWN: Readonly<Record<string, LineMark>> = {
  error: 'error',
  warning: 'warning',
  group: 'group',
  endgroup: 'endgroup',
  command: 'command',
};

export interface PlainLine {
  readonly text: string;
  readonly mark?: LineMark;
  readonly time?: string;
  /** Where an annotation says that it is: `src/a.ts:3`. */
  readonly at?: string;
  /** It came in the colour in which the runner repeats the commands of a step. */
  readonly command: boolean;
}

/** Takes the time, colours and marks off a line. */
export function plainLine(raw: string): PlainLine {
  let text = raw;
  let time: string | undefined;
  const first = text.charCodeAt(0);
  // A digit or the mark of byte order: most lines of other tools begin with neither.
  if ((first >= 0x30 && first <= 0x39) || first === 0xfeff) {
    const found = TIME.exec(text);
    if (found) {
      time = found[1];
      text = text.slice(found[0].length);
    } else if (first === 0xfeff) text = text.slice(1);
  }
  const command = text.startsWith(`${ESCAPE}[36;1m`);
  // Colours first: a carriage return between them draws over what stood before.
  if (text.includes(ESCAPE)) text = text.replace(ANSI, '');
  if (text.includes('\r')) text = drawnOver(text);
  const timed = time === undefined ? {} : { time };
  const lead = text.charCodeAt(0);
  if (lead !== 0x23 && lead !== 0x5b && lead !== 0x3a) return { text, command, ...timed };
  const marked = MARK.exec(text);
  if (!marked) return { text, command, ...timed };
  const name = marked[1] ?? marked[2] ?? marked[3] ?? '';
  const at = placeOf(marked[4]);
  return { text: marked[5] ?? '', mark: KNOWN[name] ?? 'other', command, ...timed, ...(at ? { at } : {}) };
}

/** What a terminal would show of a line that carriage returns draw anew. */
function drawnOver(text: string): string {
  const parts = text.split('\r').filter(part => part !== '');
  return parts.at(-1) ?? '';
}

function placeOf(properties: string | undefined): string | undefined {
  const file = /(?:^|,)file=([^,]+)/.exec(properties ?? '')?.[1];
  if (file === undefined) return undefined;
  const line = /(?:^|,)line=(\d+)/.exec(properties ?? '')?.[1];
  return line === undefined ? file : `${file}:${line}`;
}
