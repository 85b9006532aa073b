import { intersects, subset, validRange } from 'semver';
import type { Finding, RegistryFact, Source } from '../domain/index.ts';
import { slug } from '../shared/slug.ts';
import { licenseRemark } from './checks/license.ts';
import type { PackageFact, ProjectFact } from './facts.ts';
import { sayBytes } from './package-line.ts';

/** A package that could serve, with what it would do for the project, in a few words. */
export interface Candidate {
  readonly name: string;
  readonly note: string;
}

/** Packages that serve one purpose in this project, and the one that the plan takes. */
export interface Candidates {
  /** "the queue". */
  readonly purpose: string;
  /** Name of the project that they are weighed for. */
  readonly project: string;
  /** `npm`, `pypi` … */
  readonly ecosystem: string;
  readonly candidates: readonly Candidate[];
  /** Who names them: playbooks. */
  readonly sources: readonly Source[];
  /** Undefined where the choices made take none of them. */
  readonly taken: string | undefined;
  /** What would be taken if the goal did not call for another one. */
  readonly instead?: string;
}

/** Another choice is another comparison: it says what the plan takes. */
export function candidatesId({ purpose, taken }: Pick<Candidates, 'purpose' | 'taken'>): string {
  return `candidates-${slug(purpose, 40, 'packages')}-${taken ?? 'none'}`;
}

/** Id of what is told of them while nothing was looked up. */
export function unaskedId(candidates: Pick<Candidates, 'purpose' | 'taken'>): string {
  return `${candidatesId(candidates)}-unasked`;
}

const YEAR_MS = 365.25 * 24 * 3_600_000;
/** Without a publication for so long somebody should see whether it is finished or left alone. */
const OLD_YEARS = 2;

/** What is held against a candidate, most serious first; the order of the criteria is the order of the list. */
const CRITERIA: readonly ((fact: Judged) => string | undefined)[] = [
  ({ known }) => (known.deprecated === undefined ? undefined : 'deprecated'),
  ({ known }) => {
    const grave = (known.advisories ?? []).filter(a => a.severity === 'high' || a.severity === 'critical');
    return grave.length === 0
      ? undefined
      : `${grave.length} grave ${grave.length === 1 ? 'advisory' : 'advisories'}`;
  },
  ({ known, project }) =>
    licenseRemark(known.license, project.license) ? `licence ${known.license ?? 'not stated'}` : undefined,
  ({ known, project }) => (runsOn(known.engines, project.node) ? undefined : `needs Node ${known.engines}`),
  ({ known, checkedAt }) =>
    known.lastPublish !== undefined && (checkedAt - Date.parse(known.lastPublish)) / YEAR_MS > OLD_YEARS
      ? `last published ${known.lastPublish.slice(0, 4)}`
      : undefined,
  ({ known, project }) => (project.typescript && known.types === 'none' ? 'no types' : undefined),
];

const STATED =
  'not deprecated, no grave advisory, a licence that fits, runs on the project’s Node, published within two years, typed; then fewest dependencies, then smallest';

interface Judged {
  readonly known: RegistryFact;
  readonly project: ProjectFact;
  /** Milliseconds since the epoch. */
  readonly checkedAt: number;
}

/** Whether every Node that the project says it runs on is one of the package's; unknown ranges say nothing against it. */
export function runsOn(engines: string | undefined, own: string | undefined): boolean {
  if (engines === undefined || validRange(engines) === null) return true;
  if (own === undefined || validRange(own) === null) return true;
  // An open end ("node": ">=18") reaches into majors that no package has promised yet.
  return subset(own, engines) || (intersects(own, engines) && lowestFits(own, engines));
}

function lowestFits(own: string, engines: string): boolean {
  const lowest = /\d+(?:\.\d+){0,2}/.exec(own)?.[0];
  return lowest !== undefined && intersects(`~${lowest}`, engines);
}

/**
 * The finding that compares candidates by what the registry says of each; undefined where it says nothing of two of them.
 * The first by the criteria is named, and the plan's own where it is another.
 */
