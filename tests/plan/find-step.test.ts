import { expect, test } from 'vitest';
import { findStep } from '../../src/plan/find-step.ts';
import { samplePlan } from './sample.ts';

const [base] = samplePlan.steps;
if (!base) throw new Error('the sample has no steps');
const plan = {
  ...samplePlan,
  steps: [
    { ...base, id: 'S-push', title: 'Push messages through `createHub`' },
    { ...base, id: 'S-mail', title: 'Push mails' },
    { ...base, id: '2', title: 'A step whose id is a number' },
    { ...base, id: 'push', title: 'Another' },
  ],
};

test.each([
  ['S-push', 'S-push'],
  ['s-MAIL', 'S-mail'],
  ['mail', 'S-mail'],
  // An id is more than a number, and the very id more than one that lacks its beginning.
  ['2', '2'],
  ['push', 'push'],
  ['1', 'S-push'],
  ['#4', 'push'],
  ['3.', '2'],
  ['createhub', 'S-push'],
  ['push mails', 'S-mail'],
  ['through createHub', 'S-push'],
])('%s is %s', (wanted, id) => {
  const found = findStep(plan, wanted);
  expect(found.ok && found.value.id).toBe(id);
});

test.each([
  ['push m', 'ambiguous-step', 'S-push (Push messages through `createHub`), S-mail (Push mails)'],
  ['nothing', 'unknown-step', 'S-mail (Push mails)'],
  ['9', 'unknown-step', 'Its steps:'],
  ['', 'unknown-step', 'Its steps:'],
])('%s is none: %s', (wanted, kind, said) => {
  const found = findStep(plan, wanted);
  expect(found.ok ? undefined : found.error.kind).toBe(kind);
  expect(found.ok ? undefined : found.error.next).toContain(said);
});
