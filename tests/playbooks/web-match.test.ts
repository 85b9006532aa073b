import { expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';

const OWN = ['accessibility', 'cro', 'dark-mode', 'forms', 'i18n', 'page-performance', 'state-management'];
const playbooks = await shippedPlaybooks();

/** Names of the playbooks on what people see that a goal calls for, in order of the alphabet. */
const called = (goal: string): readonly string[] =>
  matchPlaybooks(playbooks, goal, stemsOf)
    .map(m => m.playbook.name)
    .filter(name => OWN.includes(name))
    .sort();

it.each([
  ['add dark mode', ['dark-mode']],
  ['support a dark theme that follows the system', ['dark-mode']],
  ['let people switch between light and dark', ['dark-mode']],
  ['add i18n', ['i18n']],
  ['translate the UI into Spanish', ['i18n']],
  ['localize the checkout', ['i18n']],
  ['support French and German', ['i18n']],
  ['make it usable with a screen reader', ['accessibility']],
  ['WCAG 2.2 AA audit', ['accessibility']],
  ['fix a11y problems', ['accessibility']],
  ['add validation to the sign-up form', ['forms']],
  ['build a contact form', ['forms']],
  ['show field errors next to the fields', ['forms']],
  ['replace prop drilling by a store', ['state-management']],
  ['introduce Redux', ['state-management']],
  ['keep the filters as state in the URL', ['state-management']],
  ['reduce the bundle size', ['page-performance']],
  ['improve LCP and INP', ['page-performance']],
  ['server-side rendering of the product pages', ['page-performance']],
  ['raise the conversion rate of the pricing page', ['cro']],
  ['run an A/B test on the call to action', ['cro']],
  ['reduce cart abandonment', ['cro']],
])('“%s” is what the playbook is for', (goal, names) => {
  expect(called(goal)).toEqual(names);
});

it.each([
  'add authentication with sessions',
  'add type conversion for dates',
  'convert currencies in reports',
  'support several programming languages in the highlighter',
  'add a language server',
  'make the API publicly accessible',
  'validate e-mail addresses on import',
  'store the state of the terraform run in a bucket',
  'add a state machine for orders',
  'return the canonical form of a path',
  'sign the app bundle',
  'lazy loading of relations in the ORM',
  'add rate limiting to the API',
  'full-text search over notes',
  'cache the answers of the weather service',
  'split the monolith into services',
  'perform the backup at night',
  'transform records while importing',
  'multipart/form-data upload of avatars',
  'translate SQL errors into exceptions',
])('“%s” is something else', goal => {
  expect(called(goal)).toEqual([]);
});
