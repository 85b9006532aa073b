import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, syncFolder } from '../host/index.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { slug as toSlug } from '../shared/slug.ts';
import { createWhole, type NewFileFs, writeWhole } from './new-file.ts';
import type { PublishRequest } from './port.ts';
import { realFolder } from './real-folder.ts';
import { localStamp } from './stamp.ts';

/** What publishing needs of a file system; tests put faults into it. */
export type PublishFs = NewFileFs &
  Pick<typeof fs, 'lstat' | 'mkdir' | 'readFile' | 'readlink' | 'rename' | 'rm' | 'symlink'>;

export interface PublishedFile {
  /** Project-relative path of the plan. */
  readonly path: string;
  /** Project-relative path that leads to the newest plan: `plans/latest-plan.md`, or the plan where that is not ours. */
  readonly latest: string;
}

const FOLDER = 'plans';
export const LATEST = 'latest-plan.md';
export const PLAN_NAME = /^[a-z0-9][a-z0-9-]*-\d{8}-\d{6}(?:-\d+)?\.md$/;
const COPY_MARK = /\n<!-- planner-tui: this is a copy of ([a-z0-9-]+\.md), the newest plan -->\n$/;
const MOST_SUFFIXES = 1_000;
/** The plan beside it of which a file says that it is a copy: `latest-plan.md` where there are no links. */
export function copiedPlan(text: string): string | undefined {
  return COPY_MARK.exec(text)?.[1];
}

let counter = 0;

/**
 * Saves an approved plan as `plans/[slug]-YYYYMMDD-HHMMSS.md` (local time of approval, `-2`, `-3` … where the name is
 * taken) and lets `plans/latest-plan.md` lead to it. A file appears whole or not at all; nothing is ever overwritten
 * but a `latest-plan.md` of our own. Failures: `plans-is-link`, `plans-is-file`, `plans-read-only`, `disk-full`,
 * `publish-failed`.
 */
export async function publishPlan(
  projectRoot: string,
  { slug, markdown, now }: PublishRequest,
  disk: PublishFs = fs,
): Promise<Result<PublishedFile>> {
  const folder = join(projectRoot, FOLDER);
  try {
    const problem = await realFolder(folder, `${FOLDER}/`, disk);
    if (problem) return err(problem);
    const base = `${toSlug(slug)}-${localStamp(now)}`;
    const { name, text } = await writeNew(folder, base, markdown, disk);
    // The plan is saved; that the short cut to it could not be moved must not make it look lost.
    const latest = await swapLatest(folder, name, text, disk).catch(() => false);
    return ok({ path: `${FOLDER}/${name}`, latest: `${FOLDER}/${latest ? LATEST : name}` });
  } catch (error) {
    return err(explain(error));
  }
}

/** The whole file under a name of our own first, then the final name in one step; the next suffix where it is taken. */
async function writeNew(
  folder: string,
  base: string,
  markdown: PublishRequest['markdown'],
  disk: PublishFs,
): Promise<{ readonly name: string; readonly text: string }> {
  for (let i = 1; i <= MOST_SUFFIXES; i++) {
    const name = i === 1 ? `${base}.md` : `${base}-${i}.md`;
    if (await exists(join(folder, name), disk)) continue;
    const text = markdown(`${FOLDER}/${name}`);
    if (!(await createWhole(folder, name, Buffer.from(text, 'utf8'), disk))) continue;
    await syncFolder(folder);
    return { name, text };
  }
  throw Object.assign(new Error(`${MOST_SUFFIXES} plans of this name exist`), { code: 'EEXIST' });
}

async function exists(path: string, disk: PublishFs): Promise<boolean> {
  try {
    await disk.lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Points `latest-plan.md` at the new plan. False where a file of that name is not ours and was left alone. */
async function swapLatest(folder: string, name: string, markdown: string, disk: PublishFs): Promise<boolean> {
  const latest = join(folder, LATEST);
  if (!(await mayReplace(latest, disk))) return false;
  const temporary = join(folder, `.${LATEST}.${process.pid}-${++counter}.tmp`);
  try {
    try {
      await disk.symlink(name, temporary, 'file');
    } catch {
      const copy = `${markdown.replace(/\n*$/, '\n')}\n<!-- planner-tui: this is a copy of ${name}, the newest plan -->\n`;
      await writeWhole(temporary, Buffer.from(copy, 'utf8'), disk);
    }
    await disk.rename(temporary, latest);
    await syncFolder(folder);
    return true;
  } catch (error) {
    await disk.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Absent, a link to a plan file beside it, or a copy that carries our mark. */
async function mayReplace(latest: string, disk: PublishFs): Promise<boolean> {
  try {
    const stat = await disk.lstat(latest);
    if (stat.isSymbolicLink()) return PLAN_NAME.test((await disk.readlink(latest)).replace(/^\.\//, ''));
    return stat.isFile() && copiedPlan(await disk.readFile(latest, 'utf8')) !== undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
}

function explain(error: unknown): Failure {
  const code = codeOf(error);
  const again = 'then approve again; the plan is kept in the session.';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return failure(
      'plans-read-only',
      `The plan could not be saved: plans/ cannot be written (${code}).`,
      `Give yourself the right to write plans/, ${again}`,
    );
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failure(
      'disk-full',
      `The plan could not be saved: no space is left on the disk (${code}).`,
      `Free some space, ${again}`,
    );
  const message = error instanceof Error ? error.message : String(error);
  return failure('publish-failed', `The plan could not be saved: ${message}`, `Mend that, ${again}`);
}
