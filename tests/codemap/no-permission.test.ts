import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { repository } from '../host/repository.ts';

// Nothing is closed to root, so the map is built by a process of a user who owns the project but not what is closed.
const asRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const GOOD = 'export function good() {}\n';
const PROGRAM = `import { createCodeMap } from './src/codemap/index.ts';
  import { createGit, createProjectFiles } from './src/host/index.ts';
  const root = process.cwd();
  const git = createGit(root);
  const map = createCodeMap({ files: createProjectFiles(root, git), git });
  const { skipped, commits } = await map.build();
  process.stdout.write(JSON.stringify({ skipped, commits, paths: await map.paths() }));`;

let script = '';
beforeAll(async () => {
  const resolveDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  script = outputFiles[0]?.text ?? '';
});

/** Gives a folder, and all in it, to another user. */
function give(folder: string, user: number): void {
  chownSync(folder, user, user);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) give(join(folder, entry.name), user);
    else chownSync(join(folder, entry.name), user, user);
  }
}

/** The project with some of its paths closed; gives what the map says of it. */
function projectWith(closed: readonly string[]) {
  const root = repository({ 'a.ts': GOOD, 'closed.ts': GOOD, 'shut/b.ts': GOOD, 'shut/c.ts': GOOD });
  if (asRoot) give(root, NOBODY);
  for (const path of closed) {
    if (asRoot) chownSync(join(root, path), 0, 0);
    chmodSync(join(root, path), 0);
  }
  return root;
}

function mapOf(root: string): Promise<{ skipped: unknown; commits: number; paths: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ['--input-type=module', '-'],
      {
        cwd: root,
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
        env: { PATH: process.env['PATH'], HOME: root },
      },
      (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout))),
    );
    child.stdin?.end(script);
  });
}

const FILE = 'this user may not read it';
const WITHIN = 'in a folder that this user may not read';
const FOLDER = 'a folder that this user may not read';

test('a closed file and a closed folder are told, with git and without', async () => {
  const root = projectWith(['closed.ts', 'shut']);
  const tracked = await mapOf(root);
  expect(tracked.skipped).toEqual([
    { path: 'shut/b.ts', reason: WITHIN },
    { path: 'shut/c.ts', reason: WITHIN },
    { path: 'closed.ts', reason: FILE },
  ]);
  expect(tracked.paths).toEqual(['a.ts']);
  expect(tracked.commits).toBe(1);
  rmSync(join(root, '.git'), { recursive: true });
  const walked = await mapOf(root);
  expect(walked.skipped).toEqual([
    { path: 'shut', reason: FOLDER },
    { path: 'closed.ts', reason: FILE },
  ]);
  expect(walked.paths).toEqual(['a.ts']);
  chmodSync(join(root, 'shut'), 0o700);
});

test('a repository whose own folder is closed is read as a folder', async () => {
  const root = projectWith(['.git']);
  const { skipped, commits, paths } = await mapOf(root);
  expect({ skipped, commits, paths }).toEqual({
    skipped: [],
    commits: 0,
    paths: ['a.ts', 'closed.ts', 'shut/b.ts', 'shut/c.ts'],
  });
  chmodSync(join(root, '.git'), 0o700);
});

test.runIf(asRoot)('a repository of another user, which git refuses, is read as a folder', async () => {
  const root = projectWith([]);
  give(join(root, '.git'), 0);
  execFileSync('chmod', ['-R', 'a+rX', root]);
  const { commits, paths } = await mapOf(root);
  expect({ commits, paths }).toEqual({ commits: 0, paths: ['a.ts', 'closed.ts', 'shut/b.ts', 'shut/c.ts'] });
});
