import type { TraceError, TraceFrame, TraceReader } from './model.ts';

const place = (m: RegExpExecArray | null, at: number): TraceFrame => ({
  file: m?.[at] ?? '',
  line: Number(m?.[at + 1] ?? 0),
  ...(m?.[at + 2] ? { column: Number(m[at + 2]) } : {}),
});

const GO_SAID = /^(?:panic|fatal error): (.*)$/;
const GOROUTINE = /^goroutine \d+(?: [^[]*)?\[(.+)\]:$/;
const GO_CALL =
  /^(?:created by )?([\w./*()[\]{}·%-]+?)(?:\((?:[^()]|\(.*\))*\)|\(\.\.\.\))?(?: in goroutine \d+)?$/;
const GO_PLACE = /^\s+(\S.*\.(?:go|s)):(\d+)(?: \+0x[0-9a-f]+)?$/;

function goFrames(
  lines: readonly string[],
  at: number,
): { readonly frames: TraceFrame[]; readonly next: number } {
  const frames: TraceFrame[] = [];
  let i = at;
  for (; i + 1 < lines.length; i += 2) {
    const call = GO_CALL.exec(lines[i] ?? '');
    const where = GO_PLACE.exec(lines[i + 1] ?? '');
    if (!call || !where) break;
    const name = (call[1] ?? '').split('/').at(-1) ?? '';
    frames.push({ ...place(where, 1), call: name });
  }
  return { frames, next: i };
}

/** A panic of Go, or the goroutines of a dump. */
export const readGo: TraceReader = (lines, at) => {
  const said = GO_SAID.exec(lines[at] ?? '');
  const first = GOROUTINE.exec(lines[at] ?? '');
  if (!said && !first) return undefined;
  const stacks: TraceError[] = [];
  let next = at;
  for (let i = said ? at + 1 : at, seen = i; i < lines.length && i < seen + 8; i++) {
    const goroutine = GOROUTINE.exec(lines[i] ?? '');
    if (!goroutine) continue;
    const read = goFrames(lines, i + 1);
    stacks.push({ type: '', message: '', frames: read.frames, aside: `a goroutine in ${goroutine[1]}` });
    next = read.next;
    i = next - 1;
    seen = next;
  }
  const [main, ...others] = stacks.filter(s => s.frames.length > 0);
  if (!main) return undefined;
  const text = (said?.[1] ?? '').replace(/ \[recovered\]$/, '');
  const error = /^runtime error: /.test(text)
    ? { type: 'runtime error', message: text.replace(/^runtime error: /, '') }
    : {
        type: (lines[at] ?? '').startsWith('fatal') ? 'fatal error' : said ? 'panic' : 'goroutine dump',
        message: text,
      };
  // What recovers and panics again stands above the calls that failed.
  const cut = main.frames.findLastIndex(f =>
    /^(?:panic|runtime\.(?:gopanic|panicmem|sigpanic|goPanicIndex))$/.test(f.call ?? ''),
  );
  return {
    language: 'go',
    errors: [{ ...error, frames: main.frames.slice(cut + 1) }],
    asides: others,
    from: at,
    next,
  };
};

const RUST_NEW = /^thread '(.*)'(?: \(\d+\))? panicked at (?:'(.*)', )?(\S.*?):(\d+):(\d+):?$/;
const RUST_CALL = /^\s*\d+:\s+(?:0x[0-9a-f]+ - )?(\S.*)$/;
const RUST_PLACE = /^\s+at (\S.*?):(\d+)(?::(\d+))?$/;

/** A panic of Rust; the place where it panicked is its innermost call. */
export const readRust: TraceReader = (lines, at) => {
  const said = RUST_NEW.exec(lines[at] ?? '');
  if (!said) return undefined;
  const message: string[] = said[2] === undefined ? [] : [said[2]];
  let i = at + 1;
  for (; i < lines.length && i < at + 12; i++) {
    const line = lines[i] ?? '';
    if (/^(?:stack backtrace:|note: )/.test(line.trim()) || RUST_NEW.test(line)) break;
    if (line.trim() === '') continue;
    if (said[2] === undefined && message.length < 4) message.push(line.trim());
    else break;
  }
  const frames: TraceFrame[] = [];
  if (/^stack backtrace:/.test((lines[i] ?? '').trim())) {
    for (i++; i < lines.length; i++) {
      const call = RUST_CALL.exec(lines[i] ?? '');
      if (!call) break;
      const where = RUST_PLACE.exec(lines[i + 1] ?? '');
      if (!where) continue;
      frames.push({ ...place(where, 1), call: (call[1] ?? '').replace(/::h[0-9a-f]{16}$/, '') });
      i++;
    }
  }
  const own: TraceFrame = place(said, 3);
  const known = frames.some(f => f.line === own.line && own.file.endsWith(f.file.replace(/^\.\//, '')));
  return {
    language: 'rust',
    errors: [{ type: 'panic', message: message.join(' '), frames: known ? frames : [own, ...frames] }],
    asides: [],
    from: at,
    next: Math.max(i, at + 1),
  };
};

const SANITIZER =
  /ERROR: (\w+Sanitizer): ([\w-]+)(?: (?:on|in) .*)?|WARNING: (ThreadSanitizer|MemorySanitizer): ([\w -]+?)(?: \(.*)?$/;
const NATIVE =
  /^\s*#(\d+)\s+(?:0x[0-9a-f]+ )?(?:in )?(.+?)(?: \(.*\))? (?:at )?([^\s():]+\.\w+):(\d+)(?::(\d+))?(?: \(.*\))?$/;
const NATIVE_SKIP = /^\s*#\d+\s+(?:0x[0-9a-f]+ )?(?:in )?.*$/;
const UBSAN = /^(\S+?):(\d+):(\d+): runtime error: (.*)$/;

function nativeFrames(
  lines: readonly string[],
  at: number,
): { readonly frames: TraceFrame[]; readonly next: number } {
  const frames: TraceFrame[] = [];
  let i = at;
  for (; i < lines.length; i++) {
    const m = NATIVE.exec(lines[i] ?? '');
    if (m) frames.push({ ...place(m, 3), call: (m[2] ?? '').replace(/\(.*$/, '') });
    else if (!NATIVE_SKIP.test(lines[i] ?? '')) break;
  }
  return { frames, next: i };
}

/** What sanitizers of C and C++ report, with who freed and who allocated; a back trace of gdb. */
export const readNative: TraceReader = (lines, at) => {
  const undefinedUse = UBSAN.exec(lines[at] ?? '');
  const said = SANITIZER.exec(lines[at] ?? '');
  const gdb = /^#0\s/.test(lines[at] ?? '') && NATIVE.test(lines[at] ?? '');
  if (!said && !undefinedUse && !gdb) return undefined;
  const start = gdb ? at : at + 1;
  let title: string | undefined;
  const stacks: TraceError[] = [];
  let next = start;
  for (let i = start, seen = start; i < lines.length && i < seen + 6; i++) {
    const line = lines[i] ?? '';
    if (/^\s*#0\s/.test(line)) {
      const read = nativeFrames(lines, i);
      stacks.push({ type: '', message: '', frames: read.frames, ...(title ? { aside: title } : {}) });
      next = read.next;
      seen = next;
      i = next - 1;
      title = undefined;
    } else if (SANITIZER.test(line) || UBSAN.test(line)) break;
    else if (/\b(?:freed|allocated|READ|WRITE|created|read|write) /i.test(line))
      title = line.trim().replace(/ here:$|:$/, '');
  }
  const [main, ...asides] = stacks;
  const own: TraceFrame[] = undefinedUse ? [place(undefinedUse, 1)] : [];
  const frames = main?.frames.length ? main.frames : own;
  if (frames.length === 0) return undefined;
  const error: TraceError = {
    type: said?.[1] ?? said?.[3] ?? (undefinedUse ? 'UndefinedBehaviorSanitizer' : ''),
    message: said?.[2] ?? said?.[4] ?? undefinedUse?.[4] ?? '',
    frames,
  };
  return {
    language: 'native',
    errors: [error],
    asides: asides.filter(a => a.frames.length > 0 && a.aside !== undefined),
    from: at,
    next: Math.max(next, at + 1),
  };
};
