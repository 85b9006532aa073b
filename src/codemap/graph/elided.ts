import { zone } from '../rank/packed-counts.ts';
import type { Postings } from '../rank/postings.ts';
import { SHIFT } from '../scan/word-sink.ts';
import type { Tier } from '../tier.ts';
import { components } from './components.ts';

const TYPED = new Set(['typescript', 'tsx']);

/**
 * Which imports TypeScript drops although they do not say `type`: of all names that the file exports, the importer holds
 * only those of types and interfaces. Only imports inside a circle are looked at, since nothing else asks. A name that
 * merely happens to stand in the importer keeps an import, so that none is dropped wrongly.
 * @returns whether the import of `to` by `from` is one of them
 */
export function elided(
  tier: Pick<Tier, 'files' | 'index'>,
  loads: readonly (readonly number[])[],
): (from: number, to: number) => boolean {
  const { of, count } = components(loads.length, n => loads[n] ?? []);
  const size = new Int32Array(count);
  of.forEach(component => {
    size[component] = (size[component] ?? 0) + 1;
  });
  const offers = new Map<number, Offer>();
  const dropped = new Set<number>();
  loads.forEach((targets, from) => {
    const file = tier.files[from];
    if (!file || (size[of[from] ?? 0] ?? 0) < 2 || !TYPED.has(file.language)) return;
    for (const to of targets) {
      if (of[to] !== of[from]) continue;
      const offer = offers.get(to) ?? offerOf(tier.files[to], tier.index.words);
      offers.set(to, offer);
      if (offer.types.has(from) && !offer.values.has(from)) dropped.add(from * loads.length + to);
    }
  });
  return (from, to) => dropped.has(from * loads.length + to);
}

/** Files that hold a name which the file exports as a type, or as a value. */
interface Offer {
  readonly types: ReadonlySet<number>;
  readonly values: ReadonlySet<number>;
}

function offerOf(file: Tier['files'][number] | undefined, words: Postings): Offer {
  const types = new Set<number>();
  const values = new Set<number>();
  const numbers = file?.defines;
  file?.symbols.forEach((symbol, i) => {
    if (!symbol.exported || symbol.container !== undefined) return;
    (symbol.kind === 'interface' || symbol.kind === 'type' ? types : values).add(numbers?.[i] ?? 0);
  });
  // One name may be both, as a value and as its type.
  return {
    types: holders(
      [...types].filter(id => !values.has(id)),
      words,
    ),
    values: holders(values, words),
  };
}

/** Files that hold one of the names as code, and do not define it themselves: then it is not the one of the other file. */
function holders(names: Iterable<number>, words: Postings): Set<number> {
  const found = new Set<number>();
  for (const name of names) {
    const { count, file, value } = words.list(name);
    for (let i = 0; i < count; i++)
      if (zone(value[i] ?? 0, SHIFT.code) > 0 && zone(value[i] ?? 0, SHIFT.definition) === 0)
        found.add(file[i] ?? 0);
  }
  return found;
}
