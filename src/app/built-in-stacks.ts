import { join } from 'node:path';
import { createDataFiles, packageRoot } from '../host/index.ts';
import { parseStack, type Stack } from '../playbooks/stacks.ts';

let read: readonly Stack[] | undefined;

/** The ways to begin a project that come with the program, by name. */
export function builtInStacks(): readonly Stack[] {
  const folder = createDataFiles(join(packageRoot(), 'stacks'));
  read ??= folder.list('.md').flatMap(name => {
    const text = folder.read(name);
    return text === undefined ? [] : [parseStack(text)];
  });
  return read;
}
