import type { Advisory } from '../../domain/index.ts';
import { typesPackageOf } from '../../shared/npm-names.ts';
import type { NewPackage, PackageFact, PlanFacts } from '../facts.ts';
import type { Step } from '../model.ts';
import { packageLine, sayAge } from '../package-line.ts';
import { splitSpec } from '../read/commands.ts';
import { type CheckFinding, didYouMean, error, warning } from './input.ts';
import { licenseRemark } from './license.ts';

const YEAR_MS = 365.25 * 24 * 3_600_000;
/** A package without a publication for so long may be finished or left alone; that is worth a look. */
const OLD_YEARS = 3;
const SHOWN = 3;

/** What the registry says against a package that a step adds. `line`: where it is added. */
export function registryFindings(
  { name, spec, dev }: NewPackage,
  fact: PackageFact,
  facts: PlanFacts,
  steps: readonly Step[],
  line: number,
): readonly CheckFinding[] {
  const asked = fact.asked ?? 'the registry';
  if (fact.inRegistry === 'no')
    return [
      error(
        line,
        `\`${name}\` does not exist: ${asked} does not know it.`,
        didYouMean(fact.nearest) || 'Name a package that exists.',
      ),
    ];
  if (fact.onlyLatest !== undefined)
    return [
      error(
        line,
        `${asked} has no version ${spec} of \`${name}\`; its latest is ${fact.onlyLatest}.`,
        `Write \`${name}@${fact.onlyLatest}\`, or another version that exists.`,
      ),
    ];
  const known = fact.registry;
  const findings: CheckFinding[] = [];
  if (fact.deprecated === 'yes') {
    const said = known?.deprecated ? `: “${known.deprecated}”` : '';
    const which = known ? ` ${known.version}` : '';
    findings.push(
      error(
        line,
        `\`${name}\`${which} is deprecated${said}.`,
        'Choose its successor, or say why it is taken.',
      ),
    );
  }
  if (!known) return findings;
  const advised = known.advisories ?? [];
  if (advised.length > 0) findings.push(advisoryFinding(name, known.version, known.latest, advised, line));
  if (known.lastPublish !== undefined && fact.checkedAt !== undefined) {
    const years = (fact.checkedAt - Date.parse(known.lastPublish)) / YEAR_MS;
    if (years > OLD_YEARS)
      findings.push(
        warning(
          line,
          `\`${name}\` was last published ${known.lastPublish.slice(0, 10)}, ${Math.floor(years)} years ago.`,
          'See whether it is finished or left alone, and say so.',
        ),
      );
  }
  // What only builds and tests is not shipped, and nobody's code needs its types.
  if (dev) return findings;
  const remark = licenseRemark(known.license, facts.project?.license);
  if (remark)
    findings.push(warning(line, `\`${name}\` ${remark}.`, 'Let somebody decide whether that fits here.'));
  if (facts.project?.typescript) findings.push(...typesFindings(name, known.types, facts, steps, line));
  return findings;
}

function advisoryFinding(
  name: string,
  version: string,
  latest: string,
  advised: readonly Advisory[],
  line: number,
): CheckFinding {
  const listed = advised
    .slice(0, SHOWN)
    .map(({ id, severity, title, range }) => `${id} (${severity}) “${title}”, versions ${range}`);
  const more = advised.length > SHOWN ? `; and ${advised.length - SHOWN} more` : '';
  const message = `\`${name}\` ${version} has ${advised.length === 1 ? 'a known advisory' : `${advised.length} known advisories`}: ${listed.join('; ')}${more}.`;
  const mend =
    version === latest
      ? 'Choose another package, or say why the risk is taken.'
      : `Take a version outside of them; the latest is ${latest}.`;
  const grave = advised.some(({ severity }) => severity === 'high' || severity === 'critical');
  return grave ? error(line, message, mend) : warning(line, message, mend);
}

function typesFindings(
  name: string,
  types: NonNullable<PackageFact['registry']>['types'],
  facts: PlanFacts,
  steps: readonly Step[],
  line: number,
): readonly CheckFinding[] {
  if (types === 'none')
    return [
      warning(
        line,
        `\`${name}\` names no types of its own, and there is no \`@types\` package for it.`,
        'See whether it brings them all the same; else declare the module, or choose one that has them.',
      ),
    ];
  if (types !== 'separate') return [];
  const separate = typesPackageOf(name);
  if (separate === undefined) return [];
  const there =
    facts.packages[separate]?.installed === 'yes' ||
    steps.some(step => step.packages.some(p => p.action === 'add' && splitSpec(p.name).name === separate));
  return there
    ? []
    : [
        warning(
          line,
          `The types of \`${name}\` are in \`${separate}\`, which no step adds.`,
          `Add \`${separate}\` for development.`,
        ),
      ];
}

/** What the registry says of what is added, and of what it says nothing and why, a sentence each. */
export function registryNotes(brought: readonly NewPackage[], facts: PlanFacts): readonly string[] {
  const known: string[] = [];
  const unasked = new Map<string, string[]>();
  const unadvised = new Map<string, string[]>();
  for (const { name, how } of brought) {
    const fact = facts.packages[name];
    // What code alone imports matters where the project lacks it.
    if (!fact || (how === 'imported' && fact.installed !== 'no')) continue;
    if (fact.unasked) listUnder(unasked, fact.unasked, name);
    if (!fact.registry || how === 'imported') continue;
    const age = fact.ageMs === undefined ? '' : `, as it was ${sayAge(fact.ageMs)} ago`;
    known.push(`${packageLine(fact.registry)} (${fact.asked ?? 'the registry'}${age}).`);
    const { withoutAdvisories } = fact.registry;
    if (withoutAdvisories) listUnder(unadvised, withoutAdvisories, name);
  }
  return [
    ...known,
    ...[...unadvised].map(([why, names]) => `Advisories were not looked up (${names.join(', ')}): ${why}.`),
    ...[...unasked].map(([why, names]) => `Not looked up (${names.join(', ')}): ${why}.`),
  ];
}

function listUnder(lists: Map<string, string[]>, key: string, name: string): void {
  lists.set(key, [...(lists.get(key) ?? []), `\`${name}\``]);
}
