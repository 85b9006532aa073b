import type { GitCommit } from '../host/port.ts';
import type { FileEntry } from './file-entry.ts';
import { buildHistory } from './history.ts';
import { resolveLinks } from './links/resolve.ts';
import { linkTests } from './links/tests.ts';
import type { RankIndex } from './rank/index.ts';
import { packagesOf } from './rank/packages.ts';
import type { Tier } from './tier.ts';

/** What follows from scanned files and the history that they have. */
export type Connected = Omit<Tier, 'summary' | 'known'>;

interface ConnectInput {
  readonly files: readonly FileEntry[];
  /** Of these files. */
  readonly index: RankIndex;
  /** Texts of the files that `isManifest` asks for, by path. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Newest first; none or undefined: there is no history. */
  readonly log: readonly GitCommit[] | undefined;
  /** The words of a commit's message, where they are known already. */
  readonly wordsOf?: (commit: GitCommit) => ReadonlyMap<string, number>;
}

/** Links files with each other, with their tests and their commits. */
export function connect({ files, index, manifests, log, wordsOf }: ConnectInput): Connected {
  const paths = files.map(f => f.path);
  const byPath = new Map(paths.map((path, n) => [path, n]));
  const links = resolveLinks({ files, byPath, words: index.words, manifests });
  const history = log && log.length > 0 ? buildHistory(log, byPath, paths, wordsOf) : undefined;
  return {
    files,
    paths,
    byPath,
    links,
    index,
    history,
    testsOf: linkTests(files, links, history),
    packageOf: packagesOf(files),
  };
}
