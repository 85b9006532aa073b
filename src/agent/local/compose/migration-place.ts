import { holds } from '../../../playbooks/condition.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { nextMigration } from '../draft/migrations.ts';
import { folderOf, join } from '../naming.ts';
import type { Composing } from './composing.ts';

type Place = Playbook['places'][string];

/**
 * Where a migration goes: beside the newest one, numbered after it and after those of earlier steps, and named alike.
 * `near` are slots of the app whose own migrations come first (Django has a folder in each). The file itself where one
 * holds all of them; undefined where the project keeps none.
 */
export function migrationPath(c: Composing, scope: Scope, name: string, place: Place): string | undefined {
  const title = place.migration === undefined ? undefined : fill(place.migration, scope);
  const fact = c.survey.facts.get('migrations');
  if (!title || !fact?.present) return undefined;
  if (fact.data.kind === 'code') return fact.data.file;
  const like = siblingOf(c, place);
  if (like === undefined) return undefined;
  const planned = plannedMigrations(c, scope);
  const before = planned.slice(0, Math.max(0, planned.indexOf(name)));
  const beside = before.filter(other => siblingOf(c, placeNamed(c, scope, other)?.place) === like);
  return nextMigration(c.survey, like, title, c.stamp, beside.length);
}

/** The migration that the new one is named after. */
function siblingOf(c: Composing, place: Place | undefined): string | undefined {
  return (
    place?.near
      .flatMap(name => c.slots.get(name) ?? [])
      .map(slot => newestIn(c, join(folderOf(slot.path), 'migrations')))
      .find(path => path !== undefined) ?? c.survey.facts.get('migrations')?.data.newest
  );
}

/** Places of the migrations that the steps create, in the order of the work. */
function plannedMigrations(c: Composing, scope: Scope): readonly string[] {
  const names = c.matched
    .flatMap(m => m.playbook.steps)
    .filter(step => holds(step.when, scope.test))
    .sort((a, b) => a.order - b.order)
    .flatMap(step => step.files.filter(file => holds(file.when, scope.test)))
    .flatMap(file => /^new\.([\w-]+)$/.exec(file.create ?? '')?.[1] ?? [])
    .filter(name => placeNamed(c, scope, name)?.place.migration !== undefined);
  return [...new Set(names)];
}

/** The place of this name that applies here, of the first playbook that has one; `topic` is that playbook's name. */
export function placeNamed(
  c: Composing,
  scope: Scope,
  name: string,
): { readonly place: Place; readonly topic: string } | undefined {
  for (const { playbook } of c.matched) {
    const place = Object.hasOwn(playbook.places, name) ? playbook.places[name] : undefined;
    if (place && holds(place.when, scope.test)) return { place, topic: playbook.name };
  }
  return undefined;
}

function newestIn(c: Composing, folder: string): string | undefined {
  return [...c.survey.paths]
    .filter(p => folderOf(p) === folder && /\/\d{3,}[^/]*$/.test(p))
    .sort()
    .at(-1);
}
