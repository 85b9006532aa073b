import type { FileSource } from '../../domain/index.ts';
import type { Git, ProjectFiles } from '../../host/port.ts';
import { cite, type SourceText, sourceText } from './source-text.ts';

/** What one research may read at most. Bytes count the files kept; lock files and manifests have a limit of their own. */
export interface ReadLimits {
  readonly files: number;
  readonly bytes: number;
  /** Bytes of one ordinary file. */
  readonly fileBytes: number;
}

export const defaultLimits: ReadLimits = { files: 2000, bytes: 48_000_000, fileBytes: 1_000_000 };

/** Lock files of large workspaces reach tens of megabytes (safety.md 6). */
export const MANIFEST_BYTES = 32_000_000;

/** Reads the project once, keeps what was read, and makes Sources out of it. Never throws. */
export interface Reader {
  list(): Promise<readonly string[]>;
  has(path: string): Promise<boolean>;
  /** Kept in memory for later citations; undefined where unreadable or past the budget (then a notice says so). */
  read(path: string, limit?: number): Promise<SourceText | undefined>;
  /** Read without keeping it: for sweeps over many files. */
  peek(path: string, limit?: number): Promise<SourceText | undefined>;
  cite(file: SourceText, line: number, endLine?: number): FileSource;
  note(text: string): void;
  notices(): readonly string[];
}

export function createReader(files: ProjectFiles, git: Git, limits: ReadLimits = defaultLimits): Reader {
  const kept = new Map<string, Promise<SourceText | undefined>>();
  const notes: string[] = [];
  let count = 0;
  let bytes = 0;
  let listed: Promise<readonly string[]> | undefined;
  let state: { readonly commit?: string; readonly dirty: ReadonlySet<string> } = { dirty: new Set() };
  let ready: Promise<void> | undefined;

  function note(text: string): void {
    if (!notes.includes(text)) notes.push(text);
  }

  /** The commit whose tree a citation may name: only for files that are as that commit holds them. */
  async function loadState(): Promise<void> {
    const status = await git
      .run(['status', '--porcelain=v1', '-z', '--untracked-files=all'])
      .catch(() => undefined);
    // Without a status nothing is known to be unchanged: then no citation names a commit, and none is asked for.
    const head = status === undefined ? undefined : await git.head().catch(() => undefined);
    if (status === undefined || head === undefined) return;
    state = { commit: head.commit, dirty: dirtyPaths(status) };
  }

  async function peek(path: string, limit = limits.fileBytes): Promise<SourceText | undefined> {
    ready ??= loadState();
    await ready;
    const file = await files.read(path, { limit }).catch(() => undefined);
    return file === undefined ? undefined : sourceText(file);
  }

  async function load(path: string, limit?: number): Promise<SourceText | undefined> {
    if (count >= limits.files || bytes >= limits.bytes) {
      note(`Research stopped reading after ${count} files: ${path} and later ones were not read.`);
      return undefined;
    }
    count += 1;
    const file = await peek(path, limit);
    if (file !== undefined) bytes += file.text.length;
    return file;
  }

  return {
    list: () => (listed ??= files.list().catch(() => [])),
    has: path => files.has(path).catch(() => false),
    read(path, limit) {
      const known = kept.get(path);
      if (known !== undefined) return known;
      const loading = load(path, limit);
      kept.set(path, loading);
      return loading;
    },
    peek,
    cite: (file, line, endLine) =>
      cite(file, line, endLine, state.dirty.has(file.path) ? undefined : state.commit),
    note,
    notices: () => notes,
  };
}

/** Paths of `git status --porcelain=v1 -z`: both names of a rename count as changed. */
function dirtyPaths(status: string): ReadonlySet<string> {
  const dirty = new Set<string>();
  const entries = status.split('\0');
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] ?? '';
    if (entry.length < 4) continue;
    dirty.add(entry.slice(3));
    if (/[RC]/.test(entry.slice(0, 2))) {
      const from = entries[at + 1];
      if (from !== undefined) dirty.add(from);
      at += 1;
    }
  }
  return dirty;
}
