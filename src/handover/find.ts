import { delimiter, isAbsolute, parse } from 'node:path';
import {
  findProgram,
  isInside,
  isProgram,
  programInside,
  realOrSame,
  repositoryTop,
  runBounded,
  trustedPath,
} from '../host/index.ts';
import { type Implementer, withOwn } from './implementers.ts';

export type Found =
  | { readonly kind: 'installed'; readonly path: string }
  /** It lies in the project, and what a repository brings is not run. */
  | { readonly kind: 'inside'; readonly path: string }
  | { readonly kind: 'missing' };

export interface FoundImplementer {
  readonly implementer: Implementer;
  readonly found: Found;
}

/** All implementers that are known, each with where its program lies. Nothing is run for it. */
export function findImplementers(
  own: Readonly<Record<string, readonly string[]>>,
  root: string,
  env: NodeJS.ProcessEnv,
): readonly FoundImplementer[] {
  const top = repositoryTop(root);
  return withOwn(own).map(implementer => ({ implementer, found: find(implementer.program, env, top) }));
}

function find(program: string, env: NodeJS.ProcessEnv, top: string): Found {
  if (isAbsolute(program)) {
    if (!isProgram(program)) return { kind: 'missing' };
    const inside = isInside(top, program) || isInside(top, realOrSame(program));
    return { kind: inside ? 'inside' : 'installed', path: program };
  }
  // A path from where one happens to stand is a path into the project.
  if (/[/\\]/.test(program)) return { kind: 'missing' };
  const path = findProgram(program, env, top);
  if (path !== undefined) return { kind: 'installed', path };
  const inside = programInside(program, env, top);
  return inside === undefined ? { kind: 'missing' } : { kind: 'inside', path: inside };
}

/** The slowest of them took 3.3 s to say its version. */
const VERSION_LIMIT = { timeoutMs: 8_000, maxBytes: 16 * 1024 } as const;

/** What the program says to `--version`; undefined where it does not say it in time. It is run outside the project. */
export async function versionOf(
  path: string,
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const PATH = trustedPath(env['PATH'] ?? env['Path'], repositoryTop(root)).join(delimiter);
  const done = await runBounded(path, ['--version'], {
    ...VERSION_LIMIT,
    cwd: parse(path).root,
    env: { ...env, PATH },
  });
  if (done.code !== 0) return undefined;
  return /\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?/.exec(done.stdout.toString('utf8'))?.[0];
}
