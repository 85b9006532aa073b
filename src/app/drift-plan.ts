import { scanText } from '../codemap/index.ts';
import type { CodeMap } from '../codemap/port.ts';
import type { CodeSymbol } from '../domain/index.ts';
import { decodeText, sha16 } from '../host/index.ts';
import type { Git, GitObjects, ProjectFiles } from '../host/port.ts';
import { type Drift, type DriftFacts, drift, type Fate } from '../plan/drift.ts';
import type { Plan } from '../plan/model.ts';
import { readPlan } from '../plan/read/index.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';

export interface DriftSources {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  readonly git: Git;
  readonly objects: GitObjects;
}

export interface PlanDrift extends Drift {
  /** As it was given. */
  readonly path: string;
  readonly title: string;
  /** Commit that the work tree is held against. */
  readonly since: string;
}

/**
 * Holds a plan against the work tree: what changed since the commit it was made at, or since `since`. Failures: those of
 * `readPlan`; `no-base` where the plan names no commit, or none that is here; `no-repository`.
 */
export async function driftOf(
  path: string,
  text: Result<string>,
  since: string | undefined,
  sources: DriftSources,
): Promise<Result<PlanDrift>> {
  if (!text.ok) return text;
  const read = readPlan(text.value);
  if (!read.ok) return err(read.error);
  const { plan } = read.value;
  const base = await baseOf(plan, since, sources.git);
  if (!base.ok) return base;
  const facts = await driftFacts(base.value, plan, sources);
  if (!facts) return err(noBase(base.value));
  const own = (changed: string) => /(?:^|\/)plans\/[^/]+\.md$/.test(changed) || path.endsWith(changed);
  return ok({ path, title: plan.title, since: base.value, ...drift(plan, facts, own) });
}

async function baseOf(plan: Plan, since: string | undefined, git: Git): Promise<Result<string>> {
  const wanted = since ?? plan.commit;
  if (wanted === undefined)
    return err(
      failure(
        'no-base',
        'The plan does not say which commit it was made at.',
        'Name one: planner-tui drift PLAN --since REV',
      ),
    );
  const found =
    /^[\w./@^~{}-]+$/.test(wanted) && !wanted.startsWith('-')
      ? (await git.run(['rev-parse', '--verify', '-q', `${wanted}^{commit}`]))?.trim()
      : undefined;
  if (found) return ok(found);
  if ((await git.head()) === undefined)
    return err(
      failure('no-repository', 'What changed is read from git, but here is no repository with a commit.'),
    );
  return err(noBase(wanted, since));
}

function noBase(commit: string, since?: string): Failure {
  return failure(
    'no-base',
    since === undefined
      ? `The commit ${commit.slice(0, 7)}, which the plan was made at, is not here.`
      : `“${since}” is no commit here.`,
    'Is this the plan’s repository? A shallow clone lacks it: git fetch --unshallow. Another commit: --since REV.',
  );
}

/** Undefined where git has no such tree. */
async function driftFacts(base: string, plan: Plan, sources: DriftSources): Promise<DriftFacts | undefined> {
  const { map, files, objects } = sources;
  const tree = await objects.tree(base);
  if (!tree) return undefined;
  await map.build();
  const list = await files.list();
  const now = new Set(list);
  const cards = new Map((await map.cards(list)).map(card => [card.path, card.hash]));
  const before = new Map<string, string>();
  const differing: string[] = [];
  await objects.contents(
    tree.filter(file => cards.has(file.path)),
    (file, bytes) => {
      if (sha16(bytes) === cards.get(file.path)) return;
      differing.push(file.path);
      before.set(file.path, normal(decodeText(bytes) ?? ''));
    },
  );
  const after = new Map<string, string>();
  const known = new Set(tree.map(file => file.path));
  const planned = new Set(plan.steps.flatMap(step => step.files.map(file => file.path)));
  const changed = new Map<string, Exclude<Fate, 'same' | 'absent' | 'unknown'>>();
  for (const path of differing) {
    const text = normal((await files.read(path))?.text ?? '');
    after.set(path, text);
    // A checkout with other line ends is no change.
    if (text !== before.get(path)) changed.set(path, 'modified');
  }
  for (const path of list) if (!known.has(path)) changed.set(path, 'created');
  for (const { path } of tree) if (!now.has(path)) changed.set(path, 'deleted');
  for (const path of planned)
    if (now.has(path) && !after.has(path)) after.set(path, normal((await files.read(path))?.text ?? ''));
  const symbols = new Map<string, ReadonlyMap<string, Fate>>();
  return {
    changed,
    exists: path => now.has(path),
    symbols(path) {
      const made = symbols.get(path) ?? fates(path, before.get(path), after.get(path), changed.get(path));
      symbols.set(path, made);
      return made;
    },
  };
}

function normal(text: string): string {
  return text.replace(/\r\n/g, '\n');
}

/** What became of each symbol of a file: its own lines are compared, wherever they stand now. */
function fates(
  path: string,
  before: string | undefined,
  after: string | undefined,
  file: Fate | undefined,
): ReadonlyMap<string, Fate> {
  const old = bodies(path, file === 'created' ? '' : (before ?? after ?? ''));
  const young = bodies(path, file === 'deleted' ? '' : (after ?? ''));
  const found = new Map<string, Fate>();
  for (const [name, body] of young) {
    const was = old.get(name);
    found.set(name, was === undefined ? 'created' : was === body ? 'same' : 'modified');
  }
  for (const name of old.keys()) if (!young.has(name)) found.set(name, 'deleted');
  return found;
}

/** Texts of all definitions, by name and by `Container.name`; of several of one name, all together. */
function bodies(path: string, text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n');
  const found = new Map<string, string>();
  const add = (name: string, body: string) => found.set(name, (found.get(name) ?? '') + body);
  for (const symbol of text === '' ? [] : scanText(path, text)) {
    const body = `${lines.slice(symbol.line - 1, symbol.endLine).join('\n')}\n`;
    for (const name of namesOf(symbol)) add(name, body);
  }
  return found;
}

function namesOf({ name, container }: CodeSymbol): readonly string[] {
  return container === undefined ? [name] : [name, `${container.split(/[.:#]+/).at(-1)}.${name}`];
}
