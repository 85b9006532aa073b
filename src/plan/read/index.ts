import type { RootContent } from 'mdast';
import { err, failure, ok, type Result } from '../../shared/result.ts';
import { slug } from '../../shared/slug.ts';
import { type FrontMatter, findFrontMatter, isOurs, parseFrontMatter } from '../front-matter.ts';
import { HAND_OVER } from '../hand-over-line.ts';
import type { Plan } from '../model.ts';
import { isRequired, otherSectionKey, type SectionKey, sectionKey, sectionList } from '../section-list.ts';
import { parseBody } from '../sections.ts';
import { isSignOffHeading } from '../sign-off.ts';
import { paragraphsOf } from './blocks.ts';
import { findSteps } from './find-steps.ts';
import { boundSecurity, idOf, otherRollback, withSharedVerification } from './other-plan.ts';
import {
  allStatements,
  listStatements,
  numberedTexts,
  readApproach,
  readChanges,
  readQuestions,
  readRequirements,
  readRisks,
  readRollback,
  readSecurity,
  readSpecial,
  readState,
  readTests,
} from './sections.ts';
import { readStatement } from './sources.ts';
import { byNumber, type FoundStep, type ReadStep, readStep } from './steps.ts';
import { blockText, dataText, lineOf, sliceOf } from './text.ts';
import { timelineRows, withLikely } from './timeline.ts';

/** A section of the file: its heading and the blocks below it up to the next of its level. */
export interface ReadSection {
  readonly title: string;
  readonly key?: SectionKey;
  readonly line: number;
  readonly nodes: readonly RootContent[];
}

/** A plan as it was read from its Markdown. */
export interface ReadPlan {
  readonly plan: Plan;
  /** Whether it has planner-tui's own front matter. */
  readonly own: boolean;
  readonly frontMatter?: FrontMatter;
  readonly sections: readonly ReadSection[];
  /** Line of each step's heading, by step id. */
  readonly stepLines: ReadonlyMap<string, number>;
  /** Steps whose time is not said. */
  readonly untimed: readonly string[];
}

/** Longer files are no plans; reading one must not take the screen away. Bytes as UTF-16 units. */
const LONGEST = 5_000_000;

/**
 * Reads a plan back, whoever wrote it: one of planner-tui's own, one that a person has edited since, or a plan by other
 * hands, as far as it goes. Failures, each with the place: `too-long`, `merge-conflict`, `no-plan` (no heading and no list),
 * `newer-plan`, `bad-yaml`, `bad-front-matter`, `duplicate-step`.
 */
export function readPlan(markdown: string): Result<ReadPlan> {
  if (markdown.length > LONGEST)
    return err(
      failure(
        'too-long',
        `A plan of at most ${LONGEST.toLocaleString('en')} characters was expected; this file has ${markdown.length.toLocaleString('en')}.`,
        'Name the plan itself, not a log or a bundle.',
      ),
    );
  const source = markdown.replace(/\r\n?/g, '\n');
  const conflict = conflictLine(source);
  if (conflict !== undefined)
    return err(
      failure(
        'merge-conflict',
        `Line ${conflict} holds the mark of a merge conflict.`,
        'Settle the conflict first; the file is left as it is.',
      ),
    );
  const head = headOf(source);
  if (!head.ok) return head;
  const tree = parseBody(source);
  const sections = sectionsOf(tree.children, source, head.value !== undefined);
  const found = findSteps(tree.children, sections, source, head.value !== undefined);
  if (found.length === 0 && sections.length === 0)
    return err(
      failure(
        'no-plan',
        'A plan was expected, but the file has no heading that a plan has, and no step.',
        'docs/plan-format.md shows what a plan looks like.',
      ),
    );
  return assemble(source, tree.children, sections, found, head.value);
}

/** 1-based line of `<<<<<<< ours` or `>>>>>>> theirs`, where both and the rule between them are there. */
function conflictLine(source: string): number | undefined {
  const lines = source.split('\n');
  const at = lines.findIndex(line => /^<{7}(?: |$)/.test(line));
  if (at < 0) return undefined;
  const rest = lines.slice(at);
  return rest.some(line => /^={7}$/.test(line)) || rest.some(line => /^>{7}(?: |$)/.test(line))
    ? at + 1
    : undefined;
}

