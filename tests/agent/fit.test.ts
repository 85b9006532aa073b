import { describe, expect, it } from 'vitest';
import { fitted } from '../../src/agent/local/draft/fit.ts';
import { wordBudget } from '../../src/plan/checks/words.ts';
import type { Plan } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { sentences } from '../../src/plan/text-quality.ts';
import { totals } from '../../src/plan/totals.ts';
import { samplePlan } from '../plan/sample.ts';

const words = (plan: Plan): number =>
  sentences(renderPlan(plan)).reduce((sum, s) => sum + s.split(/\s+/).length, 0);
const budget = ((f): number => wordBudget(f.create.length + f.modify.length + f.delete.length))(
  totals(samplePlan).files,
);
const quote = (n: number, length: number): Plan['findings'][number] => ({
  text: `\`docs/${n}.md\` says under “Part ${n}”: “${Array.from({ length }, (_, i) => `word${n}x${i}`).join(' ')}”`,
  sources: [],
});
const long = (quotes: readonly Plan['findings'][number][]): Plan => ({
  ...samplePlan,
  findings: [...samplePlan.findings, ...quotes],
});

describe('a plan within its budget of words', () => {
  it('is given back as it is', () => {
    expect(words(samplePlan)).toBeLessThanOrEqual(budget);
    expect(fitted(samplePlan)).toBe(samplePlan);
  });

  it('loses quotations from the last one on, and no more than it must', () => {
    const each = Math.ceil((budget - words(samplePlan)) / 3) + 20;
    const plan = long([quote(1, each), quote(2, each), quote(3, each), quote(4, each)]);
    const fit = fitted(plan);
    expect(words(plan)).toBeGreaterThan(budget);
    expect(words(fit)).toBeLessThanOrEqual(budget);
    expect(fit.findings).toEqual([...samplePlan.findings, quote(1, each), quote(2, each)]);
  });

  it('keeps one quotation, and leaves a step what it does', () => {
    const plan = long([quote(1, budget)]);
    const fit = fitted(plan);
    expect(fit.findings).toEqual(plan.findings);
    expect(fit.steps.map(s => s.files)).toEqual(plan.steps.map(s => s.files));
  });
});
