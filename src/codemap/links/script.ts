import { basename, dirname, isRecord, join, normalize, parseLooseJson } from './paths.ts';
import type { ResolveInput, Target } from './target.ts';

const ENDINGS = [
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.vue',
  '.svelte',
];
/** TypeScript sources are imported by the name that their output will have. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};
const OUTPUT_FOLDERS = /^(\.\/)?(dist|build|lib|out|es|esm|cjs)\//;

interface Config {
  readonly folder: string;
  readonly baseUrl: string | undefined;
  readonly paths: readonly {
    readonly prefix: string;
    readonly suffix: string;
    readonly star: boolean;
    readonly targets: readonly string[];
  }[];
}

interface Workspace {
  readonly name: string;
  readonly folder: string;
  readonly entries: readonly string[];
}

/** Resolves specifiers of TypeScript and JavaScript files as bundlers do: relative, `paths`, workspace names, packages. */
export function createScriptResolver(input: ResolveInput): (from: string, specifier: string) => Target {
  const configs = readConfigs(input.manifests);
  const workspaces = readWorkspaces(input.manifests);
  const configOf = new Map<string, readonly Config[]>();

  const file = (path: string | undefined): number | undefined => {
    if (path === undefined) return undefined;
    const exact = input.byPath.get(path);
    if (exact !== undefined) return exact;
    const dot = path.lastIndexOf('.');
    const ending = dot > path.lastIndexOf('/') ? path.slice(dot) : '';
    for (const source of SOURCES_OF[ending] ?? []) {
      const found = input.byPath.get(path.slice(0, dot) + source);
      if (found !== undefined) return found;
    }
    for (const extra of ENDINGS) {
      const found = input.byPath.get(path + extra);
      if (found !== undefined) return found;
    }
    for (const extra of ENDINGS) {
      const found = input.byPath.get(path === '' ? `index${extra}` : `${path}/index${extra}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const at = (found: number | undefined): Target | undefined =>
    found === undefined ? undefined : { files: [found] };

  /** Configurations that lie above a folder, nearest first. */
  const above = (folder: string): readonly Config[] => {
    const known = configOf.get(folder);
    if (known) return known;
    const found = configs
      .filter(c => c.folder === '' || folder === c.folder || folder.startsWith(`${c.folder}/`))
      .sort((a, b) => b.folder.length - a.folder.length);
    configOf.set(folder, found);
    return found;
  };

  const inWorkspace = (specifier: string): Target | undefined => {
    for (const workspace of workspaces) {
      if (specifier !== workspace.name && !specifier.startsWith(`${workspace.name}/`)) continue;
      const rest = specifier.slice(workspace.name.length + 1);
      const tries =
        rest === ''
          ? [...workspace.entries, 'src/index', 'index', 'src/main', 'lib/index']
          : [rest, `src/${rest}`, rest.replace(OUTPUT_FOLDERS, 'src/')];
      for (const attempt of tries) {
        const found =
          file(join(workspace.folder, attempt)) ??
          file(join(workspace.folder, attempt.replace(OUTPUT_FOLDERS, 'src/')));
        if (found !== undefined) return { files: [found], package: workspace.name };
      }
      return { files: [], package: workspace.name };
    }
    return undefined;
  };

  return (from, raw) => {
    const specifier = raw.replace(/[?#].*$/, '') || raw;
    const folder = dirname(from);
    if (specifier.startsWith('.')) return at(file(join(folder, specifier))) ?? { files: [] };
    if (specifier.startsWith('/')) return at(file(normalize(specifier))) ?? { files: [] };
    for (const config of above(folder)) {
      for (const { prefix, suffix, star, targets } of config.paths) {
        if (
          star
            ? !(
                specifier.startsWith(prefix) &&
                specifier.endsWith(suffix) &&
                specifier.length >= prefix.length + suffix.length
              )
            : specifier !== prefix
        )
          continue;
        const middle = star ? specifier.slice(prefix.length, specifier.length - suffix.length) : '';
        for (const target of targets) {
          const found = at(file(join(config.baseUrl ?? config.folder, target.replace('*', middle))));
          if (found) return found;
        }
      }
      if (config.baseUrl !== undefined) {
        const found = at(file(join(config.baseUrl, specifier)));
        if (found) return found;
      }
    }
    return inWorkspace(specifier) ?? { files: [], package: packageName(specifier) };
  };
}

/** `@scope/name/sub` → `@scope/name`; `node:fs/promises` → `node:fs`. */
export function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function readConfigs(manifests: ReadonlyMap<string, string>): Config[] {
  const configs: Config[] = [];
  for (const [path, text] of manifests) {
    if (!/^(tsconfig|jsconfig)[\w.-]*\.json$/.test(basename(path))) continue;
    const parsed = parseLooseJson(text);
    const options =
      isRecord(parsed) && isRecord(parsed['compilerOptions']) ? parsed['compilerOptions'] : undefined;
    if (!options) continue;
    const folder = dirname(path);
    const baseUrl = typeof options['baseUrl'] === 'string' ? join(folder, options['baseUrl']) : undefined;
    const paths = isRecord(options['paths']) ? options['paths'] : {};
    const list = Object.entries(paths).flatMap(([key, value]) => {
      if (!Array.isArray(value)) return [];
      const targets = value.filter((v): v is string => typeof v === 'string');
      const star = key.indexOf('*');
      return [
        {
          prefix: star < 0 ? key : key.slice(0, star),
          suffix: star < 0 ? '' : key.slice(star + 1),
          star: star >= 0,
          targets,
        },
      ];
    });
    list.sort((a, b) => b.prefix.length - a.prefix.length);
    if (baseUrl !== undefined || list.length > 0) configs.push({ folder, baseUrl, paths: list });
  }
  return configs;
}

function readWorkspaces(manifests: ReadonlyMap<string, string>): Workspace[] {
  const found: Workspace[] = [];
  for (const [path, text] of manifests) {
    if (basename(path) !== 'package.json') continue;
    const parsed = parseLooseJson(text);
    if (!isRecord(parsed) || typeof parsed['name'] !== 'string') continue;
    found.push({ name: parsed['name'], folder: dirname(path), entries: entriesOf(parsed) });
  }
  return found.sort((a, b) => b.name.length - a.name.length);
}

/** Files that a package.json names as its entrances, sources before outputs. */
function entriesOf(manifest: Readonly<Record<string, unknown>>): string[] {
  const out: string[] = [];
  const take = (value: unknown): void => {
    if (typeof value === 'string') out.push(value);
    else if (isRecord(value))
      for (const key of ['source', 'types', 'import', 'default', 'require', '.']) take(value[key]);
  };
  for (const key of ['source', 'exports', 'module', 'main', 'types']) take(manifest[key]);
  return out;
}
