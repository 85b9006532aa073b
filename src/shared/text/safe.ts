declare const safe: unique symbol;

/** Text that went through `safeText`: nothing in it can move the cursor, hide, or reorder what a person reads. */
export type SafeText = string & { readonly [safe]: true };

/**
 * Controls (Cc); Default_Ignorable_Code_Point, which holds zero-width characters, joiners, bidi controls, tags and
 * variation selectors, reserved ones too; line and paragraph separators; lone surrogates; interlinear annotation.
 */
const SUSPECT = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}\ufff9-\ufffb]/u;
const ORDINARY = /^[\t\n\x20-\x7e]*$/;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const SKIN_TONE = /^\p{Emoji_Modifier}$/u;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const ZWJ = 0x200d;
const EMOJI_PRESENTATION = 0xfe0f;

/** `␛` for C0 and DEL, `<U+202E>` for the rest. */
function mark(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

function isVariationSelector(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

/** What came directly before, as far as it decides about the next character. */
type Before = 'nothing' | 'base' | 'emoji';

/**
 * A stateful sanitiser: feeding a text in any chunks gives, joined, what `safeText` gives for the whole.
 * It holds back at most a CR, a ZWJ or half a surrogate pair until it knows what follows; `end` gives these out.
 */
export interface SafeStream {
  push(chunk: string): SafeText;
  end(): SafeText;
}

export function safeStream(): SafeStream {
  let before: Before = 'nothing';
  /** Held back: lone high surrogate, CR, or a ZWJ after an emoji. */
  let held = '';

  function run(text: string, last: boolean): string {
    const input = held + text;
    held = '';
    if (ORDINARY.test(input)) {
      if (input) before = input.endsWith('\n') || input.endsWith('\t') ? 'nothing' : 'base';
      return input;
    }
    let out = '';
    for (let i = 0; i < input.length; ) {
      const code = codeAt(input, i);
      const char = String.fromCodePoint(code);
      const next = i + char.length;
      const atEnd = next >= input.length;
      if (atEnd && !last && (isHighSurrogate(code) || code === CR || (code === ZWJ && before === 'emoji'))) {
        held = char;
        break;
      }
      if (code === ZWJ && before === 'emoji' && !atEnd && !last && isHalf(input, next)) {
        held = input.slice(i);
        break;
      }
      out += step(char, code, input, next);
      i = next;
    }
    return out;
  }

  function step(char: string, code: number, input: string, next: number): string {
    if (code === CR && input.charCodeAt(next) === LF) return '';
    if (code === LF || code === TAB) {
      before = 'nothing';
      return char;
    }
    if (code >= 0x20 && code < 0x7f) {
      before = 'base';
      return char;
    }
    if (SUSPECT.test(char)) {
      if (code === ZWJ && before === 'emoji' && PICTOGRAPH.test(charAt(input, next))) {
        before = 'base';
        return char;
      }
      // One selector after a visible character picks its glyph; a row of them can only smuggle data.
      if (isVariationSelector(code) && before !== 'nothing') {
        before = before === 'emoji' && code === EMOJI_PRESENTATION ? 'emoji' : 'nothing';
        return char;
      }
      before = 'nothing';
      return mark(code);
    }
    if (PICTOGRAPH.test(char)) before = 'emoji';
    else if (!(before === 'emoji' && SKIN_TONE.test(char))) before = 'base';
    return char;
  }

  return {
    push: chunk => run(chunk, false) as SafeText,
    end: () => run('', true) as SafeText,
  };
}

/**
 * `codePointAt` for an index inside the text. By hand: once optimised, that of V8 13.6 (Node 24) now and then reads
 * beyond the end of a slice and joins its last half pair with what follows in the string it was cut from.
 */
function codeAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (!isHighSurrogate(unit) || index + 1 >= text.length) return unit;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit;
}

function charAt(text: string, index: number): string {
  return index < text.length ? String.fromCodePoint(codeAt(text, index)) : '';
}

/** Whether only the first half of a surrogate pair is known at this place. */
function isHalf(text: string, index: number): boolean {
  return index === text.length - 1 && isHighSurrogate(text.charCodeAt(index));
}

/**
 * Makes text from outside printable. Tab and newline stay, CRLF becomes a newline; every other control, bidi,
 * zero-width and tag character becomes a visible mark. A ZWJ stays between emoji, one variation selector after a
 * visible character. Doing it twice changes nothing.
 */
export function safeText(text: string): SafeText {
  const stream = safeStream();
  return (stream.push(text) + stream.end()) as SafeText;
}

/** One line of safe text: tabs and newlines become single spaces. For names, titles and table cells. */
export function safeLine(text: string): SafeText {
  return safeText(text)
    .replace(/[\t\n ]+/g, ' ')
    .trim() as SafeText;
}
