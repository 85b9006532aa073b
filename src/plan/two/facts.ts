import type { FileChange, Plan, Step } from '../model.ts';
import { fileTotals, type Minutes, totals } from '../totals.ts';

/** What can be counted of a plan, to hold it beside another one. */
export interface ApproachFacts {
  readonly steps: number;
  readonly minutes: Minutes;
  /** Paths by what becomes of them, each once, in order of work. */
  readonly files: Readonly<Record<FileChange['action'], readonly string[]>>;
  /** New packages by name. */
  readonly packages: readonly string[];
  /** Files of migrations and schemas among those that change. */
  readonly migrations: readonly string[];
  readonly risks: number;
  /** Entries of the rollback, and how many of them are more than taking code back. */
  readonly rollback: { readonly entries: number; readonly beyondCode: number };
}

const MIGRATION = /(^|\/)(migrations?|db\/migrate|alembic)\/|\.sql$|(^|\/)schema\.prisma$/i;

export function approachFacts(plan: Plan): ApproachFacts {
  const { steps, minutes, files } = totals(plan);
  const paths = (action: FileChange['action']): readonly string[] => files[action].map(f => f.path);
  const all = { create: paths('create'), modify: paths('modify'), delete: paths('delete') };
  return {
    steps,
    minutes,
    files: all,
    packages: addedPackages(plan.steps),
    migrations: [...all.create, ...all.modify].filter(path => MIGRATION.test(path)),
    risks: plan.risks.length,
    rollback: {
      entries: plan.rollback.length,
      beyondCode: plan.rollback.filter(r => r.title !== 'Restore the code').length,
    },
  };
}

function addedPackages(steps: readonly Step[]): readonly string[] {
  return [
    ...new Set(steps.flatMap(s => s.packages.filter(p => p.action === 'add' && !p.dev).map(p => p.name))),
  ];
}

/** How much two plans have in common: parts of the smaller set, 0 to 1; nothing in either counts as all. */
export interface Overlap {
  readonly files: number;
  readonly packages: number;
}

interface HasSteps {
  readonly steps: readonly Step[];
}

/** Tests and documentation aside, which follow the work whatever it is. */
export function overlapOf(a: HasSteps, b: HasSteps): Overlap {
  const filesOf = ({ steps }: HasSteps): ReadonlySet<string> =>
    new Set(
      Object.values(fileTotals(steps.filter(s => s.part !== 'testing' && s.part !== 'documentation')))
        .flat()
        .map(f => f.path),
    );
  return {
    files: shared(filesOf(a), filesOf(b)),
    packages: shared(new Set(addedPackages(a.steps)), new Set(addedPackages(b.steps))),
  };
}

/** Of all that either names: 1 where both name the same, or nothing. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const all = new Set([...a, ...b]);
  return all.size === 0 ? 1 : [...all].filter(x => a.has(x) && b.has(x)).length / all.size;
}

/** Two ways and not one: they share under half of their files, or under half of their packages. */
export function isSecondWay(overlap: Overlap): boolean {
  return overlap.files < 0.5 || overlap.packages < 0.5;
}
