import { stems } from '../../shared/text/stems.ts';
import type { Statement } from './prose.ts';

/** How often a word may occur before it says nothing of a goal: a share of all statements, and a number in small sets. */
const COMMON_SHARE = 0.04;
const COMMON_COUNT = 6;
/** Share of what all the words are worth that a statement must meet to be about them. */
const ABOUT = 0.45;

/**
 * Those of some statements that are about these words (stems), with how well they fit: a statement meets at least one
 * word that is rare among them, and two words where more than one was asked for. The heading above counts a third.
 */
export function fitting<T extends { readonly statement: Pick<Statement, 'text' | 'heading'> }>(
  statements: readonly T[],
  wanted: ReadonlySet<string>,
): readonly (T & { readonly score: number })[] {
  const all = statements.map(one => ({
    one,
    own: new Set(stems(one.statement.text)),
    above: new Set(stems(one.statement.heading)),
  }));
  // A word that every statement has says little: weight by how few hold it.
  const weight = new Map<string, number>();
  const rare = new Set<string>();
  for (const word of wanted) {
    const holders = all.reduce((count, row) => count + (row.own.has(word) || row.above.has(word) ? 1 : 0), 0);
    if (holders === 0) continue;
    weight.set(word, Math.log(1 + all.length / (1 + holders)));
    if (
      holders <= Math.max(COMMON_COUNT, all.length * COMMON_SHARE) &&
      holders <= Math.max(2, all.length / 3)
    )
      rare.add(word);
  }
  const worth = [...weight.values()].sort((a, b) => b - a).slice(0, 4);
  const enough = ABOUT * worth.reduce((sum, value) => sum + value, 0);
  return all.flatMap(({ one, own, above }) => {
    const met = [...weight].filter(([word]) => own.has(word));
    const under = [...weight].filter(([word]) => !own.has(word) && above.has(word));
    const isAbout =
      met.some(([word]) => rare.has(word)) && (wanted.size === 1 || met.length + under.length >= 2);
    const score =
      met.reduce((sum, [, value]) => sum + value, 0) +
      under.reduce((sum, [, value]) => sum + value * 0.35, 0);
    return isAbout && score >= enough ? [{ ...one, score }] : [];
  });
}
