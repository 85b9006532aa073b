import { FROM_NOTHING } from '../drift/model.ts';
import type { FactNeeds, PlanFacts } from '../facts.ts';
import type { CheckReport, CheckResult, Plan } from '../model.ts';
import { saidOf } from './claims.ts';
import { code } from './code.ts';
import { createdPaths, folderOf, paths } from './files.ts';
import { newPackages, wantedPackages } from './imports.ts';
import { type Check, checkInput, resultOf } from './input.ts';
import { order } from './order.ts';
import { saidQuotes } from './quotes.ts';
import { requirements } from './requirements.ts';
import { rollback } from './rollback.ts';
import { sources } from './sources.ts';
import { frontMatterCheck, sections, security } from './structure.ts';
import { summary } from './summary.ts';
import { symbols, wantedSymbols } from './symbols.ts';
import { timelineCheck } from './time.ts';
import { commandFiles, verification, wantedCommands } from './verification.ts';
import { length, openEnds } from './words.ts';

/** The fifteen checks of docs/plan-format.md, in their order. */
export const checks: readonly Check[] = [
  sections,
  paths,
  symbols,
  summary,
  timelineCheck,
  order,
  requirements,
  verification,
  code,
  rollback,
  security,
  sources,
  openEnds,
  frontMatterCheck,
  length,
];

/**
 * Facts that the checks of this plan want; gathered by the app before `check` is called. Without its Markdown nothing is
 * asked of what the prose names.
 */
export function needs(plan: Plan, markdown = ''): FactNeeds {
  const files = plan.steps.flatMap(step => step.files);
  // What is not said to be there may be new, too: then its folder is asked for.
  const made = files.filter(file => file.action === 'create' || file.unsure).map(file => folderOf(file.path));
  return {
    files: unique([
      ...files.map(file => file.path),
      ...plan.tests.files.map(file => file.path),
      ...saidOf(markdown).mentions.map(mention => mention.path),
      ...commandFiles(plan),
    ]),
    created: [...createdPaths(plan)],
    deleted: files.flatMap(file => (file.action === 'delete' ? [file.path] : [])),
    ...(plan.commit !== undefined
      ? { base: plan.commit }
      : // A new project is planned before there is a commit.
        plan.kind === 'bootstrap'
        ? { base: FROM_NOTHING }
        : {}),
    folders: unique(made.flatMap(folder => [folder, folderOf(folder)])),
    symbols: wantedSymbols(plan, markdown),
    commands: wantedCommands(plan),
    packages: wantedPackages(plan),
    newPackages: newPackages(plan),
    quotes: saidQuotes(markdown),
  };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** Judges a plan and its Markdown by the facts at hand. Pure; every check answers. `stepLines`: as `readPlan` found them. */
export function check(
  plan: Plan,
  markdown: string,
  facts: PlanFacts,
  stepLines?: ReadonlyMap<string, number>,
): CheckReport {
  const input = checkInput(plan, markdown, facts, stepLines);
  return { results: checks.map(one => resultOf(one, input)) };
}

/** Results that stand in the way of an approval. */
export function failing(report: CheckReport): readonly CheckResult[] {
  return report.results.filter(result => result.verdict === 'failed');
}

export interface ReportGroup {
  readonly title: string;
  readonly results: readonly CheckResult[];
}

/** What makes a good plan, in nine headings, and the checks that speak to each. Every check stands under one. */
const groups: readonly (readonly [string, readonly number[]])[] = [
  ['Research findings', [12]],
  ['Clear steps', [1, 6, 7, 14, 15]],
  ['Code examples', [3, 9]],
  ['File changes', [2, 4]],
  ['Timeline', [5]],
  ['Tests', [8]],
  ['Security', [11]],
  ['Rollback', [10]],
  ['Open questions', [13]],
];

/** The report under the nine headings, in order; a heading without results stays, empty. */
export function reportGroups(report: CheckReport): readonly ReportGroup[] {
  return groups.map(([title, numbers]) => ({
    title,
    results: report.results.filter(result => numbers.includes(result.check)),
  }));
}
