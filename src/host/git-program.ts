import { delimiter } from 'node:path';
import { findProgram, realOrSame, repositoryTop, trustedPath } from './find-program.ts';
import { gitEnvironment } from './git-arguments.ts';
import { runBounded } from './process.ts';

/** The git that is used for a project: never one that lies in it. Undefined where there is none on PATH. */
export async function gitProgram(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly path: string; readonly version: string } | undefined> {
  const cwd = realOrSame(root);
  const top = repositoryTop(cwd);
  const path = findProgram('git', env, top);
  if (path === undefined) return undefined;
  const done = await runBounded(path, ['--version'], {
    timeoutMs: 5_000,
    maxBytes: 4 * 1024,
    cwd,
    env: gitEnvironment(env, trustedPath(env.PATH ?? env.Path, top), delimiter),
  });
  const version = /\d+(?:\.\d+)+/.exec(done?.stdout.toString('utf8') ?? '')?.[0];
  return version === undefined ? undefined : { path, version };
}
