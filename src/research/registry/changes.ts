import { gt, lte, major, prerelease, valid } from 'semver';
import * as z from 'zod';
import type { PackageChanges } from '../../domain/index.ts';
import { choose, ownOf, Packument, told, Version } from './documents.ts';

const WORD_LENGTH = 100;
const MOST = 12;

const Texts = z.record(z.string(), z.unknown()).optional().catch(undefined);
/** What of a version matters for those who have an older one. */
const Described = Version.extend({
  peerDependencies: Texts,
  type: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  repository: z
    .union([z.string(), z.object({ url: z.string() }).transform(r => r.url)])
    .optional()
    .catch(undefined),
  homepage: z.string().optional().catch(undefined),
});
type Described = z.infer<typeof Described>;

/**
 * What the whole document of a package tells of the way from one of its versions to the one that `spec` chooses.
 * Undefined: it does not know one of them, or the second is not newer.
 */
export function readChanges(
  name: string,
  from: string,
  spec: string | undefined,
  document: unknown,
): PackageChanges | undefined {
  const read = Packument.safeParse(document);
  if (!read.success || read.data.name !== name) return undefined;
  const { versions, time, 'dist-tags': tags } = read.data;
  const latest = ownOf(tags, 'latest');
  const to = choose(spec, tags, versions);
  if (latest === undefined || to === undefined || !valid(from) || !valid(to) || !gt(to, from))
    return undefined;
  const [old, fresh] = [from, to].map(version => Described.safeParse(ownOf(versions, version)).data);
  if (!old || !fresh) return undefined;
  const between = Object.keys(versions)
    .filter(v => valid(v) && prerelease(v) === null && gt(v, from) && lte(v, to))
    .sort((a, b) => (gt(a, b) ? 1 : -1));
  const published = (version: string) => {
    const at = ownOf(time, version);
    return typeof at === 'string' && Date.parse(at) > 0 ? { published: new Date(at).toISOString() } : {};
  };
  const majors = [...new Set(between.map(v => major(v)))]
    .filter(n => n > major(from))
    .flatMap(n => between.find(v => major(v) === n) ?? []);
  const [node, newNode] = [old.engines?.node?.trim(), fresh.engines?.node?.trim()];
  const [needs, needed] = [keys(old.dependencies), keys(fresh.dependencies)];
  const home = homeOf(fresh);
  return {
    name,
    from: told(from, WORD_LENGTH),
    to: told(to, WORD_LENGTH),
    latest: told(latest, WORD_LENGTH),
    ...published(to),
    releases: between.length,
    majors: majors
      .slice(0, MOST)
      .map(version => ({ version: told(version, WORD_LENGTH), ...published(version) })),
    ...(node === newNode ? {} : { node: { ...range('from', node), ...range('to', newNode) } }),
    peers: peersOf(old, fresh),
    brings: needed
      .filter(n => !needs.includes(n))
      .slice(0, MOST)
      .map(n => told(n, WORD_LENGTH)),
    drops: needs
      .filter(n => !needed.includes(n))
      .slice(0, MOST)
      .map(n => told(n, WORD_LENGTH)),
    modulesOnly: isRequirable(old) && !isRequirable(fresh),
    ...(old.deprecated ? { deprecated: old.deprecated === true ? '' : told(old.deprecated) } : {}),
    ...(home === undefined ? {} : { home }),
  };
}

/** Where a registry says that a version's files lie; undefined where that is not on the registry itself. */
export function tarballOf(document: unknown, version: string, base: URL): URL | undefined {
  const read = Packument.safeParse(document);
  const described = read.success ? Tarred.safeParse(ownOf(read.data.versions, version)) : undefined;
  try {
    const url = new URL(described?.data?.dist.tarball ?? '');
    return url.origin === base.origin && url.username === '' && url.search === '' ? url : undefined;
  } catch {
    return undefined;
  }
}

const Tarred = z.object({ dist: z.object({ tarball: z.string() }) });

function keys(record: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return Object.keys(record ?? {}).sort();
}

function range<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: string } {
  return text ? ({ [key]: told(text, WORD_LENGTH) } as { readonly [P in K]: string }) : {};
}

function peersOf(old: Described, fresh: Described): PackageChanges['peers'] {
  const of = (version: Described, name: string): string | undefined => {
    const said = ownOf(version.peerDependencies ?? {}, name);
    return typeof said === 'string' ? said : undefined;
  };
  return [...new Set([...keys(old.peerDependencies), ...keys(fresh.peerDependencies)])]
    .map(name => ({ name, from: of(old, name), to: of(fresh, name) }))
    .filter(({ from, to }) => from !== to)
    .slice(0, MOST)
    .map(({ name, from, to }) => ({
      name: told(name, WORD_LENGTH),
      ...range('from', from),
      ...range('to', to),
    }));
}

/** Whether `require` finds anything to load: CommonJS, or a condition for it. */
function isRequirable({ type, main, exports }: Described): boolean {
  return type !== 'module' || /\.cjs$/.test(main ?? '') || offersRequire(exports, 0);
}

const DEEPEST = 8;

function offersRequire(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return /\.c[jt]s$/.test(value);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  return Object.entries(value).some(
    ([key, inner]) => (key === 'require' && inner !== null) || offersRequire(inner, depth + 1),
  );
}

/** Where people read of it: the repository's page, else the home page. It is told and never fetched. */
function homeOf({ repository, homepage }: Described): string | undefined {
  const web = (repository ?? '')
    .replace(/^git\+/, '')
    .replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://')
    .replace(/^git@([\w.-]+):/, 'https://$1/')
    .replace(/^github:/, 'https://github.com/')
    .replace(/^(?=[\w.-]+\/[\w.-]+$)/, 'https://github.com/')
    .replace(/\.git$/, '');
  for (const address of [web, homepage ?? '']) {
    try {
      const url = new URL(address);
      if (url.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '')
        return told(url.href, 200);
    } catch {
      // Anything may stand there.
    }
  }
  return undefined;
}
