import { createInterface } from 'node:readline/promises';
import { safeText } from '../shared/text/index.ts';
import type { Output } from './output.ts';

/** Whether there is somebody who can answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Asks at the terminal for one of several; Enter takes the first. Undefined where the person gave up (Ctrl+C, Ctrl+D).
 * Asked on stderr, so that stdout holds results alone.
 */
export async function choose(
  question: string,
  choices: readonly string[],
  output: Output,
): Promise<number | undefined> {
  output.err(
    safeText(`planner-tui: ${question}\n${choices.map((choice, i) => `  ${i + 1} ${choice}\n`).join('')}`),
  );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<undefined>(resolve => lines.once('close', () => resolve(undefined)));
  lines.once('SIGINT', () => lines.close());
  try {
    for (;;) {
      const said = await Promise.race([lines.question(`1–${choices.length}, Enter for 1: `), closed]);
      if (said === undefined) return undefined;
      const number = said.trim() === '' ? 1 : Number(said.trim());
      if (Number.isInteger(number) && number >= 1 && number <= choices.length) return number - 1;
      output.err(`A number from 1 to ${choices.length} was expected.\n`);
    }
  } finally {
    lines.close();
  }
}
