import type { FileCard } from '../../../domain/index.ts';
import type { ProjectDependency } from '../../../research/port.ts';
import { isFramework } from '../frameworks.ts';
import { stemOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { overlap, stem, tokens } from '../words.ts';
import { type Asking, type Entry, type Found, found, NOTHING } from './entry.ts';

/** Names under which a distribution is imported, where that is another one. */
const IMPORTED_AS: Readonly<Record<string, string>> = {
  pyyaml: 'yaml',
  'scikit-learn': 'sklearn',
  beautifulsoup4: 'bs4',
  pillow: 'PIL',
  'python-dateutil': 'dateutil',
  'python-dotenv': 'dotenv',
  'psycopg2-binary': 'psycopg2',
  djangorestframework: 'rest_framework',
  'opencv-python': 'cv2',
  pyjwt: 'jwt',
};

export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * The package whose version the goal speaks of, as the manifests name it: `name`, `installed`, `range`, `from` and `to`
 * (major versions), `spec` (the new range as the package manager takes it), `command`, `path` of the manifest,
 * `types` (the package of its types, where that is another one).
 */
export function upgradesOf(survey: Survey): Found {
  const goal = survey.goal.text.toLowerCase();
  const exact = (d: ProjectDependency): number => (said(goal, d.name.toLowerCase()) ? 1 : 0);
  const names = survey.brief.dependencies
    .filter(d => spoken(goal, d))
    .sort((a, b) => exact(b) - exact(a) || b.name.length - a.name.length);
  const first = names[0];
  if (!first) return NOTHING;
  const same = names.filter(d => d.name === first.name);
  return found(same.map(d => entryOf(survey, d, goal)));
}

/** Whether the goal names the package: whole, or by the last part of a path (`github.com/spf13/cobra` is "cobra"). */
function spoken(goal: string, d: ProjectDependency): boolean {
  const whole = d.name.toLowerCase();
  const last = whole
    .replace(/\/v\d+$/, '')
    .split(/[/:]/)
    .at(-1);
  return said(goal, whole) || (last !== undefined && said(goal, last));
}

function said(goal: string, name: string): boolean {
  return name.length > 1 && new RegExp(`(?<![\\w@/.-])${escaped(name)}(?![\\w-])`).test(goal);
}

function entryOf(survey: Survey, d: ProjectDependency, goal: string): Entry {
  const installed = d.installed ?? /\d+(?:\.\d+)*/.exec(d.range)?.[0];
  const from = installed?.split('.')[0];
  const to =
    /\b(?:to|→|->)\s+(?:version\s+|v|[\w@./-]+\s+v?)?(\d+(?:\.\d+)*)/.exec(goal)?.[1] ??
    /(?:@|\bv)(\d+(?:\.\d+)*)\s*$/.exec(goal)?.[1];
  const types = survey.brief.dependencies.find(
    o => o.name === `@types/${d.name.replace(/^@/, '').replace('/', '__')}`,
  );
  const spec = specOf(d, to);
  const command = spec === undefined ? undefined : survey.brief.installCommand([spec], d.dev);
  const line = d.source.line ?? 1;
  return {
    path: d.source.path,
    line: String(line),
    at: `${d.source.path}:${line}`,
    name: d.name,
    range: d.range,
    eco: d.ecosystem,
    ...(installed === undefined ? {} : { installed }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(types === undefined ? {} : { types: types.name }),
    ...(command === undefined ? {} : { command }),
    ...(d.dev ? { dev: 'yes' } : {}),
    ...(isFramework(d.name) ? { framework: 'yes' } : {}),
    ...(spec === undefined ? {} : { spec }),
  };
}

/** What the package manager is asked for; without a version the newest. */
function specOf(d: ProjectDependency, to: string | undefined): string | undefined {
  switch (d.ecosystem) {
    case 'npm':
      return `${d.name}@${to ?? 'latest'}`;
    case 'pypi':
      return to === undefined ? `--upgrade ${d.name}` : `'${d.name}~=${to.includes('.') ? to : `${to}.0`}'`;
    case 'go': {
      const plain = d.name.replace(/\/v\d+$/, '');
      const major = Number(to?.split('.')[0] ?? 1);
      return to === undefined ? `${d.name}@latest` : `${plain}${major > 1 ? `/v${major}` : ''}@latest`;
    }
    case 'crates':
      return to === undefined ? d.name : `${d.name}@${to}`;
    default:
      return undefined;
  }
}

/** Files that import the package of the goal, the program's own first: `path`, `line`, `at`, `says` (the line itself), `test`. */
export async function importersOf(asking: Asking): Promise<Found> {
  const { survey, map } = asking;
  const one = upgradesOf(survey).entries[0];
  const pattern = one && importPattern(one.name ?? '', one.eco ?? '');
  if (!pattern) return NOTHING;
  const hits = await map.search(pattern, { limit: 400 });
  const by = new Map<string, { readonly line: number; readonly text: string; n: number }>();
  for (const h of hits) {
    const known = by.get(h.path);
    if (known) known.n++;
    else if (CODE.test(h.path)) by.set(h.path, { line: h.line, text: h.text.trim(), n: 1 });
  }
  const cards = await map.cards([...by.keys()]);
  const rank = (path: string): number =>
    TESTS.test(path) ? 2 : /(?:^|\/)(?:examples?|docs?|bench\w*)\//.test(path) ? 1 : 0;
  const sorted = [...cards].sort(
    (a, b) =>
      rank(a.path) - rank(b.path) ||
      typesOnly(a.path, by.get(a.path)?.text) - typesOnly(b.path, by.get(b.path)?.text) ||
      Number(testOf(survey, b).test !== undefined) - Number(testOf(survey, a).test !== undefined) ||
      b.importedBy.length - a.importedBy.length ||
      (a.path < b.path ? -1 : 1),
  );
  return found(
    sorted.flatMap(card => {
      const hit = by.get(card.path);
      if (!hit) return [];
      return [
        {
          path: card.path,
          line: String(hit.line),
          at: `${card.path}:${hit.line}`,
          says: hit.text.slice(0, 100).replaceAll('`', "'"),
          ...(rank(card.path) === 2 ? { isTest: 'yes' } : {}),
          ...testOf(survey, card),
        },
      ];
    }),
  );
}

/** Whether an import brings in types alone: it is gone when the program runs. */
const typesOnly = (path: string, line = ''): number =>
  /\.d\.[cm]?ts$/.test(path) || /^import type\b/.test(line) ? 1 : 0;

/** The nearest test of the program itself: those of examples show how it is used, not what it does. */
function testOf(survey: Survey, card: FileCard): Entry {
  const own = card.tests.filter(t => !/(?:^|\/)(?:examples?|docs?)\//.test(t));
  const words = new Set(tokens(stemOf(card.path)).map(stem));
  // A test that enters through the front door is named after what it tries.
  const named = (tests: readonly string[]): string | undefined =>
    tests.find(t => overlap(stemOf(t), words) > 0);
  const test = named(own) ?? own[0] ?? named(survey.roles.get('test') ?? []);
  return test === undefined ? {} : { test };
}

export const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|rb|java|kt|scala|php|cs)$/;
export const TESTS =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testdata)\/|(?:_test\.\w+|[._-](?:test|spec)\.\w+)$|(?:^|\/)(?:test_\w+|conftest)\.py$/i;

/** Lines by which code brings a package in; undefined where its ecosystem has no import that names it. */
export function importPattern(name: string, eco: string): string | undefined {
  const n = escaped(name);
  switch (eco) {
    case 'npm':
      return `(?:from\\s*|require\\(\\s*|import\\s*\\(?\\s*)['"]${n}(?:/[^'"]*)?['"]`;
    case 'pypi': {
      const module = escaped(IMPORTED_AS[name.toLowerCase()] ?? name.toLowerCase().replaceAll('-', '_'));
      return `^\\s*(?:from|import)\\s+${module}\\b`;
    }
    case 'go':
      return `"${n}(?:/[^"]*)?"`;
    case 'crates':
      return `\\b${n.replaceAll('-', '_')}::`;
    case 'rubygems':
      return `require\\s+['"]${n}`;
    case 'maven':
      return `^import\\s+(?:static\\s+)?${escaped(name.split(':')[0] ?? name)}\\b`;
    default:
      return undefined;
  }
}
