import type { Question } from '../../../domain/index.ts';
import type { Step } from '../../../plan/model.ts';
import { slug } from '../../../shared/slug.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import type { Survey } from '../survey.ts';
import { contentWords, overlap, stem } from '../words.ts';
import { addStep } from './add-step.ts';
import type { Directive } from './directive.ts';
import { idleSetup, withoutCodeOf } from './dropped.ts';
import { dropSteps, mergeSteps, moveStep, splitStep } from './reorder.ts';
import { asToday, recordWish, type Shaped } from './shaped.ts';
import { swapName } from './swap.ts';

type Acting = Exclude<Directive, { kind: 'choose' | 'no-packages' }>;

/** Carries out one directive on a blueprint. What cannot be done becomes a requirement and an open question. */
export function applyDirective(survey: Survey, shaped: Shaped, directive: Acting, words: string): Shaped {
  const { blueprint } = shaped;
  switch (directive.kind) {
    case 'drop':
      return drop(shaped, directive.steps, words);
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
    case 'split': {
      const split = splitStep(blueprint, directive.step);
      return split
        ? { ...shaped, blueprint: split }
        : recordWish(shaped, words, 'the step has one file, so there is nothing to part', directive.step);
    }
    case 'keep':
      return keep(survey, shaped, directive.what, words);
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
      return { ...shaped, blueprint: shorten(blueprint, words) };
    case 'limit':
      return fitInto(shaped, directive.minutes, words);
    case 'require':
      return recordWish(shaped, words, 'no rule of the local planner covers it');
  }
}

/** Takes steps out; what used their code becomes a question, because it has to do without. */
function drop(shaped: Shaped, ids: readonly string[], words: string): Shaped {
  const { blueprint, robbed } = withoutCodeOf(shaped.blueprint, ids, words);
  const dropped = dropSteps(blueprint, [...ids, ...idleSetup(blueprint, ids)], words);
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

/** Takes a file, folder or symbol out of every step; what loses its last file goes. */
function keep(survey: Survey, shaped: Shaped, what: string, words: string): Shaped {
  const { blueprint } = shaped;
  const wanted = what.toLowerCase();
  const stems = new Set(contentWords(what).map(stem));
  const meant = (path: string, symbol: string | undefined): boolean =>
    path.toLowerCase() === wanted ||
    path.toLowerCase().endsWith(`/${wanted}`) ||
    path.toLowerCase().startsWith(`${wanted.replace(/\/$/, '')}/`) ||
    symbol?.toLowerCase() === wanted ||
    symbol?.toLowerCase() === wanted.split('.').at(-1) ||
    (!/[./]/.test(wanted) && stems.size > 0 && overlap(path, stems) === stems.size);
  const hits = new Set(
    blueprint.steps.flatMap(s =>
      s.files.filter(f => f.action === 'modify' && meant(f.path, f.symbol)).map(f => f.path),
    ),
  );
  const known = [...survey.paths].filter(p => meant(p, undefined));
  if (hits.size === 0 && known.length > 0 && known.length < 4)
    return {
      ...shaped,
      blueprint: { ...blueprint, outOfScope: [...blueprint.outOfScope, asToday(known, words)] },
    };
  if (hits.size === 0) return recordWish(shaped, words, `no step changes ${what}`);
  const paths = [...hits];
  const emptied: string[] = [];
  const steps = blueprint.steps.map(s => {
    const files = s.files.filter(f => !hits.has(f.path));
    if (files.length === s.files.length) return s;
    if (files.length === 0) emptied.push(s.id);
    const speaks = (text: string): boolean => paths.some(p => text.includes(p));
    return {
      ...s,
      files,
      details: s.details.filter(d => !speaks(d)),
      code: s.code.filter(c => !speaks(c.caption) && !(c.source?.kind === 'file' && hits.has(c.source.path))),
      rollback: s.rollback
        .map(r => (speaks(r) ? paths.reduce((text, p) => text.replace(` ${p}`, ''), r) : r))
        .filter(r => !/-- `/.test(r)),
    };
  });
  const list = paths.map(p => `\`${p}\``).join(', ');
  const lean = {
    ...blueprint,
    steps,
    outOfScope: [...blueprint.outOfScope, asToday(paths, words)],
  };
  const question: Question = {
    id: `kept-${slug(paths[0] ?? what, 30, 'file')}`,
    text: `How does the new code reach what ${list} does while ${paths.length > 1 ? 'they stay' : 'it stays'} as today?`,
    why: `Revision steps changed ${list} before you asked to keep ${paths.length > 1 ? 'them' : 'it'}.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: [
      {
        id: 'outside',
        label: `Call it from outside ${list}`,
        consequence: 'A caller of it carries the new behaviour.',
      },
      { id: 'without', label: 'Leave that part out', consequence: `What needed ${list} is not done.` },
    ],
    recommended: 'outside',
    asked: 'plan',
  };
  return { blueprint: dropSteps(lean, emptied, words), questions: [...shaped.questions, { question }] };
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

/** What can wait, first to go first: documents, then health and monitoring. Never a test. */
function canWait(blueprint: Blueprint): readonly Step[] {
  const late = (s: Step): number => (s.part === 'documentation' ? 0 : /monitor|health/i.test(s.id) ? 1 : 9);
  return blueprint.steps.filter(s => late(s) < 9).sort((a, b) => late(a) - late(b));
}

function shorten(blueprint: Blueprint, words: string): Blueprint {
  const waiting = canWait(blueprint);
  if (waiting.length > 0) return later(blueprint, waiting, words);
  const integration = blueprint.steps.filter(s => s.part === 'integration').at(-1);
  return integration && blueprint.steps.length > 3 ? later(blueprint, [integration], words) : blueprint;
}

function later(blueprint: Blueprint, steps: readonly Step[], words: string): Blueprint {
  const lean = dropSteps(
    blueprint,
    steps.map(s => s.id),
    words,
  );
  return {
    ...lean,
    nextSteps: [
      ...steps.map(s => `Later, left out because you said “${words}”: ${s.title}.`),
      ...lean.nextSteps,
    ],
  };
}

function fitInto(shaped: Shaped, minutes: number, words: string): Shaped {
  const total = (b: Blueprint): number => b.steps.reduce((n, s) => n + s.estimate.likely, 0);
  let blueprint = shaped.blueprint;
  for (const step of canWait(shaped.blueprint)) {
    if (total(blueprint) <= minutes) break;
    blueprint = later(blueprint, [step], words);
  }
  if (total(blueprint) <= minutes) return { ...shaped, blueprint };
  const question: Question = {
    id: 'time-limit',
    text: `What may wait so that the plan fits into ${minutes} minutes?`,
    why: `The likely total is ${total(blueprint)} minutes for ${blueprint.steps.length} steps after leaving out what can wait.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: blueprint.steps
      .filter(s => s.part !== 'testing' && s.part !== 'setup')
      .slice(-3)
      .map(s => ({
        id: s.id.toLowerCase(),
        label: s.title,
        consequence: `${s.estimate.likely} minutes less; say “drop ${s.id}”.`,
      })),
    recommended:
      blueprint.steps
        .filter(s => s.part !== 'testing' && s.part !== 'setup')
        .at(-1)
        ?.id.toLowerCase() ?? '',
    asked: 'plan',
  };
  return {
    blueprint,
    questions: [...shaped.questions.filter(q => q.question.id !== 'time-limit'), { question }],
  };
}
