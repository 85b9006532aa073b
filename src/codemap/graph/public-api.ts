import { basename, dirname, join } from '../links/paths.ts';
import type { Tier } from '../tier.ts';
import {
  defaultName,
  listed,
  type PassedOn,
  passedOnByPython,
  passedOnByRust,
  passedOnByScript,
} from './exposed.ts';
import type { ImportGraph } from './import-graph.ts';
import type { Manifest } from './manifests.ts';
import type { Place, PublicApi, PublicSymbol } from './model.ts';
import { sourcesOf } from './targets.ts';

type Read = (path: string) => Promise<string | undefined>;
type Parts = Pick<Tier, 'files' | 'paths' | 'byPath' | 'links'>;

/**
 * What each package offers: from the files that its manifest names, along everything that passes names on, to the
 * definitions. npm: `exports`, `main`, `types`, through `export … from`. Python: what `__init__.py` binds, cut down to
 * `__all__`. Rust: `pub` of lib.rs, through `pub mod` and `pub use`. Go: exported names of packages that are not `main`
 * and not below `internal`. Reads the files on the way and no others.
 */
export async function publicApi(
  tier: Parts,
  graph: ImportGraph,
  manifests: readonly Manifest[],
  modules: ReadonlyMap<string, string>,
  read: Read,
): Promise<readonly PublicApi[]> {
  const found: PublicApi[] = [];
  for (const m of manifests) {
    const starts = m.entries.flatMap(e =>
      entryFiles(tier, m, e.target).map(n => ({ n, place: { path: tier.paths[n] ?? '', source: e.source } })),
    );
    const entries = starts.filter((s, i) => starts.findIndex(o => o.n === s.n) === i);
    if (entries.length === 0) continue;
    const walk = new Walk(tier, m.kind, read);
    for (const { n, place } of entries) await walk.take(n, place.source);
    const symbols = walk.found();
    if (symbols.length > 0)
      found.push({
        package: m.name === '' ? m.folder : m.name,
        kind: m.kind,
        published: m.published,
        folder: m.folder,
        entries: entries.map(e => e.place),
        symbols,
      });
  }
  return [...found, ...goApi(tier, graph, modules)].sort(
    (a, b) => Number(b.published) - Number(a.published) || (a.folder < b.folder ? -1 : 1),
  );
}

function entryFiles(tier: Parts, m: Manifest, target: string): readonly number[] {
  const find = (path: string | undefined) => (path === undefined ? undefined : tier.byPath.get(path));
  switch (m.kind) {
    case 'npm':
      return sourcesOf(m.folder, target, tier.paths, find).filter(n => tier.files[n]?.language !== 'json');
    case 'python': {
      const n =
        find(join(m.folder, `src/${target}/__init__.py`)) ??
        find(join(m.folder, `${target}/__init__.py`)) ??
        find(join(m.folder, `${target}.py`));
      return n === undefined ? [] : [n];
    }
    case 'rust': {
      const n = find(join(m.folder, target));
      return n === undefined ? [] : [n];
    }
  }
}

interface Wanted {
  readonly n: number;
  readonly names: ReadonlySet<string> | '*';
  readonly through: Place;
}

/** Follows names outwards to where they are defined. */
class Walk {
  private readonly tier: Parts;
  private readonly kind: Manifest['kind'];
  private readonly read: Read;
  /** Names that were sought in a file already. */
  private readonly seen = new Map<number, Set<string>>();
  private readonly symbols = new Map<string, PublicSymbol>();
  private readonly passed = new Map<number, readonly PassedOn[]>();

  constructor(tier: Parts, kind: Manifest['kind'], read: Read) {
    this.tier = tier;
    this.kind = kind;
    this.read = read;
  }

  found(): readonly PublicSymbol[] {
    return [...this.symbols.values()].sort((a, b) =>
      a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1,
    );
  }

