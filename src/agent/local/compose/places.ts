import type { Role } from '../../../domain/index.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import {
  caseAs,
  commonest,
  extOf,
  folderOf,
  join,
  newPath,
  patternOf,
  stemOf,
  testPathFor,
} from '../naming.ts';
import type { Survey } from '../survey.ts';
import type { Composing } from './composing.ts';
import { sourceExt, sourceRoot, sources } from './roots.ts';

type Place = Playbook['places'][string];

/** Path of a new file by its name in the playbooks; undefined where no playbook names it or it does not apply here. */
export function placePath(c: Composing, scope: Scope, name: string): string | undefined {
  for (const { playbook } of c.matched) {
    const place = playbook.places[name];
    if (place && holds(place.when, scope.test)) return pathFor(c, scope, place);
  }
  return undefined;
}

function pathFor(c: Composing, scope: Scope, place: Place): string | undefined {
  const { survey } = c;
  if (place.path !== undefined) return fill(place.path, scope);
  if (place.of !== undefined) {
    const tested = placePath(c, scope, place.of);
    return tested && testPathFor(tested, survey.roles.get('test') ?? []);
  }
  const name = fill(place.name, scope);
  if (name === undefined) return undefined;
  // A Go package holds what one thing needs: its helpers and tests lie beside it.
  const beside = sourceExt(survey) === '.go' ? c.targets[0]?.path : undefined;
  if (beside !== undefined && (place.test || place.like[0] === 'util'))
    return join(folderOf(beside), `${caseAs(name, 'snake')}${place.test ? '_test' : ''}.go`);
  if (place.test) return testPlace(survey, name, place.folder);
  const roles = place.like.map(r => survey.roles.get(r as Role) ?? []).find(r => r.length > 0) ?? [];
  const pattern = patternOf(place.folder === undefined ? roles : []);
  if (pattern && (place.ext === undefined || place.ext === pattern.ext)) return newPath(pattern, name);
  const drawn = place.like.some(r => r === 'ui-component' || r === 'page');
  const own = sourceExt(survey);
  // What draws nothing needs no markup, though most files of the project have some.
  const ext = place.ext ?? (drawn ? own : own.replace(/^(\.[jt]s)x$/, '$1'));
  const style = survey.style.language === 'python' ? 'snake' : (patternOf(sources(survey))?.style ?? 'kebab');
  const folder = join(sourceRoot(survey), fill(place.folder ?? fallbackFolder(place, survey), scope) ?? '');
  return join(folder, `${caseAs(name, style === 'pascal' ? 'kebab' : style)}${ext}`);
}

/** Folders in which projects keep what several parts use. */
const SHARED = ['lib', 'utils', 'util', 'helpers', 'common', 'shared'];

function fallbackFolder(place: Place, survey: Survey): string {
  const role = place.like[0];
  if (role === 'util') {
    const root = sourceRoot(survey);
    const there = SHARED.find(f => [...survey.paths].some(p => p.startsWith(`${join(root, f)}/`)));
    return there ?? (survey.style.language === 'python' ? '' : 'lib');
  }
  return role === undefined ? '' : role === 'ui-component' ? 'components' : `${role}s`;
}

/** A new test file among the existing ones: in the folder of this name where there is one, else where most tests are. */
function testPlace(survey: Survey, name: string, folder: string | undefined): string {
  const ext = sourceExt(survey).replace('.tsx', '.ts');
  const tests = (survey.roles.get('test') ?? []).filter(
    p => /\.[a-z]+$/.test(p) && /test|spec/i.test(stemOf(p)),
  );
  const own = tests.filter(p => folder !== undefined && folderOf(p).split('/').at(-1) === folder);
  const from = own.length > 0 ? own : tests.filter(p => extOf(p) === ext);
  const sample = patternOf(from.length > 0 ? from : tests);
  if (!sample)
    return join(
      'tests',
      survey.style.language === 'python'
        ? `test_${caseAs(name, 'snake')}.py`
        : `${caseAs(name, 'kebab')}.test${ext}`,
    );
  const shape = commonest(from.flatMap(p => /[._-](?:test|spec)$|^test_/.exec(stemOf(p))?.[0] ?? []));
  const prefix = shape === 'test_' ? shape : '';
  const suffix = prefix ? '' : (shape ?? '.test');
  const style = prefix || suffix.startsWith('_') || survey.style.language === 'python' ? 'snake' : 'kebab';
  return join(sample.folder, `${prefix}${caseAs(name, style)}${suffix}${sample.ext || ext}`);
}
