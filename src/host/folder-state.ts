import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './project-root.ts';

/** Whether a folder of the user's own can be written, and by whom. */
export type FolderState =
  | { readonly kind: 'private'; readonly mode: number }
  /** Others may read or enter it. */
  | { readonly kind: 'open'; readonly mode: number }
  /** It is not there yet and can be made. */
  | { readonly kind: 'absent' }
  /** `code`: as the system says it, `EACCES`. */
  | { readonly kind: 'unwritable'; readonly code: string };

/** Looks, and makes nothing. */
export function folderState(path: string): FolderState {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) {
      const above = dirname(path);
      if (above === path) return { kind: 'unwritable', code: 'ENOENT' };
      const state = folderState(above);
      return state.kind === 'unwritable' ? state : { kind: 'absent' };
    }
    if (!found.isDirectory()) return { kind: 'unwritable', code: 'ENOTDIR' };
    accessSync(path, constants.W_OK | constants.X_OK);
    const mode = found.mode & 0o777;
    // Windows keeps its rights elsewhere.
    return process.platform !== 'win32' && (mode & 0o077) !== 0
      ? { kind: 'open', mode }
      : { kind: 'private', mode };
  } catch (error) {
    return { kind: 'unwritable', code: codeOf(error) };
  }
}
