import { basename, dirname, join } from './paths.ts';
import { Scopes } from './scope.ts';
import { NOWHERE, type ResolveInput, type Resolver } from './target.ts';

/** Swift: files of one target see each other; an import of another target leads to the files whose names are used. */
export function swiftResolver({ files, words, manifests }: ResolveInput): Resolver {
  const targets = targetsOf(manifests);
  const scopes = new Scopes(words);
  const moduleOf: string[] = [];
  files.forEach((file, n) => {
    if (file.language !== 'swift') return;
    const module = targets.find(t => file.path.startsWith(`${t.folder}/`))?.name ?? guess(file.path);
    moduleOf[n] = module;
    scopes.of(module).add(n, file, signature => !/\bextension\b/.test(signature));
  });
  return {
    follow(n, { specifier }) {
      const module = specifier.split('.')[0] ?? specifier;
      const scope = scopes.get(module);
      if (scope) {
        const used = scope.used(n);
        return { files: used.length > 0 ? used : [n] };
      }
      return targets.some(t => t.name === module) ? NOWHERE : { files: [], package: module };
    },
    around(n) {
      return scopes.get(moduleOf[n] ?? '')?.used(n) ?? [];
    },
  };
}

/** `Sources/Shop/Order.swift` belongs to Shop; elsewhere the outermost folder stands for the module. */
function guess(path: string): string {
  return /(?:^|\/)(?:Sources|Source|Tests)\/([^/]+)\//.exec(path)?.[1] ?? path.split('/')[0] ?? '';
}

/** Targets that a Package.swift declares, with their folders. */
function targetsOf(
  manifests: ReadonlyMap<string, string>,
): { readonly name: string; readonly folder: string }[] {
  const found: { name: string; folder: string }[] = [];
  for (const [path, text] of manifests) {
    if (basename(path) !== 'Package.swift') continue;
    for (const match of text.matchAll(
      /\.(target|testTarget|executableTarget|macro|plugin|systemLibrary)\s*\(\s*name:\s*"([^"]+)"/g,
    )) {
      const rest = text.slice(match.index + match[0].length);
      const own = rest.slice(
        0,
        /\.(?:target|testTarget|executableTarget|macro|plugin|binaryTarget)\s*\(\s*name:/.exec(rest)?.index,
      );
      const name = match[2] ?? '';
      const given = /^[^[]*?\bpath:\s*"([^"]+)"|\]\s*,\s*path:\s*"([^"]+)"/.exec(own);
      const folder = given?.[1] ?? given?.[2] ?? `${match[1] === 'testTarget' ? 'Tests' : 'Sources'}/${name}`;
      const at = join(dirname(path), folder);
      if (at !== undefined) found.push({ name, folder: at });
    }
  }
  return found.sort((a, b) => b.folder.length - a.folder.length);
}
