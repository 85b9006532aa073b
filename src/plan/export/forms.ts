import type { CheckResult, Plan, Statement } from '../model.ts';
import { statement, withSources } from '../render/sources.ts';

/** What a plan can be exported as; docs/exports.md says what each is for. */
export const exportForms = [
  'adr',
  'onboarding',
  'refactoring-guide',
  'implementation-doc',
  'github-issue',
  'json',
  'html',
] as const;
export type ExportForm = (typeof exportForms)[number];

/** How the name of its file ends. */
export function endingOf(form: ExportForm): string {
  return form === 'json' || form === 'html' ? form : 'md';
}

/** A plan and whose hand wrote it: what planner-tui wrote without a source is an assumption, what others wrote is not. */
export interface PlanByHand {
  readonly plan: Plan;
  readonly own: boolean;
}

/** What is known of a plan besides itself. */
export interface ExportContext {
  /** Whether planner-tui wrote it. */
  readonly own: boolean;
  /** Ids of the steps whose check boxes are all ticked. */
  readonly done: readonly string[];
  /** Where the plan's file is, as it was given. */
  readonly path?: string;
  /** What the fifteen checks say of it, where they were run. */
  readonly checks?: readonly CheckResult[];
  /** A second plan, to be set beside it. */
  readonly beside?: PlanByHand;
}

/** A statement as Markdown, with where it was read. */
export function said(entry: Statement, { own }: Pick<ExportContext, 'own'>): string {
  return own ? statement(entry) : withSources(entry.text, entry.sources);
}

/** Parts of a plan that a form is made of. */
export type Part =
  | 'an overview'
  | 'requirements'
  | 'integration points'
  | 'an approach'
  | 'alternatives'
  | 'reasons'
  | 'steps'
  | 'times'
  | 'files'
  | 'ways to verify'
  | 'test cases'
  | 'rollback'
  | 'risks'
  | 'monitoring';

const lacking: Readonly<Record<Part, (plan: Plan) => boolean>> = {
  'an overview': plan => plan.overview.length === 0,
  requirements: plan => plan.requirements.length === 0,
  'integration points': plan => plan.integrationPoints.length === 0,
  'an approach': plan => plan.approach.title.trim() === '' && plan.approach.summary.length === 0,
  alternatives: plan => plan.approach.alternatives.length === 0,
  reasons: plan => plan.approach.decisions.every(decision => decision.reasons.length === 0),
  steps: plan => plan.steps.length === 0,
  times: plan => plan.steps.length > 0 && plan.steps.every(step => step.estimate.high === 0),
  files: plan => plan.steps.every(step => step.files.length === 0),
  'ways to verify': plan => plan.steps.every(step => step.verify.length === 0),
  'test cases': plan => plan.tests.cases.length === 0,
  rollback: plan => plan.rollback.length === 0 && plan.steps.every(step => step.rollback.length === 0),
  risks: plan => plan.risks.length === 0,
  monitoring: plan => plan.monitoring.length === 0 && plan.security.monitor.length === 0,
};

const made: Readonly<Record<ExportForm, readonly Part[]>> = {
  adr: ['an overview', 'requirements', 'an approach', 'reasons', 'alternatives'],
  onboarding: ['an overview', 'integration points', 'files', 'ways to verify', 'risks'],
  'refactoring-guide': ['steps', 'files', 'ways to verify', 'test cases', 'rollback'],
  'implementation-doc': ['an overview', 'an approach', 'files', 'test cases', 'monitoring', 'rollback'],
  'github-issue': ['an overview', 'steps', 'files', 'ways to verify'],
  json: [],
  html: ['an overview', 'an approach', 'steps', 'times', 'files'],
};

/** What a form would hold that the plan does not say; the form says so in its place, or leaves the section out. */
export function lacks(plan: Plan, form: ExportForm): readonly Part[] {
  return made[form].filter(part => lacking[part](plan));
}
