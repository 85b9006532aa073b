import type { Links } from '../links/resolve.ts';
import type { MapSummary } from '../port.ts';
import type { RankIndex } from '../rank/index.ts';
import { Scanner } from '../scan/scan.ts';
import { COLUMN_NAMES, FileTable, isWide } from '../table/files.ts';
import { packLists, unpackLists } from '../table/lists.ts';
import { StringTable } from '../table/strings.ts';
import type { KeptTier } from '../tier.ts';
import { readHistory, writeHistory } from './history-codec.ts';
import { Reader, Writer } from './pieces.ts';
import type { Section } from './sections.ts';

export function packTier({ tier, list, stamps }: KeptTier): ReadonlyMap<string, Section> {
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
  const table = FileTable.of(tier.files, scanner.vocabulary);
  const { columns, texts } = table.pack();
  for (const name of COLUMN_NAMES) writer.put(`files.${name}`, columns[name]);
  writer.strings('files.texts', texts);
  writer.strings('vocabulary', scanner.vocabulary.pack());
  const terms = scanner.terms.stored();
  writer.strings('terms', terms.names.pack());
  writer.strings('stems', terms.stems.pack());
  writer.put('terms.stem', terms.stemNumbers);
  packIndex(writer, index);
  packLinks(writer, links);
  writer.lists('testsOf', packLists(tier.testsOf));
  writer.put('packageOf', tier.packageOf);
  if (history) writeHistory(writer, history);
  return writer.sections;
}

/** Throws where something is missing. */
export function unpackTier(sections: ReadonlyMap<string, Section>): KeptTier {
  const reader = new Reader(sections);
  const list = reader.texts('list').all();
  const vocabulary = reader.strings('vocabulary');
  const scanner = new Scanner(vocabulary, {
    names: reader.strings('terms'),
    stems: reader.strings('stems'),
    stemNumbers: reader.ints('terms.stem'),
  });
  const table = FileTable.unpack(
    {
      columns: FileTable.columnsOf(name =>
        isWide(name) ? reader.numbers(`files.${name}`) : reader.bytes(`files.${name}`),
      ),
      texts: reader.packed('files.texts'),
    },
    vocabulary,
  );
  const paths = [...reader.ints('read')].map(n => list[n] ?? '');
  const files = paths.map((path, row) => table.entry(row, path));
  return {
    list,
    stamps: reader.doubles('stamps'),
    tier: {
      summary: reader.json('summary') as MapSummary,
      files,
      paths,
      byPath: new Map(paths.map((path, n) => [path, n])),
      known: new Set(list),
      links: unpackLinks(reader),
      history: sections.has('history') ? readHistory(reader) : undefined,
      testsOf: unpackLists(reader.lists('testsOf')),
      index: unpackIndex(reader, files, scanner),
      packageOf: reader.ints('packageOf'),
    },
  };
}

const POSTINGS = ['terms', 'words'] as const;
const LISTS = ['names', 'folders', 'termsOfStem', 'definers'] as const;
const FIELDS = ['definition', 'code', 'comment', 'string'] as const;

function packIndex(writer: Writer, index: RankIndex): void {
  for (const name of POSTINGS) {
    const { start, file, value } = index[name];
    writer.lists(`index.${name}`, { start, item: file });
    writer.put(`index.${name}.value`, value);
  }
  for (const name of LISTS) writer.lists(`index.${name}`, index[name]);
  for (const name of FIELDS) writer.put(`index.length.${name}`, index.lengths[name]);
  writer.json('index.averages', index.averages);
  writer.put('index.pairs.start', index.pairs.start);
  writer.put('index.pairs.hash', index.pairs.hash);
}

function unpackIndex(reader: Reader, files: RankIndex['files'], scanner: Scanner): RankIndex {
  const postings = (name: (typeof POSTINGS)[number]) => {
    const { start, item } = reader.lists(`index.${name}`);
    return { start, file: item, value: reader.numbers(`index.${name}.value`) };
  };
  const lists = (name: (typeof LISTS)[number]) => reader.lists(`index.${name}`);
  const length = (name: (typeof FIELDS)[number]) => reader.floats(`index.length.${name}`);
  return {
    files,
    scanner,
    terms: postings('terms'),
    words: postings('words'),
    names: lists('names'),
    folders: lists('folders'),
    termsOfStem: lists('termsOfStem'),
    definers: lists('definers'),
    lengths: {
      definition: length('definition'),
      code: length('code'),
      comment: length('comment'),
      string: length('string'),
    },
    averages: reader.json('index.averages') as RankIndex['averages'],
    pairs: { start: reader.ints('index.pairs.start'), hash: reader.numbers('index.pairs.hash') },
  };
}

function packLinks(writer: Writer, links: Links): void {
  writer.lists('links.imports', packLists(links.imports));
  writer.lists('links.importedBy', packLists(links.importedBy));
  writer.lists('links.reexports', packLists(links.reexports));
  const names = new StringTable();
  writer.lists('links.packages', packLists(links.packages.map(list => list.map(name => names.add(name)))));
  writer.strings('links.names', names.pack());
}

function unpackLinks(reader: Reader): Links {
  const names = reader.strings('links.names');
  return {
    imports: unpackLists(reader.lists('links.imports')),
    importedBy: unpackLists(reader.lists('links.importedBy')),
    reexports: unpackLists(reader.lists('links.reexports')),
    packages: unpackLists(reader.lists('links.packages')).map(list => list.map(id => names.at(id))),
  };
}
