import type { FileChange, Step } from '../../../plan/model.ts';
import { extOf, folderOf, stemOf, testPathFor } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { overlap, stem, tokens } from '../words.ts';
import { estimate } from './estimate.ts';
import type { Target } from './targets.ts';
import { isTest } from './tests.ts';
import { undo } from './undo.ts';
import { verifyFile } from './verify.ts';

/** Extends the nearest tests of what changes and of what is new; `given` are test changes that are known already. */
export function testStep(
  survey: Survey,
  targets: readonly Target[],
  created: readonly string[],
  steps: readonly Step[],
  serves: readonly string[],
  given: readonly FileChange[] = [],
): Step | undefined {
  const existing = (survey.roles.get('test') ?? []).filter(t => isTest(survey, t));
  const files = new Map<string, FileChange>(given.map(f => [f.path, f]));
  const want = survey.goal.object;
  for (const path of created) {
    const test = testPathFor(path, existing);
    files.set(test, {
      action: survey.paths.has(test) ? 'modify' : 'create',
      path: test,
      what: `cover “${want}” in \`${path}\``,
    });
  }
  for (const t of targets
    .filter(x => x.tier !== 'config' && !(x.tier === 'data' && x.card.tests.length === 0))
    .slice(0, 4)) {
    const test = t.card.tests.find(x => isTest(survey, x)) ?? testPathFor(t.path, existing);
    const known = survey.paths.has(test);
    if (steps.some(s => s.files.some(f => f.path === test))) continue;
    if (files.has(test) || (!known && files.size >= 3)) continue;
    const what = `${known ? 'extend' : 'cover'} \`${t.symbol?.name ?? stemOf(t.path)}\` for “${want}”`;
    files.set(test, { action: known ? 'modify' : 'create', path: test, what });
  }
  const list = [...files.values()];
  if (list.length === 0) return undefined;
  const fresh = list.find(f => f.action === 'create');
  const exemplar = fresh
    ? nearestTest(existing, fresh.path, survey)
    : (list[0]?.path ?? nearestTest(existing, '', survey));
  const runs = list.flatMap(f => survey.brief.testCommand(f.path) ?? []);
  return {
    id: 'S-tests',
    title: `Prove “${want}” in ${list
      .slice(0, 2)
      .map(f => `\`${f.path}\``)
      .join(' and ')}`,
    estimate: estimate(survey, { lines: 25 * list.length, files: list.length }),
    serves: [...serves],
    dependsOn: steps.map(s => s.id),
    details: [
      ...(exemplar
        ? [`Write them as \`${exemplar}\` is written: same runner, same set-up, same way of naming cases.`]
        : []),
      `Begin with the case that fails today because “${want}” is missing, then the refusals of ${
        targets
          .slice(0, 2)
          .map(t => `\`${t.symbol?.name ?? t.path}\``)
          .join(' and ') || `\`${created[0] ?? list[0]?.path}\``
      }.`,
    ],
    files: list.map(f => ({ ...f, ...(exemplar && f.action === 'create' ? { at: `${exemplar}:1` } : {}) })),
    functions: [],
    code: [],
    verify:
      runs.length > 0
        ? [...new Set(runs)].map(text => ({ kind: 'command' as const, text }))
        : verifyFile(survey, list[0]?.path ?? '', undefined),
    rollback: undo(survey, list),
    packages: [],
    part: 'testing',
  };
}

/** The test to write a new one like: named after the same kind of file, else speaking of the goal's words. */
function nearestTest(existing: readonly string[], path: string, survey: Survey): string | undefined {
  const kind = new Set(tokens(stemOf(path)).map(stem));
  const likeness = (test: string): number =>
    2 * overlap(stemOf(test), kind) +
    overlap(test, survey.goal.stems) +
    (folderOf(test) === folderOf(path) ? 1 : 0);
  return [...existing].filter(p => extOf(p) === extOf(path)).sort((a, b) => likeness(b) - likeness(a))[0];
}