function headOf(source: string): Result<FrontMatter | undefined> {
  const span = findFrontMatter(source);
  const version = span && /^schema:\s*(\d+)\s*$/m.exec(span.yaml)?.[1];
  if (version !== undefined && Number(version) > 1)
    return err(
      failure(
        'newer-plan',
        `The plan has format version ${version}; this program reads version 1.`,
        'Update planner-tui; the file is left as it is.',
      ),
    );
  // Front matter of other tools is theirs.
  if (!isOurs(source)) return ok(undefined);
  const parsed = parseFrontMatter(source);
  return parsed.ok ? parsed : err(parsed.error);
}

function sectionsOf(nodes: readonly RootContent[], source: string, ours: boolean): readonly ReadSection[] {
  const sections: { title: string; key?: SectionKey; line: number; nodes: RootContent[] }[] = [];
  const rule = nodes.findLastIndex(node => node.type === 'thematicBreak');
  nodes.forEach((node, at) => {
    if (node.type === 'heading' && node.depth === 2) {
      const title = dataText(node.children, source);
      const key = ours ? sectionKey(title) : otherSectionKey(title);
      sections.push({ title, ...(key ? { key } : {}), line: lineOf(node), nodes: [] });
    } else if (node.type === 'heading' && node.depth === 1) return;
    else if (rule >= 0 && at >= rule && isHandOver(nodes.slice(rule + 1), source)) return;
    else sections.at(-1)?.nodes.push(node);
  });
  return sections;
}

function isHandOver(nodes: readonly RootContent[], source: string): boolean {
  return nodes.length === 1 && nodes[0] !== undefined && HAND_OVER.test(sliceOf(nodes[0], source));
}

function assemble(
  source: string,
  nodes: readonly RootContent[],
  sections: readonly ReadSection[],
  found: readonly FoundStep[],
  head: FrontMatter | undefined,
): Result<ReadPlan> {
  const read: ReadStep[] = [];
  const lines = new Map<string, number>();
  for (const one of found) {
    const step = readStep(one, source, new Set(lines.keys()), head !== undefined);
    const before = lines.get(step.step.id);
    if (before !== undefined)
      return err(
        failure(
          'duplicate-step',
          `Lines ${before} and ${one.line} both call their step \`${step.step.id}\`.`,
          'Give one of them another id; the id is the code below its heading.',
        ),
      );
    lines.set(step.step.id, one.line);
    read.push(step);
  }
  const numbered = byNumber(read);
  const ids = numbered.map(one => one?.step.id);
  const own = head !== undefined;
  const nothingFor = head ? { ...absent(sections, head), ...silences(sections, source) } : {};
  const of = (key: SectionKey) =>
    key in nothingFor ? [] : sections.filter(s => s.key === key).flatMap(s => s.nodes);
  const rows = timelineRows(of('timeline'), source);
  const partOf = new Map(rows.flatMap(row => row.steps.map(n => [ids[n - 1], row.part] as const)));
  const timed = withLikely(read, numbered, rows);
  const steps = (own ? timed : withSharedVerification(timed, sections)).map(
    ({ step, after, afterNames = [] }) => ({
      ...step,
      dependsOn: [...after.flatMap(n => ids[n - 1] ?? []), ...afterNames.map(name => idOf(name, read))],
      part: partOf.get(step.id) ?? step.part,
    }),
  );
  const title = titleOf(nodes, source);
  const approach = sections.find(s => s.key === 'approach');
  const special = sections.filter(s => isSpecial(s));
  const changes = sections.find(s => CHANGED.test(s.title));
  const plan: Plan = {
    schema: 1,
    title: head?.title ?? title,
    goal: head?.goal ?? title,
    slug: head?.slug ?? slug(title, 40, 'plan'),
    kind: head?.kind ?? 'feature',
    status: head?.status ?? 'draft',
    revision: head?.revision ?? 1,
    created: head?.created ?? '',
    ...(head?.approved === undefined ? {} : { approved: head.approved }),
    ...(head?.commit === undefined ? {} : { commit: head.commit }),
    ...(head?.clean === undefined ? {} : { clean: head.clean }),
    engine: head?.engine ?? 'local',
    ...(head?.model === undefined ? {} : { model: head.model }),
    changes: changes ? readChanges(changes.nodes, source, ids) : [],
    overview: allStatements(of('overview'), source),
    ...readRequirements(of('requirements'), source),
    findings: (own ? listStatements : allStatements)(of('findings'), source),
    ...readState(of('state'), source),
    approach: readApproach(
      approach?.title.replace(/^approach:?\s*/i, '') ?? '',
      'approach' in nothingFor ? [] : (approach?.nodes ?? []),
      source,
    ),
    steps,
    tests: readTests(of('tests'), source),
    rollback: own ? readRollback(of('rollback'), source, ids) : otherRollback(of('rollback'), source),
    security: own
      ? readSecurity(of('security'), source, ids)
      : boundSecurity(of('security'), source, read, of('tests')),
    performance: allStatements(of('performance'), source),
    monitoring: allStatements(of('monitoring'), source),
    risks: readRisks(of('risks'), source),
    questions: readQuestions(of('questions'), source),
    decisions: allStatements(of('decisions'), source),
    nextSteps: numberedTexts(of('next'), source),
    reliesOn: head?.relies_on ?? {},
    notices: noticesOf(nodes, source),
    nothingFor,
    ...(special.length > 0 ? { special: special.map(s => readSpecial(s.title, s.nodes, source)) } : {}),
    ...(head?.pace ? { pace: head.pace } : {}),
  };
  return ok({
    plan,
    own,
    ...(head ? { frontMatter: head } : {}),
    sections,
    stepLines: lines,
    untimed: read.flatMap(({ step, timed }) => (timed ? [] : [step.id])),
  });
}

