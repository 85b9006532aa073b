import * as z from 'zod';
import { changesLine } from '../../plan/changes-line.ts';
import { newOfNpm, type PackageFact } from '../../plan/facts.ts';
import { packageLine } from '../../plan/package-line.ts';
import type { PackageWays } from '../local/way-findings.ts';
import { type Tool, tool } from './tool.ts';

const MOST_NAMES = 6;
/** Weaknesses of one package; how many there are is said anyway. */
const MOST_TOLD = 5;

/** Readings of the registry of packages, where the person allows that it is asked. */
export const REGISTRY_TOOLS: readonly Tool[] = [
  tool({
    name: 'registry',
    description:
      'What the npm registry says of packages: newest version, age, size, license, weaknesses; of one that is installed also what lies between its version and the newest. Use it before a plan adds, replaces or upgrades a package. Where the registry may not be asked, it says why.',
    input: z.strictObject({ names: z.array(z.string().min(1).max(214)).min(1).max(MOST_NAMES) }),
    activity: ({ names }) => ({ verb: 'Searching', object: `the registry for ${names.join(', ')}` }),
    async run({ names: given }, { packageFacts, packageWays, research }) {
      if (!packageFacts) return 'No registry can be asked here.';
      const names = [...new Set(given)];
      const { packages, project } = await packageFacts({
        packages: names,
        newPackages: names.map(newOfNpm),
      });
      const { dependencies } = await research.brief();
      const installed = names.flatMap(name => {
        const from = dependencies.find(
          d => d.name === name && d.ecosystem === 'npm' && d.installed,
        )?.installed;
        return from === undefined ? [] : [{ name, from, notes: false }];
      });
      const ways = installed.length > 0 ? await packageWays?.(installed) : undefined;
      return names
        .map(name => [factLine(name, packages[name]), wayLine(name, ways, project)].flat().join('\n'))
        .join('\n\n');
    },
  }),
];

function factLine(name: string, fact: PackageFact | undefined): readonly string[] {
  const here =
    fact?.installed === 'yes' ? [`${name} is installed here${fact.version ? `: ${fact.version}` : ''}.`] : [];
  if (fact?.registry) {
    const { deprecated, advisories = [] } = fact.registry;
    return [
      `${packageLine(fact.registry)}.`,
      ...(deprecated === undefined ? [] : [`It was deprecated with these words: ${deprecated}`]),
      ...advisories.slice(0, MOST_TOLD).map(a => `${a.severity} ${a.id} (${a.range}): ${a.title}`),
      ...here,
    ];
  }
  if (fact?.inRegistry === 'no') {
    const like = fact.nearest?.length ? ` Like it: ${fact.nearest.join(', ')}.` : '';
    return [`${name}: ${fact.asked ?? 'the registry'} has no package of this name.${like}`, ...here];
  }
  const why = fact?.onlyLatest
    ? `it has no such version; the newest is ${fact.onlyLatest}`
    : (fact?.unasked ?? 'the registry said nothing');
  return [`${name}: not looked up: ${why}. What is not known of it may not be claimed.`, ...here];
}

function wayLine(
  name: string,
  ways: PackageWays | undefined,
  project: PackageWays['project'],
): readonly string[] {
  const way = ways?.ways.get(name);
  return way?.kind === 'known' && way.changes ? [`${changesLine(way.changes, project)}.`] : [];
}
