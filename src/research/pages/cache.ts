import { join } from 'node:path';
import * as z from 'zod';
import { keepNewest, privateFolder, readJson, replaceFile, sha16 } from '../../host/index.ts';
import { slug } from '../../shared/slug.ts';
import type { DocPage } from './port.ts';

const Block = z.object({
  kind: z.enum(['paragraph', 'item', 'row']),
  heading: z.string(),
  text: z.string(),
  ids: z.array(z.string()).optional(),
});
const File = z.object({
  format: z.literal(1),
  address: z.string(),
  fetchedAt: z.number(),
  title: z.string(),
  blocks: z.array(Block).min(1),
});

/** Of all pages together; the oldest are forgotten first. One takes some 50 kB, a standard up to 1 MB. */
const MOST_BYTES = 24 * 1024 * 1024;
const ENDING = '.json';

export interface KeptPage {
  readonly page: DocPage;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** Pages that outlive the program. Nothing here throws: what cannot be kept is fetched again. */
export interface PageCache {
  /** However old it is. */
  get(address: string): KeptPage | undefined;
  save(address: string, kept: KeptPage): void;
}

/** In a folder of the user's cache, a file a page, named by its host and told apart by its whole address. */
export function openPageCache(folder: string): PageCache {
  const pathOf = (address: string) =>
    join(folder, `${slug(new URL(address).host, 40, 'page')}-${sha16(address)}${ENDING}`);
  const known = new Map<string, KeptPage | undefined>();
  return {
    get(address) {
      if (known.has(address)) return known.get(address);
      const read = File.safeParse(readJson(pathOf(address)));
      const kept =
        read.success && read.data.address === address
          ? {
              fetchedAt: read.data.fetchedAt,
              page: { title: read.data.title, blocks: read.data.blocks },
            }
          : undefined;
      known.set(address, kept);
      return kept;
    },
    save(address, kept) {
      known.set(address, kept);
      const { fetchedAt, page } = kept;
      try {
        privateFolder(folder);
        replaceFile(pathOf(address), JSON.stringify({ format: 1, address, fetchedAt, ...page }));
        keepNewest(folder, ENDING, MOST_BYTES);
      } catch {
        // A full disk, or a folder that may not be written.
      }
    },
  };
}
