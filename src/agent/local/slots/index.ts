import { fixtureFolder } from '../../../codemap/roles/fixture.ts';
import type { CodeSymbol } from '../../../domain/index.ts';
import { at } from '../excerpt.ts';
import { baseOf, commonest, extOf, folderOf } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { overlap } from '../words.ts';
import { CLI_SLOTS } from './cli.ts';
import { DATA_SLOTS } from './data.ts';
import type { Finder, Finders, Slot } from './finder.ts';
import { relatedTo } from './handler.ts';
import { HTTP_SLOTS } from './http.ts';
import { OPERATIONS_SLOTS } from './operations.ts';
import { OWN_NAMES, ownSlots } from './own.ts';
import { preferred } from './seen.ts';
import { TESTING_SLOTS } from './testing.ts';
import { UI_SLOTS } from './ui.ts';

export type { Slot } from './finder.ts';

const FINDERS: Finders = {
  ...HTTP_SLOTS,
  ...DATA_SLOTS,
  ...OPERATIONS_SLOTS,
  ...TESTING_SLOTS,
  ...UI_SLOTS,
  ...CLI_SLOTS,
};

/** Slots that are found by looking at several files, with what each is. */
const DERIVED: Readonly<Record<string, string>> = {
  target: 'the place that the goal itself speaks of, beside the words that call for the playbook',
  'env-example': 'the example of the settings that lies in the repository',
  compose: 'the file that says which services run together',
  ci: 'the workflow that runs the tests',
  routes: 'the file that mounts the routers',
  'api-docs': 'the document in which callers read',
  docs: 'the first document of docs/',
  'form-handler': 'what takes the form on the server',
  'form-model': 'the model that the form writes',
  'signup-handler': 'what takes the sign-up on the server',
  'settings-handler': 'what takes the settings of a person on the server',
  manifest: 'the manifest that names the dependencies',
  readme: 'the README',
  'controller-routes': 'the file that mounts the handlers of the folder that `controller` lies in',
  host: 'the file that tells where the repository is hosted; its `name` is GitHub, GitLab …',
};

/** Every name that a playbook may use for a place of the project, with what it is. */
export const SLOT_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(FINDERS).map(([name, finder]) => [name, finder.is] as const),
  ...Object.entries(DERIVED),
  ...OWN_NAMES,
]);

