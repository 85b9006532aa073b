import type { CodeMap } from '../../codemap/port.ts';
import type { FileCard, Role } from '../../domain/index.ts';
import type { Git } from '../../host/port.ts';
import type { ProjectBrief, StackFact } from '../port.ts';
import { turn } from '../read/pace.ts';
import { isAside, isSide, isTest } from '../read/paths.ts';

/** A goal drawn from the repository, with the reason in figures. The shape of session's SuggestedGoal. */
export interface GoalSuggestion {
  readonly text: string;
  readonly why: string;
}

/** What is weighed of a source. The cards of all sources, with every symbol, would weigh more than the map. */
export interface Sketch {
  readonly path: string;
  readonly lines: number;
  readonly commits: number;
  readonly roles: readonly Role[];
  readonly imports: readonly string[];
  /** How many files import it, and how many tests exercise it. */
  readonly importers: number;
  readonly tests: number;
  /** Whether it defines anything that runs. */
  readonly runs: boolean;
  readonly longest?: LongFunction;
}

export interface LongFunction {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** What a sort of suggestion may look at; `sketches` are of the project's own sources, made once for all sorts. */
export interface Ground {
  readonly map: CodeMap;
  readonly git: Git;
  readonly brief: ProjectBrief;
  readonly facts: readonly StackFact[];
  readonly paths: readonly string[];
  sketches(): Promise<readonly Sketch[]>;
  /** Tests among the paths, by their names. */
  tests(): readonly string[];
}

export const CODE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|scala|cs|vue|svelte)$/;

/** The product's own sources: no test, sample, tool, copy or declaration file. */
export function isOwnSource(path: string): boolean {
  return (
    CODE.test(path) &&
    !isTest(path) &&
    !isAside(path) &&
    !isSide(path) &&
    !/\.d\.[cm]?ts$|\.min\.|\.[0-9a-f]{8,}\.\w+$|(?:^|\/)(?:staticfiles|static\/vendor|public\/(?:js|build))\//.test(
      path,
    )
  );
}

export function isMade(roles: readonly Role[]): boolean {
  return roles.includes('generated') || roles.includes('vendored');
}

/** So many cards are looked at between two turns of the thread. */
const AT_ONCE = 32;

export async function sketchesOf(map: CodeMap, paths: readonly string[]): Promise<readonly Sketch[]> {
  const sketches: Sketch[] = [];
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    await turn();
    for (const card of await map.cards(paths.slice(at, at + AT_ONCE))) sketches.push(sketchOf(card));
  }
  return sketches;
}

function sketchOf(card: FileCard): Sketch {
  let longest: LongFunction | undefined;
  for (const { kind, name, line, endLine } of card.symbols) {
    const lines = endLine - line + 1;
    if ((kind === 'function' || kind === 'method') && lines > (longest?.lines ?? 0))
      longest = { name, line, lines };
  }
  return {
    path: card.path,
    lines: card.lines,
    commits: card.commits,
    roles: rolesOf(card),
    imports: card.imports,
    importers: card.importedBy.length,
    tests: card.tests.length,
    runs: card.symbols.some(({ kind }) => kind === 'function' || kind === 'class' || kind === 'method'),
    ...(longest ? { longest } : {}),
  };
}

export function rolesOf(card: FileCard): readonly Role[] {
  return card.roles.map(({ role }) => role);
}

export function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
