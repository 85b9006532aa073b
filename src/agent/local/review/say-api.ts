import type { Review, ReviewedFile } from '../../../codemap/port.ts';
import { code, listed, place, type Said } from './phrase.ts';

type Public = ReviewedFile['api'][number];

/** Names that other programs or packages use and that the change touches, by package. */
export function sayApi({ files }: Review): readonly Said[] {
  const changing = files.flatMap(f => f.api).filter(s => s.changes);
  const packages = [...new Set(changing.map(s => s.package))];
  return packages.slice(0, 2).map(name =>
    changes(
      name,
      changing.filter(s => s.package === name),
    ),
  );
}

function changes(name: string, symbols: readonly Public[]): Said {
  const shown = symbols.filter((s, i) => symbols.findIndex(o => o.name === s.name) === i);
  const names = shown.map(s => `${code(s.name)} (${place(s)})`);
  const who = shown.some(s => s.published) ? 'other programs' : 'the other packages of this workspace';
  const them = shown.length === 1 ? 'its' : 'their';
  return {
    id: `api-${name}`,
    text: `${code(name)} offers ${listed(names)} to ${who}: a change of ${them} arguments, results or errors reaches those too.`,
    places: shown.slice(0, 3).map(s => s.through),
  };
}
