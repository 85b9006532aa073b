import type { Plan, Step } from './model.ts';

/** What became of a file that a plan relies on. */
export type Moved = 'changed' | 'gone';

/** A step whose files are not what they were when the plan was made. */
export interface StaleStep {
  readonly id: string;
  readonly files: readonly { readonly path: string; readonly fate: Moved }[];
}

/**
 * Steps that rest on files which moved since the plan was made. `now` gives the short hash of a file's bytes (16 hex
 * digits), undefined where it is not there; only files of `plan.reliesOn` are asked for. Steps that are done are not stale:
 * they themselves changed their files.
 */
export function staleSteps(
  plan: Plan,
  now: ReadonlyMap<string, string | undefined>,
  done: ReadonlySet<string> = new Set(),
): readonly StaleStep[] {
  return plan.steps.flatMap(step => {
    if (done.has(step.id)) return [];
    const files = filesOf(step).flatMap(path => {
      const was = plan.reliesOn[path];
      const is = now.get(path);
      if (was === undefined || !now.has(path) || is === was) return [];
      return [{ path, fate: is === undefined ? ('gone' as const) : ('changed' as const) }];
    });
    return files.length > 0 ? [{ id: step.id, files }] : [];
  });
}

/** Existing files that a step changes, follows or quotes. */
function filesOf(step: Step): readonly string[] {
  const changed = step.files.flatMap(file => (file.action === 'create' ? [] : [file.path]));
  const followed = step.files.flatMap(file =>
    file.at === undefined ? [] : [file.at.replace(/:\d+(?:[-–]\d+)?$/, '')],
  );
  const quoted = step.code.flatMap(({ source }) => (source?.kind === 'file' ? [source.path] : []));
  return [...new Set([...changed, ...followed, ...quoted])];
}
