import type { ProjectFiles } from '../host/port.ts';

/** Texts of files, read when asked for and kept up to a number of characters; the longest unused goes first. */
export class Texts {
  private readonly files: ProjectFiles;
  private readonly budget: number;
  private readonly kept = new Map<string, string>();
  private size = 0;

  constructor(files: ProjectFiles, budget = 4_000_000) {
    this.files = files;
    this.budget = budget;
  }

  async read(path: string): Promise<string | undefined> {
    const known = this.kept.get(path);
    if (known !== undefined) {
      this.kept.delete(path);
      this.kept.set(path, known);
      return known;
    }
    const file = await this.files.read(path);
    if (!file) return undefined;
    this.keep(path, file.text);
    return file.text;
  }

  /** For sweeps over all files, of which none will soon be asked for again: what is read here is not kept. */
  async glance(path: string): Promise<string | undefined> {
    return this.kept.get(path) ?? (await this.files.read(path))?.text;
  }

  /** Reads everything anew from here on. */
  forget(): void {
    this.kept.clear();
    this.size = 0;
  }

  private keep(path: string, text: string): void {
    this.kept.set(path, text);
    this.size += text.length;
    for (const [old, held] of this.kept) {
      if (this.size <= this.budget || old === path) break;
      this.kept.delete(old);
      this.size -= held.length;
    }
  }
}
