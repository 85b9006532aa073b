import { join } from 'node:path';
import * as z from 'zod';
import { RegistryFact } from '../../domain/index.ts';
import { privateFolder, readJson, replaceFile, sha16 } from '../../host/index.ts';
import { slug } from '../../shared/slug.ts';

/** What is kept of an answer; `checkedAt` in milliseconds since the epoch. */
const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), checkedAt: z.number(), fact: RegistryFact }),
  z.object({ kind: z.literal('absent'), checkedAt: z.number() }),
  z.object({ kind: z.literal('no-version'), checkedAt: z.number(), latest: z.string() }),
]);
export type CacheEntry = z.infer<typeof Entry>;

const File = z.object({ format: z.literal(1), entries: z.record(z.string(), z.unknown()) });
/** Of the file; the oldest answers are left out first. One takes about 0.5 kB, with many advisories up to 10 kB. */
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
}

/** In a folder of the user's cache, a file for each registry, named by its host and told apart by its whole address. */
export function openRegistryCache(folder: string, base: URL): RegistryCache {
  const path = join(folder, `${slug(base.host, 40, 'registry')}-${sha16(base.href)}.json`);
  let known: Map<string, CacheEntry> | undefined;
  const read = () => {
    const file = File.safeParse(readJson(path));
    const entries = Object.entries(file.success ? file.data.entries : {});
    return new Map(
      entries.flatMap(([key, raw]) => {
        const entry = Entry.safeParse(raw);
        return entry.success ? [[key, entry.data] as const] : [];
      }),
    );
  };
  return {
    get(name, spec) {
      known ??= read();
      return known.get(keyOf(name, spec));
    },
    save(found) {
      if (found.length === 0) return;
      // Another run may have written meanwhile.
      const merged = new Map([
        ...read(),
        ...found.map(({ name, spec, entry }) => [keyOf(name, spec), entry] as const),
      ]);
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
function newest(entries: ReadonlyMap<string, CacheEntry>): readonly (readonly [string, CacheEntry])[] {
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
