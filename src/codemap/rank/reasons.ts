import type * as z from 'zod';
import type { CodeSymbol, ImpactReason } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import type { History } from '../history.ts';
import { basename, dirname } from '../links/paths.ts';
import type { Scores } from './score.ts';
import { tellingName } from './statics.ts';
import { type Signal, WEIGHTS } from './weights.ts';
import { HeldWords, type QueryWords } from './words-of-query.ts';

type Reason = z.infer<typeof ImpactReason>;

const MOST_REASONS = 5;
/** A signal under this share of the best file's value says nothing worth reading. */
const WORTH_SAYING = 0.12;

/** The word of the goal that most commits of a file speak of, and how many do. */
export interface Spoken {
  readonly word: string;
  readonly times: number;
}

interface Ranked {
  readonly n: number;
  readonly file: FileEntry;
  readonly words: QueryWords;
  readonly scores: Scores;
  readonly history: History | undefined;
  readonly paths: readonly string[];
  /** Those that the goal's words point at, best first. */
  readonly symbols: readonly CodeSymbol[];
  readonly spoken: Spoken | undefined;
}

/** Why a file ranks where it does, strongest first, each in words. */
export function reasonsFor(ranked: Ranked): Reason[] {
  const { n, file, words, scores, history, paths, symbols, spoken } = ranked;
  const out: { signal: Signal; detail: string; weight: number }[] = [];
  const say = (signal: Signal, detail: string | undefined, factor = 1) => {
    const value = scores.signals[signal][n] ?? 0;
    if (detail !== undefined && value >= WORTH_SAYING)
      out.push({ signal, detail, weight: WEIGHTS[signal] * value * factor });
  };
  const held = new HeldWords(file, words);
  const named = symbols.find(s => words.query.identifiers.includes(s.name));
  say('path', `the goal names ${basename(file.path)}`, 3);
  say('named', named && `defines \`${named.name}\`, named in the goal`, 3);
  if (!named) say('definition', defines(symbols), 1.5);
  say('use', uses(scores.usedNames.get(n), symbols), 2);
  const name = words.strongest(tellingName(file.path)).slice(0, 3).join(' ');
  if (name !== '')
    say(
      'tlex',
      tellingName(file.path) === nameOf(file.path)
        ? `its name says “${name}”`
        : `its folder is named “${name}”`,
    );
  else say('tlex', speaks(held.of(words.query.terms.filter(t => t.title > 0.5))));
  say('pair', scores.pairs.get(n), 1.5);
  say('folder', folderMatch(file, words), 2);
  const vote = scores.votes.get(n);
  const commit = vote && history?.commits[vote.commit]?.commit;
  say('votes', commit && `commit ${commit.sha.slice(0, 7)} “${shorten(commit.subject)}” touched it`);
  say('history', spoken && historyMatch(spoken, history?.ofFile[n]?.length ?? 0));
  const test = scores.tests.get(n);
  say('tests', test === undefined ? undefined : `its test ${paths[test] ?? ''} speaks of words of the goal`);
  const user = scores.neighbours.imported.get(n);
  say('imported', user === undefined ? undefined : `is imported by ${paths[user] ?? ''}, which ranks high`);
  const beside = scores.neighbours.beside.get(n);
  say(
    'beside',
    beside === undefined ? undefined : `lies beside ${basename(paths[beside] ?? '')}, which ranks high`,
  );
  out.sort((a, b) => b.weight - a.weight);
  const chosen = out.slice(0, MOST_REASONS);
  if (chosen.length === 0) {
    const said = speaks(held.of(words.query.terms));
    if ((scores.signals.cover[n] ?? 0) > 0)
      chosen.push({ signal: 'cover', detail: said ?? 'shares words with the goal', weight: 0 });
    else if ((scores.signals.package[n] ?? 0) > 0)
      chosen.push({
        signal: 'package',
        detail: `lies beside well-ranked files in ${dirname(file.path) || 'the top folder'}`,
        weight: 0,
      });
  }
  return chosen.map(({ signal, detail }) => ({ signal, detail }));
}

function defines(symbols: readonly CodeSymbol[]): string | undefined {
  const names = [...new Set(symbols.map(s => s.name))].slice(0, 3);
  return names.length === 0 ? undefined : `defines ${list(names.map(n => `\`${n}\``))}`;
}

function uses(names: readonly string[] | undefined, symbols: readonly CodeSymbol[]): string | undefined {
  const used = [...new Set(names)].filter(name => !symbols.some(s => s.name === name)).slice(0, 2);
  return used.length === 0 ? undefined : `uses ${list(used.map(n => `\`${n}\``))}, named in the goal`;
}

function speaks(words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : `speaks of ${list(words.slice(0, 4))}`;
}

function folderMatch(file: FileEntry, words: QueryWords): string | undefined {
  const folder = dirname(file.path)
    .split('/')
    .findLast(f => words.strongest(f).length > 0);
  return folder === undefined ? undefined : `lies in ${folder}/`;
}

function historyMatch({ word, times }: Spoken, commits: number): string {
  return `${times} of its ${commits} commits ${times === 1 ? 'speaks' : 'speak'} of “${word}”`;
}

const nameOf = (path: string) => basename(path).replace(/\.[a-z]+$/i, '');

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
