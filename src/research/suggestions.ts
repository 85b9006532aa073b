import type { CodeMap, TextHit } from '../codemap/port.ts';
import type { Git } from '../host/port.ts';
import type { ProjectBrief, StackFact } from './port.ts';
import { isAside, isTest } from './read/paths.ts';

/** A goal drawn from the repository, with the reason in figures. The shape of session's SuggestedGoal. */
export interface GoalSuggestion {
  readonly text: string;
  readonly why: string;
}

const LIMIT = 3;
const MAX_TODOS = 400;
const CODE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|scala|cs|vue|svelte)$/;

/**
 * At most three goals, each of another sort, strongest first: a hot file without a test, many TODOs on one matter,
 * an import cycle, a dependency that its own manifest calls deprecated, something that the stack lacks. `git` is for
 * counting; without it (and without a map) fewer are found. Never rejects.
 */
export async function suggestGoals(
  map: CodeMap,
  brief: ProjectBrief,
  git: Git,
  facts: readonly StackFact[] = [],
): Promise<readonly GoalSuggestion[]> {
  const sorts = [
    () => untestedHotSpot(map, git),
    () => todoCluster(map),
    () => importCycle(map),
    async () => missing(brief, facts),
    () => largestFile(map),
  ];
  const found: GoalSuggestion[] = [];
  for (const sort of sorts) {
    if (found.length >= LIMIT) break;
    const suggestion = await sort().catch(() => undefined);
    if (suggestion !== undefined) found.push(suggestion);
  }
  return found;
}

async function untestedHotSpot(map: CodeMap, git: Git): Promise<GoalSuggestion | undefined> {
  const history = await map.history();
  const hot = history?.hot.find(
    file =>
      file.tests === 0 &&
      file.commits >= 5 &&
      CODE.test(file.path) &&
      !isTest(file.path) &&
      !isAside(file.path),
  );
  if (hot === undefined) return undefined;
  const head = await git.head().catch(() => undefined);
  const where = head?.branch === undefined ? '' : ` on ${head.branch}`;
  return {
    text: `add tests for ${hot.path}`,
    why: `${hot.path} changed ${hot.commits} times in 90 days${where} and has no test`,
  };
}

/** Words that TODO comments share without being about the same matter. */
const FILLER =
  /^(?:todo|fixme|hack|this|that|these|those|with|from|when|then|should|could|would|need|needs|remove|make|check|implement|have|here|once|after|before|more|better|into|some|also|only|will|code|maybe|instead|there|handle|support|because|using|used|move|fix|move|clean|update|https?|what|which|where|does|your|function|method|class|file|type|types|value|values|return|test|tests|change|might|still|just|like|very|each|other|properly|probably|actually|currently|possible|until|without)$/;

async function todoCluster(map: CodeMap): Promise<GoalSuggestion | undefined> {
  const hits = (
    await map.search(String.raw`(?://|#|/?\*)\s*(?:TODO|FIXME|HACK)\b`, { limit: MAX_TODOS })
  ).filter(hit => CODE.test(hit.path) && !isAside(hit.path));
  if (hits.length < 3) return undefined;
  const byWord = new Map<string, TextHit[]>();
  for (const hit of hits) {
    const comment = hit.text.replace(/^.*?\b(?:TODO|FIXME|HACK)\b(?:\([^)]*\))?:?/, '');
    const words = new Set(comment.toLowerCase().match(/[a-z][a-z-]{3,}/g) ?? []);
    for (const word of words) if (!FILLER.test(word)) byWord.set(word, [...(byWord.get(word) ?? []), hit]);
  }
  const best = [...byWord.entries()].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))[0];
  if (best === undefined || best[1].length < 3) return undefined;
  const [word, todos] = best;
  const folder = commonFolder(todos.map(todo => todo.path));
  const within = folder === '' ? '' : ` in ${folder}`;
  return {
    text: `settle the open TODOs about ${word}${within}`,
    why: `${todos.length} TODOs speak of "${word}"${within}, such as ${todos[0]?.path}:${todos[0]?.line}`,
  };
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths.map(path => path.split('/').slice(0, -1).join('/'));
  let folder = first;
  for (const path of rest) {
    while (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) {
      folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
    }
  }
  return folder;
}

