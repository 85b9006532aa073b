import { fullName, Scopes } from './scope.ts';
import { push, type ResolveInput, type Resolver, type Target } from './target.ts';

/** C#: a `using` leads to the files of that namespace whose types are used; types of the own namespaces need none. */
export function csharpResolver({ files, words }: ResolveInput): Resolver {
  const scopes = new Scopes(words);
  const types = new Map<string, number[]>();
  const namespacesOf: Set<string>[] = [];
  const prefixes = new Set<string>();
  files.forEach((file, n) => {
    if (file.language !== 'csharp') return;
    const own = new Set(file.symbols.filter(s => s.kind === 'module').map(fullName));
    if (own.size === 0) own.add('');
    namespacesOf[n] = own;
    for (const name of own) {
      scopes.of(name).add(n, file);
      for (let dot = name.length; dot > 0; dot = name.lastIndexOf('.', dot - 1))
        prefixes.add(name.slice(0, dot));
    }
    for (const symbol of file.symbols) if (symbol.kind !== 'module') push(types, fullName(symbol), n);
  });

  return {
    follow(n, { specifier }): Target {
      const scope = scopes.get(specifier);
      if (scope) {
        const used = scope.used(n);
        return { files: used.length > 0 ? used : [n] };
      }
      const found = types.get(specifier);
      if (found) return { files: found };
      // A namespace that only holds others.
      if (prefixes.has(specifier)) return { files: [n] };
      return { files: [], package: specifier.split('.').slice(0, 2).join('.') };
    },
    around(n) {
      const out = new Set<number>();
      const file = files[n];
      for (const name of namespacesOf[n] ?? [])
        for (let own = name; file; own = own.slice(0, Math.max(0, own.lastIndexOf('.')))) {
          for (const to of scopes.get(own)?.used(n) ?? []) out.add(to);
          if (own === '') break;
        }
      return [...out];
    },
  };
}
