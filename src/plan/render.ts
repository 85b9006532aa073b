import { frontMatter, writeFrontMatter } from './front-matter.ts';
import type { Plan } from './model.ts';
import { type Block, heading, join, list, prose } from './render/blocks.ts';
import { risks, rollback, security, tests } from './render/care.ts';
import { handOver, questions } from './render/closing.ts';
import { fileSummary, paceNote, timelineTable } from './render/computed.ts';
import { renderHead } from './render/head.ts';
import { oneLine } from './render/inline.ts';
import {
  approach,
  currentState,
  findings,
  numbered,
  overview,
  requirements,
  special,
} from './render/knowledge.ts';
import { statement } from './render/sources.ts';
import { renderStep } from './render/steps.ts';
import { headingOf, isRequired, type SectionKey, sectionList } from './section-list.ts';
import { type PlanTotals, totals } from './totals.ts';

/** Said in a required section that has nothing, where the planner gave no reason of its own. */
const silence: Readonly<Record<SectionKey, string>> = {
  overview: 'The goal says it all.',
  requirements: 'No requirement was stated beyond the goal.',
  findings: 'Nothing was found that bears on this goal.',
  state: 'No existing code bears on this goal.',
  approach: 'No other way was weighed.',
  steps: 'No step is planned.',
  files: 'No file changes.',
  tests: 'No test is planned.',
  timeline: 'No step, no time.',
  rollback: 'Nothing to undo.',
  security: 'No security question was found.',
  performance: 'No effect on performance was found.',
  monitoring: 'Nothing new to watch.',
  risks: 'No risk was found.',
  questions: 'No question is open.',
  decisions: 'Nothing was decided beyond the approach.',
  next: 'Nothing is left to do after the last step.',
};

/** What comes after a decision is never nothing: what it means is built by a goal of its own. */
const AFTER_DECIDING = 'record the decision, and plan what follows from it as a goal of its own.';

/** The same, where the plain words would be untrue of a plan. */
function silenceOf(plan: Plan, key: SectionKey): string {
  if (plan.kind !== 'decision' || key !== 'next') return silence[key];
  return plan.steps.length === 0
    ? `This plan has no step: ${AFTER_DECIDING}`
    : `After the last step ${AFTER_DECIDING}`;
}

/**
 * A plan as Markdown with YAML front matter: docs/plan-format.md says how it reads. Summaries, timeline, counts and
 * front matter totals are computed here. The same plan gives the same bytes; no line ends in white space; the text
 * ends with one newline.
 */
export function renderPlan(plan: Plan): string {
  const sums = totals(plan);
  const sections = sectionList.flatMap(({ key }) => [
    ...renderSection(plan, sums, key),
    ...(key === 'state' ? (plan.special ?? []).flatMap(special) : []),
  ]);
  const body = join([...renderHead(plan, sums), ...sections, ...handOver(plan)]);
  return `${writeFrontMatter(frontMatter(plan, sums))}\n${body}`;
}

function renderSection(plan: Plan, sums: PlanTotals, key: SectionKey): readonly Block[] {
  const body = sectionBody(plan, sums, key);
  const named = key === 'approach' && oneLine(plan.approach.title) !== '';
  const head = heading(2, named ? `Approach: ${plan.approach.title}` : headingOf(key));
  if (body.length > 0) return [head, ...body];
  const reason = plan.nothingFor?.[key] ?? (isRequired(plan.kind, key) ? silenceOf(plan, key) : '');
  const said = prose(reason);
  return said.length === 0 ? [] : [head, ...said];
}

function sectionBody(plan: Plan, sums: PlanTotals, key: SectionKey): readonly Block[] {
  switch (key) {
    case 'overview':
      return overview(plan);
    case 'requirements':
      return requirements(plan);
    case 'findings':
      return findings(plan);
    case 'state':
      return currentState(plan);
    case 'approach':
      return approach(plan);
    case 'steps':
      return plan.steps.flatMap((step, index) => renderStep(plan, step, index));
    case 'files':
      return fileSummary(sums);
    case 'tests':
      return tests(plan);
    case 'timeline':
      return [...timelineTable(sums), ...paceNote(plan.pace, sums)];
    case 'rollback':
      return rollback(plan);
    case 'security':
      return security(plan);
    case 'performance':
      return list(plan.performance.map(statement));
    case 'monitoring':
      return list(plan.monitoring.map(statement));
    case 'risks':
      return risks(plan);
    case 'questions':
      return questions(plan);
    case 'decisions':
      return list(plan.decisions.map(statement));
    case 'next':
      return numbered(plan.nextSteps);
    default:
      return key satisfies never;
  }
}