  /** Files wait in a list: a chain of a thousand barrels costs no stack. */
  async take(start: number, through: Place): Promise<void> {
    const queue: Wanted[] = [{ n: start, names: '*', through }];
    for (let i = 0; i < queue.length; i++) {
      const next = queue[i];
      if (!next) break;
      const names = this.fresh(next.n, next.names);
      if (names !== '*' && names.size === 0) continue;
      const rest = await this.own(next.n, names, next.through);
      for (const p of this.passed.get(next.n) ?? []) {
        const inner = p.names === '*' ? starOf(p, rest, names) : picked(p.names, rest);
        if (inner !== '*' && inner.size === 0) continue;
        const place = { path: this.tier.paths[next.n] ?? '', line: p.line };
        const modules = this.kind === 'python' && inner !== '*' ? this.modules(next.n, p, inner) : [];
        for (const n of modules) queue.push({ n, names: '*', through: place });
        for (const n of modules.length > 0 ? [] : this.targets(next.n, p, inner))
          queue.push({ n, names: inner, through: place });
      }
    }
  }

  private fresh(n: number, names: ReadonlySet<string> | '*'): ReadonlySet<string> | '*' {
    const seen = this.seen.get(n) ?? new Set<string>();
    this.seen.set(n, seen);
    if (seen.has('*')) return new Set();
    if (names === '*') {
      seen.add('*');
      return '*';
    }
    const left = new Set([...names].filter(name => !seen.has(name)));
    for (const name of left) seen.add(name);
    return left;
  }

  /** Notes the definitions of the file itself; gives the names that were not among them. */
  private async own(
    n: number,
    names: ReadonlySet<string> | '*',
    through: Place,
  ): Promise<ReadonlySet<string> | '*'> {
    const file = this.tier.files[n];
    if (!file) return new Set();
    const text = (await this.read(file.path)) ?? '';
    if (!this.passed.has(n)) this.passed.set(n, passedOn(this.kind, text));
    const outer = file.symbols.filter(s => s.container === undefined && s.exported);
    const taken = new Set<string>();
    const unnamed = names !== '*' && names.has('default') ? (defaultName(text) ?? 'default') : undefined;
    for (const s of outer) {
      const wanted = names === '*' || names.has(s.name) || s.name === unnamed;
      if (!wanted) continue;
      taken.add(s.name === unnamed ? 'default' : s.name);
      if (this.kind === 'python' && names === '*' && s.name.startsWith('_')) continue;
      const key = `${file.path}:${s.line}:${s.name}`;
      if (!this.symbols.has(key))
        this.symbols.set(key, {
          name: s.name,
          path: file.path,
          line: s.line,
          through,
        });
    }
    if (names !== '*') return new Set([...names].filter(name => !taken.has(name)));
    return this.kind === 'python' ? (listed(text) ?? '*') : '*';
  }

  /** Modules that a statement binds as a whole. */
  private modules(n: number, p: PassedOn, names: ReadonlySet<string>): readonly number[] {
    const paths = submodules(this.tier.paths[n] ?? '', p.specifier, names);
    return paths.flatMap(path => this.tier.byPath.get(path) ?? []);
  }

  /** Files that a statement speaks of: by its line and words; in Rust every file of the statement that defines a name. */
  private targets(n: number, p: PassedOn, inner: ReadonlySet<string> | '*'): readonly number[] {
    const { files, links, paths } = this.tier;
    const imports = links.imports[n] ?? [];
    const lines = links.lines[n] ?? [];
    if (this.kind === 'rust' && p.specifier === '') {
      const near = imports.filter((_, i) => lines[i] === p.line);
      const known = near.length > 0 ? near : imports;
      if (inner === '*') return near;
      return known.filter(to => files[to]?.symbols.some(s => inner.has(s.name)));
    }
    const asks = (specifier: string) =>
      specifier === p.specifier ||
      // `from .a import b` asks for `.a.b`.
      (this.kind === 'python' && specifier.startsWith(`${p.specifier.replace(/\.$/, '')}.`));
    const stated = new Set((files[n]?.specifiers ?? []).filter(s => asks(s.specifier)).map(s => s.line));
    const at = imports.filter((_, i) => stated.has(lines[i] ?? 0));
    const stem = basename(p.specifier).replace(/\.[cm]?[jt]sx?$/, '');
    return at.length > 1 ? at.filter(to => (paths[to] ?? '').includes(stem)) : at;
  }
}