const MAX_CARDS = 4000;

/** Two files that import each other: the shortest cycle, and the one that is cheapest to break. */
async function importCycle(map: CodeMap): Promise<GoalSuggestion | undefined> {
  const paths = (await map.paths())
    .filter(path => CODE.test(path) && !isTest(path) && !isAside(path))
    .slice(0, MAX_CARDS);
  const cards = await map.cards(paths);
  const imports = new Map(cards.map(card => [card.path, new Set(card.imports)]));
  const pairs: [string, string, number][] = [];
  for (const card of cards) {
    for (const other of card.imports) {
      if (card.path < other && imports.get(other)?.has(card.path))
        pairs.push([card.path, other, card.commits]);
    }
  }
  const worst = pairs.sort((a, b) => b[2] - a[2])[0];
  if (worst === undefined) return undefined;
  const more =
    pairs.length === 1 ? '' : `; ${pairs.length - 1} more such ${pairs.length === 2 ? 'pair' : 'pairs'}`;
  return {
    text: `break the import cycle between ${worst[0]} and ${worst[1]}`,
    why: `${worst[0]} and ${worst[1]} import each other${more}`,
  };
}

/** What a service of this kind usually has and this one lacks, worst first. */
function missing(brief: ProjectBrief, facts: readonly StackFact[]): GoalSuggestion | undefined {
  const has = (id: string): boolean | undefined => facts.find(fact => fact.id === id)?.present;
  const lacks = (id: string): StackFact | undefined => facts.find(fact => fact.id === id && !fact.present);
  const serves = has('http-server') === true;
  const routes = facts.find(fact => fact.id === 'routes')?.data.count;
  if (lacks('test-runner') !== undefined) {
    return {
      text: 'add a test runner and the first tests',
      why: `${brief.name} has no test file and no test runner`,
    };
  }
  if (serves && lacks('rate-limit') !== undefined && routes !== undefined) {
    return {
      text: 'add rate limiting to the public API',
      why: `${routes} routes are served and nothing in the code limits how often they are called`,
    };
  }
  if (serves && lacks('health') !== undefined) {
    return {
      text: 'add a health check',
      why: `${brief.name} serves HTTP, but no path tells whether it is well`,
    };
  }
  const tests = brief.scripts.find(script => script.purpose === 'test');
  if (lacks('ci') !== undefined && tests !== undefined) {
    return { text: 'run the tests on every push', why: `\`${tests.run}\` exists, but no CI runs it` };
  }
  if (serves && lacks('metrics') !== undefined && routes !== undefined) {
    return {
      text: 'measure requests and errors',
      why: `${routes} routes are served and nothing is measured`,
    };
  }
  return undefined;
}

const LARGE = 500;

async function largestFile(map: CodeMap): Promise<GoalSuggestion | undefined> {
  const paths = (await map.paths())
    .filter(path => CODE.test(path) && !isTest(path) && !isAside(path))
    .slice(0, MAX_CARDS);
  const cards = (await map.cards(paths)).filter(
    card =>
      card.lines >= LARGE && !card.roles.some(({ role }) => role === 'generated' || role === 'vendored'),
  );
  const largest = cards.sort(
    (a, b) => b.lines * (1 + b.importedBy.length) - a.lines * (1 + a.importedBy.length),
  )[0];
  if (largest === undefined) return undefined;
  return {
    text: `split ${largest.path} into smaller parts`,
    why: `${largest.path} has ${largest.lines} lines and ${largest.importedBy.length === 1 ? '1 file imports it' : `${largest.importedBy.length} files import it`}`,
  };
}
