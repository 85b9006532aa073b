import { join } from 'node:path';
import { err, ok, type Result } from '../shared/result.ts';
import { writeNewFile } from './new-file.ts';
import { realFolder } from './real-folder.ts';

const FOLDER = 'plans/exports';
const MOST_SUFFIXES = 100;

/**
 * Writes what a plan was exported as to `plans/exports/NAME.ENDING`, `NAME-2.ENDING` … where that is taken; nothing is
 * overwritten. Gives its project-relative path. Failures: `plans-is-link`, `plans-is-file`, and those of `writeNewFile`.
 */
export async function writeExport(
  projectRoot: string,
  name: string,
  ending: string,
  text: string,
): Promise<Result<string>> {
  for (const folder of ['plans', FOLDER]) {
    const problem = await realFolder(join(projectRoot, folder), `${folder}/`);
    if (problem) return err(problem);
  }
  for (let i = 1; ; i++) {
    const path = `${FOLDER}/${name}${i === 1 ? '' : `-${i}`}.${ending}`;
    const written = await writeNewFile(join(projectRoot, path), text);
    if (written.ok) return ok(path);
    if (written.error.kind !== 'file-exists' || i === MOST_SUFFIXES) return written;
  }
}
