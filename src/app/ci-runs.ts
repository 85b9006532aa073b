import type { ActionsClient } from '../host/http/index.ts';
import { ghToken } from '../host/index.ts';
import type { CiReading, CiSource } from '../research/ci/index.ts';
import { err, type Result } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';
import { createCiSource } from './ci-source.ts';
import { offlineRun } from './given-about.ts';
import type { LookUpOptions } from './look-ups.ts';

export interface CiRunsOptions extends LookUpOptions {
  readonly root: string;
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly kept: Storage['ciReadings'];
  /** Another GitHub than that of the address, for tests: the program never gives it. */
  readonly client?: ActionsClient;
}

/** Failing runs by path or address. Who gives an address wishes it fetched; `--offline` forbids it all the same. */
export function createCiRuns(options: CiRunsOptions): CiSource {
  const { cwd, kept } = options;
  return createCiSource({ cwd, kept, fetch: (address, signal) => fetched(options, address, signal) });
}

async function fetched(options: CiRunsOptions, url: URL, signal?: AbortSignal): Promise<Result<CiReading>> {
  const { env, version, clock, consent, root } = options;
  // Loaded when a run is fetched: most starts need none of it.
  const [{ runAddress }, { fetchRun }] = await Promise.all([
    import('../research/ci/address.ts'),
    import('../research/ci/github.ts'),
  ]);
  const address = runAddress(url);
  if (!address.ok) return address;
  if (consent === 'offline') return err(offlineRun(url.host));
  const { createActionsClient } = await import('../host/http/index.ts');
  const client = options.client ?? createActionsClient({ env, userAgent: `planner-tui/${version}` });
  try {
    const token = await tokenFor(address.value.host, root, env);
    return await fetchRun(address.value, { client, token, now: clock.now }, signal);
  } finally {
    if (!options.client) await client.close();
  }
}

/** The person's own token for a host: of the environment, else of `gh`. One for github.com goes to no other host. */
async function tokenFor(host: string, root: string, env: NodeJS.ProcessEnv) {
  const hosted = host === 'github.com' || host === 'www.github.com' || /\.ghe\.com$/.test(host);
  const names = hosted ? ['GH_TOKEN', 'GITHUB_TOKEN'] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
  const name = names.find(one => env[one]);
  const value = name === undefined ? await ghToken(host, root, env) : env[name];
  return value === undefined ? undefined : { value, from: name ?? 'gh' };
}
