import { once } from '../../shared/once.ts';
import type { Links } from '../links/resolve.ts';
import { NONE_SOFT, type Soft } from '../links/soft.ts';
import type { RankIndex } from '../rank/index.ts';
import { FIELDS, lengthsBy } from '../rank/invert.ts';
import { Postings } from '../rank/postings.ts';
import { GROUPS, type Statics } from '../rank/statics.ts';
import { Scanner } from '../scan/scan.ts';
import { COLUMN_NAMES, isWide } from '../table/columns.ts';
import { FileTable } from '../table/files.ts';
import { packLists, unpackLists } from '../table/lists.ts';
import { type PackedStrings, packTexts, StringTable } from '../table/strings.ts';
import type { KeptTier, Tier, TierSummary } from '../tier.ts';
import { turn } from '../turn.ts';
import { linesWithoutSecrets, withoutSecrets } from './clean.ts';
import { readHistory, writeHistory } from './history-codec.ts';
import { Reader, StoredTexts, Writer } from './pieces.ts';
import type { Section, SectionFile } from './sections.ts';

/**
 * What is stored of a tier. The event loop has its turns: with a large project this takes a second. What is learned of
 * other files meanwhile does not show in it.
 */
export async function packTier({ tier, list, stamps }: KeptTier): Promise<ReadonlyMap<string, Section>> {
  const writer = new Writer();
  const { index, links, history } = tier;
  const { scanner } = index;
  writer.json('summary', tier.summary);
  writer.texts('list', list);
  writer.put('stamps', stamps);
  const numbers = new Map(list.map((path, n) => [path, n]));
  writer.put(
    'read',
    Int32Array.from(tier.paths, path => numbers.get(path) ?? -1),
  );
  await packFiles(writer, tier);
  writer.strings('vocabulary', scanner.vocabulary.pack());
  const terms = scanner.terms.stored();
  writer.strings('terms', terms.names.pack());
  writer.strings('stems', terms.stems.pack());
  writer.put('terms.stem', terms.stemNumbers);
  await turn();
  packIndex(writer, index);
  await turn();
  packLinks(writer, links);
  await turn();
  writer.lists('testsOf', packLists(tier.testsOf));
  writer.put('packageOf', tier.packageOf);
  if (history) writeHistory(writer, history);
  return writer.sections;
}

async function packFiles(writer: Writer, { files, index }: Tier): Promise<void> {
  const { table, rows } = FileTable.gather(files, index.scanner.vocabulary);
  writer.put('rows', rows);
  await turn();
  const { columns, texts } = table.pack();
  const signatures = await linesWithoutSecrets(
    columns.signature as Uint8Array,
    columns.signatureEnds as Uint32Array,
  );
  for (const name of COLUMN_NAMES) writer.put(`files.${name}`, columns[name]);
  writer.put('files.signature', signatures.bytes);
  writer.put('files.signatureEnds', signatures.ends);
  writer.strings('files.texts', cleaned(texts));
  await turn();
}

/** The same table, looked up by the same strings, but without secrets in what comes out of it. */
function cleaned(table: PackedStrings): PackedStrings {
  return { ...table, ...packTexts(withoutSecrets(new StoredTexts(table.bytes, table.ends).all())) };
}

/** The tier of a file of sections; most of them are read when they are first needed. Throws where one of the first is missing. */
export function unpackTier(file: SectionFile): KeptTier {
  const reader = new Reader(file);
  for (const name of COLUMN_NAMES)
    if (!reader.has(`files.${name}`)) throw new Error(`expected the column ${name} in the stored map`);
  const list = reader.texts('list').all();
  return { list, stamps: reader.doubles('stamps'), tier: new StoredTier(reader, list) };
}

/** A tier whose parts are decoded once, as they are asked for. */
class StoredTier implements Tier {
  readonly summary: TierSummary;
  readonly paths: readonly string[];
  readonly known: ReadonlySet<string>;
  private readonly reader: Reader;
  private readonly parts: {
    -readonly [Part in 'files' | 'byPath' | 'links' | 'testsOf' | 'index' | 'packageOf']?: Tier[Part];
  } & { scanner?: Scanner; history?: { readonly value: Tier['history'] } } = {};

  constructor(reader: Reader, list: readonly string[]) {
    this.reader = reader;
    this.summary = reader.json('summary') as TierSummary;
    this.paths = Array.from(reader.ints('read'), n => list[n] ?? '');
    this.known = new Set(list);
  }

  get byPath(): Tier['byPath'] {
    this.parts.byPath ??= new Map(this.paths.map((path, n) => [path, n]));
    return this.parts.byPath;
  }

  get files(): Tier['files'] {
    this.parts.files ??= this.openFiles();
    return this.parts.files;
  }

  get links(): Links {
    this.parts.links ??= unpackLinks(this.reader);
    return this.parts.links;
  }

  get history(): Tier['history'] {
    this.parts.history ??= { value: this.reader.has('history') ? readHistory(this.reader) : undefined };
    return this.parts.history.value;
  }

  get testsOf(): Tier['testsOf'] {
    this.parts.testsOf ??= unpackLists(this.reader.lists('testsOf'));
    return this.parts.testsOf;
  }

  get packageOf(): Int32Array {
    this.parts.packageOf ??= this.reader.ints('packageOf');
    return this.parts.packageOf;
  }

  get index(): RankIndex {
    this.parts.index ??= unpackIndex(this.reader, this.files, this.scanner);
    return this.parts.index;
  }

  private get scanner(): Scanner {
    const { reader } = this;
    this.parts.scanner ??= new Scanner(reader.strings('vocabulary'), {
      names: reader.strings('terms'),
      stems: reader.strings('stems'),
      stemNumbers: reader.ints('terms.stem'),
    });
    return this.parts.scanner;
  }

