import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportPlan, planSchema } from '../../../src/plan/export/index.ts';
import { readPlan } from '../../../src/plan/read/index.ts';
import { totals } from '../../../src/plan/totals.ts';
import { plan as anyPlan } from '../arbitrary.ts';
import { samplePlan } from '../sample.ts';

const context = { own: true, done: ['S-install'] };
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(planSchema()));
const foreign = (name: string) => readFileSync(new URL(`../foreign/${name}.md`, import.meta.url), 'utf8');

/** What the validator, which is not the one that wrote the schema, has against it. */
function faults(text: string): unknown {
  return validate(JSON.parse(text)) ? undefined : validate.errors;
}

describe('the JSON form', () => {
  it('of the sample is valid, and is the plan with its totals', () => {
    const text = exportPlan(samplePlan, 'json', context);
    expect(faults(text)).toBeUndefined();
    const { plan, totals: sums, done, own, $schema } = JSON.parse(text);
    expect({ plan, sums, done, own }).toEqual(
      JSON.parse(
        JSON.stringify({ plan: samplePlan, sums: totals(samplePlan), done: ['S-install'], own: true }),
      ),
    );
    expect($schema).toBe(JSON.parse(planSchema()).$id);
  });

  it.each(['sound', 'faults', 'numbered-list', 'numbered-tasks', 'timed-headings'])(
    'of the plan %s by other hands is valid',
    name => {
      const read = readPlan(foreign(name));
      if (!read.ok) throw new Error(read.error.message);
      expect(faults(exportPlan(read.value.plan, 'json', { own: false, done: [] }))).toBeUndefined();
    },
  );

  it('of any plan is valid', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyPlan, plan => {
        expect(faults(exportPlan(plan, 'json', context))).toBeUndefined();
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it.each([
    ['a step without an id', { steps: [{ ...samplePlan.steps[0], id: undefined }] }],
    ['a kind that is none', { kind: 'wish' }],
    ['a requirement as a text', { requirements: ['R1'] }],
    ['a field that is none', { priority: 1 }],
  ])('that has %s is not', (_name, wrong) => {
    const data = JSON.parse(exportPlan(samplePlan, 'json', context));
    expect(faults(JSON.stringify({ ...data, plan: { ...data.plan, ...wrong } }))).toBeDefined();
  });
});
