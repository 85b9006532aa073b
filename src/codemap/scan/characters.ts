export const NEWLINE = 10;

/** What a UTF-16 unit is to a word: 0 no part of it. */
const LETTER = 1;
const DIGIT = 2;

/** Above ASCII everything counts as a letter but blanks and general punctuation. */
const isLetterAbove = (c: number) => c > 0xbf && !(c >= 0x2000 && c <= 0x206f) && c !== 0xfeff && c < 0xd800;

const KINDS = new Uint8Array(0x1_0000);
for (let c = 0; c < KINDS.length; c++) {
  if (c > 127 ? isLetterAbove(c) : /[A-Za-z_$]/.test(String.fromCharCode(c))) KINDS[c] = LETTER;
  else if (c >= 48 && c <= 57) KINDS[c] = DIGIT;
}

export const isWordPart = (c: number) => KINDS[c] !== 0;
export const isWordStart = (c: number) => KINDS[c] === LETTER;
export const isDigit = (c: number) => KINDS[c] === DIGIT;

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** A larger text gets memory of its own, that is given back. */
const MOST_KEPT = 1 << 21;

/**
 * The UTF-16 units of one text at a time: to read a number of an array is several times faster than to ask a string
 * for it. A 0 follows the last one. Nothing may keep `units` past the next `load`.
 */
export class Units {
  units = new Uint16Array(1 << 16);

  load(text: string): Uint16Array {
    const size = text.length + 1;
    if (size > this.units.length || this.units.length > MOST_KEPT)
      this.units = new Uint16Array(Math.max(size, Math.min(size * 2, MOST_KEPT)));
    const bytes = Buffer.from(this.units.buffer, 0, text.length * 2);
    bytes.write(text, 'utf16le');
    if (!LITTLE_ENDIAN) bytes.swap16();
    this.units[text.length] = 0;
    return this.units;
  }
}
