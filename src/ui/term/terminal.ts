import { safeLine } from '../../shared/text/index.ts';
import { AFTER_ANOTHER_PROGRAM } from './after-another.ts';
import { createFrameWriter } from './frame-writer.ts';
import type { InputEvent } from './key.ts';
import { createLinearWriter, READER_SIZE } from './linear-writer.ts';
import { type Size, sizeOf, type TermInput, type TermOutput } from './streams.ts';
import { createTokenizer } from './tokenizer.ts';

/** On a busy machine Ctrl+C reaches this program after the one that it was meant for has ended. ms. */
const LATE_MS = 300;
const ENTER_ALT = '\u001b[?1049h\u001b[2J\u001b[H';
const LEAVE_ALT = '\u001b[?1049l';
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';
const CURSOR_OFF = '\u001b[?25l';
const CURSOR_ON = '\u001b[?25h';
/** How long an unfinished escape sequence may wait for its rest (slow links), in ms. */
const ESCAPE_WAIT = 50;
const FRAME_GAP = 1000 / 30;

export interface TerminalOptions {
  readonly stdin: TermInput;
  readonly stdout: TermOutput;
  readonly inline: boolean;
  /** For screen readers: text that only grows, below the prompt; the frame is laid out for its own size. */
  readonly reader?: boolean | undefined;
  /** Events of one chunk of input, together. */
  readonly onInput: (events: readonly InputEvent[]) => void;
  readonly onResize: (size: Size) => void;
  /** The terminal went away: input ended, or output cannot be written (EPIPE). */
  readonly onGone: () => void;
}

export interface Terminal {
  size(): Size;
  show(frame: string): void;
  /** Wipes and draws everything anew (Ctrl+L). */
  redraw(): void;
  /** Gives the terminal to another program while `work` runs, then takes it back. `said`: a line before that. */
  lend<T>(work: () => Promise<T>, said?: string): Promise<T>;
  /** Whether another program has it, or had it a moment ago: a signal that was meant for that may come late. */
  lent(): boolean;
  /** Puts a text on the clipboard, where the terminal takes it (OSC 52): it never says whether it did. */
  copy(text: string): void;
  /** Gives everything back; may be called any number of times. `keep`: an inline frame stays in the scrollback. */
  close(keep?: boolean): void;
}

/** Takes the terminal: raw keys, bracketed paste, hidden cursor, alternate screen unless inline. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { stdin, stdout } = options;
  const tokenizer = createTokenizer();
  const target = { write, columns: () => sizeOf(stdout).columns };
  const writer = options.reader ? createLinearWriter(target) : createFrameWriter(target, mode(options));
  const alternate = !options.inline && !options.reader;
  const size = (): Size => {
    const real = sizeOf(stdout);
    return options.reader
      ? { columns: Math.min(READER_SIZE.columns, real.columns), rows: READER_SIZE.rows }
      : real;
  };
  let open = true;
  let lent = false;
  let backAt = Number.NEGATIVE_INFINITY;
  let frame: string | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let lastShown = 0;
  let escapeTimer: ReturnType<typeof setTimeout> | undefined;

  function write(text: string): void {
    try {
      stdout.write(text);
    } catch {
      // The other end is gone; `onGone` has been or will be told by the stream's error.
    }
  }

  const onData = (chunk: Uint8Array | string): void => {
    clearTimeout(escapeTimer);
    const events = tokenizer.push(chunk);
    if (events.length > 0) options.onInput(events);
    if (tokenizer.pending())
      escapeTimer = setTimeout(() => {
        const late = tokenizer.flush();
        if (late.length > 0) options.onInput(late);
      }, ESCAPE_WAIT);
  };
  const onResize = (): void => {
    writer.invalidate();
    options.onResize(size());
  };
  const onGone = (): void => {
    if (open) options.onGone();
  };

  function take(): void {
    stdin.setRawMode?.(true);
    stdin.ref?.();
    stdin.on('data', onData);
    stdin.resume();
    write((alternate ? ENTER_ALT : '') + PASTE_ON + (options.reader ? '' : CURSOR_OFF));
    writer.invalidate();
  }

  function giveBack(): void {
    clearTimeout(escapeTimer);
    stdin.off('data', onData);
    try {
      stdin.setRawMode?.(false);
    } catch {
      // A terminal that is gone has no mode to set.
    }
    stdin.pause();
    stdin.unref?.();
    write(PASTE_OFF + CURSOR_ON + (alternate ? `\u001b[0m${LEAVE_ALT}` : ''));
  }

  function flushFrame(): void {
    waiting = undefined;
    if (!open || lent || frame === undefined) return;
    lastShown = performance.now();
    writer.show(frame);
  }

  take();
  stdin.on('end', onGone);
  stdin.on('close', onGone);
  stdout.on('resize', onResize);
  stdout.on('error', onGone);

  return {
    size,
    show(next) {
      frame = next;
      if (waiting || !open) return;
      const gap = FRAME_GAP - (performance.now() - lastShown);
      if (gap <= 0) flushFrame();
      else waiting = setTimeout(flushFrame, gap);
    },
    redraw() {
      writer.invalidate();
      flushFrame();
    },
    async lend(work, said) {
      lent = true;
      writer.clear();
      giveBack();
      if (said !== undefined) write(`${safeLine(said)}\r\n`);
      try {
        return await work();
      } finally {
        write(AFTER_ANOTHER_PROGRAM);
        if (open) {
          take();
          lent = false;
          backAt = performance.now();
          options.onResize(size());
          flushFrame();
        }
      }
    },
    lent: () => lent || performance.now() - backAt < LATE_MS,
    copy(text) {
      write(`\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
    },
    close(keep = false) {
      if (!open) return;
      clearTimeout(waiting);
      // What is only ever told once must not be lost because the app ended a moment later.
      const told = options.reader ? waiting !== undefined : keep && options.inline;
      if (told && frame !== undefined && !lent) writer.show(frame);
      open = false;
      if (keep) writer.leave();
      else writer.clear();
      stdin.off('end', onGone);
      stdin.off('close', onGone);
      stdout.off('resize', onResize);
      if (!lent) giveBack();
    },
  };
}

function mode(options: TerminalOptions): 'screen' | 'inline' {
  return options.inline ? 'inline' : 'screen';
}
