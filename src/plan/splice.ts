import { parseDocument } from 'yaml';
import { diffLines } from '../shared/text/diff.ts';
import { findFrontMatter, frontMatter, ONE_LINE_EACH } from './front-matter.ts';
import type { Plan } from './model.ts';
import { renderPlan } from './render.ts';
import { sectionKey } from './section-list.ts';
import { outline, withoutNumbers } from './sections.ts';

/** A part of a plan's file that changes as one: its lines, each with its own line end. */
interface Part {
  /** `front`, `head`, `section findings`, `step S-push`, `section ~Notes of Tom`, `tail`. */
  readonly key: string;
  readonly lines: readonly string[];
}

/**
 * Carries a change of a plan into its file, whatever a person did to the file meanwhile: only lines are touched that the
 * change concerns. `before` is what the file said when it was read, `after` what it shall say; both are rendered, and what
 * differs between the two is put into the file: line by line where those lines stand there as they were rendered, else the
 * step or section as a whole. Sections of the person's own stay where they are; what the person took out stays out.
 * Where nothing differs the file comes back byte for byte.
 */
export function splice(markdown: string, before: Plan, after: Plan): string {
  const [old, young] = [renderPlan(before), renderPlan(after)];
  if (old === young) return markdown;
  const file = partsOf(markdown);
  const was = new Map(partsOf(old).map(part => [part.key, part]));
  const is = partsOf(young);
  const eol = markdown.includes('\r\n') ? '\r\n' : '\n';
  const wanted = new Map(is.map(part => [part.key, part]));
  const out: Part[] = [];
  for (const part of ordered(file, was, is)) {
    const next = wanted.get(part.key);
    const previous = was.get(part.key);
    if (!previous) out.push(part);
    else if (next) out.push({ key: part.key, lines: changed(part, previous, next, eol, before, after) });
  }
  is.forEach((part, i) => {
    if (was.has(part.key) || file.some(p => p.key === part.key)) return;
    out.splice(placeOf(is, i, out), 0, { key: part.key, lines: withEnds(part.lines, eol) });
  });
  return out.flatMap(part => part.lines).join('');
}

/** Behind the nearest part that stands before it in the new plan. */
function placeOf(is: readonly Part[], at: number, out: readonly Part[]): number {
  for (let i = at - 1; i >= 0; i--) {
    const found = out.findIndex(part => part.key === is[i]?.key);
    if (found >= 0) return found + 1;
  }
  return 0;
}

/** The file's parts, its steps in the new order where the change moved some. */
function ordered(
  file: readonly Part[],
  was: ReadonlyMap<string, Part>,
  is: readonly Part[],
): readonly Part[] {
  const stepsOf = (keys: readonly string[]) => keys.filter(key => key.startsWith('step '));
  const common = stepsOf(is.map(part => part.key)).filter(key => was.has(key));
  const before = stepsOf([...was.keys()]).filter(key => common.includes(key));
  if (common.every((key, i) => key === before[i])) return file;
  const moved = file.filter(part => common.includes(part.key));
  const queue = common.flatMap(key => moved.find(part => part.key === key) ?? []);
  return file.map(part => (moved.includes(part) ? (queue.shift() ?? part) : part));
}

function changed(part: Part, was: Part, is: Part, eol: string, before: Plan, after: Plan): readonly string[] {
  const [old, young] = [bare(was.lines), bare(is.lines)];
  if (old.join('\n') === young.join('\n')) return part.lines;
  const patched = patch(part.lines, old, young, eol);
  if (patched) return patched;
  if (part.key === 'front') return frontOf(part.lines, before, after, eol);
  // Numbers alone follow from other steps: they are not worth a person's words.
  if (part.key.startsWith('step ') && withoutNumbers(old.join('\n')) === withoutNumbers(young.join('\n')))
    return renumbered(part.lines, young[0] ?? '');
  return withEnds([...trimmed(is.lines), ...blanksBehind(part.lines)], eol);
}

/** The heading with the number that the new one has. */
function renumbered(lines: readonly string[], heading: string): readonly string[] {
  const number = /^### (\d+)\. /.exec(heading)?.[1];
  return number === undefined
    ? lines
    : lines.map((line, i) => (i === 0 ? line.replace(/^(#+\s+)\d+(?=[.)])/, `$1${number}`) : line));
}

/** Sets what changed in front matter that was written otherwise; keys of the person's own stay. */
function frontOf(lines: readonly string[], before: Plan, after: Plan, eol: string): readonly string[] {
  const text = lines.join('');
  const span = findFrontMatter(text);
  if (!span) return lines;
  const document = parseDocument(span.yaml.replace(/\r\n/g, '\n'));
  if (document.errors.length > 0) return lines;
  const [old, young] = [frontMatter(before), frontMatter(after)];
  for (const key of new Set([...Object.keys(old), ...Object.keys(young)])) {
    if (JSON.stringify(old[key]) === JSON.stringify(young[key])) continue;
    if (young[key] === undefined) document.delete(key);
    else document.set(key, young[key]);
  }
  const yaml = document.toString(ONE_LINE_EACH).replace(/\n/g, eol);
  return ends(text.slice(0, span.yamlStart) + yaml + text.slice(span.yamlEnd));
}

/**
 * Applies what differs between two lists of lines to a third that came from the first. Undefined where one of the places
 * cannot be found there, or not only once.
 */
function patch(
  lines: readonly string[],
  old: readonly string[],
  young: readonly string[],
  eol: string,
): readonly string[] | undefined {
  const out = [...lines];
  const hunks = diffLines(old, young).filter(hunk => hunk.kind === 'changed');
  for (const { at, removed, added } of hunks.reverse()) {
    const plain = bare(out);
    const place = removed.length > 0 ? onlyPlace(plain, removed) : afterOnly(plain, old, at - 1);
    if (place === undefined) return undefined;
    out.splice(place, removed.length, ...withEnds(added, eol));
  }
  return out;
}

/** Where these lines stand, if only once. */
function onlyPlace(lines: readonly string[], wanted: readonly string[]): number | undefined {
  let found: number | undefined;
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    if (!wanted.every((line, i) => lines[at + i] === line)) continue;
    if (found !== undefined) return undefined;
    found = at;
  }
  return found;
}

/** Behind the line that stood before the place, with as many lines above it as make it the only one. */
function afterOnly(lines: readonly string[], old: readonly string[], from: number): number | undefined {
  for (let count = 1; count <= from; count++) {
    const place = onlyPlace(lines, old.slice(from - count, from));
    if (place !== undefined) return place + count;
  }
  return undefined;
}

/** Lines with their ends. */
function ends(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function bare(lines: readonly string[]): string[] {
  return lines.map(line => line.replace(/\r?\n$/, ''));
}

function withEnds(lines: readonly string[], eol: string): string[] {
  return bare(lines).map(line => line + eol);
}

function trimmed(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.length - blanksBehind(lines).length);
}

function blanksBehind(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.trim() === '') end--;
  return lines.slice(end);
}

/** Divides a file into its parts; joined they are the file. */
function partsOf(markdown: string): readonly Part[] {
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
  const said = lines.findLastIndex(line => line.startsWith('Ready to implement?'));
  const rule = lines.slice(0, Math.max(0, said)).findLastIndex(line => /^---\s*$/.test(line));
  return said < 0 || rule < 0 || lines.slice(rule + 1, said).some(line => line.trim() !== '')
    ? undefined
    : rule;
}
