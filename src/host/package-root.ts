import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/** The product's own folder, which holds `themes/`, `playbooks/` and `dist/`: the one way to find its data. */
export function packageRoot(): string {
  found ??= findPackageRoot(dirname(fileURLToPath(import.meta.url)));
  return found;
}

/** A file that the build laid beside the program; none where the sources are run as they are. */
export function readBuilt(name: string): string | undefined {
  const folder = join(packageRoot(), 'dist');
  if (!fileURLToPath(import.meta.url).startsWith(folder + sep)) return undefined;
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** The nearest folder at or above `start` whose package.json is planner-tui's. Throws where the install is broken. */
export function findPackageRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder)
      throw new Error(`planner-tui's package.json was expected at or above ${start}: install it again.`);
  }
}

function isOurs(path: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return (
      typeof manifest === 'object' &&
      manifest !== null &&
      'name' in manifest &&
      manifest.name === 'planner-tui'
    );
  } catch {
    return false;
  }
}
