import { join } from '../links/paths.ts';

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.vue', '.svelte'];
/** Folders that a build writes; sources lie beside them, mostly in `src`. */
const OUTPUT = /^(?:dist|build|lib|out|es|esm|cjs|types|dev|prod|umd|module|commonjs|browser|node)\//;

/**
 * The source behind a file that a package.json names, which is mostly the output of a build: the file itself, else the
 * same name without output folders, in `src` or not, under a source's ending. `dist/types/index.d.ts` → `src/index.ts`.
 */
export function sourceOf(
  folder: string,
  target: string,
  find: (path: string) => number | undefined,
): number | undefined {
  const at = (path: string): number | undefined => {
    const whole = join(folder, path);
    return whole === undefined ? undefined : find(whole);
  };
  const plain = target.replace(/^\.\//, '');
  const exact = at(plain);
  if (exact !== undefined) return exact;
  const bare = plain.replace(/\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/, '');
  for (let rest = bare; ; rest = rest.replace(OUTPUT, '')) {
    for (const base of [rest, `src/${rest}`])
      for (const stem of [base, `${base}/index`])
        for (const ending of ENDINGS) {
          const found = at(stem + ending);
          if (found !== undefined) return found;
        }
    if (!OUTPUT.test(rest)) return undefined;
  }
}

/** The files that a pattern of `exports` reaches: `./dist/*.js` → every source that would lie there. */
export function sourcesOf(
  folder: string,
  target: string,
  paths: readonly string[],
  find: (path: string) => number | undefined,
): readonly number[] {
  if (!target.includes('*')) {
    const one = sourceOf(folder, target, find);
    return one === undefined ? [] : [one];
  }
  const [before = '', after = ''] = target.replace(/^\.\//, '').split('*');
  const tail = after.replace(/\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/, '');
  const heads = new Set<string>();
  for (let rest = before; ; rest = rest.replace(OUTPUT, '')) {
    for (const head of [rest, `src/${rest}`]) heads.add(join(folder, head) ?? '');
    if (!OUTPUT.test(rest)) break;
  }
  return paths.flatMap((path, n) => {
    const stem = path.replace(/\.[cm]?[jt]sx?$/, '');
    const fits = stem !== path && stem.endsWith(tail) && !/\.(?:d|test|spec|stories)$/.test(stem);
    return fits && [...heads].some(head => head !== folder && stem.startsWith(`${head}/`)) ? [n] : [];
  });
}
