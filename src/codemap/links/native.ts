import { basename, common, dirname, join } from './paths.ts';
import { NOWHERE, one, push, type ResolveInput, type Resolver, type Target } from './target.ts';

/** C and C++: beside the file, then below an `include` folder or the root, then wherever the path ends so. */
export function includeResolver({ files, byPath }: ResolveInput): Resolver {
  const byName = new Map<string, number[]>();
  files.forEach((file, n) => {
    push(byName, basename(file.path), n);
  });
  const ending = (path: string, from: string): Target | undefined => {
    const found = (byName.get(basename(path)) ?? []).filter(n => {
      const other = files[n]?.path ?? '';
      return other === path || other.endsWith(`/${path}`);
    });
    const near = (n: number) => common(files[n]?.path ?? '', from);
    const best = found.sort((a, b) => near(b) - near(a) || depth(a) - depth(b))[0];
    return one(best);
  };
  const depth = (n: number) => (files[n]?.path ?? '').split('/').length;

  return {
    follow(n, { specifier }) {
      const from = files[n]?.path ?? '';
      const path = specifier.slice(1, -1).trim().replace(/^\.\//, '');
      const isSystem = specifier.startsWith('<');
      if (!isSystem) {
        const beside = one(byPath.get(join(dirname(from), path) ?? ''));
        if (beside) return beside;
        if (path.startsWith('../')) return NOWHERE;
      }
      const found = ending(path, from);
      // `<string.h>` is the system's, whatever a project calls its own.
      if (
        found &&
        (!isSystem ||
          path.includes('/') ||
          /(^|\/)(include|inc)\/[^/]+$/.test(files[found.files[0] ?? 0]?.path ?? ''))
      )
        return found;
      return isSystem || STANDARD.test(path) ? { files: [], package: path } : NOWHERE;
    },
  };
}

/** Headers of the system that some write in quotes. */
const STANDARD =
  /^(?:sys|netinet|arpa|linux|mach|openssl|gtest|gmock|benchmark)\/|^(?:std\w+|string|math|assert|errno|ctype|float|limits|locale|setjmp|signal|time|wchar|inttypes|unistd|fcntl|windows|pthread|Python|zlib)\.h$/;
