import type { FileSource } from '../../domain/index.ts';
import type { Manifest } from '../manifests/model.ts';
import { baseOf, isAside, isSide, isTest } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';

/** A project that is no program: others use it, so it has no server, port or deployment of its own. */
export interface LibraryProject {
  readonly name: string;
  readonly source: FileSource;
}

/** Whether the project is a library, by what its manifests publish and by what programs its sources hold. */
export async function libraryProject(
  reader: Reader,
  manifests: readonly Manifest[],
): Promise<LibraryProject | undefined> {
  const own = manifests.filter(manifest => !isSide(manifest.path));
  const main = own.find(manifest => manifest.dir === '');
  if (main === undefined) return undefined;
  const paths = (await reader.list()).filter(path => !isAside(path) && !isSide(path) && !isTest(path));
  switch (main.ecosystem) {
    case 'npm':
      return npmLibrary(main, own);
    case 'pypi': {
      const typed = paths.some(path => baseOf(path) === 'py.typed');
      const isApp = paths.some(path =>
        /(?:^|\/)(?:manage|wsgi|asgi)\.py$|^(?:app|main|server)\.py$/.test(path),
      );
      return main.published !== undefined && typed && !isApp ? named(main, main.published) : undefined;
    }
    case 'go': {
      const program = paths.some(path => /(?:^|\/)main\.go$|^cmd\//.test(path));
      return program || main.runner === undefined ? undefined : named(main, main.runner.source);
    }
    case 'crates': {
      const program = paths.some(path => /(?:^|\/)main\.rs$|(?:^|\/)src\/bin\//.test(path));
      const library = paths.includes('src/lib.rs');
      return program || !library || main.runner === undefined ? undefined : named(main, main.runner.source);
    }
    default:
      return main.published === undefined ? undefined : named(main, main.published);
  }
}

/** The root is published, or the member that bears its name is, or every member is. */
function npmLibrary(main: Manifest, own: readonly Manifest[]): LibraryProject | undefined {
  const packages = own.filter(manifest => manifest.ecosystem === 'npm');
  const namesake = packages.find(
    item =>
      item.published !== undefined && (item === main || (item.name !== undefined && item.name === main.name)),
  );
  if (namesake?.published !== undefined) return named(namesake, namesake.published);
  const members = packages.filter(item => item !== main);
  const published = members.filter(item => item.published !== undefined);
  if (main.name === undefined && published.length === 1 && published[0]?.published !== undefined)
    return named(published[0], published[0].published);
  const first = members[0];
  return first?.published !== undefined && members.every(item => item.published !== undefined)
    ? named(main, first.published)
    : undefined;
}

function named(manifest: Manifest, source: FileSource): LibraryProject {
  return { name: manifest.name ?? 'this project', source };
}
