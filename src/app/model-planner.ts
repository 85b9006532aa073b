import type { ClaudePlannerPorts } from '../agent/claude/planner.ts';
import type { Planner } from '../agent/port.ts';
import type { Price } from '../domain/index.ts';
import { once } from '../shared/once.ts';
import type { ModelAccess } from './model-access.ts';

export interface ModelPlannerOptions extends Omit<ClaudePlannerPorts, 'wire' | 'model' | 'pricing'> {
  readonly access: ModelAccess;
  readonly env: NodeJS.ProcessEnv;
  readonly userAgent: string;
  /** `--model`, or the person's setting. */
  readonly model: string | undefined;
  /** Prices that the person set. */
  readonly prices: Readonly<Record<string, Price>> | undefined;
}

/** The claude planner; what speaks to a server is loaded at its first run, because most starts need none of it. */
export function createModelPlanner(options: ModelPlannerOptions): Planner & { close(): Promise<void> } {
  const opened = once(() => open(options));
  let used = false;
  return {
    engine: 'claude',
    async *run(request) {
      used = true;
      yield* (await opened()).planner.run(request);
    },
    async close() {
      if (used) await (await opened()).close();
    },
  };
}

async function open({ access, env, userAgent, model, prices, ...ports }: ModelPlannerOptions) {
  const [{ createClaudePlanner }, { pricing }, { headersOf }, { chooseModel }, { createApiFetch }] =
    await Promise.all([
      import('../agent/claude/planner.ts'),
      import('../agent/claude/prices.ts'),
      import('../agent/claude/wire/client.ts'),
      import('../agent/claude/wire/models.ts'),
      import('../host/http/index.ts'),
    ]);
  const { endpoint } = access;
  const api = createApiFetch({ env, headers: headersOf(endpoint, userAgent) });
  const wire = { endpoint, api, clock: ports.clock };
  const planner = createClaudePlanner({
    ...ports,
    pricing: pricing(access.host, prices),
    wire,
    model: signal => chooseModel(wire, model, signal),
  });
  return { planner, close: () => api.close() };
}
