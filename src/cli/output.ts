import type { Failure } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';

/** The streams of a command: results on `out`, everything else on `err`. Both take text that is already safe. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Honest exit codes, as documented in docs/cli.md. */
export const EXIT = { done: 0, failed: 1, usage: 2, checks: 3, credentials: 4, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Failures that mean that the call itself was wrong, not that the work failed. */
const USAGE_KINDS = new Set([
  'usage',
  'untaken',
  'bad-base-url',
  'consent-missing',
  'empty-goal',
  'goal-too-long',
  'wordless-goal',
  'bare-repository',
  'unknown-question',
  'unknown-choice',
  'not-a-quantity',
  'empty-answer',
  'empty-feedback',
  'bad-answers',
  'no-project',
  'project-no-folder',
  'project-missing',
  'project-unreadable',
  'unknown-theme',
  'unknown-session',
  'no-log',
  'no-plan-file',
  'file-exists',
  'ci-not-a-run',
  'ci-no-file',
  'cro-no-page',
  'ci-no-input',
  'no-folder',
]);

export function exitCodeOf(failure: Failure): ExitCode {
  if (USAGE_KINDS.has(failure.kind)) return EXIT.usage;
  if (failure.kind === 'credentials-missing' || failure.kind === 'credentials-refused')
    return EXIT.credentials;
  return failure.kind === 'checks-failed' ? EXIT.checks : EXIT.failed;
}

/** `planner-tui: what came. What to do next.` */
export function failureLine(failure: Failure): string {
  return safeText(`planner-tui: ${failure.message}${failure.next ? `\n  ${failure.next}` : ''}\n`);
}

/** A result: as JSON where that was asked for, else in words. */
export function print<T>(
  output: Output,
  options: { readonly json: boolean },
  value: T,
  text: (value: T) => string,
): ExitCode {
  output.out(options.json ? `${JSON.stringify(value, null, 2)}\n` : safeText(text(value)));
  return EXIT.done;
}

/** Columns that a result may take; 100 where no terminal shows it. */
export function columnsOfOutput(): number {
  return process.stdout.isTTY ? process.stdout.columns : 100;
}

/** What was mended or ignored on the way, one line each. */
export function warn(from: { notices(): readonly string[] }, output: Output): void {
  for (const notice of from.notices()) output.err(safeText(`planner-tui: ${notice}\n`));
}

/**
 * A reader that closes the pipe early (`| head`) is no error; nothing more is written then. Results that cannot be
 * written for another reason (a full disk) end the program with a word on stderr.
 */
export function processOutput(): Output {
  const err = writerTo(process.stderr, () => process.exit(EXIT.failed));
  const out = writerTo(process.stdout, error => {
    err(
      failureLine({
        kind: 'output-unwritable',
        message: `The result could not be written to stdout (${error.code}).`,
        next: 'Give it a place with space; a session so far is kept: planner-tui resume --last goes on.',
      }),
    );
    process.exit(EXIT.failed);
  });
  return { out, err };
}

function writerTo(
  stream: NodeJS.WriteStream,
  failed: (error: NodeJS.ErrnoException) => void,
): (text: string) => void {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (closed) return;
    closed = true;
    if (error.code !== 'EPIPE') failed(error);
  });
  return text => {
    if (!closed) stream.write(text);
  };
}
