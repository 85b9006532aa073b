import { readGo, readNative, readRust } from './compiled.ts';
import { traceLines } from './lines.ts';
import type { ReadTrace, Trace, TraceError, TraceReader } from './model.ts';
import { readPython } from './python.ts';
import { readPhp, readRuby } from './scripts.ts';
import { readStacked } from './stacked.ts';

const READERS: readonly TraceReader[] = [
  readPython,
  readGo,
  readRust,
  readNative,
  readPhp,
  readRuby,
  readStacked,
];

/** Calls that make two traces the same. */
const SAME_CALLS = 3;

/** What stays of an error when it happens again: numbers, addresses and quoted values aside. */
export function traceKey({ language, errors }: Pick<Trace, 'language' | 'errors'>): string {
  const [root] = errors;
  const said = `${root?.type}: ${root?.message}`
    .replace(/0x[0-9a-f]+|\b[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b|\d+/gi, '#')
    .replace(/(["'`])[^"'`]{0,200}\1/g, '$1$1');
  const calls = (root?.frames ?? []).slice(0, SAME_CALLS).map(f => `${f.file}:${f.line}`);
  return [language, said, ...calls].join('|');
}

/** The stack traces in a text, in the order of their first occurrence; what occurs again is counted. Pure. */
export function readTraces(text: string): readonly Trace[] {
  const lines = traceLines(text);
  const found = new Map<string, ReadTrace & { count: number }>();
  let free = 0;
  for (let at = 0; at < lines.length; ) {
    const read = firstOf(lines, at, free);
    if (!read) {
      at++;
      continue;
    }
    const key = traceKey(read);
    const known = found.get(key);
    found.set(key, known ? again(known, read) : { ...read, count: 1 });
    free = read.next;
    at = Math.max(read.next, at + 1);
  }
  return [...found.values()].map(({ next, ...trace }): Trace => ({ ...trace, to: next - 1 }));
}

/** Node prints a cause by itself and once more below what it caused: that is one failure, and the longer one tells it. */
function again(
  known: ReadTrace & { readonly count: number },
  read: ReadTrace,
): ReadTrace & { count: number } {
  if (read.errors.length === known.errors.length) return { ...known, count: known.count + 1 };
  const longer = read.errors.length > known.errors.length ? read : known;
  return { ...longer, count: known.count };
}

function firstOf(lines: readonly string[], at: number, free: number): ReadTrace | undefined {
  const line = lines[at] ?? '';
  // Most lines of a log tell of no call: one look before the readers.
  if (!TELLING.test(line)) return undefined;
  for (const reader of READERS) {
    const read = reader(lines, at, free);
    if (read) return read;
  }
  return undefined;
}

const TELLING =
  /^\s*at |@\S+:\d+:\d+\s*$|Traceback|\.py:\d+: |^(?:panic|fatal error|goroutine|thread) ?|Sanitizer|runtime error|#0|\bin \S.*\.php:\d+|:in [`']|\):?\s*$/;

/** `TypeError: Cannot read …`, the type without its package. */
export function sayError({ type, message }: Pick<TraceError, 'type' | 'message'>): string {
  const short = type.split(/\.|\\|::/).at(-1) ?? type;
  return [short, message].filter(Boolean).join(': ');
}
