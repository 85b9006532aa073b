import type { CiCategory } from '../model.ts';

/**
 * How a failure of one kind looks in a log. Named groups of the patterns are what is known of it: `path`, `line`, `column`,
 * `message`, `subject` (a test, a package, a secret …) and `code` (the tool's own name for it).
 */
export interface Family {
  readonly id: string;
  /** Whose words it knows, for people. */
  readonly tool: string;
  readonly category: CiCategory;
  /** What it means, for people. */
  readonly means: string;
  /** The line that is the error. */
  readonly when: readonly RegExp[];
  /** One of the next lines has to match: two tools may begin alike. */
  readonly needs?: RegExp;
  /** Lines further down, each looked for by itself, fill what is not known yet. */
  readonly after?: readonly RegExp[];
  /** What the very next line may say: it belongs to the error, and is none by itself. */
  readonly next?: RegExp;
  /** The same further up, nearest first. */
  readonly before?: readonly RegExp[];
  /** It ends whatever runs: the first errors of tools before it are no cause. */
  readonly ends?: true;
  /** How it was made: by a build that really failed, or from the documented form alone. */
  readonly seen: 'run' | 'documented';
}
