import { expect, test } from 'vitest';
import { GOAL_VERBS, isGoalVerb, wishOf } from '../../src/session/verbs.ts';

test.each([
  ['plan', '[add x]', { text: 'add x' }],
  ['plan', '', { text: '' }],
  ['plan:two', 'add x', { text: 'add x', approaches: 2 }],
  [
    'plan:ci',
    'https://github.com/acme/shop/actions/runs/123/job/4',
    {
      text: 'mend the failing CI run 123 of acme/shop',
      kind: 'ci-fix',
      about: 'https://github.com/acme/shop/actions/runs/123/job/4',
    },
  ],
  [
    'plan:ci',
    '[logs/build.log only the lint job]',
    {
      text: 'mend the failing CI run of build.log: only the lint job',
      kind: 'ci-fix',
      about: 'logs/build.log',
    },
  ],
  ['plan:ci', '-', { text: 'mend the failing CI run of the given log', kind: 'ci-fix', about: '-' }],
  [
    'plan:cro',
    'more sign-ups on https://shop.example/pricing',
    {
      text: 'more sign-ups on https://shop.example/pricing',
      kind: 'cro',
      about: 'https://shop.example/pricing',
    },
  ],
  [
    'plan:cro',
    'https://shop.example/pricing?utm=x',
    {
      text: 'raise the conversion of shop.example/pricing',
      kind: 'cro',
      about: 'https://shop.example/pricing?utm=x',
    },
  ],
  ['plan:cro', 'more sign-ups', { text: 'more sign-ups', kind: 'cro' }],
  ['bootstrap', '[a URL shortener]', { text: 'a URL shortener', kind: 'bootstrap' }],
  [
    'fix:hard',
    'orders are saved twice @logs/error.log',
    { text: 'orders are saved twice @logs/error.log', kind: 'fix', about: 'logs/error.log' },
  ],
  ['fix:hard', 'mail to a@b.example bounces', { text: 'mail to a@b.example bounces', kind: 'fix' }],
] as const)('%s %s', (verb, rest, wish) => {
  expect(wishOf(verb, rest)).toEqual({ ok: true, value: wish });
});

test.each(GOAL_VERBS.filter(v => v.name !== 'plan'))('$name without anything says what it needs', verb => {
  const wish = wishOf(verb.name, '  ');
  expect(wish).toMatchObject({
    ok: false,
    error: { kind: 'usage', next: expect.stringContaining(verb.example) },
  });
});

test('a verb is known by its whole name', () => {
  expect(isGoalVerb('plan:two')).toBe(true);
  expect(isGoalVerb('plan:three')).toBe(false);
});
