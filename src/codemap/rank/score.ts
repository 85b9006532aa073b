import type { History } from '../history.ts';
import { basename, dirname } from '../links/paths.ts';
import { isCodeLanguage } from '../roles/facts.ts';
import { hasRole } from '../roles/roles.ts';
import { pairHash } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { listAt } from '../table/lists.ts';
import { historyFields, type Vote, votes } from './history-signals.ts';
import { definersOf, type RankIndex, zone } from './index.ts';
import type { Query, QueryTerm } from './query.ts';
import { BM25, FIELDS, HISTORY, type Signal, WEIGHTS } from './weights.ts';

/** What one query found: each signal by file, divided by its largest value, and the sum of ranking.md. */
export interface Scores {
  readonly total: Float64Array;
  readonly signals: Readonly<Record<Signal, Float64Array>>;
  /** 1 for files that a telling word of the query, or a commit about it, speaks of. */
  readonly told: Uint8Array;
  /** Weight of each query term, by rareness. */
  readonly idf: ReadonlyMap<QueryTerm, number>;
  readonly votes: ReadonlyMap<number, Vote>;
  readonly usedNames: ReadonlyMap<number, readonly string[]>;
  readonly pairs: ReadonlyMap<number, string>;
  readonly references: ReadonlyMap<number, { readonly name: string; readonly by: number }>;
}

export interface ScoreInput {
  readonly index: RankIndex;
  readonly history: History | undefined;
  /** Package of each file, by number of its folder. */
  readonly packageOf: Int32Array;
}

export function scoreFiles(query: Query, input: ScoreInput): Scores {
  const { index, history } = input;
  const n = index.files.length;
  const make = () => new Float64Array(n);
  const signals: Record<Signal, Float64Array> = {
    tlex: make(),
    cover: make(),
    definition: make(),
    path: make(),
    pair: make(),
    votes: make(),
    history: make(),
    use: make(),
    package: make(),
    recency: make(),
    folder: make(),
    referenced: make(),
    penalty: make(),
  };
  const told = new Uint8Array(n);
  const idf = lexical(query, index, signals, told);
  matchPaths(query, index, signals.path);
  const pairs = matchPairs(query, index, signals.pair);
  const usedNames = matchUses(query, index, signals.use);
  const voted = history ? votes(query, history, signals.votes) : new Map<number, Vote>();
  if (history) {
    historyFields(query, history, signals.history, told);
    recency(history, signals.recency);
  }
  const references = referenced(index, signals);
  penalties(index, signals.penalty);
  for (const values of Object.values(signals)) normalize(values);
  const total = make();
  const trust = Math.min(1, (history?.commits.length ?? 0) / HISTORY.enough);
  for (const [name, values] of Object.entries(signals)) {
    const weight = WEIGHTS[name as Signal] * (OF_HISTORY.has(name) ? trust : 1);
    if (name !== 'package')
      for (let i = 0; i < n; i++) total[i] = (total[i] ?? 0) + weight * (values[i] ?? 0);
  }
  packages(total, input.packageOf, signals.package);
  normalize(signals.package);
  for (let i = 0; i < n; i++) total[i] = (total[i] ?? 0) + WEIGHTS.package * (signals.package[i] ?? 0);
  return { total, signals, told, idf, votes: voted, usedNames, pairs, references };
}

const OF_HISTORY: ReadonlySet<string> = new Set<Signal>(['votes', 'history', 'recency']);

function lexical(
  query: Query,
  index: RankIndex,
  signals: Record<Signal, Float64Array>,
  told: Uint8Array,
): Map<QueryTerm, number> {
  const { terms } = index.scanner;
  const n = index.files.length;
  const idf = new Map<QueryTerm, number>();
  const tf = new Float64Array(n);
  const definitions = new Float64Array(n);
  const folders = new Float64Array(n);
  let mass = 0;
  for (const term of query.terms) {
    const stemId = terms.findStem(term.word);
    if (stemId === undefined) continue;
    tf.fill(0);
    definitions.fill(0);
    folders.fill(0);
    const exact = terms.find(term.word);
    for (const id of listAt(index.termsOfStem, stemId)) {
      const weight = id === exact ? 1 : BM25.stem;
      gather(index, id, weight, tf, definitions);
      for (const file of listAt(index.names, id)) tf[file] = (tf[file] ?? 0) + weight * FIELDS.name;
      for (const file of listAt(index.folders, id)) {
        tf[file] = (tf[file] ?? 0) + weight * FIELDS.folder;
        folders[file] = Math.max(folders[file] ?? 0, weight);
      }
    }
    const rare = rareness(tf);
    if (rare === 0) continue;
    idf.set(term, rare);
    const rareDefinition = rareness(definitions);
    const rareFolder = rareness(folders);
    mass += term.title * rare;
    for (let i = 0; i < n; i++) {
      const f = tf[i] ?? 0;
      if (f === 0) continue;
      if (term.telling) told[i] = 1;
      signals.tlex[i] = (signals.tlex[i] ?? 0) + term.title * rare * saturate(f);
      signals.cover[i] = (signals.cover[i] ?? 0) + term.title * rare;
      const d = definitions[i] ?? 0;
      if (d > 0)
        signals.definition[i] = (signals.definition[i] ?? 0) + term.lex * rareDefinition * saturate(d);
      const p = folders[i] ?? 0;
      if (p > 0) signals.folder[i] = (signals.folder[i] ?? 0) + term.lex * rareFolder * saturate(p);
    }
  }
  if (mass > 0) for (let i = 0; i < n; i++) signals.cover[i] = (signals.cover[i] ?? 0) / mass;
  return idf;
}

