import type { Git, GitObjects } from '../host/port.ts';
import type { ExportForm } from '../plan/export/index.ts';
import type { Result } from '../shared/result.ts';
import { type CheckedPlan, checkPlan } from './check-plan.ts';
import { driftOf, type PlanDrift } from './drift-plan.ts';
import { type ExportedFile, exportFile } from './export-plan.ts';
import type { FactSources } from './facts.ts';

/** What can be asked of a plan's file, whoever wrote it. Paths are as the user gave them. */
export interface PlanFiles {
  /** Runs the plan checks on it. */
  check(path: string): Promise<CheckedPlan>;
  /** How far the work tree followed it since its commit, or since another. */
  drift(path: string, since?: string): Promise<Result<PlanDrift>>;
  /** As another kind of document; of a page also beside a second plan. */
  export(path: string, form: ExportForm, beside?: string): Promise<Result<ExportedFile>>;
  /** Writes what was exported to a new file; one that is there is left alone (`file-exists`). */
  save(path: string, text: string): Promise<Result<undefined>>;
}

export interface PlanFileSources extends FactSources {
  readonly git: Git;
  readonly objects: GitObjects;
  /** A file that the user named, of at most so many bytes. */
  read(path: string, limit: number): Result<string>;
  /** Makes a file that was not there. */
  write(path: string, text: string): Promise<Result<undefined>>;
}

/** Bytes of a file that is read as a plan; what is too long for one is told by name. */
export const MOST_OF_A_PLAN = 24 * 1024 * 1024;

export function createPlanFiles(sources: PlanFileSources): PlanFiles {
  const read = (path: string) => sources.read(path, MOST_OF_A_PLAN);
  return {
    check: path => checkPlan(path, read(path), sources),
    drift: (path, since) => driftOf(path, read(path), since, sources),
    export(path, form, beside) {
      const other = beside === undefined ? undefined : { path: beside, text: read(beside) };
      return exportFile({ path, text: read(path) }, form, other, sources);
    },
    save: (path, text) => sources.write(path, text),
  };
}
