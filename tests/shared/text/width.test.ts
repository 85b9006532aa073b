import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { displayWidth, expandTabs, graphemes, pad, truncate, wrap } from '../../../src/shared/text/index.ts';

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '字字字',
    '👩‍💻',
    '🏳️‍🌈',
    'é',
    'e\u0301',
    '한국어',
    'src/services/order.service.ts',
    ' ',
    '  ',
    '\t',
    '\n',
    '❤️',
    '1️⃣',
  ),
);
const text = fc.array(word, { maxLength: 12 }).map(words => words.join(' '));
const columns = fc.integer({ min: 1, max: 40 });

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['字', 2],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['한국', 4],
    ['', 0],
    ['a\nlonger\nb', 6],
    ['a\tb', 5],
  ])('%j is %i', (input, width) => expect(displayWidth(input)).toBe(width));

  it('expands tabs to stops of four, by columns', () => {
    expect(expandTabs('a\tb\n字\tc\t')).toBe('a   b\n字  c   ');
  });
});

describe('truncate and pad', () => {
  it.each([
    ['abcdef', 4, 'abc…'],
    ['abcdef', 6, 'abcdef'],
    ['字字字', 4, '字…'],
    ['👩‍💻👩‍💻', 3, '👩‍💻…'],
    ['a\nb', 5, 'a b'],
    ['abc', 0, ''],
    ['abc', 1, '…'],
  ])('%j in %i', (input, width, expected) => expect(truncate(input, width)).toBe(expected));

  it('keeps the ends of a path', () => {
    expect(truncate('src/services/order.service.ts', 15, 'both')).toBe('src/ser…vice.ts');
    expect(truncate('src/services/order.service.ts', 11, 'end')).toBe('…service.ts');
  });

  it('fit in any column', () => {
    fc.assert(
      fc.property(text, columns, fc.constantFrom('start', 'both', 'end'), (input, width, keep) => {
        const out = truncate(input, width, keep as 'start');
        expect(displayWidth(out)).toBeLessThanOrEqual(width);
        expect(out).not.toContain('\n');
        if (displayWidth(expandTabs(input.replaceAll('\n', ' '))) > width) expect(out).toContain('…');
      }),
    );
    fc.assert(
      fc.property(text, columns, fc.constantFrom('left', 'right', 'center'), (input, width, align) => {
        expect(displayWidth(pad(input, width, align as 'left'))).toBe(width);
      }),
    );
  });

  it('aligns', () => {
    expect([pad('字', 5), pad('字', 5, 'right'), pad('字', 5, 'center')]).toEqual([
      '字   ',
      '   字',
      ' 字  ',
    ]);
  });
});

describe('wrap', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['one two\n\nthree', 20, ['one two', '', 'three']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['go abcdefgh', 4, ['go a', 'bcde', 'fgh']],
    ['字字字', 4, ['字字', '字']],
    ['  indented line', 10, ['  indented', 'line']],
    ['it took 1 h 50 today', 12, ['it took', '1 h 50 today']],
    ['a rise of 20 % or 3.5 MB', 12, ['a rise of', '20 % or', '3.5 MB']],
    ['from 1 h 50 – 3 h 40', 12, ['from 1 h 50', '– 3 h 40']],
    ['at 20 handles', 6, ['at 20', 'handle', 's']],
    ['1 h 50', 4, ['1 h', '50']],
  ])('%j in %i', (input, width, expected) => expect(wrap(input, width)).toEqual(expected));

  it('hangs by an indent', () => {
    expect(wrap('- one two three', 9, 2)).toEqual(['- one two', '  three']);
  });

  it('keeps every line within its columns and loses no character', () => {
    fc.assert(
      fc.property(text, columns, (input, width) => {
        const lines = wrap(input, width);
        const widest = Math.max(width, ...[...graphemes(expandTabs(input))].map(g => g.width));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(widest);
        expect(lines.join('').replace(/\s/g, '')).toBe(input.replace(/\s/g, ''));
      }),
      { numRuns: 500 },
    );
  });
});

it('what is counted without measuring is as wide as measured', () => {
  const quick = fc.string({
    unit: fc.constantFrom(...'aZ 9~\u00ae\u00b7\u00e9\u02ff–—‘’“”•…←↑→↓─│┌┐└┘▸▾❯⠋⠸'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(quick, text => {
      expect(displayWidth(text)).toBe(stringWidth(text));
    }),
  );
});
