import type { z } from 'zod';
import type { CodeSymbol, ImpactReason } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import type { History } from '../history.ts';
import { basename, dirname } from '../links/paths.ts';
import { splitIdentifier, stem } from '../words.ts';
import type { Query, QueryTerm } from './query.ts';
import type { Scores } from './score.ts';
import { type Signal, WEIGHTS } from './weights.ts';

type Reason = z.infer<typeof ImpactReason>;

const MOST_REASONS = 5;
/** A signal under this share of the best file's value says nothing worth reading. */
const WORTH_SAYING = 0.12;

/** Query terms by stem, with the weight that a match of theirs has. */
export function termWeights(query: Query, scores: Scores): Map<string, number> {
  const weights = new Map<string, number>();
  for (const term of query.terms) {
    const weight = (scores.idf.get(term) ?? 0) * Math.max(term.title, term.lex * 0.5);
    weights.set(term.stem, Math.max(weights.get(term.stem) ?? 0, weight));
  }
  return weights;
}

/** Symbols whose name, or less so whose container, holds words of the goal; best first, at most `most`. */
export function matchingSymbols(
  file: FileEntry,
  weights: ReadonlyMap<string, number>,
  identifiers: readonly string[],
  most: number,
): CodeSymbol[] {
  const score = (name: string) => {
    let sum = 0;
    const words = splitIdentifier(name);
    for (const word of new Set(words.map(stem))) sum += weights.get(word) ?? 0;
    return sum / Math.sqrt(Math.max(1, words.length));
  };
  return file.symbols
    .map((symbol, n) => {
      const own = score(symbol.name);
      const value =
        (identifiers.includes(symbol.name) ? 20 : 0) +
        own +
        (symbol.container === undefined ? 0 : 0.4 * score(symbol.container));
      return { symbol, n, value: own === 0 && symbol.kind === 'property' ? 0 : value };
    })
    .filter(s => s.value > 0.5)
    .sort((a, b) => b.value - a.value || a.n - b.n)
    .slice(0, most)
    .map(({ symbol }) => ({ ...symbol, path: file.path }));
}

/** Why a file ranks where it does, strongest first, each in words. */
export function reasonsFor(
  n: number,
  file: FileEntry,
  query: Query,
  scores: Scores,
  history: History | undefined,
  paths: readonly string[],
  symbols: readonly CodeSymbol[],
): Reason[] {
  const out: { signal: Signal; detail: string; weight: number }[] = [];
  const say = (signal: Signal, detail: string | undefined, factor = 1) => {
    const value = scores.signals[signal][n] ?? 0;
    if (detail !== undefined && value >= WORTH_SAYING)
      out.push({ signal, detail, weight: WEIGHTS[signal] * value * factor });
  };
  say('path', `the goal names ${basename(file.path)}`, 3);
  say('definition', defines(symbols, query));
  say('use', uses(scores.usedNames.get(n), symbols));
  say('tlex', nameMatch(file, query, scores));
  say('pair', scores.pairs.get(n));
  say('folder', folderMatch(file, query, scores), 2);
  const vote = scores.votes.get(n);
  const commit = vote && history?.commits[vote.commit]?.commit;
  say('votes', commit && `commit ${commit.sha.slice(0, 7)} “${shorten(commit.subject)}” touched it`);
  say('history', historyMatch(n, query, history), 0.8);
  const reference = scores.references.get(n);
  say('referenced', reference && `defines \`${reference.name}\`, which ${paths[reference.by] ?? ''} uses`);
  out.sort((a, b) => b.weight - a.weight);
  const chosen = out.slice(0, MOST_REASONS);
  if (chosen.length === 0) {
    const words = query.terms.filter(t => holds(file, scores, t)).map(t => t.word);
    if ((scores.signals.cover[n] ?? 0) > 0)
      chosen.push({
        signal: 'cover',
        detail: words.length > 0 ? `speaks of ${list(words.slice(0, 4))}` : 'shares words with the goal',
        weight: 0,
      });
    else if ((scores.signals.package[n] ?? 0) > 0)
      chosen.push({
        signal: 'package',
        detail: `lies beside well-ranked files in ${dirname(file.path) || 'the top folder'}`,
        weight: 0,
      });
  }
  return chosen.map(({ signal, detail }) => ({ signal, detail }));
}

function defines(symbols: readonly CodeSymbol[], query: Query): string | undefined {
  const first = symbols[0];
  if (!first) return undefined;
  if (query.identifiers.includes(first.name)) return `defines \`${first.name}\`, named in the goal`;
  const names = [...new Set(symbols.map(s => s.name))].slice(0, 3);
  return `defines ${list(names.map(n => `\`${n}\``))}`;
}

function uses(names: readonly string[] | undefined, symbols: readonly CodeSymbol[]): string | undefined {
  const used = [...new Set(names)].filter(name => !symbols.some(s => s.name === name)).slice(0, 2);
  return used.length === 0 ? undefined : `uses ${list(used.map(n => `\`${n}\``))}, named in the goal`;
}

function strongest(words: readonly string[], query: Query, scores: Scores): string[] {
  const stems = new Set(words.map(stem));
  return query.terms
    .filter(t => stems.has(t.stem) && (scores.idf.get(t) ?? 0) * t.lex > 0.5)
    .sort((a, b) => (scores.idf.get(b) ?? 0) * b.lex - (scores.idf.get(a) ?? 0) * a.lex)
    .map(t => t.word);
}

function nameMatch(file: FileEntry, query: Query, scores: Scores): string | undefined {
  const words = strongest(splitIdentifier(basename(file.path).replace(/\.[a-z]+$/i, '')), query, scores);
  if (words.length > 0) return `its name says “${words.slice(0, 3).join(' ')}”`;
  const held = query.terms.filter(t => t.title > 0.5 && holds(file, scores, t)).map(t => t.word);
  return held.length === 0 ? undefined : `speaks of ${list(held.slice(0, 4))}`;
}

function folderMatch(file: FileEntry, query: Query, scores: Scores): string | undefined {
  const folder = dirname(file.path)
    .split('/')
    .findLast(f => strongest(splitIdentifier(f), query, scores).length > 0);
  return folder === undefined ? undefined : `lies in ${folder}/`;
}

/** Whether the file's outline or path holds a term: cheap, and enough to word a reason. */
function holds(file: FileEntry, scores: Scores, term: QueryTerm): boolean {
  if ((scores.idf.get(term) ?? 0) < 0.5) return false;
  return (
    file.symbols.some(s => splitIdentifier(s.name).some(w => stem(w) === term.stem)) ||
    splitIdentifier(file.path).some(w => stem(w) === term.stem)
  );
}

function historyMatch(n: number, query: Query, history: History | undefined): string | undefined {
  const commits = history?.ofFile[n] ?? [];
  let best: { word: string; times: number } | undefined;
  for (const term of query.terms) {
    if (term.lex < 0.4) continue;
    const times = commits.filter(c => history?.commits[c]?.words.has(term.stem)).length;
    if (times > 0 && (!best || times > best.times)) best = { word: term.word, times };
  }
  return (
    best &&
    `${best.times} of its ${commits.length} commits ${best.times === 1 ? 'speaks' : 'speak'} of “${best.word}”`
  );
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
