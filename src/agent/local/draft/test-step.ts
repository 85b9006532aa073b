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
    const test = testOf(survey, t, existing);
    if (test === undefined || steps.some(s => s.files.some(f => f.path === test)) || files.has(test))
      continue;
    const known = survey.paths.has(test);
    // One new file at most: what has tests already says where cases of this kind stand.
    if (!known && files.size > 0) continue;
    const what = `${known ? 'extend' : 'cover'} \`${t.symbol?.name ?? stemOf(t.path)}\` for “${want}”`;
    files.set(test, { action: known ? 'modify' : 'create', path: test, what });
  }
  const list = [...files.values()];
  if (list.length === 0) return undefined;
  const fresh = list.find(f => f.action === 'create');
  const exemplar = fresh
    ? nearestTest(existing, fresh.path, survey)
    : (list[0]?.path ?? nearestTest(existing, '', survey));
  const changed = steps.flatMap(s => s.files.filter(f => f.action === 'modify').map(f => f.path));
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
          .join(' and ') || `\`${created[0] ?? changed[0] ?? list[0]?.path}\``
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

/** What a runner calls functions of; a template, a style or a query is proved through what draws or runs it. */
const CALLED = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kts?|scala|swift|php|cs|cc|cpp|c|exs?|vue|svelte)$/;

/** The test of a target: the one that speaks most of the goal, else one where its tests stand, be it new. */
function testOf(survey: Survey, t: Target, existing: readonly string[]): string | undefined {
  const rank = (path: string): number => {
    const at = survey.impact.tests.findIndex(i => i.path === path);
    return at < 0 ? survey.impact.tests.length : at;
  };
  const own = t.card.tests.filter(x => isTest(survey, x));
  const known = [...own].sort((a, b) => rank(a) - rank(b))[0];
  if (known !== undefined) return known;
  if (!CALLED.test(t.path) || /\.d\.[cm]?ts$/.test(t.path)) return undefined;
  const path = testPathFor(t.path, existing);
  if (survey.paths.has(path)) return path;
  // A test of the goal that speaks of this file, or of its folder, covers it already.
  const about = new Set(tokens(`${stemOf(t.path)} ${folderOf(t.path).split('/').at(-1) ?? ''}`).map(stem));
  const near = survey.impact.tests.find(i => isTest(survey, i.path) && overlap(i.path, about) > 0);
  return near?.path ?? path;
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
