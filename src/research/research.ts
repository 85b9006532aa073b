import type { CodeMap } from '../codemap/port.ts';
import type { Git, ProjectFiles } from '../host/port.ts';
import { once } from '../shared/once.ts';
import { type BriefParts, composeBrief } from './brief.ts';
import { readConventions } from './conventions.ts';
import { indexDocuments } from './documents.ts';
import { detectFacts } from './facts/index.ts';
import { installedPackage } from './installed-package.ts';
import type { Research } from './port.ts';
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
export function createResearch(parts: ResearchParts): Research {
  return researchOf(answerResearch(parts));
}

/** The questions of research as plain data, so that they may be answered in another thread. */
export interface ResearchAnswers {
  briefParts(): Promise<BriefParts>;
  facts: Research['facts'];
  documents: Research['documents'];
  installedPackage: Research['installedPackage'];
  notices(): Promise<readonly string[]>;
}

export function answerResearch({ files, map, git, limits }: ResearchParts): ResearchAnswers {
  const reader = createReader(files, git, limits);
  const survey = once(() => readSurvey(reader, files));
  const documents = once(() => indexDocuments(reader));
  return {
    briefParts: once(async () => {
      const [read, index, conventions] = await Promise.all([survey(), documents(), readConventions(reader)]);
      return { survey: read, folder: files.root, conventions, documents: index.listing };
    }),
    facts: once(async () => detectFacts(reader, await survey(), map)),
    documents: async (words, limit) => (await documents()).search(words, limit),
    installedPackage: (name, words) => installedPackage(files, name, words),
    notices: async () => reader.notices(),
  };
}

/** Names of the packages that the project declares now; nothing is kept. */
export async function declaredPackages(files: ProjectFiles, git: Git): Promise<readonly string[]> {
  const { dependencies } = await readSurvey(createReader(files, git), files);
  return dependencies.map(dependency => dependency.name);
}

/** Research over answers that are worked out wherever they are. Rejects only where nobody is left to answer. */
export function researchOf(answers: ResearchAnswers): Research {
  let notices: readonly string[] = [];
  const noticed = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer;
    notices = await answers.notices();
    return value;
  };
  return {
    brief: once(async () => composeBrief(await noticed(answers.briefParts()))),
    facts: once(() => noticed(answers.facts())),
    documents: (words, limit) => noticed(answers.documents(words, limit)),
    installedPackage: (name, words) => noticed(answers.installedPackage(name, words)),
    notices: () => notices,
  };
}
