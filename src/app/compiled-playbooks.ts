import { join } from 'node:path';
import { createDataFiles, packageRoot, readBuilt, sha16 } from '../host/index.ts';
import { type CompiledBy, compilePlaybooks, readCompiled } from '../playbooks/compiled.ts';
import type { Playbook } from '../playbooks/model.ts';
import { version } from './version.ts';

/** Beside the built program: its playbooks as data. */
export const COMPILED_FILE = 'playbooks.json';

/** What the build writes into `COMPILED_FILE`. */
export function compileBuiltIn(): string {
  const folder = builtInFolder();
  return compilePlaybooks(
    folder.list('.md').flatMap(name => folder.read(name) ?? []),
    thisProgram(),
  );
}

/** What the build parsed of a text; none where the program runs from its sources, and for a text that was edited since. */
export function compiledBuiltIn(): (text: string) => Playbook | undefined {
  const json = readBuilt(COMPILED_FILE);
  const compiled = json === undefined ? new Map<string, Playbook>() : readCompiled(json, thisProgram());
  return text => (compiled.size === 0 ? undefined : compiled.get(sha16(text)));
}

export function thisProgram(): CompiledBy {
  return { version: version(), hashOf: sha16 };
}

export function builtInFolder() {
  return createDataFiles(join(packageRoot(), 'playbooks'));
}
