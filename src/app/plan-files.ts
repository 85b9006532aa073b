import { basename, dirname, join, relative, sep } from 'node:path';
import { changeFile, type ReadReport, realOrSame } from '../host/index.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import type { ExportForm } from '../plan/export/index.ts';
import { type Ticked, tickSteps } from '../plan/tick.ts';
import { ok, type Result } from '../shared/result.ts';
import { copiedPlan, LATEST } from '../storage/index.ts';
import { type CheckedPlan, checkPlan } from './check-plan.ts';
import type { DriftOptions } from './drift-plan.ts';
import { type ExportedFile, exportFile } from './export-plan.ts';
import type { FactSources } from './facts.ts';

/** What can be asked of a plan's file, whoever wrote it. Paths are as the user gave them. */
export interface PlanFiles {
  /** Without a `latest-plan.md` that leads to another of them, as `plans/*.md` names it. */
  distinct(paths: readonly string[]): readonly string[];
  /** The plan that `plans/latest-plan.md` leads to, by its path in the project; undefined where there is none. */
  latest(): string | undefined;
  /** Runs the plan checks on it. */
  check(path: string): Promise<CheckedPlan>;
  /** How far the work tree followed it since its commit, or since another. `coverage`: a report to take. */
  drift(
    path: string,
    options?: { readonly since?: string | undefined; readonly coverage?: string | undefined },
  ): Promise<Result<PlanDrift>>;
  /** Ticks the check boxes of these steps in the file; where there is none to tick it is not written. */
  tick(path: string, stepIds: readonly string[]): Promise<Result<Omit<Ticked, 'markdown'>>>;
  /** As another kind of document; of a page also beside a second plan. */
  export(path: string, form: ExportForm, beside?: string): Promise<Result<ExportedFile>>;
  /** Writes what was exported to a new file; one that is there is left alone (`file-exists`). */
  save(path: string, text: string): Promise<Result<undefined>>;
}

export interface PlanFileSources extends FactSources {
  readonly root: string;
  /** A file that the user named, of at most so many bytes. */
  read(path: string, limit: number): Result<string>;
  /** Makes a file that was not there. */
  write(path: string, text: string): Promise<Result<undefined>>;
  /** The same for a coverage report. */
  readReport(path: string): ReadReport;
  /** The whole path of what the user named. */
  whole(path: string): string;
  drift(path: string, text: string, options: DriftOptions): Promise<Result<PlanDrift>>;
}

/** Bytes of a file that is read as a plan; what is too long for one is told by name. */
export const MOST_OF_A_PLAN = 24 * 1024 * 1024;

export function createPlanFiles(sources: PlanFileSources): PlanFiles {
  const read = (path: string) => sources.read(path, MOST_OF_A_PLAN);
  const newest = join(sources.root, 'plans', LATEST);
  /** Whole path of the plan that is meant: what a link or a copy leads to. */
  const meant = (path: string) => {
    const real = realOrSame(sources.whole(path));
    const text = basename(real) === LATEST ? read(path) : undefined;
    const original = text?.ok ? copiedPlan(text.value) : undefined;
    return original === undefined ? real : join(dirname(real), original);
  };
  return {
    distinct: paths =>
      paths.filter(
        path =>
          basename(path) !== LATEST || !paths.some(other => other !== path && meant(other) === meant(path)),
      ),
    latest() {
      const path = read(newest).ok ? relative(realOrSame(sources.root), meant(newest)) : undefined;
      return path?.startsWith('..') ? undefined : path?.split(sep).join('/');
    },
    check: path => checkPlan(path, read(path), sources),
    async drift(path, { since, coverage } = {}) {
      const text = read(path);
      if (!text.ok) return text;
      const report =
        coverage === undefined ? undefined : { path: coverage, read: sources.readReport(coverage) };
      return sources.drift(path, text.value, { since, report });
    },
    async tick(path, stepIds) {
      const done = await changeFile(
        sources.root,
        { full: sources.whole(path), shown: path },
        MOST_OF_A_PLAN,
        text => {
          const ticked = tickSteps(text, new Set(stepIds));
          return ticked.ok ? ok({ text: ticked.value.markdown, ...ticked.value }) : ticked;
        },
      );
      return done.ok ? ok({ boxes: done.value.boxes, steps: done.value.steps }) : done;
    },
    export(path, form, beside) {
      const other = beside === undefined ? undefined : { path: beside, text: read(beside) };
      return exportFile({ path, text: read(path) }, form, other, sources);
    },
    save: (path, text) => sources.write(path, text),
  };
}
