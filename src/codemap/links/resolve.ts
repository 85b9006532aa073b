import { resolveOther } from './other.ts';
import { createScriptResolver } from './script.ts';
import type { ResolveInput } from './target.ts';

export interface Links {
  /** Files that each file imports / that import it, by number, without repeats. */
  readonly imports: readonly (readonly number[])[];
  readonly importedBy: readonly (readonly number[])[];
  readonly packages: readonly (readonly string[])[];
  /** Files whose names a file passes on. */
  readonly reexports: readonly (readonly number[])[];
}

/** Follows every import of the project. Files with unknown languages have none. */
export function resolveLinks(input: ResolveInput): Links {
  const script = createScriptResolver(input);
  const other = resolveOther(input);
  const imports: number[][] = [];
  const importedBy: number[][] = input.files.map(() => []);
  const packages: string[][] = [];
  const reexports: number[][] = [];
  for (let n = 0; n < input.files.length; n++) {
    const file = input.files[n];
    const targets = new Set<number>();
    const names = new Set<string>();
    const passed = new Set<number>();
    for (const { specifier, reexport } of file?.specifiers ?? []) {
      if (!file) continue;
      const target = isScriptLanguage(file.language) ? script(file.path, specifier) : other(file, specifier);
      if (target.package !== undefined) names.add(target.package);
      for (const to of target.files) {
        if (to === n) continue;
        targets.add(to);
        if (reexport) passed.add(to);
      }
    }
    imports.push([...targets]);
    packages.push([...names]);
    reexports.push([...passed]);
    for (const to of targets) importedBy[to]?.push(n);
  }
  return { imports, importedBy, packages, reexports };
}

function isScriptLanguage(language: string): boolean {
  return language === 'typescript' || language === 'tsx' || language === 'javascript' || language === 'vue';
}
