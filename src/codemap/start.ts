import { join } from 'node:path';
import { createGit, createProjectFiles, packageRoot } from '../host/index.ts';
import { createCodeMap } from './map.ts';
import type { CodeMap } from './port.ts';
import { RemoteCodeMap } from './remote.ts';

export interface StartOptions {
  /** The built worker. By default dist/map-worker.js; from sources (tests) the map runs in this thread. */
  readonly worker?: string;
}

/** The code map of a folder, off the caller's thread where the program is built. Close it when done. */
export function startCodeMap(root: string, options: StartOptions = {}): CodeMap {
  const script =
    options.worker ?? (runsFromSource() ? undefined : join(packageRoot(), 'dist', 'map-worker.js'));
  if (script !== undefined) return new RemoteCodeMap(script, root);
  const git = createGit(root);
  return createCodeMap({ files: createProjectFiles(root, git), git });
}

/** Sources are run by the test runner only; whatever was built is JavaScript. */
function runsFromSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
