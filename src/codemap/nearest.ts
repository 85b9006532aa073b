import { basename } from './links/paths.ts';

/** Paths below this score have nothing in common with the one that was meant. */
const LEAST = 0.9;

interface Scored {
  readonly candidate: string;
  readonly score: number;
}

/**
 * Paths most like a mistyped one: same name first, then by letters shared in pairs. The pairs of a whole path are counted only
 * where they could still bring it among the best: of most paths the name says enough.
 */
export function nearestPaths(path: string, paths: readonly string[], limit: number): string[] {
  const wanted = path.toLowerCase();
  const name = basename(wanted);
  const pairs = bigrams(wanted);
  const namePairs = bigrams(name);
  const best: Scored[] = [];
  for (const candidate of paths) {
    const lower = candidate.toLowerCase();
    const other = basename(lower);
    const byName = 2 * dice(namePairs, bigrams(other)) + (other === name ? 1 : 0);
    const most = byName + mostDice(wanted.length - 1, lower.length - 1);
    if (most <= LEAST || (best.length >= limit && most < (best.at(-1)?.score ?? 0))) continue;
    const score = byName + dice(pairs, bigrams(lower));
    if (score <= LEAST) continue;
    best.push({ candidate, score });
    best.sort(byScore);
    if (best.length > limit) best.pop();
  }
  return best.map(c => c.candidate);
}

function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || a.candidate.length - b.candidate.length || (a.candidate < b.candidate ? -1 : 1);
}

function bigrams(text: string): Map<string, number> {
  const out = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const key = text.slice(i, i + 2);
    out.set(key, (out.get(key) ?? 0) + 1);
  }
  return out;
}

/** What `dice` can be of two bags of these sizes: the smaller one lies whole in the other. */
function mostDice(a: number, b: number): number {
  return a <= 0 || b <= 0 ? 0 : (2 * Math.min(a, b)) / (a + b);
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
