import { delimiter } from 'node:path';
import { findProgram, realOrSame, repositoryTop, trustedPath } from './find-program.ts';
import { runBounded } from './process.ts';

const TOKEN = /^[\w.-]{10,300}$/;

/** The token that GitHub's own `gh` keeps for a host, where it is installed and logged in. Never one that lies in `root`. */
export async function ghToken(
  host: string,
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const cwd = realOrSame(root);
  const top = repositoryTop(cwd);
  const gh = findProgram('gh', env, top);
  if (gh === undefined || !/^[\w.-]+$/.test(host) || host.startsWith('-')) return undefined;
  const done = await runBounded(gh, ['auth', 'token', '--hostname', host], {
    timeoutMs: 5_000,
    maxBytes: 4 * 1024,
    cwd,
    env: {
      ...env,
      PATH: trustedPath(env.PATH ?? env.Path, top).join(delimiter),
      GH_PROMPT_DISABLED: '1',
      GH_DEBUG: '',
    },
  });
  const said = done.stdout.toString('utf8').trim();
  return done.code === 0 && TOKEN.test(said) ? said : undefined;
}
