/** A figure for each file, and which files have one, so that nothing has to look at all of them. */
export class Tally {
  readonly value: Float64Array;
  private readonly touched: Int32Array;
  count = 0;

  constructor(size: number) {
    this.value = new Float64Array(size);
    this.touched = new Int32Array(size);
  }

  /** `by` is above 0. */
  add(n: number, by: number): void {
    const before = this.value[n] ?? 0;
    if (before === 0) this.touched[this.count++] = n;
    this.value[n] = before + by;
  }

  max(n: number, by: number): void {
    const before = this.value[n] ?? 0;
    if (before === 0) this.touched[this.count++] = n;
    if (by > before) this.value[n] = by;
  }

  fileAt(i: number): number {
    return this.touched[i] ?? 0;
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.value[this.touched[i] ?? 0] = 0;
    this.count = 0;
  }
}
