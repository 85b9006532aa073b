import type { DesignAxis, GoalKind } from '../../domain/index.ts';
import type { Plan } from '../../plan/model.ts';
import { isSecondWay, type Overlap, overlapOf } from '../../plan/two/facts.ts';
import { holds } from '../../playbooks/condition.ts';
import { decideChoices, type OpenQuestion, openQuestions } from './compose/choices.ts';
import type { Composing } from './compose/composing.ts';
import { scopeOf } from './compose/context.ts';
import type { Desk } from './draft/desk.ts';
import { draftSteps, isPlannedByPlaybook } from './draft/draft.ts';
import type { DraftRecord } from './draft/record.ts';

/** Two ways to one goal, or why there is one alone. */
export type Ways =
  | { readonly kind: 'two'; readonly sides: readonly [DesignAxis, DesignAxis] }
  | { readonly kind: 'one'; readonly why: string };

/** Kinds of goals whose ways stand beside each other in one plan. */
const ALONE: Readonly<Partial<Record<GoalKind, string>>> = {
  fix: 'What is changed follows from the cause: the plan has its possible causes side by side, and the experiments that tell them apart.',
  'ci-fix':
    'What is changed follows from the error that the log shows; where the log leaves several causes, the plan has them side by side.',
  cro: 'Changes of a page are compared by an experiment: the plan has its hypotheses side by side, best first.',
  bootstrap:
    'The stacks stand side by side in the plan; answering “what is it” and “in which language” takes another one.',
  decision: 'A decision has its options side by side in one plan, by the same criteria.',
};

interface Candidate {
  readonly picks: ReadonlyMap<string, string>;
}

/** Each is drafted whole to be measured. */
const MOST_CANDIDATES = 16;

/**
 * The recommended way, and the one that has least in common with it of those that the playbooks know: an approach of
 * theirs, else another answer to a question that neither goal nor code decides. Pure: the same project gives the same two.
 */
export function twoWays(desk: Desk, record: DraftRecord): Ways {
  const alone = ALONE[record.goal.kind];
  if (alone !== undefined) return { kind: 'one', why: alone };
  if (!isPlannedByPlaybook(desk, record))
    return {
      kind: 'one',
      why: 'No playbook knows this goal, so there is no question of design in which two plans could part.',
    };
  // Answers do not move the axis: its sides are the same before and after the round.
  const bare: DraftRecord = { ...record, answers: {}, feedback: [], earlier: [], picks: new Map() };
  const decided = decideChoices(desk.base, {}, new Map());
  const open = openQuestions(decided);
  const first = draftSteps(desk, bare);
  const singles = [...approachesOf(decided, open), ...answersOf(decided, open)].slice(0, MOST_CANDIDATES);
  if (singles.length === 0)
    return {
      kind: 'one',
      why: 'The goal and the code decide every question of design that the playbooks ask.',
    };
  const measured = (candidates: readonly Candidate[]): readonly Measured[] =>
    candidates.map(candidate => {
      const overlap = overlapOf(first, draftSteps(desk, { ...bare, picks: candidate.picks }));
      return { candidate, overlap, shares: overlap.files + overlap.packages };
    });
  const each = measured(singles);
  const together = measured(pairsOf(each));
  const single = leastShared(each);
  const pair = leastShared(together);
  const best = pair && (!single || pair.shares <= single.shares - WORTH_ANOTHER) ? pair : single;
  if (!best)
    return {
      kind: 'one',
      why: `${singles.length} other ${singles.length === 1 ? 'way was' : 'ways were'} drafted, and each changes the same files and packages as the recommended one.`,
    };
  return { kind: 'two', sides: sidesOf(decided, open, best.candidate, each) };
}

interface Measured {
  readonly candidate: Candidate;
  readonly overlap: Overlap;
  /** Of files and of packages, together: 0 where nothing is shared, 2 where all is. */
  readonly shares: number;
}

