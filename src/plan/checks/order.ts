import type { Plan, Step } from '../model.ts';
import { type Check, type CheckFinding, error, stepLine, warning } from './input.ts';

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
              line(),
              `Step ${i + 1} depends on \`${id}\`, which is no step.`,
              'Name a step, or take it out.',
            ),
          );
        else if (reach.get(id)?.has(step.id) || id === step.id)
          findings.push(
            error(
              line(),
              `Steps ${i + 1} and ${at + 1} depend on each other.`,
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
      findings.push(...usesLater(input, step, i));
    });
    return { findings, applicable: plan.steps.length > 0 };
  },
};

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
    else if (changes && !reach?.has(maker.id))
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

/** First step (by index) that creates each path. */
function creators(plan: Plan): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  plan.steps.forEach((step, i) => {
    for (const file of step.files) if (file.action === 'create' && !map.has(file.path)) map.set(file.path, i);
  });
  return map;
}

/** 7. Every requirement has a step and a test; every step serves a requirement. */
export const requirements: Check = {
  number: 7,
  name: 'Requirements',
  judge(input) {
    const { plan } = input;
    const findings: CheckFinding[] = [];
    // Other hands do not say which step serves what.
    if (!input.own && plan.steps.every(step => step.serves.length === 0))
      return { findings, applicable: false };
    const known = new Set(plan.requirements.map(r => r.id));
    const served = new Set(plan.steps.flatMap(step => step.serves));
    const proven = new Set(plan.tests.cases.flatMap(c => c.proves));
    for (const { id } of plan.requirements) {
      const line = requirementLine(input.lines, id);
      if (!served.has(id))
        findings.push(
          error(line, `No step serves ${id}.`, 'Add the step, or move it to “Not part of this plan”.'),
        );
      if (!proven.has(id))
        findings.push(error(line, `No test case proves ${id}.`, 'Add a case under “Cases to cover”.'));
    }
    plan.steps.forEach((step, i) => {
      if (step.serves.length === 0)
        findings.push(
          error(
            stepLine(input, step.id),
            `Step ${i + 1} serves no requirement.`,
            'Name what it serves, or drop it.',
          ),
        );
      for (const id of step.serves)
        if (!known.has(id))
          findings.push(
            error(
              stepLine(input, step.id),
              `Step ${i + 1} serves ${id}, which is no requirement.`,
              'Name one of the requirements.',
            ),
          );
    });
    return { findings, applicable: plan.steps.length > 0 };
  },
};

function requirementLine(lines: readonly string[], id: string): number {
  return (
    Math.max(
      0,
      lines.findIndex(line => line.startsWith(`- **${id}**`)),
    ) + 1
  );
}

/** Files whose change needs a way back of its own: migrations and schemas, manifests, configuration. */
const sensitive: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(migrations?|db\/migrate)\/|\.sql$|(^|\/)schema\.prisma$/i, 'migration'],
  [
    /(^|\/)(package\.json|pyproject\.toml|go\.mod|cargo\.toml|pom\.xml|gemfile|composer\.json|requirements[\w-]*\.txt)$/i,
    'dependency',
  ],
  [
    /(^|\/)(\.env[\w.]*|dockerfile[\w.]*|(docker-)?compose[\w.-]*\.ya?ml|[\w.-]+\.config\.\w+|\.github\/workflows\/[^/]+)$/i,
    'configuration',
  ],
];

/** 10. Each migration, dependency and configuration change can be undone. */
export const rollback: Check = {
  number: 10,
  name: 'Rollback',
  judge(input) {
    const { plan } = input;
    const undone = new Set(plan.rollback.flatMap(entry => entry.undoes));
    const back = plan.rollback.map(e => `${e.title} ${e.text} ${e.code?.code ?? ''}`).join('\n');
    const findings: CheckFinding[] = [];
    let concerned = 0;
    plan.steps.forEach((step, i) => {
      const kinds = new Set(
        step.files.flatMap(f => sensitive.find(([pattern]) => pattern.test(f.path))?.[1] ?? []),
      );
      if (step.packages.length > 0) kinds.add('dependency');
      if (kinds.size === 0) return;
      concerned++;
      if (!undone.has(step.id) && step.rollback.length === 0 && !(!input.own && namedIn(back, step)))
        findings.push(
          error(
            stepLine(input, step.id),
            `Step ${i + 1} makes a ${[...kinds].join(' and ')} change that nothing undoes.`,
            'Add a rollback entry for it, or an “Undo” to the step.',
          ),
        );
    });
    for (const entry of plan.rollback)
      for (const id of entry.undoes)
        if (!plan.steps.some(step => step.id === id))
          findings.push(
            error(
              1,
              `The rollback “${entry.title}” undoes \`${id}\`, which is no step.`,
              'Name a step, or drop the entry.',
            ),
          );
    for (const step of plan.steps)
      for (const added of step.packages.filter(p => p.action === 'add'))
        if (!`${back}\n${step.rollback.join('\n')}`.includes(added.name))
          findings.push(
            error(
              stepLine(input, step.id, added.name),
              `\`${added.name}\` is added, and no rollback removes it.`,
              `Remove \`${added.name}\` in the rollback.`,
            ),
          );
    return { findings, applicable: concerned > 0 };
  },
};

/** Other hands number no steps in their rollback: what names a package or a file of the step undoes it. */
function namedIn(back: string, step: Step): boolean {
  return [...step.packages.map(p => p.name), ...step.files.map(f => f.path)].some(name =>
    back.includes(name),
  );
}

/** 8. Every step says how it is verified; the commands named exist in this project. */
export const verification: Check = {
  number: 8,
  name: 'Verification',
  judge(input) {
    const { plan, facts } = input;
    const findings: CheckFinding[] = [];
    let unreached = false;
    plan.steps.forEach((step, i) => {
      const said = step.verify.filter(v => v.text.trim() !== '');
      if (said.length === 0)
        findings.push(
          error(
            stepLine(input, step.id),
            `Step ${i + 1} does not say how to verify it.`,
            'Name a command that exists here, or what can be observed.',
          ),
        );
      for (const { kind, text } of said) {
        if (kind !== 'command') continue;
        const fact = facts.commands[text];
        if (fact?.known === 'no')
          findings.push(
            error(
              stepLine(input, step.id, text),
              `This project has no command \`${text}\`.`,
              fact.nearest.length > 0
                ? `It has ${fact.nearest
                    .slice(0, 3)
                    .map(c => `\`${c}\``)
                    .join(', ')}.`
                : 'Name a script that exists here.',
            ),
          );
        else if (fact?.known !== 'yes') unreached = true;
      }
    });
    return { findings, unreached, applicable: plan.steps.length > 0 };
  },
};
