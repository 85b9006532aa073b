import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundedJson, boundedText, pageOf } from '../../src/mcp/bounded.ts';

const REST = 'Ask for less.';

describe('boundedJson', () => {
  test('what fits is whole', () => {
    expect(JSON.parse(boundedJson({ files: [1, 2, 3] }, REST))).toEqual({ files: [1, 2, 3] });
  });

  test('what does not fit says how much of each list is shown and how to get the rest', () => {
    const files = Array.from({ length: 500 }, (_, n) => ({ path: `src/file-${n}.ts`, reasons: ['a', 'b'] }));
    const cut = JSON.parse(boundedJson({ goal: 'x', files }, REST, 10_000));
    expect(cut.cut.rest).toBe(REST);
    expect(cut.cut.lists).toContainEqual(`files: ${cut.files.length} of 500`);
    expect(cut.goal).toBe('x');
    expect(cut.files[0]).toEqual(files[0]);
  });

  test('anything is JSON of at most that length, first entries first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 400 }),
        fc.integer({ min: 3_000, max: 9_000 }),
        (list, most) => {
          const text = boundedJson({ list }, REST, most);
          expect(text.length).toBeLessThanOrEqual(most);
          expect(typeof JSON.parse(text)).toBe('object');
        },
      ),
    );
  });

  test('a single text without end is cut, too', () => {
    const text = boundedJson({ a: '"'.repeat(100_000), b: { c: { d: '\n'.repeat(100_000) } } }, REST, 5_000);
    expect(text.length).toBeLessThanOrEqual(5_000);
    expect(JSON.parse(text).cut.rest).toBe(REST);
  });
});

describe('pageOf', () => {
  test('pages joined are the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z ]{0,30}$/), { minLength: 1 }),
        fc.integer({ min: 31, max: 200 }),
        (lines, most) => {
          const text = lines.join('\n');
          const pages: string[] = [];
          const of = pageOf(text, 1, most).of;
          for (let from = 1; from <= of; ) {
            const page = pageOf(text, from, most);
            expect(page.text.length).toBeLessThanOrEqual(most);
            pages.push(page.text);
            from = page.to + 1;
          }
          expect(pages.join('\n')).toBe(text.replace(/\n$/, ''));
        },
      ),
    );
  });

  test.each([
    ['beyond the end there is nothing', 'a\nb', 3, 10, { text: '', from: 3, to: 2, of: 2 }],
    ['a line longer than a page is cut', 'abcdefgh\nb', 1, 5, { text: 'abcd…', from: 1, to: 1, of: 2 }],
  ])('%s', (_, text, from, most, page) => {
    expect(pageOf(text, from, most)).toEqual(page);
  });
});

test('boundedText says how many lines it leaves out', () => {
  const text = Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n');
  expect(boundedText(text, 10_000)).toBe(text);
  const cut = boundedText(text, 300);
  expect(cut.length).toBeLessThanOrEqual(300);
  expect(cut).toMatch(/^line 0\n[\s\S]*… \d+ more lines are left out here\.$/);
});
