import { join } from 'node:path';
import * as z from 'zod';
import { readJson, replaceFile } from '../host/index.ts';
import type { Storage } from './port.ts';

const EVERY_MS = 1_000;
const Drafts = z.record(z.string(), z.string());

/**
 * What the person was typing, by field. Kept at most a second after the first unsaved change and when the process
 * ends; a disk that takes nothing costs the draft, not the session. An empty text forgets the field.
 */
export function openDrafts(folder: string): Storage['drafts'] {
  const file = join(folder, 'drafts.json');
  const read = Drafts.safeParse(readJson(file));
  const texts = new Map(Object.entries(read.success ? read.data : {}));
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    process.off('exit', flush);
    try {
      replaceFile(file, JSON.stringify(Object.fromEntries(texts)));
    } catch {
      // The next change tries again.
    }
  }

  return {
    load: field => texts.get(field) ?? '',
    save(field, text) {
      if ((texts.get(field) ?? '') === text) return;
      if (text === '') texts.delete(field);
      else texts.set(field, text);
      if (timer !== undefined) return;
      timer = setTimeout(flush, EVERY_MS);
      timer.unref();
      process.on('exit', flush);
    },
    flush,
  };
}
