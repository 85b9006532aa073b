import { findFrontMatter } from './front-matter.ts';
import { HAND_OVER } from './hand-over-line.ts';
import { sectionKey } from './section-list.ts';
import { outline } from './sections.ts';

/** A part of a plan's file that changes as one: its lines, each with its own line end. */
export interface Part {
  /** `front`, `head`, `section findings`, `step S-push`, `section ~Notes of Tom`, `tail`. */
  readonly key: string;
  readonly lines: readonly string[];
}

/** Lines with their ends. */
export function ends(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

export function bare(lines: readonly string[]): string[] {
  return lines.map(line => line.replace(/\r?\n$/, ''));
}

export function withEnds(lines: readonly string[], eol: string): string[] {
  return bare(lines).map(line => line + eol);
}

export function trimmed(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.length - blanksBehind(lines).length);
}

export function blanksBehind(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.trim() === '') end--;
  return lines.slice(end);
}

/** Divides a file into its parts; joined they are the file. */
export function partsOf(markdown: string): readonly Part[] {
  const lines = ends(markdown);
  const plain = markdown.replace(/\r\n/g, '\n');
  const marks = new Map<number, string>();
  const body = bodyLine(plain);
  if (body > 0) marks.set(0, 'front');
  marks.set(body, 'head');
  let inSteps = false;
  for (const { level, title, line, stepId } of outline(plain)) {
    if (level === 2) {
      const key = sectionKey(title);
      inSteps = key === 'steps';
      marks.set(line - 1, `section ${key ?? `~${title.replace(/\d+$/, '')}`}`);
    } else if (level === 3 && inSteps) {
      // A step whose id a person took away is the person's own from here on.
      marks.set(line - 1, stepId === undefined ? `own ${title}` : `step ${stepId}`);
    }
  }
  const tail = tailLine(plain);
  if (tail !== undefined) marks.set(tail, 'tail');
  const starts = [...marks.keys()].sort((a, b) => a - b);
  const taken = new Map<string, number>();
  return starts.map((start, i) => {
    const name = marks.get(start) ?? '';
    const n = (taken.get(name) ?? 0) + 1;
    taken.set(name, n);
    return {
      key: n === 1 ? name : `${name} #${n}`,
      lines: lines.slice(start, starts[i + 1] ?? lines.length),
    };
  });
}

/** Number of lines that the front matter takes. */
function bodyLine(markdown: string): number {
  const span = findFrontMatter(markdown);
  return span ? markdown.slice(0, span.bodyStart).split('\n').length - 1 : 0;
}

/** Line (from 0) of the rule above the hand-over line. */
function tailLine(markdown: string): number | undefined {
  const lines = markdown.split('\n');
  const said = lines.findLastIndex(line => HAND_OVER.test(line));
  const rule = lines.slice(0, Math.max(0, said)).findLastIndex(line => /^---\s*$/.test(line));
  return said < 0 || rule < 0 || lines.slice(rule + 1, said).some(line => line.trim() !== '')
    ? undefined
    : rule;
}
