import type { Role } from '../../../domain/index.ts';
import { pathProblem } from '../../../playbooks/harmless.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import { mainLanguage } from '../main-language.ts';
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
import { inNumberOf } from '../resource.ts';
import type { Survey } from '../survey.ts';
import type { Composing } from './composing.ts';
import { migrationPath, placeNamed } from './migration-place.ts';
import { sourceExt, sourceRoot, sources } from './roots.ts';

type Place = Playbook['places'][string];

/** Path of a new file by its name in the playbooks; undefined where no playbook names it or it does not apply here. */
export function placePath(c: Composing, scope: Scope, name: string): string | undefined {
  const found = placeNamed(c, scope, name);
  if (found === undefined) return undefined;
  const { place, topic } = found;
  return insideOnly(
    place.migration === undefined ? pathFor(c, scope, place, topic) : migrationPath(c, scope, name, place),
  );
}

/** What was put into the placeholders of a path may lead out of the project: then there is no such path. */
export function insideOnly(path: string | undefined): string | undefined {
  return path === undefined || pathProblem(path) !== undefined ? undefined : path;
}

function pathFor(c: Composing, scope: Scope, place: Place, topic: string): string | undefined {
  const { survey } = c;
  const found = place.slot === undefined ? undefined : c.slots.get(place.slot)?.path;
  if (found !== undefined) return found;
  const path = place.path === undefined ? undefined : fill(place.path, scope);
  // A path whose condition fails leaves it to the rest of the place.
  if (path || (path === undefined && place.path !== undefined)) return path;
  const tested = place.of === undefined ? undefined : placePath(c, scope, place.of);
  // A test of several files has a folder of its own, unless the language keeps tests beside what they test.
  if (place.of !== undefined && (!place.test || tested?.endsWith('.go')))
    return tested && testPathFor(tested, survey.roles.get('test') ?? []);
  const name = fill(place.name, scope);
  if (name === undefined) return undefined;
  // A Go package holds what one thing needs: its helpers and tests lie beside it.
  const beside = sourceExt(survey) === '.go' ? c.targets[0]?.path : undefined;
  if (beside !== undefined && (place.test || place.like[0] === 'util'))
    return join(folderOf(beside), `${caseAs(name, 'snake')}${place.test ? '_test' : ''}.go`);
  const neighbour = place.beside.flatMap(s => c.slots.get(s) ?? [])[0];
  if (neighbour && place.test && sourceExt(survey) === '.go')
    return join(folderOf(neighbour.path), `${caseAs(name, 'snake')}_test.go`);
  if (neighbour && !place.test)
    return besideFile(survey, neighbour.path, name, place.ext ?? extFor(survey, place));
  if (place.test) return testPlace(survey, name, place.folder && fill(place.folder, scope));
  const near = mainLanguage(survey) === 'go' ? place.near.flatMap(s => c.slots.get(s) ?? [])[0] : undefined;
  if (near) return join(folderOf(near.path), `${caseAs(name, 'snake')}.go`);
  const roles = place.like.map(r => siblings(survey, r)).find(r => r.length > 0) ?? [];
  const feature = place.folder === undefined ? featureFolder(survey) : undefined;
  const pattern = patternOf(place.folder === undefined ? roles : []);
  if (feature !== undefined && pattern && place.like.some(role => PER_FEATURE.has(role)))
    return newPath(
      { ...pattern, folder: join(feature, inNumberOf(topic.replaceAll('-', ' '), []).replaceAll(' ', '-')) },
      name,
    );
  if (pattern && (place.ext === undefined || place.ext === pattern.ext))
    return newPath(pattern, inNumber(name, place.like, roles, pattern.suffix));
  const ext = place.ext ?? extFor(survey, place);
  const style = survey.style.language === 'python' ? 'snake' : (patternOf(sources(survey))?.style ?? 'kebab');
  const folder = join(sourceRoot(survey), fill(place.folder ?? fallbackFolder(survey, place), scope) ?? '');
  return join(folder, `${caseAs(name, style === 'pascal' ? 'kebab' : style)}${ext}`);
}

/** Roles whose files lie together by what they are for, where a project sorts them so. */
const PER_FEATURE: ReadonlySet<string> = new Set(['service', 'controller', 'router', 'util']);

/** `src/routes` where most services and controllers have a folder of their own name in it: `article/article.service.ts`. */
function featureFolder(survey: Survey): string | undefined {
  const all = [...new Set((['service', 'controller'] as const).flatMap(r => survey.roles.get(r) ?? []))];
  const own = all.filter(p => {
    const last = folderOf(p).split('/').at(-1) ?? '';
    return last !== '' && stemOf(p).toLowerCase().startsWith(`${last.toLowerCase()}.`);
  });
  if (new Set(own.map(folderOf)).size < 3 || own.length * 3 < all.length * 2) return undefined;
  return commonest(own.map(p => folderOf(folderOf(p))));
}