function gather(
  index: RankIndex,
  term: number,
  weight: number,
  tf: Float64Array,
  definitions: Float64Array,
): void {
  const { start, file, value } = index.terms;
  const { lengths, averages } = index;
  const end = start[term + 1] ?? 0;
  for (let at = start[term] ?? end; at < end; at++) {
    const n = file[at] ?? 0;
    const packed = value[at] ?? 0;
    const d = zone(packed, SHIFT.definition) / shorten(lengths.definition[n] ?? 0, averages.definition);
    const c = zone(packed, SHIFT.code) / shorten(lengths.code[n] ?? 0, averages.code);
    const m = zone(packed, SHIFT.comment) / shorten(lengths.comment[n] ?? 0, averages.comment);
    const s = zone(packed, SHIFT.string) / shorten(lengths.string[n] ?? 0, averages.string);
    tf[n] =
      (tf[n] ?? 0) +
      weight * (FIELDS.definition * d + FIELDS.code * c + FIELDS.comment * m + FIELDS.string * s);
    if (d > 0) definitions[n] = (definitions[n] ?? 0) + weight * d;
  }
}

const shorten = (length: number, average: number) => 1 - BM25.b + (BM25.b * length) / average;
const saturate = (tf: number) => (tf * (BM25.k1 + 1)) / (tf + BM25.k1);

function rareness(tf: Float64Array): number {
  let df = 0;
  for (let i = 0; i < tf.length; i++) if ((tf[i] ?? 0) > 0) df++;
  return df === 0 ? 0 : Math.log(1 + (tf.length - df + 0.5) / (df + 0.5));
}

/** The longest tail that a mentioned path shares with files; among several the value is shared. */
function matchPaths(query: Query, index: RankIndex, out: Float64Array): void {
  for (const path of query.paths) {
    const parts = path.split('/');
    for (let from = 0; from < parts.length; from++) {
      const tail = parts.slice(from).join('/');
      const hits: number[] = [];
      index.files.forEach((file, i) => {
        if (file.path === tail || file.path.endsWith(`/${tail}`)) hits.push(i);
      });
      for (const hit of hits) out[hit] = Math.max(out[hit] ?? 0, 1 / hits.length);
      if (hits.length > 0) break;
    }
  }
}

/** Neighbouring words of the request that are neighbours in an identifier, or (.6) in a comment or string. */
function matchPairs(query: Query, index: RankIndex, out: Float64Array): Map<number, string> {
  const found = new Map<number, string>();
  const { terms } = index.scanner;
  const wanted = new Map<number, { words: string; values: Map<number, number>; name: Map<number, string> }>();
  for (const pair of query.pairs) {
    const first = terms.findStem(pair.first);
    const second = terms.findStem(pair.second);
    if (first !== undefined && second !== undefined)
      wanted.set(pairHash(terms.stems.hashAt(first), terms.stems.hashAt(second)), {
        words: pair.words,
        values: new Map(),
        name: new Map(),
      });
  }
  if (wanted.size === 0) return found;
  const { start, hash } = index.pairs;
  const bloom = new Uint8Array(1024);
  for (const key of wanted.keys()) bloom[key & 1023] = 1;
  for (let id = 0; id + 1 < start.length; id++)
    for (let at = start[id] ?? 0; at < (start[id + 1] ?? 0); at++) {
      const key = hash[at] ?? 0;
      if (bloom[key & 1023] !== 1) continue;
      const want = wanted.get(key);
      if (!want) continue;
      for (let p = index.words.start[id] ?? 0; p < (index.words.start[id + 1] ?? 0); p++) {
        const file = index.words.file[p] ?? 0;
        if ((index.words.value[p] ?? 0) >>> SHIFT.code === 0) continue;
        want.values.set(file, 1);
        // The numbers of words hang on who scanned first; what is said must not.
        const name = index.scanner.vocabulary.at(id);
        const known = want.name.get(file);
        if (known === undefined || name < known) want.name.set(file, name);
      }
    }
  for (const [key, want] of wanted) {
    index.files.forEach((file, i) => {
      if (!want.values.has(i) && hasSorted(file.words.pairs, key)) want.values.set(i, 0.6);
    });
    const rare = Math.log(1 + (index.files.length - want.values.size + 0.5) / (want.values.size + 0.5));
    for (const [file, value] of want.values) {
      out[file] = (out[file] ?? 0) + value * rare;
      if (!found.has(file)) {
        const name = want.name.get(file);
        found.set(file, name === undefined ? `says “${want.words}”` : `names \`${name}\` (“${want.words}”)`);
      }
    }
  }
  return found;
}

