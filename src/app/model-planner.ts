import type { ClaudePlannerPorts } from '../agent/claude/planner.ts';
import type { Planner } from '../agent/port.ts';
import { modelFor, type Price } from '../domain/index.ts';
import type { ApiFetch } from '../host/http/index.ts';
import type { Clock } from '../shared/clock.ts';
import { once } from '../shared/once.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import type { ModelAccess } from './model-access.ts';
import { openModelServer } from './model-server.ts';
import { asRecorded, runLine, steersThrough, type Tape } from './tape.ts';

export interface ModelPlannerOptions
  extends Omit<ClaudePlannerPorts, 'wire' | 'model' | 'pricing' | 'wished'> {
  readonly access: ModelAccess;
  readonly env: NodeJS.ProcessEnv;
  /** Of this program. */
  readonly version: string;
  /** A wish of models (`ModelWish`): `--model`, or the person's setting. */
  model(): string | undefined;
  readonly tape: Tape;
  /** Prices that the person set. */
  readonly prices: Readonly<Record<string, Price>> | undefined;
}

/** The claude planner; what speaks to a server is loaded at its first run, because most starts need none of it. */
export function createModelPlanner(options: ModelPlannerOptions): Planner & {
  /** Ids that the server lists, newest first. */
  models(signal: AbortSignal): Promise<Result<readonly string[]>>;
  close(): Promise<void>;
} {
  const opened = once(() => open(options));
  const steersOf = steersThrough(options.tape);
  let used = false;
  return {
    engine: 'claude',
    async *run(request) {
      used = true;
      const { planner, server, asked } = await opened();
      const { tape } = options;
      if (tape.kind === 'record') tape.write(runLine(request));
      for await (const output of planner.run({ ...request, steers: steersOf(request, asked) })) {
        // Whatever went wrong: what was known of the server may be why.
        if (output.type === 'RunStopped' && output.reason === 'failed') server.forget();
        yield output;
      }
    },
    async models(signal) {
      used = true;
      const known = await (await opened()).server.known(signal, undefined);
      if (!known.ok) return known;
      const { models, abilities } = known.value;
      return models
        ? ok(models.map(m => m.id))
        : err(failure('no-list', abilities.models.why, 'Name a model all the same: /model ID.'));
    },
    async close() {
      if (used) await (await opened()).server.close();
      if (options.tape.kind === 'record') options.tape.close();
    },
  };
}

async function open({ access, env, version, model, prices, tape, ...ports }: ModelPlannerOptions) {
  const { endpoint, host } = access;
  const { through, asked } = await throughTape(tape, access, version, model(), ports.clock);
  const [{ createClaudePlanner }, { pricing }, server] = await Promise.all([
    import('../agent/claude/planner.ts'),
    import('../agent/claude/prices.ts'),
    openModelServer({ endpoint, env, version, clock: ports.clock, through }),
  ]);
  const planner = createClaudePlanner({
    ...ports,
    pricing: pricing(host, prices),
    wire: server.wire,
    wished: phase => modelFor(model(), phase),
    async model(signal, phase) {
      const found = await server.known(signal, modelFor(model(), phase));
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
  return { planner, server, asked };
}

/** What a tape puts between the program and the server; nothing where there is none. */
async function throughTape(
  tape: Tape,
  { endpoint }: ModelAccess,
  version: string,
  model: string | undefined,
  clock: Clock,
): Promise<{
  readonly through?: (live: () => ApiFetch) => ApiFetch;
  /** How many requests of a replay were answered. */
  asked(): number;
}> {
  if (tape.kind === 'none') return { asked: () => 0 };
  const { recordingApi, replayApi } = await import('../agent/claude/wire/recording.ts');
  if (tape.kind === 'replay') {
    const replayed = replayApi(tape.recording, tape.paced ? asRecorded : undefined);
    return { through: () => replayed, asked: replayed.asked };
  }
  tape.write({
    type: 'recording',
    version: 1,
    by: `planner-tui/${version}`,
    baseUrl: endpoint.baseUrl,
    credential: endpoint.credential.kind,
    ...(model === undefined ? {} : { model }),
  });
  return { through: live => recordingApi(live(), tape.write, clock), asked: () => 0 };
}
