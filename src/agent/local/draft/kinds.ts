import type { CodeSymbol, GoalKind } from '../../../domain/index.ts';
import type { SpecialSection, Statement, Step } from '../../../plan/model.ts';
import { at, symbolSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { type Blueprint, said } from './blueprint.ts';
import { estimate } from './estimate.ts';
import type { Phrases } from './phrases.ts';
import { type Target, targetIn } from './targets.ts';
import { testStep } from './test-step.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';
import { casesOf, waysOf } from './ways.ts';

/** How a change is said where the goal is not to add something. */
const BY_KIND: Partial<Record<GoalKind, Phrases>> = {
  refactoring: {
    pieces: true,
    title: w => `Restructure ${w.name} (${w.where}), behaviour unchanged`,
    detail: w =>
      `${w.name} at ${w.where}: move code in pieces that each leave the build green; what its callers see stays the same after every commit of “${w.want}”.`,
    what: w => `restructure ${w.name}, same inputs and outputs`,
  },
};

/** Files that say what a table holds. */
const STORED =
  /(?:^|[/.`_-])(?:schema|models?|entit(?:y|ies)|migrations?|tables?)(?:[/._-]|$)|\.(?:prisma|sql)\b/i;

/** A name that changes: both stand until the last user has moved. */
const RENAME: Phrases = {
  title: w => `Rename in ${w.name} (${w.where}): “${w.want}”`,
  detail: w =>
    `“${w.want}” at ${w.where} in three commits that are each green: the new name beside the old, which only passes on; every line under “Callers” moved to the new one; the old one taken away.${STORED.test(w.where) ? ' A column of a table gets its new name by a migration that keeps both until the release that no longer reads the old.' : ''}`,
  what: w => `give the new name of “${w.want}”, and keep the old one until its callers have moved`,
};

export function phrasesFor(kind: GoalKind, verb = ''): Phrases | undefined {
  if (kind === 'refactoring' && verb === 'rename') return RENAME;
  return BY_KIND[kind];
}

/** What comes before the first change: a safety net for a refactoring, a failing case for a fix. */
export function firstStep(
  survey: Survey,
  kind: GoalKind,
  targets: readonly Target[],
  serves: readonly string[],
): Step | undefined {
  if (kind !== 'refactoring' && kind !== 'fix') return undefined;
  const tested = (t: Target): string | undefined =>
    t.card.tests.find(x => isTest(survey, x) && survey.paths.has(x));
  const subject =
    kind === 'refactoring' ? targets.find(t => survey.subjects?.some(s => s.path === t.path)) : undefined;
  const target =
    subject ??
    targets.find(t => tested(t) !== undefined) ??
    (kind === 'refactoring' ? targets[0] : undefined);
  if (!target) return undefined;
  const refactor = kind === 'refactoring';
  const test = (refactor ? nearestTest(survey, target) : undefined) ?? tested(target);
  if (test === undefined) return refactor ? newSafetyNet(survey, target, serves) : undefined;
  const name = target.symbol ? `\`${target.symbol.name}\`` : `\`${target.path}\``;
  const what = refactor ? `cases for what ${name} does today` : `the case that shows “${survey.goal.object}”`;
  const files = [{ action: 'modify' as const, path: test, what: `add ${what}` }];
  return {
    id: refactor ? 'S-safety-net' : 'S-reproduce',
    title: refactor
      ? `Pin down what ${name} does today in \`${test}\``
      : `Reproduce “${survey.goal.object}” in \`${test}\``,
    estimate: estimate(survey, { lines: 25, files: 1 }),
    serves: [...serves],
    dependsOn: [],
    details: refactor
      ? [
          `Before the first change, against the code as it is: each of these cases is green when it is written, or it says something else than the code does.`,
          ...untested(survey, target, test),
        ]
      : [
          `Write the failing case first, through ${name} as its callers use it; it becomes the regression test.`,
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

/** The test that names the definition itself on most lines, else none. */
function nearestTest(survey: Survey, { symbol, card }: Target): string | undefined {
  const page = symbol && survey.callers?.get(at(symbol));
  const calling = (page?.usedBy ?? []).filter(u => isTest(survey, u.path) && survey.paths.has(u.path));
  // What no test names is reached through others: the test that speaks most of the goal does so, or says where to begin.
  if (calling.length === 0 && symbol)
    return survey.impact.tests.find(t => isTest(survey, t.path) && card.tests.includes(t.path))?.path;
  const lines = new Map<string, number>();
  for (const u of calling) lines.set(u.path, (lines.get(u.path) ?? 0) + u.lines.length);
  return [...lines].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

/** What no test that was read holds: the ways out of the definition, and its callers' own sight of it. */
function untested(survey: Survey, target: Target, test: string | undefined): string[] {
  const { symbol, card } = target;
  const subjects = symbol ? [symbol] : card.symbols.filter(isOffered);
  const tests = testsFor(survey, target, test);
  const out: string[] = [];
  const unnamed = card.symbols.filter(
    s =>
      isOffered(s) &&
      (symbol === undefined || s === symbol) &&
      casesOf(survey, s.name, tests, usesIn(survey, s)).length === 0,
  );
  if (
    symbol &&
    !isOffered(symbol) &&
    casesOf(survey, symbol.name, tests, usesIn(survey, symbol)).length === 0
  ) {
    const page = survey.callers?.get(at(symbol));
    const through = [...new Set((page?.usedBy ?? []).flatMap(u => (u.within ? [u.within.name] : [])))];
    out.push(
      `\`${symbol.name}\` (\`${at(symbol)}\`) is private and no case names it: write its cases ${through.length > 0 ? `through ${joinNames(through.slice(0, 3).map(n => `\`${n}\``))}, which call${through.length === 1 ? 's' : ''} it` : 'through whatever reaches it from outside'}, one for each branch of its body.`,
    );
  }
  if (unnamed.length > 0)
    out.push(
      `No case names ${joinNames(unnamed.slice(0, 6).map(s => `\`${s.name}\` (\`${at(s)}\`)`))}${unnamed.length > 6 ? ` and ${unnamed.length - 6} more` : ''}: ${unnamed.length === 1 ? 'it gets one' : 'each gets one'}, by what goes in and what comes out.`,
    );
  const ways = subjects.flatMap(s => waysOf(survey, s, tests).map(way => ({ s, way })));
  const open = ways.filter(w => w.way.test === undefined);
  for (const { s, way } of open.slice(0, 6))
    out.push(
      `No test names this way out of \`${s.name}\`: \`${way.says}\` (\`${s.path}:${way.line}\`); write the case that ends there.`,
    );
  if (open.length > 6)
    out.push(`${open.length - 6} further lines on which it fails are named by no test either.`);
  if (out.length === 0)
    out.push(
      `Every way out of it that was found is named by a test: run ${tests
        .slice(0, 3)
        .map(t => `\`${t}\``)
        .join(', ')} and add what only its callers see.`,
    );
  return out;
}

/** Lines on which the code map saw a definition used, by file; undefined where it was not asked. */
function usesIn(survey: Survey, symbol: CodeSymbol): ReadonlyMap<string, ReadonlySet<number>> | undefined {
  const page = survey.callers?.get(at(symbol));
  if (!page) return undefined;
  const lines = new Map<string, Set<number>>();
  for (const use of page.usedBy) lines.set(use.path, new Set([...(lines.get(use.path) ?? []), ...use.lines]));
  return lines;
}

function testsFor(survey: Survey, { symbol, card }: Target, test: string | undefined): readonly string[] {
  const page = symbol && survey.callers?.get(at(symbol));
  const calling = (page?.usedBy ?? []).map(u => u.path).filter(p => isTest(survey, p));
  return [...new Set([...(test ? [test] : []), ...calling, ...card.tests.filter(t => isTest(survey, t))])];
}

const joinNames = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A playbook's steps, with a safety net in front where they would change code before any test holds it. */
export function withSafetyNet(survey: Survey, blueprint: Blueprint): Blueprint {
  const { steps } = blueprint;
  const at = steps.findIndex(s => s.files.some(f => f.action !== 'create' && !isTest(survey, f.path)));
  const held = steps
    .slice(0, Math.max(0, at))
    .some(s => s.part === 'testing' || s.files.some(f => isTest(survey, f.path)));
  const first = steps[at];
  if (!first || held || steps.some(s => s.id === 'S-safety-net')) return blueprint;
  const net =
    firstStep(survey, 'refactoring', netTargets(survey, first), first.serves) ??
    runFirst(survey, first.serves, first.files[0]?.path ?? '');
  if (!net) return blueprint;
  return {
    ...blueprint,
    steps: [net, ...steps.map(s => ({ ...s, dependsOn: [net.id, ...s.dependsOn] }))],
  };
}

/** The file that changes first, where the code map knows it. */
function netTargets(survey: Survey, { files }: Step): readonly Target[] {
  return files.flatMap(f =>
    f.action === 'modify' && !isTest(survey, f.path)
      ? (targetIn(survey, f.path, f.symbol, { signal: 'named', detail: 'it changes first' }) ?? [])
      : [],
  );
}

/** Nothing to write a case for: the tests as they are, green before anything changes. */
export function runFirst(survey: Survey, serves: readonly string[], path: string): Step | undefined {
  const test = survey.brief.scripts.find(s => s.purpose === 'test');
  if (!test) return undefined;
  return {
    id: 'S-safety-net',
    title: `See \`${test.run}\` green before anything changes`,
    estimate: estimate(survey, { lines: 0, files: 1 }),
    serves: [...serves],
    dependsOn: [],
    details: [
      `\`${path}\` and what follows it change no result: write down how many cases of \`${test.run}\` pass and how many are skipped, because the same numbers have to come back after every step.`,
    ],
    files: [],
    functions: [],
    code: [],
    verify: [{ kind: 'command', text: test.run }],
    rollback: ['Nothing was changed.'],
    packages: [],
    part: 'testing',
  };
}

/** Where no test is near: one is written first, in the place and manner of the others. */
function newSafetyNet(survey: Survey, target: Target, serves: readonly string[]): Step | undefined {
  const step = testStep(survey, [target], [], [], serves);
  const file = step?.files[0];
  if (!step || !file) return undefined;
  const name = target.symbol ? `\`${target.symbol.name}\`` : `\`${target.path}\``;
  return {
    ...step,
    id: 'S-safety-net',
    title: `Pin down what ${name} does today in \`${file.path}\``,
    files: [{ ...file, what: `cases for what ${name} does today` }],
    details: [
      ...step.details.slice(0, -1),
      `No test exercises \`${target.path}\`: these come before anything is changed, and are green against the code as it is.`,
      ...untested(survey, target, undefined),
    ],
  };
}

/** The section that only this kind has: behaviour to preserve. */
export function specialFor(survey: Survey, kind: GoalKind, targets: readonly Target[]): SpecialSection[] {
  if (kind === 'refactoring') return [behaviour(survey, targets)].filter(s => s.statements.length > 0);
  return [];
}

function behaviour(survey: Survey, targets: readonly Target[]): SpecialSection {
  const subjects = survey.subjects ?? [];
  const main = targets.slice(0, 3).flatMap(t => [t.symbol, ...t.others].flatMap(s => s ?? []));
  const members = targets.length === 1 ? (targets[0]?.card.symbols ?? []) : [];
  // What the goal names stays as it is for its callers, be it private.
  const around =
    subjects.length > 0 ? members.filter(s => subjects.some(o => s.container === o.name)) : members;
  const symbols = [...new Set([...subjects, ...(subjects.length > 0 ? [] : main), ...around])]
    .filter(s => subjects.includes(s) || isOffered(s))
    .slice(0, MOST_BEHAVIOURS);
  return {
    title: 'Behaviour to Preserve',
    statements: symbols.flatMap(s => behaviourOf(survey, s, targets)),
  };
}

/** Its signature, the errors that it raises, and the cases that hold it today. */
function behaviourOf(survey: Survey, s: CodeSymbol, targets: readonly Target[]): readonly Statement[] {
  const file = survey.texts.get(s.path);
  const source = file && symbolSource(file, s, survey.commit, 4);
  const target = targets.find(t => t.path === s.path);
  const tests = target ? testsFor(survey, { ...target, symbol: s }, undefined) : [];
  const ways = s.kind === 'class' ? [] : waysOf(survey, s, tests);
  const held = s.kind === 'class' ? [] : casesOf(survey, s.name, tests, usesIn(survey, s));
  const fails = ways.slice(0, 4).map(w => `\`${w.says.replace(/[;{]\s*$/, '')}\` (\`${s.path}:${w.line}\`)`);
  const more = ways.length > 4 ? ` and on ${ways.length - 4} more lines` : '';
  const errors = fails.length > 0 ? ` \`${s.name}\` fails as it does today: ${fails.join(', ')}${more}.` : '';
  const cases = held.slice(0, 3).map(c => `“${c.title}” (\`${c.source.path}:${c.source.line}\`)`);
  const rest = held.length > 3 ? ` and ${held.length - 3} more` : '';
  const kept =
    cases.length > 0
      ? ` Cases hold \`${s.name}\`: ${joinNames(cases)}${rest}.`
      : s.kind === 'class'
        ? ''
        : ` No case of a test names \`${s.name}\` yet.`;
  return [
    said(
      `\`${s.signature.replace(/\s*[{:]\s*$/, '')}\` (\`${at(s)}\`) keeps its arguments, results and errors.${errors}${kept}`,
      ...(source ? [source] : []),
    ),
  ];
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
