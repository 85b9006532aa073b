import type { Deepener } from './deepener.ts';
import type { Depths } from './depths.ts';
import type { FileEntry } from './file-entry.ts';
import { isParsed } from './parse/protocol.ts';
import type { Tier } from './tier.ts';

/** More files than this are not parsed unasked: some minutes of the processor. */
const MOST = 10_000;

/**
 * Parses what nobody has asked for yet, one file at a time, the most important first, so that it is there when somebody
 * does, now or when the program is started again.
 */
export class Unasked {
  private readonly depths: Depths;
  private readonly parser: Deepener;
  private tier: Tier | undefined;
  private files: Iterator<FileEntry> | undefined;
  private allowed = false;
  private running = false;

  constructor(depths: Depths, parser: Deepener) {
    this.depths = depths;
    this.parser = parser;
  }

  /** Goes on until every file of the tier was parsed or `pause` is called. `order`: numbers of all files. */
  go(tier: Tier, order: () => readonly number[]): void {
    this.allowed = true;
    if (tier !== this.tier) {
      this.tier = tier;
      this.depths.keep(tier.files);
      this.files = this.unparsed(tier, order());
    }
    if (this.running) return;
    this.running = true;
    void this.run().finally(() => {
      this.running = false;
    });
  }

  /** The file that is being parsed is finished, no other is begun. */
  pause(): void {
    this.allowed = false;
  }

  private async run(): Promise<void> {
    while (this.allowed) {
      const next = this.files?.next();
      if (!next || next.done === true) return;
      // What cannot be parsed is known as such.
      await this.depths.deepen([next.value], this.parser).catch(() => undefined);
    }
  }

  private *unparsed(tier: Tier, order: readonly number[]): Generator<FileEntry> {
    for (const n of order.slice(0, MOST)) {
      const file = tier.files[n];
      if (file && isParsed(file.language) && !this.depths.knows(file)) yield file;
    }
  }
}
