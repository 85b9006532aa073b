import type { Finding } from '../../domain/index.ts';
import { type Candidates, candidatesFinding, candidatesId } from '../../plan/candidates.ts';
import { needs } from '../../plan/checks/index.ts';
import type { FactNeeds, NewPackage, PackageFact, ProjectFact } from '../../plan/facts.ts';
import type { Plan } from '../../plan/model.ts';
import { packageLine } from '../../plan/package-line.ts';
import type { RunScope } from './channel.ts';
import type { DraftRecord } from './draft/record.ts';

export interface PackagePorts {
  /** What is known of the packages that a plan brings in, in the project and in the registry. */
  readonly packageFacts?: (
    needs: Pick<FactNeeds, 'packages' | 'newPackages'>,
  ) => Promise<{ readonly packages: Readonly<Record<string, PackageFact>>; readonly project: ProjectFact }>;
}

const PREFIX = 'registry-';
const OURS = /^(?:registry|candidates)-/;

/**
 * A draft that says what the registry knows of the packages it adds. Each is a finding of the session: recorded once, so
 * that later revisions say the same, and left out when its package is. Candidates for one purpose are compared likewise.
 * Nothing is said where nothing is known.
 */
export async function draftWithPackages(
  scope: RunScope,
  ports: PackagePorts,
  record: DraftRecord,
  draft: (record: DraftRecord) => Plan,
  candidates: readonly Candidates[] = [],
): Promise<Plan> {
  const plan = draft(record);
  if (!ports.packageFacts) return plan;
  const added = needs(plan).newPackages.filter(one => one.how === 'added');
  const wanted = new Set([...added.map(one => `${PREFIX}${one.name}`), ...candidates.map(candidatesId)]);
  const kept = record.findings.filter(f => !OURS.test(f.id) || wanted.has(f.id));
  const known = new Set(kept.map(f => f.id));
  const open = added.filter(one => !known.has(`${PREFIX}${one.name}`));
  const compared = candidates.filter(c => !known.has(candidatesId(c)));
  const others = compared
    .flatMap(c => c.names)
    .filter((name, i, all) => all.indexOf(name) === i && !open.some(one => one.name === name))
    .map((name): NewPackage => ({ name, how: 'added', from: 'npm', dev: false }));
  const asked = [...open, ...others];
  const { packages: facts, project } =
    asked.length > 0
      ? await scope.until(ports.packageFacts({ packages: [], newPackages: asked }))
      : { packages: {}, project: { typescript: false } };
  const learned = [
    ...open.flatMap(({ name }) => findingOf(name, facts[name])),
    ...compared.flatMap(c => candidatesFinding(c, facts, project) ?? []),
  ];
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
