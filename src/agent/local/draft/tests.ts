import type { Plan, Step } from '../../../plan/model.ts';
import { fileSource } from '../excerpt.ts';
import { extOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { type Blueprint, said } from './blueprint.ts';
import { count } from './estimate.ts';

type TestSection = Plan['tests'];

const NAMED =
  /[._-](?:test|spec)\.[^/]+$|\.(?:tests|specs)\.[^/]+$|(?:^|\/)test_[^/]+$|(?:Test|Tests|Spec)\.[^/]+$/;

/**
 * Whether a path is a test by its name, or by the map where tests carry no mark in their names: a file without the mark
 * that the others of its language have is what tests lean on (`tests/arbitrary.ts`, `tests/test_apps/hello.py`).
 */
export function isTest(survey: Survey, path: string): boolean {
  if (/(?:^|\/)(?:helpers?|fixtures?|fakes?|support)\/|conftest/.test(path)) return false;
  if (NAMED.test(path)) return true;
  const card = survey.cards.get(path);
  return (card?.roles.some(r => r.role === 'test') ?? false) && !markedLanguages(survey).has(extOf(path));
}

const marked = new WeakMap<Survey, ReadonlySet<string>>();

/** Extensions of which some test is named as one. */
function markedLanguages(survey: Survey): ReadonlySet<string> {
  const known = marked.get(survey);
  if (known) return known;
  const tests = survey.roles.get('test') ?? [];
  const found = new Set(tests.filter(p => NAMED.test(p)).map(extOf));
  marked.set(survey, found);
  return found;
}

/** Test files of all steps, the tests to run as they are, and the cases with what they prove. */
export function testSection(survey: Survey, blueprint: Blueprint): TestSection {
  const files = new Map<string, TestSection['files'][number]>();
  for (const step of blueprint.steps)
    for (const f of step.files)
      if (isTest(survey, f.path) && f.action !== 'delete')
        files.set(f.path, { path: f.path, purpose: f.what, action: f.action });
  for (const [path, covers] of untouchedTests(survey, blueprint.steps))
    if (!files.has(path) && files.size < 8)
      files.set(path, { path, purpose: `must stay green: exercises \`${covers}\``, action: 'run' });
  return {
    intro: intro(survey, blueprint),
    files: [...files.values()],
    cases: [...cases(survey, blueprint)],
  };
}

function untouchedTests(survey: Survey, steps: readonly Step[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const step of steps)
    for (const f of step.files)
      for (const test of survey.cards
        .get(f.path)
        ?.tests.filter(t => isTest(survey, t))
        .slice(0, 2) ?? [])
        if (!out.has(test)) out.set(test, f.path);
  return out;
}

function intro(survey: Survey, blueprint: Blueprint): TestSection['intro'] {
  const existing = (survey.roles.get('test') ?? []).filter(t => isTest(survey, t));
  const one = existing.find(t => survey.brief.testCommand(t) !== undefined) ?? existing[0];
  const single = one === undefined ? undefined : survey.brief.testCommand(one);
  const read = one === undefined ? undefined : survey.texts.get(one);
  const script = survey.brief.scripts.find(s => s.purpose === 'test');
  // One count a plan: what the test-runner fact says, which knows what a runner takes.
  const runner = survey.facts.get('test-runner')?.data;
  const tests = Number(runner?.files ?? existing.length);
  const part = Number(runner?.suites ?? 1) > 1 ? 'its part of ' : '';
  if (!script && single) {
    const source = read && fileSource(read, 1, 3, survey.commit);
    return [
      said(
        `Tests run one file at a time as \`${single}\`; ${count(tests, 'test file')} exist${tests === 1 ? 's' : ''} today.`,
        ...(source ? [source] : []),
      ),
    ];
  }
  if (!script)
    return [
      said(
        `No test command was found in this project's manifests (${count(tests, 'test file')} by name); the cases below name what to prove about “${survey.goal.object}” all the same.`,
      ),
    ];
  const changes = blueprint.steps.flatMap(s => s.files);
  const files = changes.filter(f => isTest(survey, f.path));
  const created = files.filter(f => f.action === 'create').length;
  return [
    said(
      `\`${script.run}\` runs ${part}the ${count(tests, 'test file')} that exist${tests === 1 ? 's' : ''}; ${changes.length === 0 ? 'no file of the project changes, so the cases below are tried by hand' : `this plan adds ${count(created, 'test file')} and extends ${files.length - created}`}.`,
      script.source,
    ),
  ];
}

function cases(survey: Survey, blueprint: Blueprint): readonly TestSection['cases'][number][] {
  // A refactoring adds nothing that could fail before it.
  const unchanged = blueprint.special.some(s => s.title === 'Behaviour to Preserve');
  const proved = new Set(blueprint.cases.flatMap(c => c.proves));
  const missing = blueprint.requirements.filter(r => !proved.has(r.id));
  return [
    ...blueprint.cases,
    ...missing.map(r => {
      const step =
        blueprint.steps.find(s => s.serves.includes(r.id) && s.files.some(f => f.symbol)) ??
        blueprint.steps[0];
      const symbol = step?.files.find(f => f.symbol)?.symbol ?? step?.files[0]?.path;
      return {
        text: unchanged
          ? `${symbol ? `Through \`${symbol}\`: ` : ''}what it gives and how it fails is the same before and after “${survey.goal.object}”; the case is green before the first change and after every step.`
          : `${symbol ? `Through \`${symbol}\`: ` : ''}${r.text.replace(/\.$/, '')}; before the change the case fails.`,
        proves: [r.id],
      };
    }),
  ].filter(c => c.text.length > 0 && survey !== undefined);
}
