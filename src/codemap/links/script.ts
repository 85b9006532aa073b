import { entriesOf, mainsOf, type NodePackage, readPackages } from './node-packages.ts';
import { common, dirname, join, normalize } from './paths.ts';
import { ScriptFiles } from './script-files.ts';
import { NOWHERE, one, type ResolveInput, type Resolver, type Target } from './target.ts';
import { type Config, readConfigs } from './tsconfig.ts';

/** Where a package of the project starts, if its manifest says nothing. */
const USUAL_MAINS = ['src/index', 'index', 'src/main', 'lib/index'];
const FIXTURE = /^(.*?(?:^|\/)(?:__)?(?:fixtures?|testdata|mocks|playground)(?:__)?)\//;

/**
 * TypeScript, JavaScript and what holds them: relative paths, `paths` and `baseUrl` of the nearest tsconfig (with what it
 * extends), `#names` of the own package, packages of the project by their `exports`. A target in an output folder stands
 * for the source that it is built from.
 */
export function scriptResolver(input: ResolveInput): Resolver {
  const packages = readPackages(input.manifests);
  const byName = new Map<string, NodePackage[]>();
  for (const found of packages) {
    if (found.name === undefined) continue;
    const list = byName.get(found.name);
    if (list) list.push(found);
    else byName.set(found.name, [found]);
  }
  const configs = readConfigs(input.manifests, name => byName.get(name)?.[0]?.folder);
  const files = new ScriptFiles(input.byPath, packages, configs);
  const configOf = new Map<string, readonly Config[]>();
  const packageOf = new Map<string, NodePackage | undefined>();
  /** Where names lead that do not begin with a dot, by folder. */
  const byFolder = new Map<string, Map<string, Target>>();

  const isBelow = (folder: string, above: string) =>
    above === '' || folder === above || folder.startsWith(`${above}/`);
  /** Configurations that lie above a folder, nearest first. */
  const above = (folder: string): readonly Config[] => {
    const known = configOf.get(folder);
    if (known) return known;
    const found = configs.filter(
      c =>
        isBelow(folder, c.folder) && (c.baseUrl !== undefined || c.paths.length > 0 || c.rootDirs.length > 0),
    );
    configOf.set(folder, found);
    return found;
  };
  const ownPackage = (folder: string): NodePackage | undefined => {
    if (!packageOf.has(folder))
      packageOf.set(
        folder,
        packages.find(p => isBelow(folder, p.folder)),
      );
    return packageOf.get(folder);
  };

  const inRootDirs = (folder: string, specifier: string): Target | undefined => {
    for (const { rootDirs } of above(folder)) {
      const own = rootDirs.find(d => isBelow(folder, d));
      if (own === undefined) continue;
      const inner = join(folder.slice(own.length).replace(/^\//, ''), specifier);
      for (const other of rootDirs) {
        const found = inner === undefined ? undefined : one(files.at(join(other, inner)));
        if (found) return found;
      }
    }
    return undefined;
  };

  const byConfig = (folder: string, specifier: string): Target | undefined => {
    for (const config of above(folder)) {
      for (const { prefix, suffix, star, targets } of config.paths) {
        const fits = star
          ? specifier.startsWith(prefix) &&
            specifier.endsWith(suffix) &&
            specifier.length >= prefix.length + suffix.length
          : specifier === prefix;
        if (!fits) continue;
        const middle = star ? specifier.slice(prefix.length, specifier.length - suffix.length) : '';
        for (const target of targets) {
          const path = target.replace('*', middle);
          const found = one(files.at(path) ?? files.built(path));
          if (found) return found;
        }
      }
      const found = config.baseUrl === undefined ? undefined : one(files.at(join(config.baseUrl, specifier)));
      if (found) return found;
    }
    return undefined;
  };

  /** The package of the project of this name; of several the nearest. Fixtures hold packages for themselves alone. */
  const workspace = (name: string, from: string): NodePackage | undefined => {
    const seen = (byName.get(name) ?? []).filter(p => {
      const fixture = FIXTURE.exec(`${p.folder}/`)?.[1];
      return fixture === undefined || from.startsWith(`${fixture}/`);
    });
    return seen.sort((a, b) => common(b.folder, from) - common(a.folder, from))[0];
  };

  const inPackage = ({ folder, manifest }: NodePackage, sub: string): Target | undefined => {
    const listed = entriesOf(manifest['exports'], sub === '' ? '.' : `./${sub}`);
    const tries =
      sub === ''
        ? [...mainsOf(manifest), ...USUAL_MAINS]
        : [...(listed ?? []), sub, `src/${sub}`, `lib/${sub}`];
    for (const path of tries) {
      const found = one(files.at(join(folder, path)) ?? files.built(join(folder, path)));
      if (found) return found;
    }
    return undefined;
  };

  const byHash = (folder: string, specifier: string): Target | undefined => {
    const own = ownPackage(folder);
    if (!own) return undefined;
    for (const target of entriesOf(own.manifest['imports'], specifier) ?? []) {
      if (!target.startsWith('.')) return { files: [], package: packageName(target) };
      const path = join(own.folder, target);
      const found = one(files.at(path) ?? files.built(path));
      if (found) return found;
    }
    return undefined;
  };

  const lead = (specifier: string, folder: string, from: string): Target => {
    if (specifier.startsWith('/'))
      return (
        one(files.at(normalize(specifier)) ?? files.at(join(ownPackage(folder)?.folder ?? '', specifier))) ??
        one(files.at(join(ownPackage(folder)?.folder ?? '', `public${specifier}`))) ??
        NOWHERE
      );
    const found =
      byConfig(folder, specifier) ?? (specifier.startsWith('#') ? byHash(folder, specifier) : undefined);
    if (found) return found;
    const name = packageName(specifier);
    const local = workspace(name, from);
    const inner = local && inPackage(local, specifier.slice(name.length + 1));
    return { ...(inner ?? NOWHERE), package: name };
  };

  return {
    follow(n, { specifier: raw }) {
      const from = input.files[n]?.path ?? '';
      // Bundlers of style sheets write packages with a tilde; elsewhere it is part of an alias.
      const plain = raw.replace(/(?!^)[?#].*$/, '');
      const specifier = input.files[n]?.language === 'css' ? plain.replace(/^~\/?/, '') : plain;
      const folder = dirname(from);
      if (specifier.startsWith('.')) {
        const path = join(folder, specifier);
        return one(files.at(path) ?? files.built(path)) ?? inRootDirs(folder, specifier) ?? NOWHERE;
      }
      let known = byFolder.get(folder);
      if (!known) {
        known = new Map();
        byFolder.set(folder, known);
      }
      const found = known.get(specifier) ?? lead(specifier, folder, from);
      known.set(specifier, found);
      return found;
    },
  };
}

/** `@scope/name/sub` → `@scope/name`; `node:fs/promises` → `node:fs`. */
export function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
