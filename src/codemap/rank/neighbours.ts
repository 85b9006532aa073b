import type { ScoreInput, Signals } from './score.ts';
import type { Statics } from './statics.ts';
import { NEIGHBOURS } from './weights.ts';

/** The well-ranked file on account of which another one rose, by signal. */
export interface Neighbours {
  readonly beside: ReadonlyMap<number, number>;
  readonly imported: ReadonlyMap<number, number>;
}

/**
 * A change is a set of files: those in the folder of a well-ranked file (`beside`) and those that it imports
 * (`imported`) are likely to change with it. The best files count by a softmax of their score so far, a crowded folder
 * and a long list of imports less.
 */
export function neighbours(
  total: Float64Array,
  input: Pick<ScoreInput, 'links'>,
  statics: Statics,
  signals: Signals,
): Neighbours {
  const best = bestSources(total, statics, NEIGHBOURS.best);
  const largest = total[best[0] ?? 0] ?? 0;
  const shares = best.map(n => Math.exp(((total[n] ?? 0) - largest) / NEIGHBOURS.temperature));
  const sum = shares.reduce((a, b) => a + b, 0) || 1;
  const ofFolder = new Map<number, { share: number; file: number; own: Map<number, number> }>();
  const beside = new Map<number, number>();
  const imported = new Map<number, number>();
  best.forEach((n, i) => {
    const share = (shares[i] ?? 0) / sum;
    if (share < NEIGHBOURS.least) return;
    const folder = statics.folderOf[n] ?? 0;
    const known = ofFolder.get(folder);
    if (known) {
      known.share += share;
      known.own.set(n, share);
    } else ofFolder.set(folder, { share, file: n, own: new Map([[n, share]]) });
    const targets = input.links.imports[n] ?? [];
    for (const to of targets) {
      signals.imported[to] = (signals.imported[to] ?? 0) + share / Math.sqrt(targets.length);
      if (!imported.has(to)) imported.set(to, n);
    }
  });
  statics.folderOf.forEach((folder, n) => {
    const there = ofFolder.get(folder);
    if (!there) return;
    // Not on its own account.
    const share = there.share - (there.own.get(n) ?? 0);
    if (share <= 0) return;
    signals.beside[n] = share / Math.sqrt(statics.folderSizes[folder] ?? 1);
    if (there.file !== n) beside.set(n, there.file);
  });
  return { beside, imported };
}

function bestSources(total: Float64Array, { groups }: Statics, count: number): number[] {
  return topOf(total, count, n => groups[n] === 'files');
}

/** Numbers of the `count` largest positive values that pass, largest first; of equal ones the smaller number. */
export function topOf(values: Float64Array, count: number, passes: (n: number) => boolean): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value <= 0 || (best.length === count && value <= (values[best[count - 1] ?? 0] ?? 0))) continue;
    if (!passes(i)) continue;
    let at = best.length;
    while (at > 0 && (values[best[at - 1] ?? 0] ?? 0) < value) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** `tests`: the tests of a file that speak of the goal; the nearest count most. Gives the one that says most, by file. */
export function testsTell(
  testsOf: readonly (readonly number[])[],
  tlex: Float64Array,
  out: Float64Array,
): Map<number, number> {
  const found = new Map<number, number>();
  testsOf.forEach((tests, n) => {
    let most = 0;
    for (let k = 0; k < tests.length && k < NEIGHBOURS.tests; k++) {
      const test = tests[k] ?? 0;
      const value = (tlex[test] ?? 0) / (1 + k);
      out[n] = (out[n] ?? 0) + value;
      if (value > most) {
        most = value;
        found.set(n, test);
      }
    }
  });
  return found;
}
