import type { ClaudePlannerPorts } from '../agent/claude/planner.ts';
import type { Planner } from '../agent/port.ts';
import type { Price } from '../domain/index.ts';
import { once } from '../shared/once.ts';
import { err, failure, ok } from '../shared/result.ts';
import type { ModelAccess } from './model-access.ts';
import { openModelServer } from './model-server.ts';

export interface ModelPlannerOptions extends Omit<ClaudePlannerPorts, 'wire' | 'model' | 'pricing'> {
  readonly access: ModelAccess;
  readonly env: NodeJS.ProcessEnv;
  /** Of this program. */
  readonly version: string;
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
      const { planner, server } = await opened();
      for await (const output of planner.run(request)) {
        // Whatever went wrong: what was known of the server may be why.
        if (output.type === 'RunStopped' && output.reason === 'failed') server.forget();
        yield output;
      }
    },
    async close() {
      if (used) await (await opened()).server.close();
    },
  };
}

async function open({ access, env, version, model, prices, ...ports }: ModelPlannerOptions) {
  const { endpoint, host } = access;
  const [{ createClaudePlanner }, { pricing }, server] = await Promise.all([
    import('../agent/claude/planner.ts'),
    import('../agent/claude/prices.ts'),
    openModelServer({ endpoint, env, version, clock: ports.clock, model }),
  ]);
  const planner = createClaudePlanner({
    ...ports,
    pricing: pricing(host, prices),
    wire: server.wire,
    async model(signal) {
      const found = await server.known(signal);
      if (!found.ok) return found;
      const { model: chosen, abilities } = found.value;
      if (abilities.tools.has === 'no')
        return err(
          failure(
            'no-tools',
            `${chosen.id} at ${host} takes no tools, and without them it cannot read this project: ${abilities.tools.why}`,
            'Choose another model with --model; the local planner needs none.',
          ),
        );
      return ok({ ...chosen, notices: server.replacements(found.value) });
    },
  });
  return { planner, server };
}
