/** Outcome of something that may fail for reasons a caller has to handle. */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/**
 * A failure as data: what was expected, what came, and what to do next.
 * `kind` is stable (tests and exit codes hang on it), the texts are for people.
 */
export interface Failure {
  readonly kind: string;
  readonly message: string;
  readonly next?: string | undefined;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

export function failure(kind: string, message: string, next?: string): Failure {
  return next === undefined ? { kind, message } : { kind, message, next };
}
