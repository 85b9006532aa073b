import type { PackageChanges } from '../domain/index.ts';
import { runsOn } from './candidates.ts';
import type { ProjectFact } from './facts.ts';

/**
 * What lies between the installed version of a package and a newer one, in one sentence without its full stop:
 * `` `express` 4.18.2 is installed and 5.1.0 (2025-03-31) is the latest: 11 releases lie between; 5.0.0 (2024-09-10) begins a major version ``.
 */
export function changesLine(changes: PackageChanges, project: ProjectFact): string {
  const { name, from, to, latest, releases, majors, published, modulesOnly, deprecated, home } = changes;
  const dated = `${to}${dateOf(published)}`;
  const meant = to === latest ? `${dated} is the latest` : `${dated} is meant (the latest is ${latest})`;
  const steps = majors.map(m => `${m.version}${dateOf(m.published)}`);
  const parts = [
    `${releases} ${releases === 1 ? 'release lies' : 'releases lie'} between`,
    ...(steps.length > 0
      ? [`${steps.join(', ')} ${steps.length === 1 ? 'begins a major version' : 'begin major versions'}`]
      : ['none of them a major version']),
    ...nodeOf(changes, project),
    ...(modulesOnly ? ['it is loaded by `import` alone, no longer by `require`'] : []),
    ...(changes.peers.length > 0 ? [`it asks the project for ${listed(changes.peers.map(peerOf))}`] : []),
    ...(changes.brings.length > 0 ? [`it brings ${listed(changes.brings.map(code))} along`] : []),
    ...(changes.drops.length > 0 ? [`it no longer brings ${listed(changes.drops.map(code))}`] : []),
    ...(deprecated === undefined
      ? []
      : [`${from} is deprecated${deprecated === '' ? '' : `: “${deprecated}”`}`]),
    ...(home === undefined ? [] : [`its own notes are to be read at ${home}`]),
  ];
  return `${code(name)} ${from} is installed and ${meant}: ${parts.join('; ')}`;
}

const dateOf = (iso: string | undefined): string => (iso === undefined ? '' : ` (${iso.slice(0, 10)})`);

const MOST = 6;
const code = (name: string): string => `\`${name}\``;

function nodeOf({ node }: PackageChanges, project: ProjectFact): readonly string[] {
  if (!node) return [];
  const own =
    project.node === undefined || runsOn(node.to, project.node)
      ? ''
      : `, which ${code('package.json')} with ${project.node} does not promise`;
  return [`it runs on Node ${node.to ?? 'of any version'} (before: ${node.from ?? 'not said'})${own}`];
}

function peerOf({ name, from, to }: PackageChanges['peers'][number]): string {
  if (to === undefined) return `${code(name)} no longer (before: ${from})`;
  return `${code(name)} ${to}${from === undefined ? '' : ` (before: ${from})`}`;
}

function listed(items: readonly string[]): string {
  return items.length > MOST
    ? `${items.slice(0, MOST).join(', ')} and ${items.length - MOST} more`
    : items.join(', ');
}
