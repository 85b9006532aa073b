import { fixtureFolder } from '../../codemap/roles/fixture.ts';
import type { CodeSymbol, Role } from '../../domain/index.ts';
import { at } from './excerpt.ts';
import { baseOf, folderOf } from './naming.ts';
import type { Survey } from './survey.ts';

/** A place of the project that playbooks speak of by name: `auth`, `server`, `schema` … with what is known of it. */
export interface Slot {
  readonly path: string;
  readonly symbol?: string;
  readonly line?: number;
  readonly values: Readonly<Record<string, string>>;
}

interface Finder {
  readonly roles: readonly Role[];
  /** Stack fact whose file comes first, where it is present. */
  readonly fact?: string;
  /** The file must pass; by path. */
  readonly path?: RegExp;
  /** The symbol to name, by name; first match in file order. */
  readonly symbol?: RegExp;
  /** Without such a symbol the file does not count. */
  readonly symbolNeeded?: boolean;
  /** Values taken from the file's text: first group of each. */
  readonly values?: Readonly<Record<string, RegExp>>;
  /** The text must match for the file to count. */
  readonly text?: RegExp;
}

/** `const container = createContainer({`: the whole line, and what stands in it up to its bracket. */
const CONTAINER_LINE =
  /^\s*((?:const|let) \w+ = (?:create|build|make)\w*(?:Container|Dependencies|Services)\(.*)$/m;
const CONTAINER_OPEN = /((?:create|build|make)\w*(?:Container|Dependencies|Services)\(\{)$/m;
const APP_CALL = /((?:create|build|make)App\(\w+\))/i;

/** A fixture that is a project of its own, with folders inside. */
function isWholeProject(path: string, folder: string): boolean {
  return path.slice(path.indexOf(`${folder}/`) + folder.length + 1).split('/').length > 2;
}

/** How each slot is found; the first file that fits is taken, files named by stack facts first. */
const FINDERS = {
  server: {
    roles: ['http-entry', 'entry'],
    fact: 'http-server',
    text: /\.listen\(|uvicorn\.run|ListenAndServe|app\.run\(|createServer\(|=\s*(?:Flask|FastAPI|Starlette)\(/,
    values: {
      var: /(?:const|let) (\w+) = (?:http\.)?createServer\(/,
      listen: /^\s*((?:\w+)\.listen\([^;{]*)/m,
      stop: /(?:async )?function (\w*(?:shut|close|stop)\w*)\(/i,
      createLine: /^((?:const|let) \w+ = (?:http\.)?createServer\(.*)$/m,
      containerLine: CONTAINER_LINE,
      containerOpen: CONTAINER_OPEN,
      stopLine: /^((?:async )?function \w*(?:shut|close|stop)\w*\(.*\{)$/im,
      appCall: APP_CALL,
      container: /(?:create|build|make)App\((\w+)\)/i,
      probes: /^\s*(probes: \[)$/m,
      db: /import \{ (prisma|db|database) \} from/,
    },
  },
  app: {
    roles: ['http-entry', 'entry', 'router', 'other', 'util'],
    fact: 'routes',
    text: /=\s*express\(\)|=\s*(?:Fastify|fastify)\(|=\s*new Hono\(|FastAPI\(|Flask\(|=\s*new Koa\(/,
    symbol: /^(?:create|build|make)_?app$|^app$/i,
    values: {
      var: /(?:const|let) (\w+) = (?:express|fastify|Fastify)\(/,
      createLine: /^\s*((?:const|let) \w+ = (?:express|fastify|Fastify)\(.*)$/m,
      container: /function \w*[aA]pp\((\w+): \w+\)/,
      signature: /(function \w*[aA]pp\(\w+: \w+\))/,
      open: /(function \w*[aA]pp\(\w+: \w+)\)/,
      parsers: /^\s*(\w+\.use\((?:express|bodyParser)\.json\(.*)$/m,
      webhook: /^\s*(\w+\.use\(['"][^'"]*webhook['"],.*)$/m,
      blueprints: /^\s*(register_(?:blueprints|routes)\(app\)|app\.register_blueprint\(.*\))$/m,
      instance: /^\s*(app = Flask\(.*\))$/m,
    },
  },
  auth: {
    roles: ['auth', 'middleware'],
    fact: 'auth-middleware',
    path: /auth|guard|session|login|security|middleware/i,
    symbol:
      /^(?:require|ensure|is|check|verify)?_?(?:auth|user|login|signed|authenticat|protect)\w*$|^(?:get_)?current_user$|^login_required$|^(?:require|check|verify)_?api_?key$/i,
    symbolNeeded: true,
  },
  verify: {
    roles: ['auth', 'util', 'service', 'middleware'],
    symbol: /^(?:verify|decode|parse|check)_?(?:access_?)?(?:token|jwt)$/i,
    symbolNeeded: true,
    values: { user: /function (?:verify|decode|parse|check)\w*\([^)]*\):\s*(?:Promise<)?(\w+)/ },
  },
  'current-user': {
    roles: ['auth', 'middleware', 'util'],
    path: /auth|user|session|middleware/i,
    symbol: /^(?:get_?)?current_?user$/i,
    symbolNeeded: true,
    text: /function (?:get)?[cC]urrentUser\(\w+: Request/,
  },
  'id-param': { roles: ['middleware', 'util'], symbol: /^id_?param$/i, symbolNeeded: true },
  env: {
    roles: ['config', 'util', 'other'],
    path: /(?:^|\/)(?:env|config|settings|configuration)[^/]*\.[a-z]+$|config\//i,
    text: /process\.env|os\.environ|getenv|BaseSettings|Getenv/,
    values: {
      name: /export const (env|config|settings)\b/,
      zod: /(z\.object)/,
      origin: /^\s*(\w*(?:CORS|FRONTEND|CLIENT)\w*(?:ORIGIN|URL)\w*): z\.string\(\)/m,
      lastField: /@dataclass[^\n]*\nclass \w+[^:]*:\n(?: {4}\w+: .+\n)*( {4}\w+: .+)\n/,
      environ: /def from_\w+\(cls, (\w+)/,
      construct: /return (cls\()\n/,
    },
  },
  errors: {
    roles: ['error-handling', 'util', 'other'],
    path: /err|exception/i,
    symbol: /^[A-Z]\w*(?:Error|Exception)$/,
    symbolNeeded: true,
    values: { status: /^ {4}(status)(?:_code)?(?:: int)? = \d+$/m },
  },
  'error-handler': {
    roles: ['error-handling', 'middleware'],
    fact: 'error-handling',
    symbol: /^\w*errors?_?handler$|^handle_?errors?$/i,
    symbolNeeded: true,
  },
  'not-found': {
    roles: ['error-handling', 'util', 'other'],
    path: /err|exception/i,
    symbol: /^\w*NotFound(?:Error|Exception)?$/,
    symbolNeeded: true,
  },
  health: {
    roles: ['health', 'controller', 'router'],
    path: /health|status|ready/i,
    symbol: /^(?:ready|readiness|health\w*|Health\w*)$/,
    values: {
      probe: /(\w*Probe)\b/,
      probeLine: /^((?:export )?interface \w*Probe \{)$/m,
      states: /^\s*(const \w+: Record<string, 'ok' \| 'failed'> = \{\};)$/m,
      statesVar: /const (\w+): Record<string, 'ok' \| 'failed'>/,
      failed: /^\s*(\w+\[probe\.name\] = 'failed';)$/m,
      verdict: /^\s*(const \w+ = Object\.values\(\w+\)\.every\(\w+ => \w+ === 'ok'\);)$/m,
    },
  },
  logger: {
    roles: ['util', 'config', 'other'],
    fact: 'logger',
    symbol: /^(?:logger|log|getLogger|get_logger)$/,
    symbolNeeded: true,
  },
  mailer: {
    roles: ['mailer', 'util', 'service'],
    fact: 'mailer',
    path: /mail/i,
    symbol: /mail/i,
    symbolNeeded: true,
  },
  container: {
    roles: ['other', 'util', 'config', 'entry', 'http-entry', 'service'],
    path: /container|composition|wiring|injector|dependencies|(?:^|\/)di\b/i,
    symbol: /^(?:create|build|make)?_?(?:Container|Dependencies|Services)$/i,
    symbolNeeded: true,
    values: {
      adapters: /interface (\w*(?:Adapters|Deps|Options))/,
      adaptersLine: /^((?:export )?interface \w*(?:Adapters|Deps|Options) \{)$/m,
      param: /function \w+\((\w+): \w*(?:Adapters|Deps|Options)\)/,
      firstService: /^\s*(const \w+ = new \w+Service\(.*)$/m,
      returnLine: /^\s*(return \{)$/m,
      logger: /^\s*(logger): \w+;$/m,
    },
  },
  schema: { roles: ['schema', 'model'], path: /\.prisma$/, fact: 'orm' },
  migration: { roles: ['migration'], fact: 'migrations', path: /migrat/i, text: /./ },
  user: {
    roles: ['schema', 'model', 'types', 'service'],
    fact: 'user-model',
    symbol: /^(?:User|Account|Customer|Member)$/,
    symbolNeeded: true,
    values: {
      idType:
        /(?:model User \{|interface User \{|class User\b[^{:]*[{:])[\s\S]{0,120}?\bid\??:?\s+(?:=\s*)?(\w+)/,
    },
  },
  route: {
    roles: ['router'],
    path: /[a-z][._-]?rout|rout.*\/(?!index|__init__)/i,
    symbol: /routes?$|router$|^register/i,
  },
  controller: { roles: ['controller'], path: /^(?!.*health)/i, symbol: /controller|handler|./i },
  service: { roles: ['service'], symbol: /./ },
  repository: { roles: ['repository'], symbol: /./ },
  middleware: { roles: ['middleware'], path: /^(?!.*(?:error|auth))/i, symbol: /./ },
  validate: {
    roles: ['middleware', 'util'],
    fact: 'validation',
    symbol: /^validate\w*$/i,
    symbolNeeded: true,
    values: { parts: /body\?: \w+;\s+(query\?): \w+;\s+params\?: \w+/ },
  },
  wrapper: {
    roles: ['util', 'middleware'],
    symbol: /^(?:async_?handler|catch_?async|wrap)$/i,
    symbolNeeded: true,
  },
  types: { roles: ['types', 'model'], text: /interface |type |dataclass/ },
  fakes: {
    roles: ['fixture', 'test', 'util', 'other'],
    path: /(?:fakes?|mocks?|stubs?|factories|conftest)\b/i,
    values: { prefix: /export class (Fake|InMemory|Memory|Mock|Stub)\w+Repository/ },
  },
  testApp: {
    roles: ['fixture', 'test', 'util', 'other'],
    path: /test-?_?(?:app|server|client)|conftest/i,
    symbol: /./,
    values: {
      containerLine: CONTAINER_LINE,
      containerOpen: CONTAINER_OPEN,
      interfaceLine: /^((?:export )?interface \w+ \{)$/m,
      appCall: APP_CALL,
      container: /(?:create|build|make)App\((\w+)\)/i,
      returnLine: /^\s*(return \{)$/m,
      appLine: /^\s*(app: (?:create|build|make)App\(\w+\),)$/im,
      options: /(\w+): \{ \w+\?:/,
      optionsOpen: /(\w+: \{) \w+\?:/,
    },
  },
  page: { roles: ['page', 'ui-component'], symbol: /./ },
  component: { roles: ['ui-component'], symbol: /./ },
  cli: { roles: ['cli-entry'], fact: 'cli', symbol: /./ },
  job: { roles: ['job'], symbol: /./ },
  model: { roles: ['model', 'schema', 'types'], symbol: /./ },
} satisfies Readonly<Record<string, Finder>>;

/** Slots that are found in a way of their own, with the values that each may have. */
const OTHERS = {
  'env-example': [],
  compose: ['service'],
  ci: ['job', 'services'],
  routes: ['mountLine', 'router', 'param'],
  'api-docs': [],
  docs: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type SlotName = keyof typeof FINDERS | keyof typeof OTHERS;

/** What every slot has, whatever it is: the first four by `slotValue`, the others by `slotOf`. */
const COMMON = ['path', 'symbol', 'line', 'at', 'file', 'folder'] as const;

/** Every slot that `findSlots` may find, with the keys that its placeholders may ask for. */
export function slotKeys(): ReadonlyMap<string, readonly string[]> {
  const found = Object.entries<Finder>(FINDERS).map(([name, { values = {} }]): [string, readonly string[]] => {
    const own = Object.keys(values);
    return [name, [...COMMON, ...own, ...(own.includes('listen') ? ['listenLine'] : [])]];
  });
  const others = Object.entries(OTHERS).map(([name, keys]): [string, readonly string[]] => [
    name,
    [...COMMON, ...keys],
  ]);
  return new Map([...found, ...others]);
}

/** Finds every slot that this project has. Pure over the survey. */
export function findSlots(survey: Survey): ReadonlyMap<string, Slot> {
  const out = new Map<SlotName, Slot>();
  for (const name of Object.keys(FINDERS) as (keyof typeof FINDERS)[]) {
    const slot = findOne(survey, FINDERS[name]);
    if (slot) out.set(name, slot);
  }
  const example = ['.env.example', '.env.sample', '.env.template'].find(p => survey.paths.has(p));
  if (example) out.set('env-example', { path: example, values: {} });
  const compose = [...survey.paths].find(
    p => /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(p) && fixtureFolder(p) === undefined,
  );
  if (compose) {
    const own = /^ {2}([\w-]+):\n(?: {4,}.*\n)*? {4}build:/m.exec(survey.texts.get(compose)?.text ?? '')?.[1];
    out.set('compose', { path: compose, values: own ? { service: own } : {} });
  }
  const ci = ciOf(survey);
  if (ci) out.set('ci', ci);
  const user = out.get('user');
  if (!out.has('schema') && user && survey.roles.get('model')?.includes(user.path))
    out.set('schema', { path: user.path, values: user.values });
  const mount = mountOf(survey);
  if (mount) out.set('routes', mount);
  const documents = [...survey.paths].filter(p => /^docs\/[^/]+\.md$/.test(p));
  const docs = documents.find(p => /architect|overview|design/i.test(p)) ?? documents[0];
  const api =
    documents.find(p => /api|endpoint|reference|http/i.test(p)) ??
    docs ??
    (survey.paths.has('README.md') ? 'README.md' : undefined);
  if (api) out.set('api-docs', { path: api, values: {} });
  if (docs) out.set('docs', { path: docs, values: { folder: folderOf(docs) } });
  return out;
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
    roles: [],
    values: {
      mountLine: /^\s*(\w+\.use\(['"]\/[^'"]*['"], \w+Routes\(.*)$/m,
      router: /^\s*(\w+)\.use\(['"]\/[^'"]*['"], \w+Routes\(/m,
      param: /Routes\((\w+)\.\w+Controller\)/,
    },
  });
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
  const named = fact?.present ? fact.sources.map(s => s.path) : [];
  const ranked = survey.impact.files.map(f => f.path);
  const roled = finder.roles.flatMap(r => [...(survey.roles.get(r) ?? [])]);
  const inGoal = ranked.filter(p => roled.includes(p));
  const all = finder.path && finder.roles.includes('other') ? [...survey.paths] : [];
  for (const path of new Set([...named, ...inGoal, ...roled, ...all])) {
    if (finder.path && !finder.path.test(path)) continue;
    const folder = fixtureFolder(path);
    if (folder !== undefined && (!finder.roles.includes('fixture') || isWholeProject(path, folder))) continue;
    const text = survey.texts.get(path)?.text;
    if (finder.text && (text === undefined || !finder.text.test(text))) continue;
    const card = survey.cards.get(path);
    const symbol = finder.symbol ? pick(card?.symbols ?? [], finder.symbol) : undefined;
    if (finder.symbolNeeded && !symbol) continue;
    return slotOf(path, symbol, text, finder);
  }
  return undefined;
}

function pick(symbols: readonly CodeSymbol[], name: RegExp): CodeSymbol | undefined {
  const fits = symbols.filter(s => name.test(s.name) && s.kind !== 'section' && s.kind !== 'property');
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
  return symbol ? { path, symbol: symbol.name, line: symbol.line, values } : { path, values };
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
