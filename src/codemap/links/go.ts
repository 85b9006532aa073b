import { basename, dirname, join } from './paths.ts';
import { Scopes } from './scope.ts';
import { NOWHERE, type ResolveInput, type Resolver } from './target.ts';

/** Go: a module's path and the folder below it; `replace` and `vendor/` too. An import leads to the files whose names are used. */
export function goResolver({ files, words, manifests }: ResolveInput): Resolver {
  const folders = new Scopes(words);
  files.forEach((file, n) => {
    if (file.language === 'go' && !file.path.endsWith('_test.go'))
      folders.of(dirname(file.path)).add(n, file);
  });
  const modules = modulesOf(manifests);
  const vendors = [
    ...new Set([...folders.names].flatMap(f => /^(.*?(?:^|\/)vendor)\//.exec(`${f}/`)?.[1] ?? [])),
  ];

  return {
    follow(n, { specifier }) {
      const file = files[n];
      const at = (folder: string | undefined) => {
        const scope = folder === undefined ? undefined : folders.get(folder);
        if (!scope) return undefined;
        const used = scope.used(n);
        return { files: used.length > 0 ? used : scope.files };
      };
      if (specifier.startsWith('.')) return at(join(dirname(file?.path ?? ''), specifier)) ?? NOWHERE;
      for (const { name, folder } of modules) {
        if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
        const found = at(join(folder, specifier.slice(name.length + 1)));
        if (found) return found;
        // A module may lie in a folder of another one, and its name need not say so.
        if (!modules.some(m => m.name.length < name.length && specifier.startsWith(`${m.name}/`)))
          return NOWHERE;
      }
      for (const vendor of vendors) {
        const found = at(join(vendor, specifier));
        if (found) return { ...found, package: specifier };
      }
      return modules.some(m => specifier.startsWith(`${m.name}/`))
        ? NOWHERE
        : { files: [], package: specifier };
    },
    around(n) {
      const file = files[n];
      return folders.get(dirname(file?.path ?? ''))?.used(n) ?? [];
    },
  };
}

/** Modules with their folders, longest name first. */
function modulesOf(
  manifests: ReadonlyMap<string, string>,
): { readonly name: string; readonly folder: string }[] {
  const modules: { name: string; folder: string }[] = [];
  for (const [path, text] of manifests) {
    if (basename(path) !== 'go.mod') continue;
    const folder = dirname(path);
    const name = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
    if (name !== undefined) modules.push({ name, folder });
    for (const match of text.matchAll(
      /^[ \t]*(?:replace[ \t]+)?(\S+)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\.\.?\/\S*|\.)/gm,
    )) {
      const target = join(folder, match[2] ?? '');
      if (target !== undefined && match[1] !== undefined) modules.push({ name: match[1], folder: target });
    }
  }
  return modules.sort((a, b) => b.name.length - a.name.length);
}
