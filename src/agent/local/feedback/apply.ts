import type { Question } from '../../../domain/index.ts';
import type { Step } from '../../../plan/model.ts';
import { slug } from '../../../shared/slug.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import type { Survey } from '../survey.ts';
import { contentWords, overlap, stem } from '../words.ts';
import { addStep } from './add-step.ts';
import type { Directive } from './directive.ts';
import { idleSetup, withoutCodeOf } from './dropped.ts';
import { keepAsToday } from './keep.ts';
import { intoExisting, renameFile } from './paths.ts';
import { dropSteps, mergeSteps, moveStep, splitStep } from './reorder.ts';
import { recordQuestion, recordWish, type Shaped } from './shaped.ts';
import { fitInto, shorten, tellLater } from './size.ts';
import { swapName } from './swap.ts';
import { withoutTestsOf } from './tests-of.ts';

/** Directives that shape the steps; the others are decided before there are any. */
export type Acting = Exclude<
  Directive,
  { kind: 'choose' | 'answer' | 'quantity' | 'delegate' | 'no-packages' | 'undo' | 'retain' | 'fine' }
>;

export function isActing(directive: Directive): directive is Acting {
  switch (directive.kind) {
    case 'choose':
    case 'answer':
    case 'quantity':
    case 'delegate':
    case 'no-packages':
    case 'undo':
    case 'retain':
    case 'fine':
      return false;
    default:
      return true;
  }
}

/** Carries out one directive on a blueprint. What cannot be done becomes a requirement and an open question. */
export function applyDirective(
  survey: Survey,
  shaped: Shaped,
  directive: Acting,
  words: string,
  retained: ReadonlySet<string>,
): Shaped {
  const { blueprint } = shaped;
  switch (directive.kind) {
    case 'drop':
      return drop(survey, shaped, directive.steps, words);
    case 'later':
      return putOff(survey, shaped, directive.steps, words);
    case 'only':
      return onlyThese(survey, shaped, directive, words, retained);
    case 'flip':
      return flip(shaped, directive.steps, words);
    case 'into': {
      const done = intoExisting(survey, blueprint, directive.from, directive.to, words);
      return done
        ? { ...shaped, blueprint: done }
        : recordWish(
            shaped,
            words,
            `no one file of this project that could take the new code is named ${directive.to}`,
          );
    }
    case 'rename': {
      const renamed = renameFile(survey, blueprint, directive.from, directive.to);
      return renamed
        ? { ...shaped, blueprint: renamed }
        : recordWish(
            shaped,
            words,
            `no new file can be named ${directive.to}: it is there already, or none was meant`,
          );
    }
    case 'ask':
      return recordQuestion(shaped, directive.what, words);
    case 'merge':
      return { ...shaped, blueprint: mergeSteps(blueprint, directive.steps) };
    case 'move': {
      const moved = moveStep(blueprint, directive);
      return moved
        ? { ...shaped, blueprint: moved }
        : recordWish(
            shaped,
            words,
            'one of the steps in between needs what another one creates',
            directive.step,
          );
    }
    case 'split':
      return split(shaped, directive.step, directive.into, words);
    case 'keep':
      return keepAsToday(survey, shaped, directive.what, words);
    case 'swap': {
      const swapped = swapName(blueprint, directive.from, directive.to, words);
      return swapped
        ? { ...shaped, blueprint: swapped }
        : recordWish(shaped, words, `no step speaks of ${directive.from}`);
    }
    case 'test':
      return { ...shaped, blueprint: addCase(blueprint, directive.what, words) };
    case 'add':
      return addStep(survey, shaped, directive.what, words);
    case 'shorter':
      return { ...shaped, blueprint: shorten(blueprint, words, retained) };
    case 'limit':
      return fitInto(shaped, directive.minutes, words, retained);
    case 'require':
      return recordWish(
        shaped,
        directive.what,
        directive.because ?? 'no rule of the local planner covers it',
      );
  }
}

