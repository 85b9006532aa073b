import type { Finding } from '../../domain/index.ts';
import { type Candidates, candidatesFinding, candidatesId, unaskedFinding } from '../../plan/candidates.ts';
import { needs } from '../../plan/checks/index.ts';
import { type FactNeeds, newOfNpm, type PackageFact, type ProjectFact } from '../../plan/facts.ts';
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
 * that later revisions say the same, and left out when its package is. Candidates for one purpose are compared likewise;
 * where nothing could be learned of them, that is said, and asked for again by the next draft.
 */
export async function draftWithPackages(
  scope: RunScope,
  ports: PackagePorts,
  record: DraftRecord,
  draft: (record: DraftRecord) => Plan,
  candidates: readonly Candidates[] = [],
): Promise<Plan> {
  const plan = draft(record);
  const known = new Set(record.findings.map(f => f.id));
  const added = needs(plan).newPackages.filter(one => one.how === 'added');
  const open = ports.packageFacts ? added.filter(one => !known.has(`${PREFIX}${one.name}`)) : [];
  const compared = candidates.filter(c => !known.has(candidatesId(c)));
  const others = compared
    .filter(c => c.ecosystem === 'npm')
    .flatMap(c => c.candidates.map(one => one.name))
    .filter((name, i, all) => all.indexOf(name) === i && !open.some(one => one.name === name))
    .map(newOfNpm);
  const asked = [...open, ...others];
  const { packages: facts, project } =
    ports.packageFacts && asked.length > 0
      ? await scope.until(ports.packageFacts({ packages: [], newPackages: asked }))
      : { packages: {}, project: { typescript: false } };
  const comparisons = compared.map(
    c =>
      (c.ecosystem === 'npm' ? candidatesFinding(c, facts, project) : undefined) ?? unaskedFinding(c, facts),
  );
  const learned = [...open.flatMap(({ name }) => findingOf(name, facts[name])), ...comparisons].filter(
    f => !known.has(f.id),
  );
  const wanted = new Set([
    ...added.map(one => `${PREFIX}${one.name}`),
    ...candidates.filter(c => known.has(candidatesId(c))).map(candidatesId),
    ...comparisons.map(f => f.id),
  ]);
  const kept = record.findings.filter(f => !OURS.test(f.id) || wanted.has(f.id));
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
