import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Packer, Postings } from '../../../src/codemap/rank/postings.ts';
import { inMemory } from '../../../src/codemap/table/lists.ts';

type Holders = ReadonlyMap<number, number>;
/** Holders by key: file → packed counts. */
type Table = readonly Holders[];

const counts = fc.oneof(
  fc.constantFrom(1, 15, 16, 255, 0x0100_0000, 0xffff_ffff, 0x1000_1000),
  fc.integer({ min: 1, max: 0xffff_ffff }),
);
const files = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 70_000 }));
const holders = fc.array(fc.tuple(files, counts), { maxLength: 30 }).map(pairs => new Map(pairs));
const table = fc.array(holders, { maxLength: 12 });

function packed(lists: Table): Postings {
  const packer = new Packer(lists.length);
  for (const list of lists) {
    const sorted = [...list].sort((a, b) => a[0] - b[0]);
    packer.put(
      Int32Array.from(sorted, ([file]) => file),
      Uint32Array.from(sorted, ([, value]) => value),
      0,
      sorted.length,
    );
  }
  return new Postings(packer.done());
}

function told(postings: Postings, size: number): [number, number][][] {
  return Array.from({ length: size }, (_, key) => {
    const { count, file, value } = postings.list(key);
    return Array.from({ length: count }, (_, i) => [file[i] ?? -1, value[i] ?? -1]);
  });
}

const sortedLists = (lists: Table) => lists.map(list => [...list].sort((a, b) => a[0] - b[0]));

test('what was packed comes out, from memory and read bit by bit', () => {
  fc.assert(
    fc.property(table, lists => {
      const postings = packed(lists);
      expect(told(postings, lists.length)).toEqual(sortedLists(lists));
      const { ends, bytes } = postings.pack();
      const away = new Postings({
        ends,
        bytes: {
          range: (from, to) => bytes.all().slice(from, to),
          all: () => expect.unreachable('so few lists need no whole'),
        },
      });
      expect(told(away, lists.length)).toEqual(sortedLists(lists));
    }),
  );
});

test('a key that was never met has no list', () => {
  const postings = packed([new Map([[3, 1]])]);
  expect([-1, 1, 99].map(key => postings.list(key).count)).toEqual([0, 0, 0]);
});

test('asked for many lists, the bytes are read as a whole, once', () => {
  const { ends, bytes } = packed([new Map([[3, 7]])]).pack();
  let wholes = 0;
  const postings = new Postings({
    ends,
    bytes: {
      range: bytes.range,
      all() {
        wholes++;
        return bytes.all();
      },
    },
  });
  for (let i = 0; i < 5_000; i++) expect(told(postings, 1)).toEqual([[[3, 7]]]);
  expect(wholes).toBe(1);
});

/** Files that changed, each with all that it holds now: key → packed counts. */
const edits = fc.array(
  fc.dictionary(files.map(String), fc.array(fc.tuple(fc.nat(14), counts), { maxLength: 6 }), { maxKeys: 30 }),
  { maxLength: 5 },
);

test('files that changed are as if they had been packed so', () => {
  fc.assert(
    fc.property(table, edits, (lists, rounds) => {
      const now = Array.from({ length: 15 }, (_, key) => new Map(lists[key]));
      let postings = packed(lists);
      for (const round of rounds) {
        const changed = new Map(Object.entries(round).map(([file, pairs]) => [Number(file), new Map(pairs)]));
        for (const [file, held] of changed)
          now.forEach((list, key) => {
            const value = held.get(key);
            if (value === undefined) list.delete(file);
            else list.set(file, value);
          });
        const before = told(postings, 15);
        const next = postings.with(
          new Map(
            [...changed].map(([file, held]) => [
              file,
              { keys: [...held.keys()], values: [...held.values()] },
            ]),
          ),
        );
        expect(told(next, 15)).toEqual(sortedLists(now));
        expect(told(postings, 15)).toEqual(before);
        postings = next;
      }
      expect(told(new Postings(postings.pack()), 15)).toEqual(sortedLists(now));
    }),
  );
});

test('files that came and went: the others keep their counts under new numbers', () => {
  fc.assert(
    fc.property(table, fc.func(fc.boolean()), (lists, stays) => {
      const renumber = new Int32Array(70_001).fill(-1);
      let next = 0;
      for (let n = 0; n < renumber.length; n += 1) if (stays(n % 97)) renumber[n] = next++;
      const moved = new Postings(packed(lists).pack(renumber));
      const wanted = sortedLists(lists).map(list =>
        list.flatMap(([file, value]) => {
          const to = renumber[file] ?? -1;
          return to < 0 ? [] : [[to, value]];
        }),
      );
      expect(told(moved, lists.length)).toEqual(wanted);
    }),
    { numRuns: 30 },
  );
});

test('bytes in memory are given as they lie there', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(inMemory(bytes).all()).toBe(bytes);
  expect([...inMemory(bytes).range(1, 3)]).toEqual([2, 3]);
});
