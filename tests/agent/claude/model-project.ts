import { type ClaudePlannerPorts, createClaudePlanner } from '../../../src/agent/claude/planner.ts';
import { type Endpoint, headersOf } from '../../../src/agent/claude/wire/client.ts';
import type { ModelChoice } from '../../../src/agent/claude/wire/models.ts';
import type { Planner } from '../../../src/agent/port.ts';
import { gatherFacts } from '../../../src/app/facts.ts';
import { createApiFetch } from '../../../src/host/http/api-fetch.ts';
import { check, needs } from '../../../src/plan/checks/index.ts';
import { ok } from '../../../src/shared/result.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { shippedPlaybooks } from '../../helpers/shipped-playbooks.ts';
import { type RealProject, realProject } from '../real.ts';
import type { ModelServer } from './model-server.ts';
import type { UsedServer } from './using-server.ts';

export const MODEL: ModelChoice = {
  id: 'claude-test',
  maxTokens: 4_096,
  mostTokens: 8_192,
  thinking: true,
  strict: false,
  web: false,
  why: 'of the test',
};

/**
 * The claude planner as the app wires it, on a real folder, against a server on loopback. A project that is open already stays
 * open behind it: its map is made once for all tests that change nothing there.
 */
export async function modelProject(
  where: string | RealProject,
  server: Pick<ModelServer, 'url'>,
  more: Partial<ClaudePlannerPorts> = {},
): Promise<{
  readonly planner: Planner;
  readonly project: RealProject;
  close(): Promise<void>;
}> {
  const project = typeof where === 'string' ? await realProject(where) : where;
  const endpoint: Endpoint = {
    baseUrl: server.url,
    credential: { kind: 'key', value: 'sk-test' },
    auth: 'bearer',
  };
  const api = createApiFetch({ env: {}, headers: headersOf(endpoint, 'planner-tui/0.0.0') });
  const planner = createClaudePlanner({
    ...project.ports,
    playbooks: shippedPlaybooks,
    clock: { now: () => Date.UTC(2026, 10, 24) },
    random: () => 0,
    wire: { endpoint, api, clock: { now: () => Date.now() } },
    model: async () => ok(MODEL),
    retries: { tries: 3, firstMs: 2, longestMs: 4, patienceMs: 1_000 },
    check: async (plan, markdown) =>
      check(plan, markdown, await gatherFacts(needs(plan, markdown), project.ports)),
    facts: wanted => gatherFacts(wanted, project.ports),
    ...more,
  });
  return {
    planner,
    project,
    async close() {
      await api.close();
      if (typeof where === 'string') await project.close();
    },
  };
}

/** The same on a shop of its own, which ends with the test. */
export async function modelShop(server: UsedServer): ReturnType<typeof modelProject> {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  const made = await modelProject(repo.root, server);
  server.after(made.close);
  return made;
}
