import type { Role } from '../../domain/index.ts';
import { isCode, type RoleFacts, type RoleRule } from './facts.ts';
import { namedAsTest } from './fixture.ts';

export const TEST_FOLDERS = new Set([
  'test',
  'tests',
  '__tests__',
  'spec',
  'specs',
  'e2e',
  'integration-tests',
  'testing',
]);

export function inFolder(file: RoleFacts, names: ReadonlySet<string>): string | undefined {
  return file.folders.find(f => names.has(f));
}

/** Convention: a word of the file's name (`order.service.ts`) or the folder that it lies in (`services/`). */
export function named(
  role: Role,
  words: readonly string[],
  folders: readonly string[] = [],
  only = isCode,
): RoleRule {
  const wordSet = new Set(words);
  const folderSet = new Set(folders);
  return {
    role,
    by: 'convention',
    test: file => {
      if (!only(file)) return undefined;
      const last = file.parts.at(-1);
      if (last !== undefined && wordSet.has(last)) return `named ${file.written}`;
      const folder = file.folders.findLast(f => folderSet.has(f));
      return folder === undefined ? undefined : `lies in ${folder}/`;
    },
  };
}

export function structure(role: Role, test: (file: RoleFacts) => string | undefined): RoleRule {
  return { role, by: 'structure', test };
}

/** Of files that are no fixtures. */
export function testReason(file: RoleFacts): string | undefined {
  if (!isCode(file)) return undefined;
  if (namedAsTest(file.path)) return `named ${file.written}`;
  const folder = inFolder(file, TEST_FOLDERS);
  return folder === undefined ? undefined : `lies in ${folder}/`;
}
