import { isObject, member, readJson, text } from '../read/json.ts';
import { dirOf } from '../read/paths.ts';
import { MANIFEST_BYTES, type Reader } from '../read/reader.ts';

/** Installed version of a package as seen from a folder, `range` as its manifest asks for it. */
export type LockLookup = (dir: string, name: string, range: string) => string | undefined;

export interface NpmLock {
  readonly manager: 'npm' | 'pnpm' | 'yarn' | 'bun';
  readonly path: string;
  readonly lookup: LockLookup;
}

const LOCKS = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
} as const;

const nothing: LockLookup = () => undefined;

/** The lock file of a folder, in the order in which tools take precedence; a broken one becomes a notice. */
export async function readNpmLock(reader: Reader, dir: string): Promise<NpmLock | undefined> {
  const all = new Set(await reader.list());
  for (const [name, manager] of Object.entries(LOCKS)) {
    const path = dir === '' ? name : `${dir}/${name}`;
    if (!all.has(path)) continue;
    if (name === 'bun.lockb') return { manager, path, lookup: nothing };
    const file = await reader.peek(path, MANIFEST_BYTES);
    if (file === undefined) {
      reader.note(`${path} could not be read: installed versions come from node_modules instead.`);
      return { manager, path, lookup: nothing };
    }
    const lookup =
      name === 'pnpm-lock.yaml'
        ? pnpmLock(file.lines, dir)
        : name === 'yarn.lock'
          ? yarnLock(file.lines)
          : name === 'bun.lock'
            ? bunLock(file.text)
            : packageLock(file.text, dir);
    if (lookup === undefined) {
      reader.note(
        `${path} is not readable as a ${manager} lock file: installed versions come from node_modules instead.`,
      );
    }
    return { manager, path, lookup: lookup ?? nothing };
  }
  return undefined;
}

/** npm's lock, versions 1 to 3: the nearest `node_modules` upwards from the folder wins, as in Node's own look-up. */
function packageLock(source: string, root: string): LockLookup | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const { packages, dependencies } = parsed;
  return (dir, name) => {
    if (!isObject(packages)) return text(member(dependencies, name, 'version'));
    let here = root === '' ? dir : dir === root ? '' : dir.slice(root.length + 1);
    for (;;) {
      const entry = packages[`${here === '' ? '' : `${here}/`}node_modules/${name}`];
      const version = text(member(entry, 'version'));
      if (version !== undefined) return version;
      if (here === '') return undefined;
      here = dirOf(here);
    }
  };
}

/** pnpm's lock by indentation: importers (version 6 and later) or one top-level list (version 5). */
function pnpmLock(lines: readonly string[], root: string): LockLookup | undefined {
  const versions = new Map<string, string>();
  let importer = '.';
  let section = '';
  let name = '';
  let importers = false;
  const bare = (version: string): string => version.replace(/^['"]|['"]$/g, '').replace(/[(_].*$/, '');
  for (const line of lines) {
    const found = /^( *)(?:'([^']+)'|"([^"]+)"|([^\s:'"][^:]*)):(?: (.+))?$/.exec(line);
    if (found === null) continue;
    const indent = (found[1] ?? '').length;
    const key = found[2] ?? found[3] ?? found[4] ?? '';
    const value = found[5];
    if (indent === 0) {
      importers = key === 'importers';
      section = importers ? '' : key;
      importer = '.';
      continue;
    }
    const level = importers ? indent - 4 : indent - 2;
    if (importers && indent === 2) {
      importer = key;
      section = '';
    } else if (importers && indent === 4) section = key;
    else if (/^(dev|optional)?[dD]ependencies$/.test(section)) {
      if (level === (importers ? 2 : 0)) {
        name = key;
        if (value !== undefined) versions.set(`${importer}\0${name}`, bare(value));
      } else if (key === 'version' && value !== undefined) versions.set(`${importer}\0${name}`, bare(value));
    }
  }
  if (!lines.some(line => line.startsWith('lockfileVersion'))) return undefined;
  return (dir, wanted) => {
    const from = dir === root ? '.' : root === '' ? dir : dir.slice(root.length + 1);
    const version = versions.get(`${from}\0${wanted}`);
    return version?.startsWith('link:') ? undefined : version;
  };
}

/** yarn's lock, both formats: `name@range, name@range:` and an indented version. */
function yarnLock(lines: readonly string[]): LockLookup | undefined {
  const byRange = new Map<string, string>();
  const byName = new Map<string, Set<string>>();
  let keys: string[] = [];
  for (const line of lines) {
    if (/^\S.*:$/.test(line) && !line.startsWith('#')) {
      keys = line
        .slice(0, -1)
        .split(',')
        .map(part => part.trim().replace(/^"|"$/g, ''));
      continue;
    }
    const version = /^ {2}"?version"?:? "?([^"\s]+)"?$/.exec(line)?.[1];
    if (version === undefined) continue;
    for (const key of keys) {
      const at = key.indexOf('@', 1);
      if (at === -1) continue;
      const name = key.slice(0, at);
      byRange.set(`${name}@${key.slice(at + 1).replace(/^npm:/, '')}`, version);
      byName.set(name, (byName.get(name) ?? new Set()).add(version));
    }
    keys = [];
  }
  if (byRange.size === 0 && !lines.some(line => /yarn lockfile|__metadata/.test(line))) return undefined;
  return (_dir, name, range) => {
    const exact = byRange.get(`${name}@${range.replace(/^npm:/, '')}`);
    if (exact !== undefined) return exact;
    const all = byName.get(name);
    return all?.size === 1 ? [...all][0] : undefined;
  };
}

/** bun's text lock: `"packages": {"name": ["name@version", …]}`. */
function bunLock(source: string): LockLookup | undefined {
  const outcome = readJson(source);
  if (!outcome.ok) return undefined;
  const packages = member(outcome.document.value, 'packages');
  return (_dir, name) => {
    const entry = member(packages, name);
    const id = Array.isArray(entry) ? entry[0] : undefined;
    return typeof id === 'string' ? id.slice(id.lastIndexOf('@') + 1) : undefined;
  };
}
