import { afterAll } from 'vitest';
import type { Planner } from '../../../src/agent/port.ts';
import { builtInStacks } from '../../../src/app/built-in-stacks.ts';
import { createCiSource } from '../../../src/app/ci-source.ts';
import { withGivenLog } from '../../../src/app/given-log.ts';
import type { ActiveSession } from '../../../src/session/state.ts';
import { isGoalVerb, wishOf } from '../../../src/session/verbs.ts';
import { type RealProject, realProject } from '../real.ts';
import type { KindSession } from './kind-sessions.ts';
import { modelProject } from './model-project.ts';
import type { UsedServer } from './using-server.ts';

export interface Begun {
  readonly planner: Planner;
  readonly project: RealProject;
  readonly start: ActiveSession;
}

/**
 * Begins sessions of the kinds against a model's server. Nothing is changed in a project: its map is made once for all
 * tests of a file.
 */
export function usingKindProjects(server: UsedServer): (session: KindSession) => Promise<Begun> {
  const open = new Map<KindSession, Promise<readonly [root: string, project: RealProject]>>();
  afterAll(async () => {
    for (const one of open.values()) await (await one)[1].close();
  });
  return async session => {
    const known =
      open.get(session) ?? session.project().then(async root => [root, await realProject(root)] as const);
    open.set(session, known);
    const [root, project] = await known;
    const made = await modelProject(project, server, {
      stacks: builtInStacks,
      ci: createCiSource({
        cwd: root,
        kept: { load: () => undefined, save: () => true },
        fetch: () => Promise.reject(new Error('nothing is fetched here')),
      }),
    });
    server.after(made.close);
    const [verb = '', ...words] = session.command(root);
    if (!isGoalVerb(verb)) throw new Error(`${verb} begins no plan`);
    const typed = wishOf(verb, words.join(' '));
    const wish = typed.ok ? await withGivenLog(typed.value, [root]) : typed;
    if (!wish.ok) throw new Error(wish.error.message);
    return { planner: made.planner, project, start: await project.start(wish.value) };
  };
}
