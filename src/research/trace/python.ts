import type { TraceError, TraceFrame, TraceReader } from './model.ts';

const START = /^\s*(?:\+ )?(?:Exception Group )?Traceback \(most recent call last\):\s*$/;
const FRAME = /^(?:[\s|+-]*)File "(.+)", line (\d+)(?:, in (.+))?\s*$/;
const LAST = /^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?:: (.*))?$/;
const LINK = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/** One `Traceback …` with its error, from the line that opens it. */
function one(
  lines: readonly string[],
  at: number,
): { readonly error: TraceError; readonly next: number } | undefined {
  const frames: TraceFrame[] = [];
  let i = at + 1;
  const indent = /^\s*/.exec(lines[at] ?? '')?.[0].length ?? 0;
  for (; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const m = FRAME.exec(line);
    if (m) {
      const below = lines[i + 1] ?? '';
      const source = /^\s{2,}\S/.test(below) && !FRAME.test(below) ? below.trim() : undefined;
      frames.push({
        file: m[1] ?? '',
        line: Number(m[2]),
        ...(m[3] && m[3] !== '<module>' ? { call: m[3] } : {}),
        ...(source ? { source } : {}),
      });
    } else if (line.trim() !== '' && (/^\s*/.exec(line)?.[0].length ?? 0) <= indent) break;
  }
  const last = LAST.exec((lines[i] ?? '').slice(indent).trimEnd());
  if (frames.length === 0) return undefined;
  return {
    error: { type: last?.[1] ?? '', message: last?.[2] ?? '', frames: frames.reverse() },
    next: last ? i + 1 : i,
  };
}

/** `KeyError` after an assertion of pytest: `tests/test_a.py:12: KeyError`, with its message in an `E` line above. */
const PYTEST = /^(\S+\.py):(\d+): ([A-Z]\w*)\s*$/;
const NEXT_CALL = /^(\S+\.py):(\d+): *$/;

/** `--tb=short`: `tests/test_a.py:12: in test_a`, outermost first, then what was raised behind `E`. */
const SHORT_CALL = /^(\S+\.py):(\d+): in (\S+)\s*$/;

const readPytestShort: TraceReader = (lines, at) => {
  const frames: TraceFrame[] = [];
  let i = at;
  for (; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const m = SHORT_CALL.exec(line);
    if (m)
      frames.push({
        file: m[1] ?? '',
        line: Number(m[2]),
        ...(m[3] && m[3] !== '<module>' ? { call: m[3] } : {}),
        ...((lines[i + 1] ?? '').startsWith('    ') ? { source: (lines[i + 1] ?? '').trim() } : {}),
      });
    else if (!/^\s{4}/.test(line)) break;
  }
  const raised = /^E\s+(.*)$/.exec(lines[i] ?? '')?.[1];
  if (frames.length === 0 || raised === undefined) return undefined;
  const said = LAST.exec(raised.trimEnd());
  while (/^E\s/.test(lines[i] ?? '')) i++;
  const error = said
    ? { type: said[1] ?? '', message: said[2] ?? '', frames: frames.reverse() }
    : { type: 'AssertionError', message: raised, frames: frames.reverse() };
  return { language: 'python', errors: [error], asides: [], from: at, next: i };
};

const readPytest: TraceReader = (lines, at, free) => {
  const short = readPytestShort(lines, at, free);
  if (short) return short;
  const m = PYTEST.exec(lines[at] ?? '');
  if (!m) return undefined;
  const frames: TraceFrame[] = [{ file: m[1] ?? '', line: Number(m[2]) }];
  let message = '';
  let from = at;
  for (let i = at - 1; i >= Math.max(free, at - 200); i--) {
    const line = lines[i] ?? '';
    const told = /^E\s+(?:\S*(?:Error|Exception)\S*: |[\w.]+\.[A-Z]\w*: )?(.*)$/.exec(line);
    if (told?.[1] && message === '') message = told[1];
    const call = NEXT_CALL.exec(line);
    if (call) frames.push({ file: call[1] ?? '', line: Number(call[2]) });
    from = i;
    if (/^_{3,} .* _{3,}$/.test(line)) break;
  }
  const error = { type: m[3] ?? '', message, frames };
  return { language: 'python', errors: [error], asides: [], from, next: at + 1 };
};

/** Python, also `During handling of the above exception …`, where the first one told is where it began. */
export const readPython: TraceReader = (lines, at, free) => {
  if (!START.test(lines[at] ?? '')) return readPytest(lines, at, free);
  const errors: TraceError[] = [];
  let next = at;
  for (let start = at; ; ) {
    const found = one(lines, start);
    if (!found) break;
    errors.push(found.error);
    next = found.next;
    let i = next;
    while (i < lines.length && i < next + 4 && (lines[i] ?? '').trim() === '') i++;
    if (!LINK.test((lines[i] ?? '').trim())) break;
    i++;
    while (i < lines.length && (lines[i] ?? '').trim() === '') i++;
    if (!START.test(lines[i] ?? '')) break;
    start = i;
  }
  if (errors.length === 0) return undefined;
  return { language: 'python', errors, asides: [], from: at, next };
};
