import { installCommand, removeCommand } from './commands/packages.ts';
import { plainestFirst } from './commands/scripts.ts';
import { testCommand } from './commands/tests.ts';
import type { Convention, ProjectBrief } from './port.ts';
import { baseOf } from './read/paths.ts';
import type { Survey } from './survey.ts';

export interface BriefParts {
  readonly survey: Survey;
  /** Last folder name of the project, where no manifest names it. */
  readonly folder: string;
  readonly conventions: readonly Convention[];
  readonly documents: ProjectBrief['documents'];
}

/** Puts the parts together; the manifest nearest to the root speaks for the project. */
export function composeBrief(parts: BriefParts): ProjectBrief {
  const { survey } = parts;
  const main = survey.manifests[0];
  const atRoot = survey.manifests.filter(manifest => manifest.dir === '');
  const name = atRoot.find(manifest => manifest.name !== undefined)?.name ?? baseOf(parts.folder);
  // A member of a workspace describes itself, not the project, unless it bears the project's name.
  const own = survey.manifests.filter(manifest => manifest.dir === '' || manifest.name === name);
  const description = own.find(manifest => manifest.description !== undefined)?.description;
  const manager = main?.manager?.name ?? (main?.ecosystem === 'npm' ? 'npm' : undefined);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(manager === undefined ? {} : { packageManager: manager }),
    scripts: plainestFirst(survey.scripts),
    dependencies: survey.dependencies,
    conventions: parts.conventions,
    documents: parts.documents,
    testCommand: testPath => testCommand(survey.manifests, testPath),
    installCommand: (names, dev) => installCommand(main, names, dev),
    removeCommand: names => removeCommand(main, names),
  };
}
