import type { CodeMap } from '../codemap/port.ts';
import type { Git, ProjectFiles } from '../host/port.ts';
import { once } from '../shared/once.ts';
import { composeBrief } from './brief.ts';
import { readConventions } from './conventions.ts';
import { indexDocuments } from './documents.ts';
import { detectFacts } from './facts/index.ts';
import { installedPackage } from './installed-package.ts';
import type { ProjectBrief, Research, StackFact } from './port.ts';
import { createReader, type ReadLimits } from './read/reader.ts';
import { readSurvey } from './survey.ts';

export interface ResearchParts {
  readonly files: ProjectFiles;
  readonly map: CodeMap;
  readonly git: Git;
  readonly limits?: ReadLimits;
}

/**
 * Research over one project as it stands: each question is worked out once and kept. Nothing is thrown and nothing
 * leaves the machine; what could not be read is a notice.
 */
export function createResearch({ files, map, git, limits }: ResearchParts): Research {
  const reader = createReader(files, git, limits);
  const survey = once(() => readSurvey(reader, files));
  const documents = once(() => indexDocuments(reader));
  const brief = once(async (): Promise<ProjectBrief> => {
    const [read, index, conventions] = await Promise.all([survey(), documents(), readConventions(reader)]);
    return composeBrief({ survey: read, folder: files.root, conventions, documents: index.listing });
  });
  const facts = once(async (): Promise<readonly StackFact[]> => detectFacts(reader, await survey(), map));
  return {
    brief,
    facts,
    documents: async (words, limit) => (await documents()).search(words, limit),
    installedPackage: (name, words) => installedPackage(files, name, words),
    notices: reader.notices,
  };
}
