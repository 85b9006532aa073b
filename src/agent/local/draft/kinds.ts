import type { CodeSymbol, GoalKind } from '../../../domain/index.ts';
import type { SpecialSection, Step } from '../../../plan/model.ts';
import { at, symbolSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { said } from './blueprint.ts';
import { estimate } from './estimate.ts';
import type { Phrases } from './phrases.ts';
import type { Target } from './targets.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** How a change is said where the goal is not to add something. */
const BY_KIND: Partial<Record<GoalKind, Phrases>> = {
  refactoring: {
    title: w => `Restructure ${w.name} (${w.where}), behaviour unchanged`,
    detail: w =>
      `${w.name} at ${w.where}: move code in pieces that each leave the build green; what its callers see stays the same after every commit of “${w.want}”.`,
    what: w => `restructure ${w.name}, same inputs and outputs`,
  },
};

export function phrasesFor(kind: GoalKind): Phrases | undefined {
  return BY_KIND[kind];
}

/** What comes before the first change: a safety net for a refactoring, a failing case for a fix. */
export function firstStep(
  survey: Survey,
  kind: GoalKind,
  targets: readonly Target[],
  serves: readonly string[],
): Step | undefined {
  const tested = (t: Target): string | undefined =>
    t.card.tests.find(x => isTest(survey, x) && survey.paths.has(x));
  const target = targets.find(t => tested(t) !== undefined);
  if (!target || (kind !== 'refactoring' && kind !== 'fix')) return undefined;
  const test = tested(target);
  const name = target.symbol ? `\`${target.symbol.name}\`` : `\`${target.path}\``;
  const refactor = kind === 'refactoring';
  const what = refactor ? `cases for what ${name} does today` : `the case that shows “${survey.goal.object}”`;
  if (!test) return undefined;
  const files = [{ action: 'modify' as const, path: test, what: `add ${what}` }];
  return {
    id: refactor ? 'S-safety-net' : 'S-reproduce',
    title: refactor
      ? `Pin down what ${name} does today in \`${test}\``
      : `Reproduce “${survey.goal.object}” in \`${test}\``,
    estimate: estimate(survey, { lines: 25, files: 1 }),
    serves: [...serves],
    dependsOn: [],
    details: [
      refactor
        ? `Before the first change: every public function of \`${target.path}\` that \`${test}\` does not call yet gets one case, written against the code as it is.`
        : `Write the failing case first, through ${name} as its callers use it; it becomes the regression test.`,
    ],
    files,
    functions: [],
    code: [],
    verify: verifyFile(survey, target.path, test),
    rollback: undo(survey, files),
    packages: [],
    part: 'testing',
  };
}

/** The section that only this kind has: behaviour to preserve. */
export function specialFor(survey: Survey, kind: GoalKind, targets: readonly Target[]): SpecialSection[] {
  if (kind === 'refactoring') return [behaviour(survey, targets)].filter(s => s.statements.length > 0);
  return [];
}

function behaviour(survey: Survey, targets: readonly Target[]): SpecialSection {
  const main = targets.slice(0, 3).flatMap(t => [t.symbol, ...t.others].flatMap(s => s ?? []));
  const members = targets.length === 1 ? (targets[0]?.card.symbols ?? []) : [];
  const symbols = [...new Set([...main, ...members])].filter(isOffered).slice(0, MOST_BEHAVIOURS);
  return {
    title: 'Behaviour to Preserve',
    statements: symbols.map(s => {
      const uses = survey.uses.get(at(s));
      const shown = uses?.files
        .slice(0, 3)
        .map(f => `\`${f}\``)
        .join(', ');
      const callers = shown ? `; used in ${shown}` : uses ? '; no use by name was found' : '';
      const file = survey.texts.get(s.path);
      const source = file && symbolSource(file, s, survey.commit, 4);
      return said(
        `\`${s.signature.replace(/\s*[{:]\s*$/, '')}\` (\`${at(s)}\`) keeps its arguments, results and errors${callers}.`,
        ...(source ? [source] : []),
      );
    }),
  };
}

const MOST_BEHAVIOURS = 6;

/** What others may rely on: it runs, and nothing says that it is for the file or class alone. */
function isOffered(s: CodeSymbol): boolean {
  return (
    (s.kind === 'function' || s.kind === 'method' || s.kind === 'class' || s.kind === 'component') &&
    !/^[_#]|^constructor$/.test(s.name) &&
    !/^(?:private|protected|#)\b/.test(s.signature.trim())
  );
}
