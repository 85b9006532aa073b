import { bareLine, errorIn } from './lines.ts';
import { readTraces, traceKey } from './read.ts';

/** Characters of all that is kept while a log is read, whatever its size. */
const MOST_KEPT = 10 * 1024 * 1024;
/** Characters of what is made of it. */
export const MOST_TOLD = 20_000;
/** Lines before an error that may tell what led to it. */
const BEFORE = 4;
/** Most lines of one block. */
const MOST_LINES = 160;
/** Different failures that are kept apart. */
const MOST_KINDS = 400;

const ERROR =
  /\b(?:[A-Z]\w*)?(?:Error|Exception)\b|\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG)\b|^(?:panic|fatal error|fatal|error)\b[: ]|Traceback \(most recent|AddressSanitizer|segmentation fault|core dumped|"level":\s*"?(?:error|fatal|50|60)|\blevel=(?:error|fatal)\b|out of memory|\bOOM\b|unhandled|uncaught|deadlock/i;
/** Most lines hold none of these, and need no closer look. */
const ROUGH =
  /error|exception|fatal|critical|severe|panic|emerg|traceback|sanitizer|fault|dumped|memory|\boom\b|unhandled|uncaught|deadlock|level/i;
/** What goes on with the block that is open: calls, source lines, blanks among them. */
const GOES_ON =
  /^\s+\S|^\s*$|^\s*at |^Caused by|^During handling|^The above exception|^Traceback|^goroutine|^\[signal |^created by|^Next |^#\d+ |^\S+\(.*\)$|^\S+@\S+:\d+|^(?:stack backtrace|note:)|^[\w.]+(?:Error|Exception)\b|^SUMMARY|^freed by|^previously allocated|^READ of|^WRITE of|^called `|^}\s*$/;

/** The error below the calls of Python, whatever its class is called: `requests.exceptions.InvalidURL: …`, `Http404`. */
function endsTraceback(open: readonly string[], bare: string): boolean {
  return (
    /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:: |$)/.test(bare) &&
    /^\s+\S/.test(bareLine(open.at(-1) ?? '')) &&
    open.some(line => /Traceback \(most recent call last\)/.test(line))
  );
}

export interface LogDigest {
  /** Lines that were read. */
  readonly lines: number;
  /** Blocks that tell of an error, and how many different ones there are. */
  readonly errors: number;
  readonly kinds: number;
  /** At most `MOST_TOLD` characters: the errors with the lines around them, the most frequent first; else the end. */
  readonly text: string;
}

interface Kind {
  readonly key: string;
  readonly block: string;
  readonly first: number;
  last: number;
  count: number;
}

/** Reads a log line by line and keeps what surrounds its errors; the same failure is kept once and counted. */
export class LogReader {
  private lines = 0;
  private errors = 0;
  private kept = 0;
  private readonly recent: string[] = [];
  private readonly tail: string[] = [];
  private readonly kinds = new Map<string, Kind>();
  private dropped = 0;
  private open: { readonly lines: string[]; readonly from: number } | undefined;

  push(line: string): void {
    this.lines++;
    if (!this.open && !ROUGH.test(line)) {
      this.remember(line);
      return;
    }
    const bare = bareLine(line);
    if (this.open) {
      // A further error right behind the first belongs to it where calls stand between: a chain.
      const goesOn = GOES_ON.test(bare) || endsTraceback(this.open.lines, bare);
      if (goesOn && this.open.lines.length < MOST_LINES) {
        this.open.lines.push(line);
        this.remember(line);
        return;
      }
      this.close();
    }
    if (ERROR.test(bare) && !/\b0 errors?\b/i.test(bare))
      this.open = { lines: [...this.recent, line], from: this.lines };
    this.remember(line);
  }

  end(): LogDigest {
    this.close();
    return {
      lines: this.lines,
      errors: this.errors,
      kinds: this.kinds.size + this.dropped,
      text: this.kinds.size > 0 ? this.told() : this.tail.join('\n').slice(-MOST_TOLD / 2),
    };
  }

  private remember(line: string): void {
    this.recent.push(line);
    if (this.recent.length > BEFORE) this.recent.shift();
    this.tail.push(line);
    if (this.tail.length > 80) this.tail.shift();
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (!open) return;
    this.recent.length = 0;
    this.errors++;
    while (open.lines.length > 1 && (open.lines.at(-1) ?? '').trim() === '') open.lines.pop();
    const block = open.lines.join('\n');
    const [trace] = readTraces(block);
    const line = open.lines[Math.min(BEFORE, open.lines.length - 1)] ?? '';
    const said = errorIn(bareLine(line));
    const key = trace
      ? traceKey(trace)
      : (said ? `${said.type}: ${said.message}` : bareLine(line))
          .replace(/\d+|0x[0-9a-f]+|"[^"]*"/gi, '#')
          .slice(0, 200);
    const known = this.kinds.get(key);
    if (known) {
      known.count++;
      known.last = open.from;
    } else if (this.kinds.size < MOST_KINDS && this.kept + block.length < MOST_KEPT) {
      this.kept += block.length;
      this.kinds.set(key, { key, block, first: open.from, last: open.from, count: 1 });
    } else this.dropped++;
  }

  /** Failures with calls before those without, the more frequent before the others. */
  private told(): string {
    const hasCalls = (k: Kind): number => (readTraces(k.block).length > 0 ? 1 : 0);
    const ranked = [...this.kinds.values()]
      .map(k => ({ k, calls: hasCalls(k) }))
      .sort((a, b) => b.calls - a.calls || b.k.count - a.k.count || a.k.first - b.k.first);
    let text = '';
    for (const { k } of ranked) {
      const times = k.count === 1 ? `line ${k.first}` : `${k.count} times, lines ${k.first} to ${k.last}`;
      const part = `--- ${times} ---\n${k.block}\n`;
      if (text.length + part.length > MOST_TOLD) {
        if (text === '') text = part.slice(0, MOST_TOLD);
        continue;
      }
      text += part;
    }
    return text.trimEnd();
  }
}
