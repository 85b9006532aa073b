import { basename, dirname, isRecord, join, parseLooseJson } from './paths.ts';

/** What a tsconfig or jsconfig says of names, with what it extends. Folders are the project's. */
export interface Config {
  readonly folder: string;
  readonly baseUrl: string | undefined;
  readonly paths: readonly PathRule[];
  /** Folders that hold sources and what is built from them. */
  readonly rootDir: string | undefined;
  readonly outDir: string | undefined;
  readonly rootDirs: readonly string[];
}

export interface PathRule {
  readonly prefix: string;
  readonly suffix: string;
  readonly star: boolean;
  /** Paths of the project; `*` stands for what the star matched. */
  readonly targets: readonly string[];
}

/** Chains of `extends` longer than this are a mistake. */
const LONGEST_CHAIN = 8;

/** `packageFolder` finds the folder of a package of the project by its name. */
export function readConfigs(
  manifests: ReadonlyMap<string, string>,
  packageFolder: (name: string) => string | undefined,
): Config[] {
  const configs: Config[] = [];
  for (const path of manifests.keys()) {
    if (!/^(tsconfig|jsconfig)[\w.-]*\.json$/.test(basename(path))) continue;
    const config = effective(path, manifests, packageFolder, LONGEST_CHAIN);
    if (config) configs.push({ ...config, folder: dirname(path) });
  }
  // Of one folder's configurations the one that editors take comes first.
  const plain = (c: Config, path: string) => (path === join(c.folder, 'tsconfig.json') ? 0 : 1);
  const order = new Map(configs.map((c, i) => [c, plain(c, [...manifests.keys()][i] ?? '')]));
  return configs.sort(
    (a, b) => b.folder.length - a.folder.length || (order.get(a) ?? 0) - (order.get(b) ?? 0),
  );
}

function effective(
  path: string,
  manifests: ReadonlyMap<string, string>,
  packageFolder: (name: string) => string | undefined,
  left: number,
): Config | undefined {
  const text = manifests.get(path);
  const parsed = text === undefined || left === 0 ? undefined : parseLooseJson(text);
  if (!isRecord(parsed)) return undefined;
  const folder = dirname(path);
  let base: Config | undefined;
  const named = Array.isArray(parsed['extends']) ? parsed['extends'] : [parsed['extends']];
  for (const name of named) {
    if (typeof name !== 'string') continue;
    for (const candidate of extended(name, folder, packageFolder)) {
      const found = effective(candidate, manifests, packageFolder, left - 1);
      if (!found) continue;
      // Later ones say more than earlier ones.
      base = base ? merged(base, found) : found;
      break;
    }
  }
  const options = isRecord(parsed['compilerOptions']) ? parsed['compilerOptions'] : {};
  const at = (key: string) => {
    const value = options[key];
    return typeof value === 'string' ? join(folder, value) : undefined;
  };
  const baseUrl = at('baseUrl');
  const own: Config = {
    folder,
    baseUrl,
    paths: isRecord(options['paths']) ? rulesOf(options['paths'], baseUrl ?? base?.baseUrl ?? folder) : [],
    rootDir: at('rootDir'),
    outDir: at('outDir'),
    rootDirs: strings(options['rootDirs']).flatMap(d => join(folder, d) ?? []),
  };
  return base ? merged(base, own) : own;
}

function merged(base: Config, own: Config): Config {
  return {
    folder: own.folder,
    baseUrl: own.baseUrl ?? base.baseUrl,
    paths: own.paths.length > 0 ? own.paths : base.paths,
    rootDir: own.rootDir ?? base.rootDir,
    outDir: own.outDir ?? base.outDir,
    rootDirs: own.rootDirs.length > 0 ? own.rootDirs : base.rootDirs,
  };
}

/** Paths at which an extended configuration may lie. */
function extended(
  name: string,
  folder: string,
  packageFolder: (name: string) => string | undefined,
): string[] {
  const at = name.startsWith('.') ? join(folder, name) : undefined;
  if (at !== undefined) return [at, `${at}.json`, `${at}/tsconfig.json`];
  const parts = name.split('/');
  const size = name.startsWith('@') ? 2 : 1;
  const found = packageFolder(parts.slice(0, size).join('/'));
  if (found === undefined) return [];
  const inner = join(found, parts.slice(size).join('/')) ?? found;
  return [inner, `${inner}.json`, `${inner}/tsconfig.json`];
}

function rulesOf(paths: Readonly<Record<string, unknown>>, base: string): PathRule[] {
  const rules = Object.entries(paths).map(([key, value]): PathRule => {
    const star = key.indexOf('*');
    return {
      prefix: star < 0 ? key : key.slice(0, star),
      suffix: star < 0 ? '' : key.slice(star + 1),
      star: star >= 0,
      targets: strings(value).flatMap(t => join(base, t) ?? []),
    };
  });
  // A name without star is the nearest match of all.
  return rules.sort((a, b) => Number(a.star) - Number(b.star) || b.prefix.length - a.prefix.length);
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(v => typeof v === 'string') : [];
}
