import type { MappedProject } from '../codemap/index.ts';
import { startCodeMapWith } from '../codemap/index.ts';
import type { CodeMap } from '../codemap/port.ts';
import { createGitObjects, createReportFiles, createWorkTree } from '../host/index.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import {
  answerResearch,
  declaredPackages,
  type GoalSuggestion,
  type ResearchAnswers,
  researchOf,
  suggestGoals,
} from '../research/index.ts';
import type { Research } from '../research/port.ts';
import type { Result } from '../shared/result.ts';
import type { DriftOptions } from './drift-plan.ts';

/** What is worked out beside the code map, in its thread: it looks at most files, and its answers are short. */
export interface BesideMap extends ResearchAnswers {
  suggestions(): Promise<readonly GoalSuggestion[]>;
  /** How far the work tree followed a plan's text. Asks the map nothing: it may not be built yet. */
  drift(path: string, text: string, options: DriftOptions): Promise<Result<PlanDrift>>;
}

export function besideMap({ map, files, git }: MappedProject): BesideMap {
  const answers = answerResearch({ map, files, git });
  const research = researchOf(answers);
  const objects = createGitObjects(files.root);
  const workTree = createWorkTree(files.root);
  const reports = createReportFiles(files.root);
  const packages = () => declaredPackages(files, git);
  return {
    ...answers,
    drift: async (path, text, options) => {
      // Asked by few of those who ask the map: the code is loaded when it is.
      const { driftOf } = await import('./drift-plan.ts');
      return driftOf(path, text, options, { files, git, objects, workTree, reports, packages });
    },
    suggestions: async () => suggestGoals(map, await research.brief(), git, await research.facts()),
  };
}

/** A project as the other threads know it. */
export interface KnownProject {
  readonly map: CodeMap;
  readonly research: Research;
  /** Goals drawn from the project; none where they cannot be had. Never rejects. */
  suggestions(): Promise<readonly GoalSuggestion[]>;
  readonly drift: BesideMap['drift'];
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
    drift: (path, text, options) => ask('drift', path, text, options),
  };
}