const CHANGED = /^changed in revision \d+$/i;

function isSpecial({ key, title, nodes }: ReadSection): boolean {
  if (key !== undefined || CHANGED.test(title) || isSignOffHeading(title)) return false;
  return nodes.every(node => node.type === 'list' || node.type === 'table') && nodes.length > 0;
}

const TITLE =
  /^(?:(?:implementation|refactoring|fix|ci fix|conversion|bootstrap)\s+plan|decision|plan)\s*[:–—-]\s*/i;

function titleOf(nodes: readonly RootContent[], source: string): string {
  const first = nodes.find(node => node.type === 'heading' && node.depth === 1);
  return first?.type === 'heading' ? dataText(first.children, source).replace(TITLE, '') : '';
}

/**
 * Why a section of planner-tui's own has nothing to say: one sentence, which is neither an item nor a statement, since a
 * statement has a source or is called an assumption.
 */
function silences(sections: readonly ReadSection[], source: string): Record<string, string> {
  const said: Record<string, string> = {};
  for (const { key, nodes } of sections) {
    const [only, more] = nodes;
    if (!key || only?.type !== 'paragraph' || more !== undefined) continue;
    const text = blockText(only, source);
    const { sources, assumption } = readStatement(text);
    if (sources.length === 0 && assumption !== true) said[key] = text;
  }
  return said;
}

/** Sections of planner-tui's own that were taken out: they are not to come back. */
function absent(sections: readonly ReadSection[], { kind }: FrontMatter): Record<string, string> {
  const there = new Set(sections.map(section => section.key));
  const gone = sectionList.filter(({ key }) => isRequired(kind, key) && !there.has(key));
  return Object.fromEntries(gone.map(({ key }) => [key, '']));
}

/** Quotes above the first section. */
function noticesOf(nodes: readonly RootContent[], source: string): string[] {
  const end = nodes.findIndex(node => node.type === 'heading' && node.depth === 2);
  return nodes
    .slice(0, end < 0 ? nodes.length : end)
    .flatMap(node => (node.type === 'blockquote' ? paragraphsOf(node.children) : []))
    .map(node => blockText(node, source));
}
