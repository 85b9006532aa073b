import type { GitCommit } from '../../host/port.ts';

/** Commits that a commit reaches, itself among them. */
export function reachedFrom(
  commit: string,
  parents: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>([commit]);
  const open = [commit];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const parent of parents.get(next) ?? []) {
      if (reached.has(parent)) continue;
      reached.add(parent);
      open.push(parent);
    }
  return reached;
}

/** The log as it stood at a commit: at most `limit` entries that it reaches, in the order of the whole log. */
export function logAt(
  commit: string,
  log: readonly GitCommit[],
  parents: ReadonlyMap<string, readonly string[]>,
  limit: number,
): GitCommit[] {
  const reached = reachedFrom(commit, parents);
  const out: GitCommit[] = [];
  for (const entry of log) {
    if (out.length === limit) break;
    if (reached.has(entry.sha)) out.push(entry);
  }
  return out;
}
