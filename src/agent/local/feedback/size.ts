import type { Question } from '../../../domain/index.ts';
import type { Step } from '../../../plan/model.ts';
import { durationText } from '../../../plan/totals.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import { dropSteps } from './reorder.ts';
import type { Shaped } from './shaped.ts';

/** What can wait, first to go first: documents, then health and monitoring. Never a test. */
function canWait(blueprint: Blueprint): readonly Step[] {
  const late = (s: Step): number => (s.part === 'documentation' ? 0 : /monitor|health/i.test(s.id) ? 1 : 9);
  return blueprint.steps.filter(s => late(s) < 9).sort((a, b) => late(a) - late(b));
}

/** Leaves out for later what can wait; what was asked to stay, stays. */
export function shorten(blueprint: Blueprint, words: string, retained: ReadonlySet<string>): Blueprint {
  const waiting = canWait(blueprint).filter(s => !retained.has(s.id));
  if (waiting.length > 0) return later(blueprint, waiting, words);
  const integration = blueprint.steps.filter(s => s.part === 'integration' && !retained.has(s.id)).at(-1);
  return integration && blueprint.steps.length > 3 ? later(blueprint, [integration], words) : blueprint;
}

function later(blueprint: Blueprint, steps: readonly Step[], words: string): Blueprint {
  const lean = dropSteps(
    blueprint,
    steps.map(s => s.id),
    words,
  );
  return tellLater(lean, steps, words);
}

/** Names steps that were left out among the next steps. */
export function tellLater(blueprint: Blueprint, steps: readonly Step[], words: string): Blueprint {
  return {
    ...blueprint,
    nextSteps: [
      ...steps.map(s => `Later, left out because you said “${words}”: ${s.title}.`),
      ...blueprint.nextSteps,
    ],
  };
}

export function fitInto(
  shaped: Shaped,
  minutes: number,
  words: string,
  retained: ReadonlySet<string>,
): Shaped {
  const total = (b: Blueprint): number => b.steps.reduce((n, s) => n + s.estimate.likely, 0);
  let blueprint = shaped.blueprint;
  for (const step of canWait(shaped.blueprint).filter(s => !retained.has(s.id))) {
    if (total(blueprint) <= minutes) break;
    blueprint = later(blueprint, [step], words);
  }
  if (total(blueprint) <= minutes) return { ...shaped, blueprint };
  const question: Question = {
    id: 'time-limit',
    text: `What may wait so that the plan fits into ${durationText(minutes)}?`,
    why: `The likely total is ${durationText(total(blueprint))} for ${blueprint.steps.length} steps after leaving out what can wait.`,
    evidence: [{ kind: 'user', what: `feedback: “${words}”` }],
    choices: blueprint.steps
      .filter(s => s.part !== 'testing' && s.part !== 'setup')
      .slice(-3)
      .map(s => ({
        id: s.id.toLowerCase(),
        label: s.title,
        consequence: `${durationText(s.estimate.likely)} less; say “drop ${s.id}”.`,
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
