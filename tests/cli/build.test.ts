import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { freshHome } from './program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The package with its own node_modules, in which esbuild is this text or absent. */
function copyWith(esbuild: string | undefined): string {
  const copy = mkdtempSync(join(tmpdir(), 'planner-tui-build-'));
  made.push(copy);
  for (const name of ['bin', 'scripts', 'src', 'themes', 'playbooks', 'package.json'])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  const modules = join(copy, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== 'esbuild') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  if (esbuild !== undefined) {
    mkdirSync(join(modules, 'esbuild'));
    writeFileSync(
      join(modules, 'esbuild', 'package.json'),
      '{"name":"esbuild","type":"module","exports":"./main.js"}',
    );
    writeFileSync(join(modules, 'esbuild', 'main.js'), esbuild);
  }
  return copy;
}

const node = (cwd: string, home: string, ...args: string[]) =>
  spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PLANNER_TUI_HOME: home },
  });

/** What parser children left in the caches of a home. */
const parsedFiles = (home: string) =>
  readdirSync(join(home, 'cache'), { recursive: true, withFileTypes: true }).filter(
    entry => entry.isFile() && /[\\/]parsed(?:[\\/]|$)/.test(entry.parentPath),
  );

test('where esbuild has no program for the platform, the program is built without it', () => {
  const copy = copyWith('export const build = async () => { throw new Error("no such platform"); };');
  const built = node(copy, freshHome(), 'scripts/prepare.mjs');
  expect([built.status, built.stderr]).toEqual([0, expect.stringContaining('no program for this platform')]);
  expect(node(copy, freshHome(), 'bin/planner-tui.js', '--version')).toMatchObject({
    status: 0,
    stdout: `${pkg.version}\n`,
    stderr: '',
  });
  // The worker and its parser child too: the child's work lies in the cache.
  const project = join(copy, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"small"}\n');
  writeFileSync(join(project, 'publish.ts'), 'export function publishPlan() {}\n');
  const home = freshHome();
  const program = join(copy, 'bin/planner-tui.js');
  const map = node(project, home, program, 'map', '--symbol', 'publishPlan', '--json');
  expect(map.stderr).toBe('');
  const { definitions } = JSON.parse(map.stdout);
  expect(definitions).toMatchObject([{ symbol: { name: 'publishPlan', path: 'publish.ts' } }]);
  expect(parsedFiles(home)).toHaveLength(1);
}, 120_000);

test('without the development tools: installing is no fault, starting says in words what to do', () => {
  const copy = copyWith(undefined);
  for (const args of [['scripts/prepare.mjs'], ['scripts/build.mjs', '--if-stale']]) {
    const { status, stderr } = node(copy, freshHome(), ...args);
    expect([status, stderr]).toEqual([0, expect.stringContaining('npm install --include=dev')]);
    expect(stderr).not.toContain('at ');
  }
  const started = node(copy, freshHome(), 'bin/planner-tui.js');
  expect([started.status, started.stderr]).toEqual([1, expect.stringContaining('is not built yet')]);
  expect(node(copy, freshHome(), 'scripts/build.mjs').status).toBe(1);
});
