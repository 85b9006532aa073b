import { maxSatisfying, satisfies, valid, validRange } from 'semver';
import * as z from 'zod';
import type { RegistryFact } from '../../domain/index.ts';
import { redact, safeLine } from '../../shared/text/index.ts';

const TEXT_LENGTH = 300;
const WORD_LENGTH = 100;

/** What anybody may write into a registry, as it can be shown: one safe line of bounded length, without secrets. */
export function told(text: string, most = TEXT_LENGTH): string {
  const line = safeLine(redact(text.slice(0, most * 4)).text);
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A field of another shape than expected is as good as none. */
const Text = z.string().optional().catch(undefined);
const Named = z.union([z.string(), z.object({ type: z.string() }).transform(o => o.type)]);

/** One version, as `/name/latest` gives it and as the whole document lists it. */
export const Version = z.object({
  name: Text,
  version: z.string(),
  deprecated: z.union([z.string(), z.boolean()]).optional().catch(undefined),
  license: Named.optional().catch(undefined),
  /** How licenses were written before 2015. */
  licenses: z.array(Named).optional().catch(undefined),
  types: Text,
  typings: Text,
  exports: z.unknown().optional(),
  engines: z.object({ node: Text }).optional().catch(undefined),
  dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
  dist: z.object({ unpackedSize: z.number().nonnegative().optional().catch(undefined) }).catch({}),
});
export type Version = z.infer<typeof Version>;

/** All versions of a package with their times (a “packument”). */
export const Packument = z.object({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.unknown()),
  time: z.record(z.string(), z.unknown()).catch({}),
});

export type Read =
  | { readonly kind: 'known'; readonly fact: RegistryFact }
  | { readonly kind: 'no-version'; readonly latest: string }
  /** It is no document of this package. */
  | { readonly kind: 'misfit' };

/** What the whole document of a package says of the version that `spec` chooses. */
export function readPackument(name: string, spec: string | undefined, document: unknown): Read {
  const read = Packument.safeParse(document);
  if (!read.success || read.data.name !== name) return { kind: 'misfit' };
  const { versions, time, 'dist-tags': tags } = read.data;
  const latest = ownOf(tags, 'latest');
  if (latest === undefined) return { kind: 'misfit' };
  const chosen = choose(spec, tags, versions);
  const version = chosen === undefined ? undefined : Version.safeParse(ownOf(versions, chosen));
  if (chosen === undefined || !version?.success)
    return { kind: 'no-version', latest: told(latest, WORD_LENGTH) };
  const lastPublish = newest(Object.keys(versions).map(v => ownOf(time, v)));
  return { kind: 'known', fact: factOf(name, version.data, latest, lastPublish) };
}

/** What the description of the latest version says, where the whole document is too large. */
export function readLatest(name: string, spec: string | undefined, document: unknown): Read {
  const read = Version.safeParse(document);
  if (!read.success || read.data.name !== name) return { kind: 'misfit' };
  const { version } = read.data;
  if (spec !== undefined && spec !== 'latest' && !satisfies(version, spec)) return { kind: 'misfit' };
  return { kind: 'known', fact: factOf(name, read.data, version, undefined) };
}

function factOf(
  name: string,
  version: Version,
  latest: string,
  lastPublish: string | undefined,
): RegistryFact {
  const { deprecated, dist } = version;
  const license = version.license ?? version.licenses?.join(' OR ');
  return {
    name,
    latest: told(latest, WORD_LENGTH),
    version: told(version.version, WORD_LENGTH),
    // An empty message takes a deprecation back.
    ...(deprecated ? { deprecated: deprecated === true ? '' : told(deprecated) } : {}),
    ...(license?.trim() ? { license: told(license, WORD_LENGTH) } : {}),
    ...(dist.unpackedSize === undefined ? {} : { unpackedSize: dist.unpackedSize }),
    ...(lastPublish === undefined ? {} : { lastPublish }),
    ...(version.engines?.node?.trim() ? { engines: told(version.engines.node, WORD_LENGTH) } : {}),
    dependencies: Object.keys(version.dependencies ?? {}).length,
    types: name.startsWith('@types/') || declaresTypes(version) ? 'own' : 'not-checked',
  };
}

/** As npm chooses: a tag, an exact version, else the latest if the range holds it, else the highest that is not deprecated. */
export function choose(
  spec: string | undefined,
  tags: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, unknown>>,
): string | undefined {
  const wanted = spec?.trim() || 'latest';
  const tagged = ownOf(tags, wanted);
  if (tagged !== undefined) return tagged;
  const exact = valid(wanted, { loose: true });
  if (exact !== null) return Object.hasOwn(versions, exact) ? exact : undefined;
  const latest = ownOf(tags, 'latest');
  if (latest !== undefined && satisfies(latest, wanted)) return latest;
  const all = Object.keys(versions);
  const kept = all.filter(one => !Version.safeParse(ownOf(versions, one)).data?.deprecated);
  return maxSatisfying(kept, wanted) ?? maxSatisfying(all, wanted) ?? undefined;
}

/** Whether a spec chooses among a registry's versions; `file:…`, `github:…`, `npm:…` and addresses do not. */
export function isRegistrySpec(spec: string): boolean {
  return validRange(spec, { loose: true }) !== null || /^[a-z][\w.-]*$/i.test(spec);
}

function newest(times: readonly unknown[]): string | undefined {
  const ms = times.map(time => (typeof time === 'string' ? Date.parse(time) : Number.NaN)).filter(t => t > 0);
  return ms.length === 0 ? undefined : new Date(ms.reduce((a, b) => Math.max(a, b))).toISOString();
}

/** A declaration file that is named. One that only lies beside its module is not seen from here. */
function declaresTypes({ types, typings, exports }: Version): boolean {
  return Boolean(types ?? typings) || exportsTypes(exports, 0);
}

const DEEPEST = 8;

function exportsTypes(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return /\.d\.[cm]?ts$/.test(value);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  return Object.entries(value).some(
    ([key, inner]) =>
      (key === 'types' && inner !== null) || key.startsWith('types@') || exportsTypes(inner, depth + 1),
  );
}

/** A property of its own: names of packages, tags and versions are anybody's choice, `constructor` too. */
export function ownOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
