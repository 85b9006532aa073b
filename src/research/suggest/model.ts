import type { CodeMap } from '../../codemap/port.ts';
import type { FileCard } from '../../domain/index.ts';
import type { Git } from '../../host/port.ts';
import type { ProjectBrief, StackFact } from '../port.ts';
import { isAside, isSide, isTest } from '../read/paths.ts';

/** A goal drawn from the repository, with the reason in figures. The shape of session's SuggestedGoal. */
export interface GoalSuggestion {
  readonly text: string;
  readonly why: string;
}

/** What a sort of suggestion may look at; `cards` are of the project's own sources, read once for all sorts. */
export interface Ground {
  readonly map: CodeMap;
  readonly git: Git;
  readonly brief: ProjectBrief;
  readonly facts: readonly StackFact[];
  readonly paths: readonly string[];
  cards(): Promise<readonly FileCard[]>;
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

export function isMade(card: FileCard): boolean {
  return card.roles.some(({ role }) => role === 'generated' || role === 'vendored');
}

export function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
