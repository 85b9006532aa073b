import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePlans, compareSections } from '../../src/plan/compare.ts';
import type { Plan, Step } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { plan as anyPlan } from './arbitrary.ts';
import { samplePlan } from './sample.ts';

const steps = (plan: Plan) => plan.steps.map(step => step.id);
const kinds = (a: Plan, b: Plan) => comparePlans(a, b).steps.map(change => `${change.kind} ${change.id}`);
const reorder = (...ids: string[]): Plan => ({
  ...samplePlan,
  steps: ids.map(id => samplePlan.steps.find(step => step.id === id) as Step),
});

describe('steps of two revisions', () => {
  it('are the same in the same plan', () => {
    expect(comparePlans(samplePlan, structuredClone(samplePlan)).steps.every(c => c.kind === 'same')).toBe(
      true,
    );
  });

  it.each([
    [
      'dropped',
      ['S-install', 'S-hub', 'S-tests', 'S-guide'],
      ['same S-install', 'same S-hub', 'removed S-publish', 'same S-tests', 'same S-guide'],
    ],
    [
      'the first dropped',
      ['S-hub', 'S-publish', 'S-tests', 'S-guide'],
      ['removed S-install', 'same S-hub', 'same S-publish', 'same S-tests', 'same S-guide'],
    ],
    [
      'the last brought to the front',
      ['S-guide', 'S-install', 'S-hub', 'S-publish', 'S-tests'],
      ['moved S-guide', 'same S-install', 'same S-hub', 'same S-publish', 'same S-tests'],
    ],
    [
      'the first taken to the end',
      ['S-hub', 'S-publish', 'S-tests', 'S-guide', 'S-install'],
      ['same S-hub', 'same S-publish', 'same S-tests', 'same S-guide', 'moved S-install'],
    ],
  ])('%s', (_, ids, expected) => {
    expect(kinds(samplePlan, reorder(...ids))).toEqual(expected);
  });

  it('name what is added, and the fields in which a step changed', () => {
    const [first, ...rest] = samplePlan.steps as [Step, ...Step[]];
    const added: Step = {
      ...first,
      id: 'S-flag',
      files: [{ action: 'create', path: 'src/flags.ts', what: '' }],
      packages: [{ name: 'flagged', dev: false, action: 'add', note: '' }],
    };
    const next: Plan = {
      ...samplePlan,
      steps: [added, { ...first, title: 'Install it', estimate: { ...first.estimate, high: 9 } }, ...rest],
    };
    const compared = comparePlans(samplePlan, next);
    expect(compared.steps.slice(0, 2)).toEqual([
      { kind: 'added', id: 'S-flag', after: 1 },
      { kind: 'changed', id: 'S-install', before: 1, after: 2, fields: ['title', 'estimate'], moved: false },
    ]);
    expect(compared.files).toEqual({ added: ['src/flags.ts'], removed: [] });
    expect(compared.packages).toEqual({ added: ['flagged'], removed: [] });
    expect(comparePlans(next, samplePlan).packages).toEqual({ added: [], removed: ['flagged'] });
  });

  it('account for every step of both, once', { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (a, b) => {
        const ids = comparePlans(a, b).steps.map(change => change.id);
        expect([...ids].toSorted()).toEqual([...new Set([...steps(a), ...steps(b)])].toSorted());
        expect(comparePlans(a, b).steps.flatMap(c => (c.kind === 'removed' ? [] : [c.id]))).toEqual(steps(b));
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});

describe('sections of two revisions', () => {
  const before = renderPlan(samplePlan);
  const changes = (after: string) =>
    compareSections(before, after).flatMap(c => (c.kind === 'same' ? [] : [`${c.kind} ${c.heading}`]));

  it('are the same in the same text', () => {
    expect(changes(before)).toEqual([]);
  });

  it('differ only where something was changed', () => {
    const renamed = renderPlan({ ...samplePlan, approach: { ...samplePlan.approach, title: 'Another' } });
    expect(changes(renamed)).toEqual(['changed Approach: Another']);
    expect(changes(renderPlan({ ...samplePlan, risks: [] }))).toEqual(['changed Risks']);
    expect(changes(before.replace(/## Risks\n[\s\S]*?(?=## Questions)/, ''))).toEqual(['removed Risks']);
    expect(changes(before.replace('## Risks', '## More\n\nx\n\n## Risks'))).toEqual(['added More']);
  });

  it('are found by the same name in the next revision', () => {
    const next = renderPlan({ ...samplePlan, revision: 3 });
    expect(compareSections(before, next)[0]).toMatchObject({
      heading: 'Changed in Revision 3',
      kind: 'changed',
    });
  });
});
