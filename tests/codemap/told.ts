import { rankImpact } from '../../src/codemap/rank/impact.ts';
import { definersOf } from '../../src/codemap/rank/index.ts';
import type { Tier } from '../../src/codemap/tier.ts';

/** Every word with the files that hold it and their counts, and every term likewise. */
function wordsOf({ index }: Tier): string[] {
  const { vocabulary, terms } = index.scanner;
  const lines: string[] = [];
  const tell = (name: string, kind: 'words' | 'terms', key: number) => {
    const { count, file, value } = index[kind].list(key);
    for (let i = 0; i < count; i++) lines.push(`${kind} ${name} ${file[i]} ${value[i]}`);
  };
  for (let id = 0; id < vocabulary.size; id++) tell(vocabulary.at(id), 'words', id);
  for (let term = 0; term < terms.names.size; term++) tell(terms.names.at(term), 'terms', term);
  return lines.sort();
}

/** All that a tier says, without numbers of words, which hang on who scanned first. */
export function told(tier: Tier, goals: readonly string[]) {
  const { summary } = tier;
  const { vocabulary } = tier.index.scanner;
  return {
    summary,
    known: [...tier.known],
    byPath: [...tier.byPath],
    words: wordsOf(tier),
    files: tier.files.map(({ path, language, lines, bytes, hash, symbols, specifiers, roles, words }) => ({
      path,
      language,
      lines,
      bytes,
      hash,
      symbols,
      specifiers,
      roles,
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
