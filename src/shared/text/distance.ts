/** Two letters wrong in a long word, one in a short one, or the right letters in the wrong order. */
export function isNear(word: string, name: string): boolean {
  const sorted = (text: string) => [...text].sort().join('');
  return distance(word, name) <= (name.length > 4 ? 2 : 1) || sorted(word) === sorted(name);
}

/** Levenshtein distance, by rows. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
