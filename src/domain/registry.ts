import * as z from 'zod';

export const AdvisorySeverity = z.enum(['info', 'low', 'moderate', 'high', 'critical']);
export type AdvisorySeverity = z.infer<typeof AdvisorySeverity>;

/** A known weakness of some versions of a package. Texts are safe and short. */
export const Advisory = z.object({
  /** As the registry names it: `GHSA-3h5v-q93c-6h6q`, else its number. */
  id: z.string(),
  severity: AdvisorySeverity,
  title: z.string(),
  /** Versions that have it, e.g. `>=8.0.0 <8.17.1`. */
  range: z.string(),
});
export type Advisory = z.infer<typeof Advisory>;

/** What a registry says of a package and of the one version that would be installed. Texts are safe and short. */
export const RegistryFact = z.object({
  name: z.string(),
  /** What the tag `latest` points to. */
  latest: z.string(),
  /** The version that is judged: the one that the plan's words choose, else `latest`. */
  version: z.string(),
  /** The message with which that version was deprecated. */
  deprecated: z.string().optional(),
  /** As it stands: an SPDX expression, `UNLICENSED`, `SEE LICENSE IN …`. Absent: none is stated. */
  license: z.string().optional(),
  /** Bytes on disk, without what it depends on. */
  unpackedSize: z.number().nonnegative().optional(),
  /** ISO time of the newest publication of any version. */
  lastPublish: z.string().optional(),
  /** Its own, in `@types/…`, in neither as far as its description says, or nobody asked. */
  types: z.enum(['own', 'separate', 'none', 'not-checked']),
  /** The versions of Node that it says it runs on. */
  engines: z.string().optional(),
  /** How many packages it needs itself, directly. */
  dependencies: z.number().int().nonnegative().optional(),
  /** Those that hold for `version`; absent where nobody could say. */
  advisories: z.array(Advisory).optional(),
  /** Why there are no advisories, where the registry has none to give. */
  withoutAdvisories: z.string().optional(),
});
export type RegistryFact = z.infer<typeof RegistryFact>;

/** What of a package's description changed between two of its versions. Texts are safe and short. */
export const PackageChanges = z.object({
  name: z.string(),
  /** The version that is installed. */
  from: z.string(),
  /** The version that is meant: what the wish chooses, else `latest`. */
  to: z.string(),
  latest: z.string(),
  /** ISO time of the publication of `to`. */
  published: z.string().optional(),
  /** Releases after `from` up to `to`, without those before a release. */
  releases: z.number().int().nonnegative(),
  /** The first release of each major version on the way. */
  majors: z.array(z.object({ version: z.string(), published: z.string().optional() })),
  /** The versions of Node that it runs on, where they differ. */
  node: z.object({ from: z.string().optional(), to: z.string().optional() }).optional(),
  /** Packages that the project has to bring itself, where that differs. */
  peers: z.array(z.object({ name: z.string(), from: z.string().optional(), to: z.string().optional() })),
  /** Packages that it brings along now, and no longer. */
  brings: z.array(z.string()),
  drops: z.array(z.string()),
  /** `from` could be loaded by `require`, `to` cannot. */
  modulesOnly: z.boolean(),
  /** With what message `from` was deprecated. */
  deprecated: z.string().optional(),
  /** An https address at which its repository or home page says it lies. */
  home: z.string().optional(),
});
export type PackageChanges = z.infer<typeof PackageChanges>;

/** What a package's own record of changes says of one version. */
export const ReleaseNote = z.object({
  version: z.string(),
  /** File inside the package, relative to its root. */
  file: z.string(),
  /** 1-based line of its beginning. */
  line: z.number().int().positive(),
  /** Safe and without secrets: what a quote is taken from. */
  text: z.string(),
  /** Whether it says, or stands under a heading that says, that something old no longer works. */
  breaking: z.boolean(),
});
export type ReleaseNote = z.infer<typeof ReleaseNote>;