  private openFiles(): Tier['files'] {
    const { reader } = this;
    const table = FileTable.stored(
      name =>
        reader.parts<Uint8Array | Uint32Array>(`files.${name}`, isWide(name) ? Uint32Array : Uint8Array),
      reader.strings('files.texts'),
      this.scanner.vocabulary,
    );
    const rows = reader.ints('rows');
    return this.paths.map((path, n) => table.entry(rows[n] ?? 0, path));
  }
}

const POSTINGS = ['terms', 'words'] as const;
const LISTS = ['names', 'folders', 'termsOfStem'] as const;

function packIndex(writer: Writer, index: RankIndex): void {
  for (const name of POSTINGS) {
    const { ends, bytes } = index[name].pack();
    writer.put(`index.${name}.ends`, ends);
    writer.put(`index.${name}.bytes`, bytes.all());
  }
  for (const name of LISTS) writer.lists(`index.${name}`, index[name]);
  for (const name of FIELDS) writer.put(`index.length.${name}`, index.lengths[name]);
  writer.json('index.averages', index.averages);
  writer.put('index.pairs.start', index.pairs.start);
  writer.put('index.pairs.hash', index.pairs.hash);
  packStatics(writer, index.statics);
}

const MARKS = ['aside', 'code'] as const;

function packStatics(writer: Writer, statics: Statics): void {
  writer.put(
    'statics.groups',
    Uint8Array.from(statics.groups, group => GROUPS.indexOf(group)),
  );
  for (const name of MARKS) writer.put(`statics.${name}`, statics[name]);
  writer.put('statics.folderOf', statics.folderOf);
  writer.put('statics.folderSizes', statics.folderSizes);
  writer.lists('statics.nameStems', statics.nameStems);
  writer.put('statics.nameMass', statics.nameMass);
}

function unpackStatics(reader: Reader): Statics {
  const mark = (name: (typeof MARKS)[number]) => reader.bytes(`statics.${name}`);
  return {
    groups: Array.from(reader.bytes('statics.groups'), n => GROUPS[n] ?? 'others'),
    aside: mark('aside'),
    code: mark('code'),
    folderOf: reader.ints('statics.folderOf'),
    folderSizes: reader.ints('statics.folderSizes'),
    nameStems: reader.lists('statics.nameStems'),
    nameMass: reader.doubles('statics.nameMass'),
  };
}

function unpackIndex(reader: Reader, files: RankIndex['files'], scanner: Scanner): RankIndex {
  const postings = (name: (typeof POSTINGS)[number]) =>
    new Postings({
      ends: reader.numbers(`index.${name}.ends`),
      bytes: reader.parts(`index.${name}.bytes`, Uint8Array),
    });
  const lists = (name: (typeof LISTS)[number]) => reader.lists(`index.${name}`);
  const terms = once(() => postings('terms'));
  const words = once(() => postings('words'));
  const statics = once(() => unpackStatics(reader));
  const pairs = once(() => ({
    start: reader.ints('index.pairs.start'),
    hash: reader.numbers('index.pairs.hash'),
  }));
  return {
    files,
    scanner,
    names: lists('names'),
    folders: lists('folders'),
    termsOfStem: lists('termsOfStem'),
    lengths: lengthsBy(field => reader.floats(`index.length.${field}`)),
    averages: reader.json('index.averages') as RankIndex['averages'],
    // The large ones: a question about one file needs none of them.
    get terms() {
      return terms();
    },
    get words() {
      return words();
    },
    get statics() {
      return statics();
    },
    get pairs() {
      return pairs();
    },
  };
}

/** By number, as they are stored. */
const SOFT: readonly (Soft | undefined)[] = [undefined, 'types', 'later', 'declares', 'beside'];

function packLinks(writer: Writer, links: Links): void {
  writer.lists('links.imports', packLists(links.imports));
  writer.lists('links.importedBy', packLists(links.importedBy));
  writer.lists('links.reexports', packLists(links.reexports));
  writer.lists('links.lines', packLists(links.lines));
  const soft = links.imports.map((list, n) => list.map(to => SOFT.indexOf(links.soft[n]?.get(to))));
  writer.lists('links.soft', packLists(soft));
  const names = new StringTable();
  writer.lists('links.packages', packLists(links.packages.map(list => list.map(name => names.add(name)))));
  writer.strings('links.names', names.pack());
}

function unpackLinks(reader: Reader): Links {
  const lists = (name: string) => once(() => unpackLists(reader.lists(`links.${name}`)));
  const imports = lists('imports');
  const importedBy = lists('importedBy');
  const reexports = lists('reexports');
  const lines = lists('lines');
  const soft = once(() =>
    unpackLists(reader.lists('links.soft')).map((kinds, n) => softOf(kinds, imports()[n] ?? [])),
  );
  const packages = once(() => {
    const names = reader.strings('links.names');
    return unpackLists(reader.lists('links.packages')).map(list => list.map(id => names.at(id)));
  });
  return {
    get imports() {
      return imports();
    },
    get importedBy() {
      return importedBy();
    },
    get reexports() {
      return reexports();
    },
    get lines() {
      return lines();
    },
    get soft() {
      return soft();
    },
    get packages() {
      return packages();
    },
  };
}

function softOf(kinds: readonly number[], targets: readonly number[]): ReadonlyMap<number, Soft> {
  if (kinds.every(kind => SOFT[kind] === undefined)) return NONE_SOFT;
  const found = new Map<number, Soft>();
  kinds.forEach((kind, i) => {
    const to = targets[i];
    const why = SOFT[kind];
    if (to !== undefined && why) found.set(to, why);
  });
  return found;
}
