import type { Git, GitObjects } from '../host/port.ts';
import { FROM_NOTHING } from '../plan/drift/model.ts';

/** Paths that commits brought or took away since another one. */
export interface CommittedSince {
  readonly created: ReadonlySet<string>;
  readonly deleted: ReadonlySet<string>;
}

/** Undefined where git cannot say, for example because the clone is too shallow to hold that commit. */
export async function committedSince(
  base: string,
  git: Pick<Git, 'head'>,
  objects: Pick<GitObjects, 'tree'>,
): Promise<CommittedSince | undefined> {
  const head = await git.head();
  if (!head) return undefined;
  const [before, now] = await Promise.all([
    base === FROM_NOTHING ? [] : objects.tree(base),
    objects.tree(head.commit),
  ]);
  if (!before || !now) return undefined;
  const were = new Set(before.map(file => file.path));
  const are = new Set(now.map(file => file.path));
  return {
    created: new Set([...are].filter(path => !were.has(path))),
    deleted: new Set([...were].filter(path => !are.has(path))),
  };
}
