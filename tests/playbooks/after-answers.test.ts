import { expect, it } from 'vitest';
import type { FixtureName } from '../helpers/fixture-repo.ts';
import { playbookProjects } from './exercise.ts';

/**
 * Sentences that hold for one answer stood among what is told before anybody is asked, and so in no plan. Each stands in
 * the plan of its answer, in the step that does the work, and in no plan of another.
 */
const { draft } = playbookProjects({});

const cases: readonly {
  readonly project: FixtureName;
  readonly goal: string;
  readonly question: string;
  readonly told: string;
  readonly other: string;
  readonly step: string;
  readonly says: RegExp;
}[] = [
  {
    project: 'notes-web',
    goal: 'add dark mode',
    question: 'theme-kept',
    told: 'device',
    other: 'system',
    step: 'S-theme-module',
    says: /keeps values in the browser already/,
  },
  {
    project: 'shop-api',
    goal: 'let users export and delete their account (GDPR)',
    question: 'privacy-how',
    told: 'anonymise',
    other: 'delete',
    step: 'S-privacy-erase',
    says: /is still personal data of `shop-api`/,
  },
  {
    project: 'notes-web',
    goal: 'add a CI pipeline',
    question: 'ci-host',
    told: 'github',
    other: 'gitlab',
    step: 'S-ci',
    says: /by the sha of a commit, which cannot become another one/,
  },
  {
    project: 'shop-api',
    goal: 'put shipping of orders behind a feature flag',
    question: 'flag-who',
    told: 'share',
    other: 'everybody',
    step: 'S-flag',
    says: /hash\(flag \+ id\) mod 100/,
  },
];

it.each(cases)('$goal: what holds for $question=$told', async ({ project, goal, ...one }) => {
  const { plan } = await draft(project, goal, { [one.question]: one.told });
  const steps = plan.steps.filter(s => s.details.some(text => one.says.test(text))).map(s => s.id);
  expect(steps).toHaveLength(1);
  expect(steps[0]?.startsWith(one.step)).toBe(true);
  const { revision } = await draft(project, goal, { [one.question]: one.other });
  expect(revision.markdown).not.toMatch(one.says);
});
