import type { PackageFact } from '../facts.ts';
import type { Step } from '../model.ts';
import { splitSpec } from '../read/commands.ts';
import { newCode } from './blocks.ts';
import { importedBy, newPackages, ownModules } from './imports.ts';
import { type CheckFinding, type CheckInput, didYouMean, error, stepLine, warning } from './input.ts';
import { registryFindings, registryNotes } from './registry.ts';

interface PackageOutcome {
  readonly findings: readonly CheckFinding[];
  /** What the registry says of the packages that are added, and why it does not of others. */
  readonly notes: readonly string[];
  /** Whether something is installed, or what the registry says of it, could not be found out. */
  readonly unreached: boolean;
  /** A package that a step adds is still there at the end. */
  readonly added: boolean;
}

/** What the packages of a plan come to: whether they are there when code imports them, and what is known of them. */
export function judgePackages(input: CheckInput): PackageOutcome {
  const { plan, facts } = input;
  const findings: CheckFinding[] = [];
  const added = new Set<string>();
  const own = ownModules(plan);
  const brought = new Map(newPackages(plan).map(one => [one.name, one]));
  let unreached = false;
  for (const step of plan.steps) {
    for (const p of step.packages) {
      const { name } = splitSpec(p.name);
      const fact = facts.packages[name];
      const line = () => stepLine(input, step.id, `- \`${p.name}\``, names(name));
      if (p.action === 'remove') {
        if (fact?.installed === 'no' && !added.has(name))
          findings.push(
            error(
              line(),
              `\`${name}\` is to be removed, but it is not installed.`,
              'Take it out of the step.',
            ),
          );
        added.delete(name);
        continue;
      }
      added.add(name);
      // Once, where it is first added.
      const one = brought.get(name);
      brought.delete(name);
      if (one && fact) findings.push(...registryFindings(one, fact, facts, plan.steps, line()));
      if (one && isOpen(fact)) unreached = true;
    }
    for (const block of newCode(step))
      for (const name of importedBy(block, own)) {
        if (added.has(name)) continue;
        const fact = facts.packages[name];
        if (fact?.installed === undefined || fact.installed === 'not-checked') unreached = true;
        findings.push(...importFindings(input, step, name, fact));
      }
  }
  const all = newPackages(plan);
  return { findings, notes: registryNotes(all, facts), unreached, added: added.size > 0 };
}

/** Whether a line, an install command mostly, has the package as a word of its own. */
function names(name: string): (line: string) => boolean {
  return line => line.split(/[\s`'",]+/).some(word => splitSpec(word).name === name);
}

/** A package that is added, of which nobody knows whether it exists or is to be used. */
function isOpen(fact: PackageFact | undefined): boolean {
  return fact?.inRegistry !== 'no' && (fact?.inRegistry !== 'yes' || fact.deprecated === 'not-checked');
}

/** Code that imports what is not there, or what is there and should no longer be used. */
function importFindings(
  input: CheckInput,
  step: Step,
  name: string,
  fact: PackageFact | undefined,
): readonly CheckFinding[] {
  const line = () =>
    stepLine(input, step.id, `'${name}`, `"${name}`, `import ${name}`, `from ${name}`, `use ${name}`);
  const findings: CheckFinding[] = [];
  if (fact?.installed === 'no') {
    const absent =
      fact.inRegistry === 'no' ? `; ${fact.asked ?? 'the registry'} does not know it either` : '';
    findings.push(
      error(
        line(),
        `The code imports \`${name}\`, which is not installed and which no step adds before${absent}.`,
        fact.inRegistry === 'no'
          ? didYouMean(fact.nearest) || 'Use what is installed, or a package that exists.'
          : [didYouMean(fact.nearest), `Add \`${name}\` in a step, or use what is installed.`]
              .filter(Boolean)
              .join(' '),
      ),
    );
  }
  if (fact?.deprecated === 'yes')
    findings.push(
      warning(
        line(),
        `\`${name}\` is deprecated${fact.registry?.deprecated ? `: “${fact.registry.deprecated}”` : ''}.`,
        'See whether its successor serves here.',
      ),
    );
  return findings;
}
