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
  /** `--model`, or the person's setting. */
  readonly model: string | undefined;
  /** Stands between the program and the server, for a recording; then nothing that was known before counts. */
  readonly through?: ((live: () => ApiFetch) => ApiFetch) | undefined;
}

/** The server that was chosen, spoken to in the manner that it wants. */
export interface ModelServer {
  /** Its endpoint is the one that was found out last. */
  readonly wire: Wire;
  /** What was found out within a day, else asked now by calls that cost nothing. A failure is kept nowhere. */
  known(signal: AbortSignal): Promise<Result<ServerProbe, WireFailure>>;
  /** Asks anew, whatever is known. */
  probe(signal: AbortSignal): Promise<Result<ServerProbe, WireFailure>>;
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
  const { env, version, clock, model, through } = options;
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
  const name = cacheName(options);
  async function probe(signal: AbortSignal): Promise<Result<ServerProbe, WireFailure>> {
    const found = await probing.probeServer(speak, options.endpoint, model, signal);
    if (through) return found;
    if (found.ok) cache.save(name, probing.keepable(found.value));
    else cache.forget(name);
    return found;
  }
  return {
    wire,
    async known(signal) {
      const kept = through ? undefined : probing.recalled(cache.load(name), options.endpoint, model);
      if (!kept) return probe(signal);
      speak(kept.endpoint);
      return { ok: true, value: kept };
    },
    probe,
    tryLive: (id, signal) => tryLive(wire, id, signal),
    forget: () => cache.forget(name),
    replacements: probing.replacements,
    close: () => api.close(),
  };
}

/** By address, kind of credential, model and version of this program; of the credential itself nothing is kept. */
function cacheName({ endpoint, version, model }: ModelServerOptions): string {
  const { baseUrl, credential } = endpoint;
  const key = JSON.stringify([baseUrl, credential.kind, model ?? '', version]);
  return `${slug(baseUrl.replace(/^https?:\/\//, ''), 40, 'server')}-${sha16(key)}`;
}
