import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestPaths } from '../../src/codemap/nearest.ts';

const pairsOf = (text: string) =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));

/** What two bags of pairs have in common, counted by hand. */
function dice(a: string, b: string): number {
  const left = pairsOf(b);
  const all = pairsOf(a).length + left.length;
  let shared = 0;
  for (const pair of pairsOf(a)) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    shared++;
  }
  return all === 0 ? 0 : (2 * shared) / all;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
function plainly(path: string, paths: readonly string[], limit: number): string[] {
  return paths
    .map(candidate => {
      const [name, other] = [nameOf(path), nameOf(candidate)];
      const score = 2 * dice(name, other) + (other === name ? 1 : 0) + dice(path, candidate);
      return { candidate, score };
    })
    .filter(c => c.score > 0.9)
    .sort(
      (a, b) =>
        b.score - a.score || a.candidate.length - b.candidate.length || (a.candidate < b.candidate ? -1 : 1),
    )
    .slice(0, limit)
    .map(c => c.candidate);
}

const path = fc
  .array(fc.stringMatching(/^[ab_.]{1,4}$/), { minLength: 1, maxLength: 3 })
  .map(parts => parts.join('/'));

test('what is passed over quickly would not have been among the best', () => {
  fc.assert(
    fc.property(
      path,
      fc.uniqueArray(path, { maxLength: 25 }),
      fc.integer({ min: 1, max: 4 }),
      (asked, paths, limit) => {
        expect(nearestPaths(asked, paths, limit)).toEqual(plainly(asked, paths, limit));
      },
    ),
    { numRuns: 200 },
  );
});
