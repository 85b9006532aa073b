import type { Calibration } from '../../domain/index.ts';
import type { Git, GitObjects } from '../../host/port.ts';
import { measure } from './measures.ts';
import { missKind } from './misses.ts';
import { type Replay, type ReplayedCase, type ReplayOptions, replay } from './replay.ts';

export type CalibrateOptions = Pick<ReplayOptions, 'commits' | 'timeMs' | 'signal' | 'onProgress'>;

/**
 * Replays past changes of a project and says how the ranking did. Undefined where there is nothing to replay: no git,
 * no commits, or none among them that changed a source for a goal that can be told from its message.
 */
export async function calibrate(
  git: Git,
  objects: GitObjects,
  version: string,
  options: CalibrateOptions,
): Promise<Calibration | undefined> {
  const head = await git.head();
  if (!head) return undefined;
  const replayed = await replay(git, objects, options);
  if (replayed.cases.length === 0) return undefined;
  return calibrationOf(replayed, head.commit, version);
}

export function calibrationOf({ cases, ended }: Replay, commit: string, version: string): Calibration {
  return {
    commit,
    version,
    ranking: measure(cases.map(c => c.places['ranking'] ?? [])),
    bm25: measure(cases.map(c => c.places['bm25'] ?? [])),
    bySize: bySize(cases),
    misses: misses(cases),
    ended: ended === 'no-history' ? 'complete' : ended,
  };
}

function bySize(cases: readonly ReplayedCase[]): Calibration['bySize'] {
  const sizes = [
    { files: 'one', holds: (n: number) => n === 1 },
    { files: 'two', holds: (n: number) => n === 2 },
    { files: 'more', holds: (n: number) => n > 2 },
  ] as const;
  return sizes.flatMap(({ files, holds }) => {
    const some = cases.filter(c => holds(c.changed.length));
    const found = some.filter(c => (c.places['ranking'] ?? []).every(p => p <= 10)).length;
    return some.length === 0 ? [] : [{ files, cases: some.length, found }];
  });
}

function misses(cases: readonly ReplayedCase[]): Calibration['misses'] {
  const kinds = new Map<Calibration['misses'][number]['kind'], Calibration['misses'][number]>();
  for (const { goal, changed, places } of cases) {
    const ranked = places['ranking'] ?? [];
    changed.forEach((path, n) => {
      if ((ranked[n] ?? Infinity) <= 10) return;
      const kind = missKind({ goal, changed, places: ranked }, n);
      const known = kinds.get(kind);
      const example = known?.example ?? { path, subject: goal.split('\n')[0] ?? '' };
      kinds.set(kind, { kind, files: (known?.files ?? 0) + 1, example });
    });
  }
  return [...kinds.values()].sort((a, b) => b.files - a.files || (a.kind < b.kind ? -1 : 1));
}
