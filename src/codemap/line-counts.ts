import type { Precedent } from '../domain/index.ts';
import type { ChangedLines, Git } from '../host/port.ts';

/** Lines that commits added and deleted, counted once for each commit that is asked for. */
export class LineCounts {
  private readonly git: Git;
  /** By commit; undefined: they are not known. */
  private readonly known = new Map<string, ReadonlyMap<string, ChangedLines> | undefined>();

  constructor(git: Git) {
    this.git = git;
  }

  /** What is not known yet is asked of git: to start it costs more than what it does. */
  async sizes(shas: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, ChangedLines>>> {
    const missing = shas.filter(sha => !this.known.has(sha));
    if (missing.length > 0) {
      const found = await this.git.sizes(missing);
      for (const sha of missing) this.known.set(sha, found.get(sha));
    }
    return new Map(
      shas.flatMap(sha => {
        const size = this.known.get(sha);
        return size ? [[sha, size] as const] : [];
      }),
    );
  }

  /** Lines are counted for these commits alone: for a whole history that takes ten times as long as the rest of it. */
  async of(precedents: readonly Precedent[]): Promise<Precedent[]> {
    const sizes = await this.sizes(precedents.map(p => p.sha));
    return precedents.map(p => ({
      ...p,
      files: p.files.map(f => ({ ...f, ...sizes.get(p.sha)?.get(f.path) })),
    }));
  }
}
