import type {
  CardPage,
  CodeOutline,
  FileCard,
  FindAnswer,
  FindQuery,
  OutlineQuery,
} from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import { FindIndex, type FindOrder } from './find.ts';
import { earlyPage, type Ordered, type OutlineInput, orderProject, outlineOf, pageOf } from './outline.ts';

/** What a person reads of the map: order and search index, made when first asked for, first of what is there so far. */
export class Reading {
  private files: (() => readonly FileEntry[]) | undefined;
  private finished: OutlineInput | undefined;
  private order: Ordered | undefined;
  private index: FindIndex | undefined;

  /** Whether there is anything to answer from. */
  get begun(): boolean {
    return this.files !== undefined;
  }

  /** Whether all of the project is known. */
  get whole(): boolean {
    return this.finished !== undefined;
  }

  /** Files read so far; the list only grows. */
  grow(soFar: () => readonly FileEntry[]): void {
    this.files = soFar;
  }

  /** The project as a whole; may be called any number of times. */
  finish(tier: OutlineInput): void {
    if (this.finished === tier) return;
    this.finished = tier;
    this.files = () => tier.files;
    this.order = undefined;
    this.index = undefined;
  }

  outline(query: OutlineQuery): CodeOutline {
    return outlineOf(this.ordered(), query);
  }

  async find(query: FindQuery): Promise<FindAnswer | undefined> {
    const files = this.files?.() ?? [];
    if (this.index) this.index.addNew(files);
    else this.index = new FindIndex(files, this.finished && this.findOrder());
    return this.index.find(query);
  }

  page(n: number, card: FileCard, paths: readonly string[]): CardPage {
    return pageOf(this.ordered(), n, card, paths);
  }

  /** What a file says by itself; undefined where it was not read yet. */
  earlyPage(path: string): CardPage | undefined {
    const file = this.files?.().find(f => f.path === path);
    return file && earlyPage(file);
  }

  /** Numbers of all files, those of the program's own sources first. */
  byImportance(): readonly number[] {
    const { order } = this.ordered().importance;
    return [...order.sources, ...order.aside];
  }

  private findOrder(): FindOrder {
    const { importance, users } = this.ordered();
    return { score: importance.score, shelf: importance.shelf, users };
  }

  private ordered(): Ordered {
    if (this.order) return this.order;
    if (!this.finished) return orderProject({ files: this.files?.() ?? [] });
    this.order = orderProject(this.finished);
    return this.order;
  }
}
