import { parse as parseYaml } from 'yaml';
import type { ProjectFiles } from '../../host/port.ts';
import type { ProjectDependency, ProjectScript } from '../port.ts';
import { isObject, type JsonDocument, member, readJson, text } from '../read/json.ts';
import { baseOf, dirOf, globTest, isAside, join, shallowFirst } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';
import type { SourceText } from '../read/source-text.ts';
import type { Manifest } from './model.ts';
import { type NpmLock, readNpmLock } from './npm-locks.ts';
import { purposeOf } from './purpose.ts';

const MAX_PACKAGES = 150;
/** Without a lock file versions are read from node_modules, at most so many. */
const MAX_DISK_READS = 120;
const SECTIONS = [
  ['dependencies', false],
  ['devDependencies', true],
  ['optionalDependencies', false],
  ['peerDependencies', false],
] as const;

export type NpmManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Every package.json of the project (samples and fixtures aside), root first. */
export async function readNpm(reader: Reader, files: ProjectFiles): Promise<readonly Manifest[]> {
  const all = await reader.list();
  const candidates = all.filter(path => baseOf(path) === 'package.json').sort(shallowFirst);
  if (candidates.length === 0) return [];
  const roots = new Map<string, RootInfo>();
  const manifests: Manifest[] = [];
  let diskReads = 0;

  for (const path of candidates) {
    if (manifests.length >= MAX_PACKAGES) {
      reader.note(`${candidates.length} package.json files: the first ${MAX_PACKAGES} were read.`);
      break;
    }
    const dir = dirOf(path);
    const root = nearestRoot(roots, dir);
    const workspace = root !== undefined && root.dir !== dir && root.isWorkspace(dir);
    if (!workspace && isAside(path)) continue;
    const file = await reader.read(path, 2_000_000);
    if (file === undefined) {
      reader.note(`${path} could not be read: expected a JSON file of at most 2 MB.`);
      continue;
    }
    const outcome = readJson(file.text);
    if (!outcome.ok || !isObject(outcome.document.value)) {
      const why = outcome.ok ? 'expected an object' : `${outcome.message} at line ${outcome.line}`;
      reader.note(`${path} is not valid JSON (${why}): its scripts and dependencies are unknown.`);
      continue;
    }
    const own = workspace ? undefined : await rootInfo(reader, dir, file, outcome.document);
    if (own !== undefined) roots.set(dir, own);
    const info = own ?? root;
    const manager = info?.manager ?? 'npm';
    const installed = async (name: string, range: string): Promise<string | undefined> => {
      const locked = info?.lock?.lookup(dir, name, range);
      if (locked !== undefined || diskReads >= MAX_DISK_READS) return locked;
      diskReads += 1;
      return diskVersion(files, name);
    };
    const name = text(member(outcome.document.value, 'name'));
    const description = text(member(outcome.document.value, 'description'));
    const engineLine = outcome.document.line(['engines', 'node']);
    const engine = text(member(outcome.document.value, 'engines', 'node'));
    const published = publishedLine(outcome.document);
    manifests.push({
      ecosystem: 'npm',
      dir,
      path,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined || description === '' ? {} : { description }),
      scripts: npmScripts(reader, file, outcome.document, { manager, dir, workspace, name }),
      dependencies: await npmDependencies(reader, file, outcome.document, installed),
      ...(info?.managerSource === undefined
        ? {}
        : { manager: { name: manager, source: info.managerSource } }),
      workspace,
      ...(published === undefined ? {} : { published: reader.cite(file, published) }),
      ...(engine === undefined || engineLine === undefined
        ? {}
        : { engine: { name: 'Node.js', range: engine, source: reader.cite(file, engineLine) } }),
    });
  }
  return manifests;
}

/** A package that others import: not private, with an entry for importers, and neither a command nor started itself. */
function publishedLine(document: JsonDocument): number | undefined {
  const { value } = document;
  if (member(value, 'private') === true || member(value, 'bin') !== undefined) return undefined;
  if (member(value, 'version') === undefined || member(value, 'scripts', 'start') !== undefined)
    return undefined;
  return ['exports', 'module', 'main', 'types', 'files']
    .map(name => document.line([name]))
    .find(line => line !== undefined);
}

interface RootInfo {
  readonly dir: string;
  readonly manager: NpmManager;
  readonly managerSource: ReturnType<Reader['cite']> | undefined;
  readonly lock: NpmLock | undefined;
  isWorkspace(dir: string): boolean;
}

function nearestRoot(roots: ReadonlyMap<string, RootInfo>, dir: string): RootInfo | undefined {
  for (let here = dir; ; here = dirOf(here)) {
    const found = roots.get(here);
    if (found !== undefined) return found;
    if (here === '') return undefined;
  }
}