/** In the folder of a file, named as the files of that ending there are. */
function besideFile(survey: Survey, path: string, name: string, ext: string): string {
  const folder = folderOf(path);
  const alike = [...survey.paths].filter(p => extOf(p) === ext);
  const near = alike.filter(p => folderOf(p) === folder);
  const pattern = patternOf(near) ?? patternOf(sources(survey).filter(p => extOf(p) === ext));
  return join(folder, `${caseAs(name, pattern?.style ?? 'kebab')}${ext}`);
}

/** A controller or router is named in the number that its siblings have: `webhooks_controller.rb` beside `stories_…`. */
function inNumber(
  name: string,
  like: readonly string[],
  siblings: readonly string[],
  suffix: string,
): string {
  if (!like.some(role => role === 'controller' || role === 'router')) return name;
  const stems = siblings
    .map(p => stemOf(p))
    .filter(s => suffix !== '' && s.endsWith(suffix))
    .map(s => s.slice(0, -suffix.length));
  return stems.length === 0 ? name : inNumberOf(name, stems);
}

/** Folders for one kind of file, in which a helper is a guest. */
const NO_HOME = /(?:^|\/)(?:app\/helpers|reducers?|stores?|slices|models?|migrations?)\//;

/** Files of a role that a new source may stand beside; settings are also kept in files that are none. */
function siblings(survey: Survey, role: string): readonly string[] {
  // Helpers of Rails' views are mixed into every template, others belong to what they help.
  const all = survey.roles.get(role as Role) ?? [];
  const paths = role === 'util' ? all.filter(p => !NO_HOME.test(p)) : all;
  return role === 'config' ? paths.filter(p => extOf(p) === sourceExt(survey)) : paths;
}

/** Where most sources are components, what draws nothing is a plain script all the same. */
function extFor(survey: Survey, place: Place): string {
  const ext = sourceExt(survey);
  return place.like.some(role => DRAWN.has(role)) ? ext : ext.replace(/^(\.[jt]s)x$/, '$1');
}

const DRAWN: ReadonlySet<string> = new Set(['ui-component', 'page']);
/** Folders in which projects keep what several parts use. */
const HELPERS = ['lib', 'utils', 'util', 'helpers', 'common', 'shared'];

function fallbackFolder(survey: Survey, place: Place): string {
  const role = place.like[0];
  const root = sourceRoot(survey);
  const own = HELPERS.find(f => [...survey.paths].some(p => p.startsWith(`${join(root, f)}/`)));
  if (role === 'util') return own ?? (survey.style.language === 'python' ? '' : 'lib');
  return role === undefined ? '' : role === 'ui-component' ? 'components' : `${role}s`;
}

/** How folders of tests through HTTP are called, the plainest first. */
const THROUGH_HTTP = ['integration', 'requests', 'request', 'e2e', 'functional', 'api', 'controllers'];

/** A new test file among the existing ones: in the folder of this name where there is one, else where most tests are. */
function testPlace(survey: Survey, name: string, folder: string | undefined): string {
  const ext = sourceExt(survey).replace('.tsx', '.ts');
  const tests = (survey.roles.get('test') ?? []).filter(
    p => /\.[a-z]+$/.test(p) && /test|spec/i.test(stemOf(p)),
  );
  const alike = folder === 'integration' ? THROUGH_HTTP : [folder];
  const own =
    alike
      .map(name => tests.filter(p => name !== undefined && folderOf(p).split('/').at(-1) === name))
      .find(found => found.length > 0) ?? [];
  const from = own.length > 0 ? own : tests.filter(p => extOf(p) === ext);
  const sample = patternOf(from.length > 0 ? from : tests);
  if (!sample)
    return join(
      'tests',
      survey.style.language === 'python'
        ? `test_${caseAs(name, 'snake')}.py`
        : `${caseAs(name, 'kebab')}.test${ext}`,
    );
  const marks = from.flatMap(p => /[._-](?:test|spec)$|^test_(?!helper)/.exec(stemOf(p))?.[0] ?? []);
  // `OwnerControllerTests.java`: the mark is the last word of a name in capitals.
  const ends = from.flatMap(p => /[a-z0-9](Tests?|IT|Spec)$/.exec(stemOf(p))?.[1] ?? []);
  const end = marks.length === 0 ? commonest(ends) : undefined;
  if (end !== undefined) return join(sample.folder, `${caseAs(name, 'pascal')}${end}${sample.ext || ext}`);
  const mark = commonest(marks) ?? '.test';
  const prefix = mark === 'test_' ? mark : '';
  const suffix = prefix ? '' : mark;
  // `sign_in_test.go`, `sign_in_spec.rb`: what ends in an underscore is written with them.
  const style = prefix || suffix.startsWith('_') || survey.style.language === 'python' ? 'snake' : 'kebab';
  return join(sample.folder, `${prefix}${caseAs(name, style)}${suffix}${sample.ext || ext}`);
}
