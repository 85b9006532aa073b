import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeLine, safeStream, safeText } from '../../../src/shared/text/index.ts';

/** Texts rich in what the sanitiser has to decide about, and in halves of pairs. */
const unit = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  fc.constantFrom(
    '\r',
    '\n',
    '\t',
    '\x1b[31m',
    '\u200d',
    '\ufe0f',
    '👩',
    '💻',
    '🏽',
    '❤',
    'a',
    '\ud83d',
    '\udc69',
    '\u202e',
    '\u{e0041}',
    '\u{e0100}',
    '字',
  ),
);
const text = fc.array(unit, { maxLength: 12 }).map(parts => parts.join(''));

describe('safeText', () => {
  it.each([
    ['plain words, tab\tand\nnewline', 'plain words, tab\tand\nnewline'],
    ['colour \x1b[31mred\x1b[0m', 'colour ␛[31mred␛[0m'],
    ['clipboard \x1b]52;c;aGk=\x07', 'clipboard ␛]52;c;aGk=␇'],
    ['over\rwrite', 'over␍write'],
    ['windows\r\nline', 'windows\nline'],
    ['end\r', 'end␍'],
    ['back\b\0\x7f', 'back␈␀␡'],
    ['c1 \x9b31m \x85', 'c1 <U+009B>31m <U+0085>'],
    ['if (admin\u202e) {', 'if (admin<U+202E>) {'],
    ['\u2066x\u2069 \u200e\u200f\u061c', '<U+2066>x<U+2069> <U+200E><U+200F><U+061C>'],
    ['zero\u200bwidth\u2060\ufeff\u00ad', 'zero<U+200B>width<U+2060><U+FEFF><U+00AD>'],
    ['tag \u{e0041}\u{e007f}', 'tag <U+E0041><U+E007F>'],
    ['line\u2028para\u2029', 'line<U+2028>para<U+2029>'],
    ['half \ud83d pair \udc69', 'half <U+D83D> pair <U+DC69>'],
    ['👩‍💻 👩🏽‍💻 ❤️‍🔥 👩‍❤️‍👨 🏳️‍🌈', '👩‍💻 👩🏽‍💻 ❤️‍🔥 👩‍❤️‍👨 🏳️‍🌈'],
    ['pay\u200dpal', 'pay<U+200D>pal'],
    ['👩\u200dx', '👩<U+200D>x'],
    ['👩\u200d', '👩<U+200D>'],
    ['👩\u200d\u200d💻', '👩<U+200D><U+200D>💻'],
    ['1️⃣ ☎︎ 葛󠄀', '1️⃣ ☎︎ 葛󠄀'],
    ['a\ufe00\ufe01\u{e0101}', 'a\ufe00<U+FE01><U+E0101>'],
    ['\ufe0f', '<U+FE0F>'],
    ['naïve, Größe, العربية ٣, हिन्दी, 한국어, é', 'naïve, Größe, العربية ٣, हिन्दी, 한국어, é'],
  ])('%j', (input, expected) => {
    expect(safeText(input)).toBe(expected);
  });

  it('leaves nothing that a terminal obeys, hides or reorders', () => {
    fc.assert(
      fc.property(text, input => {
        const out = safeText(input);
        expect(out).not.toMatch(
          /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/,
        );
        expect(out).not.toMatch(/[\u{e0000}-\u{e007f}]/u);
        expect(out).not.toMatch(/\p{Cs}/u);
        for (const joiner of out.matchAll(/(..?)\u200d(.?)/gsu))
          expect(joiner[2]).toMatch(/\p{Extended_Pictographic}/u);
      }),
      { numRuns: 500 },
    );
  });

  it('done twice changes nothing', () => {
    fc.assert(
      fc.property(text, input => {
        expect(safeText(safeText(input))).toBe(safeText(input));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same in any chunks, also when a pair or a sequence is cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 40 }), { maxLength: 6 }), (input, cuts) => {
        const stream = safeStream();
        let out = '';
        let from = 0;
        for (const cut of [...cuts.map(c => Math.min(c, input.length)).sort((a, b) => a - b), input.length]) {
          out += stream.push(input.slice(from, cut));
          from = cut;
        }
        expect(out + stream.end()).toBe(safeText(input));
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the same when pairs are cut so often that the engine optimises the loop', () => {
    // Slices of longer texts, of lengths and cuts that vary: what made codePointAt of Node 24 read beyond an end.
    for (let i = 0; i < 60_000; i++) {
      const length = 1 + ((i * 7) % 12);
      const pairs = [...Array(length).keys()].map(j => 0x10000 + ((i * 7919 + j * 104_729) % 0xfffff));
      const input = `\r${String.fromCodePoint(...pairs)}`;
      const first = (i * 13) % (input.length + 1);
      const second = first + ((i * 5) % (input.length - first + 1));
      const stream = safeStream();
      const chunks = [input.slice(0, first), input.slice(first, second), input.slice(second)];
      const out = chunks.map(chunk => stream.push(chunk)).join('') + stream.end();
      if (out !== safeText(input)) expect(out, `cut at ${first} and ${second}`).toBe(safeText(input));
    }
  });

  it('gives the same when cut at any one place of what is decided by its neighbour', () => {
    const input = 'a\r\nb\r👩\u200d💻 👩🏽\u200dx 👩\u200d\r\n❤\ufe0f\u200d🔥\u200d\ud83d1\ufe0f⃣\r';
    for (let cut = 0; cut <= input.length; cut++) {
      const stream = safeStream();
      const out = stream.push(input.slice(0, cut)) + stream.push(input.slice(cut)) + stream.end();
      expect(out, `cut at ${cut}`).toBe(safeText(input));
    }
    const single = safeStream();
    expect(
      [...Array(input.length).keys()].map(i => single.push(input.charAt(i))).join('') + single.end(),
    ).toBe(safeText(input));
  });

  it('makes one line of a name', () => {
    expect(safeLine('  a\n\tb \x1b c\r\nd ')).toBe('a b ␛ c d');
  });
});
