import { symbolName } from './checks/symbols.ts';
import type { FileChange, Plan, Step } from './model.ts';

/** What became of a file or a symbol since the plan was made. `unknown`: nothing can be said (no text, no parser). */
export type Fate = 'created' | 'modified' | 'deleted' | 'same' | 'absent' | 'unknown';

/** What was found in the work tree, against the commit that the plan was made at. */
export interface DriftFacts {
  /** Every file that differs, by path. */
  readonly changed: ReadonlyMap<string, Exclude<Fate, 'same' | 'absent' | 'unknown'>>;
  /** Whether a file is there now. */
  exists(path: string): boolean;
  /** Fates of the symbols of a file, by name and by `Container.name`; empty where the file has none. */
  symbols(path: string): ReadonlyMap<string, Fate>;
}

export type Verdict = 'done' | 'partly' | 'not';

/** One thing that the plan says, and whether it is there. */
export interface DriftItem {
  readonly kind: 'file' | 'symbol' | 'function';
  readonly action: FileChange['action'];
  readonly path: string;
  /** Of a symbol or a function. */
  readonly name?: string;
  readonly done: boolean;
  /** What was found instead, in words, where it is not done. */
  readonly found?: string;
}

export interface StepDrift {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly items: readonly DriftItem[];
}

/** How far the code followed the plan. */
export interface Drift {
  readonly steps: readonly StepDrift[];
  /** Files of the test strategy that no step names. */
  readonly tests: readonly DriftItem[];
  /** Files that changed and that the plan does not name. */
  readonly unplanned: readonly { readonly path: string; readonly fate: Fate }[];
  /** Symbols that changed in planned files besides those that the plan names there. */
  readonly alsoChanged: readonly { readonly path: string; readonly names: readonly string[] }[];
  /** Security statements whose step is done, of all. */
  readonly security: { readonly withEvidence: number; readonly of: number };
  /**
   * Of all that was planned (files, named symbols, key functions) and all files that changed unplanned, the share that
   * was planned and is there: the size of the intersection over that of the union (Jaccard index), 0 to 1. 1 where
   * nothing was planned and nothing changed.
   */
  readonly match: number;
}

/** Files that come with every change and are planned by nobody. */
const BESIDES =
  /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|Cargo\.lock|go\.sum|composer\.lock|Gemfile\.lock|Podfile\.lock)$/;

