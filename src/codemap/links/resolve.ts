import type { ScannedImport } from '../scan/scanned.ts';
import { csharpResolver } from './csharp.ts';
import { goResolver } from './go.ts';
import { isJvm, jvmResolver } from './jvm.ts';
import { includeResolver } from './native.ts';
import { dirname, join } from './paths.ts';
import { phpResolver } from './php.ts';
import { pythonResolver } from './python.ts';
import { rubyResolver } from './ruby.ts';
import { rustResolver } from './rust.ts';
import { scriptResolver } from './script.ts';
import { NONE_SOFT, type Soft, softnessOf } from './soft.ts';
import { swiftResolver } from './swift.ts';
import { NOWHERE, one, type ResolveInput, type Resolver, type Target } from './target.ts';

export interface Links {
  /** Files that each file imports / that import it, by number, without repeats. */
  readonly imports: readonly (readonly number[])[];
  readonly importedBy: readonly (readonly number[])[];
  readonly packages: readonly (readonly string[])[];
  /** Files whose names a file passes on. */
  readonly reexports: readonly (readonly number[])[];
  /** In the order of `imports`: the line of the import; of several the first that loads the file, else the first. */
  readonly lines: readonly (readonly number[])[];
  /** Of `imports`, those that do not load the file together with its importer. Most files share one empty map. */
  readonly soft: readonly ReadonlyMap<number, Soft>[];
}

/** Follows every import of the project. Files with unknown languages have none. */
export function resolveLinks(input: ResolveInput): Links {
  const resolverOf = createResolvers(input);
  const imports: number[][] = [];
  const importedBy: number[][] = input.files.map(() => []);
  const packages: string[][] = [];
  const reexports: number[][] = [];
  const lines: number[][] = [];
  const soft: ReadonlyMap<number, Soft>[] = [];
  for (let n = 0; n < input.files.length; n++) {
    const file = input.files[n];
    const targets = new Map<number, number>();
    const softly = new Map<number, Soft>();
    const names = new Set<string>();
    const passed = new Set<number>();
    const resolver = file && resolverOf(file.language);
    for (const statement of resolver ? (file?.specifiers ?? []) : []) {
      if (!file || !resolver) continue;
      const { reexport, line } = statement;
      const target: Target = resolver.follow(n, statement);
      if (target.package !== undefined) names.add(target.package);
      const why = softnessOf(file, statement);
      for (const to of target.files) {
        if (to === n) continue;
        if (!targets.has(to)) {
          targets.set(to, line);
          if (why) softly.set(to, why);
        } else if (!why && softly.delete(to)) targets.set(to, line);
        // What a package's `__init__.py` imports is what others find in it.
        if (reexport || file.path.endsWith('__init__.py')) passed.add(to);
      }
    }
    for (const to of resolver?.around?.(n) ?? [])
      if (to !== n && !targets.has(to)) {
        targets.set(to, 1);
        softly.set(to, 'beside');
      }
    imports.push([...targets.keys()]);
    lines.push([...targets.values()]);
    soft.push(softly.size > 0 ? softly : NONE_SOFT);
    packages.push([...names]);
    reexports.push([...passed]);
    for (const to of targets.keys()) importedBy[to]?.push(n);
  }
  return { imports, importedBy, packages, reexports, lines, soft };
}

/** The resolver of a language, made when it is first asked for; undefined for languages that import nothing. */
export function createResolvers(input: ResolveInput): (language: string) => Resolver | undefined {
  const made = new Map<(input: ResolveInput) => Resolver, Resolver>();
  return language => {
    const make = makerOf(language);
    if (!make) return undefined;
    const known = made.get(make);
    if (known) return known;
    const resolver = make(input);
    made.set(make, resolver);
    return resolver;
  };
}

/** Whether links of this language also follow from what a file names and defines, not from its imports alone. */
export function linksByName(language: string): boolean {
  return isJvm(language) || BY_NAME.has(language);
}

const BY_NAME = new Set(['go', 'csharp', 'php', 'ruby', 'swift']);

function makerOf(language: string): ((input: ResolveInput) => Resolver) | undefined {
  if (isJvm(language)) return jvmResolver;
  switch (language) {
    case 'typescript':
    case 'tsx':
    case 'javascript':
    case 'vue':
    case 'css':
    case 'html':
      return scriptResolver;
    case 'python':
      return pythonResolver;
    case 'go':
      return goResolver;
    case 'rust':
      return rustResolver;
    case 'csharp':
      return csharpResolver;
    case 'php':
      return phpResolver;
    case 'ruby':
      return rubyResolver;
    case 'c':
    case 'cpp':
      return includeResolver;
    case 'swift':
      return swiftResolver;
    case 'shell':
      return shellResolver;
    default:
      return undefined;
  }
}

/** Shell: a script beside the file; a variable before the slash stands for its folder. */
function shellResolver({ files, byPath }: ResolveInput): Resolver {
  return {
    follow(n, { specifier }: ScannedImport) {
      const path = specifier.replace(/["']/g, '').replace(/^\$\{?\w+\}?\//, '');
      return (
        one(byPath.get(join(dirname(files[n]?.path ?? ''), path) ?? '')) ?? one(byPath.get(path)) ?? NOWHERE
      );
    },
  };
}
