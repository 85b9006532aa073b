import { blank } from './structure.ts';

/** A single-file component in two texts of the same length: its scripts, and all that is not script. */
export interface ComponentParts {
  readonly script: string;
  readonly rest: string;
}

const SCRIPT = /(<script\b[^>]*>)([\s\S]*?)(<\/script\s*>|$(?![\s\S]))/gi;
/** Astro keeps its script between two lines of dashes at its beginning. */
const FRONT = /^(\s*---[ \t]*\r?\n)([\s\S]*?)(\r?\n---[ \t]*(?:\r?\n|$))/;

/** Parts of a Vue, Svelte or Astro file. Each keeps its offsets and lines: what belongs to the other is blank. */
export function componentParts(path: string, text: string): ComponentParts {
  const bare = blank(text, /<!--[\s\S]*?-->/g);
  const ranges: [number, number][] = [];
  for (const match of bare.matchAll(SCRIPT)) {
    const from = match.index + (match[1]?.length ?? 0);
    ranges.push([from, from + (match[2]?.length ?? 0)]);
  }
  const front = path.endsWith('.astro') ? FRONT.exec(bare) : null;
  if (front) ranges.push([front[1]?.length ?? 0, (front[1]?.length ?? 0) + (front[2]?.length ?? 0)]);
  ranges.sort((a, b) => a[0] - b[0]);
  const empty = text.replace(/[^\n]/g, ' ');
  let script = '';
  let rest = '';
  let at = 0;
  for (const [from, to] of ranges) {
    if (from < at) continue;
    script += empty.slice(at, from) + text.slice(from, to);
    rest += text.slice(at, from) + empty.slice(from, to);
    at = to;
  }
  return { script: script + empty.slice(at), rest: rest + text.slice(at) };
}

/** The name that others know the component by: that of its file. */
export function componentName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return name.replace(/(?:^|[-_])([a-z0-9])/g, (_, c: string) => c.toUpperCase());
}
