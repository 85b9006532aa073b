/** One of several places that playbooks speak of together: `path`, mostly `line` and `at`, and what else is known of it. */
export type Entry = Readonly<Record<string, string>>;

/** The places found, most telling first, and how many there are in all. */
export interface Found {
  readonly entries: readonly Entry[];
  readonly total: number;
  /** What all of them have together, by name. */
  readonly sums?: Readonly<Record<string, number>>;
}
