import { decodeText, sha16, sizeLimit } from '../../host/index.ts';
import type { GitCommit, GitObjects, TreeFile } from '../../host/port.ts';
import { isPlanPath } from '../../shared/plan-path.ts';
import { type Connected, connect } from '../connect.ts';
import type { FileEntry } from '../file-entry.ts';
import { messageWords } from '../history.ts';
import { isManifest } from '../links/manifests.ts';
import { buildIndex } from '../rank/index.ts';
import { binaryByName, ProjectScan } from '../scan-project.ts';
import { turn } from '../turn.ts';
import { Bags } from './bm25.ts';

/** The code base as it stood at a commit, with the history that could be known there. */
export interface Snapshot extends Connected {
  readonly bags: Bags;
}

interface Known {
  readonly entry: FileEntry;
  readonly bag: Uint32Array;
  readonly manifest: string | undefined;
}

const TURN_EVERY = 50;

/**
 * Makes snapshots of one repository's commits. A content is scanned once, under the path that it has; trees that follow
 * each other share nearly all of them. The vocabulary grows over all trees, but a word counts only by the files of the
 * tree at hand, so that nothing of a later commit shows in an earlier one.
 */
export class Snapshots {
  private readonly objects: GitObjects;
  private readonly scan = new ProjectScan();
  private readonly known = new Map<string, Known | undefined>();
  private readonly messages = new WeakMap<GitCommit, ReadonlyMap<string, number>>();
  private readonly words = new Map<string, number>();

  constructor(objects: GitObjects) {
    this.objects = objects;
  }

  /** `log`: commits that the commit reaches, newest first. Undefined where git has no such tree. */
  async at(commit: string, log: readonly GitCommit[], signal?: AbortSignal): Promise<Snapshot | undefined> {
    const whole = await this.objects.tree(commit);
    if (!whole) return undefined;
    const tree = whole.filter(file => !isPlanPath(file.path));
    await this.learn(tree, signal);
    const files: FileEntry[] = [];
    const bags: Uint32Array[] = [];
    const manifests = new Map<string, string>();
    for (const file of tree) {
      const known = this.known.get(keyOf(file));
      if (!known) continue;
      files.push(known.entry);
      bags.push(known.bag);
      if (known.manifest !== undefined) manifests.set(file.path, known.manifest);
    }
    const { scanner } = this.scan;
    const wordsOf = (entry: GitCommit) => this.wordsOf(entry);
    return {
      ...connect({ files, index: buildIndex(files, scanner), manifests, log, wordsOf }),
      bags: new Bags(bags, this.words),
    };
  }

  private async learn(tree: readonly TreeFile[], signal: AbortSignal | undefined): Promise<void> {
    const missing = tree.filter(
      f =>
        !this.known.has(keyOf(f)) &&
        binaryByName(f.path) === undefined &&
        (f.size ?? Infinity) <= sizeLimit(f.path),
    );
    for (let at = 0; at < missing.length && signal?.aborted !== true; at += TURN_EVERY * 10) {
      await this.objects.contents(missing.slice(at, at + TURN_EVERY * 10), (file, bytes) =>
        this.known.set(keyOf(file), this.read(file, bytes)),
      );
      await turn();
    }
  }

  private read({ path }: TreeFile, bytes: Buffer): Known | undefined {
    const text = decodeText(bytes);
    if (text === undefined) return undefined;
    const { row } = this.scan.add({ path, text, bytes: bytes.length, hash: sha16(bytes) });
    return {
      entry: this.scan.table.entry(row, path),
      bag: Bags.bagOf(`${path} ${text}`, this.words),
      manifest: isManifest(path) ? text : undefined,
    };
  }

  private wordsOf(commit: GitCommit): ReadonlyMap<string, number> {
    const known = this.messages.get(commit) ?? messageWords(commit);
    this.messages.set(commit, known);
    return known;
  }
}

/** What a file is hangs on its path too: its language and its roles. */
function keyOf(file: TreeFile): string {
  return `${file.sha}:${file.path}`;
}
