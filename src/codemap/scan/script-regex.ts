import { isWordPart, NEWLINE } from './characters.ts';

/** End of the regular expression that opens at `start`, flags included; -1 where the line holds no end. */
export function regexEnd(units: Uint16Array, size: number, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < size; i++) {
    const c = units[i] ?? 0;
    if (c === NEWLINE) return -1;
    if (c === 92) i++;
    else if (c === 91) inClass = true;
    else if (c === 93) inClass = false;
    else if (c === 47 && !inClass) {
      if (i === start + 1) return -1;
      let end = i + 1;
      while (end < size && isWordPart(units[end] ?? 0)) end++;
      return end;
    }
  }
  return -1;
}
