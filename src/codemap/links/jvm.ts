import { basename, common } from './paths.ts';
import { Scope } from './scope.ts';
import { NOWHERE, push, type ResolveInput, type Resolver, type Target } from './target.ts';

const PACKAGE = 'package ';
/** More files of one name than this say nothing: platform variants, samples. */
const MOST_VARIANTS = 3;

interface Package {
  readonly scope: Scope;
  readonly byName: Map<string, number[]>;
}

/** Java, Kotlin and Scala: files by the package that they declare and what they define at their top level. */
export function jvmResolver({ files, words }: ResolveInput): Resolver {
  const packages = new Map<string, Package>();
  const packageOf: string[] = [];
  files.forEach((file, n) => {
    if (!isJvm(file.language)) return;
    const declared = file.specifiers.filter(s => s.specifier.startsWith(PACKAGE));
    const name = declared.map(s => s.specifier.slice(PACKAGE.length)).join('.');
    packageOf[n] = name;
    const known = packages.get(name) ?? { scope: new Scope(words), byName: new Map<string, number[]>() };
    packages.set(name, known);
    known.scope.add(n, file);
    push(known.byName, basename(file.path).replace(/\.\w+$/, ''), n);
    for (const symbol of file.symbols)
      if (symbol.container === undefined) push(known.byName, symbol.name.replaceAll('`', ''), n);
  });
  /** Every beginning of a package's name. */
  const prefixes = new Set<string>();
  for (const name of packages.keys())
    for (let dot = name.length; dot > 0; dot = name.lastIndexOf('.', dot - 1))
      prefixes.add(name.slice(0, dot));

  /** Of several files of one name, those nearest to the one that asks. */
  const nearest = (found: readonly number[], n: number): readonly number[] => {
    if (found.length <= MOST_VARIANTS) return found;
    const from = files[n]?.path ?? '';
    const near = (f: number) => common(files[f]?.path ?? '', from);
    const most = Math.max(...found.map(near));
    return found.filter(f => near(f) === most).slice(0, MOST_VARIANTS);
  };

  const absolute = (n: number, path: string, all: boolean): Target | undefined => {
    const parts = path.split('.');
    for (let size = parts.length; size > 0; size--) {
      const known = packages.get(parts.slice(0, size).join('.'));
      if (!known) continue;
      const name = parts[size];
      if (name === undefined) {
        const used = known.scope.used(n);
        return { files: used.length > 0 || all ? used : [n] };
      }
      const found = known.byName.get(name);
      if (found) return { files: nearest(found, n) };
    }
    return undefined;
  };

  return {
    follow(n, { specifier }) {
      if (specifier.startsWith(PACKAGE)) return { files: [n] };
      const path = specifier.replaceAll('`', '').replace(/\.\*$/, '');
      const found = absolute(n, path, false);
      if (found) return found;
      // Scala looks in the packages around it first.
      if (files[n]?.language === 'scala')
        for (
          let own = packageOf[n] ?? '';
          own !== '';
          own = own.slice(0, Math.max(0, own.lastIndexOf('.')))
        ) {
          const inner = absolute(n, `${own}.${path}`, false);
          if (inner) return inner;
        }
      const parts = path.split('.');
      // Scala also imports from what the file itself defines.
      if (files[n]?.symbols.some(s => s.name === parts[0])) return { files: [n] };
      if (parts.length > 1 && (packages.has(parts.slice(0, -1).join('.')) || prefixes.has(path)))
        return NOWHERE;
      return { files: [], package: parts.slice(0, Math.min(2, parts.length)).join('.') };
    },
    around(n) {
      return packages.get(packageOf[n] ?? '')?.scope.used(n) ?? [];
    },
  };
}

export function isJvm(language: string): boolean {
  return language === 'java' || language === 'kotlin' || language === 'scala';
}
