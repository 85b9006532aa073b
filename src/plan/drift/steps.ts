import { symbolName } from '../checks/symbols.ts';
import type { FileChange, Step } from '../model.ts';
import { functionName } from './functions.ts';
import type { DriftFacts, DriftItem, Fate, StepDrift, SymbolFate } from './model.ts';
import type { Moved } from './moved.ts';

/** Commits that are told of one step, the newest ones. */
const MOST_COMMITS = 20;

export function stepDrift(step: Step, facts: DriftFacts, moved: Moved): StepDrift {
  const items = step.files.flatMap(file => {
    const items: DriftItem[] = [fileItem(file, facts, moved)];
    if (file.symbol?.trim() && file.action === 'modify') items.push(symbolItem(file, facts, moved));
    return items;
  });
  const paths = step.files.filter(file => file.action !== 'delete').map(file => file.path);
  for (const { signature } of step.functions) {
    const item = functionItem(signature, paths, facts, moved);
    if (item) items.push(item);
  }
  const done = items.filter(item => item.done).length;
  const begun = items.some(item => item.done || item.instead !== undefined);
  const verdict = items.length > 0 && done === items.length ? 'done' : begun ? 'partly' : 'not';
  return { id: step.id, title: step.title, verdict, items, commits: commitsOf(step, facts, moved) };
}

function commitsOf(step: Step, { commits = [] }: DriftFacts, moved: Moved): StepDrift['commits'] {
  const paths = new Set(step.files.flatMap(({ path }) => [path, moved.get(path) ?? path]));
  return commits
    .filter(commit => commit.files.some(path => paths.has(path)))
    .slice(-MOST_COMMITS)
    .map(({ sha, subject }) => ({ sha, subject }));
}

const FATES: Readonly<Record<Fate, string>> = {
  created: 'it was created',
  modified: 'it was changed',
  deleted: 'it was deleted',
  same: 'it is as it was',
  absent: 'it is not there',
  unknown: 'it could not be read',
};

export function fileItem(
  { action, path }: Pick<FileChange, 'action' | 'path'>,
  facts: DriftFacts,
  moved: Moved,
): DriftItem {
  const { changed, exists } = facts;
  const there = exists(path);
  const fate: Fate = changed.get(path) ?? (there ? 'same' : 'absent');
  const instead = action === 'delete' ? undefined : moved.get(path);
  const done =
    action === 'create'
      ? there && fate !== 'same'
      : action === 'delete'
        ? !there
        : there && (fate === 'modified' || fate === 'created');
  if (done) return { kind: 'file', action, path, done };
  if (instead === undefined) return { kind: 'file', action, path, done, found: FATES[fate] };
  const found = `${action === 'create' ? 'created as' : 'renamed to'} ${instead}`;
  return { kind: 'file', action, path, done, found, instead };
}

/** What is known of a symbol, by its whole name, else by its last part. */
function fateOf(symbols: ReadonlyMap<string, SymbolFate>, name: string): SymbolFate | undefined {
  return symbols.get(name) ?? symbols.get(symbolName(name));
}

function symbolItem({ path, symbol = '' }: FileChange, facts: DriftFacts, moved: Moved): DriftItem {
  const name = symbol.trim().replace(/[(<].*$/s, '');
  const instead = moved.get(path);
  const symbols = instead === undefined ? facts.symbols(path) : facts.symbols(instead, path);
  const known = fateOf(symbols, name);
  const fate = known?.fate ?? 'unknown';
  // What no scanner knows by name (a key, a route) is judged by its file.
  const done = fate === 'unknown' ? facts.changed.has(instead ?? path) : fate !== 'same' && fate !== 'absent';
  return {
    kind: 'symbol',
    action: 'modify',
    path,
    name,
    done,
    ...(done ? {} : { found: FATES[fate] }),
    ...(instead === undefined ? {} : { instead }),
    ...(known?.line === undefined ? {} : { line: known.line }),
  };
}

/** A key function is there when one of the step's files defines its name. */
function functionItem(
  signature: string,
  paths: readonly string[],
  facts: DriftFacts,
  moved: Moved,
): DriftItem | undefined {
  const name = functionName(signature);
  if (name === undefined) return undefined;
  for (const path of paths) {
    const instead = moved.get(path);
    const known = fateOf(facts.symbols(instead ?? path), name);
    if (!known || known.fate === 'deleted' || known.fate === 'absent') continue;
    return {
      kind: 'function',
      action: 'create',
      path,
      name,
      done: true,
      ...(instead === undefined ? {} : { instead }),
      ...(known.line === undefined ? {} : { line: known.line }),
    };
  }
  const [path] = paths;
  if (path === undefined) return undefined;
  return { kind: 'function', action: 'create', path, name, done: false, found: FATES.absent };
}
