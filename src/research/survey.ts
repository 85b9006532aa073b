import type { ProjectFiles } from '../host/port.ts';
import { usualScripts } from './commands/usual.ts';
import { readCi } from './manifests/ci.ts';
import { readCargo, readGo, readJvm } from './manifests/compiled.ts';
import { readDotnet } from './manifests/dotnet.ts';
import type { Ecosystem, Manifest } from './manifests/model.ts';
import { readNpm } from './manifests/npm.ts';
import { readPython } from './manifests/python.ts';
import { readTasks } from './manifests/tasks.ts';
import { readPhp, readRuby } from './manifests/web.ts';
import type { ProjectDependency, ProjectScript } from './port.ts';
import { depth, isAside, isTest } from './read/paths.ts';
import type { Reader } from './read/reader.ts';

/** Everything that manifests say, before it is put into a brief. */
export interface Survey {
  /** The project's own ecosystem first, then nearest to the root. */
  readonly manifests: readonly Manifest[];
  readonly scripts: readonly ProjectScript[];
  readonly dependencies: readonly ProjectDependency[];
  /** What CI runs, line by line. */
  readonly ciCommands: readonly ProjectScript[];
}

const SOURCES: readonly (readonly [Ecosystem, RegExp])[] = [
  ['npm', /\.(?:[cm]?[jt]sx?|vue|svelte)$/],
  ['pypi', /\.py$/],
  ['go', /\.go$/],
  ['crates', /\.rs$/],
  ['maven', /\.(?:java|kt|scala)$/],
  ['rubygems', /\.rb$/],
  ['packagist', /\.php$/],
  ['nuget', /\.cs$/],
];

export async function readSurvey(reader: Reader, files: ProjectFiles): Promise<Survey> {
  const [manifests, ciCommands, tasks] = await Promise.all([
    readManifests(reader, files),
    guarded(reader, 'CI files', readCi(reader)),
    guarded(reader, 'task files', readTasks(reader)),
  ]);
  const written = [...manifests.flatMap(ownScripts), ...tasks];
  return {
    manifests,
    scripts: [...written, ...usualScripts(manifests, written)],
    dependencies: manifests.flatMap(manifest => manifest.dependencies),
    ciCommands,
  };
}

/** A package that only tests use is not how the project is built, started or checked. */
function ownScripts({ dir, scripts }: Manifest): readonly ProjectScript[] {
  return dir !== '' && isTest(`${dir}/`)
    ? scripts.map(script => (script.purpose === 'test' ? script : { ...script, purpose: 'other' as const }))
    : scripts;
}

/** Manifests of every ecosystem. A package.json that only holds a formatter does not make a Go project a JavaScript one. */
async function readManifests(reader: Reader, files: ProjectFiles): Promise<readonly Manifest[]> {
  const readers = [
    readNpm(reader, files),
    readPython(reader),
    readGo(reader),
    readCargo(reader),
    readJvm(reader),
    readRuby(reader),
    readPhp(reader),
    readDotnet(reader),
  ];
  const all = (await Promise.all(readers.map(reading => guarded(reader, 'manifests', reading)))).flat();
  const counts = new Map<Ecosystem, number>();
  for (const path of await reader.list()) {
    if (isAside(path)) continue;
    const ecosystem = SOURCES.find(([, pattern]) => pattern.test(path))?.[0];
    if (ecosystem !== undefined) counts.set(ecosystem, (counts.get(ecosystem) ?? 0) + 1);
  }
  const height = (manifest: Manifest): number => (manifest.dir === '' ? 0 : depth(manifest.dir));
  const share = (manifest: Manifest): number => counts.get(manifest.ecosystem) ?? 0;
  // A root manifest speaks before any below it; among equals the language with more files.
  return all.sort(
    (a, b) => Math.min(height(a), 1) - Math.min(height(b), 1) || share(b) - share(a) || height(a) - height(b),
  );
}

async function guarded<T>(
  reader: Reader,
  what: string,
  reading: Promise<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await reading;
  } catch (error) {
    reader.note(`Some ${what} could not be read: ${error instanceof Error ? error.message : String(error)}.`);
    return [];
  }
}
