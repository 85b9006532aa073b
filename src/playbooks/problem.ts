/** A mistake in a playbook: the line it is on, what came and what was expected. */
export interface PlaybookProblem {
  /** As a person would open it: absolute, or relative to where they are. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  /** What it costs: the whole playbook is left out, or what stands there never counts and the rest works. */
  readonly costs: 'playbook' | 'part';
}

/** `FILE:LINE: message`, ready to be clicked on. */
export function problemText({ file, line, message }: PlaybookProblem): string {
  return `${file}:${line}: ${message}`;
}

/** Says a mistake at a place in the front matter. */
export type Complain = (
  path: readonly (string | number)[],
  message: string,
  costs?: PlaybookProblem['costs'],
) => void;
