import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readReportText } from './confined-read.ts';
import { realOrSame } from './find-program.ts';
import { readGivenFile } from './given-file.ts';

const MB = 1024 * 1024;
/** A coverage report of a big project has a few MB; beyond this reading it would take the machine's memory. */
const REPORT_LIMIT = 32 * MB;

export type ReadReport =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string }
  /** `madeAt`: ms since the epoch. */
  | { readonly kind: 'read'; readonly text: string; readonly madeAt: number };

/** Reports that tools leave in a project, usually where git ignores them: named files only, nothing is looked for. */
export interface ReportFiles {
  read(path: string): ReadReport;
  /** When each of these files was written, in ms since the epoch; absent for what is no file. */
  writtenAt(paths: readonly string[]): ReadonlyMap<string, number>;
}

/** As confined as any read of the project (safety.md 6): regular files inside it, no links, bounded. */
export function createReportFiles(root: string): ReportFiles {
  const real = realOrSame(root);
  const stat = (path: string) => {
    try {
      return lstatSync(join(real, path), { throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  };
  return {
    read(path) {
      const found = stat(path);
      if (!found) return { kind: 'absent' };
      if (found.isFile() && found.size > REPORT_LIMIT) return tooBig(found.size);
      if (!found.isFile())
        return {
          kind: 'unreadable',
          why: found.isSymbolicLink()
            ? 'it is a symbolic link, which is not followed'
            : 'it is no regular file',
        };
      const text = readReportText(real, path, REPORT_LIMIT);
      return text === undefined
        ? { kind: 'unreadable', why: 'it lies outside the project, is binary, or may not be read' }
        : { kind: 'read', text, madeAt: found.mtimeMs };
    },
    writtenAt: paths =>
      new Map(
        paths.flatMap(path => {
          const found = stat(path);
          return found?.isFile() ? [[path, found.mtimeMs] as const] : [];
        }),
      ),
  };
}

/** The same for a report that the person named by its whole path, which may lie anywhere and be a link. */
export function readGivenReport(path: string): ReadReport {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return { kind: 'absent' };
    if (found.isFile() && found.size > REPORT_LIMIT) return tooBig(found.size);
    const text = readGivenFile(path, REPORT_LIMIT);
    return text === undefined
      ? { kind: 'unreadable', why: 'it is no file of text that may be read' }
      : { kind: 'read', text, madeAt: found.mtimeMs };
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

function tooBig(bytes: number): ReadReport {
  return {
    kind: 'unreadable',
    why: `it has ${Math.ceil(bytes / MB)} MB; at most ${REPORT_LIMIT / MB} MB are read`,
  };
}
