import { errorAbove, errorIn, type Said } from './lines.ts';
import type { ReadTrace, TraceError, TraceFrame, TraceLanguage, TraceReader } from './model.ts';

/** Reads a line as a call: `skip` is one without a place (native code, what was cut out). */
type FrameOf = (line: string) => TraceFrame | 'skip' | undefined;

const number = (text: string | undefined): number => Number(text ?? 0);

const V8 =
  /^\s*at (?:async )?(?:new )?(?:(.*?) \()?((?:[a-z-]+:\/\/|[A-Za-z]:\\|\/|\.{0,2}\/|[\w@(-])(?:[^()]|\([\w-]+\))*?|node:[^()]*?):(\d+):(\d+)\)?\s*[,{]?\s*$/;
const V8_SKIP =
  /^\s*at (?:.*\((?:<anonymous>|native|index \d+)\)|(?:async )?Promise\.all.*|<anonymous>)\s*$|^\s*\.\.\. \d+ (?:lines matching|more)/;

function v8(line: string): TraceFrame | 'skip' | undefined {
  const m = V8.exec(line);
  if (m) {
    const call = m[1]?.replace(/ \[as .*\]$/, '').replace(/^(?:Object|Function|Module)\./, '');
    return {
      file: m[2] ?? '',
      line: number(m[3]),
      column: number(m[4]),
      ...(call && !/<anonymous>/.test(call) ? { call } : {}),
    };
  }
  return V8_SKIP.test(line) ? 'skip' : undefined;
}

/** Firefox and Safari: `fn@https://host/a.js:1:2`. */
const GECKO =
  /^\s*([^@\s"']*(?: [^@\s"']+)*)@((?:https?|file|webpack(?:-internal)?|moz-extension|safari-extension|app|capacitor):\/\/\S+?|\/\S+?):(\d+):(\d+)\s*$/;

function gecko(line: string): TraceFrame | 'skip' | undefined {
  const m = GECKO.exec(line);
  if (!m) return /^\s*[\w./<>*]*@\[native code\]\s*$|^\[native code\]$/.test(line) ? 'skip' : undefined;
  const call = m[1]
    ?.replace(/^(?:async|promise callback|setTimeout handler)\*/, '')
    .replace(/\/<$|[/<*]+$/, '');
  return { file: m[2] ?? '', line: number(m[3]), column: number(m[4]), ...(call ? { call } : {}) };
}

const JAVA =
  /^\s*at ((?:[\w.$@-]+\/)*)([\w$.<>-]+)\(([\w$-]+\.(?:java|kts?|scala|groovy|clj)):(\d+)\)(?: ~?\[.*\])?\s*$/;
const JAVA_SKIP =
  /^\s*at [\w.$@/<>-]+\((?:Native Method|Unknown Source|<generated>|[\w$]+\.(?:java|kt))\)|^\s*\.\.\. \d+ (?:more|common frames omitted)/;

/** `shop.Main$Store.get` in `Main.java` lies in a folder like `shop/`. */
function java(line: string): TraceFrame | 'skip' | undefined {
  const m = JAVA.exec(line);
  if (!m) return JAVA_SKIP.test(line) ? 'skip' : undefined;
  const call = m[2] ?? '';
  const parts = call.split('.').slice(0, -2);
  const module = m[1] ? `${m[1]}` : '';
  return {
    file: [...(module ? [module.replace(/\/+$/, '')] : []), ...parts, m[3] ?? ''].join('/'),
    line: number(m[4]),
    call: call.split('.').slice(-2).join('.'),
  };
}

const CSHARP = /^\s*at (.+?)(?: \[0x[0-9a-f]+\])? in (.+?):(?:line )?(\d+)\s*$/;
const CSHARP_SKIP = /^\s*at [\w.`<>[\],+$ ]+\(.*\)(?: \[0x[0-9a-f]+\] in <.*>:0)?\s*$|^--- End of /;

function csharp(line: string): TraceFrame | 'skip' | undefined {
  const m = CSHARP.exec(line);
  if (m && /\.(?:cs|fs|vb|cshtml|razor)$/.test(m[2] ?? '')) {
    const call = (m[1] ?? '').replace(/\(.*$/, '').split('.').slice(-2).join('.');
    return { file: m[2] ?? '', line: number(m[3]), call };
  }
  return CSHARP_SKIP.test(line) ? 'skip' : undefined;
}

interface Stacked {
  readonly language: TraceLanguage;
  readonly frame: FrameOf;
  /** The line that says that what follows is the cause of what stands above. */
  readonly cause: RegExp;
}

const LANGUAGES: readonly Stacked[] = [
  { language: 'java', frame: java, cause: /^\s*Caused by: (.*)$/ },
  { language: 'csharp', frame: csharp, cause: /^\s*---> (.*)$/ },
  { language: 'javascript', frame: v8, cause: /^\s*(?:\[cause\]|\[errors\]|Caused by): ?(.*)$/ },
  { language: 'javascript', frame: gecko, cause: /^\s*(?:\[cause\]|Caused by): ?(.*)$/ },
];

/** Lines between the message and its calls, or among them, that end no stack. */
const BETWEEN = /^\s*$|^\s*(?:Suppressed: |\^|~)/;

function framesFrom(
  { frame }: Stacked,
  lines: readonly string[],
  at: number,
): { readonly frames: TraceFrame[]; readonly next: number } {
  const frames: TraceFrame[] = [];
  let i = at;
  for (; i < lines.length; i++) {
    const found = frame(lines[i] ?? '');
    if (found === undefined) break;
    if (found !== 'skip') frames.push(found);
  }
  return { frames, next: i };
}

/** A line that only says what went wrong, above calls whose error has no usual name. */
function plainMessage(line: string): Said {
  if (/^---/.test(line)) return { type: '', message: '' };
  return { type: '', message: line.trim().replace(/^(?:Uncaught|Unhandled)\s+/, '') };
}

function readWith(
  language: Stacked,
  lines: readonly string[],
  at: number,
  free: number,
): ReadTrace | undefined {
  const first = language.frame(lines[at] ?? '');
  if (first === undefined || first === 'skip') return undefined;
  const above = errorAbove(lines, at, free);
  // .NET tells causes above the calls, innermost last: `Outer: message` and `---> Inner: message`.
  const nested = above && language.language === 'csharp' ? dotNet(lines, above.line, at) : undefined;
  const line = above?.line ?? at - 1;
  const said = above?.said ?? (at > free ? plainMessage(lines[at - 1] ?? '') : plainMessage(''));
  const errors: TraceError[] = [];
  let { frames, next } = framesFrom(language, lines, at);
  if (nested) {
    errors.push({ ...nested.inner, frames });
    const more = framesFrom(language, lines, /^\s*--- End of/.test(lines[next] ?? '') ? next + 1 : next);
    errors.push({ ...nested.outer, frames: more.frames });
    next = more.next;
  } else errors.push({ ...said, frames });
  for (;;) {
    let i = next;
    while (i < lines.length && i < next + 3 && BETWEEN.test(lines[i] ?? '')) i++;
    const cause = language.cause.exec(lines[i] ?? '');
    if (!cause) break;
    const inner = errorIn(cause[1] ?? '') ?? plainMessage(cause[1] ?? '');
    let start = i + 1;
    // Its message may run over some lines.
    while (start < i + 6 && start < lines.length && language.frame(lines[start] ?? '') === undefined) start++;
    ({ frames, next } = framesFrom(language, lines, start));
    if (frames.length === 0) {
      next = Math.max(i + 1, next);
      break;
    }
    errors.unshift({ ...inner, frames });
  }
  return { language: language.language, errors, asides: [], from: Math.max(free, line), next };
}

function dotNet(
  lines: readonly string[],
  from: number,
  at: number,
): { readonly outer: Said; readonly inner: Said } | undefined {
  const text = lines.slice(Math.max(0, from - 1), at).join(' ');
  const m = /^(.*?)\s*---> (.*)$/.exec(text);
  const [outer, inner] = [errorIn(m?.[1] ?? ''), errorIn(m?.[2] ?? '')];
  return outer && inner ? { outer, inner } : undefined;
}

/** Traces whose message stands above their calls: Node and browsers, Java and Kotlin, .NET. */
export const readStacked: TraceReader = (lines, at, free) => {
  for (const language of LANGUAGES) {
    const found = readWith(language, lines, at, free);
    if (found) return found;
  }
  return undefined;
};
