import { parse } from 'smol-toml';
import { basename, dirname, isRecord, join } from './paths.ts';
import { NOWHERE, one, type ResolveInput, type Resolver, type Target } from './target.ts';

interface Crate {
  readonly folder: string;
  /** File that the library begins with. */
  readonly root: number | undefined;
  /** Crates of the project by the name that this crate knows them under. */
  readonly known: ReadonlyMap<string, string>;
}

/** Folders whose files are each a crate of their own, beside a package's `src`. */
const LONE = /(?:^|\/)(?:tests|examples|benches|src\/bin)\/[^/]+\.rs$/;

const EXTERN = /^extern crate (\w+)(?: as (\w+))?$/;

/** Rust: modules by the folders below a crate's first file, crates of the workspace by their names in Cargo.toml. */
export function rustResolver({ files, byPath, manifests }: ResolveInput): Resolver {
  const { crates, roots } = cratesOf(manifests, byPath);
  for (const { path } of files)
    if (/(?:^|\/)(?:lib|main|build)\.rs$/.test(path) || LONE.test(path)) roots.add(dirname(path));
  const rootOf = (path: string): string => {
    let folder = dirname(path);
    while (folder !== '' && !roots.has(folder)) folder = dirname(folder);
    return folder;
  };
  const crateOf = (path: string): Crate | undefined => {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const crate = crates.get(folder);
      if (crate) return crate;
      if (folder === '') return undefined;
    }
  };

  const moduleAt = (folder: string, name: string): number | undefined =>
    byPath.get(folder === '' ? `${name}.rs` : `${folder}/${name}.rs`) ??
    byPath.get(folder === '' ? `${name}/mod.rs` : `${folder}/${name}/mod.rs`);
  /** The deepest module below `folder` that the path leads into; `own` where it names an item of the module itself. */
  const inside = (folder: string, parts: readonly string[], own: number | undefined): Target => {
    for (let size = parts.length; size > 0; size--) {
      const last = parts[size - 1] ?? '';
      const above = [folder, ...parts.slice(0, size - 1)].filter(Boolean).join('/');
      const found = moduleAt(above, last);
      if (found !== undefined) return { files: [found] };
    }
    return (own === undefined ? undefined : passedOn(own, parts)) ?? one(own) ?? NOWHERE;
  };
  /** A crate that another one passes on under a name: `pub extern crate grep_cli as cli;`. */
  const passedOn = (own: number, parts: readonly string[]): Target | undefined => {
    for (const { specifier } of files[own]?.specifiers ?? []) {
      const [, crate, alias] = EXTERN.exec(specifier) ?? [];
      if (crate === undefined || (alias ?? crate) !== parts[0]) continue;
      const folder = crateOf(files[own]?.path ?? '')?.known.get(crate);
      const root = folder === undefined ? undefined : crates.get(folder)?.root;
      if (root === undefined || root === own) return undefined;
      return { files: [own, ...inside(dirname(files[root]?.path ?? ''), parts.slice(1), root).files] };
    }
    return undefined;
  };
  /** The folder that holds the modules of a file. */
  const below = (path: string): string => {
    const name = basename(path).replace(/\.rs$/, '');
    const folder = dirname(path);
    if (name === 'mod' || ((name === 'lib' || name === 'main') && roots.has(folder))) return folder;
    if (LONE.test(path) || isCrateFile(path)) return folder;
    return folder === '' ? name : `${folder}/${name}`;
  };
  const firsts = new Set([...crates.values()].flatMap(c => (c.root === undefined ? [] : [c.root])));
  const isCrateFile = (path: string) => {
    const n = byPath.get(path);
    return n !== undefined && firsts.has(n);
  };
  /** The file of the module whose children lie in `folder`. */
  const fileOf = (folder: string): number | undefined => {
    if (roots.has(folder))
      return ['lib', 'main', 'mod']
        .map(name => byPath.get(join(folder, `${name}.rs`) ?? ''))
        .find(n => n !== undefined);
    return byPath.get(`${folder}.rs`) ?? byPath.get(`${folder}/mod.rs`);
  };

  function follow(
    n: number,
    { specifier, line }: { readonly specifier: string; readonly line: number },
  ): Target {
    const file = files[n];
    if (!file) return NOWHERE;
    const own = below(file.path);
    if (specifier.startsWith('mod ')) {
      const name = specifier.slice(4).trim();
      const nested = inlineModules(file, line);
      return (
        one(moduleAt([own, ...nested].filter(Boolean).join('/'), name) ?? moduleAt(own, name)) ?? NOWHERE
      );
    }
    const parts = specifier
      .replace(EXTERN, '$1')
      .split('::')
      .map(p => p.trim().replace(/^r#/, ''))
      .filter(Boolean);
    const head = parts[0] ?? '';
    const crate = crateOf(file.path);
    if (head === 'crate' || head === '$crate') {
      const root = rootOf(file.path);
      return inside(root, parts.slice(1), fileOf(root) ?? crate?.root ?? n);
    }
    if (head === 'self') return inside(own, parts.slice(1), n);
    if (head === 'super') {
      let ups = 0;
      while (parts[ups] === 'super') ups++;
      // A module inside the file comes first: `mod tests { use super::*; }`.
      const outside = ups - inlineModules(file, line).length;
      if (outside <= 0) return inside(own, parts.slice(ups), n);
      let folder = own;
      for (let i = 0; i < outside; i++) folder = dirname(folder);
      return inside(folder, parts.slice(ups), fileOf(folder));
    }
    const other = crate?.known.get(head);
    const target = other === undefined ? undefined : crates.get(other);
    if (target) {
      if (target.root === undefined) return NOWHERE;
      return inside(dirname(files[target.root]?.path ?? ''), parts.slice(1), target.root);
    }
    const child = moduleAt(own, head);
    if (child !== undefined) return inside(own, parts, child);
    if (file.symbols.some(s => s.name === head && s.container === undefined)) return { files: [n] };
    return { files: [], package: head };
  }
  return { follow };
}

/** Names of the modules that are written out in the file around a line, outermost first. */
function inlineModules(file: ResolveInput['files'][number], line: number): string[] {
  return file.symbols.filter(s => s.kind === 'module' && s.line < line && line <= s.endLine).map(s => s.name);
}

function cratesOf(
  manifests: ReadonlyMap<string, string>,
  byPath: ReadonlyMap<string, number>,
): { crates: Map<string, Crate>; roots: Set<string> } {
  const roots = new Set<string>();
  const parsed: { folder: string; table: Readonly<Record<string, unknown>> }[] = [];
  for (const [path, text] of manifests) {
    if (basename(path).toLowerCase() !== 'cargo.toml') continue;
    const table = tableOf(text);
    if (table) parsed.push({ folder: dirname(path), table });
  }
  const byName = new Map<string, string>();
  for (const { folder, table } of parsed) {
    const name = text(record(table, 'package'), 'name');
    if (name !== undefined) byName.set(text(record(table, 'lib'), 'name') ?? name, folder).set(name, folder);
  }
  const crates = new Map<string, Crate>();
  for (const { folder, table } of parsed) {
    const name = text(record(table, 'package'), 'name');
    if (name === undefined) continue;
    const at = (path: string) => byPath.get(join(folder, path) ?? '');
    const root = [text(record(table, 'lib'), 'path') ?? 'src/lib.rs', 'src/main.rs', ...binaries(table)]
      .map(at)
      .find(n => n !== undefined);
    for (const path of [text(record(table, 'lib'), 'path'), ...binaries(table)])
      if (path !== undefined && at(path) !== undefined) roots.add(dirname(join(folder, path) ?? ''));
    const known = new Map<string, string>();
    for (const [alias, target] of dependencies(table)) {
      const found = byName.get(target);
      if (found !== undefined) known.set(alias.replaceAll('-', '_'), found);
    }
    const own = text(record(table, 'lib'), 'name') ?? name;
    known.set(own.replaceAll('-', '_'), folder);
    crates.set(folder, { folder, root, known });
  }
  return { crates, roots };
}

/** Files of `[[bin]]` and `[[test]]` and the like that the manifest names. */
function binaries(table: Readonly<Record<string, unknown>>): string[] {
  return ['bin', 'test', 'example', 'bench'].flatMap(kind => {
    const list = table[kind];
    return Array.isArray(list)
      ? list.flatMap(entry => (isRecord(entry) ? (text(entry, 'path') ?? []) : []))
      : [];
  });
}

/** Dependencies of all tables, by the name that the code uses, with the package's own name. */
function dependencies(table: Readonly<Record<string, unknown>>): [string, string][] {
  const tables = [
    table,
    ...Object.values(record(table, 'target') ?? {}).filter(isRecord),
    record(table, 'workspace') ?? {},
  ];
  return tables.flatMap(holder =>
    ['dependencies', 'dev-dependencies', 'build-dependencies'].flatMap(key =>
      Object.entries(record(holder, key) ?? {}).map(([alias, value]): [string, string] => [
        alias,
        (isRecord(value) ? text(value, 'package') : undefined) ?? alias,
      ]),
    ),
  );
}

function tableOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function record(table: Readonly<Record<string, unknown>> | undefined, key: string) {
  const value = table?.[key];
  return isRecord(value) ? value : undefined;
}

function text(table: Readonly<Record<string, unknown>> | undefined, key: string): string | undefined {
  const value = table?.[key];
  return typeof value === 'string' ? value : undefined;
}
