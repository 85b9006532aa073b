import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Plan } from '../model.ts';
import type { ReadSection } from '../read/index.ts';
import type { StatedThreshold } from './model.ts';

/** `80 %`, `87.5%`, `80 percent`, `80–85 %` (the lower one is asked). */
const PERCENT = /(\d{1,3}(?:[.,]\d+)?)\s*(?:[–-]\s*\d{1,3}(?:[.,]\d+)?\s*)?(?:%|percent\b|per cent\b)/gi;
/** Only lines are measured: a figure for branches is none for them. */
const COVERAGE =
  /(?<!branch[ -])\bcoverage\b|\b(?:lines?|statements?|code|functions?)\b[^.;]{0,30}\bcovered\b|\bcovered\b[^.;]{0,20}\b(?:lines?|statements?|code)\b/i;
/** Words between the figure and the coverage, at most. */
const NEAR = 60;
const WHOLE = /\b(?:overall|total|global|whole|entire|project(?:-wide)?|code ?base|all files)\b/i;
/** What is told as a fact of today is no demand. */
const TODAY = /\b(?:today|currently|at present|was|is at(?! least)|stands at|now at)\b/i;
const DEMAND =
  /\b(?:at least|minimum|no less|not below|must|should|shall|threshold|target|goal|reach|keep)\b|≥|>=/i;

/** What stands in the file beside what a plan is made of. */
export interface AlsoSaid {
  readonly frontMatter?: Readonly<Record<string, unknown>> | undefined;
  readonly sections?: readonly ReadSection[];
}

/**
 * The coverage that a plan asks for: from its front matter (`coverage: 85`, `coverage_threshold: 80%`), else the first figure
 * beside the word "coverage" or "covered" in its test strategy, requirements, monitoring, steps or next steps.
 */
export function statedThreshold(
  plan: Plan,
  { frontMatter = {}, sections = [] }: AlsoSaid = {},
): StatedThreshold | undefined {
  for (const key of ['coverage', 'coverage_threshold', 'coverageThreshold', 'min_coverage']) {
    const value = frontMatter[key];
    const percent =
      typeof value === 'number'
        ? value
        : typeof value === 'string'
          ? Number(value.replace(/\s*%$/, ''))
          : Number.NaN;
    if (percent > 0 && percent <= 100) return { percent, of: 'planned', text: `${key}: ${value}` };
  }
  const texts = [
    ...plan.tests.intro.map(statement => statement.text),
    ...plan.tests.cases.map(entry => entry.text),
    ...plan.tests.files.map(file => file.purpose),
    ...plan.requirements.map(requirement => requirement.text),
    ...plan.monitoring.map(statement => statement.text),
    ...plan.steps.flatMap(step => [...step.details, ...step.verify.map(entry => entry.text)]),
    ...plan.nextSteps,
    // Other hands say it anywhere in these sections.
    ...sections
      .filter(section => section.key === 'tests' || section.key === 'monitoring')
      .flatMap(section => section.nodes.flatMap(textsOf)),
  ];
  for (const text of texts)
    for (const sentence of text.split(/(?<=[.!?;])\s+/)) {
      const found = thresholdIn(sentence);
      if (found) return found;
    }
  return undefined;
}

function textsOf(node: RootContent): readonly string[] {
  return node.type === 'list' ? node.children.map(item => textOf(item)) : [textOf(node)];
}

/** Of one sentence; undefined where it asks for nothing. */
export function thresholdIn(sentence: string): StatedThreshold | undefined {
  if (!COVERAGE.test(sentence) || (TODAY.test(sentence) && !DEMAND.test(sentence))) return undefined;
  // What is asked stands behind the word that asks; before it stands what is now.
  const demand = DEMAND.exec(sentence)?.index ?? 0;
  const all = [...sentence.matchAll(PERCENT)];
  const behind = all.filter(match => match.index > demand);
  for (const match of behind.length > 0 ? behind : all) {
    const percent = Number((match[1] ?? '').replace(',', '.'));
    const around = sentence.slice(Math.max(0, match.index - NEAR), match.index + match[0].length + NEAR);
    if (percent > 0 && percent <= 100 && COVERAGE.test(around))
      return { percent, of: WHOLE.test(sentence) ? 'all' : 'planned', text: sentence.trim() };
  }
  return undefined;
}
