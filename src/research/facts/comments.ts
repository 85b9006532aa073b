import type { SourceText } from '../read/source-text.ts';

const known = new WeakMap<SourceText, ReadonlySet<number>>();

/** Lines (0-based) inside a block of comment or a docstring that opens at the beginning of a line. */
export function commentLines(file: SourceText): ReadonlySet<number> {
  const earlier = known.get(file);
  if (earlier !== undefined) return earlier;
  const marked = new Set<number>();
  const opens = file.path.endsWith('.py') ? /^\s*[rRuU]?("""|''')/ : /^\s*(\/\*)|^(=begin)\b/;
  let end: RegExp | undefined;
  for (let at = 0; at < file.lines.length; at += 1) {
    const text = file.lines[at] ?? '';
    if (end !== undefined) {
      marked.add(at);
      if (end.test(text)) end = undefined;
      continue;
    }
    const opened = opens.exec(text);
    if (opened === null) continue;
    marked.add(at);
    const mark = opened[1] ?? opened[2] ?? '';
    const close = mark === '/*' ? /\*\// : mark === '=begin' ? /^=end\b/ : new RegExp(mark);
    if (!close.test(text.slice(opened[0].length))) end = close;
  }
  known.set(file, marked);
  return marked;
}
