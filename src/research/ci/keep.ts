import { FAMILIES } from './families/index.ts';
import type { LogLine } from './model.ts';

/** How much of a log is held. */
export interface KeepLimits {
  /** Of the whole log, in characters. */
  readonly total: number;
  /** Of one step, for lines around what may be an error. */
  readonly step: number;
}

const HEAD_LINES = 60;
const BEFORE = 40;
const AFTER = 60;
const LINE = 1_000;
/** A line that came so often, numbers and names made by chance aside, tells nothing new. */
const OFTEN = 40;
const KINDS = 4_000;

/** What may be an error, by its words: the families look at these lines and at those around them. */
const NOTABLE =
  /error|fail|fatal|panic|exception|denied|cannot|can't|could not|not found|not ok|unable|timed? ?out|no space|killed|expected|assert|missing|unbound|not set|refused|out of memory|deprecated|brownout|exceeded|retry|flaky|[✖✗×●]|lock ?file|\[warn\]|^_{3}|^E {3}/i;

function isKnown(text: string): boolean {
  return FAMILIES.some(({ when }) => when.some(pattern => pattern.test(text)));
}

/** The purse of a whole log. */
export class Budget {
  left: number;
  constructor(total: number) {
    this.left = total;
  }
}

/**
 * Holds of one step its beginning, its end, and what stands around lines that may be an error. What comes again and again
 * is noise, whatever it says.
 */
export class StepLines {
  readonly kept: LogLine[] = [];
  /** Lines that came. */
  seen = 0;
  private ring: LogLine[] = [];
  private owed = 0;
  private size = 0;
  private readonly kinds = new Map<string, number>();
  private readonly budget: Budget;
  private readonly most: number;

  constructor(budget: Budget, most: number) {
    this.budget = budget;
    this.most = most;
  }

  push(line: LogLine): void {
    this.seen++;
    if (this.kept.length < HEAD_LINES && this.ring.length === 0) {
      this.keep(line);
      return;
    }
    if (line.mark === 'error' || this.isNotable(line.text)) {
      // Where much was held already, only what a family knows goes on top.
      if (this.size < this.most || line.mark === 'error' || isKnown(line.text)) {
        this.flush();
        this.owed = AFTER;
        this.keep(line);
        return;
      }
    } else if (this.owed > 0 && this.size < this.most) {
      this.owed--;
      this.keep(line);
      return;
    }
    this.ring.push(line);
    if (this.ring.length > BEFORE) this.ring.shift();
  }

  /** The last lines belong to it as they are. */
  end(): readonly LogLine[] {
    this.flush();
    return this.kept;
  }

  private isNotable(text: string): boolean {
    if (!NOTABLE.test(text)) return false;
    const kind = text.replace(/\w*\d\w*/g, '0').slice(0, 32);
    const times = (this.kinds.get(kind) ?? 0) + 1;
    if (times === 1 && this.kinds.size >= KINDS) return isKnown(text);
    this.kinds.set(kind, times);
    return times <= OFTEN;
  }

  private flush(): void {
    for (const line of this.ring) this.keep(line);
    this.ring = [];
  }

  private keep(line: LogLine): void {
    if (this.budget.left <= 0) return;
    // A piece of a chunk keeps the whole chunk: what is held is a text of its own.
    const text = Buffer.from(line.text.slice(0, LINE)).toString();
    this.size += text.length;
    this.budget.left -= text.length;
    this.kept.push({ ...line, text });
  }
}
