import type { StackFact } from '../port.ts';
import { templates, translationFiles } from './by-folder.ts';
import type { Hit } from './corpus.ts';
import { CONCERNS, type Concern } from './library-table.ts';
import {
  absent,
  at,
  type Detector,
  dependency,
  ecosystemOf,
  type FactContext,
  labelled,
  manifestSources,
  norList,
  place,
  present,
} from './model.ts';

/** Concerns that one library usually serves: queue, cache, rate limit, validation, logger, metrics, mailer … */
export const detectLibraries: Detector = async context => {
  const facts: StackFact[] = [];
  for (const concern of CONCERNS) {
    facts.push(await concernFact(context, concern));
  }
  const found = await Promise.all([translationFiles(context), templates(context)]);
  // What lies in the files outweighs that no library was found.
  return facts.map(fact => (fact.present ? fact : (found.find(other => other?.id === fact.id) ?? fact)));
};

async function concernFact(context: FactContext, concern: Concern): Promise<StackFact> {
  const { id } = concern;
  const item = await inUse(context, concern);
  const hit = item === undefined ? undefined : await best(context, concern.made, id, item.name);
  const users = item === undefined ? 0 : await usersOf(context, item.name);
  const isIdle =
    hit === undefined && users === 0 && item !== undefined && /^(?:npm|pypi|go|crates)$/.test(item.ecosystem);
  if (item !== undefined && !(item.dev && hit === undefined) && !isIdle) {
    const source = hit === undefined ? undefined : at(context, hit);
    const symbol = hit?.match.slice(1).find(name => name !== undefined);
    const name = labelled(`\`${item.name}\``, item);
    const through =
      source === undefined
        ? ''
        : symbol === undefined
          ? ` (${place(source)})`
          : ` through \`${symbol}\` in ${place(source)}`;
    return present(
      id,
      `${name} ${concern.does}${through}${users > 1 ? `; ${users} files import it` : ''}.`,
      [...(source === undefined ? [] : [source]), item.source],
      {
        library: item.name,
        version: item.installed,
        file: source?.path,
        line: source?.line,
        symbol,
        users,
      },
    );
  }
  const own =
    concern.own === undefined
      ? undefined
      : await best(context, concern.own.pattern, id, undefined, concern.own.near);
  if (own !== undefined && concern.own !== undefined) {
    const source = at(context, own);
    const symbol = own.match.slice(1).find(name => name !== undefined);
    const who = symbol === undefined ? `\`${own.match[0].trim().slice(0, 60)}\`` : `\`${symbol}\``;
    return present(id, `${who} in ${place(source)} ${concern.own.text}, without a library.`, [source], {
      file: source.path,
      line: source.line,
      symbol,
      kind: 'own',
    });
  }
  if (item !== undefined && isIdle && !item.dev) {
    const idle = `${labelled(`\`${item.name}\``, item)} is a dependency, but none of ${context.corpus.searched} source files imports it`;
    return absent(id, `${concern.missing}: ${idle}.`, [item.source], {
      library: item.name,
      installed: 'yes',
    });
  }
  return absent(id, `${concern.missing}: ${said(context, concern)}.`, manifestSources(context));
}

/** The first of a concern's libraries that a source imports; where none does, the first that is a dependency. */
async function inUse(context: FactContext, concern: Concern): Promise<ReturnType<typeof dependency>> {
  const items = concern.packages.flatMap(name => dependency(context, name) ?? []);
  if (items.length > 1) for (const item of items) if ((await usersOf(context, item.name)) > 0) return item;
  return items[0];
}

function said(context: FactContext, concern: Concern): string {
  const ecosystem = ecosystemOf(context);
  const names = ecosystem === undefined ? undefined : concern.usual[ecosystem];
  const tail =
    concern.own === undefined ? '' : `, and none of ${context.corpus.searched} source files has its own`;
  if (ecosystem === undefined) return `the project has no manifest that names a library for it${tail}`;
  if (names === undefined || names.length === 0) return `no library for it is among the dependencies${tail}`;
  if (names.length === 1) return `${norList(names)} or a like library is not a dependency${tail}`;
  return `neither ${norList(names)} is a dependency${tail}`;
}

/** The likeliest line: in a file that imports the library, else in one named for the concern. */
async function best(
  context: FactContext,
  pattern: RegExp,
  concern: string,
  library?: string,
  near?: RegExp,
): Promise<Hit | undefined> {
  const hits = (await context.corpus.find(pattern, { limit: 100 })).filter(
    hit => near?.test(hit.file.lines.slice(Math.max(0, hit.line - 10), hit.line + 40).join('\n')) ?? true,
  );
  if (library === undefined) return firstOf(hits, asks) ?? firstOf(hits, does) ?? hits[0];
  const imports = importOf(library);
  const named = new RegExp(`(^|/)[^/]*${concern.slice(0, 5)}[^/]*\\.\\w+$`, 'i');
  const weight = (hit: Hit): number =>
    (imports.test(hit.file.text) || named.test(hit.file.path) ? 0 : 4) +
    (named.test(hit.file.path) ? 0 : 1) +
    (/^\s*(?:export\s+)?(?:interface|type)\s/.test(hit.text)
      ? 2
      : hit.match.slice(1).some(name => name !== undefined)
        ? 0
        : 1);
  const ordered = hits.map(hit => ({ hit, weight: weight(hit) })).sort((a, b) => a.weight - b.weight);
  const first = ordered[0];
  return first !== undefined && first.weight < 4 ? first.hit : undefined;
}

/** The first of these in the file that the first hit is in. */
function firstOf(hits: readonly Hit[], fits: (hit: Hit) => boolean): Hit | undefined {
  return hits.find(hit => hit.file === hits[0]?.file && fits(hit));
}

/** What others call to learn something: `getFeatureFlag`, `is_enabled`. */
function asks(hit: Hit): boolean {
  const symbol = hit.match.slice(1).find(name => name !== undefined) ?? '';
  return does(hit) && /^(?:get|is|has|use|can)(?:_|[A-Z])/.test(symbol);
}

/** A type, or a constant in capitals, is beside what does the work, and does none. */
function does(hit: Hit): boolean {
  const symbol = hit.match.slice(1).find(name => name !== undefined) ?? '';
  return !/^\s*(?:export\s+)?(?:interface|type)\s/.test(hit.text) && !/^[A-Z][A-Z0-9_]+$/.test(symbol);
}

async function usersOf(context: FactContext, library: string): Promise<number> {
  return (await context.corpus.files(importOf(library))).length;
}

/** Python modules that are named otherwise than their packages. */
const MODULES: Readonly<Record<string, string>> = {
  djangorestframework: 'rest_framework',
  pyjwt: 'jwt',
  'python-jose': 'jose',
  'python-socketio': 'socketio',
  'opentelemetry-sdk': 'opentelemetry',
  'opentelemetry-api': 'opentelemetry',
  'launchdarkly-server-sdk': 'ldclient',
  'djangorestframework-simplejwt': 'rest_framework_simplejwt',
  'django-waffle': 'waffle',
  'django-q2': 'django_q',
};

/** How files of any language bring a library in. Python and Ruby modules drop the `Flask-` and `-rb` of package names. */
export function importOf(library: string): RegExp {
  const escaped = library.replace(/[.+^${}()|[\]\\*?/]/g, '\\$&');
  const module = (MODULES[library.toLowerCase()] ?? library)
    .replace(/^(?:django|flask|Flask)-/, '')
    .replaceAll('-', '_')
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\*?/]/g, '\\$&');
  return new RegExp(
    `(?:from\\s+|require\\(\\s*|import\\s*\\(?\\s*)['"]${escaped}(?:/[^'"]*)?['"]|^\\s*(?:_\\s+|\\w+\\s+)?"${escaped}(?:/[^"]*)?"|^\\s*(?:from|import)\\s+(?:flask_|django_)?${module}\\b|^\\s*use\\s+${module}\\b|require ['"]${escaped}`,
    'm',
  );
}
