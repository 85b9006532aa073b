import { basename, dirname, join } from 'node:path';
import { createDataFiles } from '../../host/data-files.ts';
import { packageRoot } from '../../host/package-root.ts';
import { loadEngine } from './engines.ts';
import { LANGUAGES } from './languages.ts';
import type { Engine } from './protocol.ts';
import { grammarOfPackage } from './wasm.ts';

export interface InstalledParsers {
  /** What reads TypeScript and JavaScript; undefined where neither loads. */
  readonly engine: Engine | undefined;
  /** Languages beside them whose grammar and query file are there. */
  readonly languages: number;
  /** What was expected and is not there. */
  readonly missing: readonly string[];
}

/** Whether what parses code is wholly installed. Loads the parser into this process, and parses nothing of a project. */
export async function installedParsers(): Promise<InstalledParsers> {
  const ours = join(packageRoot(), 'src', 'codemap');
  const grammars = [...namesIn(join(ours, 'grammars'), '.wasm'), ...namesIn(packagedFolder(), '.wasm')];
  const queries = namesIn(join(ours, 'queries'), '.scm');
  const missing: string[] = [];
  let languages = 0;
  for (const [name, { grammar, query }] of Object.entries(LANGUAGES)) {
    const wanted = [`tree-sitter-${grammar}.wasm`, `${query ?? name}.scm`];
    const gone = wanted.filter(file => !grammars.includes(file) && !queries.includes(file));
    missing.push(...gone);
    if (gone.length === 0) languages++;
  }
  const engine = await loadEngine('auto').then(
    loaded => loaded.engine,
    () => undefined,
  );
  return { engine, languages, missing };
}

function namesIn(folder: string | undefined, ending: string): readonly string[] {
  return folder === undefined
    ? []
    : createDataFiles(folder)
        .list(ending)
        .map(name => basename(name));
}

function packagedFolder(): string | undefined {
  try {
    return dirname(grammarOfPackage('go'));
  } catch {
    return undefined;
  }
}
