import type { Plan, Step } from '../model.ts';
import { wayDown } from './migrations.ts';
import type { CommitSince, DriftFacts, RollbackDrift, StepDrift } from './model.ts';
import type { Moved } from './moved.ts';

/** Commits and files that are told by name; of more the number is. */
const MOST_NAMED = 3;

/**
 * Whether each way back still leads there. What it undoes must be there to be undone: files that steps created, packages they
 * added. It is harder where commits that would be reverted hold other work too, where later commits touch the same files, or
 * where a migration has no way down; and gone where a migration without one destroyed data, or nothing is left to undo.
 */
export function rollbackDrift(
  plan: Plan,
  steps: readonly StepDrift[],
  facts: DriftFacts,
  moved: Moved,
): readonly RollbackDrift[] {
  return plan.rollback.map(entry => {
    const undone = plan.steps.filter(step => entry.undoes.includes(step.id));
    return { title: entry.title, undoes: entry.undoes, ...judge(undone, steps, facts, moved) };
  });
}

type Judged = Pick<RollbackDrift, 'verdict' | 'because'>;

function judge(
  undone: readonly Step[],
  steps: readonly StepDrift[],
  facts: DriftFacts,
  moved: Moved,
): Judged {
  if (undone.length === 0)
    return { verdict: 'possible', because: ['it names no step, so what it undoes cannot be looked for'] };
  const verdicts = steps.filter(step => undone.some(({ id }) => id === step.id));
  const gone: string[] = [];
  const harder: string[] = [];
  const fine: string[] = [];
  for (const step of undone) {
    for (const { name, action } of step.packages) {
      const declared = facts.declares(name);
      if (action === 'add' && declared === true) fine.push(`${name} is declared and can be removed`);
      if (action === 'remove' && declared === false) fine.push(`${name} is gone and can be added again`);
    }
  }
  for (const path of migrationsOf(undone, facts, moved)) {
    const way = wayDown(path, facts.text(path) ?? '', facts.exists);
    if (way?.down === 'yes') fine.push(`${path} has a way down`);
    else if (way?.destroys) gone.push(`${path} destroys data and has no way down`);
    else if (way)
      harder.push(
        `${path} has no way down${way.tool === 'code' || way.tool === 'SQL' ? '' : ` (${way.tool})`}: a new migration must undo it`,
      );
  }
  const { lost, left } = filesOf(undone, facts, moved);
  const begun =
    verdicts.some(step => step.verdict !== 'not') || fine.length > 0 || left.length > 0 || lost.length > 0;
  if (!begun && gone.length === 0)
    return { verdict: 'not-begun', because: ['nothing of it was done yet, so there is nothing to undo'] };
  if (lost.length > 0)
    harder.push(`${named(lost)} ${lost.length === 1 ? 'is' : 'are'} no longer there to be undone`);
  harder.push(...byCommits(undone, facts, moved));
  if (gone.length > 0) return { verdict: 'gone', because: [...gone, ...harder] };
  if (lost.length > 0 && left.length === 0 && fine.length === 0) return { verdict: 'gone', because: harder };
  if (harder.length > 0) return { verdict: 'harder', because: harder };
  return {
    verdict: 'possible',
    because: [...(left.length > 0 ? howToGoBack(undone, left, facts, moved) : []), ...fine],
  };
}

/** Files that the steps changed: those that a commit made and that are gone since, and those whose change stands. */
function filesOf(undone: readonly Step[], facts: DriftFacts, moved: Moved) {
  const lost: string[] = [];
  const left: string[] = [];
  for (const { path, action } of undone.flatMap(step => step.files)) {
    const now = moved.get(path) ?? path;
    const touched = (facts.commits ?? []).some(commit => commit.files.includes(path));
    if (facts.changed.has(now)) left.push(now);
    else if (action === 'create' && touched && !facts.exists(now)) lost.push(path);
  }
  return { lost: [...new Set(lost)], left: [...new Set(left)] };
}

function migrationsOf(undone: readonly Step[], facts: DriftFacts, moved: Moved): readonly string[] {
  const paths = undone
    .flatMap(step =>
      step.files.filter(file => file.action === 'create').map(file => moved.get(file.path) ?? file.path),
    )
    .filter(
      path => facts.exists(path) && facts.changed.has(path) && wayDown(path, '', facts.exists) !== undefined,
    );
  return [...new Set(paths)];
}

/** Why `git revert` of the commits that touch these files takes back more, or meets later work. */
function byCommits(undone: readonly Step[], facts: DriftFacts, moved: Moved): readonly string[] {
  const own = ownPaths(undone, moved);
  const touching = (facts.commits ?? []).filter(commit => commit.files.some(path => own.has(path)));
  const out: string[] = [];
  const mixed = touching.filter(commit => commit.files.some(path => !own.has(path)));
  for (const commit of mixed.slice(0, MOST_NAMED)) {
    const others = commit.files.filter(path => !own.has(path));
    out.push(`${told(commit)} also changes ${named(others)}, which a revert would take back too`);
  }
  if (mixed.length > MOST_NAMED) out.push(`${mixed.length - MOST_NAMED} more commits change other files too`);
  // Of several commits on one file the later ones must be reverted first.
  for (const path of own) {
    const [first, ...later] = touching.filter(commit => commit.files.includes(path));
    const foreign = later.filter(commit => mixed.includes(commit));
    if (first && foreign.length > 0)
      out.push(
        `${path} was changed again by ${foreign.slice(0, MOST_NAMED).map(told).join(', ')} after ${first.sha.slice(0, 7)}`,
      );
  }
  return out;
}

function ownPaths(undone: readonly Step[], moved: Moved): ReadonlySet<string> {
  return new Set(undone.flatMap(step => step.files.flatMap(({ path }) => [path, moved.get(path) ?? path])));
}

function howToGoBack(
  undone: readonly Step[],
  left: readonly string[],
  facts: DriftFacts,
  moved: Moved,
): readonly string[] {
  const own = ownPaths(undone, moved);
  const touching = (facts.commits ?? []).filter(commit => commit.files.some(path => own.has(path)));
  if (touching.length === 0)
    return [
      undone.every(step => step.files.every(({ action }) => action === 'create'))
        ? 'nothing of it is committed: deleting the new files takes it back'
        : 'nothing of it is committed: git restore and deleting the new files take it back',
    ];
  const newest = [...touching].reverse();
  const shas = newest
    .slice(0, MOST_NAMED)
    .map(commit => commit.sha.slice(0, 7))
    .join(' ');
  const more = newest.length > MOST_NAMED ? ` and ${newest.length - MOST_NAMED} more` : '';
  const loose = left.filter(path => !touching.some(commit => commit.files.includes(path)));
  return [
    `git revert ${shas}${more} takes back all that was done to these files since, and nothing else`,
    ...(loose.length > 0 ? [`not committed yet, so git restore takes it back: ${named(loose)}`] : []),
  ];
}

function told({ sha, subject }: CommitSince): string {
  return `${sha.slice(0, 7)} “${subject}”`;
}

function named(paths: readonly string[]): string {
  const shown = paths.slice(0, MOST_NAMED).join(', ');
  return paths.length > MOST_NAMED ? `${shown} and ${paths.length - MOST_NAMED} more` : shown;
}
