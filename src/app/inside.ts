import { relative, resolve, sep } from 'node:path';
import { isInside, readTextFile, realOrSame, whyUnread } from '../host/index.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { LATEST } from '../storage/index.ts';
import type { Storage } from '../storage/port.ts';
import { type CheckedPlan, checkPlan } from './check-plan.ts';
import type { DriftOptions } from './drift-plan.ts';
import type { FactSources } from './facts.ts';

/**
 * Plans for somebody who is no person at this machine: only Markdown files that lie in the project, opened without following
 * links out of it. Names are `plans/x.md` as seen from the project's root, absolute paths inside it, `x.md` of `plans/`, or
 * `latest`.
 */
export interface InsidePlans {
  /** Failures: `path-outside`, `no-plan-name`, `no-file`. `path` is seen from the project's root. */
  read(name: string): Promise<Result<{ readonly path: string; readonly markdown: string }>>;
  check(name: string): Promise<Result<CheckedPlan>>;
  /** A text that lies in no file; `name` is what the findings call it. */
  checkText(name: string, markdown: string): Promise<CheckedPlan>;
  drift(name: string, since?: string): Promise<Result<PlanDrift>>;
  /** A path as seen from the project's root, of whatever lies in the project. Failure: `path-outside`. */
  place(path: string): Result<string>;
}

export interface InsideSources extends FactSources {
  readonly root: string;
  readonly storage: Pick<Storage, 'planPath'>;
  drift(path: string, text: string, options: DriftOptions): Promise<Result<PlanDrift>>;
}

const NEWEST = new Set(['latest', LATEST, `plans/${LATEST}`]);
/** Not part of a name that is written as the address of a resource. */
const ADDRESS = /^plan:\/{2,3}/;

export function createInsidePlans(sources: InsideSources): InsidePlans {
  const { root, storage } = sources;

  function place(given: string): Result<string> {
    const full = resolve(root, given);
    const inside = given !== '' && isInside(root, full) && isInside(root, realOrSame(full));
    return inside
      ? ok(relative(root, full).split(sep).join('/'))
      : err(
          failure(
            'path-outside',
            `A path inside the project was expected, but ${JSON.stringify(given)} leads out of it.`,
            'Name it as seen from the project’s root, for example plans/x.md.',
          ),
        );
  }

  async function find(given: string): Promise<Result<string>> {
    const name = given.trim().replace(ADDRESS, '');
    if (NEWEST.has(name)) return ok(await storage.planPath(LATEST));
    const placed = place(name);
    if (!placed.ok) return placed;
    if (!/\.(?:md|markdown)$/i.test(name))
      return err(
        failure(
          'no-plan-name',
          `A Markdown file was expected, but ${JSON.stringify(given)} is none by its name.`,
          'Plans are named plans/x.md, or latest.',
        ),
      );
    const listed = `plans/${placed.value}`;
    return ok(!/[/\\]/.test(name) && readTextFile(root, listed) ? listed : placed.value);
  }

  async function read(given: string) {
    const found = await find(given);
    if (!found.ok) return found;
    const path = found.value;
    const file = readTextFile(root, path);
    if (file) return ok({ path, markdown: file.text });
    const why = whyUnread(root, path).replace('it is gone', 'there is no such file');
    return err(
      failure(
        'no-file',
        `${JSON.stringify(given)} is no plan that can be read here: ${why}.`,
        'planner-tui plans lists the plans of this project.',
      ),
    );
  }

  return {
    place,
    read,
    checkText: (name, markdown) => checkPlan(name, ok(markdown), sources),
    async check(name) {
      const found = await read(name);
      return found.ok ? ok(await checkPlan(found.value.path, ok(found.value.markdown), sources)) : found;
    },
    async drift(name, since) {
      const found = await read(name);
      return found.ok ? sources.drift(found.value.path, found.value.markdown, { since }) : found;
    },
  };
}
