import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FileRow, FileTable } from '../../../src/codemap/table/files.ts';
import { hashOf, StringTable } from '../../../src/codemap/table/strings.ts';
import { Role, SymbolKind } from '../../../src/domain/index.ts';

/** A file before its words have numbers. */
interface Draft {
  readonly file: Omit<FileRow, 'words' | 'defines'>;
  readonly words: readonly { readonly word: string; readonly count: number }[];
  readonly pairs: readonly number[];
}

const word = fc.oneof(
  fc.constantFrom('get', 'user', 'Größe', '名前', '__proto__', 'constructor', ''),
  fc.string(),
);
const draft: fc.Arbitrary<Draft> = fc.record({
  file: fc.record({
    language: fc.constantFrom('typescript', 'go', 'text'),
    lines: fc.nat(1e6),
    bytes: fc.nat(2 ** 31),
    hash: fc.stringMatching(/^[0-9a-f]{16}$/),
    symbols: fc.array(
      fc
        .record(
          {
            name: word,
            kind: fc.constantFrom(...SymbolKind.options),
            line: fc.nat(1e6),
            endLine: fc.nat(1e6),
            signature: fc.string({ unit: 'grapheme' }),
            exported: fc.boolean(),
            container: word,
          },
          { requiredKeys: ['name', 'kind', 'line', 'endLine', 'signature', 'exported'] },
        )
        .map(s => ({ ...s })),
      { maxLength: 4 },
    ),
    specifiers: fc.array(fc.record({ specifier: word, line: fc.nat(1e6), reexport: fc.boolean() }), {
      maxLength: 3,
    }),
    roles: fc.array(fc.record({ role: fc.constantFrom(...Role.options), reason: word }), { maxLength: 2 }),
  }),
  words: fc.uniqueArray(fc.record({ word, count: fc.nat(2 ** 32 - 1) }), {
    maxLength: 5,
    selector: w => w.word,
  }),
  pairs: fc.array(fc.nat(2 ** 32 - 1), { maxLength: 3 }),
});

function add(table: FileTable, { file, words, pairs }: Draft): number {
  const { vocabulary } = table;
  return table.add({
    ...file,
    defines: Uint32Array.from(file.symbols, s => vocabulary.add(s.name)),
    words: {
      ids: Uint32Array.from(words, w => vocabulary.add(w.word)),
      counts: Uint32Array.from(words, w => w.count),
      pairs: Uint32Array.from(pairs),
    },
  });
}

/** A row as it went in, words by name again. */
function read(table: FileTable, row: number): Draft {
  const { language, lines, bytes, hash, symbols, specifiers, roles, words, defines } = table.entry(row, 'a');
  expect([...defines].map(id => table.vocabulary.at(id))).toEqual(symbols.map(s => s.name));
  return {
    file: { language, lines, bytes, hash, symbols, specifiers, roles },
    words: [...words.ids].map((id, i) => ({ word: table.vocabulary.at(id), count: words.counts[i] ?? -1 })),
    pairs: [...words.pairs],
  };
}

const newTable = () => new FileTable(new StringTable());
const sent = (table: FileTable) =>
  FileTable.unpack(
    structuredClone(table.pack()),
    StringTable.unpack(structuredClone(table.vocabulary.pack())),
  );

test('rows come back as they were entered, also from what was packed', () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 6 }), fc.array(draft, { maxLength: 3 }), (files, later) => {
      const table = newTable();
      for (const file of files) add(table, file);
      const copy = sent(table);
      expect(copy.rows).toBe(files.length);
      for (const file of later) add(copy, file);
      [...files, ...later].forEach((file, row) => {
        expect(read(copy, row)).toEqual(file);
      });
    }),
  );
});

test('a merged table has the rows of both, words under one numbering', () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 5 }), fc.array(draft, { maxLength: 5 }), (here, there) => {
      const table = newTable();
      for (const file of here) add(table, file);
      const other = newTable();
      for (const file of there) add(other, file);
      expect(table.merge(sent(other))).toBe(here.length);
      [...here, ...there].forEach((file, row) => {
        expect(read(table, row)).toEqual(file);
      });
    }),
  );
});

test('files of several tables are gathered in the largest, each once; what is left behind is swept out', () => {
  fc.assert(
    fc.property(
      fc.array(draft, { minLength: 4, maxLength: 8 }),
      fc.array(draft, { maxLength: 3 }),
      (own, guests) => {
        const table = newTable();
        const mine = own.map(file => table.entry(add(table, file), 'own'));
        const other = new FileTable(table.vocabulary);
        const theirs = guests.map(file => other.entry(add(other, file), 'guest'));
        const files = [...theirs, ...mine];
        const first = FileTable.gather(files, table.vocabulary);
        expect(first.table).toBe(table);
        [...guests, ...own].forEach((file, n) => {
          expect(read(first.table, first.rows[n] ?? -1)).toEqual(file);
        });
        const again = FileTable.gather(files, table.vocabulary);
        expect([...again.rows]).toEqual([...first.rows]);
        expect(again.table.rows).toBe(files.length);
        const few = FileTable.gather(mine.slice(0, 1), table.vocabulary);
        expect(few.table).not.toBe(table);
        expect(few.table.rows).toBe(1);
        expect(read(few.table, few.rows[0] ?? -1)).toEqual(own[0]);
      },
    ),
  );
});

test('a string has one number, and the number of a string that was never added is -1', () => {
  fc.assert(
    fc.property(fc.array(word), word, (names, other) => {
      const table = new StringTable();
      const ids = names.map(name => table.add(name));
      const copy = StringTable.unpack(structuredClone(table.pack()));
      for (const strings of [table, copy]) {
        names.forEach((name, i) => {
          expect(strings.find(name)).toBe(ids[i]);
          expect(strings.at(ids[i] ?? -1)).toBe(name);
          expect(strings.hashAt(ids[i] ?? -1)).toBe(hashOf(name));
        });
        expect(strings.size).toBe(new Set(names).size);
        expect(strings.find(other)).toBe(names.includes(other) ? ids[names.indexOf(other)] : -1);
      }
      expect(copy.add(other)).toBe(table.add(other));
    }),
  );
});

test('a language that is first met after many other texts keeps its name, in its own table and in another', () => {
  const imports = Array.from({ length: 400 }, (_, n) => ({
    specifier: `./${n}.js`,
    line: n,
    reexport: false,
  }));
  const file = (language: string, specifiers: typeof imports): Draft => ({
    file: { language, lines: 1, bytes: 1, hash: '0'.repeat(16), symbols: [], specifiers, roles: [] },
    words: [],
    pairs: [],
  });
  const table = new FileTable(new StringTable());
  add(table, file('typescript', imports));
  add(table, file('python', []));
  const whole = new FileTable(new StringTable());
  add(
    whole,
    file(
      'go',
      imports.map(i => ({ ...i, specifier: `other/${i.line}` })),
    ),
  );
  whole.merge(table);
  expect([0, 1].map(row => table.languageOf(row))).toEqual(['typescript', 'python']);
  expect([0, 1, 2].map(row => whole.languageOf(row))).toEqual(['go', 'typescript', 'python']);
});
