import { rankImpact } from '../../src/codemap/rank/impact.ts';
import { definersOf } from '../../src/codemap/rank/index.ts';
import type { Tier } from '../../src/codemap/tier.ts';

/** All that a tier says, without numbers of words, which hang on who scanned first. */
export function told(tier: Tier, goals: readonly string[]) {
  const { summary } = tier;
  const { vocabulary } = tier.index.scanner;
  return {
    summary,
    known: [...tier.known],
    byPath: [...tier.byPath],
    files: tier.files.map(({ path, language, lines, bytes, hash, symbols, specifiers, roles, words }) => ({
      path,
      language,
      lines,
      bytes,
      hash,
      symbols,
      specifiers,
      roles,
      words: [...words.ids].map((id, i) => `${vocabulary.at(id)} ${words.counts[i]}`).sort(),
      pairs: [...words.pairs].sort(),
    })),
    definers: tier.files.flatMap(f =>
      f.symbols.map(s => `${s.name} ${[...definersOf(tier.index, vocabulary.find(s.name))]}`),
    ),
    links: tier.links,
    tests: tier.testsOf,
    packages: [...tier.packageOf],
    history: tier.history && {
      commits: tier.history.commits.map(({ commit, age, files, words, length }) => ({
        commit,
        age,
        files: [...files],
        words: [...words],
        length,
      })),
      ofFile: tier.history.ofFile,
      byStem: [...tier.history.byStem].sort(),
    },
    impact: goals.map(goal => rankImpact(goal, 20, tier)),
  };
}
