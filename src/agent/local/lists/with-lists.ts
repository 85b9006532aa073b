import type { CodeMap } from '../../../codemap/port.ts';
import type { ProjectFiles } from '../../../host/port.ts';
import type { Survey } from '../survey.ts';
import { askLists } from './index.ts';

/** Entries of a list whose cards and texts are read: the head of it is shown, the rest is named. */
const SHOWN = 6;

/** The survey with the lists of these names, and with the texts of what playbooks show of them. */
export async function withLists(
  { map, files }: { readonly map: CodeMap; readonly files: ProjectFiles },
  survey: Survey,
  names: readonly string[],
  stop: () => boolean,
): Promise<Survey> {
  if (names.length === 0) return survey;
  const texts = new Map(survey.texts);
  const cards = new Map(survey.cards);
  const read = async (path: string): Promise<string | undefined> =>
    (texts.get(path) ?? (await files.read(path)))?.text;
  const lists = await askLists({ survey, map, read, stop }, names);
  const heads = [...lists.values()].map(l => l.entries.slice(0, SHOWN));
  const wanted = heads
    .flatMap(head => [...head.map(e => e.path), head[0]?.registered, head[0]?.test])
    .filter(p => p !== undefined && survey.paths.has(p)) as string[];
  for (const card of await map.deepen([...new Set(wanted)])) cards.set(card.path, card);
  for (const path of new Set(wanted)) {
    const file = texts.has(path) || stop() ? undefined : await files.read(path);
    if (file) texts.set(path, file);
  }
  return { ...survey, texts, cards, lists };
}
