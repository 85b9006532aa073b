import { createLocalPlanner } from '../../src/agent/local/planner.ts';
import type { Planner } from '../../src/agent/port.ts';
import { type CodeMap, createCodeMap } from '../../src/codemap/index.ts';
import { createDataFiles, createGit, createProjectFiles, type ProjectFiles } from '../../src/host/index.ts';
import { loadPlaybooks } from '../../src/playbooks/load.ts';
import { createResearch } from '../../src/research/index.ts';
import type { Research } from '../../src/research/port.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { begin } from './loop.ts';

const PLAYBOOKS = new URL('../../playbooks', import.meta.url).pathname;

/** The planner as the app wires it, on a real folder, and a session for a goal there. */
export async function realProject(
  root: string,
  playbooks: string = PLAYBOOKS,
): Promise<{
  readonly planner: Planner;
  readonly start: (goal: string) => Promise<ActiveSession>;
  close(): Promise<void>;
  readonly ports: { readonly map: CodeMap; readonly files: ProjectFiles; readonly research: Research };
}> {
  const git = createGit(root);
  const files = createProjectFiles(root, git);
  const map = createCodeMap({ files, git });
  const research = createResearch({ files, map, git });
  const loaded = await loadPlaybooks(createDataFiles(playbooks));
  if (loaded.problems.length > 0) throw new Error(JSON.stringify(loaded.problems, null, 1));
  const planner = createLocalPlanner({
    map,
    research,
    files,
    playbooks: async () => loaded.playbooks,
    clock: { now: () => 0 },
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
