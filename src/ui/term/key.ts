/**
 * One key press. `id` is how the keymap names it: modifiers in the order ctrl, alt, shift, then a name
 * (`enter`, `esc`, `up`, `f1` …) or the character itself (`a`, `G`, `?`). `text` is what typing it inserts.
 */
export interface Key {
  readonly id: string;
  readonly text?: string | undefined;
}

export type InputEvent =
  | { readonly type: 'key'; readonly key: Key }
  /** One block of pasted text; never carries a key's meaning. */
  | { readonly type: 'paste'; readonly text: string };

const NAMED: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[E': 'clear',
  '[F': 'end',
  '[H': 'home',
  '[Z': 'shift+tab',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OF: 'end',
  OH: 'home',
  OM: 'enter',
  OP: 'f1',
  OQ: 'f2',
  OR: 'f3',
  OS: 'f4',
  '[[A': 'f1',
  '[[B': 'f2',
  '[[C': 'f3',
  '[[D': 'f4',
  '[[E': 'f5',
};

const TILDE: Readonly<Record<string, string>> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
  '11': 'f1',
  '12': 'f2',
  '13': 'f3',
  '14': 'f4',
  '15': 'f5',
  '17': 'f6',
  '18': 'f7',
  '19': 'f8',
  '20': 'f9',
  '21': 'f10',
  '23': 'f11',
  '24': 'f12',
};

const CODES: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'esc',
  32: 'space',
  127: 'backspace',
};

/** The key of an escape sequence without its leading ESC; undefined for what is no key (replies, focus, mouse). */
export function keyOfSequence(sequence: string): Key | undefined {
  const named = NAMED[sequence];
  if (named) return { id: named };
  const tilde = /^\[(\d+)(?:;(\d+))?~$/.exec(sequence);
  if (tilde) {
    const name = TILDE[tilde[1] ?? ''];
    return name ? { id: modified(name, tilde[2]) } : undefined;
  }
  const letter = /^\[1;(\d+)([A-FHPQS])$/.exec(sequence);
  if (letter) {
    const name = NAMED[`[${letter[2]}`] ?? NAMED[`O${letter[2]}`];
    return name ? { id: modified(name, letter[1]) } : undefined;
  }
  // CSI u (kitty, fixterms) and xterm's modifyOtherKeys: a code point with modifiers.
  const kitty = /^\[(\d+)(?::\d+)*(?:;(\d+)(?::(\d+))?)?(?:;[\d:]*)?u$/.exec(sequence);
  if (kitty) return kitty[3] === '3' ? undefined : keyOfCode(Number(kitty[1]), kitty[2]);
  const other = /^\[27;(\d+);(\d+)~$/.exec(sequence);
  if (other) return keyOfCode(Number(other[2]), other[1]);
  return undefined;
}

function keyOfCode(code: number, modifiers: string | undefined): Key | undefined {
  const name = CODES[code];
  if (name === 'space' && !heldOf(modifiers)) return { id: 'space', text: ' ' };
  if (name) return { id: modified(name, modifiers) };
  if (code < 32 || code > 0x10ffff || (code >= 0xe000 && code <= 0xf8ff)) return undefined;
  const character = String.fromCodePoint(code);
  const held = heldOf(modifiers);
  if (held === 0) return { id: character, text: character };
  if (held === 1) return { id: character.toUpperCase(), text: character.toUpperCase() };
  return { id: modified(character, modifiers) };
}

/** Modifier bits of a CSI parameter: 1 shift, 2 alt, 4 ctrl; locks are left out. */
function heldOf(parameter: string | undefined): number {
  return parameter ? Math.max(0, Number(parameter) - 1) & 7 : 0;
}

function modified(name: string, parameter: string | undefined): string {
  const held = heldOf(parameter);
  return `${held & 4 ? 'ctrl+' : ''}${held & 2 ? 'alt+' : ''}${held & 1 ? 'shift+' : ''}${name}`;
}

/** The key of one plain character (a grapheme, or a control character). */
export function keyOfCharacter(character: string): Key {
  switch (character) {
    case '\r':
      return { id: 'enter' };
    case '\n':
      return { id: 'ctrl+j' };
    case '\t':
      return { id: 'tab' };
    case '\u007f':
    case '\b':
      return { id: 'backspace' };
    case '\u0000':
      return { id: 'ctrl+space' };
    case ' ':
      return { id: 'space', text: ' ' };
  }
  const code = character.charCodeAt(0);
  if (code < 27) return { id: `ctrl+${String.fromCharCode(code + 96)}` };
  if (code < 32) return { id: `ctrl+${String.fromCharCode(code + 64)}` };
  return { id: character, text: character };
}
