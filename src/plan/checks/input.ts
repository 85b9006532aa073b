import type { PlanFacts } from '../facts.ts';
import { isOurs } from '../front-matter.ts';
import type { CheckResult, Plan } from '../model.ts';
import { otherSectionKey, sectionKey } from '../section-list.ts';
import { type OutlineEntry, outline } from '../sections.ts';

export type CheckFinding = CheckResult['findings'][number];

/** What every check judges: the plan, its Markdown with outline, and the facts that were gathered. */
export interface CheckInput {
  readonly plan: Plan;
  readonly markdown: string;
  readonly lines: readonly string[];
  readonly outline: readonly OutlineEntry[];
  readonly facts: PlanFacts;
  /** Written by planner-tui: it has its front matter. Plans by other hands are not held to what only ours can say. */
  readonly own: boolean;
}

/** `stepLines`: where the steps of a plan by other hands stand, by step id. */
export function checkInput(
  plan: Plan,
  markdown: string,
  facts: PlanFacts,
  stepLines?: ReadonlyMap<string, number>,
): CheckInput {
  const own = isOurs(markdown);
  const lines = markdown.split('\n');
  return {
    plan,
    markdown,
    lines,
    outline: withSteps(outline(markdown), stepLines, lines.length),
    facts,
    own,
  };
}

/** The outline with the steps that it does not know by itself. */
function withSteps(
  entries: readonly OutlineEntry[],
  stepLines: ReadonlyMap<string, number> | undefined,
  last: number,
): readonly OutlineEntry[] {
  if (!stepLines || entries.some(entry => entry.stepId !== undefined)) return entries;
  const places = [...stepLines].map(([stepId, line]) => ({ stepId, line }));
  const ends = [...entries.map(e => e.line), ...places.map(p => p.line)].sort((a, b) => a - b);
  return [
    ...entries,
    ...places.map(({ stepId, line }) => ({
      level: 3,
      title: '',
      line,
      endLine: (ends.find(end => end > line) ?? last + 1) - 1,
      stepId,
    })),
  ];
}

export interface Outcome {
  readonly findings: readonly CheckFinding[];
  /** Some fact was out of reach, so that passing cannot be said. */
  readonly unreached?: boolean;
  readonly applicable?: boolean;
  /** What is told beside the findings: what was looked up, what was not and why. */
  readonly notes?: readonly string[];
}

/** One check: its number in docs/plan-format.md, a short name, and how it judges. */
export interface Check {
  readonly number: number;
  readonly name: string;
  judge(input: CheckInput): Outcome;
}

/** An error fails the check; a warning is shown and passes. */
export function resultOf(check: Check, input: CheckInput): CheckResult {
  const outcome = check.judge(input);
  const findings = [...outcome.findings];
  const verdict = findings.some(finding => finding.severity === 'error')
    ? 'failed'
    : outcome.applicable === false
      ? 'not-applicable'
      : outcome.unreached
        ? 'not-checked'
        : 'passed';
  const notes = outcome.notes ?? [];
  return {
    check: check.number,
    name: check.name,
    verdict,
    findings,
    ...(notes.length > 0 ? { notes: [...notes] } : {}),
  };
}

export function error(line: number, message: string, mend: string): CheckFinding {
  return { severity: 'error', line, message, mend };
}

export function warning(line: number, message: string, mend: string): CheckFinding {
  return { severity: 'warning', line, message, mend };
}

/** A text that stands in the line that is looked for, or what tells that line. */
type Needle = string | ((line: string) => boolean);

/** 1-based line where the first of the texts stands that the step holds (else its heading); 1 where there is no such step. */
export function stepLine(input: CheckInput, stepId: string, ...needles: readonly Needle[]): number {
  const entry = input.outline.find(e => e.stepId === stepId);
  if (!entry) return 1;
  for (const needle of needles) {
    const line = lineIn(input, entry, needle);
    if (line !== undefined) return line;
  }
  return entry.line;
}

/** 1-based line of a section's heading, or of the first occurrence of a text in it; 1 where there is no such section. */
export function sectionLine(input: CheckInput, heading: string, needle?: string): number {
  const wanted = heading.toLowerCase();
  const keyOf = input.own ? sectionKey : otherSectionKey;
  const key = sectionKey(heading);
  const entry =
    input.outline.find(
      e => e.title.toLowerCase() === wanted || e.title.toLowerCase().startsWith(`${wanted}:`),
    ) ?? input.outline.find(e => e.level === 2 && key !== undefined && keyOf(e.title) === key);
  if (!entry) return 1;
  return (needle === undefined ? undefined : lineIn(input, entry, needle)) ?? entry.line;
}

function lineIn(input: CheckInput, entry: OutlineEntry, needle: Needle): number | undefined {
  const lines = input.lines.slice(entry.line - 1, entry.endLine);
  const index = lines.findIndex(line => (typeof needle === 'string' ? line.includes(needle) : needle(line)));
  return index < 0 ? undefined : entry.line + index;
}

/** `, did you mean a or b?` of the nearest existing names. */
export function didYouMean(nearest: readonly string[] | undefined): string {
  const names = (nearest ?? []).slice(0, 2).map(name => `\`${name}\``);
  return names.length === 0 ? '' : `Did you mean ${names.join(' or ')}?`;
}
