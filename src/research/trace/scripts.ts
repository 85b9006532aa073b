import type { TraceError, TraceFrame, TraceReader } from './model.ts';

const RUBY_SAID = /^(\S.*?\.\w+|\S+):(\d+):in [`'](.+?)': (.*) \(([A-Z][\w:]*)\)\s*$/;
const RUBY_FRAME =
  /^\s*(?:\d+: )?(?:from )?([^\s'"`]\S*?\.(?:rb|erb|rake|ru|haml|slim|jbuilder)):(\d+):in [`'](.+?)'/;
const RAILS_SAID =
  /^\s*(?:\[[^\]]+\]\s*)*([A-Z]\w*(?:::\w+)*(?:Error|Exception|NotFound|Invalid|Timeout)\w*) \((.*)\):?\s*$/;

const rubyFrame = (m: RegExpExecArray | null): TraceFrame => ({
  file: m?.[1] ?? '',
  line: Number(m?.[2] ?? 0),
  ...(m?.[3] && !/^<(?:main|top)/.test(m[3])
    ? { call: m[3].replace(/^(?:(?:rescue|ensure|block(?: \(\d+ levels\))?) in )+/, '') }
    : {}),
});

function rubyFrames(
  lines: readonly string[],
  at: number,
): { readonly frames: TraceFrame[]; readonly next: number } {
  const frames: TraceFrame[] = [];
  let i = at;
  for (let blank = 0; i < lines.length && blank < 5; i++) {
    const line = lines[i] ?? '';
    if (RUBY_SAID.test(line)) break;
    const m = RUBY_FRAME.exec(line);
    if (m) {
      frames.push(rubyFrame(m));
      blank = 0;
    } else if (frames.length > 0 && !/^\s*(?:\^|\.\.\.)/.test(line)) break;
    else blank++;
  }
  return { frames, next: i };
}

/** Ruby: the error stands beside its innermost call, what caused it below. Also as Rails logs it. */
export const readRuby: TraceReader = (lines, at) => {
  const errors: TraceError[] = [];
  let next = at;
  for (let i = at; ; ) {
    const said = RUBY_SAID.exec(lines[i] ?? '');
    if (!said) break;
    const read = rubyFrames(lines, i + 1);
    errors.unshift({
      type: said[5] ?? '',
      message: said[4] ?? '',
      frames: [rubyFrame(said), ...read.frames],
    });
    next = Math.max(read.next, i + 1);
    i = next;
  }
  if (errors.length > 0) return { language: 'ruby', errors, asides: [], from: at, next };
  const rails = RAILS_SAID.exec(lines[at] ?? '');
  if (!rails) return undefined;
  const read = rubyFrames(lines, at + 1);
  if (read.frames.length === 0) return undefined;
  const error = { type: rails[1] ?? '', message: rails[2] ?? '', frames: read.frames };
  return { language: 'ruby', errors: [error], asides: [], from: at, next: read.next };
};

const PHP_SAID =
  /(?:Uncaught |^Next |^\[?.*?\bERROR: |exception '|^)((?:[A-Z][\w\\]*)?(?:Error|Exception)[\w\\]*)(?:: (.*?))? in (\S.*\.php):(\d+)\s*$/;
const PHP_FRAME = /^\s*#\d+ (?:(.+\.php)\((\d+)\): (.*)|\[internal function\].*|\{main\})\s*$/;

/** PHP: what was thrown first stands first, each with its own calls; `Next` begins what was made of it. */
export const readPhp: TraceReader = (lines, at) => {
  const errors: TraceError[] = [];
  let next = at;
  for (let i = at; i < lines.length; ) {
    const said = PHP_SAID.exec(lines[i] ?? '');
    if (!said || (errors.length > 0 && !/\bNext /.test(lines[i] ?? ''))) break;
    const own: TraceFrame = { file: said[3] ?? '', line: Number(said[4]) };
    const calls: { readonly file?: string; readonly line: number; readonly call: string }[] = [];
    i++;
    for (; i < lines.length; i++) {
      const line = lines[i] ?? '';
      const m = PHP_FRAME.exec(line);
      if (m) {
        const call = (m[3] ?? line.replace(/^\s*#\d+ (?:\[.*\]: )?/, '')).replace(/\(.*$/, '');
        calls.push({ ...(m[1] ? { file: m[1] } : {}), line: Number(m[2] ?? 0), call });
      } else if (!/^\s*(?:Stack trace:|\[stacktrace\]|)\s*$/.test(line)) break;
    }
    // A line tells what was called from there: the function that a place lies in is that of the line below.
    const placed = calls.map((c, n) => ({ ...c, within: calls[n + 1]?.call }));
    const frames = placed.flatMap(({ file, line, within }): TraceFrame[] =>
      file === undefined ? [] : [{ file, line, ...(within && within !== '{main}' ? { call: within } : {}) }],
    );
    const called = calls[0]?.call;
    errors.push({
      type: said[1] ?? '',
      message: said[2] ?? '',
      frames: [{ ...own, ...(called && called !== '{main}' ? { call: called } : {}) }, ...frames],
    });
    next = i;
  }
  return errors.length === 0 ? undefined : { language: 'php', errors, asides: [], from: at, next };
};
