import { parse as parseToml } from 'smol-toml';
import { basename, dirname, isRecord, parseLooseJson } from '../links/paths.ts';
import type { Place } from './model.ts';

/** What a manifest says of its package, as far as the graph asks. */
export interface Manifest {
  readonly kind: 'npm' | 'python' | 'rust';
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  /** It is meant for others: not private, and not a workspace root without a name. */
  readonly published: boolean;
  /** Commands that it installs: their name, and the file (npm, Rust) or `module:function` (Python). */
  readonly commands: readonly Named[];
  /** Files through which others use it: `.` or the sub-path, and the file. */
  readonly entries: readonly Named[];
  readonly scripts: readonly Named[];
}

export interface Named {
  readonly name: string;
  readonly target: string;
  readonly source: Place;
}

const NAMES: ReadonlySet<string> = new Set(['package.json', 'pyproject.toml', 'setup.cfg', 'Cargo.toml']);
/** Manifests in these folders are material, not the project. */
const MATERIAL =
  /(?:^|\/)(?:node_modules|vendor|third_party|(?:test-)?fixtures?|__fixtures__|testdata|tests?|__tests__|e2e|examples?|templates?|benchmarks?)\//;

export function isManifest(path: string): boolean {
  return NAMES.has(basename(path)) && !MATERIAL.test(path);
}

/** Undefined where the file is no manifest of a package (broken, or a workspace without a package of its own). */
export function readManifest(path: string, text: string): Manifest | undefined {
  const at = (needle: string): Place => ({ path, line: lineOf(text, needle) });
  switch (basename(path)) {
    case 'package.json':
      return npm(path, parseLooseJson(text), at);
    case 'Cargo.toml':
      return rust(path, toml(text), at);
    case 'pyproject.toml':
      return python(path, toml(text), at);
    case 'setup.cfg':
      return setupCfg(path, text, at);
    default:
      return undefined;
  }
}

/** 1-based line of the first place of `needle`; 1 where it does not stand there as it was read. */
function lineOf(text: string, needle: string): number {
  const at = text.indexOf(needle);
  if (at < 0) return 1;
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

function toml(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

type At = (needle: string) => Place;

function npm(path: string, manifest: unknown, at: At): Manifest | undefined {
  if (!isRecord(manifest)) return undefined;
  const name = typeof manifest['name'] === 'string' ? manifest['name'] : '';
  const bin = manifest['bin'];
  const bins: [string, unknown][] = isRecord(bin) ? Object.entries(bin) : [[name, bin]];
  const scripts = isRecord(manifest['scripts']) ? Object.entries(manifest['scripts']) : [];
  const entries: Named[] = [];
  const add = (sub: string, target: string) => {
    if (!entries.some(e => e.target === target))
      entries.push({ name: sub, target, source: at(`"${target}"`) });
  };
  const exported = manifest['exports'];
  const paths = isRecord(exported) && Object.keys(exported).some(k => k.startsWith('.'));
  for (const [sub, value] of paths ? Object.entries(exported) : [['.', exported] as const])
    for (const target of leaves(value)) add(sub, target);
  for (const key of ['source', 'main', 'module', 'types', 'typings'])
    for (const target of leaves(manifest[key])) add('.', target);
  return {
    kind: 'npm',
    path,
    folder: dirname(path),
    name,
    published: manifest['private'] !== true && name !== '',
    commands: bins.flatMap(([command, target]) =>
      typeof target === 'string' ? [{ name: command, target, source: at(`"${target}"`) }] : [],
    ),
    entries,
    scripts: scripts.flatMap(([script, command]) =>
      typeof command === 'string' ? [{ name: script, target: command, source: at(`"${script}":`) }] : [],
    ),
  };
}

/** All file names below a value of `exports`, whatever conditions lead there. */
function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value) ? Object.values(value).flatMap(leaves) : [];
}

function section(value: unknown, ...keys: readonly string[]): Readonly<Record<string, unknown>> {
  let at = value;
  for (const key of keys) at = isRecord(at) ? at[key] : undefined;
  return isRecord(at) ? at : {};
}

function python(path: string, manifest: unknown, at: At): Manifest | undefined {
  const project = section(manifest, 'project');
  const poetry = section(manifest, 'tool', 'poetry');
  const name = project['name'] ?? poetry['name'];
  if (typeof name !== 'string') return undefined;
  const commands = [section(project, 'scripts'), section(project, 'gui-scripts'), section(poetry, 'scripts')];
  const named = commands.flatMap(list =>
    Object.entries(list).flatMap(([command, target]) =>
      typeof target === 'string' ? [{ name: command, target, source: at(`"${target}"`) }] : [],
    ),
  );
  return pythonPackage(path, name, at(`"${name}"`), named);
}

function setupCfg(path: string, text: string, at: At): Manifest | undefined {
  const name = /^\[metadata\][^[]*?^name[ \t]*=[ \t]*([\w.-]+)/m.exec(text)?.[1];
  if (name === undefined) return undefined;
  const scripts = /^console_scripts[ \t]*=([^\n]*(?:\n[ \t]+[^\n]+)*)/m.exec(text)?.[1] ?? '';
  const commands = [...scripts.matchAll(/([\w.-]+)[ \t]*=[ \t]*([\w.]+:[\w.]+)/g)].map(m => ({
    name: m[1] ?? '',
    target: m[2] ?? '',
    source: at(m[0]),
  }));
  return pythonPackage(path, name, at(name), commands);
}

/** Others import it by its name in lower case, with underscores. */
function pythonPackage(path: string, name: string, source: Place, commands: readonly Named[]): Manifest {
  return {
    kind: 'python',
    path,
    folder: dirname(path),
    name,
    published: true,
    commands,
    entries: [{ name, target: name.replaceAll(/[-.]/g, '_').toLowerCase(), source }],
    scripts: [],
  };
}

function rust(path: string, manifest: unknown, at: At): Manifest | undefined {
  const own = section(manifest, 'package');
  const { name } = own;
  if (typeof name !== 'string') return undefined;
  const bins = isRecord(manifest) && Array.isArray(manifest['bin']) ? manifest['bin'] : [];
  const library = section(manifest, 'lib')['path'];
  return {
    kind: 'rust',
    path,
    folder: dirname(path),
    name,
    published: own['publish'] !== false,
    commands: [
      ...bins.flatMap(bin => {
        const { name: command, path: target } = section(bin);
        return typeof command === 'string' && typeof target === 'string'
          ? [{ name: command, target, source: at(`"${target}"`) }]
          : [];
      }),
      { name, target: 'src/main.rs', source: at(`"${name}"`) },
    ],
    entries: [
      {
        name,
        target: typeof library === 'string' ? library : 'src/lib.rs',
        source: at(typeof library === 'string' ? `"${library}"` : `"${name}"`),
      },
    ],
    scripts: [],
  };
}
