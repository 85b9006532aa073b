import type { ClaudePlannerPorts } from '../agent/claude/planner.ts';
import type { Planner } from '../agent/port.ts';
import { once } from '../shared/once.ts';
import type { ModelAccess } from './model-access.ts';
import { asRecorded, runLine, type Tape } from './tape.ts';

export interface ModelPlannerOptions extends Omit<ClaudePlannerPorts, 'wire' | 'model'> {
  readonly access: ModelAccess;
  readonly env: NodeJS.ProcessEnv;
  readonly userAgent: string;
  /** `--model`, or the person's setting. */
  readonly model: string | undefined;
  readonly tape: Tape;
}

/** The claude planner; what speaks to a server is loaded at its first run, because most starts need none of it. */
export function createModelPlanner(options: ModelPlannerOptions): Planner & { close(): Promise<void> } {
  const opened = once(() => open(options));
  let used = false;
  return {
    engine: 'claude',
    async *run(request) {
      used = true;
      const { planner, tape } = await opened();
      if (tape.kind === 'record') tape.write(runLine(request));
      yield* planner.run(request);
    },
    async close() {
      if (used) await (await opened()).close();
      if (options.tape.kind === 'record') options.tape.close();
    },
  };
}

async function open({ access, env, userAgent, model, tape, ...ports }: ModelPlannerOptions) {
  const [
    { createClaudePlanner },
    { headersOf },
    { chooseModel },
    { recordingApi, replayApi },
    { createApiFetch },
  ] = await Promise.all([
    import('../agent/claude/planner.ts'),
    import('../agent/claude/wire/client.ts'),
    import('../agent/claude/wire/models.ts'),
    import('../agent/claude/wire/recording.ts'),
    import('../host/http/index.ts'),
  ]);
  const { endpoint } = access;
  const live = () => createApiFetch({ env, headers: headersOf(endpoint, userAgent) });
  if (tape.kind === 'record')
    tape.write({
      type: 'recording',
      version: 1,
      by: userAgent,
      baseUrl: endpoint.baseUrl,
      ...(model === undefined ? {} : { model }),
    });
  const api =
    tape.kind === 'record'
      ? recordingApi(live(), tape.write, ports.clock)
      : tape.kind === 'replay'
        ? replayApi(tape.recording, tape.paced ? asRecorded : undefined)
        : live();
  const wire = { endpoint, api, clock: ports.clock };
  const planner = createClaudePlanner({
    ...ports,
    wire,
    model: signal => chooseModel(wire, model, signal),
  });
  return { planner, tape, close: () => api.close() };
}
