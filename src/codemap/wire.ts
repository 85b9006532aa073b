import type { CodeMap } from './port.ts';

/**
 * Questions that another room answers in the map's thread, beside the map: each by its name, all of plain data. Written
 * over itself so that an interface fits.
 */
export type Beside<B> = { readonly [K in keyof B]: (...args: never[]) => Promise<unknown> };

/** Asks one of them, wherever they are answered. */
export type AskBeside<B extends Beside<B>> = <K extends keyof B & string>(
  name: K,
  ...args: Parameters<B[K]>
) => ReturnType<B[K]>;

/** Methods that are a plain question and answer; `build` and `close` have messages of their own. */
export type Method = Exclude<keyof CodeMap, 'build' | 'close'>;

export type Request =
  | { readonly id: number; readonly method: 'build' }
  | { readonly id: number; readonly method: 'close' }
  | { readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  | {
      readonly id: number;
      readonly method: 'beside';
      readonly name: string;
      readonly args: readonly unknown[];
    };

export type Reply =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** The worker has heard that it is to close, and may have something to store. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
