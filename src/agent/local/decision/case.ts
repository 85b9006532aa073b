import type { Answer, Source } from '../../../domain/index.ts';
import type { Composing } from '../compose/composing.ts';
import type { DecisionSight } from './model.ts';
import { type Weighed, weighedOptions } from './options.ts';
import { type Row, rowsOf } from './rows.ts';
import { type Outcome, setsApart, weigh } from './weigh.ts';

/** Id of the question which criterion counts most. */
export const MOST = 'counts-most';

/** Where a sentence comes from that was worked out of the table of options against criteria. */
export const WEIGHED: Source = { kind: 'user', what: 'the goal, by the table of criteria' };

/** A decision as it stands after the answers. */
export interface DecisionCase {
  readonly c: Composing;
  readonly sight: DecisionSight;
  readonly options: readonly Weighed[];
  readonly rows: readonly Row[];
  readonly outcome: Outcome;
  readonly winner: Weighed;
  /** Why what is called the winner is the present state or merely the first: no counted criterion sets the options apart. */
  readonly undecided: boolean;
}

/** The criterion that an answer makes count twice. */
function mostOf(answers: Readonly<Record<string, Answer>>): string | undefined {
  const answer = answers[MOST];
  return answer?.kind === 'choice' ? answer.choiceId : undefined;
}

/** Undefined where there are not two things to decide between. */
export function caseOf(
  c: Composing,
  answers: Readonly<Record<string, Answer>>,
  most: string | undefined = mostOf(answers),
): DecisionCase | undefined {
  const sight = c.survey.decision;
  if (!sight) return undefined;
  const options = weighedOptions(c, sight);
  if (options.length < 2) return undefined;
  const rows = rowsOf(c, options, sight.goal.wants, most);
  const order = [
    ...options.flatMap((o, i) => (o.present ? [i] : [])),
    ...options.flatMap((o, i) => (o.present ? [] : [i])),
  ];
  const outcome = weigh(rows, options.length, order);
  const winner = options[outcome.winner];
  if (!winner) return undefined;
  return { c, sight, options, rows, outcome, winner, undecided: Math.max(0, ...outcome.points) === 0 };
}

/** The criteria that set the options apart. */
export function counted({ rows, options }: Pick<DecisionCase, 'rows' | 'options'>): readonly Row[] {
  return rows.filter(row => setsApart(row, options.length));
}

/** Tags of the counted criteria that speak for an option. */
export function forIt(of: Pick<DecisionCase, 'rows' | 'options'>, index: number): readonly Row[] {
  return counted(of).filter(row => row.best.includes(index));
}

export function named({ tag, label }: Pick<Weighed, 'tag' | 'label'>): string {
  return `${tag} ${label}`;
}

/** `C1, C2 and C4`. */
export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
