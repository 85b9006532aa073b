import { wordBudget } from '../../../plan/checks/words.ts';
import type { Plan } from '../../../plan/model.ts';
import { renderPlan } from '../../../plan/render.ts';
import { sentences } from '../../../plan/text-quality.ts';
import { totals } from '../../../plan/totals.ts';

/** Documents that are quoted whatever the length. */
const LEAST_QUOTES = 1;

const isQuote = (text: string): boolean => / says(?: under “|: “)|^A rule of this project, /.test(text);
const wordsOf = (text: string): number => text.split(/\s+/).length;

/**
 * A plan within its budget of words, where leaving out what helps least is enough: quotations of documents first, the last
 * ones of them, then what to read beside a symbol, from the last step on. A plan within its budget is given back as it is.
 */
export function fitted(plan: Plan): Plan {
  const { create, modify, delete: gone } = totals(plan).files;
  const budget = wordBudget(create.length + modify.length + gone.length);
  let over = sentences(renderPlan(plan)).reduce((sum, s) => sum + wordsOf(s), 0) - budget;
  if (over <= 0) return plan;
  const quotes = plan.findings.filter(f => isQuote(f.text));
  const dropped = new Set<string>();
  for (const { text } of quotes.slice(LEAST_QUOTES).reverse()) {
    if (over <= 0) break;
    dropped.add(text);
    over -= wordsOf(text);
  }
  const steps = [...plan.steps].reverse().map(step => ({
    ...step,
    details: step.details.filter(detail => {
      if (over <= 0 || !BESIDE.test(detail) || step.details.length < 2) return true;
      over -= wordsOf(detail);
      return false;
    }),
  }));
  return { ...plan, findings: plan.findings.filter(f => !dropped.has(f.text)), steps: steps.reverse() };
}

/** Details that only name what lies beside the place of a step. */
const BESIDE = /^Read `.* first: |^Commit [0-9a-f]{7} .* follow its shape\.$/;
