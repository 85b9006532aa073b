/** A run of lines that stayed, or one that changed; `at` is the 1-based line in the old text where it begins. */
export type Hunk =
  | { readonly kind: 'same'; readonly at: number; readonly lines: readonly string[] }
  | {
      readonly kind: 'changed';
      readonly at: number;
      readonly removed: readonly string[];
      readonly added: readonly string[];
    };

/** Most lines (old × new) that are compared exactly; beyond, the differing middle counts as one change. */
const LIMIT = 9_000_000;

/** Compares two texts by lines: longest common subsequence of what lies between equal beginnings and ends. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const hunks: Hunk[] = [];
  if (start > 0) hunks.push({ kind: 'same', at: 1, lines: before.slice(0, start) });
  hunks.push(...middle(old, now, start + 1));
  if (end > 0)
    hunks.push({ kind: 'same', at: before.length - end + 1, lines: before.slice(before.length - end) });
  return hunks;
}

function middle(old: readonly string[], now: readonly string[], at: number): Hunk[] {
  if (old.length === 0 && now.length === 0) return [];
  if (old.length * now.length > LIMIT) return [{ kind: 'changed', at, removed: old, added: now }];
  const table = commonLengths(old, now);
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  let removed: string[] = [];
  let added: string[] = [];
  let same: string[] = [];
  const flushChange = () => {
    if (removed.length + added.length > 0)
      hunks.push({ kind: 'changed', at: at + i - removed.length, removed, added });
    removed = [];
    added = [];
  };
  const flushSame = () => {
    if (same.length > 0) hunks.push({ kind: 'same', at: at + i - same.length, lines: same });
    same = [];
  };
  const length = (x: number, y: number) => table[x * (now.length + 1) + y] ?? 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      flushChange();
      same.push(old[i] ?? '');
      i++;
      j++;
      continue;
    }
    flushSame();
    if (j >= now.length || (i < old.length && length(i + 1, j) >= length(i, j + 1))) {
      removed.push(old[i] ?? '');
      i++;
    } else {
      added.push(now[j] ?? '');
      j++;
    }
  }
  flushSame();
  flushChange();
  return hunks;
}

/** Length of the longest common subsequence of every pair of suffixes. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const row = now.length + 1;
  const table = new Uint32Array((old.length + 1) * row);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      table[i * row + j] =
        old[i] === now[j]
          ? (table[(i + 1) * row + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * row + j] ?? 0, table[i * row + j + 1] ?? 0);
  return table;
}

export interface Word {
  readonly text: string;
  readonly changed: boolean;
}

/** Marks the words that differ between an old and a new line, for each of the two. */
export function diffWords(
  before: string,
  after: string,
): { readonly before: Word[]; readonly after: Word[] } {
  const split = (text: string) => text.split(/(\s+|[^\p{L}\p{N}_]+)/u).filter(Boolean);
  const old: Word[] = [];
  const now: Word[] = [];
  for (const hunk of diffLines(split(before), split(after))) {
    if (hunk.kind === 'same') {
      for (const text of hunk.lines) {
        old.push({ text, changed: false });
        now.push({ text, changed: false });
      }
      continue;
    }
    for (const text of hunk.removed) old.push({ text, changed: true });
    for (const text of hunk.added) now.push({ text, changed: true });
  }
  return { before: old, after: now };
}
