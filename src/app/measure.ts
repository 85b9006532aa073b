import type { CodeMap } from '../codemap/port.ts';
import type { FileCard } from '../domain/index.ts';
import type { ProjectFiles } from '../host/port.ts';
import { needs } from '../plan/checks/index.ts';
import type { Plan } from '../plan/model.ts';
import { renderPlan } from '../plan/render.ts';
import { approachFacts } from '../plan/two/facts.ts';
import type { Measured } from '../plan/two/rows.ts';
import type { Research } from '../research/port.ts';
import type { LookUps } from './look-ups.ts';
import { packageFacts } from './package-facts.ts';

export interface MeasurePorts {
  readonly map: Pick<CodeMap, 'deepen'>;
  readonly files: ProjectFiles;
  readonly research: Pick<Research, 'brief'>;
  readonly lookUps: LookUps;
}

/** What the code map and, where they may be asked, the registries say of a plan that is held beside another. */
export async function measure(
  plan: Plan,
  { map, files, research, lookUps }: MeasurePorts,
): Promise<Measured> {
  const { files: changes, packages: names } = approachFacts(plan);
  const touched = [...changes.modify, ...changes.delete];
  const [cards, brief, paths] = await Promise.all([map.deepen(touched), research.brief(), files.list()]);
  const { newPackages: wanted } = needs(plan, renderPlan(plan));
  const own = new Set([...touched, ...changes.create]);
  const dependents = new Set(cards.flatMap(c => c.importedBy.filter(path => !own.has(path))));
  const { packages } = await packageFacts(
    { packages: [...names], newPackages: wanted.filter(one => names.includes(one.name)) },
    { files, brief, paths, lookUps },
  );
  return {
    dependents: dependents.size,
    exported: exportedIn(plan, cards),
    packages: Object.fromEntries(
      names.map(name => {
        const { registry } = packages[name] ?? {};
        return [
          name,
          registry
            ? {
                version: registry.version,
                bytes: registry.unpackedSize,
                released: registry.lastPublish,
              }
            : {},
        ];
      }),
    ),
  };
}

/** Symbols that steps name in files that are there, and that other files may use. */
function exportedIn(plan: Plan, cards: readonly FileCard[]): readonly string[] {
  const named = plan.steps.flatMap(s => s.files).filter(f => f.action === 'modify' && f.symbol !== undefined);
  return [
    ...new Set(
      named.flatMap(({ path, symbol }) => {
        const card = cards.find(c => c.path === path);
        return symbol !== undefined && card?.symbols.some(s => s.name === symbol && s.exported)
          ? [symbol]
          : [];
      }),
    ),
  ];
}
