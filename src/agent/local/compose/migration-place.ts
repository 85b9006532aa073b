import { nextMigration } from '../draft/migrations.ts';
import { folderOf, join } from '../naming.ts';
import type { Composing } from './composing.ts';

/**
 * Where a migration of this title goes: beside the newest one, numbered after it and named alike. `near` are slots of the
 * app whose own migrations come first (Django has a folder in each). The file itself where one holds all of them;
 * undefined where the project keeps none.
 */
export function migrationPath(c: Composing, title: string, near: readonly string[]): string | undefined {
  const fact = c.survey.facts.get('migrations');
  if (!fact?.present) return undefined;
  const { kind, file, newest } = fact.data;
  if (kind === 'code') return file;
  if (newest === undefined) return undefined;
  const own = near
    .flatMap(name => c.slots.get(name) ?? [])
    .map(slot => newestIn(c, join(folderOf(slot.path), 'migrations')))
    .find(path => path !== undefined);
  return nextMigration(c.survey, own ?? newest, title, c.stamp);
}

function newestIn(c: Composing, folder: string): string | undefined {
  return [...c.survey.paths]
    .filter(p => folderOf(p) === folder && /\/\d{3,}[^/]*$/.test(p))
    .sort()
    .at(-1);
}
