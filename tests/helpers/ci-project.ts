import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECTS } from '../fixtures/ci/projects.mjs';

/** The project of a log, as it stood when its build failed, with the workflow that ran it; below `folder`. */
export function ciProject(folder: string, name: string): string {
  const found = PROJECTS.find(one => one.name === name);
  if (!found) throw new Error(`There is no project ${name}.`);
  const root = join(mkdtempSync(join(folder, 'p-')), 'shop');
  const steps = found.steps.map(step => `      - run: ${step.run}\n`).join('');
  const workflow = `name: ci\n\non: push\n\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-node@v4\n${steps}`;
  for (const [path, text] of Object.entries({ ...found.files, '.github/workflows/ci.yml': workflow })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'The shop as it is');
  return root;
}

/** git as a person with a name, in this folder. */
export function git(root: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim();
}
