import type { MappedProject } from '../codemap/index.ts';
import { startCodeMapWith } from '../codemap/index.ts';
import type { CodeMap } from '../codemap/port.ts';
import {
  answerResearch,
  type GoalSuggestion,
  type ResearchAnswers,
  researchOf,
  suggestGoals,
} from '../research/index.ts';
import type { Research } from '../research/port.ts';

/** What is worked out beside the code map, in its thread: it looks at most files, and its answers are short. */
export interface BesideMap extends ResearchAnswers {
  suggestions(): Promise<readonly GoalSuggestion[]>;
}

export function besideMap({ map, files, git }: MappedProject): BesideMap {
  const answers = answerResearch({ map, files, git });
  const research = researchOf(answers);
  return {
    ...answers,
    suggestions: async () => suggestGoals(map, await research.brief(), git, await research.facts()),
  };
}

/** A project as the other threads know it. */
export interface KnownProject {
  readonly map: CodeMap;
  readonly research: Research;
  /** Goals drawn from the project; none where they cannot be had. Never rejects. */
  suggestions(): Promise<readonly GoalSuggestion[]>;
}

/** `worker`: the built script, where it is not the one of this program. Closing the map ends all of it. */
export function startProject(root: string, worker?: string): KnownProject {
  const { map, ask } = startCodeMapWith(root, besideMap, worker === undefined ? {} : { worker });
  return {
    map,
    research: researchOf({
      briefParts: () => ask('briefParts'),
      facts: () => ask('facts'),
      documents: (words, limit) => ask('documents', words, limit),
      installedPackage: (name, words) => ask('installedPackage', name, words),
      notices: () => ask('notices'),
    }),
    suggestions: () => ask('suggestions').catch(() => []),
  };
}
