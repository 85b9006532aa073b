import { symbolName } from '../checks/symbols.ts';
import type { Plan } from '../model.ts';
import { functionName } from './functions.ts';
import type { DriftFacts } from './model.ts';

/** Where planned files are found that are not at their path: by planned path. */
export type Moved = ReadonlyMap<string, string>;

/** Least share of equal lines by which a deleted file and a created one are the same. */
const SAME = 0.5;

/**
 * Planned files that came to be under another path. A file to create: an unplanned new file that defines its key functions,
 * or bears its name in another folder, or another name of the same words in its folder. A file to modify: it was deleted,
 * and an unplanned new file holds at least half of its lines. Each new file stands for one planned file at most, the surest
 * pairs first; where two are as sure, none is taken.
 */
export function movedFiles(plan: Plan, facts: DriftFacts, own: (path: string) => boolean): Moved {
  const planned = new Set([
    ...plan.steps.flatMap(step => step.files.map(file => file.path)),
    ...plan.tests.files.map(file => file.path),
  ]);
  const fresh = [...facts.changed]
    .filter(([path, fate]) => fate === 'created' && !planned.has(path) && !own(path))
    .map(([path]) => path);
  const pairs: { readonly from: string; readonly to: string; readonly sure: number }[] = [];
  for (const from of planned) {
    if (facts.exists(from)) continue;
    const action = actionOf(plan, from);
    if (action === undefined) continue;
    for (const to of fresh) {
      const sure =
        action === 'create'
          ? likeCreated(from, to, functionsOf(plan, from), facts)
          : facts.changed.get(from) === 'deleted'
            ? likeRenamed(from, to, facts)
            : 0;
      if (sure > 0) pairs.push({ from, to, sure });
    }
  }
  pairs.sort((a, b) => b.sure - a.sure || (a.from < b.from ? -1 : 1));
  const moved = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, sure } of pairs) {
    if (moved.has(from) || taken.has(to)) continue;
    const rival = pairs.some(
      other =>
        other.sure === sure &&
        (other.from === from) !== (other.to === to) &&
        !moved.has(other.from) &&
        !taken.has(other.to),
    );
    if (rival) continue;
    moved.set(from, to);
    taken.add(to);
  }
  return moved;
}

/** What is to become of a path in the end; undefined where it is to go. */
function actionOf(plan: Plan, path: string): 'create' | 'modify' | undefined {
  const actions = [
    ...plan.steps.flatMap(step => step.files.filter(file => file.path === path).map(file => file.action)),
    ...plan.tests.files
      .filter(file => file.path === path)
      .map(file => (file.action === 'run' ? 'modify' : file.action)),
  ];
  if (actions.includes('delete')) return undefined;
  return actions.includes('create') ? 'create' : 'modify';
}

/** Names of the key functions of a step that can only be meant for this new file: it creates no other source. */
function functionsOf(plan: Plan, path: string): readonly string[] {
  return plan.steps
    .filter(step => step.files.some(file => file.path === path && file.action === 'create'))
    .filter(
      step => step.files.filter(file => file.action === 'create' && isLike(file.path, path)).length === 1,
    )
    .flatMap(step => step.functions.flatMap(({ signature }) => functionName(signature) ?? []));
}

const FUNCTIONS = 4;
const NAME = 2;

function likeCreated(from: string, to: string, functions: readonly string[], facts: DriftFacts): number {
  if (!isLike(from, to)) return 0;
  const symbols = facts.symbols(to);
  const defined = functions.filter(name => symbols.has(name) || symbols.has(symbolName(name))).length;
  const share = functions.length === 0 ? 0 : defined / functions.length;
  const name = baseOf(from) === baseOf(to) && !isCommon(from) ? NAME : 0;
  const words =
    name === 0 && folderOf(from) === folderOf(to) && sharesWord(stemOf(from), stemOf(to)) ? NAME / 2 : 0;
  return (share >= SAME ? FUNCTIONS * share : 0) + name + words;
}

function likeRenamed(from: string, to: string, facts: DriftFacts): number {
  if (!isLike(from, to)) return 0;
  const likeness = facts.likeness(from, to);
  return likeness >= SAME ? FUNCTIONS * likeness : 0;
}

/** Names that say nothing of what a file holds. */
function isCommon(path: string): boolean {
  return /^(?:index|main|mod|lib|__init__|init|types|utils?|helpers?|constants|readme)\.[\w.]+$/i.test(
    baseOf(path),
  );
}

function isLike(a: string, b: string): boolean {
  return family(a) === family(b);
}

/** Endings of one language are one: a plan that says `.js` where the project writes `.ts` means the same file. */
function family(path: string): string {
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? '';
  const test = /(?:[._-](?:test|spec)\.|(?:^|\/)test_|_test\.|(?:^|\/)(?:tests?|specs?|__tests__)\/)/.test(
    path,
  );
  return `${/^\.[cm]?[jt]sx?$/.test(ending) ? '.js' : ending}${test ? ' test' : ''}`;
}

const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const stemOf = (path: string) => baseOf(path).replace(/\..*$/, '');

/** `order-hub` and `hub` share a word; `order-store` and `order-hub` do too, but not all of the shorter one. */
function sharesWord(a: string, b: string): boolean {
  const [short, long] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length);
  return short !== undefined && short.length > 0 && short.every(word => long?.includes(word));
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean);
}
