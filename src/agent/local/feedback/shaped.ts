import type { Question } from '../../../domain/index.ts';
import type { PlanQuestion, Step } from '../../../plan/model.ts';
import { slug } from '../../../shared/slug.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import { contentWords, overlap, stem } from '../words.ts';

/** A blueprint and its questions while feedback shapes them. */
export interface Shaped {
  readonly blueprint: Blueprint;
  readonly questions: readonly PlanQuestion[];
}

function nextRequirement(blueprint: Blueprint): string {
  const highest = Math.max(0, ...blueprint.requirements.map(r => Number(r.id.slice(1)) || 0));
  return `R${highest + 1}`;
}

/** Adds what the person asked for as the next requirement; `id` names it. */
export function withRequirement(
  blueprint: Blueprint,
  text: string,
  words: string,
): { blueprint: Blueprint; id: string } {
  const id = nextRequirement(blueprint);
  const requirement = { id, text, sources: [{ kind: 'user' as const, what: `feedback: “${words}”` }] };
  return { id, blueprint: { ...blueprint, requirements: [...blueprint.requirements, requirement] } };
}

/** Records what the person said where no step can be changed by it: nothing is dropped silently. */
export function recordWish(shaped: Shaped, words: string, because: string, about?: string): Shaped {
  const { blueprint, id } = withRequirement(shaped.blueprint, `As you said: “${words}”.`, words);
  const stems = new Set(contentWords(words).map(stem));
  const near = (s: Step): number =>
    (s.id === about ? 99 : 0) +
    overlap(`${s.title} ${s.files.map(f => `${f.path} ${f.what}`).join(' ')}`, stems);
  const core = blueprint.steps.find(s => s.part === 'core') ?? blueprint.steps[0];
  const holder = blueprint.steps.reduce<Step | undefined>(
    (best, s) => (near(s) > (best ? near(best) : 0) ? s : best),
    core,
  );
  const steps = blueprint.steps.map(s => (s === holder ? { ...s, serves: [...s.serves, id] } : s));
  const question: Question = {
    id: `feedback-${slug(words, 30, 'point')}`,
    text: `How shall “${words}” be done?`,
    why: `It is recorded as ${id}, but ${because}.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: [
      {
        id: 'by-hand',
        label: `Whoever implements ${holder ? `“${holder.title}”` : 'the plan'} decides`,
        consequence: `${id} is checked in review of that step.`,
      },
      {
        id: 'more-words',
        label: 'Say it as a change of a step, a file or a package',
        consequence: 'The next revision acts on it.',
      },
    ],
    recommended: 'by-hand',
    asked: 'plan',
  };
  return { blueprint: { ...blueprint, steps }, questions: [...shaped.questions, { question }] };
}

/** Says that these files stay as they are. */
export function asToday(paths: readonly string[], words: string): string {
  const list = paths.map(p => `\`${p}\``).join(', ');
  return `${list} ${paths.length > 1 ? 'stay' : 'stays'} as today (feedback: “${words}”).`;
}
