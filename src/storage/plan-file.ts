import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../host/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { syncFolder, writeFully } from './log.ts';
import { COPY_MARK, LATEST } from './publish.ts';

const OWN = /^plans\/[^/\\]+\.md$/;
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
let counter = 0;

/** See `Storage.planPath`. */
export async function planPath(projectRoot: string, given: string): Promise<string> {
  const name = given.replace(/\\/g, '/').split('/').at(-1) ?? given;
  if (name !== LATEST) return `plans/${name}`;
  const latest = join(projectRoot, 'plans', LATEST);
  const target = await fs
    .readlink(latest)
    .catch(() => fs.readFile(latest, 'utf8').then(text => COPY_MARK.exec(text)?.[1] ?? name))
    .catch(() => name);
  return `plans/${target.split('/').at(-1) ?? name}`;
}

/** The text of a plan file by its project-relative path; undefined where it is gone, a link, or no file of `plans/`. */
export async function readPlanFile(projectRoot: string, path: string): Promise<string | undefined> {
  const found = await open(projectRoot, path).catch(() => undefined);
  return found?.text;
}

/**
 * Changes a plan file in one step: readers see the old or the new text, never a part; its mode stays. `how` gives the new
 * text, undefined or the same text for no change. A file that changed meanwhile is left alone. True where it was written.
 * Failures: `no-plan-file`, `plan-file-moved`, `plan-file-unwritable`.
 */
export async function changePlanFile(
  projectRoot: string,
  path: string,
  how: (text: string) => string | undefined,
): Promise<Result<boolean>> {
  const found = await open(projectRoot, path).catch(() => undefined);
  if (!found)
    return err(
      failure('no-plan-file', `${path} cannot be changed: it is gone, or no regular file of plans/.`),
    );
  const text = how(found.text);
  if (text === undefined || text === found.text) return ok(false);
  const full = join(projectRoot, path);
  const temporary = `${full}.${process.pid}-${++counter}.tmp`;
  try {
    const handle = await fs.open(temporary, CREATE, found.mode);
    try {
      await writeFully(handle, Buffer.from(text, 'utf8'), 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if ((await open(projectRoot, path))?.text !== found.text) {
      await fs.rm(temporary, { force: true });
      return err(
        failure('plan-file-moved', `${path} was changed by somebody else at the same moment.`, 'Try again.'),
      );
    }
    await fs.rename(temporary, full);
    await syncFolder(dirname(full));
    return ok(true);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    return err(
      failure(
        'plan-file-unwritable',
        `${path} could not be written (${codeOf(error)}).`,
        'Give yourself the right to write plans/.',
      ),
    );
  }
}

async function open(
  projectRoot: string,
  path: string,
): Promise<{ readonly text: string; readonly mode: number } | undefined> {
  if (!OWN.test(path) || !(await fs.lstat(join(projectRoot, 'plans'))).isDirectory()) return undefined;
  const handle = await fs.open(join(projectRoot, path), READ);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return undefined;
    return { text: await handle.readFile('utf8'), mode: stat.mode & 0o777 };
  } finally {
    await handle.close();
  }
}
