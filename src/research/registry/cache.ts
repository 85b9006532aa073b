import { join } from 'node:path';
import * as z from 'zod';
import { PackageChanges, RegistryFact, ReleaseNote } from '../../domain/index.ts';
import { privateFolder, readJson, replaceFile, sha16 } from '../../host/index.ts';
import { slug } from '../../shared/slug.ts';

/** What is kept of an answer; `checkedAt` in milliseconds since the epoch. */
const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), checkedAt: z.number(), fact: RegistryFact }),
  z.object({ kind: z.literal('absent'), checkedAt: z.number() }),
  z.object({ kind: z.literal('no-version'), checkedAt: z.number(), latest: z.string() }),
]);
export type CacheEntry = z.infer<typeof Entry>;

/** The way from one version to another, or that there is none to be told of. */
const Way = z.object({
  checkedAt: z.number(),
  changes: PackageChanges.optional(),
  /** What the newer version's own record says of the way; empty where it brings none along. Absent: nobody looked. */
  notes: z.array(ReleaseNote).optional(),
});
export type KeptWay = z.infer<typeof Way>;

const File = z.object({ format: z.literal(1), entries: z.record(z.string(), z.unknown()) });
/** Of a file; the oldest answers are left out first. One takes about 0.5 kB, with many advisories up to 10 kB. */
const MOST_BYTES = 1024 * 1024;

/** Answers of one registry that outlive the program. Nothing here throws: what cannot be kept is asked again. */
export interface RegistryCache {
  /** However old it is. */
  get(name: string, spec: string | undefined): CacheEntry | undefined;
  save(
    found: readonly {
      readonly name: string;
      readonly spec: string | undefined;
      readonly entry: CacheEntry;
    }[],
  ): void;
  /** The way of a package from a version to what a spec chooses, by a key of the asker's. */
  readonly ways: Entries<KeptWay>;
}

interface Entries<T> {
  get(key: string): T | undefined;
  save(found: readonly (readonly [string, T])[]): void;
}

/** In a folder of the user's cache, two files for each registry, named by its host and told apart by its whole address. */
export function openRegistryCache(folder: string, base: URL): RegistryCache {
  const name = `${slug(base.host, 40, 'registry')}-${sha16(base.href)}`;
  const answers = openEntries(folder, `${name}.json`, Entry);
  return {
    get: (of, spec) => answers.get(keyOf(of, spec)),
    save: found => answers.save(found.map(({ name: of, spec, entry }) => [keyOf(of, spec), entry])),
    ways: openEntries(folder, `${name}-changes.json`, Way),
  };
}

function openEntries<T extends { readonly checkedAt: number }>(
  folder: string,
  file: string,
  schema: z.ZodType<T>,
): Entries<T> {
  const path = join(folder, file);
  let known: Map<string, T> | undefined;
  const read = () => {
    const held = File.safeParse(readJson(path));
    const entries = Object.entries(held.success ? held.data.entries : {});
    return new Map(
      entries.flatMap(([key, raw]) => {
        const entry = schema.safeParse(raw);
        return entry.success ? [[key, entry.data] as const] : [];
      }),
    );
  };
  return {
    get(key) {
      known ??= read();
      return known.get(key);
    },
    save(found) {
      if (found.length === 0) return;
      // Another run may have written meanwhile.
      const merged = new Map([...read(), ...found]);
      known = merged;
      try {
        privateFolder(folder);
        replaceFile(path, JSON.stringify({ format: 1, entries: Object.fromEntries(newest(merged)) }));
      } catch {
        // A full disk, or a folder that may not be written.
      }
    },
  };
}

/** As many as the file may hold. */
function newest<T extends { readonly checkedAt: number }>(
  entries: ReadonlyMap<string, T>,
): readonly (readonly [string, T])[] {
  let bytes = 0;
  return [...entries]
    .sort(([, a], [, b]) => b.checkedAt - a.checkedAt)
    .filter(([key, entry]) => {
      bytes += key.length + JSON.stringify(entry).length;
      return bytes <= MOST_BYTES;
    });
}

function keyOf(name: string, spec: string | undefined): string {
  return `${name}@${spec ?? ''}`;
}
