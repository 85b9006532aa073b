import { escapeRegExp } from '../../shared/text/index.ts';
import type { Step } from '../model.ts';
import { splitNumbers } from '../read/numbers.ts';
import { type Check, type CheckFinding, type CheckInput, error, stepLine } from './input.ts';

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

function kindOf(path: string): string | undefined {
  return sensitive.find(([pattern]) => pattern.test(path))?.[1];
}

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
      const kinds = new Set(step.files.flatMap(f => kindOf(f.path) ?? []));
      if (step.packages.length > 0) kinds.add('dependency');
      if (kinds.size === 0) return;
      concerned++;
      if (undone.has(step.id) || step.rollback.length > 0) return;
      // A package that nothing removes is told by its own name below.
      const named =
        !step.files.some(f => kindOf(f.path) === 'dependency') && step.packages.some(p => p.action === 'add');
      const left = [...kinds].filter(
        kind => !(kind === 'dependency' && named) && (input.own || !undoneInWords(back, step, kind)),
      );
      if (left.length > 0)
        findings.push(
          error(
            stepLine(input, step.id),
            `Step ${i + 1} makes a ${left.join(' and ')} change that nothing undoes.`,
            'Add a rollback entry for it, or an “Undo” to the step.',
          ),
        );
    });
    findings.push(...unknownNumbers(input));
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
        if (!removes(`${back}\n${step.rollback.join('\n')}`, added.name))
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

/** A kind of change that other hands undo by a word for it. */
const WORDS: Readonly<Record<string, RegExp>> = {
  migration: /\bmigrat|\bdowngrade\b|\bdrop(?:s|ped)?\b|\.down\.sql\b/i,
  dependency: /\b(?:un-?install|remove\w*|downgrade)\b/i,
  configuration: /\bconfig/i,
};
/** Going back to the commit before undoes files, and no database. */
const REVERTS =
  /\brevert\w*\b.*\b(?:commits?|merge|prs?|pull requests?|branch|changes?|all|it|head|steps?|tasks?)\b|\bgit (?:revert|reset|checkout|restore)\b/i;
const REINSTALLS =
  /\b(?:npm ci|npm (?:i|install|prune)(?=\s*(?:$|`|[.,;]))|(?:yarn|pnpm|bun|poetry|bundle|composer) install|uv sync|pip install -r|go mod tidy|package(?:-lock)?\.json|pyproject\.toml|go\.mod|lock ?file)/im;

/** Other hands number no steps in their rollback: what names a package or a file of the step, or its kind, undoes it. */
function undoneInWords(back: string, step: Step, kind: string): boolean {
  if (WORDS[kind]?.test(back) || (kind !== 'migration' && REVERTS.test(back))) return true;
  const names = kind === 'dependency' ? step.packages.map(p => p.name) : [];
  const files = step.files.filter(f => kindOf(f.path) === kind);
  return names.some(name => removes(back, name)) || files.some(file => back.includes(file.path));
}

/** Names the package as a word of its own (`redis` is not in `ioredis`), or goes back and installs anew. */
function removes(back: string, name: string): boolean {
  const word = escapeRegExp(name);
  return (
    new RegExp(`(?<![\\w@/-])${word}(?![\\w/-]|\\.\\w)`, 'i').test(back) ||
    (REVERTS.test(back) && REINSTALLS.test(back))
  );
}

/** `(undoes step 9)` in a plan of ours that has fewer: reading it back leaves the number out. */
function unknownNumbers({ own, lines, plan }: CheckInput): readonly CheckFinding[] {
  if (!own) return [];
  return lines.flatMap((line, i) =>
    splitNumbers(/^\d+\. \*\*.*\(undoes steps? ([\d, ]+)\)/.exec(line)?.[1] ?? '')
      .filter(n => n < 1 || n > plan.steps.length)
      .map(n =>
        error(i + 1, `The entry undoes step ${n}, which is no step.`, 'Name a step, or drop the entry.'),
      ),
  );
}
