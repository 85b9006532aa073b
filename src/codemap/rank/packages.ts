import { basename, dirname } from '../links/paths.ts';
import { hasRole } from '../roles/roles.ts';
import type { RankIndex } from './index.ts';

/** How many of a package's best files speak for all of its files. */
const SPEAKERS = 5;

/** `package`: sum of the best scores in the file's package. */
export function packages(total: Float64Array, packageOf: Int32Array, out: Float64Array): void {
  let count = 0;
  for (const p of packageOf) if (p >= count) count = p + 1;
  // Per package its best scores, largest first.
  const best = new Float64Array(count * SPEAKERS);
  for (let n = 0; n < total.length; n++) {
    let score = total[n] ?? 0;
    const first = (packageOf[n] ?? 0) * SPEAKERS;
    for (let k = first; k < first + SPEAKERS && score > 0; k++) {
      const there = best[k] ?? 0;
      if (score <= there) continue;
      best[k] = score;
      score = there;
    }
  }
  for (let n = 0; n < total.length; n++) {
    const first = (packageOf[n] ?? 0) * SPEAKERS;
    let sum = 0;
    for (let k = first; k < first + SPEAKERS; k++) sum += best[k] ?? 0;
    out[n] = sum;
  }
}

/** Package of each file: the nearest folder with a manifest, or (where there is one manifest) the first two folders. */
export function packagesOf(files: RankIndex['files']): Int32Array {
  const roots = new Set(
    files
      .filter(f => hasRole(f.roles, 'manifest') && basename(f.path) !== 'requirements.txt')
      .map(f => dirname(f.path)),
  );
  const numbers = new Map<string, number>();
  return Int32Array.from(files, file => {
    let folder = dirname(file.path);
    while (folder !== '' && !roots.has(folder)) folder = dirname(folder);
    const key = folder !== '' ? folder : file.path.split('/').slice(0, -1).slice(0, 2).join('/');
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}