function passedOn(kind: Manifest['kind'], text: string): readonly PassedOn[] {
  switch (kind) {
    case 'npm':
      return passedOnByScript(text);
    case 'python':
      return passedOnByPython(text);
    case 'rust':
      return passedOnByRust(text);
  }
}

function starOf(
  p: PassedOn,
  rest: ReadonlySet<string> | '*',
  asked: ReadonlySet<string> | '*',
): ReadonlySet<string> | '*' {
  if (p.as === undefined) return rest;
  return asked === '*' || asked.has(p.as) ? '*' : new Set();
}

/** Inner names of what is wanted from outside. */
function picked(names: ReadonlyMap<string, string>, wanted: ReadonlySet<string> | '*'): ReadonlySet<string> {
  const inner = new Set<string>();
  for (const [outer, name] of names)
    if (wanted === '*' ? !outer.startsWith('_') : wanted.has(outer)) inner.add(name);
  return inner;
}

/** `from . import json` binds a module: the paths that it may have. */
function submodules(path: string, specifier: string, names: ReadonlySet<string>): readonly string[] {
  if (!/^\.+$/.test(specifier)) return [];
  let folder = dirname(path);
  for (let i = 1; i < specifier.length; i++) folder = dirname(folder);
  const base = folder === '' ? '' : `${folder}/`;
  return [...names].flatMap(name => [`${base}${name}.py`, `${base}${name}/__init__.py`]);
}

/** Go has no list of what is public: the folder and the first letter say it. */
function goApi(tier: Parts, graph: ImportGraph, modules: ReadonlyMap<string, string>): readonly PublicApi[] {
  const folders = new Map<string, number[]>();
  tier.files.forEach((file, n) => {
    if (file.language !== 'go' || !graph.own[n] || file.path.split('/').includes('internal')) return;
    const folder = dirname(file.path);
    const list = folders.get(folder);
    if (list) list.push(n);
    else folders.set(folder, [n]);
  });
  const found: PublicApi[] = [];
  for (const [folder, files] of folders) {
    const symbols = files.flatMap(n => tier.files[n]?.symbols ?? []);
    if (symbols.some(s => s.name === 'main' && s.kind === 'function' && s.container === undefined)) continue;
    const module = moduleOf(folder, modules);
    const source = { path: join(module?.folder ?? '', 'go.mod') ?? 'go.mod', line: 1 };
    const open = files.flatMap(n =>
      (tier.files[n]?.symbols ?? [])
        .filter(s => s.exported && (s.container === undefined || s.kind === 'method'))
        .filter(s => s.container === undefined || /^\p{Lu}/u.test(s.container))
        .map(s => ({ name: s.name, path: tier.paths[n] ?? '', line: s.line, through: source })),
    );
    if (!module || open.length === 0) continue;
    found.push({
      package:
        folder === module.folder
          ? module.name
          : `${module.name}/${folder.slice(module.folder === '' ? 0 : module.folder.length + 1)}`,
      kind: 'go',
      published: true,
      folder,
      entries: files.map(n => ({
        path: tier.paths[n] ?? '',
        source,
      })),
      symbols: open,
    });
  }
  return found;
}

function moduleOf(
  folder: string,
  modules: ReadonlyMap<string, string>,
): { name: string; folder: string } | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const name = modules.get(at);
    if (name !== undefined) return { name, folder: at };
    if (at === '') return undefined;
  }
}