function hasSorted(values: Uint32Array, key: number): boolean {
  let low = 0;
  let high = values.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const value = values[mid] ?? 0;
    if (value === key) return true;
    if (value < key) low = mid + 1;
    else high = mid - 1;
  }
  return false;
}

function matchUses(query: Query, index: RankIndex, out: Float64Array): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const most = Math.max(5, index.files.length * 0.1);
  for (const name of query.identifiers) {
    const id = index.scanner.vocabulary.find(name);
    if (id < 0) continue;
    const from = index.words.start[id] ?? 0;
    const to = index.words.start[id + 1] ?? 0;
    if (to - from > most) continue;
    for (let at = from; at < to; at++) {
      const file = index.words.file[at] ?? 0;
      out[file] = (out[file] ?? 0) + 1;
      const list = found.get(file);
      if (list) list.push(name);
      else found.set(file, [name]);
    }
  }
  return found;
}

/** 1 for a file changed by the newest commit, 0 after ten years or never. */
function recency(history: History, out: Float64Array): void {
  history.ofFile.forEach((commits, file) => {
    const newest = commits[0];
    if (newest === undefined) return;
    out[file] = Math.max(0, 1 - Math.log(1 + (history.commits[newest]?.age ?? 0)) / Math.log(3651));
  });
}

const BEST = 10;

/** Files that define what the best lexical files use. */
function referenced(
  index: RankIndex,
  signals: Record<Signal, Float64Array>,
): Map<number, { name: string; by: number }> {
  const found = new Map<number, { name: string; by: number; weight: number }>();
  const best = top(signals.tlex, BEST * 3)
    .filter(n => isCodeLanguage(index.files[n]?.language ?? ''))
    .slice(0, BEST);
  const largest = signals.tlex[best[0] ?? 0] ?? 0;
  if (largest === 0) return found;
  for (const user of best) {
    const strength = (signals.tlex[user] ?? 0) / largest;
    const words = index.files[user]?.words;
    for (let i = 0; words && i < words.ids.length; i++) {
      const id = words.ids[i] ?? 0;
      if (zone(words.counts[i] ?? 0, SHIFT.code) === 0) continue;
      const definers = definersOf(index, id);
      if (definers.length === 0 || definers.length > 3 || definers.includes(user)) continue;
      const users = (index.words.start[id + 1] ?? 0) - (index.words.start[id] ?? 0);
      const weight = strength / Math.sqrt(users) / definers.length;
      for (const file of definers) {
        signals.referenced[file] = (signals.referenced[file] ?? 0) + weight;
        const known = found.get(file);
        if (!known || known.weight < weight)
          found.set(file, { name: index.scanner.vocabulary.at(id), by: user, weight });
      }
    }
  }
  return found;
}

/** Numbers of the `count` largest positive values, largest first. */
export function top(values: Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value <= 0 || (best.length === count && value <= (values[best.at(-1) ?? 0] ?? 0))) continue;
    let at = best.length;
    while (at > 0 && (values[best[at - 1] ?? 0] ?? 0) < value) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

const SIDE_FOLDERS = /(^|\/)(templates?|playgrounds?|examples?|samples?|demos?|sandbox)\//i;

function penalties(index: RankIndex, out: Float64Array): void {
  index.files.forEach((file, i) => {
    if (
      ['vendored', 'generated', 'script'].some(r => file.roles.some(x => x.role === r)) ||
      SIDE_FOLDERS.test(file.path)
    )
      out[i] = 1;
  });
}

function packages(total: Float64Array, packageOf: Int32Array, out: Float64Array): void {
  const best = new Map<number, number[]>();
  total.forEach((score, i) => {
    if (score <= 0) return;
    const list = best.get(packageOf[i] ?? 0);
    if (!list) best.set(packageOf[i] ?? 0, [score]);
    else {
      list.push(score);
      if (list.length > 5) list.splice(list.indexOf(Math.min(...list)), 1);
    }
  });
  total.forEach((_, i) => {
    out[i] = (best.get(packageOf[i] ?? 0) ?? []).reduce((sum, s) => sum + s, 0);
  });
}

function normalize(values: Float64Array): void {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i] ?? 0);
  if (largest > 0) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / largest;
}

/** Package of each file: the nearest folder with a manifest, or (where there is one manifest) the first two folders. */
export function packagesOf(files: RankIndex['files']): Int32Array {
  const roots = new Set(
    files
      .filter(f => hasRole(f.roles, 'manifest') && basename(f.path) !== 'requirements.txt')
      .map(f => dirname(f.path)),
  );
  const numbers = new Map<string, number>();
  return Int32Array.from(files, file => {
    let folder = dirname(file.path);
    while (folder !== '' && !roots.has(folder)) folder = dirname(folder);
    const key = folder !== '' ? folder : file.path.split('/').slice(0, -1).slice(0, 2).join('/');
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}
