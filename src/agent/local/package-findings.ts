import type { Finding } from '../../domain/index.ts';
import { needs } from '../../plan/checks/index.ts';
import type { FactNeeds, PackageFact } from '../../plan/facts.ts';
import type { Plan } from '../../plan/model.ts';
import { packageLine } from '../../plan/package-line.ts';
import type { RunScope } from './channel.ts';
import type { DraftRecord } from './draft/record.ts';

export interface PackagePorts {
  /** What is known of the packages that a plan brings in, in the project and in the registry. */
  readonly packageFacts?: (
    needs: Pick<FactNeeds, 'packages' | 'newPackages'>,
  ) => Promise<Readonly<Record<string, PackageFact>>>;
}

const PREFIX = 'registry-';

/**
 * A draft that says what the registry knows of the packages it adds. Each is a finding of the session: recorded once, so
 * that later revisions say the same, and left out when its package is. Nothing is said where nothing is known.
 */
export async function draftWithPackages(
  scope: RunScope,
  ports: PackagePorts,
  record: DraftRecord,
  draft: (record: DraftRecord) => Plan,
): Promise<Plan> {
  const plan = draft(record);
  if (!ports.packageFacts) return plan;
  const wanted = needs(plan);
  const added = wanted.newPackages.filter(one => one.how === 'added');
  const names = new Set(added.map(one => `${PREFIX}${one.name}`));
  const kept = record.findings.filter(f => !f.id.startsWith(PREFIX) || names.has(f.id));
  const open = added.filter(one => !kept.some(f => f.id === `${PREFIX}${one.name}`));
  const facts =
    open.length > 0 ? await scope.until(ports.packageFacts({ packages: [], newPackages: open })) : {};
  const learned = open.flatMap(({ name }) => findingOf(name, facts[name]));
  for (const finding of learned) scope.emit({ type: 'FindingRecorded', finding });
  if (learned.length === 0 && kept.length === record.findings.length) return plan;
  return draft({ ...record, findings: [...kept, ...learned] });
}

function findingOf(name: string, fact: PackageFact | undefined): readonly Finding[] {
  if (!fact?.registry || fact.checkedAt === undefined) return [];
  const said = `${fact.asked ?? 'the registry'}, ${new Date(fact.checkedAt).toISOString().slice(0, 10)}`;
  return [
    {
      id: `${PREFIX}${name}`,
      phase: 'planning',
      topic: 'found',
      text: `${packageLine(fact.registry)} (${said}).`,
      sources: [{ kind: 'package', name, version: fact.registry.version }],
    },
  ];
}
