import type { FileCard, GoalKind } from '../../../domain/index.ts';
import type { FileChange, Requirement, Step } from '../../../plan/model.ts';
import { fileSource } from '../excerpt.ts';
import { folderOf, stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import type { Trail } from '../trail.ts';
import { contentWords, kindAndPurpose, overlap, stem } from '../words.ts';
import { besideTrail, testsBeside } from './beside-trail.ts';
import { type Blueprint, emptyBlueprint, said } from './blueprint.ts';
import { changeStep } from './change-step.ts';
import { count } from './estimate.ts';
import { fixBlueprint } from './fix.ts';
import { firstStep, phrasesFor, runFirst, specialFor } from './kinds.ts';
import { type Move, moveOf, moveStep } from './move-steps.ts';
import { newFileStep } from './new-file-step.ts';
import { newFilesFor } from './new-files.ts';
import { ownFile } from './own-file.ts';
import type { Phrases } from './phrases.ts';
import { type Rename, renameOf, renameSteps } from './rename-steps.ts';
import { asksToSplit, splitSteps } from './split-steps.ts';
import { type Target, targetIn, targetsOf } from './targets.ts';
import { testStep } from './test-step.ts';
import { isTest } from './tests.ts';
import { saysItAll, trailDecision, trailSteps, trailSummary, trailTests, withFreeId } from './trail-steps.ts';

/** The ranking's guess, which the trail does not prove: to be read before it is changed. */
const EFFECT: Phrases = {
  title: w => `Let it take effect in ${w.name} (${w.where})`,
  detail: w =>
    `Assumption: ${w.name} at ${w.where} is where “${w.want}” takes effect. Read ${w.name} and its callers first; where the effect belongs elsewhere, change that place and leave ${w.name} alone.`,
  what: w => `act on “${w.want}” in ${w.name}`,
};

/** Files beside a trail that the ranking says the change takes effect in. */
const MOST_EFFECTS = 2;

/** The plan of a goal that no playbook covers: from impact, precedents and the import graph. */
export function genericBlueprint(
  survey: Survey,
  requirements: readonly Requirement[],
  kind: GoalKind = 'feature',
  stamp = '',
): Blueprint {
  const ranked = targetsOf(survey);
  const all = requirements.map(r => r.id);
  const { trail } = survey;
  if (kind === 'fix') return fixBlueprint(survey, requirements);
  if (trail) return trailBlueprint(survey, trail, requirements, ranked, stamp);
  const rename = kind === 'refactoring' ? renameOf(survey) : undefined;
  if (rename) return renameBlueprint(survey, rename, requirements, ranked);
  const move = kind === 'refactoring' ? moveOf(survey) : undefined;
  const moved = move && survey.cards.get(move.from);
  if (moved) return moveBlueprint(survey, move, moved, requirements);
  const created = kind === 'feature' ? newFilesFor(survey, ranked) : [];
  const own = phrasesFor(kind, survey.goal.verb);
  const targets = withoutHome(ranked, created);
  const first = firstStep(survey, kind, ranked, all);
  const steps: Step[] = first ? [first] : [];
  /** Adds a step; its id is made its own, where another has it already. */
  const add = (step: Step): Step => {
    const one = withFreeId(step, steps);
    steps.push(one);
    return one;
  };
  const dataSteps = targets
    .filter(t => t.tier === 'data' && !asksToSplit(survey.goal.text))
    .map(t => add(changeStep(survey, t, all, first ? [first.id] : [], own)));
  const newSteps = created.map(file =>
    add({ ...newFileStep(survey, file, all), dependsOn: dataSteps.map(d => d.id) }),
  );
  const apart =
    kind === 'refactoring' && asksToSplit(survey.goal.text) && targets[0]
      ? splitSteps(survey, targets[0], all, first ? [first.id] : [])
      : [];
  steps.push(...apart);
  for (const target of apart.length > 0 ? [] : targets.filter(t => t.tier !== 'data')) {
    const fresh = new Set(newSteps.map(s => s.id));
    const needs = steps.filter(s => fresh.has(s.id) || importsFrom(target, s)).map(s => s.id);
    add(
      changeStep(
        survey,
        target,
        all,
        [...(first ? [first.id] : []), ...needs.filter(id => id !== first?.id)],
        own,
      ),
    );
  }
  const tests =
    kind === 'refactoring' && first
      ? undefined
      : testStep(
          survey,
          targets,
          created.map(c => c.path),
          steps,
          all,
        );
  if (tests) steps.push(tests);
  return {
    ...emptyBlueprint,
    approach: { title: approachTitle(survey, targets), summary: [] },
    requirements,
    steps,
    special: specialFor(survey, kind, ranked),
  };
}

/** The tests as they are hold a file that moves. */
function moveBlueprint(
  survey: Survey,
  move: Move,
  card: FileCard,
  requirements: readonly Requirement[],
): Blueprint {
  const all = requirements.map(r => r.id);
  const { from, to } = move;
  const reason = { signal: 'named', detail: 'the goal moves it' };
  const target = targetIn(survey, from, undefined, reason);
  const targets = target ? [target] : [];
  const first = runFirst(survey, all, from) ?? firstStep(survey, 'refactoring', targets, all);
  const step = moveStep(survey, move, card, all, first ? [first.id] : []);
  return {
    ...emptyBlueprint,
    approach: { title: `\`${from}\` moves to \`${folderOf(to)}/\``, summary: [] },
    requirements,
    steps: first ? [first, step] : [step],
    cases: all.map(id => ({
      text: `Every case that passes before \`${from}\` moves passes after it, and no other is skipped.`,
      proves: [id],
    })),
    special: specialFor(survey, 'refactoring', targets),
  };
}

/** The tests as they are hold a name that changes: the same cases before and after. */
function renameBlueprint(
  survey: Survey,
  rename: Rename,
  requirements: readonly Requirement[],
  ranked: readonly Target[],
): Blueprint {
  const all = requirements.map(r => r.id);
  const { symbol, to } = rename;
  const first = runFirst(survey, all, symbol.path) ?? firstStep(survey, 'refactoring', ranked, all);
  const steps = renameSteps(survey, rename, all, first ? [first.id] : []);
  return {
    ...emptyBlueprint,
    approach: { title: `\`${symbol.name}\` becomes \`${to}\``, summary: [] },
    requirements,
    steps: first ? [first, ...steps] : steps,
    cases: all.map(id => ({
      text: `Every case that passes before \`${symbol.name}\` becomes \`${to}\` passes after it, and no other is skipped.`,
      proves: [id],
    })),
    special: specialFor(survey, 'refactoring', ranked),
  };
}

/** Along the trail, then where the ranking says that it takes effect, then the tests of both. */
function trailBlueprint(
  survey: Survey,
  trail: Trail,
  requirements: readonly Requirement[],
  ranked: readonly Target[],
  stamp: string,
): Blueprint {
  const all = requirements.map(r => r.id);
  const own = ownFile(survey, trail);
  const rest = { ...trail, places: trail.places.filter(p => p.path !== own?.like) };
  const along = trailSteps(survey, rest, all, stamp);
  const passed = new Set(trail.places.map(p => p.path));
  const purpose = new Set(
    contentWords(kindAndPurpose(survey.goal.object).purpose ?? survey.goal.object).map(stem),
  );
  const about = (t: Target): boolean => overlap(`${t.path} ${t.symbol?.name ?? ''}`, purpose) > 0;
  const effects = saysItAll(survey, trail)
    ? []
    : ranked.filter(t => t.tier !== 'data' && !passed.has(t.path) && about(t)).slice(0, MOST_EFFECTS);
  const needed = along.filter(s => s.part === 'core' || s.part === 'setup').map(s => s.id);
  const first = along.filter(s => needed.includes(s.id));
  // What is declared comes first; a file of its own is written before the files that bring it in.
  const declared = first.filter(s => s.id.startsWith('S-data'));
  const made = own ? [{ ...newFileStep(survey, own.file, all), dependsOn: declared.map(s => s.id) }] : [];
  const beside = besideTrail(survey, trail, all, needed);
  const steps = [
    ...declared,
    ...made,
    ...first
      .filter(s => !declared.includes(s))
      .map(s => ({ ...s, dependsOn: [...s.dependsOn, ...made.map(m => m.id)] })),
    ...effects
      .filter(t => !beside.some(b => b.files.some(f => f.path === t.path)))
      .map(t => changeStep(survey, t, all, needed, EFFECT)),
    ...beside.filter(s => s.part !== 'documentation'),
    ...along.filter(s => !needed.includes(s.id)),
    ...beside.filter(s => s.part === 'documentation'),
  ];
  const known = own ? [] : trailTests(survey, trail);
  // Without a test that knows the name, the case stands where the goal's other words are tested.
  const named = new Set(known.map(t => t.path));
  const like = own ? known : [...known, ...testsBeside(survey, trail).filter(t => !named.has(t.path))];
  const near = like.length === 0 && !own && effects.length === 0 ? nearTests(survey) : like;
  const tests = testStep(survey, effects, own ? [own.file.path] : [], steps, all, near);
  return {
    ...emptyBlueprint,
    approach: { title: `${survey.goal.object}, along the places of \`${trail.name}\``, summary: [] },
    decisions: [trailDecision(survey, trail)],
    requirements,
    steps: tests ? [...steps, tests] : steps,
  };
}

/** The test that speaks most of the goal. */
function nearTests(survey: Survey): readonly FileChange[] {
  const path = survey.impact.tests.find(t => isTest(survey, t.path))?.path;
  return path === undefined ? [] : [{ action: 'modify', path, what: `a case for “${survey.goal.object}”` }];
}

/** A new file gets a caller: what the outside reaches, where there is such a target; its home stays as it is then. */
function withoutHome(targets: readonly Target[], created: ReturnType<typeof newFilesFor>): readonly Target[] {
  if (created.length === 0) return targets;
  const homes = new Set(created.map(c => c.home));
  // Where the goal says what it is reached from, files elsewhere only share words with it.
  const folders = new Set(created.flatMap(c => c.reachedIn ?? []));
  const within = folders.size === 0 ? targets : targets.filter(t => folders.has(folderOf(t.path)));
  const callers = within.filter(t => t.tier === 'surface' || t.tier === 'entry');
  const others = callers.filter(t => !homes.has(t.path));
  if (callers.length === 0 || (others.length === 0 && folders.size === 0)) return targets;
  const rest = within.filter(t => !homes.has(t.path) || (others.length === 0 && callers.includes(t)));
  // Of what only computes, the best ranked file is enough: the rest is read, not changed.
  const logic = rest.filter(t => t.tier === 'logic').sort((a, b) => b.impact.score - a.impact.score)[0];
  return rest.filter(t => t.tier !== 'logic' || t === logic);
}

function approachTitle(survey: Survey, targets: readonly Target[]): string {
  const where = targets.slice(0, 2).map(t => `\`${t.symbol?.name ?? stemOf(t.path)}\``);
  const object = survey.goal.object;
  return where.length > 0 ? `${object}, through ${where.join(' and ')}` : object;
}

function importsFrom(target: Target, step: Step): boolean {
  return step.files.some(f => target.card.imports.includes(f.path));
}

export function genericSummary(survey: Survey, steps: readonly Step[]): Blueprint['approach']['summary'] {
  if (survey.trail) return [trailSummary(survey, survey.trail, steps)];
  const modified = new Set(steps.flatMap(s => s.files.filter(f => f.action === 'modify').map(f => f.path)));
  const created = new Set(steps.flatMap(s => s.files.filter(f => f.action === 'create').map(f => f.path)));
  const first = steps.find(s => s.part === 'core' || s.part === 'integration')?.files[0];
  const read = first && survey.texts.get(first.path);
  const source = read && fileSource(read, 1, 3, survey.commit);
  const sources = source ? [source] : [{ kind: 'user' as const, what: 'the goal' }];
  const importer = first && [...modified].find(p => survey.cards.get(p)?.imports.includes(first.path));
  const order = importer ? ` It starts at \`${first.path}\`, which \`${importer}\` imports.` : '';
  return [
    said(
      `The plan changes ${count(modified.size, 'existing file')} and adds ${created.size === 0 ? 'no file' : count(created.size, 'file')} for “${survey.goal.object}”.${order}`,
      ...sources,
    ),
  ];
}
