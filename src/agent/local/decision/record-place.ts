import type { FileSource } from '../../../domain/index.ts';
import { slug } from '../../../shared/slug.ts';
import { fileSource } from '../excerpt.ts';
import { baseOf, folderOf, join } from '../naming.ts';
import type { Survey } from '../survey.ts';
import type { OptionSight, RecordPlace } from './model.ts';
import { type TracePorts, wordPattern } from './traces.ts';

/** A file that is a record by its place and name: `docs/adr/0007-use-sqlite.md`, `doc/decisions/2024-01-02-x.md`. */
const RECORD =
  /(?:^|\/)(?:adrs?|decisions?|architecture[-_]decisions?|rfcs?)\/(?:adr[-_]?)?\d[\w-]*[^/]*\.(?:md|adoc|rst)$/i;
const MOST_SAID = 4;

/** Where the decision is to be recorded, beside those that are there, and what those say of the options. */
export async function recordPlace(
  { map, files }: TracePorts,
  survey: Survey,
  title: string,
  options: readonly OptionSight[],
): Promise<RecordPlace> {
  const all = [...survey.paths].filter(p => RECORD.test(p));
  const folder = mostOf(all.map(folderOf));
  const records = all.filter(p => folderOf(p) === folder).sort(byNumber);
  const last = records.at(-1);
  const read = last === undefined ? undefined : await files.read(last);
  const like = read && fileSource(read, 1, 12, survey.commit);
  const said: { option: string; source: FileSource }[] = [];
  if (folder !== undefined)
    for (const { id, label, spec } of options.filter(o => o.from !== 'as-is')) {
      const hits = await map.search(wordPattern([label, ...(spec?.names ?? [])]), {
        flags: 'i',
        under: folder,
        limit: 20,
      });
      const hit = hits.find(h => records.includes(h.path));
      const text = hit && (await files.read(hit.path));
      const source = hit && text && fileSource(text, hit.line, hit.line, survey.commit);
      if (source && said.length < MOST_SAID) said.push({ option: id, source });
    }
  return { path: pathFor(survey, folder, records, title), records, ...(like ? { like } : {}), said };
}

function mostOf(folders: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

const numberOf = (path: string): number => Number(/\d+/.exec(baseOf(path))?.[0] ?? 0);
const byNumber = (a: string, b: string): number => numberOf(a) - numberOf(b) || (a < b ? -1 : 1);

/** The next number in the manner of the last record; a folder of its own where there are none. */
function pathFor(
  { paths }: Survey,
  folder: string | undefined,
  records: readonly string[],
  title: string,
): string {
  const name = slug(title, 48, 'decision');
  // A folder of its own, below the documents where there are some.
  const docs = ['docs/', 'doc/'].find(d => [...paths].some(p => p.startsWith(d))) ?? '';
  const last = records.at(-1);
  const [, before = '', digits = '0000', joint = '-'] =
    /^(\D*?)(\d+)([-_. ]*)/.exec(baseOf(last ?? '')) ?? [];
  const next = String((last === undefined ? 0 : numberOf(last)) + 1).padStart(digits.length, '0');
  return join(folder ?? `${docs}adr`, `${before}${next}${joint || '-'}${name}.md`);
}
