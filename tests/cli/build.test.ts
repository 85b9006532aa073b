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

const node = (cwd: string, ...args: string[]) =>
  spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PLANNER_TUI_HOME: freshHome() },
  });

test('where esbuild has no program for the platform, the program is built without it', () => {
  const copy = copyWith('export const build = async () => { throw new Error("no such platform"); };');
  const built = node(copy, 'scripts/prepare.mjs');
  expect([built.status, built.stderr]).toEqual([0, expect.stringContaining('no program for this platform')]);
  expect(node(copy, 'bin/planner-tui.js', '--version')).toMatchObject({
    status: 0,
    stdout: `${pkg.version}\n`,
    stderr: '',
  });
  // The worker and its parser child too.
  const map = node(copy, 'bin/planner-tui.js', 'map', '--query', 'publish plan', '--json');
  expect(map.stderr).toBe('');
  const files: { path: string; symbols: { name: string }[] }[] = JSON.parse(map.stdout).files;
  expect(files.find(f => f.path === 'src/storage/publish.ts')?.symbols.map(s => s.name)).toContain(
    'publishPlan',
  );
}, 120_000);

test('without the development tools: installing is no fault, starting says in words what to do', () => {
  const copy = copyWith(undefined);
  for (const args of [['scripts/prepare.mjs'], ['scripts/build.mjs', '--if-stale']]) {
    const { status, stderr } = node(copy, ...args);
    expect([status, stderr]).toEqual([0, expect.stringContaining('npm install --include=dev')]);
    expect(stderr).not.toContain('at ');
  }
  const started = node(copy, 'bin/planner-tui.js');
  expect([started.status, started.stderr]).toEqual([1, expect.stringContaining('is not built yet')]);
  expect(node(copy, 'scripts/build.mjs').status).toBe(1);
});
