import { mainsOf, type NodePackage } from './node-packages.ts';
import { dirname, join } from './paths.ts';
import type { Config } from './tsconfig.ts';

const ENDINGS = [
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.vue',
  '.svelte',
];
const STYLES = ['.css', '.scss', '.sass', '.less'];
/** TypeScript sources are imported by the name that their output will have. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.jsx', '.mts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.d.mts', '.ts'],
  '.cjs': ['.cts', '.d.cts', '.ts'],
  '.ts': ['.d.ts'],
};
const OUTPUT = /^(dist|build|lib|out|output|es|esm|cjs|umd|types?|typings|dts|prod|dev|node|browser|src)$/;

/** Finds the source file that a path of an import means. */
export class ScriptFiles {
  private readonly byPath: ReadonlyMap<string, number>;
  private readonly packages: ReadonlyMap<string, NodePackage>;
  private readonly deepest: readonly NodePackage[];
  private readonly configs: readonly Config[];
  /** Most files are imported many times. */
  private readonly known = new Map<string, number | undefined>();

  constructor(
    byPath: ReadonlyMap<string, number>,
    packages: readonly NodePackage[],
    configs: readonly Config[],
  ) {
    this.byPath = byPath;
    this.deepest = packages;
    this.packages = new Map(packages.map(p => [p.folder, p]));
    this.configs = configs.filter(c => c.outDir !== undefined);
  }

  /** The file at a path, its ending left out or that of its output; a folder stands for its index or its package's main file. */
  at(path: string | undefined): number | undefined {
    if (path === undefined) return undefined;
    const known = this.known.get(path);
    if (known !== undefined || this.known.has(path)) return known;
    const found = this.named(path) ?? this.inFolder(path);
    this.known.set(path, found);
    return found;
  }

  private inFolder(path: string): number | undefined {
    for (const extra of ENDINGS) {
      const index = this.byPath.get(path === '' ? `index${extra}` : `${path}/index${extra}`);
      if (index !== undefined) return index;
    }
    const inner = this.packages.get(path);
    for (const main of inner ? mainsOf(inner.manifest) : []) {
      const at = join(path, main);
      const file = at === undefined || at === path ? undefined : (this.named(at) ?? this.built(at));
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** The source of a path in an output folder: by `outDir` and `rootDir`, else below `src` or beside. */
  built(path: string | undefined): number | undefined {
    if (path === undefined) return undefined;
    for (const { outDir, rootDir, folder } of this.configs) {
      if (outDir === undefined || !path.startsWith(`${outDir}/`)) continue;
      for (const root of [rootDir ?? folder, `${folder}/src`]) {
        const found = this.source(join(root, path.slice(outDir.length + 1)));
        if (found !== undefined) return found;
      }
    }
    const home = this.deepest.find(p => p.folder === '' || path.startsWith(`${p.folder}/`))?.folder ?? '';
    const parts = path.slice(home === '' ? 0 : home.length + 1).split('/');
    let outputs = 0;
    while (parts.length > 1) {
      // Types of several packages lie below one folder, each under its package's name.
      if (!OUTPUT.test(parts[0] ?? '') && !(outputs > 0 && home.endsWith(`/${parts[0]}`))) break;
      parts.shift();
      outputs++;
      const rest = parts.join('/');
      for (const root of ['src', '', 'lib', 'source']) {
        const found = this.source(join(home, root === '' ? rest : `${root}/${rest}`));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  private source(path: string | undefined): number | undefined {
    if (path === undefined) return undefined;
    const bare = path.replace(/\.d\.[mc]?ts$|\.(min\.)?[mc]?js$/, '');
    return (
      this.named(path) ?? (bare === path ? this.at(path) : (this.named(bare) ?? this.named(`${bare}/index`)))
    );
  }

  private named(path: string): number | undefined {
    const exact = this.byPath.get(path);
    if (exact !== undefined) return exact;
    const dot = path.lastIndexOf('.');
    const ending = dot > path.lastIndexOf('/') ? path.slice(dot) : '';
    for (const source of SOURCES_OF[ending] ?? []) {
      const found = this.byPath.get(path.slice(0, dot) + source);
      if (found !== undefined) return found;
    }
    for (const extra of ENDINGS) {
      const found = this.byPath.get(path + extra);
      if (found !== undefined) return found;
    }
    return this.style(path);
  }

  /** Style sheets are named without ending, parts of them without the underscore. */
  private style(path: string): number | undefined {
    const folder = dirname(path);
    const name = path.slice(folder === '' ? 0 : folder.length + 1);
    for (const extra of ['', ...STYLES]) {
      const found =
        this.byPath.get(path + extra) ??
        this.byPath.get(`${folder === '' ? '' : `${folder}/`}_${name}${extra}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
