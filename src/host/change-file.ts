import { isUtf8 } from 'node:buffer';
import { type BigIntStats, constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { isInside, realOrSame } from './find-program.ts';
import { codeOf } from './project-root.ts';
import { syncFolder, writeFully } from './write-fully.ts';

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const MARK = '\uFEFF';
let counter = 0;

/** The whole path of a file, and the one that the person gave, to be told. */
export interface NamedFile {
  readonly full: string;
  readonly shown: string;
}

/**
 * Changes the text of a file that the person named, in one step: readers see the old text or the new one, its mode stays, and
 * where `change` gives the same text nothing is written at all. A link is followed only to a file inside `root`. Failures:
 * `no-file`, `not-utf8`, `link-outside`, `changed-meanwhile`, `not-writable`, and those of `change`.
 */
export async function changeFile<T extends { readonly text: string }>(
  root: string,
  { full, shown: path }: NamedFile,
  limit: number,
  change: (text: string) => Result<T>,
): Promise<Result<T>> {
  try {
    const place = await placeOf(root, full, path);
    if (!place.ok) return place;
    const real = place.value;
    const before = await fs.lstat(real, { bigint: true });
    if (!before.isFile() || before.size > BigInt(limit)) return err(unreadable(path));
    const bytes = await fs.readFile(real);
    if (!isUtf8(bytes))
      return err(
        failure(
          'not-utf8',
          `${path} is not written in UTF-8, so changing it would change more than was asked.`,
          'Save it as UTF-8 first.',
        ),
      );
    // Text of a file with a mark at its start begins behind it.
    const whole = bytes.toString('utf8');
    const mark = whole.startsWith(MARK) ? MARK : '';
    const changed = change(whole.slice(mark.length));
    if (!changed.ok || mark + changed.value.text === whole) return changed;
    const problem = await replace(real, Buffer.from(mark + changed.value.text, 'utf8'), before, path);
    return problem ? err(problem) : ok(changed.value);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return err(unreadable(path));
    return err(
      failure(
        'not-writable',
        `${path} could not be changed (${code || (error instanceof Error ? error.message : String(error))}).`,
        'The file is as it was. Give yourself the right to write it and its folder.',
      ),
    );
  }
}

function unreadable(path: string): Failure {
  return failure('no-file', `${path} cannot be read.`);
}

/** The real file: of the project where the path lies in the project; elsewhere only what is no link. */
async function placeOf(root: string, full: string, path: string): Promise<Result<string>> {
  const top = realOrSame(root);
  const real = await fs.realpath(full);
  const named = (await fs.lstat(full)).isSymbolicLink();
  const lies = isInside(resolve(root), full) || isInside(top, full);
  if (isInside(top, real) || (!named && !lies)) return ok(real);
  return err(
    failure(
      'link-outside',
      `${path} is a link that leads out of the project; what lies there is not changed.`,
      'Name the file itself.',
    ),
  );
}

async function replace(
  real: string,
  bytes: Buffer,
  before: BigIntStats,
  path: string,
): Promise<Failure | undefined> {
  const folder = dirname(real);
  const temporary = join(folder, `.${basename(real)}.${process.pid}-${++counter}.tmp`);
  const handle = await fs.open(temporary, CREATE, 0o600);
  try {
    try {
      await writeFully(handle, bytes, 0);
      await handle.chmod(Number(before.mode & 0o7777n));
      await handle.sync();
    } finally {
      await handle.close();
    }
    const now = await fs.lstat(real, { bigint: true });
    if (now.mtimeNs !== before.mtimeNs || now.size !== before.size || now.ino !== before.ino) {
      await fs.unlink(temporary);
      return failure(
        'changed-meanwhile',
        `${path} was changed by somebody else just now.`,
        'Nothing was written. Try again.',
      );
    }
    await fs.rename(temporary, real);
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
  return undefined;
}
