import type { Role } from '../../domain/index.ts';
import { isCode, type RoleFacts, type RoleRule } from './facts.ts';

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

export const FIXTURE_FOLDERS = new Set([
  'fixtures',
  '__fixtures__',
  'fixture',
  'testdata',
  '__mocks__',
  'mocks',
  '__snapshots__',
  'cassettes',
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
      if (last !== undefined && wordSet.has(last)) return `named ${file.name}`;
      const folder = file.folders.findLast(f => folderSet.has(f));
      return folder === undefined ? undefined : `lies in ${folder}/`;
    },
  };
}

export function structure(role: Role, test: (file: RoleFacts) => string | undefined): RoleRule {
  return { role, by: 'structure', test };
}

export function testReason(file: RoleFacts): string | undefined {
  if (!isCode(file)) return undefined;
  if (/[._-](test|spec|cy|e2e)\.[a-z]+$|\.tests\.[a-z]+$/.test(file.name)) return `named ${file.name}`;
  if (/^test_.*\.py$|_test\.(py|go|rb|exs|c|cc|cpp)$|_spec\.rb$/.test(file.name)) return `named ${file.name}`;
  if (/[a-z](Tests?|Spec|IT)\.(java|kt|cs|swift|scala|php)$/.test(file.path)) return `named ${file.name}`;
  if (inFolder(file, FIXTURE_FOLDERS)) return undefined;
  const folder = inFolder(file, TEST_FOLDERS);
  return folder === undefined ? undefined : `lies in ${folder}/`;
}
