import type { Plan, Step } from '../model.ts';
import { splitNumbers } from '../read/numbers.ts';
import { type Check, type CheckFinding, type CheckInput, error, stepLine, warning } from './input.ts';
import { parallelFindings } from './parallel.ts';

/** 6. Dependencies form no cycle and point backwards; a step uses only what earlier steps create. */
export const order: Check = {
  number: 6,
  name: 'Dependencies',
  judge(input) {
    const { plan } = input;
    const findings: CheckFinding[] = [];
    const index = new Map(plan.steps.map((step, i) => [step.id, i]));
    const reach = closure(plan.steps);
    plan.steps.forEach((step, i) => {
      const line = () => stepLine(input, step.id);
      if (index.get(step.id) !== i)
        findings.push(
          error(line(), `Two steps have the id \`${step.id}\`.`, 'Give each step an id of its own.'),
        );
      for (const id of step.dependsOn) {
        const at = index.get(id);
        if (at === undefined)
          findings.push(
            error(
              dependencyLine(input, step.id),
              `Step ${i + 1} depends on \`${id}\`, which is no step.`,
              'Name a step, or take it out.',
            ),
          );
        // A ring is told once, where it leads forward: each has such a place.
        else if ((reach.get(id)?.has(step.id) && at > i) || id === step.id)
          findings.push(
            error(
              line(),
              at === i
                ? `Step ${i + 1} depends on itself.`
                : `Steps ${i + 1} and ${at + 1} depend on each other.`,
              'Take one of the two dependencies out.',
            ),
          );
        else if (at > i)
          findings.push(
            error(
              line(),
              `Step ${i + 1} comes before step ${at + 1}, which it depends on.`,
              'Move it behind that step.',
            ),
          );
      }
      findings.push(...unknownNumbers(input, step.id), ...usesLater(input, step, i));
    });
    findings.push(...parallelFindings(input));
    return { findings, applicable: plan.steps.length > 0 };
  },
};

/** The line that says on what a step depends; else its heading. */
function dependencyLine(input: CheckInput, stepId: string): number {
  const entry = input.outline.find(e => e.stepId === stepId);
  if (!entry) return 1;
  const at = input.lines
    .slice(entry.line, entry.endLine)
    .findIndex(line => /\b(?:depends? on|blocked by|dependenc(?:y|ies)|prerequisites?|after)\b/i.test(line));
  return at < 0 ? entry.line : entry.line + 1 + at;
}

/** `after step 9` in a plan of ours that has fewer: reading it back leaves the number out. */
function unknownNumbers(input: CheckInput, stepId: string): readonly CheckFinding[] {
  const entry = input.outline.find(e => e.stepId === stepId);
  if (!input.own || !entry) return [];
  const below = input.lines.slice(entry.line, entry.line + 2);
  const said = below.findIndex(line => /^`\S+` · /.test(line));
  const numbers = splitNumbers(/ · after steps? ([\d,–\- and]+)/.exec(below[said] ?? '')?.[1] ?? '');
  return numbers
    .filter(n => n < 1 || n > input.plan.steps.length)
    .map(n =>
      error(
        entry.line + said + 1,
        `The step comes after step ${n}, which is no step.`,
        'Name a step, or take it out.',
      ),
    );
}

/** Ids that each step depends on, through any number of steps. */
function closure(steps: readonly Step[]): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map(steps.map(step => [step.id, step.dependsOn]));
  const all = new Map<string, ReadonlySet<string>>();
  for (const step of steps) {
    const seen = new Set<string>();
    const queue = [...step.dependsOn];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      queue.push(...(direct.get(id) ?? []));
    }
    all.set(step.id, seen);
  }
  return all;
}

function usesLater(input: Parameters<Check['judge']>[0], step: Step, i: number): readonly CheckFinding[] {
  const findings: CheckFinding[] = [];
  const { steps } = input.plan;
  const reach = closure(steps).get(step.id);
  const own = new Set(step.files.filter(f => f.action === 'create').map(f => f.path));
  for (const [path, creator] of creators(input.plan)) {
    if (own.has(path)) continue;
    const maker = steps[creator];
    const changes = step.files.some(f => f.path === path);
    const runs = step.verify.some(v => v.text.includes(path));
    if (!maker || maker === step || !(changes || runs)) continue;
    const what = changes ? 'changes' : 'verifies itself by';
    if (creator > i)
      findings.push(
        error(
          stepLine(input, step.id, path),
          `Step ${i + 1} ${what} \`${path}\`, which step ${creator + 1} creates later.`,
          'Create it here, or move this behind that step.',
        ),
      );
    // Other hands list their steps in order and mostly say no more of it.
    else if (changes && !reach?.has(maker.id) && (input.own || saysOrder(input.plan)))
      findings.push(
        warning(
          stepLine(input, step.id, path),
          `Step ${i + 1} changes \`${path}\` of step ${creator + 1} without saying that it comes after.`,
          `Let it depend on \`${maker.id}\`.`,
        ),
      );
  }
  return findings;
}

/** Whether the plan says of any step what it depends on. */
function saysOrder({ steps }: Plan): boolean {
  return steps.some(step => step.dependsOn.length > 0);
}

/** First step (by index) that creates each path. */
function creators(plan: Plan): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  plan.steps.forEach((step, i) => {
    for (const file of step.files) if (file.action === 'create' && !map.has(file.path)) map.set(file.path, i);
  });
  return map;
}
