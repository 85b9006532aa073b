import { buildTier } from '../../../src/codemap/build.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

/** The links of a project that lives in memory: paths with their texts. */
export async function linksOf(texts: Readonly<Record<string, string>>) {
  const { tier } = await buildTier({ files: memoryFiles(texts), git: memoryGit() }, () => undefined);
  const { links, byPath, paths } = tier;
  const number = (path: string): number => {
    const n = byPath.get(path);
    if (n === undefined) throw new Error(`${path} is none of ${paths.join(', ')}`);
    return n;
  };
  return {
    of: (path: string): string[] => (links.imports[number(path)] ?? []).map(n => paths[n] ?? ''),
    packages: (path: string): readonly string[] => links.packages[number(path)] ?? [],
  };
}
