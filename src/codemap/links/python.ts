import { basename, common, dirname, join } from './paths.ts';
import { NOWHERE, type ResolveInput, type Resolver, type Target } from './target.ts';

/** How many `__init__.py` a name is followed through. */
const MOST_HOPS = 4;

/**
 * Python: `.a.b` from the file's own package, `a.b` from folders that are no packages themselves. The last part may be a
 * module or a name in one; a name that an `__init__.py` passes on leads to both.
 */
export function pythonResolver({ files, byPath }: ResolveInput): Resolver {
  const isPackage = (folder: string) =>
    byPath.has(`${folder}/__init__.py`) || byPath.has(`${folder}/__init__.pyi`);
  /** Folders from which a package of this name can be imported. */
  const roots = new Map<string, Set<string>>();
  for (const { path } of files) {
    const name = basename(path);
    if (name !== '__init__.py' && name !== '__init__.pyi') continue;
    const folder = dirname(path);
    const above = dirname(folder);
    if (folder === '' || (above !== '' && isPackage(above))) continue;
    const known = roots.get(basename(folder));
    if (known) known.add(above);
    else roots.set(basename(folder), new Set([above]));
  }

  /** The module at a path without ending. */
  const moduleAt = (path: string): number | undefined => {
    if (path === '') return byPath.get('__init__.py');
    return (
      byPath.get(`${path}.py`) ??
      byPath.get(`${path}/__init__.py`) ??
      byPath.get(`${path}.pyi`) ??
      byPath.get(`${path}/__init__.pyi`)
    );
  };

  /** The longest beginning of `parts` that is a module below `base`, and how many parts that took. */
  const longest = (base: string, parts: readonly string[], least: number) => {
    for (let size = parts.length; size >= least; size--) {
      const path = join(base, parts.slice(0, size).join('/'));
      const found = path === undefined ? undefined : moduleAt(path);
      if (found !== undefined) return { found, rest: parts.slice(size) };
    }
    return undefined;
  };

  /** What an `__init__.py` imports, by its last name. */
  const passed = new Map<number, ReadonlyMap<string, string>>();
  const passedOn = (n: number): ReadonlyMap<string, string> => {
    const known = passed.get(n);
    if (known) return known;
    const names = new Map(
      (files[n]?.specifiers ?? []).map(({ specifier }) => [
        specifier.slice(specifier.lastIndexOf('.') + 1),
        specifier,
      ]),
    );
    passed.set(n, names);
    return names;
  };

  /** The module, and where it passes the name on, the module that it has it from. */
  const through = (
    { found, rest }: { found: number; rest: readonly string[] },
    hops = MOST_HOPS,
  ): number[] => {
    const out = [found];
    const name = rest[0];
    const path = files[found]?.path ?? '';
    if (name === undefined || hops === 0 || !/(^|\/)__init__\.pyi?$/.test(path)) return out;
    const specifier = passedOn(found).get(name);
    const next = specifier === undefined ? undefined : from(path, specifier);
    return next && next.found !== found ? [...out, ...through(next, hops - 1)] : out;
  };

  function from(path: string, specifier: string): { found: number; rest: readonly string[] } | undefined {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const parts = specifier.slice(dots).split('.').filter(Boolean);
    if (dots > 0) {
      let base = dirname(path);
      for (let i = 1; i < dots; i++) base = dirname(base);
      return longest(base, parts, 0);
    }
    for (const base of basesOf(path, parts[0] ?? '')) {
      const found = longest(base, parts, 1);
      if (found) return found;
    }
    return undefined;
  }

  /** Where an absolute import of `name` may begin: folders above the file that are no packages, then roots of such a package. */
  function* basesOf(path: string, name: string): Generator<string> {
    for (let base = dirname(path); ; base = dirname(base)) {
      if (base === '' || !isPackage(base)) {
        yield base;
        for (const inner of ['src', 'lib', 'python']) yield base === '' ? inner : `${base}/${inner}`;
      }
      if (base === '') break;
    }
    yield* [...(roots.get(name) ?? [])].sort(
      (a, b) => common(b, path) - common(a, path) || a.length - b.length,
    );
  }

  /** A namespace package is a folder that some module lies in. */
  const folders = new Set(files.filter(f => f.language === 'python').map(f => dirname(f.path)));

  return {
    follow(n, { specifier }): Target {
      const path = files[n]?.path ?? '';
      const found = from(path, specifier);
      if (found) return { files: through(found) };
      if (specifier.startsWith('.')) return NOWHERE;
      const parts = specifier.split('.');
      const first = parts[0] ?? specifier;
      for (const base of basesOf(path, first)) {
        const folder = join(base, parts.join('/'));
        if (folder !== undefined && folders.has(folder)) return { files: [n] };
      }
      return roots.has(first) ? NOWHERE : { files: [], package: first };
    },
  };
}
