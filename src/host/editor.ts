import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, failure, ok, type Result } from '../shared/result.ts';

/** The editor the user named, `$VISUAL` before `$EDITOR`, else what the system has. */
export function editorCommand(env: NodeJS.ProcessEnv = process.env): string {
  return env.VISUAL?.trim() || env.EDITOR?.trim() || (process.platform === 'win32' ? 'notepad' : 'vi');
}

/**
 * The words of a command line with quotes and backslashes resolved, or undefined where it needs a shell (variables,
 * `~`, pipes, redirections, an open quote).
 */
export function splitCommand(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < command.length; i++) {
    const char = command[i] ?? '';
    if (quote === "'" ? false : /[$`]/.test(char)) return undefined;
    if (quote) {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && /["\\]/.test(command[i + 1] ?? ''))
        word += command[++i] ?? '';
      else word += char;
      continue;
    }
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (/[|&;<>()*?[\]{}!#]/.test(char) || (char === '~' && word === undefined)) return undefined;
    word ??= '';
    if (char === '"' || char === "'") quote = char;
    else if (char === '\\' && process.platform !== 'win32') word += command[++i] ?? '';
    else word += char;
  }
  if (quote) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/**
 * Gives `text` to an editor in this terminal and resolves with what it was saved as. The terminal must be free: the
 * caller hands the screen over before and takes it back after. `command` comes from the user's environment, never
 * from a repository; without need for a shell none is used. Failures: `editor-failed`; the text given stays the
 * caller's.
 */
export async function editText(
  text: string,
  command: string = editorCommand(),
  fileName = 'plan.md',
): Promise<Result<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'planner-tui-'));
  const file = join(folder, fileName);
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    const problem = await runEditor(command, file);
    if (problem !== undefined) {
      return err(
        failure(
          'editor-failed',
          `The editor \`${command}\` ${problem}; the text was left as it was.`,
          'Set VISUAL or EDITOR to an editor that waits until the file is closed, e.g. `code --wait`.',
        ),
      );
    }
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return err(failure('editor-failed', `The text could not be handed to the editor: ${message}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs an editor on a file, with arguments of ours before it; what went wrong, in words for people. */
export function runEditor(
  command: string,
  file: string,
  own: readonly string[] = [],
): Promise<string | undefined> {
  const words = splitCommand(command);
  const [program, ...args] = words ?? [];
  const windows = process.platform === 'win32';
  const child =
    program === undefined
      ? spawn(
          windows ? `${command} "${file}"` : '/bin/sh',
          windows ? [] : ['-c', `${command} "$@"`, 'sh', file],
          {
            stdio: 'inherit',
            shell: windows,
          },
        )
      : // Editors on Windows are often .cmd files, which only the shell starts.
        spawn(program, [...args, ...own, file], { stdio: 'inherit', shell: windows });
  return new Promise(resolve => {
    child.on('error', error => resolve(`could not be started (${error.message})`));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
    });
  });
}
