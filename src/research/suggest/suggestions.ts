import type { CodeMap } from '../../codemap/port.ts';
import type { Git } from '../../host/port.ts';
import { once } from '../../shared/once.ts';
import type { ProjectBrief, StackFact } from '../port.ts';
import { isTest } from '../read/paths.ts';
import { testFiles } from '../read/test-paths.ts';
import { type GoalSuggestion, type Ground, isOwnSource, sketchesOf } from './model.ts';
import { importCycle, largestFiles, longestFunctions } from './structure.ts';
import { singleTodos, todoCluster, todosOf } from './todos.ts';
import { skippedTests, untestedHotSpot, untestedModules, untestedRoutes } from './untested.ts';
import { endedRuntime, givenUp, splitVersions } from './upkeep.ts';

export type { GoalSuggestion } from './model.ts';

const LIMIT = 3;
const MOST_SKETCHES = 4000;

/**
 * At most three goals, each of another sort, what pays most first: untested code that changes or that others lean on,
 * TODOs, packages and runtimes that are given up, something that the stack lacks, long functions, import cycles. Each
 * says its figure and where it was read. `git` is for the branch's name; without history fewer are found. Never rejects.
 */
export async function suggestGoals(
  map: CodeMap,
  brief: ProjectBrief,
  git: Git,
  facts: readonly StackFact[] = [],
): Promise<readonly GoalSuggestion[]> {
  const paths = await map.paths().catch(() => []);
  const sketches = once(() => sketchesOf(map, paths.filter(isOwnSource).slice(0, MOST_SKETCHES)));
  const tests = once(() => testFiles(paths.filter(isTest)));
  const ground: Ground = { map, git, brief, facts, paths, sketches, tests };
  const todos = once(() => todosOf(ground));
  const sorts: readonly (() => Promise<readonly GoalSuggestion[]>)[] = [
    () => one(untestedHotSpot(ground)),
    async () => one(todoCluster(await todos())),
    () => one(givenUp(ground)),
    () => one(endedRuntime(ground)),
    () => one(untestedRoutes(ground)),
    async () => singleTodos(ground, await todos()),
    () => untestedModules(ground),
    async () => missing(ground),
    () => one(splitVersions(ground)),
    () => one(skippedTests(ground)),
    () => longestFunctions(ground),
    () => one(importCycle(ground)),
    () => largestFiles(ground),
  ];
  const found: GoalSuggestion[] = [];
  const spare: GoalSuggestion[] = [];
  for (const sort of sorts) {
    if (found.length >= LIMIT) break;
    const [first, ...more] = await sort().catch(() => []);
    if (first !== undefined) found.push(first);
    spare.push(...more);
  }
  // A small or tidy repository has few sorts: then a second goal of one sort, as long as it is another goal.
  return [...found, ...spare].slice(0, LIMIT);
}

async function one(
  suggestion: GoalSuggestion | undefined | Promise<GoalSuggestion | undefined>,
): Promise<readonly GoalSuggestion[]> {
  const found = await suggestion;
  return found === undefined ? [] : [found];
}

/** What a project of this kind usually has and this one lacks, worst first. */
function missing({ brief, facts }: Ground): readonly GoalSuggestion[] {
  const has = (id: string): boolean => facts.some(fact => fact.id === id && fact.present);
  const lacks = (id: string): boolean => facts.some(fact => fact.id === id && !fact.present);
  const routes = facts.find(fact => fact.id === 'routes')?.data.count;
  // A page that calls an API serves nothing that needs a limit.
  const serves = has('http-server') && has('routes') && routes !== undefined;
  const tests = brief.scripts.find(script => script.purpose === 'test');
  const lint = brief.scripts.some(script => script.purpose === 'lint' || script.purpose === 'types');
  const found: GoalSuggestion[] = [];
  if (lacks('test-runner'))
    found.push({
      text: 'add a test runner and the first tests',
      why: `${brief.name} has no test file and no test runner`,
    });
  if (serves && lacks('rate-limit'))
    found.push({
      text: 'add rate limiting to the public API',
      why: `${routes} routes are served and nothing in the code limits how often they are called`,
    });
  if (serves && lacks('health'))
    found.push({
      text: 'add a health check',
      why: `${brief.name} serves HTTP, but no path tells whether it is well`,
    });
  if (serves && lacks('error-handling'))
    found.push({
      text: 'answer errors in one place',
      why: `${routes} routes are served and no common handler turns errors into responses`,
    });
  if (serves && lacks('auth'))
    found.push({
      text: 'decide who may call which route',
      why: `${routes} routes are served and nothing in the code checks who is calling`,
    });
  if (lacks('ci') && tests !== undefined)
    found.push({ text: 'run the tests on every push', why: `\`${tests.run}\` exists, but no CI runs it` });
  if (lacks('ci') && !lint && /^(?:npm|yarn|pnpm|bun)$/.test(brief.packageManager ?? ''))
    found.push({ text: 'add a linter', why: `no script of ${brief.name} lints or checks types` });
  if (serves && lacks('metrics'))
    found.push({
      text: 'measure requests and errors',
      why: `${routes} routes are served and nothing is measured`,
    });
  return found;
}
