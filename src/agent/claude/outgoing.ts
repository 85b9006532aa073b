import { redact } from '../../shared/text/index.ts';

/** What leaves the machine, without its secrets; counts what was hidden and where it stood (safety.md 8). */
export class Outgoing {
  private readonly hidden = new Map<string, number>();
  private told = 0;

  /** `from`: a file or another place that a person knows. */
  text(text: string, from: string): string {
    const { text: clean, count } = redact(text);
    if (count > 0) this.hidden.set(from, (this.hidden.get(from) ?? 0) + count);
    return clean;
  }

  /** A sentence on what was hidden since the last one; undefined where that is nothing. */
  notice(): string | undefined {
    const all = [...this.hidden.values()].reduce((sum, n) => sum + n, 0);
    if (all === this.told) return undefined;
    this.told = all;
    return `${all} ${all === 1 ? 'secret was' : 'secrets were'} hidden before anything was sent: in ${[...this.hidden.keys()].slice(0, 5).join(', ')}.`;
  }
}
