import { testPathFor } from '../naming.ts';
import { type Asking, type Found, found, mainSymbol, ownSources, placeOf } from './entry.ts';

/** A file shorter than this proves little by a test of its own. */
const LEAST_LINES = 20;

/** Own sources that no test exercises, those first that are large and change often: `lines`, `commits`, `test` (the new one's path). */
export async function untestedOf(asking: Asking): Promise<Found> {
  const tests = asking.survey.roles.get('test') ?? [];
  const bare = (await ownSources(asking)).filter(
    c =>
      c.tests.length === 0 &&
      c.lines >= LEAST_LINES &&
      c.symbols.some(s => s.kind === 'function' || s.kind === 'method' || s.kind === 'component'),
  );
  const weight = (c: (typeof bare)[number]): number => c.lines * (1 + Math.min(c.commits, 50));
  return found(
    [...bare]
      .sort((a, b) => weight(b) - weight(a) || (a.path < b.path ? -1 : 1))
      .map(card => {
        const symbol = mainSymbol(card);
        return {
          path: card.path,
          lines: String(card.lines),
          commits: String(card.commits),
          test: testPathFor(card.path, tests),
          ...(symbol ? placeOf(symbol) : {}),
        };
      }),
  );
}