async function rootInfo(
  reader: Reader,
  dir: string,
  file: SourceText,
  document: JsonDocument,
): Promise<RootInfo> {
  const lock = await readNpmLock(reader, dir);
  const field = text(member(document.value, 'packageManager'));
  const fieldLine = document.line(['packageManager']);
  const named = /^(npm|pnpm|yarn|bun)@/.exec(field ?? '')?.[1];
  const manager = isManager(named) ? named : (lock?.manager ?? 'npm');
  const lockText = lock === undefined ? undefined : await reader.peek(lock.path, 32_000_000);
  const patterns = await workspacePatterns(reader, dir, document);
  const tests = patterns.filter(p => !p.startsWith('!')).map(globTest);
  const nots = patterns.filter(p => p.startsWith('!')).map(globTest);
  return {
    dir,
    manager,
    managerSource:
      named !== undefined && fieldLine !== undefined
        ? reader.cite(file, fieldLine)
        : lockText !== undefined
          ? reader.cite(lockText, 1)
          : undefined,
    lock,
    isWorkspace(child) {
      const from = dir === '' ? child : child.slice(dir.length + 1);
      return tests.some(test => test(from)) && !nots.some(test => test(from));
    },
  };
}

function isManager(name: string | undefined): name is NpmManager {
  return name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bun';
}

async function workspacePatterns(
  reader: Reader,
  dir: string,
  document: JsonDocument,
): Promise<readonly string[]> {
  const field = member(document.value, 'workspaces');
  const list = isObject(field) ? field.packages : field;
  const patterns = Array.isArray(list) ? list.filter(item => typeof item === 'string') : [];
  const yamlPath = join(dir, 'pnpm-workspace.yaml');
  if (!(await reader.has(yamlPath))) return patterns;
  const file = await reader.read(yamlPath);
  try {
    const parsed: unknown = parseYaml(file?.text ?? '');
    const packages = isObject(parsed) ? parsed.packages : undefined;
    return Array.isArray(packages)
      ? [...patterns, ...packages.filter(item => typeof item === 'string')]
      : patterns;
  } catch {
    reader.note(`${yamlPath} is not valid YAML: its workspaces are unknown.`);
    return patterns;
  }
}

interface ScriptPlace {
  readonly manager: NpmManager;
  readonly dir: string;
  readonly workspace: boolean;
  readonly name: string | undefined;
}

function npmScripts(
  reader: Reader,
  file: SourceText,
  document: JsonDocument,
  place: ScriptPlace,
): readonly ProjectScript[] {
  const scripts = member(document.value, 'scripts');
  if (!isObject(scripts)) return [];
  return Object.entries(scripts).flatMap(([name, command]) => {
    const line = document.line(['scripts', name]);
    if (typeof command !== 'string' || line === undefined) return [];
    // npm's placeholder, and one that only tells what to run instead, are no scripts of this project.
    if (/no test specified|^\s*echo\s+[^&|;]*$/.test(command) && /^test/.test(name)) return [];
    return [
      {
        name,
        command,
        run: npmRun(place, name),
        purpose: purposeOf(name, command),
        source: reader.cite(file, line),
      },
    ];
  });
}

/** What to type at the project's root to run a script of a package. */
export function npmRun(place: ScriptPlace, script: string): string {
  const { manager, dir, workspace, name } = place;
  const short = script === 'test' || script === 'start';
  if (dir === '') {
    if (manager === 'yarn') return `yarn ${script}`;
    if (manager === 'bun') return `bun run ${script}`;
    return short ? `${manager} ${script}` : `${manager} run ${script}`;
  }
  const target = workspace ? (name ?? `./${dir}`) : `./${dir}`;
  switch (manager) {
    case 'npm':
      if (!workspace) return `npm --prefix ${dir} ${short ? script : `run ${script}`}`;
      return `npm ${short ? script : `run ${script}`} -w ${name ?? dir}`;
    case 'pnpm':
      return workspace
        ? `pnpm --filter ${target} ${short ? script : `run ${script}`}`
        : `pnpm -C ${dir} run ${script}`;
    case 'yarn':
      return workspace && name !== undefined
        ? `yarn workspace ${name} ${script}`
        : `yarn --cwd ${dir} ${script}`;
    case 'bun':
      return `bun run --cwd ${dir} ${script}`;
  }
}

async function npmDependencies(
  reader: Reader,
  file: SourceText,
  document: JsonDocument,
  installed: (name: string, range: string) => Promise<string | undefined>,
): Promise<readonly ProjectDependency[]> {
  const found = new Map<string, ProjectDependency>();
  for (const [section, dev] of SECTIONS) {
    const entries = member(document.value, section);
    if (!isObject(entries)) continue;
    for (const [name, range] of Object.entries(entries)) {
      const line = document.line([section, name]);
      // A peer that is also installed for development counts once, as what is installed.
      if (typeof range !== 'string' || line === undefined || found.has(name)) continue;
      const version = await installed(name, range);
      found.set(name, {
        name,
        range,
        ...(version === undefined ? {} : { installed: version }),
        dev,
        ecosystem: 'npm',
        source: reader.cite(file, line),
      });
    }
  }
  return [...found.values()];
}

async function diskVersion(files: ProjectFiles, name: string): Promise<string | undefined> {
  const file = await files.readPackage(name, 'package.json').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(file.text);
    return isObject(parsed) ? text(parsed.version) : undefined;
  } catch {
    return undefined;
  }
}
