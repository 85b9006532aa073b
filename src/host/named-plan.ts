import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The whole path of a plan that a person names, seen from `folder`. A bare name that is no file there is the one of
 * `plans/` in the project: `latest-plan.md` is what people type.
 */
export function namedPlan(root: string, folder: string, path: string): string {
  const given = resolve(folder, path);
  if (/[/\\]/.test(path) || existsSync(given)) return given;
  const listed = join(root, 'plans', path);
  return existsSync(listed) ? listed : given;
}
