import { tokens } from './words.ts';

/** How a folder names its files: `order.service.ts` is `{ case: 'kebab', suffix: '.service', ext: '.ts' }`. */
export interface NamePattern {
  readonly folder: string;
  readonly style: 'kebab' | 'snake' | 'camel' | 'pascal';
  readonly suffix: string;
  readonly prefix: string;
  readonly ext: string;
}

export function folderOf(path: string): string {
  const i = path.lastIndexOf('/');
  return i < 0 ? '' : path.slice(0, i);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function extOf(path: string): string {
  const base = baseOf(path);
  const i = base.lastIndexOf('.');
  return i <= 0 ? '' : base.slice(i);
}

/** Base name without extension. */
export function stemOf(path: string): string {
  const base = baseOf(path);
  const ext = extOf(path);
  return ext ? base.slice(0, -ext.length) : base;
}

/** What code elsewhere calls the module of a file: in Go the folder is the package, else it is the file's name. */
export function moduleOf(path: string): string {
  return extOf(path) === '.go' ? baseOf(folderOf(path)) || stemOf(path) : stemOf(path);
}

/** Either may be empty: the other is the path then. */
export function join(folder: string, name: string): string {
  return folder && name ? `${folder}/${name}` : folder || name;
}

/** What stands most often in a list. */
export function commonest<T>(items: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  let best: T | undefined;
  let most = 0;
  for (const [item, n] of counts)
    if (n > most) {
      best = item;
      most = n;
    }
  return best;
}

const SUFFIX = /([._-](?:[a-z]+)|(?<=[a-z0-9])[A-Z][a-z]+s?)$/;
const NOT_NAMES = /^(?:index|main|app|server|mod|lib|__init__|__main__|conftest|setup)$/;

/** The naming pattern of files that are alike (same role); undefined for none. */
export function patternOf(paths: readonly string[]): NamePattern | undefined {
  const named = paths.filter(p => !NOT_NAMES.test(stemOf(p)));
  const from = named.length > 0 ? named : paths;
  const folder = commonest(from.map(folderOf));
  if (folder === undefined) return undefined;
  const here = from.filter(p => folderOf(p) === folder);
  const ext = commonest(here.map(extOf)) ?? '';
  const stems = here.filter(p => extOf(p) === ext).map(stemOf);
  const suffixes = stems.map(s => SUFFIX.exec(s)?.[1] ?? '');
  const suffix = commonest(suffixes) ?? '';
  const share = suffixes.filter(s => s === suffix).length / Math.max(1, suffixes.length);
  const shared = suffixes.filter(s => s === suffix).length;
  const kept =
    suffix && ((shared > 1 && share > 0.5) || (suffix.startsWith('.') && share >= 0.5)) ? suffix : '';
  const hooks = stems.length > 0 && stems.every(s => /^use[A-Z]/.test(s));
  if (hooks) return { folder, style: 'pascal', suffix: '', prefix: 'use', ext };
  const prefix = stems.length > 0 && stems.every(s => s.startsWith('test_')) ? 'test_' : '';
  const names = stems.map(s =>
    (kept && s.endsWith(kept) ? s.slice(0, -kept.length) : s).slice(prefix.length),
  );
  const style = styleOf(names, ext);
  // `planCommand` says how a longer name goes on: `exportChatCommand`.
  const humps = style === 'kebab' && /^[A-Z]/.test(kept);
  return { folder, style: humps ? 'camel' : style, suffix: kept, prefix, ext };
}

function styleOf(names: readonly string[], ext: string): NamePattern['style'] {
  const count = (shape: RegExp): number => names.filter(n => shape.test(n)).length;
  // One `package-info` among classes says nothing of the others; single lower-case words fit every style.
  const shapes = [
    ['snake', count(/_/)],
    ['kebab', count(/-/)],
    ['pascal', count(/^[A-Z][^_-]*$/)],
    ['camel', count(/^[a-z][^_-]*[A-Z]/)],
  ] as const;
  const [style, most] = [...shapes].sort((a, b) => b[1] - a[1])[0] ?? ['kebab', 0];
  if (most > 0 && (style !== 'pascal' || most * 2 > names.length)) return style;
  const next = shapes.find(([name, n]) => name !== 'pascal' && n > 0);
  if (next) return next[0];
  if (/^\.(?:java|kt|cs|swift)$/.test(ext)) return 'pascal';
  return /^\.(?:[cm]?[jt]sx?|vue|svelte|css|md)$/.test(ext) ? 'kebab' : 'snake';
}

export function caseAs(name: string, style: NamePattern['style']): string {
  const words = tokens(name);
  switch (style) {
    case 'kebab':
      return words.join('-');
    case 'snake':
      return words.join('_');
    case 'camel':
      return words.map((w, i) => (i === 0 ? w : capital(w))).join('');
    case 'pascal':
      return words.map(capital).join('');
  }
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Path of a new file `name` that follows the pattern. */
export function newPath(pattern: NamePattern, name: string): string {
  const base = `${pattern.prefix}${caseAs(name, pattern.style)}${pattern.suffix}${pattern.ext}`;
  return join(pattern.folder, base);
}

const TESTISH = /(?:\.|_|-)(test|spec)$|^(test)_|(Test|Tests|Spec)$/;

/** Path of a test for `source`, placed and named as the existing tests are. */
export function testPathFor(source: string, existing: readonly string[]): string {
  const ext = extOf(source);
  const same = existing.filter(t => extOf(t) === ext);
  const alike = same.filter(t => TESTISH.test(stemOf(t)));
  const sample = commonest(alike.map(t => shapeOf(t)));
  const name = stemOf(source);
  const own = folderOf(source);
  // Tests that carry no mark in their names stand in a folder that says it.
  if (sample === undefined)
    return same.length > 0
      ? join(commonest(same.map(folderOf)) ?? '', `${name}${ext}`)
      : defaultTest(own, name, ext);
  const [prefix = '', suffix = ''] = sample.split('|');
  const base = `${prefix}${name}${suffix}${ext}`;
  const folders = alike.map(folderOf);
  // A test stands beside its source where tests do so, whether or not this folder has one yet.
  const beside = folders.filter(f => !TEST_FOLDER.test(`${f}/`)).length;
  if (folders.includes(own) || 2 * beside > folders.length) return join(own, base);
  if (/(?:^|\/)src\/main\//.test(`${own}/`))
    return join(own.replace(/(^|\/)src\/main(?=\/|$)/, '$1src/test'), base);
  const sourceFolder = own.split('/').at(-1) ?? '';
  const mirrored = folders.find(
    f => [sourceFolder, `test_${sourceFolder}`].includes(f.split('/').at(-1) ?? '') && sourceFolder !== '',
  );
  if (mirrored !== undefined) return join(mirrored, base);
  const root = commonest(folders.map(f => f.split('/')[0] ?? '')) ?? '';
  const unit = folders.find(f => f === `${root}/unit`);
  if (unit !== undefined) return join(unit, base);
  // The nearest folder above, mirrored under the root of the tests, that exists already.
  for (let up = own.split('/').slice(1); up.length > 0; up = up.slice(0, -1)) {
    const folder = [root, ...up].join('/');
    if (folders.some(f => f === folder || f.startsWith(`${folder}/`))) return join(folder, base);
  }
  // Tests in a folder for each kind of source get one more; else all lie together.
  const kinds = new Set(folders.flatMap(f => (f.startsWith(`${root}/`) ? [f.split('/')[1]] : [])));
  const kind = own.split('/').slice(1).join('/');
  return join(kinds.size > 2 && kind ? join(root, kind) : (commonest(folders) ?? root), base);
}

const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?|e2e)\/|(?:^|\/)src\/test\//;

function shapeOf(test: string): string {
  const s = stemOf(test);
  if (s.startsWith('test_')) return 'test_|';
  const m = /(?:\.|_|-)(?:test|spec)$|(?:Test|Tests|Spec)$/.exec(s);
  return `|${m?.[0] ?? '.test'}`;
}

function defaultTest(folder: string, name: string, ext: string): string {
  if (ext === '.py') return `tests/test_${name}.py`;
  if (ext === '.go') return join(folder, `${name}_test.go`);
  if (ext === '.rb') return `spec/${name}_spec.rb`;
  if (ext === '.rs') return `tests/${name}.rs`;
  if (ext === '.java' || ext === '.kt')
    return join(folder.replace('src/main', 'src/test'), `${name}Test${ext}`);
  return `tests/${name}.test${ext === '.tsx' || ext === '.jsx' ? ext : ext || '.ts'}`;
}
