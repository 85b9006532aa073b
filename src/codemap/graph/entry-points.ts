import { dirname, join } from '../links/paths.ts';
import { hasRole } from '../roles/roles.ts';
import type { Tier } from '../tier.ts';
import type { ImportGraph } from './import-graph.ts';
import type { Manifest, Named } from './manifests.ts';
import type { EntryPoint } from './model.ts';
import { startsByCode } from './starts.ts';
import { sourceOf, sourcesOf } from './targets.ts';

const ORDER: readonly EntryPoint['kind'][] = [
  'command',
  'server',
  'program',
  'library',
  'page',
  'script',
  'unimported',
];
const SCRIPT_FILE = /(?:^|[\s='"])((?:\.\/)?[\w@./-]+\.(?:[cm]?[jt]sx?|py|sh))(?=$|[\s'"&|;)])/g;

/**
 * Where the program begins: what manifests name (`bin`, `main`, `exports`, scripts, console scripts, Cargo's binaries),
 * what pages load, what the code itself shows (a server that listens, `main`, `__main__`), and scripts that nothing
 * imports, that export nothing, and that import others, so that they can only be there to be run.
 */
export function entryPoints(
  tier: Pick<Tier, 'files' | 'paths' | 'byPath' | 'links' | 'index'>,
  graph: ImportGraph,
  manifests: readonly Manifest[],
  pages: ReadonlyMap<string, string>,
): readonly EntryPoint[] {
  const found = new Map<string, EntryPoint>();
  const kinds = new Map<string, Set<EntryPoint['kind']>>();
  const add = (entry: EntryPoint) => {
    const known = kinds.get(entry.path) ?? new Set();
    kinds.set(entry.path, known);
    if (known.has(entry.kind) || (known.size > 0 && LEAST.has(entry.kind))) return;
    known.add(entry.kind);
    found.set(`${entry.kind} ${entry.path}`, entry);
  };
  for (const manifest of manifests) for (const entry of named(tier, graph, manifest)) add(entry);
  for (const [page, text] of pages) for (const entry of loaded(tier, graph, page, text)) add(entry);
  const offered = [...found.values()].flatMap(e =>
    e.kind === 'library' ? (tier.byPath.get(e.path) ?? []) : [],
  );
  for (const entry of startsByCode(tier, graph, offered)) {
    const known = kinds.get(entry.path);
    if (!known?.has('command') && !known?.has('library')) add(entry);
  }
  return [...found.values()].sort(
    (a, b) =>
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  );
}

/** Kinds that add nothing to a file which is an entry point already. */
const LEAST: ReadonlySet<EntryPoint['kind']> = new Set(['script', 'unimported']);

/** What a manifest names. */
function named(
  tier: Pick<Tier, 'files' | 'paths' | 'byPath'>,
  graph: ImportGraph,
  m: Manifest,
): readonly EntryPoint[] {
  const find = (path: string) => tier.byPath.get(path);
  const entry = (n: number | undefined, kind: EntryPoint['kind'], reason: string, { source }: Named) =>
    n === undefined ? [] : [{ path: tier.paths[n] ?? '', kind, reason, source }];
  const runs = (n: number | undefined) => {
    const roles = n === undefined ? undefined : tier.files[n]?.roles;
    return n !== undefined && graph.own[n] && roles && !hasRole(roles, 'config') ? n : undefined;
  };
  return [
    ...m.commands.flatMap(c =>
      entry(commandFile(m, c, find), 'command', `\`${m.path}\` installs it as \`${c.name}\``, c),
    ),
    ...(m.kind === 'npm' ? m.entries : []).flatMap(e => {
      const files = sourcesOf(m.folder, e.target, tier.paths, find);
      const what = `\`${m.name}${e.name === '.' ? '' : e.name.slice(1)}\``;
      return files.length === 1 ? entry(files[0], 'library', `it is what ${what} stands for`, e) : [];
    }),
    ...m.scripts.flatMap(s =>
      [...s.target.matchAll(SCRIPT_FILE)].flatMap(([, target]) =>
        entry(
          target === undefined ? undefined : runs(sourceOf(m.folder, target, find)),
          'script',
          `the script \`${s.name}\` of \`${m.path}\` runs it`,
          s,
        ),
      ),
    ),
  ];
}

/** What the `<script>` elements of a page load. */
function loaded(
  tier: Pick<Tier, 'byPath'>,
  graph: ImportGraph,
  page: string,
  text: string,
): readonly EntryPoint[] {
  return [...text.matchAll(/<script\b[^<>]{0,500}?\bsrc=["']\/?([^"'\n]{1,500})["']/gi)].flatMap(match => {
    const path = join(dirname(page), match[1] ?? '');
    const n = path === undefined ? undefined : tier.byPath.get(path);
    if (path === undefined || n === undefined || !graph.own[n]) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [{ path, kind: 'page' as const, reason: `\`${page}\` loads it`, source: { path: page, line } }];
  });
}

function commandFile(
  m: Manifest,
  command: Named,
  find: (path: string) => number | undefined,
): number | undefined {
  if (m.kind === 'rust') return find(join(m.folder, command.target) ?? '');
  if (m.kind === 'npm') return sourceOf(m.folder, command.target, find);
  const module = (command.target.split(':')[0] ?? '').replaceAll('.', '/');
  for (const base of [module, `src/${module}`])
    for (const end of ['.py', '/__init__.py', '/__main__.py']) {
      const found = find(join(m.folder, base + end) ?? '');
      if (found !== undefined) return found;
    }
  return undefined;
}
