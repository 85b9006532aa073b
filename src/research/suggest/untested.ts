import type { FileCard } from '../../domain/index.ts';
import { baseOf, dirOf, isTest } from '../read/paths.ts';
import { files, type GoalSuggestion, type Ground, isMade, isOwnSource, rolesOf } from './model.ts';

const LEAST_COMMITS = 5;
const LEAST_IMPORTERS = 5;
/** Files of a small project, where fewer importers weigh as much. */
const SMALL = 150;
const LEAST_LINES = 40;
const TABLE = /(?:^|\/)(?:routes?|web|urls?|ui|api|index|main|app|server)\.\w+$/;
/** How many candidates are looked at before the sort gives up: each costs a few look-ups of names. */
const TRIES = 12;

/** A file that changes often and that no test names. */
export async function untestedHotSpot(ground: Ground): Promise<GoalSuggestion | undefined> {
  const history = await ground.map.history();
  const hot = (history?.hot ?? []).filter(
    file => file.tests === 0 && file.commits >= LEAST_COMMITS && isOwnSource(file.path),
  );
  for (const file of hot.slice(0, TRIES)) {
    const card = await ground.map.card(file.path);
    if (card !== undefined && (isMade(rolesOf(card)) || (await isTested(ground, card)))) continue;
    const isCalledByPath =
      card?.roles.some(({ role }) => role === 'controller' || role === 'router') === true;
    if (isCalledByPath && (await isSpokenOf(ground, file.path))) continue;
    const head = await ground.git.head().catch(() => undefined);
    const where = head?.branch === undefined ? '' : ` on ${head.branch}`;
    return {
      text: `add tests for ${file.path}`,
      why: `${file.path} changed ${file.commits} times in 90 days${where} and has no test`,
    };
  }
  return undefined;
}

/** A file of routes that no test names, in a project that has tests. */
export async function untestedRoutes(ground: Ground): Promise<GoalSuggestion | undefined> {
  if (!ground.paths.some(isTest)) return undefined;
  const listed =
    ground.facts.find(fact => fact.id === 'routes' && fact.present)?.data.files?.split(',') ?? [];
  // A list of all routes in one file says nothing of what is tested.
  if (listed.length < 2) return undefined;
  for (const path of listed) {
    const card = await ground.map.card(path);
    // A table of routes or a few lines of it hold nothing to test.
    if (card === undefined || card.lines < LEAST_LINES || TABLE.test(path) || !isOwnSource(path)) continue;
    if ((await isTested(ground, card)) || (await isSpokenOf(ground, path))) continue;
    return {
      text: `add tests for the routes in ${path}`,
      why: `${path} is one of ${listed.length} files with routes, ${card.lines} lines long, and no test speaks of it`,
    };
  }
  return undefined;
}

/** A module that many files lean on and no test names. */
export async function untestedModules(ground: Ground): Promise<readonly GoalSuggestion[]> {
  const found: GoalSuggestion[] = [];
  if (!ground.paths.some(isTest)) return found;
  const sketches = await ground.sketches();
  const least = sketches.length < SMALL ? 3 : LEAST_IMPORTERS;
  const candidates = sketches
    .filter(
      sketch =>
        sketch.tests === 0 &&
        sketch.importers >= least &&
        sketch.lines >= 30 &&
        sketch.runs &&
        !isMade(sketch.roles) &&
        !sketch.roles.some(role =>
          /^(?:types|ui-component|page|style|config|migration|model|schema)$/.test(role),
        ),
    )
    .sort((a, b) => b.importers - a.importers);
  for (const { path, importers } of candidates.slice(0, TRIES)) {
    const card = await ground.map.card(path);
    if (card === undefined || (await isTested(ground, card))) continue;
    found.push({
      text: `add tests for ${path}`,
      why: `${files(importers)} import ${path} and no test names what it exports`,
    });
    if (found.length === 3) break;
  }
  return found;
}

/** Whether tests say the name of the matter that a file of routes is about: they may call its paths alone. */
async function isSpokenOf({ map, paths }: Ground, path: string): Promise<boolean> {
  const matter = /[A-Za-z]{4,}/.exec(
    baseOf(path).replace(/(?:controllers?|routes?|routers?|handlers?|views?|resource)/gi, ''),
  )?.[0];
  if (matter === undefined) return true;
  const folders = new Set(
    paths
      .filter(isTest)
      .map(test => /^(?:.*?\/)?(?:tests?|spec|e2e|__tests__)(?=\/)/i.exec(test)?.[0] ?? dirOf(test)),
  );
  for (const under of [...folders].slice(0, 8)) {
    const hits = await map.search(matter, { flags: 'i', ...(under === '' ? {} : { under }), limit: 40 });
    if (hits.some(hit => isTest(hit.path))) return true;
  }
  return folders.size > 8;
}

/**
 * Whether any test may exercise the file: by the map's links, by its place (Go and Rust keep tests beside or inside),
 * by its name or by the names that it defines. In doubt it counts as tested.
 */
async function isTested(ground: Ground, card: FileCard): Promise<boolean> {
  if (card.tests.length > 0) return true;
  const { map } = ground;
  const tests = ground.tests();
  const dir = dirOf(card.path);
  const stem = baseOf(card.path)
    .replace(/\.\w+$/, '')
    .toLowerCase();
  if (card.path.endsWith('.go') && tests.some(path => dirOf(path) === dir)) return true;
  if (
    card.path.endsWith('.rs') &&
    (await map.search(String.raw`#\[cfg\(test\)\]`, { under: card.path, limit: 1 })).length > 0
  )
    return true;
  if (stem.length > 3 && stem !== 'index' && tests.some(path => baseOf(path).toLowerCase().includes(stem)))
    return true;
  const names = [
    ...new Set(
      card.symbols
        .filter(
          symbol =>
            symbol.name.length > 4 &&
            symbol.name !== 'constructor' &&
            /^(?:function|class|method|const|component)$/.test(symbol.kind),
        )
        .sort((a, b) => Number(b.exported) - Number(a.exported) || b.endLine - b.line - (a.endLine - a.line))
        .map(symbol => symbol.name),
    ),
  ].slice(0, 4);
  for (const name of names) if ((await map.references(name, 60)).some(hit => isTest(hit.path))) return true;
  return false;
}

/** Skipped for good: a skip inside a condition is none. */
const SKIPPED = String.raw`^\s*(?:(?:it|test|describe)\.skip\(|x(?:it|describe)\(|@pytest\.mark\.skip\b|@unittest\.skip\(|@(?:Disabled|Ignore)\b|#\[ignore)|^(?:\tt\.Skip\(|\s*\[Fact\(Skip)`;

/** Tests that are written but do not run. */
export async function skippedTests({ map, paths }: Ground): Promise<GoalSuggestion | undefined> {
  if (!paths.some(isTest)) return undefined;
  const hits = (await map.search(SKIPPED, { limit: 200 })).filter(
    hit => isTest(hit.path) || hit.path.endsWith('.rs'),
  );
  const first = hits[0];
  if (first === undefined) return undefined;
  const tests = hits.length === 1 ? 'the skipped test' : `the ${hits.length} skipped tests`;
  return {
    text: `make ${tests} run again, or remove ${hits.length === 1 ? 'it' : 'them'}`,
    why: `${hits.length === 1 ? '1 test is' : `${hits.length} tests are`} skipped${hits.length === 1 ? ' in' : ', such as'} ${first.path}:${first.line}`,
  };
}
