import { isBuiltin } from 'node:module';
import type { ProjectFiles } from '../host/port.ts';
import type { FactNeeds, NewPackage, PackageFact, ProjectFact } from '../plan/facts.ts';
import type { ProjectBrief } from '../research/port.ts';
import { namesOther, npmrcRegistries } from '../research/registry/address.ts';
import type { RegistryAnswer } from '../research/registry/port.ts';
import { assertNever } from '../shared/assert-never.ts';
import { scopeOf, typesPackageOf } from '../shared/npm-names.ts';
import { distance } from '../shared/text/index.ts';
import type { LookUps } from './look-ups.ts';

export interface PackageSources {
  readonly files: ProjectFiles;
  readonly brief: ProjectBrief;
  /** Files of the project. */
  readonly paths: readonly string[];
  /** Absent: nobody is asked, and nobody says why. */
  readonly lookUps?: LookUps | undefined;
}

/** What is known of the packages that a plan names: in the project, and in the registry where that may be asked. */
export async function packageFacts(
  needs: Pick<FactNeeds, 'packages' | 'newPackages'>,
  sources: PackageSources,
): Promise<{ readonly packages: Readonly<Record<string, PackageFact>>; readonly project: ProjectFact }> {
  const { brief } = sources;
  const project = await projectFact(sources);
  const packages: Record<string, PackageFact> = Object.fromEntries(
    needs.packages.map(name => [name, installedFact(name, sources)]),
  );
  const wanted = needs.newPackages.filter(
    one => one.how === 'added' || packages[one.name]?.installed === 'no',
  );
  const said = await askRegistry(wanted, project, sources);
  const names = [...new Set([...needs.packages, ...brief.dependencies.map(d => d.name)])];
  for (const { name, how } of wanted) {
    const fact = { ...(packages[name] ?? installedFact(name, sources)), ...said.get(name) };
    const strange = fact.inRegistry === 'no' || how === 'imported';
    packages[name] = strange ? { ...fact, nearest: namesLike(name, names) } : fact;
    const types = fact.registry?.types === 'separate' ? typesPackageOf(name) : undefined;
    if (types !== undefined) packages[types] ??= installedFact(types, sources);
  }
  return { packages, project };
}

/** What the registry says, or why it says nothing, by name. */
async function askRegistry(
  wanted: readonly NewPackage[],
  project: ProjectFact,
  sources: PackageSources,
): Promise<ReadonlyMap<string, Partial<PackageFact>>> {
  const { lookUps } = sources;
  if (!lookUps || wanted.length === 0) return new Map();
  const own = await ownNames(sources);
  const said = new Map<string, Partial<PackageFact>>();
  const asked: NewPackage[] = [];
  for (const one of wanted) {
    const unasked = reasonNotToAsk(one, sources, own);
    if (unasked === undefined) asked.push(one);
    else said.set(one.name, { unasked });
  }
  const answers = await lookUps.look(
    asked.map(({ name, spec, how, dev }) => ({
      name,
      spec,
      types: project.typescript && how === 'added' && !dev,
    })),
  );
  for (const [name, answer] of answers) said.set(name, factOf(name, answer, lookUps, own));
  return said;
}

/** Go imports packages below a module's path; the project's own module is one of them. */
function provides(module: string, name: string): boolean {
  return name === module || name.startsWith(`${module}/`);
}

/** Whether an import of Python or Rust begins with a folder or file of the project itself. */
function isOwnModule(name: string, paths: readonly string[]): boolean {
  return (
    /^[A-Za-z_]\w*$/.test(name) &&
    paths.some(path => new RegExp(`^(?:(?:src|lib)/)?${name}(?:\\.(?:py|rs)$|/.*\\.(?:py|rs)$)`).test(path))
  );
}

function installedFact(name: string, { brief, paths }: PackageSources): PackageFact {
  const nothingAsked = { inRegistry: 'not-checked', deprecated: 'not-checked' } as const;
  if (isBuiltin(name) || isOwnModule(name, paths)) return { installed: 'yes', ...nothingAsked };
  const lower = name.toLowerCase();
  // Cargo's names have hyphens where Rust has underscores; a crate imports itself by its own name.
  const same = (other: string) => other.toLowerCase() === lower || other.replaceAll('-', '_') === name;
  if (same(brief.name) && !brief.dependencies.some(d => same(d.name)))
    return { installed: 'yes', ...nothingAsked };
  const found = brief.dependencies.find(d => same(d.name) || provides(d.name, name));
  const version = found?.installed ?? found?.range;
  return {
    installed: found ? 'yes' : 'no',
    ...(version === undefined ? {} : { version }),
    ...nothingAsked,
  };
}

/** Packages of this repository itself, and scopes whose packages may be hidden from those who are not logged in. */
interface OwnNames {
  readonly packages: ReadonlySet<string>;
  readonly scopes: ReadonlySet<string>;
  /** `.npmrc` of the project's root. */
  readonly npmrc: string | undefined;
}