/** A second question is answered differently too only where that sets the two apart by so much more. */
const WORTH_ANOTHER = 0.2;
/** Of the answers that share least by themselves, so many are tried with each other. */
const MOST_PAIRED = 8;

function leastShared(measured: readonly Measured[]): Measured | undefined {
  return measured
    .filter(m => isSecondWay(m.overlap))
    .reduce<Measured | undefined>((best, m) => (best && best.shares <= m.shares ? best : m), undefined);
}

/** Answers to two questions at once: the ones that already differ most by themselves. */
function pairsOf(alone: readonly Measured[]): readonly Candidate[] {
  const singles = alone
    .filter(m => m.candidate.picks.size === 1 && m.shares < 2)
    .sort((a, b) => a.shares - b.shares)
    .slice(0, MOST_PAIRED)
    .map(m => m.candidate.picks);
  return singles.flatMap((a, i) =>
    singles
      .slice(i + 1)
      .filter(b => [...b.keys()].every(id => !a.has(id)))
      .map(b => ({ picks: new Map([...a, ...b]) })),
  );
}

/** Approaches of the playbooks that could be taken here and are not, by what in them is not decided yet. */
function approachesOf(c: Composing, open: readonly OpenQuestion[]): readonly Candidate[] {
  const scope = scopeOf(c);
  return c.matched.flatMap(({ playbook }) =>
    playbook.approaches.flatMap((spec): readonly Candidate[] => {
      const other = Object.entries(spec.picks).filter(([id, choice]) => c.choices.get(id) !== choice);
      const possible = other.every(([id, choice]) =>
        open.some(o => o.question.id === id && o.question.choices.some(x => x.id === choice)),
      );
      if (other.length === 0 || !possible || !holds(spec.when, scope.test)) return [];
      return [{ picks: new Map(other) }];
    }),
  );
}

/** Every other answer to the questions that are open, weightiest question first. */
function answersOf(c: Composing, open: readonly OpenQuestion[]): readonly Candidate[] {
  return open
    .filter(o => o.question.asked === 'round')
    .flatMap(({ question }) =>
      question.choices
        .filter(choice => choice.id !== c.choices.get(question.id))
        .map(choice => ({ picks: new Map([[question.id, choice.id]]) })),
    );
}

/** Both sides of the questions in which they differ, the one that sets them apart most first. */
function sidesOf(
  c: Composing,
  open: readonly OpenQuestion[],
  { picks }: Candidate,
  alone: readonly Measured[],
): readonly [DesignAxis, DesignAxis] {
  const sharesOf = (id: string): number =>
    alone.find(m => m.candidate.picks.size === 1 && m.candidate.picks.get(id) === picks.get(id))?.shares ?? 2;
  const differing = open
    .filter(o => picks.has(o.question.id))
    .map(o => o.question)
    .sort((a, b) => sharesOf(a.id) - sharesOf(b.id));
  const labels = (choiceOf: (id: string) => string | undefined): string =>
    differing.flatMap(q => q.choices.find(x => x.id === choiceOf(q.id))?.label ?? []).join(', ');
  const question = differing.map(q => q.text).join(' ');
  const mine = new Map(differing.flatMap(q => [[q.id, c.choices.get(q.id) ?? q.recommended] as const]));
  return [
    { question, side: labels(id => mine.get(id)), picks: Object.fromEntries(mine) },
    { question, side: labels(id => picks.get(id)), picks: Object.fromEntries(picks) },
  ];
}

/** Two plans that would be called the same are told apart by their sides. */
export function toldApart(
  plans: readonly [Plan, Plan],
  sides: readonly [DesignAxis, DesignAxis],
): readonly [Plan, Plan] {
  const [a, b] = plans;
  if (a.approach.title !== b.approach.title) return plans;
  const named = (plan: Plan, { side }: DesignAxis): Plan => ({
    ...plan,
    approach: { ...plan.approach, title: `${plan.approach.title}: ${side}` },
  });
  return [named(a, sides[0]), named(b, sides[1])];
}
