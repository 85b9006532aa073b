/**
 * What runners and collectors put before a line: `web_1  | `, `2026-11-02T10:00:00.123Z `, `[worker] `,
 * `Nov 02 10:00:00 host app[12]: `. What is indented behind it stays so.
 */
const PREFIXES: readonly RegExp[] = [
  /^[\w.-]+(?:-\d+|_\d+)?\s+\| ?/,
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)? (?=\s|File |Traceback|at |\S*Error|\S*Exception)/,
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+?(?:\[\d+\])?: ?/,
  /^\[(?:\w[\w:-]*|[\d:.]+)\] (?=\s|File |Traceback|at |\S*Error|\S*Exception)/,
];

/** Escapes that colour a terminal's text. */
const COLOURS = /\u001b\[[\d;]*m|<U\+001B>\[[\d;]*m/g;

/** A line without what a runner put before it. */
export function bareLine(line: string): string {
  let bare = line.replace(COLOURS, '').replace(/\r$/, '');
  for (const prefix of PREFIXES) bare = bare.replace(prefix, '');
  return bare;
}

/** The lines of a text; a stack that a log keeps in one line of JSON is taken apart. */
export function traceLines(text: string): readonly string[] {
  return text.split('\n').flatMap(line =>
    /\\n\s+(?:at |File ")/.test(line)
      ? line
          .replace(/\\r?\\n|\\n/g, '\n')
          .replace(/\\"/g, '"')
          .replace(/\\t/g, '\t')
          .split('\n')
          .map(part =>
            bareLine(part.replace(/",?\s*"?\w*"?:?.*$/, rest => (/\bat |File "/.test(part) ? '' : rest))),
          )
      : [bareLine(line)],
  );
}

/** `Type: message` anywhere in a line, the type as errors are called. */
const SAID =
  /(?:^|[\s"'(:])((?:[\w$]+[.:\\]{1,2})*(?:[A-Z][\w$]*)?(?:Error|Exception|Exit|Interrupt|Fault)[\w$]*)(?: \[([A-Z_\d]+)\])?(?:: (.*)|$)/;

export interface Said {
  readonly type: string;
  readonly message: string;
}

/** The error that a line tells of. */
export function errorIn(line: string): Said | undefined {
  const m = SAID.exec(line);
  if (m?.[1] === undefined) return undefined;
  return { type: m[1], message: (m[3] ?? '').replace(/\s*\{$/, '').trim() };
}

/** The error told in the lines above this one, nearest first; messages may run over several lines. */
export function errorAbove(
  lines: readonly string[],
  at: number,
  free: number,
  most = 8,
): { readonly said: Said; readonly line: number } | undefined {
  for (let i = at - 1; i >= Math.max(free, at - most); i--) {
    const said = errorIn(lines[i] ?? '');
    if (said) return { said, line: i };
  }
  return undefined;
}
