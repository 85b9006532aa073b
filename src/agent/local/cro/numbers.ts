import {
  type Answer,
  type Choice,
  type Effect,
  type Quantity,
  type Question,
  readCount,
  readEffect,
  readShare,
} from '../../../domain/index.ts';
import type { Result } from '../../../shared/result.ts';
import { MOST_WEEKS, type RunTime, runTime } from './sample-size.ts';

/** What the experiment is computed from, each with whether somebody said it. */
export interface Numbers {
  readonly visitors: Said<number>;
  readonly base: Said<number>;
  readonly effect: Said<Effect>;
  readonly variants: Said<number>;
  /** The share that would matter. */
  readonly target: number;
  /** Why the target is not the one that was asked for. */
  readonly mended?: string;
  readonly run: RunTime;
  /** Whether nothing of it is assumed. */
  readonly known: boolean;
}

export interface Said<T> {
  readonly value: T;
  /** The question's id. */
  readonly id: string;
  readonly assumed: boolean;
}

interface Asked {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly expects: Quantity;
  /** Each choice is read as if it had been typed. */
  readonly choices: readonly string[];
  readonly recommended: string;
  readonly consequence: (text: string) => string;
}

const VISITORS: Asked = {
  id: 'cro-visitors',
  text: 'How many visitors does the page have in a week?',
  why: 'The run time follows from it; “about 12k a week” and “50k a month” are understood.',
  expects: 'count',
  choices: ['1,000 a week', '5,000 a week', '25,000 a week', '100,000 a week'],
  recommended: '5,000 a week',
  consequence: text => `Computed for ${text}.`,
};
const RATE: Asked = {
  id: 'cro-rate',
  text: 'Which share of these visitors reaches the goal today?',
  why: 'The rarer it is, the more visitors a difference needs; “2.5 %”, “0.025” and “30 of 1,000” are understood.',
  expects: 'share',
  choices: ['1 %', '3 %', '10 %', '30 %'],
  recommended: '3 %',
  consequence: text => `Computed for ${text} today.`,
};
const EFFECT: Asked = {
  id: 'cro-effect',
  text: 'What is the smallest change of that share that would be worth the work?',
  why: 'Half the effect needs four times the visitors; “20 %” is of the rate today, “0.5 points” and “from 3 % to 4 %” are understood.',
  expects: 'effect',
  choices: ['10 %', '20 %', '50 %'],
  recommended: '20 %',
  consequence: text => `Less than ${text} of the rate may be missed.`,
};
const VARIANTS: Asked = {
  id: 'cro-variants',
  text: 'How many pages are compared, the one of today among them?',
  why: 'Each further one divides the visitors, and the chance to be fooled is divided by the comparisons (Bonferroni).',
  expects: 'count',
  choices: ['2', '3', '4'],
  recommended: '2',
  consequence: text => `${text} share the visitors.`,
};

function questionOf(asked: Asked, round: boolean): Question {
  return {
    id: asked.id,
    text: asked.text,
    why: asked.why,
    evidence: [],
    choices: asked.choices.map(
      (label): Choice => ({ id: idOf(label), label, consequence: asked.consequence(label) }),
    ),
    recommended: idOf(asked.recommended),
    asked: round ? 'round' : 'plan',
    expects: asked.expects,
  };
}

const idOf = (label: string): string => label.replace(/\D+$/, '').replace(/\D/g, '');

export function numberQuestions(): readonly Question[] {
  return [...[VISITORS, RATE, EFFECT].map(asked => questionOf(asked, true)), questionOf(VARIANTS, false)];
}

const MOST_VARIANTS = 8;
/** Nothing comes nearer to everybody than this. */
const MOST_SHARE = 0.999;

/** What is computed with: the answers as they were given, else the assumptions. */
export function numbersOf(answers: Readonly<Record<string, Answer>>): Numbers {
  const visitors = valueSaid(VISITORS, answers, readCount);
  const base = valueSaid(RATE, answers, readShare);
  const effect = valueSaid(EFFECT, answers, readEffect);
  const asked = valueSaid(VARIANTS, answers, readCount);
  const variants = { ...asked, value: Math.min(MOST_VARIANTS, Math.max(2, asked.value)) };
  const wanted = targetOf(base.value, effect.value);
  const possible = wanted > base.value && wanted <= MOST_SHARE;
  // A rise of a high rate by a large part leads beyond everybody: then half of those who are missing is looked for.
  const target = possible ? wanted : base.value + (1 - base.value) / 2;
  return {
    visitors,
    base,
    effect,
    variants,
    target,
    ...(possible
      ? {}
      : {
          mended: `From ${percent(base.value)} this change leads to ${percent(wanted)}, which is no rise that can be; computed is with ${percent(target)} instead: answer \`cro-effect\` anew`,
        }),
    run: runTime({ base: base.value, target, variants: variants.value }, visitors.value),
    known: ![visitors, base, effect].some(s => s.assumed),
  };
}

function valueSaid<T>(
  asked: Asked,
  answers: Readonly<Record<string, Answer>>,
  read: (text: string) => Result<T>,
): Said<T> {
  const answer = answers[asked.id];
  const label = answer?.kind === 'choice' ? asked.choices.find(c => idOf(c) === answer.choiceId) : undefined;
  const given = answer?.kind === 'text' ? answer.text : label;
  const found = given === undefined ? undefined : read(given);
  if (found?.ok) return { value: found.value, id: asked.id, assumed: false };
  const assumed = read(asked.recommended);
  if (!assumed.ok) throw new Error(`${asked.id} recommends what it refuses: ${asked.recommended}`);
  return { value: assumed.value, id: asked.id, assumed: true };
}

export function targetOf(base: number, { kind, value }: Effect): number {
  switch (kind) {
    case 'relative':
      return base * (1 + value);
    case 'points':
      return base + value;
    case 'to':
      return value;
  }
}

/** Whether an experiment with these numbers ends before it is worth nothing. */
export function endsInTime({ run }: Numbers): boolean {
  return run.weeks <= MOST_WEEKS && !run.tooFew;
}

/** `3 %`, `2.54 %`: three figures at most. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

export function grouped(n: number): string {
  return n.toLocaleString('en');
}
