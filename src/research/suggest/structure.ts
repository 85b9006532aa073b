import { escapeRegExp } from '../../shared/text/escape-regexp.ts';
import { baseOf, dirOf, isTest } from '../read/paths.ts';
import { files, type GoalSuggestion, type Ground, isMade } from './model.ts';

/** Languages in which modules that import each other are a fault, and no ordinary pair of classes. */
const CYCLES = /\.(?:[cm]?[jt]sx?|py)$/;
const TRIES = 8;

/** Two modules that import each other, by values and not by types alone. */
export async function importCycle(ground: Ground): Promise<GoalSuggestion | undefined> {
  const cards = (await ground.sketches()).filter(
    card =>
      CYCLES.test(card.path) &&
      !isMade(card.roles) &&
      !card.roles.some(role => role === 'types' || role === 'model') &&
      !/\.entity\.\w+$|(?:^|\/)__init__\.py$/.test(card.path),
  );
  const imports = new Map(cards.map(card => [card.path, new Set(card.imports)]));
  const pairs = cards.flatMap(card =>
    card.imports
      .filter(other => card.path < other && imports.get(other)?.has(card.path) === true)
      .map(other => ({ a: card.path, b: other, commits: card.commits })),
  );
  pairs.sort((one, other) => other.commits - one.commits);
  for (const { a, b } of pairs.slice(0, TRIES)) {
    if (!(await importsValue(ground, a, b)) || !(await importsValue(ground, b, a))) continue;
    return {
      text: `break the import cycle between ${a} and ${b}`,
      why: `${a} and ${b} import each other at run time`,
    };
  }
  return undefined;
}

/** Whether an import of the other module stands at the top level and is more than one of types. */
async function importsValue({ map }: Ground, from: string, to: string): Promise<boolean> {
  const stem = escapeRegExp(baseOf(to).replace(/\.\w+$/, ''));
  const folder = baseOf(dirOf(to));
  const pattern = from.endsWith('.py')
    ? String.raw`^(?:from\s+(?:\.+(?:\w+\.)*|(?:\w+\.)*${folder}\.)${stem}\s+import|from\s+\.+\s+import\s+.*\b${stem}\b|import\s+(?:\w+\.)*${folder}\.${stem}\b)`
    : String.raw`^(?!import\s+type|export\s+type)(?:import|export|\}\s*from|(?:const|let|var)\s).*['"][^'"]*\b${stem}(?:\.\w+)?['"]`;
  return (await map.search(pattern, { under: from, limit: 1 })).length > 0;
}

const LONG_FUNCTION = 100;
const LARGE_FILE = 400;

/** The longest functions of the project's own code, one a file. */
export async function longestFunctions(ground: Ground): Promise<readonly GoalSuggestion[]> {
  const found = (await ground.sketches())
    .filter(({ roles }) => !isMade(roles) && !roles.some(role => role === 'migration' || role === 'data'))
    .flatMap(({ path, commits, longest }) =>
      longest && longest.lines >= LONG_FUNCTION ? [{ path, commits, ...longest }] : [],
    )
    .sort((a, b) => b.lines - a.lines);
  return found.slice(0, 2).map(({ path, commits, name, line, lines }) => {
    const changed = commits > 1 ? `, in a file that ${commits} commits changed` : '';
    return {
      text: `split ${name} in ${path} into smaller functions`,
      why: `${name} has ${lines} lines (${path}:${line})${changed}`,
    };
  });
}

/** The largest files, weighed by how many files import them. */
export async function largestFiles(ground: Ground): Promise<readonly GoalSuggestion[]> {
  const found = (await ground.sketches())
    .filter(({ path, lines, roles }) => lines >= LARGE_FILE && !isMade(roles) && !isTest(path))
    .sort((a, b) => b.lines * (1 + b.importers) - a.lines * (1 + a.importers));
  return found.slice(0, 3).map(largest => {
    const users = largest.importers;
    const used = users === 0 ? '' : ` and ${files(users)} ${users === 1 ? 'imports' : 'import'} it`;
    return {
      text: `split ${largest.path} into smaller parts`,
      why: `${largest.path} has ${largest.lines} lines${used}`,
    };
  });
}
