import { clean, safeLine, safeText } from '../../shared/text/index.ts';
import type { Plan } from '../model.ts';
import { adr } from './adr.ts';
import type { ExportContext, ExportForm } from './forms.ts';
import { githubIssue } from './github-issue.ts';
import { html } from './html/page.ts';
import { implementationDoc } from './implementation-doc.ts';
import { json } from './json.ts';
import { onboarding } from './onboarding.ts';
import { refactoringGuide } from './refactoring-guide.ts';

export { type ExportContext, type ExportForm, endingOf, exportForms, lacks } from './forms.ts';
export { planSchema } from './json.ts';

/** A form takes a plan whose every text is clean and gives a whole file. */
type Form = (plan: Plan, context: ExportContext) => string;

const forms: Readonly<Record<ExportForm, Form>> = {
  adr,
  onboarding,
  'refactoring-guide': refactoringGuide,
  'implementation-doc': implementationDoc,
  'github-issue': githubIssue,
  json,
  html,
};

/**
 * A plan as another kind of document: the whole text of one file. Pure; the same plan gives the same bytes. Secrets are
 * hidden and nothing that a terminal would obey is left, wherever the plan came from.
 */
export function exportPlan(plan: Plan, form: ExportForm, context: ExportContext): string {
  const { checks, beside } = context;
  const text = forms[form](cleaned(plan), {
    ...context,
    ...(context.path === undefined ? {} : { path: safeLine(context.path) }),
    done: clean(context.done).value,
    ...(checks ? { checks: clean(checks).value } : {}),
    ...(beside ? { beside: { ...beside, plan: cleaned(beside.plan) } } : {}),
  });
  return safeText(text);
}

function cleaned(plan: Plan): Plan {
  const { value } = clean(plan);
  const reliesOn = Object.fromEntries(
    Object.entries(value.reliesOn).map(([path, hash]) => [safeLine(path), hash]),
  );
  return { ...value, reliesOn };
}
