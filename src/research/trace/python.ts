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
const PYTEST = /^(\S+\.py):(\d+): ([A-Za-z_]\w*(?:Error|Exception|Failed|Exit)\w*)\s*$/;
const NEXT_CALL = /^(\S+\.py):(\d+): *$/;

const readPytest: TraceReader = (lines, at, free) => {
  const m = PYTEST.exec(lines[at] ?? '');
  if (!m) return undefined;
  const frames: TraceFrame[] = [{ file: m[1] ?? '', line: Number(m[2]) }];
  let message = '';
  let from = at;
  for (let i = at - 1; i >= Math.max(free, at - 200); i--) {
    const line = lines[i] ?? '';
    const told = /^E\s+(?:\S*(?:Error|Exception)\S*: )?(.*)$/.exec(line);
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
