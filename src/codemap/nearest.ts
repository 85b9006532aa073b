import { basename } from './links/paths.ts';

/** Paths most like a mistyped one: same name first, then by letters shared in pairs. */
export function nearestPaths(path: string, paths: readonly string[], limit: number): string[] {
  const wanted = path.toLowerCase();
  const name = basename(wanted);
  const pairs = bigrams(wanted);
  const namePairs = bigrams(name);
  return paths
    .map(candidate => {
      const lower = candidate.toLowerCase();
      const other = basename(lower);
      const score =
        2 * dice(namePairs, bigrams(other)) + dice(pairs, bigrams(lower)) + (other === name ? 1 : 0);
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

function bigrams(text: string): Map<string, number> {
  const out = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const key = text.slice(i, i + 2);
    out.set(key, (out.get(key) ?? 0) + 1);
  }
  return out;
}

/** Sørensen–Dice coefficient of two bags. */
function dice(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  let size = 0;
  for (const [key, n] of a) {
    shared += Math.min(n, b.get(key) ?? 0);
    size += n;
  }
  for (const n of b.values()) size += n;
  return size === 0 ? 0 : (2 * shared) / size;
}
