import { delimiter } from 'node:path';
import { createCleanCheck } from './clean.ts';
import { findProgram, realOrSame, repositoryTop, trustedPath } from './find-program.ts';
import { gitEnvironment, safeArguments } from './git-arguments.ts';
import { LOG_FORMAT, parseLog, parseSizes, SIZE_FORMAT } from './git-log.ts';
import type { ChangedLines, Git } from './port.ts';
import { type Bounds, type Finished, runBounded } from './process.ts';

/** Commits whose lines one call of git counts. */
const SIZES_AT_ONCE = 100;
const BRANCHES = 'refs/heads/';
const DEFAULTS: Bounds = { timeoutMs: 20_000, maxBytes: 64 * 1024 * 1024 };

/** The bounded call that the other files of this room build on: bytes, and whether the output is whole. */
export type RawGit = (
  args: readonly string[],
  bounds?: Partial<Bounds> & { readonly input?: string },
) => Promise<Finished | undefined>;

/** See `RawGit`; undefined without git on PATH (outside the repository) and for what asks for more than reading. */
export function createRawGit(root: string, env: NodeJS.ProcessEnv): RawGit {
  const cwd = realOrSame(root);
  const top = repositoryTop(cwd);
  let program: string | false | undefined;
  return async (args, bounds = {}) => {
    program ??= findProgram('git', env, top) ?? false;
    const full = safeArguments(args);
    if (program === false || !full) return undefined;
    return runBounded(program, full, {
      ...DEFAULTS,
      ...bounds,
      cwd,
      env: gitEnvironment(env, trustedPath(env.PATH ?? env.Path, top), delimiter),
    });
  };
}

/**
 * git for one project folder. Nothing that the repository holds is run: see `git-arguments.ts`. Without git on PATH
 * (outside the repository) or without a repository every answer is undefined.
 */
export function createGit(root: string, env: NodeJS.ProcessEnv = process.env): Git {
  const raw = createRawGit(root, env);

  async function text(args: readonly string[], bounds?: Partial<Bounds>): Promise<string | undefined> {
    const done = await raw(args, bounds);
    return done?.code === 0 ? done.stdout.toString('utf8') : undefined;
  }

  return {
    async head() {
      // One call: to start git costs more than what it does. What stands behind `--` keeps HEAD from being read as a file.
      const out = await text(['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD', '--']);
      const [commit, ref = ''] = out?.split('\n') ?? [];
      if (!commit) return undefined;
      return ref.startsWith(BRANCHES) ? { commit, branch: ref.slice(BRANCHES.length) } : { commit };
    },
    clean: createCleanCheck(realOrSame(root), raw),
    async log(limit, since) {
      if (since !== undefined && !/^[0-9a-f]{40,64}$/.test(since)) return undefined;
      const range = since === undefined ? 'HEAD' : `${since}..HEAD`;
      const prefix = (await text(['rev-parse', '--show-prefix']))?.trim();
      if (prefix === undefined) return undefined;
      // Names and blobs stand in the trees; lines would need every content, ten times the time and all of a full clone.
      const done = await raw([
        'log',
        '-z',
        '--no-merges',
        `--max-count=${Math.max(0, Math.floor(limit))}`,
        LOG_FORMAT,
        '--raw',
        '--no-abbrev',
        '--no-renames',
        // In a folder of a bigger repository: that folder's files and commits alone.
        ...(prefix ? ['--relative', range, '--', '.'] : [range, '--']),
      ]);
      if (!done || done.ended === 'not-started') return undefined;
      const whole = done.code === 0;
      if (!whole && done.ended === 'exit') return undefined;
      return parseLog(done.stdout.toString('utf8'), whole);
    },
    async sizes(shas) {
      const found = new Map<string, ReadonlyMap<string, ChangedLines>>();
      const wanted = [...new Set(shas)].filter(sha => /^[0-9a-f]{40,64}$/.test(sha));
      for (let at = 0; at < wanted.length; ) {
        const some = wanted.slice(at, at + SIZES_AT_ONCE);
        const done = await raw([
          'log',
          '-z',
          '--no-walk=unsorted',
          SIZE_FORMAT,
          '--numstat',
          '--no-renames',
          '--relative',
          ...some,
          '--',
        ]);
        if (!done || done.ended === 'not-started') break;
        const whole = done.code === 0;
        const read = parseSizes(done.stdout.toString('utf8'), whole);
        for (const [sha, files] of read) found.set(sha, files);
        if (!whole && done.ended !== 'exit') break;
        // It stopped at a commit whose contents are not all here: that one is unknown, the next ones may be known.
        at += whole ? some.length : read.size + 1;
      }
      return found;
    },
    run: (args, options = {}) => text(args, options),
  };
}
