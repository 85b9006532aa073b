import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, syncFolder, writeFully } from '../host/index.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';

/** What making a file needs of a file system; tests put faults into it. */
export type NewFileFs = Pick<typeof fs, 'link' | 'open' | 'unlink'>;

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
/** How file systems without hard links say so. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
  'EINVAL',
  'EACCES',
]);

let counter = 0;

/**
 * Makes a file that was not there before; it appears whole or not at all, and nothing is ever overwritten. Failures:
 * `file-exists`, `no-folder`, `folder-read-only`, `disk-full`, `not-written`.
 */
export async function writeNewFile(
  path: string,
  text: string,
  disk: NewFileFs = fs,
): Promise<Result<undefined>> {
  const folder = dirname(path);
  try {
    if (!(await createWhole(folder, basename(path), Buffer.from(text, 'utf8'), disk)))
      return err(exists(path));
    await syncFolder(folder);
    return ok(undefined);
  } catch (error) {
    return err(explain(path, error));
  }
}

function exists(path: string): Failure {
  return failure(
    'file-exists',
    `${path} is there already, and nothing is overwritten.`,
    'Name another file, or move that one away first.',
  );
}

function explain(path: string, error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return failure(
      'no-folder',
      `${path} cannot be made: there is no folder ${dirname(path)}.`,
      'Make the folder first, or name a file in another one.',
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return failure(
      'folder-read-only',
      `${path} cannot be made: its folder cannot be written (${code}).`,
      'Give yourself the right to write there, or name a file in another folder.',
    );
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return failure(
      'disk-full',
      `${path} could not be written: no space is left for it (${code}).`,
      'Free some space, then try again; no part of it is left.',
    );
  const message = error instanceof Error ? error.message : String(error);
  return failure('not-written', `${path} could not be written: ${message}`, 'Mend that, then try again.');
}

/** A whole file under a name of our own first, then the final name in one step. False where the name is taken. */
export async function createWhole(
  folder: string,
  name: string,
  bytes: Buffer,
  disk: NewFileFs,
): Promise<boolean> {
  const temporary = join(folder, `.${name}.${process.pid}-${++counter}.tmp`);
  await writeWhole(temporary, bytes, disk);
  try {
    await disk.link(temporary, join(folder, name));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(codeOf(error))) throw error;
    return await writeDirectly(join(folder, name), bytes, disk);
  } finally {
    await disk.unlink(temporary).catch(() => undefined);
  }
}

/** Without hard links: the final name itself, exclusively. False where it is taken. */
async function writeDirectly(path: string, bytes: Buffer, disk: NewFileFs): Promise<boolean> {
  try {
    await writeWhole(path, bytes, disk);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Creates a file with these bytes, synced; a file that could not be finished is taken away again. */
export async function writeWhole(path: string, bytes: Buffer, disk: NewFileFs): Promise<void> {
  // Outside the try: a file that was there before is not ours to take away.
  const handle = await disk.open(path, CREATE, 0o644);
  try {
    try {
      await writeFully(handle, bytes, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await disk.unlink(path).catch(() => undefined);
    throw error;
  }
}
