import type { Source } from '../../src/domain/index.ts';
import { wordBudget } from '../../src/plan/checks/words.ts';
import type { CheckResult, CodeBlock, Plan } from '../../src/plan/model.ts';
import { concreteness, sentenceKey, sentences } from '../../src/plan/text-quality.ts';
import { totals } from '../../src/plan/totals.ts';

/** The arithmetic of the yardstick: what a plan says, held against what there is and what was really changed. */

export type FileClass = 'source' | 'test' | 'other';

const SOURCE =
  /\.(?:c|h|cc|cpp|hpp|cs|css|scss|ejs|erb|go|graphql|haml|hbs|html?|java|[cm]?[jt]sx?|kts?|less|php|prisma|proto|pyi?|rb|rs|scala|sh|slim|sql|svelte|swift|tmpl|twig|vue)$/;
const TEST =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing|testdata|test-utils|runtime-tests|playground)\/|[._-](?:test|spec)(?:-d)?\.[^/]+$|_(?:test|spec)\.\w+$|(?:^|\/)test_[^/]+$|(?:^|\/)conftest\.py$|(?:Tests?|Spec)\.(?:java|kt|scala|php|cs|swift)$/;

/** Sources are what people write to run: code, templates, styles, queries. Documents, locks, data are `other`. */
export function classOf(path: string): FileClass {
  if (!SOURCE.test(path)) return 'other';
  return TEST.test(path) ? 'test' : 'source';
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
}

/** All 0 to 1; a list that names nothing has a precision of 0. */
export function score(named: readonly string[], wanted: readonly string[]): Score {
  const right = new Set(wanted);
  const once = [...new Set(named)];
  const hits = once.filter(p => right.has(p)).length;
  const precision = once.length === 0 ? 0 : hits / once.length;
  const recall = right.size === 0 ? 0 : hits / right.size;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

/** Files that a plan changes (`existing`), and those that it creates. Tests that are only run are not named. */
export function filesOf(plan: Plan): {
  readonly existing: readonly string[];
  readonly created: readonly string[];
} {
  const sums = totals(plan).files;
  return {
    existing: [...sums.modify, ...sums.delete].map(f => f.path).sort(),
    created: sums.create.map(f => f.path).sort(),
  };
}

const PATH = /`([^`\s]+?)(?::\d+(?:[–-]\d+)?)?`/g;

/** Steps that stand on the code: a file that is there, or one to create in a folder that is there or that is made for it. */
export function boundSteps(plan: Plan, exists: (path: string) => boolean): number {
  return plan.steps.filter(step => {
    const real = step.files.filter(f => f.action !== 'create');
    if (real.length > 0) return real.every(f => exists(f.path));
    const named = [...step.details, ...step.files.map(f => `\`${f.at ?? ''}\``)].join(' ');
    return [...named.matchAll(PATH)].some(m => exists(m[1] ?? ''));
  }).length;
}

export interface Excerpt {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

function excerptOf(source: Source | undefined): readonly Excerpt[] {
  if (source?.kind !== 'file' || source.excerpt === undefined) return [];
  return [{ path: source.path, line: source.excerpt.startLine, text: source.excerpt.text }];
}

const blocksOf = (plan: Plan): readonly CodeBlock[] => [
  ...plan.steps.flatMap(s => s.code),
  ...plan.rollback.flatMap(r => (r.code ? [r.code] : [])),
];

/** What a plan quotes of the project: in its steps, its statements and its questions. */
export function excerptsOf(plan: Plan): readonly Excerpt[] {
  const statements = [
    ...plan.overview,
    ...plan.findings,
    ...plan.currentState,
    ...plan.integrationPoints,
    ...plan.approach.summary,
    ...plan.approach.decisions.flatMap(d => d.reasons),
    ...plan.tests.intro,
    ...plan.performance,
    ...plan.monitoring,
    ...(plan.special ?? []).flatMap(s => s.statements),
  ];
  return [
    ...blocksOf(plan).flatMap(b => excerptOf(b.source)),
    ...statements.flatMap(s => s.sources.flatMap(excerptOf)),
    ...plan.questions.flatMap(q => q.question.evidence.flatMap(excerptOf)),
  ];
}

/** Whether a quote stands in the file at its line, to the letter. `text` is the file's, absent where there is none. */
export function isVerbatim(excerpt: Excerpt, text: string | undefined): boolean {
  if (text === undefined) return false;
  const quoted = excerpt.text.split(/\r?\n/);
  const lines = text.split(/\r?\n/).slice(excerpt.line - 1, excerpt.line - 1 + quoted.length);
  return lines.join('\n') === quoted.join('\n');
}

/** Blocks that the plan wrote itself: quotes of the project may begin and end in the middle of something. */
export function newBlocks(plan: Plan): readonly CodeBlock[] {
  return blocksOf(plan).filter(b => b.kind !== 'existing');
}

/** Sentences that stand twice in a plan, each time beyond the first. Short ones are labels, commands and the like. */
export function repeated(markdown: string): number {
  const seen = new Set<string>();
  let again = 0;
  for (const sentence of sentences(markdown)) {
    const key = sentenceKey(sentence);
    if (key.split(' ').length < 6) continue;
    if (seen.has(key)) again++;
    seen.add(key);
  }
  return again;
}

export interface Judged {
  readonly steps: number;
  readonly bound: number;
  readonly passed: number;
  readonly failed: readonly string[];
  readonly unchecked: number;
  readonly sentences: number;
  readonly vague: number;
  readonly repeated: number;
  /** Words of prose over the budget of the plan format: 1 is all of it. */
  readonly length: number;
}

export function judge(
  plan: Plan,
  markdown: string,
  checks: readonly CheckResult[],
  exists: (path: string) => boolean,
): Judged {
  const named = filesOf(plan);
  const said = sentences(markdown);
  const words = said.reduce((sum, s) => sum + s.split(/\s+/).length, 0);
  return {
    steps: plan.steps.length,
    bound: boundSteps(plan, exists),
    passed: checks.filter(c => c.verdict === 'passed').length,
    failed: checks
      .filter(c => c.verdict === 'failed')
      .map(c => `${c.check} ${c.name}: ${c.findings[0]?.message ?? ''}`),
    unchecked: checks.filter(c => c.verdict === 'not-checked').length,
    sentences: said.length,
    vague: concreteness(markdown, { words: plan.goal }).vague.length,
    repeated: repeated(markdown),
    length: words / wordBudget(named.existing.length + named.created.length),
  };
}

export interface Known {
  readonly about: string;
  readonly because: string;
  /** A regular expression: an open question whose text it matches is one that this fact answers. */
  readonly asks: string;
}

/** Open questions of a plan that the code answers: by a fact that was listed for the repository. */
export function answeredByCode(plan: Plan, known: readonly Known[]): readonly string[] {
  return plan.questions
    .filter(q => q.answer === undefined)
    .flatMap(({ question }) => {
      const fact = known.find(k => new RegExp(k.asks, 'i').test(question.text));
      return fact ? [`${question.text} (${fact.because})`] : [];
    });
}

/** Mean, 0 of nothing. */
export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}