/** `own`: paths of the plan's own files, which are no part of the change. */
export function drift(plan: Plan, facts: DriftFacts, own: (path: string) => boolean): Drift {
  const steps = plan.steps.map(step => stepDrift(step, facts));
  const named = new Set([
    ...plan.steps.flatMap(step => step.files.map(file => file.path)),
    ...plan.tests.files.map(file => file.path),
  ]);
  const inSteps = new Set(plan.steps.flatMap(step => step.files.map(file => file.path)));
  const tests = plan.tests.files
    .filter(file => file.action !== 'run' && !inSteps.has(file.path))
    .map(file =>
      fileItem({ action: file.action === 'run' ? 'modify' : file.action, path: file.path, what: '' }, facts),
    );
  const unplanned = [...facts.changed]
    .filter(([path]) => !named.has(path) && !own(path) && !BESIDES.test(path))
    .map(([path, fate]) => ({ path, fate }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const items = unique([...steps.flatMap(step => step.items), ...tests]);
  const done = items.filter(item => item.done).length;
  const all = items.length + unplanned.length;
  const finished = new Set(steps.filter(step => step.verdict === 'done').map(step => step.id));
  return {
    steps,
    tests,
    unplanned,
    alsoChanged: alsoChanged(plan, facts),
    security: {
      withEvidence: plan.security.implemented.filter(entry => finished.has(entry.stepId)).length,
      of: plan.security.implemented.length,
    },
    match: all === 0 ? 1 : done / all,
  };
}

/** Several steps may touch one file: it counts once, and is done when all say so. */
function unique(items: readonly DriftItem[]): readonly DriftItem[] {
  const byKey = new Map<string, DriftItem>();
  for (const item of items) {
    const key = `${item.kind === 'file' ? 'file' : 'symbol'} ${item.path} ${item.name ?? ''}`;
    const known = byKey.get(key);
    byKey.set(key, known && !known.done ? known : item);
  }
  return [...byKey.values()];
}

function stepDrift(step: Step, facts: DriftFacts): StepDrift {
  const items = step.files.flatMap(file => {
    const items: DriftItem[] = [fileItem(file, facts)];
    if (file.symbol?.trim() && file.action === 'modify') items.push(symbolItem(file, facts));
    return items;
  });
  const paths = step.files.filter(file => file.action !== 'delete').map(file => file.path);
  for (const { signature } of step.functions) {
    const item = functionItem(signature, paths, facts);
    if (item) items.push(item);
  }
  const done = items.filter(item => item.done).length;
  const verdict = items.length > 0 && done === items.length ? 'done' : done > 0 ? 'partly' : 'not';
  return { id: step.id, title: step.title, verdict, items };
}

const FATES: Readonly<Record<Fate, string>> = {
  created: 'it was created',
  modified: 'it was changed',
  deleted: 'it was deleted',
  same: 'it is as it was',
  absent: 'it is not there',
  unknown: 'it could not be read',
};

function fileItem({ action, path }: FileChange, { changed, exists }: DriftFacts): DriftItem {
  const there = exists(path);
  const fate: Fate = changed.get(path) ?? (there ? 'same' : 'absent');
  const done =
    action === 'create'
      ? there && fate !== 'same'
      : action === 'delete'
        ? !there
        : there && (fate === 'modified' || fate === 'created');
  return { kind: 'file', action, path, done, ...(done ? {} : { found: FATES[fate] }) };
}

function symbolItem({ path, symbol = '' }: FileChange, facts: DriftFacts): DriftItem {
  const name = symbol.trim().replace(/[(<].*$/s, '');
  const symbols = facts.symbols(path);
  const fate = symbols.get(name) ?? symbols.get(symbolName(name)) ?? 'unknown';
  const file = facts.changed.get(path);
  // What no scanner knows by name (a key, a route) is judged by its file.
  const done = fate === 'unknown' ? file !== undefined : fate !== 'same' && fate !== 'absent';
  return { kind: 'symbol', action: 'modify', path, name, done, ...(done ? {} : { found: FATES[fate] }) };
}

/** A key function is there when one of the step's files defines its name. */
function functionItem(signature: string, paths: readonly string[], facts: DriftFacts): DriftItem | undefined {
  const name = functionName(signature);
  if (name === undefined) return undefined;
  const at = paths.find(path => {
    const fate = facts.symbols(path).get(name) ?? facts.symbols(path).get(symbolName(name));
    return fate !== undefined && fate !== 'deleted' && fate !== 'absent';
  });
  const path = at ?? paths[0];
  if (path === undefined) return undefined;
  const done = at !== undefined;
  return { kind: 'function', action: 'create', path, name, done, ...(done ? {} : { found: FATES.absent }) };
}

/** The name that a signature defines: `createHub` of `export function createHub(server: Server): Hub`. */
export function functionName(signature: string): string | undefined {
  const head = signature
    .trim()
    .replace(
      /^(?:(?:export|default|public|private|protected|static|async|abstract|override|pub(?:\([^)]*\))?|function|def|func|fn|fun|class|interface|type|const|let|var|val)\s+)+/,
      '',
    )
    // Go: `(s *Store) Create(name string)`.
    .replace(/^\([^)]*\)\s*/, '');
  return /^([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|#)[\p{L}_$][\p{L}\p{N}_$]*)*)/u.exec(head)?.[1];
}

/** Only of files for which the plan names symbols: elsewhere it says no more than that the file changes. */
function alsoChanged(plan: Plan, facts: DriftFacts): Drift['alsoChanged'] {
  const planned = new Map<string, Set<string>>();
  for (const step of plan.steps)
    for (const file of step.files)
      if (file.symbol?.trim() && file.action === 'modify') {
        const names = planned.get(file.path) ?? new Set();
        names.add(symbolName(file.symbol));
        for (const { signature } of step.functions) names.add(symbolName(functionName(signature) ?? ''));
        planned.set(file.path, names);
      }
  return [...planned].flatMap(([path, names]) => {
    const fates = facts.symbols(path);
    // A class changes with each of its members, which speak for themselves.
    const holders = new Set(
      [...fates.keys()].flatMap(name => (name.includes('.') ? [name.split('.')[0]] : [])),
    );
    const others = [...fates]
      .filter(
        ([name, fate]) => fate !== 'same' && fate !== 'unknown' && !name.includes('.') && !holders.has(name),
      )
      .map(([name]) => name)
      .filter(name => !names.has(name));
    return others.length > 0 ? [{ path, names: others }] : [];
  });
}
