import { contentWords, overlap, stem } from '../words.ts';
import type { Directive } from './directive.ts';

/** A directive that holds, with the feedback it came from. */
export interface Taken {
  /** Id of the feedback. */
  readonly from: string;
  /** The words of the whole feedback. */
  readonly words: string;
  readonly directive: Directive;
}

/** What holds after one more directive, and what that did to what was said before, as sentences for the change note. */
export interface Settled {
  readonly taken: readonly Taken[];
  readonly remarks: readonly string[];
}

/** Takes one more directive: the last one wins, and says against what. `titleOf` names a step for matching words. */
export function settle(before: readonly Taken[], next: Taken, titleOf: (stepId: string) => string): Settled {
  const { directive } = next;
  switch (directive.kind) {
    case 'undo':
      return undo(before, next, directive.what, titleOf);
    case 'retain':
      return retain(before, next, directive.steps, directive.again);
    case 'drop':
    case 'later':
      return against(
        before,
        next,
        t => t.kind === 'retain' && t.steps.some(id => directive.steps.includes(id)),
      );
    case 'choose':
    case 'answer': {
      const { questionId, choiceId } = directive;
      return against(
        before,
        next,
        t =>
          (t.kind === 'quantity' && t.questionId === questionId) ||
          ((t.kind === 'choose' || t.kind === 'answer') &&
            t.questionId === questionId &&
            t.choiceId !== choiceId),
      );
    }
    case 'quantity':
      if (directive.problem !== undefined) return { taken: [...before, next], remarks: [] };
      return against(
        before,
        next,
        t =>
          (t.kind === 'quantity' && t.questionId === directive.questionId && t.text !== directive.text) ||
          (t.kind === 'answer' && t.questionId === directive.questionId),
      );
    case 'limit':
      return against(before, next, t => t.kind === 'limit' && t.minutes !== directive.minutes);
    case 'move': {
      const { step, other, where } = directive;
      return against(
        before,
        next,
        t =>
          t.kind === 'move' &&
          ((t.step === step && t.other === other && t.where !== where) ||
            (t.step === other && t.other === step && t.where === where)),
      );
    }
    case 'merge':
      return against(before, next, t => t.kind === 'split' && directive.steps.includes(t.step));
    case 'split':
      return against(before, next, t => t.kind === 'merge' && t.steps.includes(directive.step));
    default:
      return { taken: [...before, next], remarks: [] };
  }
}

/** Earlier directives that cannot hold beside the new one go, and the note names whose they were. */
function against(before: readonly Taken[], next: Taken, clashes: (directive: Directive) => boolean): Settled {
  const lost = before.filter(t => clashes(t.directive));
  return { taken: [...before.filter(t => !lost.includes(t)), next], remarks: contradictions(lost, next) };
}

function contradictions(lost: readonly Taken[], next: Taken): readonly string[] {
  const others = [...new Set(lost.filter(t => t.from !== next.from).map(t => t.words))];
  const same = lost.some(t => t.from === next.from);
  return [
    ...others.map(words => `Contradicts “${words}”: the later word, “${next.words}”, holds.`),
    ...(same ? [`“${next.words}” contradicts itself: its last word holds.`] : []),
  ];
}

function undo(
  before: readonly Taken[],
  next: Taken,
  what: Extract<Directive, { kind: 'undo' }>['what'],
  titleOf: (stepId: string) => string,
): Settled {
  if (before.length === 0)
    return {
      taken: [
        {
          ...next,
          directive: {
            kind: 'require',
            what: next.words,
            because: 'no earlier feedback stands that it could take back',
          },
        },
      ],
      remarks: [],
    };
  if (what === 'all') return takenBack(before, before, next);
  if (what === 'last') {
    const last = before.at(-1);
    // Within one text it takes back what stands before it there, else the whole piece before.
    const lost = before.filter(t => t.from === last?.from);
    return takenBack(before, lost, next);
  }
  const stems = new Set(contentWords(what.about).map(stem));
  const numbers: readonly string[] = what.about.match(/\d+/g) ?? [];
  const near = (t: Taken): number =>
    overlap(`${t.words} ${stepsOf(t.directive).map(titleOf).join(' ')}`, stems) +
    (numbers.some(n => new RegExp(`\\b${n}\\b`).test(t.words)) ? 2 : 0);
  const most = Math.max(...before.map(near));
  const lost = most > 0 ? before.filter(t => near(t) === most) : [];
  if (lost.length === 0)
    return {
      taken: [
        ...before,
        {
          ...next,
          directive: {
            kind: 'require',
            what: next.words,
            because: `no earlier feedback speaks of ${what.about}`,
          },
        },
      ],
      remarks: [],
    };
  return takenBack(before, lost, next);
}

function takenBack(before: readonly Taken[], lost: readonly Taken[], next: Taken): Settled {
  const words = [...new Set(lost.map(t => t.words))].filter(w => w !== next.words);
  return {
    taken: before.filter(t => !lost.includes(t)),
    remarks:
      words.length > 0
        ? words.map(w => `Takes back “${w}”.`)
        : [`“${next.words}” contradicts itself: its last word holds.`],
  };
}

function stepsOf(directive: Directive): readonly string[] {
  if ('steps' in directive) return directive.steps;
  return 'step' in directive ? [directive.step] : [];
}

/** Takes these steps out of what was dropped or put off before. */
function retain(before: readonly Taken[], next: Taken, steps: readonly string[], again: boolean): Settled {
  const lost: Taken[] = [];
  const taken = before.flatMap((t): Taken[] => {
    const { directive } = t;
    if (directive.kind !== 'drop' && directive.kind !== 'later' && directive.kind !== 'only') return [t];
    if (directive.kind === 'only') {
      if (!again || steps.every(id => directive.steps.includes(id))) return [t];
      lost.push(t);
      return [{ ...t, directive: { ...directive, steps: [...directive.steps, ...steps] } }];
    }
    const left = directive.steps.filter(id => !steps.includes(id));
    if (left.length === directive.steps.length) return [t];
    lost.push(t);
    return left.length > 0 ? [{ ...t, directive: { ...directive, steps: left } }] : [];
  });
  return { taken: [...taken, next], remarks: contradictions(lost, next) };
}
