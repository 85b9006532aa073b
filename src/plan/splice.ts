import { parseDocument } from 'yaml';
import { diffLines } from '../shared/text/diff.ts';
import { findFrontMatter, frontMatter, ONE_LINE_EACH } from './front-matter.ts';
import type { Plan } from './model.ts';
import { bare, blanksBehind, ends, type Part, partsOf, trimmed, withEnds } from './parts.ts';
import { summaryLine } from './render/head.ts';
import { renderPlan } from './render.ts';
import { withoutNumbers } from './sections.ts';
import { totals } from './totals.ts';

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

/** Parts that follow from the rest of the plan. */
const COMPUTED = /^(?:front|section (?:files|timeline|~Changed in Revision ))$/;

/**
 * Lets what is computed follow an edit by hand: `before` is the plan that the file was rendered from, `after` what it says
 * now. Summary, timeline, totals and what changed are written anew where nobody touched them, and a step that stands
 * elsewhere takes its number along, wherever that is said. All other bytes stay as they are.
 */
export function followEdit(markdown: string, before: Plan, after: Plan): string {
  const was = new Map(partsOf(renderPlan(before)).map(part => [part.key, part]));
  const is = partsOf(renderPlan(after));
  const wanted = new Map(is.map(part => [part.key, part]));
  const eol = markdown.includes('\r\n') ? '\r\n' : '\n';
  const file = partsOf(markdown);
  const out = file.flatMap((part): readonly Part[] => {
    const [old, young] = [was.get(part.key), wanted.get(part.key)];
    if (!old) return [part];
    const untouched = part.key === 'front' || sameText(part, old);
    if (COMPUTED.test(part.key) && untouched)
      return young ? [{ key: part.key, lines: changed(part, old, young, eol, before, after) }] : [];
    if (!young) return [part];
    const lines = patch(part.lines, bare(old.lines), bare(young.lines), eol, 'numbers') ?? part.lines;
    if (part.key === 'head') return [{ key: part.key, lines: withSums(lines, before, after) }];
    return [{ key: part.key, lines: stepNumber(part.key, lines, young) }];
  });
  is.forEach((part, i) => {
    if (!COMPUTED.test(part.key) || was.has(part.key) || file.some(p => p.key === part.key)) return;
    out.splice(placeOf(is, i, out), 0, { key: part.key, lines: withEnds(part.lines, eol) });
  });
  return out.flatMap(part => part.lines).join('');
}

function withSums(lines: readonly string[], before: Plan, after: Plan): readonly string[] {
  const [old, young] = [before, after].map(plan => summaryLine(plan, totals(plan)));
  return lines.map(line => (old && young && line.trimEnd() === old ? line.replace(old, () => young) : line));
}

function stepNumber(key: string, lines: readonly string[], young: Part): readonly string[] {
  return key.startsWith('step ') ? renumbered(lines, bare(young.lines)[0] ?? '') : lines;
}

function sameText(a: Part, b: Part): boolean {
  return bare(trimmed(a.lines)).join('\n') === bare(trimmed(b.lines)).join('\n');
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
  // Before the first section stand words of a plan by other hands that no reader takes for its own: they stay.
  const patched = patch(part.lines, old, young, eol, part.key === 'head' ? 'found' : 'all');
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
 * cannot be found there, or not only once. `which`: `found` applies what has its place there and leaves out the rest,
 * `numbers` of that nothing but other numbers of steps.
 */
function patch(
  lines: readonly string[],
  old: readonly string[],
  young: readonly string[],
  eol: string,
  which: 'all' | 'found' | 'numbers',
): readonly string[] | undefined {
  const out = [...lines];
  const hunks = diffLines(old, young).filter(hunk => hunk.kind === 'changed');
  for (const { at, removed, added } of hunks.reverse()) {
    if (which === 'numbers' && !followsFromEdit(removed, added)) continue;
    const plain = bare(out);
    const place = removed.length > 0 ? onlyPlace(plain, removed) : afterOnly(plain, old, at - 1);
    if (place === undefined && which !== 'all') continue;
    if (place === undefined) return undefined;
    out.splice(place, removed.length, ...withEnds(added, eol));
  }
  return out;
}

/** Other numbers of steps; in the line below a step's heading also what is likely, and what it comes after. */
function followsFromEdit(removed: readonly string[], added: readonly string[]): boolean {
  if (withoutNumbers(removed.join('\n')) === withoutNumbers(added.join('\n'))) return true;
  const [was, is] = [removed, added].map(lines =>
    lines.length === 1 ? IDENTITY.exec(lines[0] ?? '')?.[0] : '',
  );
  return was !== undefined && was !== '' && was === is;
}

/** `` `S-push` ·  `` */
const IDENTITY = /^`[^`\s]+` · /;

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