export function candidatesFinding(
  of: Candidates,
  facts: Readonly<Record<string, PackageFact>>,
  project: ProjectFact,
): Finding | undefined {
  const { purpose, candidates, taken } = of;
  const judged = candidates.flatMap(({ name, note }) => {
    const fact = facts[name];
    if (!fact?.registry || fact.checkedAt === undefined) return [];
    const one: Judged = { known: fact.registry, project, checkedAt: fact.checkedAt };
    return [{ name, note, ...one, against: CRITERIA.map(criterion => criterion(one)), asked: fact.asked }];
  });
  const [one] = judged;
  if (!one || judged.length < 2) return undefined;
  const ranked = [...judged].sort(
    (a, b) =>
      worst(a.against, b.against) ||
      (a.known.dependencies ?? 0) - (b.known.dependencies ?? 0) ||
      (a.known.unpackedSize ?? 0) - (b.known.unpackedSize ?? 0) ||
      (a.name < b.name ? -1 : 1),
  );
  const first = ranked[0]?.name ?? one.name;
  const day = new Date(one.checkedAt).toISOString().slice(0, 10);
  const unknown = candidates.map(c => c.name).filter(name => !judged.some(j => j.name === name));
  const sources: Source[] = ranked.map(({ name, known }) => ({
    kind: 'package',
    name,
    version: known.version,
  }));
  return {
    id: candidatesId({ purpose, taken }),
    phase: 'planning',
    topic: 'found',
    text: `For ${purpose} of \`${of.project}\`, \`${first}\` comes first of ${judged.length} candidates by these criteria in this order: ${STATED}. ${choice(first, taken)}${unknown.length === 0 ? '' : ` Nothing was learned of ${unknown.map(n => `\`${n}\``).join(', ')}.`} Asked ${one.asked ?? 'the registry'} on ${day}.`,
    sources,
    table: {
      title: `Candidates for ${purpose}`,
      head: [
        'Package',
        'What it is',
        'Latest',
        'Published',
        'Licence',
        'Size',
        'Needs',
        'Node',
        'Types',
        'Against it',
      ],
      rows: ranked.map(({ name, note, known, against }) => [
        named(name, taken),
        note,
        known.latest,
        known.lastPublish?.slice(0, 10) ?? 'not said',
        known.license ?? 'none stated',
        known.unpackedSize === undefined ? 'not said' : sayBytes(known.unpackedSize),
        known.dependencies === undefined ? 'not said' : `${known.dependencies}`,
        known.engines ?? 'not said',
        known.types === 'not-checked' ? 'not asked' : known.types,
        against.filter(Boolean).join(', ') || 'nothing',
      ]),
    },
  };
}

const REGISTRIES: Readonly<Record<string, string>> = {
  pypi: 'PyPI',
  go: 'pkg.go.dev',
  crates: 'crates.io',
  maven: 'Maven Central',
  rubygems: 'rubygems.org',
  packagist: 'Packagist',
  nuget: 'NuGet',
};

/**
 * The finding that names candidates of which nothing was looked up, says why, and what to look at before one is taken:
 * where nobody may be asked, and where the packages are of an ecosystem whose registry is never asked.
 */
export function unaskedFinding(of: Candidates, facts: Readonly<Record<string, PackageFact>>): Finding {
  const { purpose, candidates, taken, ecosystem } = of;
  const names = candidates.map(c => `\`${c.name}\``);
  const registry = REGISTRIES[ecosystem];
  const why =
    registry === undefined
      ? (candidates.flatMap(c => facts[c.name]?.unasked ?? [])[0] ?? 'no registry was asked')
      : `planner-tui asks the registry of npm alone, so see ${registry}`;
  const takes =
    taken === undefined
      ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are candidates for ${purpose} of \`${of.project}\``
      : `For ${purpose} of \`${of.project}\` the plan takes \`${taken}\` of ${candidates.length} candidates, by the choices made above`;
  return {
    id: unaskedId(of),
    phase: 'planning',
    topic: 'found',
    text: `${takes}. Releases, licence, size and advisories of ${names.join(', ')} were not looked up: ${why}.`,
    sources: [...of.sources],
    table: {
      title: `Candidates for ${purpose}`,
      head: ['Package', 'What it is'],
      rows: candidates.map(({ name, note }) => [named(name, taken), note]),
    },
  };
}

function named(name: string, taken: string | undefined): string {
  return `\`${name}\`${name === taken ? ' (taken)' : ''}`;
}

/** The first criterion that one fails and the other does not decides. */
function worst(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): number {
  for (const [i, failed] of a.entries()) {
    const other = b[i];
    if ((failed === undefined) !== (other === undefined)) return failed === undefined ? -1 : 1;
  }
  return 0;
}

function choice(first: string, taken: string | undefined): string {
  if (taken === undefined) return 'The plan takes none of them.';
  if (taken === first) return 'The plan takes it.';
  return `The plan takes \`${taken}\`, by the choices made above; say “use ${first} instead of ${taken}” to change that.`;
}
