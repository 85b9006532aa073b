import type { ProjectFiles } from '../host/port.ts';
import type { DepthStore } from './cache/depth-store.ts';
import type { Deepened, Deepener } from './deepener.ts';
import type { FileEntry } from './file-entry.ts';

type Contents = Pick<FileEntry, 'path' | 'hash' | 'language'>;

/** So many are kept at hand where the others are stored; where nothing is stored, all are. */
const AT_HAND = 64;

/** What the second tier knows of files, by their contents: at hand, stored, or parsed when it is asked for. */
export class Depths {
  private readonly deepener: Deepener | undefined;
  private readonly store: DepthStore | undefined;
  private readonly files: Pick<ProjectFiles, 'read'>;
  private readonly atHand = new Map<string, Deepened>();
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(files: Pick<ProjectFiles, 'read'>, deepener: Deepener | undefined, store?: DepthStore) {
    this.files = files;
    this.deepener = deepener;
    this.store = store;
  }

  /** Undefined where the file was not parsed. */
  of(file: Contents): Deepened | undefined {
    const known = this.atHand.get(keyOf(file));
    if (known) return known;
    const stored = this.store?.load(file, file.path);
    if (stored) this.hold(file, stored);
    return stored;
  }

  knows(file: Contents): boolean {
    return this.atHand.has(keyOf(file)) || this.store?.has(file) === true;
  }

  /** Resolves when all that can be is known, by this parser if not by the usual one. */
  async deepen(files: readonly Contents[], deepener = this.deepener): Promise<void> {
    if (!deepener) return;
    await Promise.all(
      files.map(file => {
        if (this.knows(file)) return undefined;
        const key = keyOf(file);
        const work = this.underWay.get(key) ?? this.parse(file, deepener);
        this.underWay.set(key, work);
        return work.finally(() => this.underWay.delete(key));
      }),
    );
  }

  /** Forgets what was stored of other files than these. */
  keep(files: Iterable<Contents>): void {
    this.store?.keep(files);
  }

  private async parse(file: Contents, deepener: Deepener): Promise<void> {
    const now = await this.files.read(file.path);
    if (!now) {
      this.hold(file, { kind: 'skipped', reason: 'it can no longer be read' });
      return;
    }
    // Changed since it was looked at: what it says now is known under its new contents, once these are.
    if (now.hash !== file.hash) return;
    const { path, language, hash } = file;
    const result = (await deepener.deepen([{ path, language, hash, text: now.text }])).get(path);
    if (result?.kind === 'parsed') this.store?.save(file, result);
    if (result) this.hold(file, result);
  }

  private hold(file: Contents, depth: Deepened): void {
    this.atHand.set(keyOf(file), depth);
    if (!this.store) return;
    for (const [key, { kind }] of this.atHand) {
      if (this.atHand.size <= AT_HAND) break;
      // What could not be parsed is stored nowhere.
      if (kind === 'parsed') this.atHand.delete(key);
    }
  }
}

function keyOf({ hash, path }: Contents): string {
  return hash + path;
}
