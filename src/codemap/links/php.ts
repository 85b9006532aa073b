import { basename, dirname, isRecord, join, parseLooseJson } from './paths.ts';
import { Scopes } from './scope.ts';
import { NOWHERE, one, push, type ResolveInput, type Resolver, type Target } from './target.ts';

interface Prefix {
  readonly namespace: string;
  readonly folder: string;
}

/** PHP: classes by the folders that composer.json gives to namespaces (PSR-4, PSR-0), files by `require`. */
export function phpResolver({ files, words, byPath, manifests }: ResolveInput): Resolver {
  const prefixes = prefixesOf(manifests);
  const folders = new Scopes(words);
  const bySymbol = new Map<string, number[]>();
  files.forEach((file, n) => {
    if (file.language !== 'php') return;
    folders.of(dirname(file.path)).add(n, file);
    for (const symbol of file.symbols) if (symbol.container === undefined) push(bySymbol, symbol.name, n);
  });

  /** Without a rule: the one file that defines the class and whose folders end as its namespace does. */
  const byName = (parts: readonly string[]): Target | undefined => {
    const found = (bySymbol.get(parts.at(-1) ?? '') ?? []).filter(n => {
      const folder = basename(dirname(files[n]?.path ?? '')).toLowerCase();
      return parts.length < 2 || folder === parts.at(-2)?.toLowerCase();
    });
    return found.length === 1 ? { files: found } : undefined;
  };

  return {
    follow(n, { specifier }) {
      const folder = dirname(files[n]?.path ?? '');
      if (/\.(php|inc|phtml)$/.test(specifier)) {
        for (let base = folder; ; base = dirname(base)) {
          const found = byPath.get(join(base, specifier) ?? '');
          if (found !== undefined) return { files: [found] };
          if (base === '') break;
        }
        return /(^|\/)vendor\//.test(specifier) ? { files: [], package: 'vendor' } : NOWHERE;
      }
      const parts = specifier.split('\\').filter(Boolean);
      const name = parts.join('\\');
      let known = false;
      for (const { namespace, folder: at } of prefixes) {
        if (!`${name}\\`.startsWith(namespace)) continue;
        const rest = name.slice(namespace.length).replaceAll('\\', '/');
        const found = one(byPath.get(join(at, `${rest}.php`) ?? ''));
        if (found) return found;
        // Other packages may begin with the same name: Composer\Semver is none of composer's own.
        if (folders.get(dirname(join(at, rest) ?? '')) && rest.includes('/')) known = true;
        const scope = folders.get(join(at, rest) ?? '');
        // A namespace, whose names are used with its last part before them.
        if (scope && rest !== '') {
          const used = scope.used(n);
          return { files: used.length > 0 ? used : [n] };
        }
      }
      return byName(parts) ?? (known ? NOWHERE : { files: [], package: parts.slice(0, 2).join('\\') });
    },
    around(n) {
      const file = files[n];
      return folders.get(dirname(file?.path ?? ''))?.used(n) ?? [];
    },
  };
}

/** Namespaces with their folders, longest first. PSR-0 repeats the namespace in the folders. */
function prefixesOf(manifests: ReadonlyMap<string, string>): Prefix[] {
  const found: Prefix[] = [];
  for (const [path, text] of manifests) {
    if (basename(path) !== 'composer.json') continue;
    const manifest = parseLooseJson(text);
    if (!isRecord(manifest)) continue;
    for (const key of ['autoload', 'autoload-dev']) {
      const rules = manifest[key];
      if (!isRecord(rules)) continue;
      for (const kind of ['psr-4', 'psr-0']) {
        const map = rules[kind];
        if (!isRecord(map)) continue;
        for (const [namespace, value] of Object.entries(map))
          for (const target of Array.isArray(value) ? value : [value]) {
            if (typeof target !== 'string') continue;
            const folder = join(
              dirname(path),
              `${target}/${kind === 'psr-0' ? namespace.replaceAll('\\', '/') : ''}`,
            );
            if (folder !== undefined) found.push({ namespace, folder });
          }
      }
    }
  }
  return found.sort((a, b) => b.namespace.length - a.namespace.length);
}
