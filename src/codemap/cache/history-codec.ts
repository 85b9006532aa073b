import type { CommitEntry, History, KeptCommit } from '../history.ts';
import { arrayAt, type Lists, listsOf, packLists, unpackLists } from '../table/lists.ts';
import { StringTable } from '../table/strings.ts';
import { withoutSecrets } from './clean.ts';
import type { Reader, StoredTexts, Writer } from './pieces.ts';

/** Puts a history under `history.…`. Paths and stems are written once each. */
export function writeHistory(writer: Writer, history: History): void {
  const { commits } = history;
  const paths = new StringTable();
  const stems = new StringTable();
  const changed: number[][] = [];
  const today: number[] = [];
  const words: number[][] = [];
  const weights: number[] = [];
  for (const entry of commits) {
    changed.push(entry.commit.files.map(f => paths.add(f.path)));
    for (const { today: now } of entry.commit.files) today.push(now === undefined ? -1 : paths.add(now));
    words.push([...entry.words.keys()].map(stem => stems.add(stem)));
    weights.push(...entry.words.values());
  }
  writer.texts(
    'history.sha',
    commits.map(c => c.commit.sha),
  );
  writer.texts(
    'history.date',
    commits.map(c => c.commit.date),
  );
  writer.texts('history.subject', withoutSecrets(commits.map(c => c.commit.subject)));
  writer.texts(
    'history.author',
    commits.map(c => c.commit.author),
  );
  writer.put(
    'history.age',
    Float64Array.from(commits, c => c.age),
  );
  writer.put(
    'history.length',
    Float64Array.from(commits, c => c.length),
  );
  writer.lists('history.files', packLists(commits.map(c => c.files)));
  writer.lists('history.changed', packLists(changed));
  writer.put('history.today', Int32Array.from(today));
  writer.lists('history.words', packLists(words));
  writer.put('history.weights', Float64Array.from(weights));
  writer.lists('history.ofFile', packLists(history.ofFile));
  writer.strings('history.paths', paths.pack());
  writer.strings('history.stems', stems.pack());
  writer.json('history', { averageLength: history.averageLength });
}

export function readHistory(reader: Reader): History {
  const head = reader.json('history');
  if (typeof head !== 'object' || head === null || !('averageLength' in head))
    throw new Error('expected the average length of commits in the stored map');
  return new StoredHistory(reader, Number(head.averageLength));
}

/** Lists and maps are made when they are first asked for. */
class StoredHistory implements History {
  readonly commits: readonly CommitEntry[];
  readonly averageLength: number;
  private readonly parts: Parts;
  private readonly fileLists: Lists;
  private knownOfFile: readonly (readonly number[])[] | undefined;
  private knownByStem: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(reader: Reader, averageLength: number) {
    this.averageLength = averageLength;
    const parts: Parts = {
      sha: reader.texts('history.sha'),
      date: reader.texts('history.date'),
      subject: reader.texts('history.subject'),
      author: reader.texts('history.author'),
      age: reader.doubles('history.age'),
      length: reader.doubles('history.length'),
      files: reader.lists('history.files'),
      changed: reader.lists('history.changed'),
      today: reader.ints('history.today'),
      words: reader.lists('history.words'),
      weights: reader.doubles('history.weights'),
      paths: reader.strings('history.paths'),
      stems: reader.strings('history.stems'),
    };
    this.parts = parts;
    this.fileLists = reader.lists('history.ofFile');
    this.commits = Array.from({ length: parts.age.length }, (_, n) => new StoredCommit(parts, n));
  }

  get ofFile(): readonly (readonly number[])[] {
    this.knownOfFile ??= unpackLists(this.fileLists);
    return this.knownOfFile;
  }

  get byStem(): ReadonlyMap<string, readonly number[]> {
    this.knownByStem ??= commitsByStem(this.parts);
    return this.knownByStem;
  }
}

interface Parts {
  readonly sha: StoredTexts;
  readonly date: StoredTexts;
  readonly subject: StoredTexts;
  readonly author: StoredTexts;
  readonly age: Float64Array;
  readonly length: Float64Array;
  readonly files: Lists;
  readonly changed: Lists;
  readonly today: Int32Array;
  readonly words: Lists;
  readonly weights: Float64Array;
  readonly paths: StringTable;
  readonly stems: StringTable;
}

class StoredCommit implements CommitEntry {
  private readonly parts: Parts;
  private readonly n: number;
  private knownWords: ReadonlyMap<string, number> | undefined;
  private knownCommit: KeptCommit | undefined;
  private knownFiles: readonly number[] | undefined;

  constructor(parts: Parts, n: number) {
    this.parts = parts;
    this.n = n;
  }

  get age(): number {
    return this.parts.age[this.n] ?? 0;
  }

  get length(): number {
    return this.parts.length[this.n] ?? 0;
  }

  get named(): number {
    const { start } = this.parts.changed;
    return (start[this.n + 1] ?? 0) - (start[this.n] ?? 0);
  }

  get files(): readonly number[] {
    this.knownFiles ??= arrayAt(this.parts.files, this.n);
    return this.knownFiles;
  }

  get words(): ReadonlyMap<string, number> {
    const { words, weights, stems } = this.parts;
    const from = words.start[this.n] ?? 0;
    this.knownWords ??= new Map(
      arrayAt(words, this.n).map((stem, i) => [stems.at(stem), weights[from + i] ?? 0]),
    );
    return this.knownWords;
  }

  get commit(): KeptCommit {
    const { sha, date, author, subject, changed, today, paths } = this.parts;
    const from = changed.start[this.n] ?? 0;
    this.knownCommit ??= {
      sha: sha.at(this.n),
      date: date.at(this.n),
      author: author.at(this.n),
      subject: subject.at(this.n),
      files: arrayAt(changed, this.n).map((path, i) => {
        const now = today[from + i] ?? -1;
        return { path: paths.at(path), ...(now < 0 ? {} : { today: paths.at(now) }) };
      }),
    };
    return this.knownCommit;
  }
}

function commitsByStem({ words, stems }: Parts): ReadonlyMap<string, readonly number[]> {
  const owner = new Int32Array(words.item.length);
  for (let n = 0; n + 1 < words.start.length; n++) owner.fill(n, words.start[n], words.start[n + 1]);
  const lists = listsOf(stems.size, words.item, owner);
  const found = new Map<string, readonly number[]>();
  for (let stem = 0; stem < stems.size; stem++) found.set(stems.at(stem), arrayAt(lists, stem));
  return found;
}
