import type { Plan, Step } from './model.ts';
import { outline, withoutNumbers } from './sections.ts';

/** A field of a step in which two revisions can differ, as `Step` names it. */
export type StepField = Exclude<keyof Step, 'id'>;

export type StepChange =
  | { readonly kind: 'same'; readonly id: string; readonly before: number; readonly after: number }
  | {
      readonly kind: 'changed';
      readonly id: string;
      readonly before: number;
      readonly after: number;
      readonly fields: readonly StepField[];
      readonly moved: boolean;
    }
  | { readonly kind: 'moved'; readonly id: string; readonly before: number; readonly after: number }
  | { readonly kind: 'added'; readonly id: string; readonly after: number }
  | { readonly kind: 'removed'; readonly id: string; readonly before: number };

/** A section of either revision: the lines of both that it stands in, and whether its text is the same. */
export interface SectionChange {
  /** Heading as the newer revision has it, else as the older had it. */
  readonly heading: string;
  readonly kind: 'same' | 'changed' | 'added' | 'removed';
  /** 1-based, inclusive lines of the older and the newer Markdown. */
  readonly before?: readonly [number, number];
  readonly after?: readonly [number, number];
}

/** Two revisions aligned by step identity. Numbers of steps are 1-based. */
export interface RevisionComparison {
  /** In the order of the newer revision; what was removed stands where it was. */
  readonly steps: readonly StepChange[];
  readonly files: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly packages: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

const fields: readonly StepField[] = [
  'title',
  'estimate',
  'serves',
  'dependsOn',
  'details',
  'files',
  'functions',
  'code',
  'verify',
  'rollback',
  'packages',
  'part',
];

/**
 * Aligns two plans by step id: what was added, removed, moved and changed, and in which fields. A step counts as
 * moved when it left the longest run of steps that kept their order, so that one step taken to the front is one move.
 */
export function comparePlans(before: Plan, after: Plan): RevisionComparison {
  const old = new Map(before.steps.map((step, index) => [step.id, { step, number: index + 1 }]));
  const now = new Map(after.steps.map((step, index) => [step.id, { step, number: index + 1 }]));
  const common = after.steps.filter(step => old.has(step.id)).map(step => step.id);
  const kept = longestIncreasing(common.map(id => old.get(id)?.number ?? 0));
  const steady = new Set(common.filter((_, index) => kept.has(index)));
  const aligned = after.steps.map((step, index): StepChange => {
    const was = old.get(step.id);
    const number = index + 1;
    if (!was) return { kind: 'added', id: step.id, after: number };
    const changed = fields.filter(field => !sameValue(was.step[field], step[field]));
    const moved = !steady.has(step.id);
    const place = { id: step.id, before: was.number, after: number };
    if (changed.length > 0) return { kind: 'changed', ...place, fields: changed, moved };
    return { kind: moved ? 'moved' : 'same', ...place };
  });
  before.steps.forEach((step, index) => {
    if (now.has(step.id)) return;
    const previous = before.steps[index - 1]?.id;
    const at = previous === undefined ? 0 : aligned.findIndex(change => change.id === previous) + 1;
    aligned.splice(at, 0, { kind: 'removed', id: step.id, before: index + 1 });
  });
  return {
    steps: aligned,
    files: setChange(pathsOf(before), pathsOf(after)),
    packages: setChange(packagesOf(before), packagesOf(after)),
  };
}

/** Indices of one longest increasing subsequence (patience sorting with links back). */
function longestIncreasing(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, index) => {
    let at = tails.findIndex(tail => (values[tail] ?? 0) >= value);
    if (at < 0) at = tails.length;
    previous[index] = at > 0 ? (tails[at - 1] ?? -1) : -1;
    tails[at] = index;
  });
  const kept = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) kept.add(index);
  return kept;
}

/** Equality of plain data; keys that are undefined count as absent. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every(key => sameValue(a[key], b[key]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathsOf(plan: Plan): readonly string[] {
  return [...new Set(plan.steps.flatMap(step => step.files.map(file => file.path)))];
}

function packagesOf(plan: Plan): readonly string[] {
  const added = plan.steps.flatMap(step => step.packages.flatMap(p => (p.action === 'add' ? [p.name] : [])));
  return [...new Set(added)];
}

function setChange(before: readonly string[], after: readonly string[]) {
  return {
    added: after.filter(name => !before.includes(name)),
    removed: before.filter(name => !after.includes(name)),
  };
}

/** Name by which a section is found again: "Approach: …" and "Changed in Revision …" go by their first words. */
function sectionName(title: string): string {
  return title
    .replace(/^(approach):.*/i, '$1')
    .replace(/^(changed in revision) \d+$/i, '$1')
    .toLowerCase();
}

/**
 * Aligns the level-2 sections of two Markdown texts by heading, in the newer one's order; what was removed stands
 * where it was. Step numbers are left out of the comparison: they follow from other steps.
 */
export function compareSections(before: string, after: string): readonly SectionChange[] {
  const old = sectionsOf(before);
  const now = sectionsOf(after);
  const aligned = now.map((section): SectionChange => {
    const was = old.find(other => other.name === section.name);
    if (!was) return { heading: section.heading, kind: 'added', after: section.lines };
    const kind = withoutNumbers(was.text) === withoutNumbers(section.text) ? 'same' : 'changed';
    return { heading: section.heading, kind, before: was.lines, after: section.lines };
  });
  old.forEach((section, index) => {
    if (now.some(other => other.name === section.name)) return;
    const previous = old[index - 1];
    const at = previous ? aligned.findIndex(change => sectionName(change.heading) === previous.name) + 1 : 0;
    aligned.splice(at, 0, { heading: section.heading, kind: 'removed', before: section.lines });
  });
  return aligned;
}

function sectionsOf(markdown: string) {
  const lines = markdown.split('\n');
  return outline(markdown)
    .filter(entry => entry.level === 2)
    .map(entry => ({
      heading: entry.title,
      name: sectionName(entry.title),
      lines: [entry.line, entry.endLine] as const,
      text: lines.slice(entry.line - 1, entry.endLine).join('\n'),
    }));
}
