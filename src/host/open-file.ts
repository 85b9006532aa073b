import { lstatSync, realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { err, failure, ok, type Result } from '../shared/result.ts';

import { editorCommand, runEditor, splitCommand } from './editor.ts';
import { isInside } from './find-program.ts';

/** Editors that take a line as `+12` before the file, and those that take it as `file:12`. */
const PLUS = /^(g?vim?|nvim|view|nano|pico|emacs(client)?|micro|kak|joe|ne|mg|ed)$/;
const COLON = /^(hx|helix|subl|sublime_text|zed|lite-xl)$/;
const GOTO = /^(code|code-insiders|codium|cursor|windsurf|positron)$/;

/** Arguments that open a file at a line in this editor; the file alone where it is not known how to say it. */
export function atLine(
  command: string,
  file: string,
  line: number,
): { readonly own: readonly string[]; readonly file: string } {
  const program = splitCommand(command)?.[0];
  const name = program === undefined ? '' : basename(program).replace(/\.(exe|cmd)$/i, '');
  if (PLUS.test(name)) return { own: [`+${line}`], file };
  if (COLON.test(name)) return { own: [], file: `${file}:${line}` };
  if (GOTO.test(name)) return { own: ['--goto'], file: `${file}:${line}` };
  return { own: [], file };
}

/**
 * Gives a file of the project to the user's editor in this terminal, which must be free, and waits for it. Only regular
 * files inside the project are opened, no links. Failures: `no-file`, `editor-failed`.
 */
export async function openInEditor(
  root: string,
  path: string,
  line: number,
  command: string = editorCommand(),
): Promise<Result<void>> {
  const full = resolve(root, path);
  if (!isOwnFile(root, full))
    return err(
      failure(
        'no-file',
        `${path} cannot be opened: it is gone, or no regular file of this project.`,
        'Start again to see the files as they are now.',
      ),
    );
  const { own, file } = atLine(command, full, line);
  const problem = await runEditor(command, file, own);
  if (problem === undefined) return ok(undefined);
  return err(
    failure(
      'editor-failed',
      `The editor \`${command}\` ${problem}.`,
      'Set VISUAL or EDITOR to an editor that is installed here.',
    ),
  );
}

function isOwnFile(root: string, full: string): boolean {
  try {
    return lstatSync(full).isFile() && isInside(realpathSync(root), realpathSync(full));
  } catch {
    return false;
  }
}
