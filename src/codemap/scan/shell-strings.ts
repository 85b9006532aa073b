/**
 * Offset of the `)` that closes a shell's command substitution, or -1 where none does. `from` is the first character
 * after `$(`. Quotes inside begin anew: `"$(dirname "$0")"` is one string.
 */
export function substitutionEnd(text: string, from: number): number {
  let depth = 1;
  /** Depths at which double-quoted strings are open, innermost last. */
  const quoted: number[] = [];
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    const inQuotes = quoted.at(-1) === depth;
    if (c === '\\') i++;
    else if (c === '"') {
      if (inQuotes) quoted.pop();
      else quoted.push(depth);
    } else if (c === '$' && text[i + 1] === '(') {
      depth++;
      i++;
    } else if (inQuotes) continue;
    else if (c === "'") {
      const close = text.indexOf("'", i + 1);
      if (close < 0) return -1;
      i = close;
    } else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return -1;
}
