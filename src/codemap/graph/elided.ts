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
  const held = new Int32Array(tier.index.scanner.vocabulary.size);
  const dropped = new Set<number>();
  loads.forEach((targets, from) => {
    const file = tier.files[from];
    if (!file || (size[of[from] ?? 0] ?? 0) < 2 || !TYPED.has(file.language)) return;
    const { ids, counts } = file.words;
    ids.forEach((id, i) => {
      const packed = counts[i] ?? 0;
      // A name that the importer defines itself is not the one of the other file.
      if ((packed >>> SHIFT.code) & 255 && !((packed >>> SHIFT.definition) & 255)) held[id] = from + 1;
    });
    for (const to of targets) {
      if (of[to] !== of[from]) continue;
      const offer = offers.get(to) ?? offerOf(tier.files[to]);
      offers.set(to, offer);
      const holds = (id: number) => held[id] === from + 1;
      if (offer.types.some(holds) && !offer.values.some(holds)) dropped.add(from * loads.length + to);
    }
  });
  return (from, to) => dropped.has(from * loads.length + to);
}

/** Names that a file exports, by vocabulary number. */
interface Offer {
  readonly types: readonly number[];
  readonly values: readonly number[];
}

function offerOf(file: Tier['files'][number] | undefined): Offer {
  const types: number[] = [];
  const values: number[] = [];
  const numbers = file?.defines;
  file?.symbols.forEach((symbol, i) => {
    if (!symbol.exported || symbol.container !== undefined) return;
    (symbol.kind === 'interface' || symbol.kind === 'type' ? types : values).push(numbers?.[i] ?? 0);
  });
  // One name may be both, as a value and as its type.
  return { types: types.filter(id => !values.includes(id)), values };
}
