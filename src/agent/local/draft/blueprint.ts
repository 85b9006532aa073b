import type { Risk } from '../../../domain/index.ts';
import type { Candidates } from '../../../plan/candidates.ts';
import type { Decision, Plan, Requirement, Statement, Step } from '../../../plan/model.ts';
import type { CitedPage } from '../compose/cited.ts';

/** What a way of planning (generic, or playbooks) contributes; `assemble` makes a whole plan of it. */
export interface Blueprint {
  readonly approach: { readonly title: string; readonly summary: readonly Statement[] };
  readonly requirements: readonly Requirement[];
  readonly outOfScope: readonly string[];
  readonly decisions: readonly Decision[];
  readonly alternatives: Plan['approach']['alternatives'];
  readonly steps: readonly Step[];
  readonly cases: Plan['tests']['cases'];
  readonly rollback: Plan['rollback'];
  readonly implemented: Plan['security']['implemented'];
  readonly monitor: readonly string[];
  readonly performance: readonly Statement[];
  readonly monitoring: readonly Statement[];
  readonly risks: readonly Risk[];
  readonly nextSteps: readonly string[];
  /** Sections that only this kind of goal has. */
  readonly special: NonNullable<Plan['special']>;
  /** Packages to compare before one is taken. */
  readonly candidates: readonly Candidates[];
  /** Pages of documentation that its sentences rest on. */
  readonly pages: readonly CitedPage[];
  /** What a decision recommends, in one sentence. */
  readonly answer?: string;
  /** Names of playbooks used. */
  readonly playbooks: readonly string[];
}

export const emptyBlueprint: Blueprint = {
  approach: { title: '', summary: [] },
  requirements: [],
  outOfScope: [],
  decisions: [],
  alternatives: [],
  steps: [],
  cases: [],
  rollback: [],
  implemented: [],
  monitor: [],
  performance: [],
  monitoring: [],
  risks: [],
  nextSteps: [],
  special: [],
  candidates: [],
  pages: [],
  playbooks: [],
};

export function said(text: string, ...sources: Statement['sources']): Statement {
  return { text, sources };
}
