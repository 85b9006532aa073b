import { createCodeMap } from '../../src/codemap/index.ts';
import { createGit, createProjectFiles } from '../../src/host/index.ts';
import type { ProjectFiles } from '../../src/host/port.ts';

export const filesOf = (root: string): ProjectFiles => createProjectFiles(root, createGit(root));

/** Builds the map of a folder: what it skipped and why, and the names that it knows of each file. */
export async function mapped(root: string, files: ProjectFiles = filesOf(root)) {
  const map = createCodeMap({ files, git: createGit(root) });
  const summary = await map.build();
  const cards = await map.cards(await map.paths());
  return {
    skipped: Object.fromEntries(summary.skipped.map(s => [s.path, s.reason])),
    names: Object.fromEntries(cards.map(c => [c.path, c.symbols.map(s => s.name)])),
    lines: Object.fromEntries(cards.map(c => [c.path, c.lines])),
    map,
  };
}
