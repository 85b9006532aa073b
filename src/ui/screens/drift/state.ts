import type { PlanDrift } from '../../../plan/drift/model.ts';
import type { Failure } from '../../../shared/result.ts';
import { atTop, type Scroll } from '../../widgets/scroll-view/state.ts';

/** What is known of the plan's drift. While it is read again what was known stays. */
export type DriftFound =
  | { readonly kind: 'reading'; readonly before?: PlanDrift | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'read'; readonly drift: PlanDrift };

/** A plan held against the code; it lies over the place it was opened from, which stays as it is. */
export interface DriftUi {
  /** The plan's file, as the project names it. */
  readonly path: string;
  readonly found: DriftFound;
  readonly focus: 'list' | 'detail';
  /** Place of the chosen row in the list. */
  readonly selected: number;
  /** Row of the details under the cursor, and what is shown of them. */
  readonly row: number;
  readonly scroll: Scroll;
  /** Set while it is asked whether to tick the boxes of these steps; keys before `openedAt` + grace are not meant for it. */
  readonly asked?: { readonly stepIds: readonly string[]; readonly openedAt: number } | undefined;
}

export function openDrift(path: string): DriftUi {
  return { path, found: { kind: 'reading' }, focus: 'list', selected: 0, row: 0, scroll: atTop };
}

export function driftOfUi({ found }: DriftUi): PlanDrift | undefined {
  return found.kind === 'read' ? found.drift : found.kind === 'reading' ? found.before : undefined;
}

/** What can be chosen at the left: each step, then what is told of the plan as a whole. */
export type DriftEntry =
  | { readonly kind: 'step'; readonly index: number }
  | { readonly kind: 'tests' | 'documents' | 'coverage' | 'security' | 'rollback' | 'unplanned' };

/** A part of which there is nothing to say is left out. */
export function driftEntries(drift: PlanDrift): readonly DriftEntry[] {
  const { tests, documents, coverage, security, rollback, unplanned, alsoChanged } = drift;
  const part = (kind: Exclude<DriftEntry['kind'], 'step'>, there: boolean): readonly DriftEntry[] =>
    there ? [{ kind }] : [];
  return [
    ...drift.steps.map((_, index) => ({ kind: 'step' as const, index })),
    ...part('tests', tests.files.length + tests.cases.length > 0),
    ...part('documents', documents.length > 0),
    ...part('coverage', coverage.kind !== 'no-report' || coverage.threshold !== undefined),
    ...part('security', security.length > 0),
    ...part('rollback', rollback.length > 0),
    ...part('unplanned', unplanned.length + alsoChanged.length > 0),
  ];
}

/** Steps whose boxes may be ticked. */
export function finishedSteps(drift: PlanDrift): readonly string[] {
  return drift.steps.filter(step => step.verdict === 'done').map(step => step.id);
}
