import { createLocalPlanner } from '../../src/agent/local/planner.ts';
import type { Planner } from '../../src/agent/port.ts';
import { builtInStacks } from '../../src/app/built-in-stacks.ts';
import { type CodeMap, createCodeMap } from '../../src/codemap/index.ts';
import { createGit, createProjectFiles, type ProjectFiles } from '../../src/host/index.ts';
import type { Git } from '../../src/host/port.ts';
import { createResearch } from '../../src/research/index.ts';
import type { Research } from '../../src/research/port.ts';
import { createLineHistory } from '../../src/research/trace/index.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import type { GoalWish } from '../../src/session/verbs.ts';
import { remembered } from '../helpers/once.ts';
import { playbooksOfFolder, SHIPPED } from '../helpers/shipped-playbooks.ts';
import { begin } from './loop.ts';

/** The same git, which answers each question once. */
function stillGit(git: Git): Git {
  return {
    head: remembered(git.head),
    clean: remembered(git.clean),
    log: remembered(git.log),
    sizes: remembered(git.sizes),
    run: remembered(git.run),
  };
}

export interface RealProject {
  readonly planner: Planner;
  readonly start: (goal: string | GoalWish) => Promise<ActiveSession>;
  close(): Promise<void>;
  readonly ports: { readonly map: CodeMap; readonly files: ProjectFiles; readonly research: Research };
}

/**
 * The planner as the app wires it, on a real folder, and a session for a goal there. The folder must not change any more:
 * git is asked once.
 */
export async function realProject(root: string, playbooks: string = SHIPPED): Promise<RealProject> {
  const git = stillGit(createGit(root));
  const files = createProjectFiles(root, git);
  const map = createCodeMap({ files, git });
  const research = createResearch({ files, map, git });
  const library = await playbooksOfFolder(playbooks);
  if (library.problems.length > 0) throw new Error(JSON.stringify(library.problems, null, 1));
  const planner = createLocalPlanner({
    map,
    research,
    files,
    playbooks: async () => library.playbooks,
    clock: { now: () => 0 },
    lineHistory: createLineHistory(git),
    stacks: builtInStacks,
  });
  return {
    planner,
    start: async goal => {
      const head = await git.head();
      const clean = await git.clean();
      return begin(goal, {
        name: root.split('/').at(-1) ?? 'project',
        ...(head ? { commit: head.commit } : {}),
        ...(clean === undefined ? {} : { clean }),
      });
    },
    close: () => map.close(),
    ports: { map, files, research },
  };
}
