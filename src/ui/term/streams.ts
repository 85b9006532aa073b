import { PassThrough, Writable } from 'node:stream';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The parts of a terminal's input that are used; `process.stdin` and test doubles both fit. */
export interface TermInput {
  readonly isTTY?: boolean | undefined;
  setRawMode?(on: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  off(event: 'end' | 'close', listener: () => void): unknown;
}

/** The parts of a terminal's output that are used. */
export interface TermOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** Rows and columns; 80×24 where the terminal does not say. */
export function sizeOf(output: TermOutput): Size {
  return { columns: output.columns || 80, rows: output.rows || 24 };
}

/**
 * Ink's output: hands each whole frame over. With `debug: true` Ink writes nothing but frames, without any cursor
 * movement of its own, unthrottled, and also where CI is set; the frame writer does the rest.
 */
export class FrameStream extends Writable {
  columns: number;
  rows: number;
  readonly isTTY = true;
  private readonly onFrame: (frame: string) => void;

  constructor(size: Size, onFrame: (frame: string) => void) {
    super({ decodeStrings: false });
    this.columns = size.columns;
    this.rows = size.rows;
    this.onFrame = onFrame;
  }

  resize(size: Size): void {
    this.columns = size.columns;
    this.rows = size.rows;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.onFrame(chunk.toString());
    done();
  }
}

/** Ink's input: silent. Keys reach the app by the tokenizer alone, so that Ink never reads or configures the terminal. */
export class QuietInput extends PassThrough {
  readonly isTTY = true;
  setRawMode(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
