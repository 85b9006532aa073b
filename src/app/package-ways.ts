import type { PackageWays } from '../agent/local/way-findings.ts';
import { newOfNpm } from '../plan/facts.ts';
import type { WayAnswer, WayWish } from '../research/registry/port.ts';
import { ownNames, type PackageSources, projectFact, reasonNotToAsk } from './package-facts.ts';

/** What changed on the way from installed versions to newer ones, as far as the registry may be asked about them. */
export async function packageWays(wishes: readonly WayWish[], sources: PackageSources): Promise<PackageWays> {
  const [own, project] = await Promise.all([ownNames(sources), projectFact(sources)]);
  const { lookUps } = sources;
  const ways = new Map<string, WayAnswer>();
  const asked: WayWish[] = [];
  for (const wish of wishes) {
    const { name } = wish;
    const reason = reasonNotToAsk(newOfNpm(name), sources, own);
    if (reason === undefined) asked.push(wish);
    else ways.set(name, { kind: 'not-checked', reason });
  }
  if (lookUps && asked.length > 0) for (const [name, way] of await lookUps.ways(asked)) ways.set(name, way);
  return { ways, project, asked: lookUps?.base?.host ?? 'the registry' };
}
