import { type ClaudePlannerPorts, createClaudePlanner } from '../../../src/agent/claude/planner.ts';
import { type Endpoint, headersOf } from '../../../src/agent/claude/wire/client.ts';
import type { ModelChoice } from '../../../src/agent/claude/wire/models.ts';
import type { Planner } from '../../../src/agent/port.ts';
import { gatherFacts } from '../../../src/app/facts.ts';
import { createApiFetch } from '../../../src/host/http/api-fetch.ts';
import { createDataFiles } from '../../../src/host/index.ts';
import { check, needs } from '../../../src/plan/checks/index.ts';
import { loadPlaybooks } from '../../../src/playbooks/load.ts';
import { ok } from '../../../src/shared/result.ts';
import { realProject } from '../real.ts';
import type { ModelServer } from './model-server.ts';

const PLAYBOOKS = new URL('../../../playbooks', import.meta.url).pathname;

export const MODEL: ModelChoice = {
  id: 'claude-test',
  maxTokens: 4_096,
  mostTokens: 8_192,
  thinking: true,
  strict: false,
  web: false,
  why: 'of the test',
};

/** The claude planner as the app wires it, on a real folder, against a server on loopback. */
export async function modelProject(
  root: string,
  server: Pick<ModelServer, 'url'>,
  more: Partial<ClaudePlannerPorts> = {},
): Promise<{
  readonly planner: Planner;
  readonly project: Awaited<ReturnType<typeof realProject>>;
  close(): Promise<void>;
}> {
  const project = await realProject(root);
  const { playbooks } = await loadPlaybooks(createDataFiles(PLAYBOOKS));
  const endpoint: Endpoint = {
    baseUrl: server.url,
    credential: { kind: 'key', value: 'sk-test' },
    auth: 'bearer',
  };
  const api = createApiFetch({ env: {}, headers: headersOf(endpoint, 'planner-tui/0.0.0') });
  const planner = createClaudePlanner({
    ...project.ports,
    playbooks: async () => playbooks,
    clock: { now: () => Date.UTC(2026, 10, 24) },
    random: () => 0,
    wire: { endpoint, api, clock: { now: () => Date.now() } },
    model: async () => ok(MODEL),
    retries: { tries: 3, firstMs: 2, longestMs: 4, patienceMs: 1_000 },
    check: async (plan, markdown) =>
      check(plan, markdown, await gatherFacts(needs(plan, markdown), project.ports)),
    ...more,
  });
  return {
    planner,
    project,
    async close() {
      await api.close();
      await project.close();
    },
  };
}
