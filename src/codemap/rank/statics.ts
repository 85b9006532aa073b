import type { FileEntry } from '../file-entry.ts';
import { basename, dirname } from '../links/paths.ts';
import { isCodeLanguage } from '../roles/facts.ts';
import { hasRole } from '../roles/roles.ts';
import { type Lists, listsOf } from '../table/lists.ts';
import { splitIdentifier } from '../words.ts';
import type { RankIndex } from './index.ts';

/** Where `impact` lists a file: sources, tests, and everything else. */
export type Group = (typeof GROUPS)[number];
export const GROUPS = ['files', 'tests', 'others'] as const;

/** What hangs on the files alone and not on the goal. */
export interface Statics {
  readonly groups: readonly Group[];
  /** 1 for vendored, generated and script files, templates, playgrounds, examples. */
  readonly aside: Uint8Array;
  readonly code: Uint8Array;
  /** Number of each file's folder, and how many files a folder has. */
  readonly folderOf: Int32Array;
  readonly folderSizes: Int32Array;
  /** By stem: files whose telling name holds it; and the weight of all stems in a file's telling name. */
  readonly nameStems: Lists;
  readonly nameMass: Float64Array;
}

const SIDE_FOLDERS = /(^|\/)(templates?|playgrounds?|examples?|samples?|demos?|sandbox)\//i;
const OTHERS = ['docs', 'fixture', 'manifest', 'lock', 'generated', 'vendored', 'data'] as const;
/** Names that say nothing of their own: there the folder's name tells. */
const HOLLOW = /^(?:index|mod|__init__|lib|main|init)$/i;

/** Whether files that changed leave all of it as it was: it hangs on their paths, languages and roles. */
export function sameStatics(
  changes: readonly { readonly before: FileEntry; readonly after: FileEntry }[],
): boolean {
  return changes.every(
    ({ before, after }) =>
      before.path === after.path &&
      before.language === after.language &&
      before.roles.length === after.roles.length &&
      before.roles.every(({ role }, i) => role === after.roles[i]?.role),
  );
}

export function buildStatics(index: Pick<RankIndex, 'files' | 'scanner'>): Statics {
  const { files } = index;
  const n = files.length;
  const aside = new Uint8Array(n);
  const code = new Uint8Array(n);
  const groups = files.map((file, i): Group => {
    const { roles } = file;
    if (
      hasRole(roles, 'vendored') ||
      hasRole(roles, 'generated') ||
      hasRole(roles, 'script') ||
      SIDE_FOLDERS.test(file.path)
    )
      aside[i] = 1;
    if (isCodeLanguage(file.language)) code[i] = 1;
    if (hasRole(roles, 'test')) return 'tests';
    return OTHERS.some(role => hasRole(roles, role)) ? 'others' : 'files';
  });
  const folders = new Map<string, number>();
  const folderOf = Int32Array.from(files, file => {
    const folder = dirname(file.path);
    const number = folders.get(folder) ?? folders.size;
    folders.set(folder, number);
    return number;
  });
  const folderSizes = new Int32Array(folders.size);
  for (const folder of folderOf) folderSizes[folder] = (folderSizes[folder] ?? 0) + 1;
  return { groups, aside, code, folderOf, folderSizes, ...namesOf(index) };
}

function namesOf({
  files,
  scanner: { terms },
}: Pick<RankIndex, 'files' | 'scanner'>): Pick<Statics, 'nameStems' | 'nameMass'> {
  const keys: number[] = [];
  const items: number[] = [];
  files.forEach((file, n) => {
    for (const stem of new Set(splitIdentifier(tellingName(file.path)).map(word => terms.findStem(word))))
      if (stem !== undefined) {
        keys.push(stem);
        items.push(n);
      }
  });
  const nameStems = listsOf(terms.stems.size, keys, items);
  const nameMass = new Float64Array(files.length);
  keys.forEach((stem, i) => {
    const n = items[i] ?? 0;
    nameMass[n] = (nameMass[n] ?? 0) + nameRareness(nameStems, stem, files.length);
  });
  return { nameStems, nameMass };
}

/** The name without its ending, or the folder's where the name is one that every folder has. */
export function tellingName(path: string): string {
  const name = basename(path).replace(/\.[a-z]+$/i, '');
  return HOLLOW.test(name) ? basename(dirname(path)) || name : name;
}

export function nameRareness({ start }: Lists, stem: number, files: number): number {
  const holders = (start[stem + 1] ?? 0) - (start[stem] ?? 0);
  return Math.log(1 + files / (1 + holders));
}
