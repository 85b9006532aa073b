import { join } from 'node:path';
import { createGit, createProjectFiles, packageRoot } from '../host/index.ts';
import type { Git, ProjectFiles } from '../host/port.ts';
import { createCodeMap } from './map.ts';
import type { CodeMap } from './port.ts';
import { RemoteCodeMap } from './remote.ts';
import type { AskBeside, Beside } from './wire.ts';

export interface StartOptions {
  /** The built worker. By default dist/map-worker.js; from sources (tests) the map runs in this thread. */
  readonly worker?: string;
}

/** A project's map and what it was made from, in the map's own thread. */
export interface MappedProject {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  readonly git: Git;
}

/** The code map of a folder, off the caller's thread where the program is built. Close it when done. */
export function startCodeMap(root: string, options: StartOptions = {}): CodeMap {
  return startCodeMapWith(root, () => ({}), options).map;
}

/**
 * The same with what is answered beside it, in the same thread. `make` is what the worker's script serves too; it is
 * called here only where the map runs in this thread.
 */
export function startCodeMapWith<B extends Beside<B>>(
  root: string,
  make: (project: MappedProject) => B,
  options: StartOptions = {},
): { readonly map: CodeMap; readonly ask: AskBeside<B> } {
  const script =
    options.worker ?? (runsFromSource() ? undefined : join(packageRoot(), 'dist', 'map-worker.js'));
  if (script !== undefined) {
    const map = new RemoteCodeMap(script, root);
    return { map, ask: map.besides<B>() };
  }
  const git = createGit(root);
  const files = createProjectFiles(root, git);
  const map = createCodeMap({ files, git });
  const beside = make({ map, files, git });
  return { map, ask: (name, ...args) => beside[name](...args) as ReturnType<B[typeof name]> };
}

/** Sources are run by the test runner only; whatever was built is JavaScript. */
function runsFromSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
