import { resolve } from 'node:path';
import { changeFile, isInside, realOrSame } from '../host/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';

/** No plan is longer. */
const MOST_BYTES = 24 * 1024 * 1024;

/**
 * Changes a file of the project in one step, as `changeFile` does; one that lies elsewhere is left alone. `path` is
 * absolute. Failures: `plan-elsewhere`, and those of `changeFile`.
 */
export async function changePlan(
  projectRoot: string,
  path: string,
  change: (text: string) => string,
): Promise<Result<void>> {
  const inside = isInside(resolve(projectRoot), path) || isInside(realOrSame(projectRoot), realOrSame(path));
  if (!inside)
    return err(
      failure(
        'plan-elsewhere',
        `${path} is no file of this project, so it was left as it is.`,
        'Move the plan into plans/ to have its boxes and status kept, or tick them yourself.',
      ),
    );
  const done = await changeFile(projectRoot, { full: path, shown: path }, MOST_BYTES, text =>
    ok({ text: change(text) }),
  );
  return done.ok ? ok(undefined) : done;
}
