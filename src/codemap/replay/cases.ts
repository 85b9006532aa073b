import type { GitCommit } from '../../host/port.ts';
import { isCodeLanguage } from '../roles/facts.ts';
import { languageOf } from '../scan/syntax.ts';
import { isStopWord, splitIdentifier } from '../words.ts';

/** A change that was made, to be foretold: the tree before it, the words it was asked for in, the files it changed. */
export interface ReplayCase {
  /** The commit, or the name that a file of issues gives it. */
  readonly id: string;
  /** The commit whose tree is the code base. */
  readonly base: string;
  readonly goal: string;
  readonly changed: readonly string[];
}

/** Kinds of work that no goal asks for, as conventional commits name them. */
const NO_KIND = /^(?:chore|docs?|ci|build|tests?|style|release|deps?|revert|refactor)\b[^:]{0,30}:/i;
const NO_SCOPE = /^\w+\((?:deps?(?:-dev)?|release|ci|lint)\)!?:/i;
/** Releases, merges, dependencies, formatting, answers to a review. */
const NO_GOAL =
  /^(?:\[[^\]]*\] *)?(?:bump|release|revert|merge|prepare|publish|version|v?\d+\.\d+|(?:cargo|go|rust|apply|run) ?fmt\b|fmt\b)|\b(?:dependenc(?:y|ies)|dev deps?|change ?log|clippy|mypy|eslint|prettier|rustfmt|gofmt|ruff|linter|typos?|(?:pr|code) review|review comments|copyright)\b/i;
/** Telling words that a subject must have. */
const FEWEST_WORDS = 2;

/**
 * Feature and fix commits of a log, newest first: not about releases, dependencies, documents, formatting or tests
 * alone, with a subject of at least two telling words, that changed one to `mostFiles` code files that existed before.
 */
export function casesOf(
  log: readonly GitCommit[],
  parents: ReadonlyMap<string, readonly string[]>,
  most: number,
  mostFiles: number,
): ReplayCase[] {
  const cases: ReplayCase[] = [];
  for (const commit of log) {
    if (cases.length === most) break;
    const before = parents.get(commit.sha) ?? [];
    const base = before[0];
    if (base === undefined || before.length > 1 || isNoGoal(commit.subject)) continue;
    const changed = commit.files
      .filter(f => f.change !== 'created' && isCodeLanguage(languageOf(f.path)))
      .map(f => f.path);
    // Tests among them are told apart once the tree is known.
    if (changed.length === 0 || changed.length > mostFiles * 4) continue;
    if (tellingWords(commit.subject) < FEWEST_WORDS) continue;
    cases.push({ id: commit.sha, base, goal: `${commit.subject}\n${commit.body}`.trim(), changed });
  }
  return cases;
}

function isNoGoal(subject: string): boolean {
  return NO_KIND.test(subject) || NO_SCOPE.test(subject) || NO_GOAL.test(subject);
}

function tellingWords(subject: string): number {
  return splitIdentifier(subject.replace(/\(?#\d+\)?/g, '')).filter(w => !isStopWord(w)).length;
}
