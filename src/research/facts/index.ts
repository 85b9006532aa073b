import type { CodeMap } from '../../codemap/port.ts';
import type { StackFact } from '../port.ts';
import { turn } from '../read/pace.ts';
import type { Reader } from '../read/reader.ts';
import type { Survey } from '../survey.ts';
import { detectAuth } from './auth.ts';
import { readCorpus } from './corpus.ts';
import { detectDatabase } from './database.ts';
import { detectHttpParts } from './http-parts.ts';
import { detectLibraries } from './libraries.ts';
import { libraryProject } from './library-project.ts';
import { type Detector, type FactContext, present, readManifestBlocks } from './model.ts';
import { detectOperations } from './operations.ts';
import { detectOutgoing } from './outgoing.ts';
import { detectRealtime } from './realtime.ts';
import { detectRoleCheck } from './role-check.ts';
import { detectServer } from './server.ts';
import { detectWorking } from './working.ts';

const DETECTORS: readonly (readonly [string, Detector])[] = [
  ['server', detectServer],
  ['auth', detectAuth],
  ['database', detectDatabase],
  ['realtime', detectRealtime],
  ['HTTP layer', detectHttpParts],
  ['outgoing calls', detectOutgoing],
  ['checks of roles', detectRoleCheck],
  ['use of libraries', detectLibraries],
  ['deployment', detectOperations],
  ['tooling', detectWorking],
];

/** Runs every detector over one reading of the sources. A detector that fails costs its own facts and a notice. */
export async function detectFacts(
  reader: Reader,
  survey: Survey,
  map: CodeMap,
): Promise<readonly StackFact[]> {
  const [corpus, library] = await Promise.all([readCorpus(reader), libraryProject(reader, survey.manifests)]);
  const manifestBlocks = await readManifestBlocks(reader, survey);
  const context: FactContext = { reader, survey, map, corpus, library, manifestBlocks };
  const facts: StackFact[] = [];
  if (library !== undefined) {
    const text = `\`${library.name}\` is a library: other programs use it, and it starts no server of its own.`;
    facts.push(present('library', text, [library.source], { name: library.name }));
  }
  for (const [name, detect] of DETECTORS) {
    await turn();
    try {
      facts.push(...(await detect(context)));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      reader.note(`The ${name} of this project could not be read: ${why}.`);
    }
  }
  return facts;
}
