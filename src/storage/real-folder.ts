import * as fs from 'node:fs/promises';
import { codeOf } from '../host/index.ts';
import { type Failure, failure } from '../shared/result.ts';

/** What it needs of a file system; tests put faults into it. */
export type FolderFs = Pick<typeof fs, 'lstat' | 'mkdir'>;

/** Makes a folder of the project where there is none. `name` is told where something else stands in its place. */
export async function realFolder(
  folder: string,
  name: string,
  disk: FolderFs = fs,
): Promise<Failure | undefined> {
  for (let tried = false; ; tried = true) {
    try {
      const stat = await disk.lstat(folder);
      if (stat.isSymbolicLink())
        return failure(
          'plans-is-link',
          `A real folder ${name} was expected, but it is a symbolic link; a plan could end up outside the project.`,
          'Replace the link by a folder, then approve again; the plan is kept in the session.',
        );
      if (!stat.isDirectory())
        return failure(
          'plans-is-file',
          `A folder ${name} was expected, but there is a file of that name.`,
          'Move the file away, then approve again; the plan is kept in the session.',
        );
      return undefined;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tried) throw error;
      await disk.mkdir(folder).catch((made: unknown) => {
        if (codeOf(made) !== 'EEXIST') throw made;
      });
    }
  }
}
