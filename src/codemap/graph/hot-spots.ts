import type { Tier } from '../tier.ts';
import type { HotSpot } from './model.ts';

const YEAR = 365;
const HALF_LIFE = 90;
/** A commit of more files says nothing of any one of them: a formatting, a move, a licence year. */
const SWEEP = 60;
/** One change is no habit. */
const LEAST = 3;

/**
 * Where change and size meet: commits of the year before the newest one, each worth half after 90 days, times lines
 * (Tornhill, "Your Code as a Crime Scene", 2015). Ages count from the newest commit, so that the same commit gives the
 * same list on every day. Hottest first; files with fewer than three commits are left out. Linear in the history.
 */
export function hotSpots(tier: Pick<Tier, 'files' | 'history'>, own: Uint8Array): readonly HotSpot[] {
  const { history, files } = tier;
  if (!history) return [];
  return files
    .flatMap((file, n) => {
      if (!own[n]) return [];
      const counted = (history.ofFile[n] ?? []).flatMap(c => {
        const commit = history.commits[c];
        return commit && commit.age <= YEAR && commit.commit.files.length <= SWEEP ? [commit] : [];
      });
      const last = counted[0]?.commit;
      if (counted.length < LEAST || !last) return [];
      const weight = counted.reduce((sum, { age }) => sum + 2 ** (-age / HALF_LIFE), 0);
      return [
        {
          path: file.path,
          commits: counted.length,
          lines: file.lines,
          score: Math.round(weight * file.lines),
          last: { sha: last.sha, subject: last.subject, date: last.date },
        },
      ];
    })
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
}
