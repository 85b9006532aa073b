import type { ProposedImport, Review } from '../../../codemap/port.ts';
import { code, place, type Said, times } from './phrase.ts';

/** New imports that close a circle or run against a direction, most dangerous first. */
export function sayProposed({ proposed }: Review): readonly Said[] {
  return [
    ...proposed.filter(p => p.closes && p.ifLike === undefined),
    ...proposed.filter(p => p.against && isGuess(p)),
    ...proposed.filter(p => !p.against && p.ifLike !== undefined),
  ]
    .filter((p, i, all) => all.findIndex(o => isAlike(o, p)) === i)
    .slice(0, 3)
    .map(p =>
      p.closes && !(p.against && isGuess(p))
        ? circle(
            p,
            p.closes,
            proposed.filter(o => isAlike(o, p)).map(o => o.to),
          )
        : downhill(p),
    );
}

/** Guesses about several new files after one pattern are one guess. */
function isAlike(a: ProposedImport, b: ProposedImport): boolean {
  if (a === b) return true;
  const guessed = a.closes && b.closes && a.ifLike !== undefined && !a.against && !b.against;
  return guessed === true && a.ifLike === b.ifLike && a.from === b.from;
}

/** No circle that is sure. */
const isGuess = (p: ProposedImport) => !p.closes || p.ifLike !== undefined;

function circle(
  p: ProposedImport,
  closes: NonNullable<ProposedImport['closes']>,
  alike: readonly string[],
): Said {
  const known = closes.flatMap(e => (e.line === undefined ? [] : [{ path: e.from, line: e.line }]));
  const way = closes.map(e => (e.line === undefined ? code(e.from) : place({ path: e.from, line: e.line })));
  const back = way.length === 0 ? '' : ` (${way.join(' → ')} → ${code(p.from)})`;
  const when =
    p.ifLike === undefined
      ? `With ${code(p.to)} imported by ${code(p.from)}, as planned,`
      : `If ${anyOf(alike)} imports what its pattern ${code(p.ifLike)} imports, then with its import by ${code(p.from)}`;
  return {
    id: `closes-${p.from}-${p.to}`,
    text: `${when} a circle of imports closes${back}: give ${alike.length > 1 ? 'each' : code(p.to)} what it needs of ${code(p.from)} as an argument.`,
    places: known.slice(0, 3),
  };
}

function anyOf(paths: readonly string[]): string {
  const last = paths.at(-1) ?? '';
  return paths.length > 1 ? `${paths.slice(0, -1).map(code).join(', ')} or ${code(last)}` : code(last);
}

function downhill(p: ProposedImport): Said {
  const { against } = p;
  const example = against?.examples[0];
  const at = example && { path: example.from, line: example.line };
  const today = !against
    ? ''
    : against.imports === 0
      ? `${code(against.from)} rests on ${code(against.to)} through other folders, and nothing in ${code(against.to)} imports it`
      : `${code(against.from)} imports ${code(against.to)} ${times(against.imports)}${at ? ` (${place(at)})` : ''}, the other way ${times(against.back)}`;
  return {
    id: `downhill-${p.from}-${p.to}`,
    text: `The import of ${code(p.to)} by ${code(p.from)} would run against the direction of the folders: ${today}.`,
    places: at ? [at] : [],
  };
}
