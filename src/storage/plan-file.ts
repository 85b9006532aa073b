import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { copiedPlan, LATEST } from './publish.ts';

const OWN = /^plans\/[^/\\]+\.md$/;
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** See `Storage.planPath`. */
export async function planPath(projectRoot: string, given: string): Promise<string> {
  const name = given.replace(/\\/g, '/').split('/').at(-1) ?? given;
  if (name !== LATEST) return `plans/${name}`;
  const latest = join(projectRoot, 'plans', LATEST);
  const target = await fs
    .readlink(latest)
    .catch(() => fs.readFile(latest, 'utf8').then(text => copiedPlan(text) ?? name))
    .catch(() => name);
  return `plans/${target.split('/').at(-1) ?? name}`;
}

/** The text of a plan file by its project-relative path; undefined where it is gone, a link, or no file of `plans/`. */
export async function readPlanFile(projectRoot: string, path: string): Promise<string | undefined> {
  return open(projectRoot, path).catch(() => undefined);
}

async function open(projectRoot: string, path: string): Promise<string | undefined> {
  if (!OWN.test(path) || !(await fs.lstat(join(projectRoot, 'plans'))).isDirectory()) return undefined;
  const handle = await fs.open(join(projectRoot, path), READ);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return undefined;
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
