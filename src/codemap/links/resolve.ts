import { resolveOther } from './other.ts';
import { createScriptResolver } from './script.ts';
import { NONE_SOFT, type Soft, softnessOf } from './soft.ts';
import type { ResolveInput } from './target.ts';

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
  const script = createScriptResolver(input);
  const other = resolveOther(input);
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
    for (const statement of file?.specifiers ?? []) {
      if (!file) continue;
      const { specifier, reexport, line } = statement;
      const target = isScriptLanguage(file.language) ? script(file.path, specifier) : other(file, specifier);
      if (target.package !== undefined) names.add(target.package);
      const why = softnessOf(file, statement);
      for (const to of target.files) {
        if (to === n) continue;
        if (!targets.has(to)) {
          targets.set(to, line);
          if (why) softly.set(to, why);
        } else if (!why && softly.delete(to)) targets.set(to, line);
        if (reexport) passed.add(to);
      }
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

function isScriptLanguage(language: string): boolean {
  return language === 'typescript' || language === 'tsx' || language === 'javascript' || language === 'vue';
}
