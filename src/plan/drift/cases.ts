import { redact } from '../../shared/text/index.ts';
import { stems } from '../../shared/text/stems.ts';
import type { Plan } from '../model.ts';
import type { CaseDrift, DriftFacts, DriftItem, TestsDrift } from './model.ts';
import type { Moved } from './moved.ts';
import { fileItem } from './steps.ts';
import { type TestName, testNames } from './test-names.ts';

/** A test of this project, and where it stands. */
export interface KnownTest extends TestName {
  readonly path: string;
}

/** Share of a case's words that a test's name must hold, and how many at least. */
const ENOUGH = 0.6;
const LEAST_WORDS = 2;
/** Below this a test has nothing to do with the case. */
const LIKE = 0.25;

/** Words that a plan's case uses of tests in general. */
const OF_TESTS = new Set(
  stems('case test covers prove fails before after change through still works correctly given'),
);

export function testsDrift(
  plan: Plan,
  facts: DriftFacts,
  moved: Moved,
  tests: readonly KnownTest[],
): TestsDrift {
  const files = plan.tests.files.map((file): DriftItem => {
    if (file.action !== 'run') return fileItem({ action: file.action, path: file.path }, facts, moved);
    const there = facts.exists(file.path);
    return {
      kind: 'file',
      action: 'modify',
      path: file.path,
      done: there,
      ...(there ? {} : { found: 'it is not there' }),
    };
  });
  return { files, cases: casesDrift(plan.tests.cases, tests) };
}

/** Tests in the files of the strategy and in all that changed. */
export function knownTests(plan: Plan, facts: DriftFacts, moved: Moved): readonly KnownTest[] {
  const paths = new Set([
    ...plan.tests.files.map(file => moved.get(file.path) ?? file.path),
    ...plan.steps.flatMap(step => step.files.map(file => moved.get(file.path) ?? file.path)),
    ...facts.changed.keys(),
  ]);
  return [...paths].flatMap(path => {
    const text = facts.exists(path) ? facts.text(path) : undefined;
    if (text === undefined) return [];
    return testNames(path, text).map(test => ({ ...test, path }));
  });
}

/** Cases by the words that they share with names of tests: nothing is run, and what a test asserts is not looked at. */
export function casesDrift(cases: Plan['tests']['cases'], tests: readonly KnownTest[]): readonly CaseDrift[] {
  const known = tests.map(test => ({ ...test, words: new Set(wordsOf(test.name)) }));
  const weights = weightsOf(cases.map(entry => wordsOf(entry.text)));
  return cases.map(({ text, proves }) => {
    const words = [...new Set(wordsOf(text))];
    const all = sum(words, weights);
    let best:
      | { readonly test: (typeof known)[number]; readonly share: number; readonly shared: number }
      | undefined;
    for (const test of known) {
      const shared = words.filter(word => test.words.has(word));
      const share = all === 0 ? 0 : sum(shared, weights) / all;
      if (!best || share > best.share) best = { test, share, shared: shared.length };
    }
    const found =
      best !== undefined && best.share >= ENOUGH && best.shared >= Math.min(LEAST_WORDS, words.length);
    return {
      text,
      proves,
      found: found && words.length > 0,
      ...(best && best.share >= LIKE
        ? {
            nearest: {
              path: best.test.path,
              line: best.test.line,
              name: redact(best.test.name).text,
              share: Math.round(best.share * 100) / 100,
            },
          }
        : {}),
    };
  });
}

function wordsOf(text: string): readonly string[] {
  return stems(text.replace(/[’']/g, '')).filter(word => !OF_TESTS.has(word));
}

/** A word of every case tells them apart less than one that stands in a single case. */
function weightsOf(cases: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const words of cases) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].map(([word, count]) => [word, 1 / Math.sqrt(count)]));
}

function sum(words: readonly string[], weights: ReadonlyMap<string, number>): number {
  return words.reduce((total, word) => total + (weights.get(word) ?? 1), 0);
}
