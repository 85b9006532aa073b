import { SHIFT } from '../scan/word-sink.ts';
import { listAt } from '../table/lists.ts';
import { isStopWord } from '../words.ts';
import type { RankIndex } from './index.ts';
import { zone } from './packed-counts.ts';
import type { Query, QueryTerm } from './query.ts';
import type { Signals } from './score.ts';
import { nameRareness, type Statics } from './statics.ts';
import { Tally } from './tally.ts';
import { BM25, FIELDS } from './weights.ts';

/** `tlex`, `cover`, `definition`, `folder`: BM25F over the fields of files. Gives each found term's rareness. */
export function lexical(
  query: Query,
  index: RankIndex,
  signals: Signals,
  told: Uint8Array,
): Map<QueryTerm, number> {
  const { terms } = index.scanner;
  const n = index.files.length;
  const idf = new Map<QueryTerm, number>();
  const tf = new Tally(n);
  const definitions = new Tally(n);
  const folders = new Tally(n);
  let mass = 0;
  for (const term of query.terms) {
    const stemId = terms.findStem(term.word);
    if (stemId === undefined) continue;
    const exact = terms.find(term.word);
    for (const id of listAt(index.termsOfStem, stemId)) {
      const weight = id === exact ? 1 : BM25.stem;
      gather(index, id, weight, tf, definitions);
      for (const file of listAt(index.names, id)) tf.add(file, weight * FIELDS.name);
      for (const file of listAt(index.folders, id)) {
        tf.add(file, weight * FIELDS.folder);
        folders.max(file, weight);
      }
    }
    if (tf.count > 0) {
      const rare = rareness(tf.count, n);
      idf.set(term, rare);
      mass += term.title * rare;
      spread(tf, term.title * rare, signals.tlex);
      for (let i = 0; i < tf.count; i++) {
        const file = tf.fileAt(i);
        if (term.telling) told[file] = 1;
        signals.cover[file] = (signals.cover[file] ?? 0) + term.title * rare;
      }
      spread(definitions, term.lex * rareness(definitions.count, n), signals.definition);
      spread(folders, term.lex * rareness(folders.count, n), signals.folder);
    }
    tf.clear();
    definitions.clear();
    folders.clear();
  }
  if (mass > 0) for (let i = 0; i < n; i++) signals.cover[i] = (signals.cover[i] ?? 0) / mass;
  return idf;
}

function spread(tally: Tally, weight: number, out: Float64Array): void {
  for (let i = 0; i < tally.count; i++) {
    const file = tally.fileAt(i);
    out[file] = (out[file] ?? 0) + weight * saturate(tally.value[file] ?? 0);
  }
}

function gather(index: RankIndex, term: number, weight: number, tf: Tally, definitions: Tally): void {
  const { count, file, value } = index.terms.list(term);
  const { lengths, averages } = index;
  for (let at = 0; at < count; at++) {
    const n = file[at] ?? 0;
    const packed = value[at] ?? 0;
    const d = zone(packed, SHIFT.definition) / shorten(lengths.definition[n] ?? 0, averages.definition);
    const c = zone(packed, SHIFT.code) / shorten(lengths.code[n] ?? 0, averages.code);
    const m = zone(packed, SHIFT.comment) / shorten(lengths.comment[n] ?? 0, averages.comment);
    const s = zone(packed, SHIFT.string) / shorten(lengths.string[n] ?? 0, averages.string);
    tf.add(n, weight * (FIELDS.definition * d + FIELDS.code * c + FIELDS.comment * m + FIELDS.string * s));
    if (d > 0) definitions.add(n, weight * d);
  }
}

const shorten = (length: number, average: number) => 1 - BM25.b + (BM25.b * length) / average;
const saturate = (tf: number) => (tf * (BM25.k1 + 1)) / (tf + BM25.k1);

function rareness(holders: number, files: number): number {
  return holders === 0 ? 0 : Math.log(1 + (files - holders + 0.5) / (holders + 0.5));
}

/** `name`: the share of a file's telling name that the goal says, each word by its rareness among names. */
export function nameShare(query: Query, index: RankIndex, statics: Statics, out: Float64Array): void {
  const { terms } = index.scanner;
  const said = new Map<number, number>();
  for (const term of query.terms) {
    const stem = isStopWord(term.word) ? undefined : terms.findStem(term.word);
    if (stem !== undefined) said.set(stem, Math.max(said.get(stem) ?? 0, Math.min(1, term.lex)));
  }
  for (const [stem, lex] of said) {
    const rare = nameRareness(statics.nameStems, stem, index.files.length);
    for (const file of listAt(statics.nameStems, stem))
      out[file] = (out[file] ?? 0) + (lex * rare) / (statics.nameMass[file] ?? 1);
  }
}
