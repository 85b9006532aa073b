/** One file as it was read: text (UTF-8, BOM dropped) and what it weighed. */
export interface ReadFile {
  readonly path: string;
  readonly text: string;
  readonly bytes: number;
  /** sha-256 of the bytes, first 16 hex digits. */
  readonly hash: string;
}

export interface LeftOut {
  readonly path: string;
  /** In words for people. */
  readonly reason: string;
}

/** Confined, read-only view of a project folder (safety.md 6). Paths are project-relative with forward slashes. */
export interface ProjectFiles {
  readonly root: string;
  /**
   * Allow-list: tracked and untracked-but-not-ignored files, or an ignore-aware walk without git. Sorted. `renew`: it may
   * not be of a moment ago, because somebody else wrote files just now.
   */
  list(options?: { readonly renew?: boolean }): Promise<readonly string[]>;
  /** What belongs to the project but is not on the list: submodules, repositories inside it, what a sparse checkout omits. */
  leftOut(): Promise<readonly LeftOut[]>;
  /** Undefined where the file is not on the allow-list, no regular file, outside, binary, or over the limit. */
  read(path: string, options?: { readonly limit?: number }): Promise<ReadFile | undefined>;
  /** Why `read` gave nothing for a path of the list, in words for people. */
  whyNot(path: string): Promise<string>;
  /** Whether it is on the allow-list. */
  has(path: string): Promise<boolean>;
  /** Reads a file of an installed package (its root: node_modules/NAME, links followed but bounded to package roots). */
  readPackage(name: string, file: string): Promise<ReadFile | undefined>;
}

export interface GitCommit {
  readonly sha: string;
  /** ISO date of the author. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly GitChange[];
}

/** A file in a commit. A move is a deletion and a creation, often with the same blob. */
export interface GitChange {
  readonly path: string;
  readonly change: 'created' | 'modified' | 'deleted';
  /** Object names of its content before and after; zeros where there was none. */
  readonly before: string;
  readonly after: string;
}

export interface ChangedLines {
  readonly added: number;
  readonly deleted: number;
}

/** The one git wrapper (safety.md 5). Every answer is bounded; no git or no repository gives undefined. */
export interface Git {
  head(): Promise<{ readonly commit: string; readonly branch?: string } | undefined>;
  clean(): Promise<boolean | undefined>;
  /** Newest first, reachable from HEAD (but not from `since`, a full object name), without merges, at most `limit`. */
  log(limit: number, since?: string): Promise<readonly GitCommit[] | undefined>;
  /**
   * Lines that these commits changed, by commit and path. What is not known is absent and never 0: a whole commit where
   * contents are missing (a partial clone), a single path where it is binary.
   */
  sizes(shas: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, ChangedLines>>>;
  /** Arguments after the safe prefix; stdout as text, or undefined on failure. For codemap's own needs. */
  run(
    args: readonly string[],
    options?: { readonly maxBytes?: number; readonly timeoutMs?: number },
  ): Promise<string | undefined>;
}

/** A regular file of a commit's tree. */
export interface TreeFile {
  readonly path: string;
  /** Object name of its content. */
  readonly sha: string;
  /** In bytes; undefined where the content is not here (a partial clone). */
  readonly size: number | undefined;
}

/** The work tree, looked into without running anything of the repository. */
export interface WorkTree {
  /**
   * Those files of a tree whose bytes are others in the work tree now, line ends that only the checkout has aside. What git keeps in another form
   * (a filter, as of LFS) and has not looked at since counts as the same. Undefined where git cannot say.
   */
  differing(tree: readonly TreeFile[]): Promise<readonly TreeFile[] | undefined>;
}

/** Trees and contents by object name, without a work tree. What is no full hexadecimal name is not looked up. */
export interface GitObjects {
  /** Files below the project's folder in a commit: no links, no submodules. Undefined where git cannot say. */
  tree(commit: string): Promise<readonly TreeFile[] | undefined>;
  /** Gives each content to `take`, in the order of the list; what is not here is passed over. */
  contents(files: readonly TreeFile[], take: (file: TreeFile, bytes: Buffer) => void): Promise<void>;
  /** Parents of every commit that HEAD reaches, merges too. */
  parents(): Promise<ReadonlyMap<string, readonly string[]> | undefined>;
}
