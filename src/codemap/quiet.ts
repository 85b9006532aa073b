/** So long nobody may have asked for anything. Longer than the map waits before it is stored, which throws away too. */
const QUIET_MS = 3_000;

/** Calls `rest` when for a while nobody has waited for an answer. */
export class Quiet {
  private readonly rest: () => void;
  private waiting = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(rest: () => void) {
    this.rest = rest;
  }

  asked(): void {
    this.waiting++;
    clearTimeout(this.timer);
  }

  answered(): void {
    this.waiting--;
    if (this.waiting === 0) this.timer = setTimeout(this.rest, QUIET_MS).unref();
  }
}
