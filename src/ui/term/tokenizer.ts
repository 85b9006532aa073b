import { StringDecoder } from 'node:string_decoder';
import { graphemes } from '../text/line.ts';
import { type InputEvent, type Key, keyOfCharacter, keyOfSequence } from './key.ts';

const ESC = '\u001b';
const PASTE_START = '[200~';
const PASTE_END = `${ESC}[201~`;
/** A paste is kept up to this many characters; more is dropped and said. */
const PASTE_LIMIT = 1_000_000;
/** Without bracketed paste a chunk of this many graphemes with a line end inside it was hardly typed. */
const UNBRACKETED_PASTE = 24;

export interface Tokenizer {
  /** Events of this chunk; what is not complete yet is kept for the next one. */
  push(chunk: Uint8Array | string): InputEvent[];
  /** Whether something waits for more input: call `flush` when none comes within about 50 ms. */
  pending(): boolean;
  /** A lone ESC becomes the Esc key; an unfinished sequence or paste is ended. */
  flush(): InputEvent[];
}

/**
 * Turns what a terminal sends into keys and paste blocks. Focus reports, mouse reports and terminal replies are
 * dropped; sequences and characters cut across chunks are put together again.
 */
export function createTokenizer(): Tokenizer {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let paste: string | undefined;

  function run(final: boolean): InputEvent[] {
    const events: InputEvent[] = [];
    while (rest || paste !== undefined) {
      if (paste !== undefined) {
        if (!takePaste(events, final)) break;
        continue;
      }
      if (rest[0] !== ESC) {
        takePlain(events);
        continue;
      }
      const length = sequenceLength(rest);
      if (length === undefined && !final) break;
      if (length === undefined) {
        // Nothing followed: a lone Esc, or Alt with a bracket; longer leftovers mean nothing.
        if (rest === ESC) events.push({ type: 'key', key: { id: 'esc' } });
        else if (rest === ESC + ESC)
          events.push({ type: 'key', key: { id: 'esc' } }, { type: 'key', key: { id: 'esc' } });
        else if (rest.length === 2) events.push({ type: 'key', key: { id: `alt+${rest[1]}` } });
        rest = '';
        break;
      }
      const sequence = rest.slice(1, length);
      rest = rest.slice(length);
      if (sequence === PASTE_START) paste = '';
      else pushKey(events, keyOf(sequence));
    }
    return events;
  }

  /** Moves pasted text over; true when the paste ended. */
  function takePaste(events: InputEvent[], final: boolean): boolean {
    const end = rest.indexOf(PASTE_END);
    // The end mark itself may be cut: its possible beginning stays behind.
    const keep = end < 0 && !final ? partialEnd(rest) : 0;
    const text = end < 0 ? rest.slice(0, rest.length - keep) : rest.slice(0, end);
    paste = (paste ?? '') + text;
    rest = end < 0 ? rest.slice(rest.length - keep) : rest.slice(end + PASTE_END.length);
    if (end < 0 && !final) return false;
    if (paste) events.push(pasteEvent(paste));
    paste = undefined;
    return true;
  }

  function takePlain(events: InputEvent[]): void {
    const next = rest.indexOf(ESC);
    const text = next < 0 ? rest : rest.slice(0, next);
    rest = rest.slice(text.length);
    if (unmarkedPaste(text)) {
      events.push(pasteEvent(text));
      return;
    }
    for (const part of text.split(/([\u0000-\u001f\u007f])/)) {
      if (!part) continue;
      for (const character of graphemes(part)) pushKey(events, keyOfCharacter(character));
    }
  }

  return {
    push(chunk) {
      rest += typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      return run(false);
    },
    pending: () => rest !== '' || paste !== undefined,
    flush: () => run(true),
  };
}

/** Counted in graphemes: three family emoji are as long in UTF-16 as a sentence, and are three keys. */
function unmarkedPaste(text: string): boolean {
  return (
    text.length >= UNBRACKETED_PASTE && /[\r\n]./s.test(text) && graphemes(text).length >= UNBRACKETED_PASTE
  );
}

function pasteEvent(text: string): InputEvent {
  const lines = text.replace(/\r\n?/g, '\n');
  if (lines.length <= PASTE_LIMIT) return { type: 'paste', text: lines };
  const left = lines.length - PASTE_LIMIT;
  return { type: 'paste', text: `${lines.slice(0, PASTE_LIMIT)}\n… ${left} more characters were left out` };
}

function pushKey(events: InputEvent[], key: Key | undefined): void {
  if (key) events.push({ type: 'key', key });
}

/** How much of the end of `text` may be the beginning of the paste's end mark. */
function partialEnd(text: string): number {
  for (let n = Math.min(PASTE_END.length - 1, text.length); n > 0; n--)
    if (PASTE_END.startsWith(text.slice(text.length - n))) return n;
  return 0;
}

/**
 * Length of the escape sequence that `text` begins with, ESC included; undefined when more must come.
 * Grammar: ECMA-48 (CSI parameters 30–3F, intermediates 20–2F, final 40–7E; OSC, DCS, APC, PM, SOS up to ST or BEL).
 */
function sequenceLength(text: string): number | undefined {
  const second = text[1];
  if (second === undefined) return undefined;
  if (second === '[') return csiLength(text);
  if (second === 'O') return text.length > 2 ? 3 : undefined;
  if (']P_^X'.includes(second)) {
    const end = /\u0007|\u001b\\|\u009c/.exec(text.slice(2));
    return end ? 2 + end.index + end[0].length : undefined;
  }
  if (second === ESC) {
    // Alt with a cursor key in older terminals is ESC before the whole sequence; else the first ESC stands alone.
    return text[2] === '[' || text[2] === 'O' ? nested(text) : text.length > 2 ? 1 : undefined;
  }
  return (text.codePointAt(1) ?? 0) > 0xffff ? 3 : 2;
}

function nested(text: string): number | undefined {
  const inner = sequenceLength(text.slice(1));
  return inner === undefined ? undefined : inner + 1;
}

function csiLength(text: string): number | undefined {
  if (text[2] === 'M') return text.length >= 6 ? 6 : undefined;
  if (text[2] === '[') return text.length > 3 ? 4 : undefined;
  let at = 2;
  while (at < text.length && /[\x30-\x3f]/.test(text[at] ?? '')) at++;
  while (at < text.length && /[\x20-\x2f]/.test(text[at] ?? '')) at++;
  if (at >= text.length) return undefined;
  // A character that cannot end a sequence ends it before itself.
  return /[\x40-\x7e]/.test(text[at] ?? '') ? at + 1 : at;
}

function keyOf(sequence: string): Key | undefined {
  if (sequence === '') return { id: 'esc' };
  if (sequence[0] === ESC) {
    const inner = keyOfSequence(sequence.slice(1));
    return inner && { id: `alt+${inner.id}` };
  }
  if (sequence.length > 1 && '[O'.includes(sequence[0] ?? '')) return keyOfSequence(sequence);
  if (']P_^X'.includes(sequence[0] ?? '') && sequence.length > 1) return undefined;
  const plain = keyOfCharacter(sequence);
  return { id: `alt+${plain.id}` };
}
