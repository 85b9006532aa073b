import { EventEmitter } from 'node:events';
import type { Workspace } from '../../src/session/ports.ts';
import { type AppOutcome, openApp } from '../../src/ui/open-app.tsx';
import type { TermInput, TermOutput } from '../../src/ui/term/streams.ts';
import { width } from '../../src/ui/text/line.ts';
import type { Painter } from '../../src/ui/text/paint.ts';
import { NOW } from '../ui/states.ts';
import { plainTheme } from './plain-theme.ts';

export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly goal?: string;
  readonly resume?: string;
  readonly inline?: boolean;
  readonly reader?: boolean;
  readonly painter?: Painter;
}

/** A terminal that records what is written and reports the size it is given. */
export class FakeOutput extends EventEmitter implements TermOutput {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly written: string[] = [];
  broken = false;
  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }
  write(text: string): boolean {
    if (this.broken) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    this.written.push(text);
    return true;
  }
  all(): string {
    return this.written.join('');
  }
}

/** A keyboard. `data` is delivered as a terminal would send it. */
export class FakeInput extends EventEmitter implements TermInput {
  readonly isTTY = true;
  raw = false;
  setRawMode(on: boolean): void {
    this.raw = on;
  }
  ref(): void {}
  unref(): void {}
  resume(): void {}
  pause(): void {}
}

export interface TestScreen {
  readonly output: FakeOutput;
  readonly input: FakeInput;
  readonly process: EventEmitter;
  /** The present rows, without colours, without blank ends. */
  rows(): readonly string[];
  text(): string;
  /** Sends keys, each as a chunk of its own. */
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Moves the clock on. */
  wait(ms: number): void;
  /** Resolves when the screen shows this; fails with the screen as it stands. */
  shows(wanted: string | RegExp): Promise<void>;
  hides(unwanted: string | RegExp): Promise<void>;
  readonly ended: Promise<AppOutcome>;
  close(): Promise<void>;
}

export const KEYS = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  shiftTab: '\u001b[Z',
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  backspace: '\u007f',
  delete: '\u001b[3~',
  pageDown: '\u001b[6~',
  pageUp: '\u001b[5~',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlG: '\u0007',
  ctrlJ: '\n',
  ctrlL: '\f',
  ctrlZ: '\u001a',
} as const;

const SGR = /\u001b\[[0-9;:]*m/g;
/** Fails a wait; nothing that passes comes near it, on a busy machine neither. Below the test's own limit, to show the screen. */
const PATIENCE = 50_000;

/** Mounts the whole app on a fake terminal of this size. */
export function openScreen(workspace: Workspace, options: ScreenOptions = {}): TestScreen {
  const output = new FakeOutput(options.columns ?? 120, options.rows ?? 36);
  const input = new FakeInput();
  const processEvents = new EventEmitter();
  let now = NOW;
  let frame = '';
  const ended = openApp(workspace, {
    wish: options.goal === undefined ? undefined : { text: options.goal },
    resume: options.resume,
    theme: plainTheme,
    themes: [plainTheme, { ...plainTheme, name: 'other' }],
    inline: options.inline ?? false,
    reader: options.reader ?? false,
    stdin: input,
    stdout: output,
    processEvents,
    now: () => now,
    painterOf: () => options.painter ?? plainPainter,
    stop: () => {},
    onFrame: next => {
      frame = next;
    },
  });
  const turn = () => new Promise<void>(resolve => setImmediate(resolve));

  async function until(what: string, holds: () => boolean): Promise<void> {
    const start = performance.now();
    while (!holds()) {
      if (performance.now() - start > PATIENCE)
        throw new Error(`${what}; the screen shows:\n${screen.text()}`);
      await turn();
    }
  }

  const matches = (wanted: string | RegExp) =>
    typeof wanted === 'string' ? screen.text().includes(wanted) : wanted.test(screen.text());

  const screen: TestScreen = {
    output,
    input,
    process: processEvents,
    rows: () => frame.replace(SGR, '').split('\n'),
    text: () => screen.rows().join('\n'),
    async press(...keys) {
      for (const key of keys) {
        input.emit('data', key);
        // A lone ESC waits for what may follow it.
        if (key === KEYS.esc) await new Promise(resolve => setTimeout(resolve, 60));
        await turn();
      }
    },
    type: text => screen.press(text),
    paste: text => screen.press(`\u001b[200~${text}\u001b[201~`),
    resize(columns, rows) {
      output.columns = columns;
      output.rows = rows;
      output.emit('resize');
    },
    wait(ms) {
      now += ms;
    },
    shows: wanted => until(`expected ${String(wanted)} on the screen`, () => matches(wanted)),
    hides: unwanted => until(`expected no ${String(unwanted)} on the screen`, () => !matches(unwanted)),
    ended,
    async close() {
      processEvents.emit('SIGTERM');
      await ended;
    },
  };
  return screen;
}

const none = { open: '', close: '' };
const plainPainter: Painter = {
  palette: new Proxy({} as Painter['palette'], { get: () => none }),
  ascii: false,
};

/** Columns of a row as a terminal counts them. */
export const columnsOf = (row: string): number => width(row);
