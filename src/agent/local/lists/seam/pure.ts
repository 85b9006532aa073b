import type { FileCard } from '../../../../domain/index.ts';
import { hasRole } from '../../survey.ts';
import type { Asking } from '../entry.ts';
import { isStore } from './crossing.ts';
import type { Part } from './part.ts';

/**
 * Files of the part that others use and that reach no stored data, themselves or through what they import: a call of them
 * over the network would only be slower. Only where most users ask for others that do reach it.
 */
export async function pureOf(
  asking: Asking,
  part: Part,
  sources: readonly FileCard[],
): Promise<readonly string[]> {
  const cards = new Map(part.files.map(f => [f.path, f]));
  const beyond = [...new Set(part.files.flatMap(f => f.imports))].filter(p => !cards.has(p));
  const stores = new Set((await asking.map.cards(beyond)).filter(isStore).map(c => c.path));
  const reaches = (path: string, seen: Set<string>): boolean => {
    const card = cards.get(path);
    if (stores.has(path)) return true;
    if (!card || seen.has(path)) return false;
    seen.add(path);
    return hasRole(card, 'model', 'schema', 'repository') || card.imports.some(p => reaches(p, seen));
  };
  const outside = sources.filter(c => !cards.has(c.path));
  const used = part.files.filter(f => outside.some(u => u.imports.includes(f.path)));
  const pure = used.filter(
    f => !hasRole(f, 'controller', 'router', 'job', 'mailer', 'service') && !reaches(f.path, new Set()),
  );
  const asked = new Set(used.filter(f => !pure.includes(f)).map(f => f.path));
  const users = outside.filter(u => u.imports.some(p => cards.has(p)));
  // What most users ask for is the face of the part, whatever it needs.
  const aside = users.filter(u => !u.imports.some(p => asked.has(p))).length;
  return aside * 2 > users.length ? [] : pure.map(f => f.path);
}
