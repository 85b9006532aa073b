import type { FileEntry } from '../file-entry.ts';
import { basename, dirname, join } from './paths.ts';
import type { ResolveInput, Target } from './target.ts';

const NONE: Target = { files: [] };

/** Resolves imports of the languages without a resolver of their own, by their plainest rules. */
export function resolveOther(input: ResolveInput): (file: FileEntry, specifier: string) => Target {
  const { byPath } = input;
  const one = (path: string | undefined): Target | undefined => {
    const found = path === undefined ? undefined : byPath.get(path);
    return found === undefined ? undefined : { files: [found] };
  };
  const goFolders = new Map<string, number[]>();
  const bySuffix = new Map<string, number[]>();
  for (const [path, n] of byPath) {
    if (path.endsWith('.go') && !path.endsWith('_test.go')) push(goFolders, dirname(path), n);
    if (/\.(java|kt|scala|cs|php|rb|py|h|hpp|c|cc|cpp)$/.test(path)) push(bySuffix, basename(path), n);
  }
  const modules: { readonly name: string; readonly folder: string }[] = [];
  for (const [path, text] of input.manifests) {
    const name = basename(path) === 'go.mod' ? /^module[ \t]+(\S+)/m.exec(text)?.[1] : undefined;
    if (name !== undefined) modules.push({ name, folder: dirname(path) });
  }
  modules.sort((a, b) => b.name.length - a.name.length);

  /** Files whose path ends in `tail`, if they are few enough to mean something. */
  const ending = (tail: string, most = 1): Target | undefined => {
    const candidates = (bySuffix.get(basename(tail)) ?? []).filter(n => {
      const path = input.files[n]?.path ?? '';
      return path === tail || path.endsWith(`/${tail}`);
    });
    return candidates.length > 0 && candidates.length <= most ? { files: candidates } : undefined;
  };

  function python(file: FileEntry, specifier: string): Target {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const rest = specifier.slice(dots).replaceAll('.', '/');
    const tryAt = (base: string): Target | undefined =>
      rest === ''
        ? one(join(base, '__init__.py'))
        : (one(join(base, `${rest}.py`)) ?? one(join(base, `${rest}/__init__.py`)));
    if (dots > 0) {
      let base = dirname(file.path);
      for (let i = 1; i < dots; i++) base = dirname(base);
      return tryAt(base) ?? NONE;
    }
    for (let base = dirname(file.path); ; base = dirname(base)) {
      const found = tryAt(base) ?? tryAt(base === '' ? 'src' : `${base}/src`);
      if (found) return found;
      if (base === '') break;
    }
    return { files: [], package: specifier.split('.')[0] ?? specifier };
  }

  function go(specifier: string): Target {
    for (const { name, folder } of modules) {
      if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
      const inside = join(folder, specifier.slice(name.length + 1));
      const files = inside === undefined ? undefined : goFolders.get(inside);
      return files ? { files } : NONE;
    }
    return { files: [], package: specifier };
  }

  function rust(file: FileEntry, specifier: string): Target {
    const folder = dirname(file.path);
    const own = basename(file.path).replace(/\.rs$/, '');
    const inside = own === 'mod' || own === 'lib' || own === 'main' ? folder : `${folder}/${own}`;
    if (specifier.startsWith('mod ')) {
      const name = specifier.slice(4).trim();
      return (
        one(join(inside, `${name}.rs`)) ??
        one(join(inside, `${name}/mod.rs`)) ??
        one(join(folder, `${name}.rs`)) ??
        NONE
      );
    }
    const parts = specifier.split('::').filter(Boolean);
    const head = parts[0];
    let base = folder;
    if (head === 'crate')
      base = file.path.includes('src/') ? `${file.path.slice(0, file.path.lastIndexOf('src/'))}src` : folder;
    else if (head === 'self') base = inside;
    else if (head === 'super') base = own === 'mod' ? dirname(folder) : folder;
    else return { files: [], package: head ?? specifier };
    const rest = parts.slice(1);
    for (let n = rest.length; n > 0; n--) {
      const path = rest.slice(0, n).join('/');
      const found = one(join(base, `${path}.rs`)) ?? one(join(base, `${path}/mod.rs`));
      if (found) return found;
    }
    return NONE;
  }

  function dotted(specifier: string, endings: readonly string[]): Target {
    const parts = specifier.split(/[.\\]/).filter(p => p !== '' && p !== '*');
    for (let from = 0; from < parts.length; from++) {
      for (let to = parts.length; to > from + (from > 0 ? 1 : 0) && to >= parts.length - 1; to--) {
        const tail = parts.slice(from, to).join('/');
        for (const end of endings) {
          const found = ending(tail + end);
          if (found) return found;
        }
      }
    }
    return { files: [], package: parts.slice(0, Math.min(2, parts.length)).join('.') };
  }

  return (file, specifier) => {
    const folder = dirname(file.path);
    switch (file.language) {
      case 'python':
        return python(file, specifier);
      case 'go':
        return go(specifier);
      case 'rust':
        return rust(file, specifier);
      case 'java':
      case 'kotlin':
      case 'scala':
        return dotted(specifier, ['.java', '.kt', '.scala']);
      case 'php':
        if (/\.php$/.test(specifier)) return one(join(folder, specifier)) ?? ending(specifier) ?? NONE;
        return dotted(specifier, ['.php']);
      case 'ruby': {
        const path = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`;
        return (
          one(join(folder, path)) ??
          one(join('lib', path)) ??
          ending(path) ??
          (specifier.startsWith('.') ? NONE : { files: [], package: specifier.split('/')[0] ?? specifier })
        );
      }
      case 'c':
      case 'cpp': {
        const path = specifier.slice(1, -1);
        if (specifier.startsWith('<')) return ending(path) ?? { files: [], package: path };
        return one(join(folder, path)) ?? ending(path, 3) ?? NONE;
      }
      case 'shell':
        return one(join(folder, specifier.replace(/["']/g, '').replace(/^\$\{?\w+\}?\//, ''))) ?? NONE;
      case 'csharp':
        return { files: [], package: specifier.split('.').slice(0, 2).join('.') };
      default:
        return { files: [], package: specifier };
    }
  };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
