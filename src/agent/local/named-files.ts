import type { CodeMap } from '../../codemap/port.ts';
import type { Role } from '../../domain/index.ts';

const PATHLIKE = /(?<![\w@/.-])(?:[\w@.-]+\/)*[\w-][\w.-]*\.[a-z]{1,5}(?![\w/])/gi;
const LARGEST =
  /\b(?:largest|biggest|longest|huge)\s+(?:source\s+)?(?:file|module|class|component|service)\b/i;

/** Paths that the goal's text names: whole, or by an ending that one file alone has; else the largest source where it asks for that. */
export async function namedFiles(
  map: Pick<CodeMap, 'cards'>,
  goal: string,
  paths: ReadonlySet<string>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [mention] of goal.matchAll(PATHLIKE)) {
    const clean = mention.replace(/^\.\//, '');
    const fits = paths.has(clean) ? [clean] : [...paths].filter(p => p.endsWith(`/${clean}`));
    if (fits.length === 1 && fits[0] !== undefined) found.add(fits[0]);
  }
  if (found.size === 0 && LARGEST.test(goal)) {
    const cards = (await map.cards([...paths])).filter(
      c => !c.roles.some(r => NO_WORK.includes(r.role)) && c.symbols.length > 0,
    );
    const largest = cards.sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1))[0];
    if (largest) found.add(largest.path);
  }
  return [...found].slice(0, 4);
}

/** Roles of files that are no code of the program itself. */
export const NO_CODE: readonly Role[] = [
  'generated',
  'vendored',
  'test',
  'fixture',
  'docs',
  'data',
  'lock',
  'migration',
  'style',
];

/** Roles of files that nobody means by "the largest module". */
const NO_WORK: readonly Role[] = [...NO_CODE, 'script'];