/** Takes steps out; what used their code becomes a question, because it has to do without. */
function drop(survey: Survey, shaped: Shaped, ids: readonly string[], words: string): Shaped {
  const here = ids.filter(id => shaped.blueprint.steps.some(s => s.id === id));
  if (here.length === 0)
    return recordWish(shaped, words, 'the step it speaks of is not in the plan any more');
  if (here.length === shaped.blueprint.steps.length)
    return recordWish(shaped, words, 'it would leave a plan without a single step');
  const { blueprint, robbed } = withoutCodeOf(shaped.blueprint, here, words);
  const lean = dropSteps(blueprint, [...here, ...idleSetup(blueprint, here)], words);
  const changed = blueprint.steps
    .filter(s => here.includes(s.id) && s.part !== 'testing')
    .flatMap(s => s.files.map(f => f.path));
  const dropped = withoutTestsOf(survey, lean, changed, words);
  if (robbed.length === 0) return { ...shaped, blueprint: dropped };
  const titles = robbed.map(s => `“${s.title}”`).join(', ');
  const question: Question = {
    id: `without-${slug(ids[0] ?? 'step', 30, 'step')}`,
    text: `How do ${titles} do without what was dropped?`,
    why: `You said “${words}”, and their code used it; that code is left out.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: [
      { id: 'elsewhere', label: 'It is made elsewhere', consequence: 'Name it, and the steps use it again.' },
      {
        id: 'drop-too',
        label: 'Drop them too',
        consequence: `Say “drop ${robbed.map(s => s.id).join(' and ')}”.`,
      },
    ],
    recommended: 'elsewhere',
    asked: 'plan',
  };
  return { blueprint: dropped, questions: [...shaped.questions, { question }] };
}

function addCase(blueprint: Blueprint, what: string, words: string): Blueprint {
  const step = blueprint.steps.find(s => s.part === 'testing');
  const stems = new Set(contentWords(what).map(stem));
  const best = [...blueprint.requirements].sort((a, b) => overlap(b.text, stems) - overlap(a.text, stems))[0];
  const file = [...(step?.files ?? [])].sort(
    (a, b) => overlap(`${b.path} ${b.what}`, stems) - overlap(`${a.path} ${a.what}`, stems),
  )[0];
  const text = `${what.charAt(0).toUpperCase()}${what.slice(1)}${file ? `, in \`${file.path}\`` : ''} (asked for: “${words}”).`;
  const steps = blueprint.steps.map(s =>
    s === step
      ? { ...s, details: [...s.details, `Add a case for ${what}${file ? ` to \`${file.path}\`` : ''}.`] }
      : s,
  );
  return { ...blueprint, steps, cases: [...blueprint.cases, { text, proves: best ? [best.id] : [] }] };
}

/** Two steps in each other's place, as far as what they need allows. */
function flip(shaped: Shaped, [a, b]: readonly [string, string], words: string): Shaped {
  const { steps } = shaped.blueprint;
  const [i, j] = [steps.findIndex(s => s.id === a), steps.findIndex(s => s.id === b)];
  const [one, two] = [steps[i], steps[j]];
  if (!one || !two) return recordWish(shaped, words, 'one of the two steps is not in the plan any more');
  const swapped = steps.map((s, at) => (at === i ? two : at === j ? one : s));
  const place = new Map(swapped.map((s, at) => [s.id, at]));
  const broken = swapped.find((s, at) => s.dependsOn.some(d => (place.get(d) ?? -1) > at));
  return broken
    ? recordWish(shaped, words, `“${broken.title}” needs what a step creates that would then come later`, a)
    : { ...shaped, blueprint: { ...shaped.blueprint, steps: swapped } };
}

/** Parts a step as often as asked, each time its largest part. */
function split(shaped: Shaped, id: string, into: number, words: string): Shaped {
  let blueprint = shaped.blueprint;
  let parts = [id];
  while (parts.length < into) {
    const size = (step: string): number => blueprint.steps.find(s => s.id === step)?.files.length ?? 0;
    const largest = [...parts].sort((a, b) => size(b) - size(a))[0] ?? id;
    const next = splitStep(blueprint, largest);
    if (!next) break;
    const fresh = next.steps.find(s => !blueprint.steps.some(o => o.id === s.id));
    parts = [...parts, ...(fresh ? [fresh.id] : [])];
    blueprint = next;
  }
  if (parts.length === into) return { ...shaped, blueprint };
  const files = shaped.blueprint.steps.find(s => s.id === id)?.files.length ?? 0;
  return recordWish(
    { ...shaped, blueprint },
    words,
    files < 2
      ? 'the step has one file, so there is nothing to part by files'
      : `its ${files} files give ${parts.length} parts, not ${into}`,
    id,
  );
}

/** Only these steps, what they need, and the tests where the words did not name steps by number. */
function onlyThese(
  survey: Survey,
  shaped: Shaped,
  { steps: wanted, tests }: Extract<Directive, { kind: 'only' }>,
  words: string,
  retained: ReadonlySet<string>,
): Shaped {
  const { steps } = shaped.blueprint;
  const byId = new Map(steps.map(s => [s.id, s]));
  const needed = new Set<string>();
  const need = (id: string): void => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const d of byId.get(id)?.dependsOn ?? []) need(d);
  };
  for (const id of wanted) need(id);
  const stays = (s: Step): boolean =>
    needed.has(s.id) || retained.has(s.id) || (tests && (s.part === 'testing' || s.part === 'setup'));
  const going = steps.filter(s => !stays(s)).map(s => s.id);
  return going.length === 0 ? shaped : putOff(survey, shaped, going, words);
}

/** Drops steps and tells them among the next steps. */
function putOff(survey: Survey, shaped: Shaped, ids: readonly string[], words: string): Shaped {
  const steps = shaped.blueprint.steps.filter(s => ids.includes(s.id));
  const lean = drop(survey, shaped, ids, words);
  return { ...lean, blueprint: tellLater(lean.blueprint, steps, words) };
}