const MOUNT_VALUES = {
  mountLine: /^\s*(\w+\.use\(['"]\/[^'"]*['"], \w+Routes\(.*)$/m,
  router: /^\s*(\w+)\.use\(['"]\/[^'"]*['"], \w+Routes\(/m,
  param: /Routes\((\w+)\.\w+Controller\)/,
};
/** Values that derived slots have beside those of all slots. */
const derivedValues = (): Readonly<Record<string, readonly string[]>> => ({
  compose: ['service'],
  ci: ['job', 'services'],
  routes: Object.keys(MOUNT_VALUES),
  host: ['name', ...HOSTS.map(([name]) => name.toLowerCase())],
});
/** What every slot may have, whatever it is. */
const COMMON_KEYS = ['path', 'symbol', 'line', 'at', 'file', 'folder'] as const;

/** Every slot with what it is, and the keys that a playbook may ask of it. */
export function slotKeys(): ReadonlyMap<string, { readonly is: string; readonly keys: readonly string[] }> {
  const derived = derivedValues();
  const user = Object.keys(FINDERS['user']?.values ?? {});
  return new Map(
    [...SLOT_NAMES].map(([name, is]) => {
      const { values = {}, counts = {} } = FINDERS[name] ?? {};
      const own = [...Object.keys(values), ...Object.keys(counts)];
      const more = derived[name] ?? (name === 'schema' ? [...user, 'apart', 'where'] : []);
      const line = own.includes('listen') ? ['listenLine'] : [];
      return [name, { is, keys: [...COMMON_KEYS, ...own, ...line, ...more] }] as const;
    }),
  );
}

/** A fixture that is a project of its own, with folders inside. */
function isWholeProject(path: string, folder: string): boolean {
  return path.slice(path.indexOf(`${folder}/`) + folder.length + 1).split('/').length > 2;
}

/** Finds every slot that this project has. Pure over the survey. */
export function findSlots(survey: Survey): ReadonlyMap<string, Slot> {
  const out = new Map<string, Slot>();
  for (const [name, finder] of Object.entries(FINDERS)) {
    const slot = findOne(survey, finder);
    if (slot) out.set(name, slot);
  }
  for (const name of ['form', 'signup', 'settings-page'] as const) {
    const form = out.get(name);
    const handler = form && relatedTo(survey, form, ['controller', 'router']);
    if (handler) out.set(name === 'settings-page' ? 'settings-handler' : `${name}-handler`, handler);
    const written = name === 'form' && form ? relatedTo(survey, form, ['model', 'schema']) : undefined;
    if (written) out.set('form-model', written);
  }
  const example = ['.env.example', '.env.sample', '.env.template'].find(p => survey.paths.has(p));
  if (example) out.set('env-example', { path: example, values: {} });
  // One in a folder runs something aside, as a browser for tests.
  const compose = [...survey.paths]
    .filter(p => /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(p) && fixtureFolder(p) === undefined)
    .sort((a, b) => a.split('/').length - b.split('/').length)[0];
  if (compose) {
    const own = /^ {2}([\w-]+):\n(?: {4,}.*\n)*? {4}build:/m.exec(survey.texts.get(compose)?.text ?? '')?.[1];
    out.set('compose', { path: compose, values: own ? { service: own } : {} });
  }
  const ci = ciOf(survey);
  if (ci) out.set('ci', ci);
  const user = out.get('user');
  if (!out.has('schema') && user && survey.roles.get('model')?.includes(user.path))
    out.set('schema', { path: user.path, values: { ...user.values, ...apart(survey, user.path) } });
  const stored = out.has('schema') ? undefined : storedModel(survey);
  if (stored !== undefined) out.set('schema', stored);
  const schema = out.get('schema');
  if (schema) {
    const folder = schema.values.apart;
    const where = folder === undefined ? schema.path : `${folder}/`;
    out.set('schema', { ...schema, values: { ...schema.values, where } });
  }
  const controller = out.get('controller');
  const near = (survey.roles.get('router') ?? []).find(
    p => controller !== undefined && folderOf(p) === folderOf(controller.path),
  );
  if (near !== undefined) {
    const symbol = pick(survey.cards.get(near)?.symbols ?? [], /rout|handler|serve|register/i);
    out.set('controller-routes', slotOf(near, symbol, undefined, { is: '', roles: [] }));
  }
  const mount = mountOf(survey);
  if (mount) out.set('routes', mount);
  // How to set up a machine is nothing that callers or readers of the design look into.
  const documents = [...survey.paths].filter(
    p => /^docs\/[^/]+\.md$/.test(p) && !/setup|install|devcontainer|contribut|changelog|conduct/i.test(p),
  );
  const docs = documents.find(p => /architect|overview|design/i.test(p)) ?? documents[0];
  const api =
    documents.find(p => /api|endpoint|reference|http/i.test(p)) ??
    (survey.paths.has('README.md') ? 'README.md' : docs);
  const manifest = survey.brief.dependencies[0]?.source.path ?? survey.brief.scripts[0]?.source.path;
  if (manifest !== undefined) out.set('manifest', { path: manifest, values: { file: baseOf(manifest) } });
  const readme = [...survey.paths].find(p => /^readme(?:\.\w+)?$/i.test(p));
  if (readme !== undefined) out.set('readme', { path: readme, values: {} });
  if (api) out.set('api-docs', { path: api, values: {} });
  if (docs) out.set('docs', { path: docs, values: { folder: folderOf(docs) } });
  const host = hostOf(survey);
  if (host) out.set('host', host);
  for (const [name, slot] of ownSlots(survey)) out.set(name, slot);
  return out;
}

/** The model nearest to the goal in the folder where most models lie: a client's copy of one model lies alone. */
function storedModel(survey: Survey): Slot | undefined {
  const models = (survey.roles.get('model') ?? []).filter(p => fixtureFolder(p) === undefined);
  const room = commonest(models.map(folderOf));
  const there = models.filter(p => folderOf(p) === room);
  const path = survey.impact.files.find(f => there.includes(f.path))?.path ?? there[0];
  if (path === undefined) return undefined;
  return { path, values: { file: baseOf(path), folder: folderOf(path), ...apart(survey, path) } };
}

/** So many models beside one another, each in a file of its own, and the next one gets its own file too. */
const APART = 3;

function apart(survey: Survey, path: string): Readonly<Record<string, string>> {
  const beside = (survey.roles.get('model') ?? []).filter(
    p => folderOf(p) === folderOf(path) && extOf(p) === extOf(path),
  );
  return beside.length >= APART ? { apart: folderOf(path) } : {};
}

/** The file that mounts the routers: the one that imports most of them. */
function mountOf(survey: Survey): Slot | undefined {
  const routers = new Set(survey.roles.get('router') ?? []);
  const mounts = [...survey.cards.values()]
    .map(card => ({ card, n: card.imports.filter(p => routers.has(p)).length }))
    .filter(m => m.n > 0 && !/test|spec/i.test(m.card.path) && fixtureFolder(m.card.path) === undefined)
    .sort((a, b) => b.n - a.n || a.card.path.localeCompare(b.card.path));
  const best = mounts[0]?.card;
  const fact = survey.facts.get('routes');
  const path = best?.path ?? (fact?.present ? fact.sources[0]?.path : undefined) ?? [...routers][0];
  if (path === undefined) return undefined;
  const symbol = pick(survey.cards.get(path)?.symbols ?? [], /routes?$|router$|^register|app$/i);
  return slotOf(path, symbol, survey.texts.get(path)?.text, {
    is: '',
    roles: [],
    values: MOUNT_VALUES,
  });
}

/** Folders and files that only one kind of host reads. */
const HOSTS: readonly (readonly [string, RegExp])[] = [
  ['GitHub', /^\.github\//],
  ['GitLab', /^\.gitlab(?:-ci\.yml$|\/)/],
  ['Bitbucket', /^bitbucket-pipelines\.yml$/],
  ['Forgejo', /^\.(?:forgejo|gitea)\//],
];

/** Where the repository is hosted, by a file that only this host reads. */
function hostOf(survey: Survey): Slot | undefined {
  for (const [name, pattern] of HOSTS) {
    const path = [...survey.paths].filter(p => pattern.test(p)).sort()[0];
    if (path !== undefined) return { path, values: { name, [name.toLowerCase()]: name } };
  }
  return undefined;
}

/** The workflow that runs the tests, with the name of its job. */
function ciOf(survey: Survey): Slot | undefined {
  for (const path of survey.roles.get('ci-workflow') ?? []) {
    const jobs = (survey.texts.get(path)?.text ?? '').split(/^jobs:\s*$/m)[1]?.split(/^ {2}(?=[\w-]+:\s*$)/m);
    const job = jobs?.find(j => /run:.*\b(?:test|pytest|vitest|jest)\b/.test(j));
    const name = /^([\w-]+):/.exec(job ?? '')?.[1];
    if (name)
      return {
        path,
        values: { job: name, ...(/^ {4}services:/m.test(job ?? '') ? { services: name } : {}) },
      };
  }
  return undefined;
}

function findOne(survey: Survey, finder: Finder): Slot | undefined {
  const fact = finder.fact ? survey.facts.get(finder.fact) : undefined;
  const said = finder.factSymbol && fact?.present ? fact.data : undefined;
  if (said?.file !== undefined && said.symbol !== undefined) {
    const symbol = survey.cards.get(said.file)?.symbols.find(s => s.name === said.symbol);
    if (symbol) return slotOf(said.file, symbol, survey.texts.get(said.file)?.text, finder);
  }
  const named = fact?.present ? fact.sources.map(s => s.path) : [];
  const ranked = survey.impact.files.map(f => f.path);
  const roled = finder.roles.flatMap(r => [...(survey.roles.get(r) ?? [])]);
  const inGoal = ranked.filter(p => roled.includes(p));
  const all = finder.prefer
    ? aboveMost(survey, finder, preferred(survey.paths, finder.prefer, ranked))
    : finder.path && finder.roles.includes('other')
      ? [...survey.paths]
      : [];
  let best: Slot | undefined;
  for (const path of new Set([...named, ...inGoal, ...roled, ...all])) {
    if (finder.path && !finder.path.test(path)) continue;
    const folder = fixtureFolder(path);
    if (folder !== undefined && (!finder.roles.includes('fixture') || isWholeProject(path, folder))) continue;
    const text = survey.texts.get(path)?.text;
    if (finder.text && (text === undefined || !finder.text.test(text))) continue;
    const card = survey.cards.get(path);
    const symbol = finder.symbol
      ? pick(card?.symbols ?? [], finder.symbol)
      : finder.around && text !== undefined
        ? enclosing(card?.symbols ?? [], text, finder.around)
        : undefined;
    if (finder.symbolNeeded && !symbol) continue;
    const slot = slotOf(path, symbol, text, finder);
    if (finder.most === undefined) return slot;
    const often = (s: Slot | undefined): number => Number(s?.values[finder.most ?? ''] ?? 0);
    if (best === undefined || often(slot) > often(best)) best = slot;
  }
  return best;
}

/** In a repository of several programs: paths of one pattern by the folders that the goal names, then by what lies below. */
function aboveMost(
  survey: Survey,
  { above, prefer = [] }: Finder,
  paths: readonly string[],
): readonly string[] {
  if (above === undefined) return paths;
  const below = survey.roles.get(above) ?? [];
  const weighed = paths.map(path => ({
    path,
    by: prefer.findIndex(p => p.test(path)),
    named: overlap(folderOf(path), survey.goal.stems),
    n: below.filter(p => p.startsWith(`${folderOf(path)}/`)).length,
  }));
  return weighed.sort((a, b) => a.by - b.by || b.named - a.named || b.n - a.n).map(w => w.path);
}

function pick(symbols: readonly CodeSymbol[], name: RegExp): CodeSymbol | undefined {
  const fits = symbols.filter(
    s => name.test(s.name) && s.kind !== 'section' && s.kind !== 'property' && s.name !== 'default',
  );
  if (name.source === '.') {
    const size = (s: CodeSymbol): number =>
      (s.exported ? 1000 : 0) + (s.kind === 'interface' || s.kind === 'type' ? 0 : s.endLine - s.line);
    return [...fits].sort((a, b) => size(b) - size(a))[0];
  }
  return (
    fits.find(s => s.exported && s.kind !== 'interface' && s.kind !== 'type') ??
    fits.find(s => s.exported) ??
    fits[0]
  );
}

/** The innermost function or class that holds the first line which matches. */
function enclosing(symbols: readonly CodeSymbol[], text: string, what: RegExp): CodeSymbol | undefined {
  const line = text.split('\n').findIndex(l => what.test(l)) + 1;
  if (line === 0) return undefined;
  return symbols
    .filter(
      s =>
        s.line <= line &&
        line <= s.endLine &&
        s.kind !== 'section' &&
        s.kind !== 'property' &&
        s.name !== 'default',
    )
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

function slotOf(
  path: string,
  symbol: CodeSymbol | undefined,
  text: string | undefined,
  finder: Finder,
): Slot {
  const values: Record<string, string> = { file: baseOf(path), folder: folderOf(path) };
  for (const [key, pattern] of Object.entries(finder.values ?? {})) {
    const found = text ? pattern.exec(text)?.[1]?.trim() : undefined;
    if (found) values[key] = found;
    if (found && key === 'listen' && text)
      values.listenLine = `${text.slice(0, text.indexOf(found)).split('\n').length}`;
  }
  for (const [key, pattern] of Object.entries(finder.counts ?? {})) {
    const flags = new Set([...pattern.flags, 'g']);
    const n = text?.match(new RegExp(pattern.source, [...flags].join('')))?.length ?? 0;
    if (n > 0) values[key] = `${n}`;
  }
  if (symbol) return { path, symbol: symbol.name, line: symbol.line, values };
  const line = finder.line && text ? text.split('\n').findIndex(l => finder.line?.test(l)) + 1 : 0;
  return line > 0 ? { path, line, values } : { path, values };
}

/** `slot.path`, `slot.symbol`, `slot.at`, `slot.line`, or one of its values. */
export function slotValue(slot: Slot, key: string): string | undefined {
  switch (key) {
    case 'path':
      return slot.path;
    case 'symbol':
      return slot.symbol;
    case 'line':
      return slot.line === undefined ? undefined : String(slot.line);
    case 'at':
      return slot.line === undefined ? `${slot.path}:1` : at({ path: slot.path, line: slot.line });
    default:
      return slot.values[key];
  }
}
