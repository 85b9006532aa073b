import { type Line, plain, type Span } from './line.ts';

/** Whether a row holds the words, whatever their case. */
export function holds(line: Line, wanted: string): boolean {
  return wanted !== '' && plain(line).toLowerCase().includes(wanted.toLowerCase());
}

/** The row with every place where the words stand set off; a place may run over several spans. */
export function marked(line: Line, wanted: string): Line {
  if (!holds(line, wanted)) return line;
  const text = plain(line).toLowerCase();
  // Some characters change their length with their case: then nothing is marked rather than the wrong place.
  if (text.length !== plain(line).length) return line;
  const places: (readonly [number, number])[] = [];
  for (let at = text.indexOf(wanted.toLowerCase()); at >= 0; at = text.indexOf(wanted.toLowerCase(), at + 1))
    places.push([at, at + wanted.length]);
  const inside = (i: number) => places.some(([from, to]) => i >= from && i < to);
  const out: Span[] = [];
  let at = 0;
  for (const span of line) {
    let from = 0;
    for (let i = 1; i <= span.text.length; i++) {
      if (i < span.text.length && inside(at + i) === inside(at + from)) continue;
      const piece = { ...span, text: span.text.slice(from, i) };
      out.push(inside(at + from) ? { ...piece, tone: 'attention', bold: true, underline: true } : piece);
      from = i;
    }
    at += span.text.length;
  }
  return out;
}
