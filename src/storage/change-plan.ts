import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, isInside, realOrSame } from '../host/index.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { syncFolder, writeFully } from './log.ts';

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
let counter = 0;

/**
 * Changes a file of the project: the new text stands whole on the disk before it takes the old one's name. A link inside
 * the project is followed to its file; one that leads out of it is refused. `path` is absolute.
 */
export async function changePlan(
  projectRoot: string,
  path: string,
  change: (text: string) => string,
): Promise<Result<void>> {
  try {
    const real = await fs.realpath(path);
    const stat = await fs.lstat(real);
    if (!stat.isFile() || !isInside(realOrSame(projectRoot), real)) return err(elsewhere(path));
    const bytes = await fs.readFile(real);
    const text = bytes.toString('utf8');
    // What does not come back the same would change more than was asked.
    if (!Buffer.from(text, 'utf8').equals(bytes)) return err(noText(path));
    const next = change(text);
    if (next === text) return ok(undefined);
    const temporary = join(dirname(real), `.${basename(real)}.${process.pid}-${++counter}.tmp`);
    await writeWhole(temporary, Buffer.from(next, 'utf8'), stat.mode & 0o777);
    try {
      // An editor may have saved it meanwhile.
      if (!(await fs.readFile(real)).equals(bytes)) throw Object.assign(new Error(), { code: 'ECHANGED' });
      await fs.rename(temporary, real);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(real));
    return ok(undefined);
  } catch (error) {
    return err(explain(path, error));
  }
}

/** A file that could not be finished is taken away again. */
async function writeWhole(path: string, bytes: Buffer, mode: number): Promise<void> {
  const handle = await fs.open(path, CREATE, 0o600);
  try {
    try {
      await writeFully(handle, bytes, 0);
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await fs.rm(path, { force: true });
    throw error;
  }
}

function elsewhere(path: string): Failure {
  return failure(
    'plan-elsewhere',
    `${path} is no regular file of this project, so it was left as it is.`,
    'Move the plan into plans/ to have its boxes and status kept, or tick them yourself.',
  );
}

function noText(path: string): Failure {
  return failure('plan-unwritable', `${path} is not written in UTF-8, so it was left as it is.`);
}

function explain(path: string, error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'ECHANGED')
    return failure(
      'plan-changed',
      `${path} was changed by somebody else meanwhile, so it was left as it is.`,
    );
  return failure(
    'plan-unwritable',
    `${path} could not be changed (${code}); it is as it was.`,
    'Give yourself the right to write it and its folder, or change its boxes and status yourself.',
  );
}
