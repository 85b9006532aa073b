import { homedir } from 'node:os';
import { join } from 'node:path';
import { readGivenFile, userFolder } from '../host/index.ts';
import { type RegistryAddress, registryAddress } from '../research/registry/address.ts';
import type {
  PackageRegistry,
  PackageWish,
  RegistryAnswer,
  WayAnswer,
  WayWish,
} from '../research/registry/port.ts';
import type { Clock } from '../shared/clock.ts';

/** Whether the registry may be asked, and cited pages fetched, in this run. */
export type LookUpConsent = 'allowed' | 'not-allowed' | 'offline';

/** The registry as the app knows it: what may be asked, and of whom. */
export interface LookUps {
  /** Undefined where the user's settings name no address that can be used. */
  readonly base: URL | undefined;
  readonly clock: Clock;
  look(wishes: readonly PackageWish[]): Promise<ReadonlyMap<string, RegistryAnswer>>;
  /** What changed on the way from installed versions to newer ones. */
  ways(wishes: readonly WayWish[]): Promise<ReadonlyMap<string, WayAnswer>>;
  close(): Promise<void>;
}

export interface LookUpOptions {
  readonly consent: LookUpConsent;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly clock: Clock;
}

const REASONS: Readonly<Record<Exclude<LookUpConsent, 'allowed'>, string>> = {
  'not-allowed':
    'the npm registry was not asked: --allow-registry allows it for one run, and only names and versions of packages leave this machine',
  offline: 'the npm registry was not asked: --offline',
};

const RETRIES = { tries: 3, firstWaitMs: 300, longestWaitMs: 5_000 } as const;

export function createLookUps(options: LookUpOptions): LookUps {
  const { env, clock } = options;
  const address = registryAddress(env, readGivenFile(join(env['HOME'] || homedir(), '.npmrc')));
  let opened: Promise<PackageRegistry> | undefined;
  /** Asks, or says of each wish why its address cannot be asked. */
  async function ask<W extends { readonly name: string }, A>(
    wishes: readonly W[],
    from: (registry: PackageRegistry) => Promise<ReadonlyMap<string, A>>,
  ) {
    if (!address.ok) {
      const reason = `${address.error.message}. ${address.error.next ?? ''}`;
      return new Map(wishes.map(({ name }) => [name, { kind: 'not-checked' as const, reason }]));
    }
    opened ??= openRegistry(address.value, options);
    return from(await opened);
  }
  return {
    base: address.ok ? address.value.base : undefined,
    clock,
    look: wishes => ask(wishes, registry => registry.look(wishes)),
    ways: wishes => ask(wishes, registry => registry.ways(wishes)),
    async close() {
      await (await opened)?.close();
    },
  };
}

/** Loaded at the first look: most runs ask for nothing. */
async function openRegistry(
  address: RegistryAddress,
  { consent, env, version, clock }: LookUpOptions,
): Promise<PackageRegistry> {
  const { createRegistry, openRegistryCache } = await import('../research/registry/index.ts');
  const cache = openRegistryCache(join(userFolder('cache', env), 'registry'), address.base);
  if (consent !== 'allowed') {
    const asking = { kind: 'not-allowed', reason: REASONS[consent] } as const;
    return createRegistry({ address, cache, clock, asking });
  }
  const { createHttpClient, retrying } = await import('../host/http/index.ts');
  const http = retrying(createHttpClient({ env, userAgent: `planner-tui/${version}` }), RETRIES);
  return createRegistry({ address, cache, clock, asking: { kind: 'allowed', http } });
}