const MOST_MANIFESTS = 300;

export async function ownNames({ files, brief, paths }: PackageSources): Promise<OwnNames> {
  const manifests = paths.filter(path => /(?:^|\/)package\.json$/.test(path)).slice(0, MOST_MANIFESTS);
  const names = await Promise.all(
    manifests.map(async path => textField((await files.read(path))?.text, 'name')),
  );
  const packages = new Set(names.flatMap(name => name ?? []));
  const scopes = [...packages, ...brief.dependencies.map(d => d.name)].flatMap(name => scopeOf(name) ?? []);
  return { packages, scopes: new Set(scopes), npmrc: (await files.read('.npmrc'))?.text };
}

/** Why a package is nothing to ask the npm registry about, if there is a reason. */
export function reasonNotToAsk(one: NewPackage, sources: PackageSources, own: OwnNames): string | undefined {
  const { name, how } = one;
  const scope = scopeOf(name);
  if (!isOfNpm(one, sources)) return 'only packages of npm are looked up';
  if (own.packages.has(name)) return 'it is a package of this repository';
  if (how === 'imported' && isFolder(name, sources.paths)) return 'it is a folder of this project';
  // A repository does not choose who is asked; but it may say who is not.
  if (scope !== undefined && npmrcRegistries(own.npmrc ?? '', {}).has(scope))
    return `the project’s .npmrc gives ${scope} a registry of its own, which is not asked`;
  return undefined;
}

function isOfNpm({ from }: NewPackage, { brief, paths }: PackageSources): boolean {
  if (from !== 'not-said') return from === 'npm';
  const ecosystem = brief.dependencies[0]?.ecosystem;
  return ecosystem === undefined ? paths.includes('package.json') : ecosystem === 'npm';
}

function isFolder(name: string, paths: readonly string[]): boolean {
  return paths.some(path => path.startsWith(`${name}/`) || path.startsWith(`src/${name}/`));
}

const TOLD_FROM_MS = 3_600_000;

function factOf(
  name: string,
  answer: RegistryAnswer,
  { base, clock }: LookUps,
  own: OwnNames,
): Partial<PackageFact> {
  if (answer.kind === 'not-checked') return { unasked: answer.reason };
  const asked = base?.host ?? 'the registry';
  const ageMs = clock.now() - answer.checkedAt;
  const when = { asked, checkedAt: answer.checkedAt, ...(ageMs > TOLD_FROM_MS ? { ageMs } : {}) };
  switch (answer.kind) {
    case 'known': {
      const deprecated = answer.fact.deprecated === undefined ? 'no' : 'yes';
      return { inRegistry: 'yes', deprecated, registry: answer.fact, ...when };
    }
    case 'no-version':
      return { inRegistry: 'yes', onlyLatest: answer.latest, ...when };
    case 'absent': {
      const scope = scopeOf(name);
      if (scope !== undefined && own.scopes.has(scope))
        return {
          unasked: `${asked} does not show it, and packages of ${scope} may need a log-in, which is never sent`,
        };
      if (base && namesOther(own.npmrc, base))
        return {
          unasked: `${asked} does not know it, but the project’s .npmrc names another registry, which is not asked`,
        };
      return { inRegistry: 'no', ...when };
    }
    default:
      return assertNever(answer);
  }
}

/** Slips of the finger: a letter or two, or the scope left out. Names of three letters are all alike. */
function namesLike(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase();
  const most = wanted.length > 6 ? 2 : wanted.length > 3 ? 1 : 0;
  return names
    .filter(other => other !== name)
    .map(other => ({ other, far: other.endsWith(`/${wanted}`) ? 0 : distance(wanted, other.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || (a.other < b.other ? -1 : 1))
    .map(({ other }) => other);
}

export async function projectFact({
  files,
  paths,
}: Pick<PackageSources, 'files' | 'paths'>): Promise<ProjectFact> {
  const manifest = (await files.read('package.json'))?.text;
  const license = textField(manifest, 'license');
  const node = nodeRange(manifest);
  return {
    typescript: paths.some(path => /(?:^|\/)tsconfig(?:\.\w+)?\.json$/.test(path)),
    ...(license === undefined ? {} : { license }),
    ...(node === undefined ? {} : { node }),
  };
}

/** `engines.node` of a manifest. */
function nodeRange(json: string | undefined): string | undefined {
  const node = ownField(ownField(parsed(json), 'engines'), 'node');
  return typeof node === 'string' && node.trim() !== '' ? node.trim() : undefined;
}

/** A text of a JSON object's first level. */
function textField(json: string | undefined, field: string): string | undefined {
  const found = ownField(parsed(json), field);
  return typeof found === 'string' ? found : undefined;
}

function ownField(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? Reflect.get(value, field)
    : undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
