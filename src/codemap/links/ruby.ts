import { basename, common, dirname, join } from './paths.ts';
import { Scope } from './scope.ts';
import { NOWHERE, one, push, type ResolveInput, type Resolver } from './target.ts';

/** Ruby: `require` along load paths; where Zeitwerk loads by name, constants by the files that are named after them. */
export function rubyResolver({ files, words, byPath, manifests }: ResolveInput): Resolver {
  const bySuffix = new Map<string, number[]>();
  files.forEach((file, n) => {
    if (file.language === 'ruby') push(bySuffix, basename(file.path), n);
  });
  const loads = [...manifests].some(
    ([path, text]) =>
      /(^|\/)config\/application\.rb$/.test(path) ||
      (basename(path).toLowerCase() === 'gemfile' && /zeitwerk/.test(text)),
  );
  const constants = new Scope(words);
  if (loads)
    files.forEach((file, n) => {
      if (file.language !== 'ruby' || !/(^|\/)(app|lib)\//.test(file.path)) return;
      const name = constantOf(file.path);
      constants.add(n, { ...file, ...only(file, name) });
    });

  return {
    follow(n, { specifier }) {
      const folder = dirname(files[n]?.path ?? '');
      const path = specifier.endsWith('.rb') ? specifier : `${specifier}.rb`;
      if (specifier.startsWith('.')) return one(byPath.get(join(folder, path) ?? '')) ?? NOWHERE;
      for (let base = folder; ; base = dirname(base)) {
        for (const inner of ['', 'lib/', 'spec/', 'test/', 'app/']) {
          if (base !== folder && inner === '') continue;
          const found = byPath.get(join(base, inner + path) ?? '');
          if (found !== undefined) return { files: [found] };
        }
        if (base === '') break;
      }
      const ends = (bySuffix.get(basename(path)) ?? []).filter(f => {
        const other = files[f]?.path ?? '';
        return other.endsWith(`lib/${path}`);
      });
      const from = files[n]?.path ?? '';
      const best = ends.sort(
        (a, b) => common(files[b]?.path ?? '', from) - common(files[a]?.path ?? '', from),
      )[0];
      return best === undefined
        ? { files: [], package: specifier.split('/')[0] ?? specifier }
        : { files: [best] };
    },
    around(n) {
      return constants.used(n);
    },
  };
}

/** The constant that a file is named after: `app/models/line_item.rb` → LineItem. */
function constantOf(path: string): string {
  return basename(path)
    .replace(/\.rb$/, '')
    .replace(/(?:^|_)([a-z0-9])/g, (_, c: string) => c.toUpperCase());
}

/** The symbol of that name alone, as if it stood at the top of the file. */
function only(file: ResolveInput['files'][number], name: string) {
  const at = file.symbols.findIndex(s => s.name.split('::').at(-1)?.toLowerCase() === name.toLowerCase());
  const symbol = file.symbols[at];
  if (!symbol) return { symbols: [], defines: new Uint32Array() };
  const { container: _, ...top } = symbol;
  return { symbols: [top], defines: file.defines.slice(at, at + 1) };
}
