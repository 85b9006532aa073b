import { join } from 'node:path';
import type { Endpoint } from '../agent/claude/wire/client.ts';
import type { WireFailure } from '../agent/claude/wire/failures.ts';
import type { LiveTrial } from '../agent/claude/wire/live.ts';
import type { ServerProbe } from '../agent/claude/wire/probe.ts';
import type { Wire } from '../agent/claude/wire/turn.ts';
import type { ApiFetch } from '../host/http/index.ts';
import { openDayCache, sha16, userFolder } from '../host/index.ts';
import type { Clock } from '../shared/clock.ts';
import type { Result } from '../shared/result.ts';
import { slug } from '../shared/slug.ts';

export interface ModelServerOptions {
  readonly endpoint: Endpoint;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly clock: Clock;
  /** Stands between the program and the server, for a recording; then nothing that was known before counts. */
  readonly through?: ((live: () => ApiFetch) => ApiFetch) | undefined;
}

/** The server that was chosen, spoken to in the manner that it wants. */
export interface ModelServer {
  /** Its endpoint is the one that was found out last. */
  readonly wire: Wire;
  /**
   * What was found out within a day, else asked now by calls that cost nothing. `model`: the one that is wanted, where
   * somebody named one. A failure is kept nowhere.
   */
  known(signal: AbortSignal, model: string | undefined): Promise<Result<ServerProbe, WireFailure>>;
  /** Asks anew, whatever is known. */
  probe(signal: AbortSignal, model: string | undefined): Promise<Result<ServerProbe, WireFailure>>;
  /** One small message, which is paid for. */
  tryLive(model: string, signal: AbortSignal): Promise<Result<LiveTrial, WireFailure>>;
  /** The next run asks anew: something was not as it was known. */
  forget(): void;
  /** What stands in for what it lacks, a sentence each. */
  replacements(probe: ServerProbe): readonly string[];
  close(): Promise<void>;
}

/** What speaks to a server is loaded here, because most starts need none of it. */
export async function openModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { env, version, clock, through } = options;
  const [{ headersOf }, probing, { tryLive }, { createApiFetch }] = await Promise.all([
    import('../agent/claude/wire/client.ts'),
    import('../agent/claude/wire/probe.ts'),
    import('../agent/claude/wire/live.ts'),
    import('../host/http/index.ts'),
  ]);
  let endpoint = options.endpoint;
  const headers = () => headersOf(endpoint, `planner-tui/${version}`);
  const live = (): ApiFetch => createApiFetch({ env, headers });
  const api = through ? through(live) : live();
  const wire: Wire = {
    get endpoint() {
      return endpoint;
    },
    api,
    clock,
  };
  const speak = (to: Endpoint): Wire => {
    endpoint = to;
    return wire;
  };
  const cache = openDayCache(join(userFolder('cache', env), 'servers'), clock.now);
  /** By the model that was wanted: what was found out since this was opened. */
  const found = new Map<string | undefined, ServerProbe>();
  async function probe(
    signal: AbortSignal,
    model: string | undefined,
  ): Promise<Result<ServerProbe, WireFailure>> {
    const answer = await probing.probeServer(speak, options.endpoint, model, signal);
    if (answer.ok) found.set(model, answer.value);
    if (through) return answer;
    const name = cacheName(options, model);
    if (answer.ok) cache.save(name, probing.keepable(answer.value));
    else cache.forget(name);
    return answer;
  }
  return {
    wire,
    async known(signal, model) {
      const kept =
        found.get(model) ??
        (through
          ? undefined
          : probing.recalled(cache.load(cacheName(options, model)), options.endpoint, model));
      if (!kept) return probe(signal, model);
      found.set(model, kept);
      speak(kept.endpoint);
      return { ok: true, value: kept };
    },
    probe,
    tryLive: (id, signal) => tryLive(wire, id, signal),
    forget() {
      for (const model of found.keys()) cache.forget(cacheName(options, model));
      found.clear();
    },
    replacements: probing.replacements,
    close: () => api.close(),
  };
}

/** By address, kind of credential, model and version of this program; of the credential itself nothing is kept. */
function cacheName({ endpoint, version }: ModelServerOptions, model: string | undefined): string {
  const { baseUrl, credential } = endpoint;
  const key = JSON.stringify([baseUrl, credential.kind, model ?? '', version]);
  return `${slug(baseUrl.replace(/^https?:\/\//, ''), 40, 'server')}-${sha16(key)}`;
}
