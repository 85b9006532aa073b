/** A number and its unit, with the minutes behind hours: `20 %`, `3.5 MB`, `1 h 50`. */
const QUANTITY = /(?<![\p{L}\p{N}.,])\d[\d.,]* (?:%|h(?: \d{1,2})?|min|m?s|[kKMGT]i?B)(?![\p{L}\p{N}])/gu;
/** Stands for a space that holds a quantity together while a text is split; no text that is shown holds it. */
const HELD = '\u0000';

/**
 * The words of a text and the spaces between them, in order: joined they are the text. A line may break at any of these
 * spaces; none of them is inside a quantity (“20 %”, “1 h 50”), which a reader takes as one word, nor one that does not break.
 */
export function splitWords(text: string): readonly string[] {
  return text
    .replace(QUANTITY, quantity => quantity.replaceAll(' ', HELD))
    .split(/([^\S\u00a0\u202f]+)/)
    .filter(part => part !== '')
    .map(part => part.replaceAll(HELD, ' '));
}
