import type { Step } from '../../../plan/model.ts';
import { joined } from './case.ts';

/**
 * Trials are given a time, not estimated: earlier commits say nothing of work that is thrown away. Where the time is over,
 * what is known then is the answer.
 */
export const BOX = {
  trial: {
    low: 30,
    likely: 60,
    high: 120,
    basis: 'a time box, not an estimate: stop after 2 h with what is known then',
  },
  measuring: {
    low: 20,
    likely: 45,
    high: 90,
    basis: 'a time box, not an estimate: stop after 90 min with what is known then',
  },
  record: {
    low: 15,
    likely: 30,
    high: 60,
    basis: 'a time box for writing; what the meeting takes is not in it',
  },
} as const;

/** What no trial has. */
export const plain = { functions: [], code: [], packages: [] };

export interface Spike {
  /** What is tried; where all of it is here, it is measured as it stands. */
  readonly tried: readonly string[];
  readonly here: boolean;
  /** What there is today, where there is something. */
  readonly stays: string | undefined;
  /** What the decision is about, in the goal's words. */
  readonly matter: string;
  readonly test: string | undefined;
  readonly serves: readonly string[];
}

/** Id of the trial that is made where neither the code nor the field knows a better one. */
export const SPIKE = 'S-try-smallest';

/** The trial of a decision about which nothing is known: a box of time, a figure that decides, and nothing that is kept. */
export function spike({ tried, here, stays, matter, test, serves }: Spike): Step {
  const what = matter === '' ? 'what was asked' : `the ${matter}`;
  const all = joined(tried);
  const each = tried.length > 1 ? 'each' : 'it';
  const plainTest = test ? `, and the seconds of \`${test}\`` : '';
  const [title, does, decides] = here
    ? [
        `Measure ${all} where the question came from`,
        `Take the figure that made somebody ask (seconds, failures, cost, hours of work) with ${all} as ${tried.length > 1 ? 'they are' : 'it is'} today, three times, and note how it was taken.`,
        tried.length > 1
          ? 'The one with the better figure is the answer; where they are alike, the one that more of the project stands on.'
          : `${all} stays where the figure reaches what was wanted, and is weighed again where it does not.`,
      ]
    : [
        `Try ${all} with the smallest piece of ${what}, on a branch`,
        `Build the same smallest piece with ${each}: one way in, one result that a person can see. \`git switch -c try-smallest\`; nothing of the branch is merged.`,
        tried.length > 1
          ? `The one that carries the piece within the box is taken; where both do, the one with fewer minutes and lines; where neither does, ${stays ? `${stays} stays` : 'the question is asked anew'}.`
          : `${all} is taken where it carries the piece within the box; else ${stays ? `${stays} stays` : 'the question is asked anew'}.`,
      ];
  return {
    ...plain,
    id: SPIKE,
    title,
    estimate: here ? BOX.measuring : BOX.trial,
    serves: [...serves],
    dependsOn: [],
    details: [
      'Before it begins: write down the one figure that decides, and from which value on. A figure that is named afterwards fits whatever came out.',
      does,
      ...(here
        ? []
        : [`Write down for ${each}: minutes until the piece works, \`git diff --shortstat\`${plainTest}.`]),
      decides,
    ],
    files: [],
    verify: [
      {
        kind: 'observe',
        text: here
          ? `The figure of ${all} stands in the record beside the value from which on it is good enough.`
          : `Minutes and lines of ${all} stand in the record beside the value that was written down before.`,
      },
    ],
    rollback: [
      here
        ? 'Nothing is changed by measuring.'
        : '`git switch -` and `git branch -D try-smallest` leave nothing behind.',
    ],
    part: 'core',
  };
}
