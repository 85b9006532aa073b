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

/** The id of a question that feedback opens, another one where two pieces begin alike. */
function freshId(shaped: Shaped, id: string): string {
  const ids = new Set(shaped.questions.map(q => q.question.id));
  let n = 2;
  let free = id;
  while (ids.has(free)) free = `${id}-${n++}`;
  return free;
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
    id: freshId(shaped, `feedback-${slug(words, 30, 'point')}`),
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

/**
 * A question to the planner is no requirement of the code: it is kept as one of the plan, with what the plan says of the
 * matter, and stays open until the person closes it.
 */
export function recordQuestion(shaped: Shaped, asked: string, words: string): Shaped {
  const { blueprint, id } = withRequirement(
    shaped.blueprint,
    `Before the work begins, it is clear to everybody: “${asked}${/[?]$/.test(asked) ? '' : '?'}”.`,
    words,
  );
  const stems = new Set(contentWords(asked).map(stem));
  const reason = [...blueprint.decisions]
    .map(d => ({ d, n: overlap(`${d.title} ${d.reasons.map(r => r.text).join(' ')}`, stems) }))
    .filter(x => x.n > 0)
    .sort((a, b) => b.n - a.n)[0]?.d;
  const near = [...blueprint.steps]
    .map(s => ({ s, n: overlap(`${s.title} ${s.files.map(f => f.path).join(' ')}`, stems) }))
    .sort((a, b) => b.n - a.n)[0];
  const holder = near && near.n > 0 ? near.s : blueprint.steps[0];
  const steps = blueprint.steps.map(s => (s === holder ? { ...s, serves: [...s.serves, id] } : s));
  const question: Question = {
    id: freshId(shaped, `asked-${slug(asked, 30, 'point')}`),
    text: `You asked: “${asked}${/[?]$/.test(asked) ? '' : '?'}” What follows from it?`,
    why: `It asks for a reason, not for a change: ${reason ? `see “${reason.title}” of this plan` : `no decision of this plan speaks of it`}, and it is kept as ${id}.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: [
      {
        id: 'clear',
        label: reason ? `“${reason.title}” answers it` : 'Nothing: the plan stays',
        consequence: `The steps stay as they are, and ${id} is met.`,
      },
      {
        id: 'change',
        label: 'Something shall change',
        consequence: holder
          ? `Say what, for example “drop ${holder.id}” or “split ${holder.id}”.`
          : 'Say what shall change.',
      },
    ],
    recommended: 'clear',
    asked: 'plan',
  };
  return { blueprint: { ...blueprint, steps }, questions: [...shaped.questions, { question }] };
}

/** So many files are named; of more, the number is said. */
const MOST_NAMED = 5;

/** Says that these files stay as they are. */
export function asToday(paths: readonly string[], words: string): string {
  const shown = paths.slice(0, MOST_NAMED).map(p => `\`${p}\``);
  const rest = paths.length - shown.length;
  const list = `${shown.join(', ')}${rest > 0 ? ` and ${rest} more ${rest > 1 ? 'files' : 'file'}` : ''}`;
  return `${list} ${paths.length > 1 ? 'stay' : 'stays'} as today (feedback: “${words}”).`;
}
