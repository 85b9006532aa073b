import { basename, dirname, isRecord, parseLooseJson } from './paths.ts';

/** A package.json of the project. */
export interface NodePackage {
  readonly name: string | undefined;
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** All of them, those in deeper folders first. */
export function readPackages(manifests: ReadonlyMap<string, string>): NodePackage[] {
  const found: NodePackage[] = [];
  for (const [path, text] of manifests) {
    if (basename(path) !== 'package.json') continue;
    const manifest = parseLooseJson(text);
    if (!isRecord(manifest)) continue;
    const name = manifest['name'];
    found.push({ name: typeof name === 'string' ? name : undefined, folder: dirname(path), manifest });
  }
  return found.sort((a, b) => b.folder.length - a.folder.length);
}

/** Conditions in the order in which they name sources rather than what is built from them. */
const CONDITIONS = [
  'source',
  'development',
  'types',
  'import',
  'module',
  'node',
  'browser',
  'default',
  'require',
];

/**
 * Paths that `exports` or `imports` give to a key (`.`, `./sub`, `#name`), in all conditions, sources first; patterns with
 * `*` filled in. Undefined where no entry fits. An entry of null forbids the path: an empty list.
 */
export function entriesOf(field: unknown, key: string): readonly string[] | undefined {
  if (typeof field === 'string' || Array.isArray(field)) return key === '.' ? targets(field) : undefined;
  if (!isRecord(field)) return undefined;
  const keys = Object.keys(field);
  if (!keys.some(k => k.startsWith('.') || k.startsWith('#')))
    return key === '.' ? targets(field) : undefined;
  if (key in field) return targets(field[key]);
  let best: { readonly pattern: string; readonly middle: string } | undefined;
  for (const pattern of keys) {
    const star = pattern.indexOf('*');
    const isFolder = star < 0 && pattern.endsWith('/');
    if (star < 0 && !isFolder) continue;
    const prefix = isFolder ? pattern : pattern.slice(0, star);
    const suffix = isFolder ? '' : pattern.slice(star + 1);
    if (!key.startsWith(prefix) || !key.endsWith(suffix) || key.length < prefix.length + suffix.length)
      continue;
    if (best && best.pattern.indexOf('*') >= prefix.length) continue;
    best = { pattern, middle: key.slice(prefix.length, key.length - suffix.length) };
  }
  if (!best) return undefined;
  const { pattern, middle } = best;
  return targets(field[pattern]).map(t => (pattern.endsWith('/') ? t + middle : t.replaceAll('*', middle)));
}

function targets(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(targets);
  if (!isRecord(value)) return [];
  const rank = (key: string) => {
    const at = CONDITIONS.indexOf(key);
    return at < 0 ? 2.5 : at;
  };
  return Object.keys(value)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(key => targets(value[key]));
}

/** Files at which a package starts: `exports`, then the older fields. */
export function mainsOf(manifest: Readonly<Record<string, unknown>>): string[] {
  const older = ['source', 'module', 'main', 'types', 'typings'].flatMap(key => {
    const value = manifest[key];
    return typeof value === 'string' ? [value] : [];
  });
  return [...(entriesOf(manifest['exports'], '.') ?? []), ...older];
}
