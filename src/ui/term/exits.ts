/** The parts of `process` that ending needs; a test gives its own. */
export interface ProcessEvents {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
}

export interface Exit {
  /** What ended the program; the exit code follows the shell's convention (128 + signal). */
  readonly cause: 'signal' | 'error';
  readonly code: number;
  readonly error?: unknown;
}

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Watches every way out that is not a key: signals, uncaught errors, and the process's own exit.
 * `restore` must be synchronous; `ended` is told once what happened; `lent`: another program has the terminal just now.
 * Returns a function that stops watching.
 */
export function watchExits(
  processEvents: ProcessEvents,
  restore: () => void,
  ended: (exit: Exit) => void,
  lent: () => boolean = () => false,
): () => void {
  let over = false;
  const end = (exit: Exit): void => {
    restore();
    if (over) return;
    over = true;
    ended(exit);
  };
  const listeners: [string, (...args: unknown[]) => void][] = [
    ...Object.entries(SIGNALS).map(([signal, code]): [string, () => void] => [
      signal,
      () => {
        // While another program has the terminal, Ctrl+C there is meant for it.
        if (signal !== 'SIGINT' || !lent()) end({ cause: 'signal', code });
      },
    ]),
    ['uncaughtException', error => end({ cause: 'error', code: 1, error })],
    ['unhandledRejection', error => end({ cause: 'error', code: 1, error })],
    ['exit', restore],
  ];
  for (const [event, listener] of listeners) processEvents.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) processEvents.off(event, listener);
  };
}
