import { judgeCoverage } from './coverage/judge.ts';
import { type AlsoSaid, statedThreshold } from './coverage/threshold.ts';
import { alsoChanged, BESIDES, unplannedFiles } from './drift/beyond.ts';
import { knownTests, testsDrift } from './drift/cases.ts';
import { matchOf } from './drift/match.ts';
import type { CommitSince, Drift, DriftFacts, DriftItem } from './drift/model.ts';
import { movedFiles } from './drift/moved.ts';
import { isCoverable, isDocument } from './drift/roles.ts';
import { rollbackDrift } from './drift/rollback.ts';
import { securityDrift } from './drift/security.ts';
import { stepDrift } from './drift/steps.ts';
import type { Plan } from './model.ts';

/**
 * Holds a plan against what became of the code. `own`: paths of the plan's own files, which are no part of the change.
 * `said`: what else stands in the file: its front matter with keys of the person's own, its sections.
 */
export function drift(
  plan: Plan,
  facts: DriftFacts,
  own: (path: string) => boolean,
  said: AlsoSaid = {},
): Drift {
  // The plan's own file, its tests and what every change brings with it are no other work that a revert would take back.
  const inStep = new Set(plan.steps.flatMap(step => step.files.map(file => file.path)));
  const testing = new Set(plan.tests.files.map(file => file.path));
  const ofWork = ({ files, ...commit }: CommitSince): CommitSince => ({
    ...commit,
    files: files.filter(
      path => !own(path) && !BESIDES.test(path) && (!testing.has(path) || inStep.has(path)),
    ),
  });
  const moved = movedFiles(plan, facts, own);
  const steps = plan.steps.map(step => stepDrift(step, facts, moved));
  const known = knownTests(plan, facts, moved);
  const tests = testsDrift(plan, facts, moved, known);
  const unplanned = unplannedFiles(plan, facts, moved, own);
  const also = alsoChanged(plan, facts, moved);
  const inSteps = steps.flatMap(step => step.items);
  const run = new Set(plan.tests.files.filter(file => file.action === 'run').map(file => file.path));
  const planned = plan.steps.flatMap(step => step.files.filter(file => file.action !== 'delete'));
  const sources = new Set(planned.map(file => moved.get(file.path) ?? file.path).filter(facts.exists));
  return {
    steps,
    tests,
    documents: firstOf(inSteps.filter(item => item.kind === 'file' && isDocument(item.path))),
    unplanned,
    alsoChanged: also,
    coverage: judgeCoverage(facts.coverage, [...sources].filter(isCoverable), statedThreshold(plan, said)),
    security: securityDrift(plan, steps, known),
    rollback: rollbackDrift(plan, steps, { ...facts, commits: facts.commits?.map(ofWork) }, moved),
    // What is to stay as it is was not planned to change.
    ...matchOf([...inSteps, ...tests.files.filter(item => !run.has(item.path))], unplanned, also),
  };
}

function firstOf(items: readonly DriftItem[]): readonly DriftItem[] {
  return items.filter((item, at) => items.findIndex(other => other.path === item.path) === at);
}
