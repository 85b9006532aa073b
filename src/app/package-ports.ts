import type { PackagePorts } from '../agent/local/package-findings.ts';
import type { WayPorts } from '../agent/local/way-findings.ts';
import type { ProjectFiles } from '../host/port.ts';
import type { Research } from '../research/port.ts';
import type { LookUps } from './look-ups.ts';
import { packageFacts } from './package-facts.ts';
import { packageWays } from './package-ways.ts';

/** What planners may learn of packages: of the project, and of the registry where that may be asked. */
export function createPackagePorts({
  research,
  files,
  lookUps,
}: {
  readonly research: Research;
  readonly files: ProjectFiles;
  readonly lookUps: LookUps;
}): PackagePorts & Pick<WayPorts, 'packageWays'> {
  const sources = async () => {
    const [brief, paths] = await Promise.all([research.brief(), files.list()]);
    return { files, brief, paths, lookUps };
  };
  return {
    packageFacts: async wanted => packageFacts(wanted, await sources()),
    packageWays: async wanted => packageWays(wanted, await sources()),
  };
}
