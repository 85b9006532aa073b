/** Numbers of `step 1`, `steps 2, 4`, `steps 1-3 and 5`. */
export function splitNumbers(text: string): readonly number[] {
  return [...text.matchAll(/(\d+)(?:\s*[–-]\s*(\d+))?/g)].flatMap(([, from, to]) => {
    const first = Number(from);
    const last = to === undefined ? first : Number(to);
    return last < first || last - first > 200
      ? [first]
      : Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
