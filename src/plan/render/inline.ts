/**
 * Text of a plan's data made safe as inline Markdown. Data may hold code spans, `**bold**` words and addresses;
 * everything else is literal and is escaped only where Markdown would read it as something else, because plans
 * are also read raw. Nothing that comes in here can open a heading, a list, a table, HTML or a new line.
 */

/** All white space and control characters become single spaces; no ends. */
export function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}

/** A code span with a fence longer than any run of backticks inside. */
export function codeSpan(text: string): string {
  const content = oneLine(text);
  if (content === '') return '` `';
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

type Piece = { readonly kind: 'text' | 'code'; readonly text: string };

/** Splits at code spans as CommonMark does: a run of backticks closed by a run of the same length. */
export function codePieces(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plainFrom = 0;
  const runs = [...line.matchAll(/`+/g)];
  for (let i = 0; i < runs.length; i++) {
    const open = runs[i];
    if (!open) break;
    const closeIndex = runs.findIndex((run, j) => j > i && run[0].length === open[0].length);
    const close = runs[closeIndex];
    if (!close) continue;
    const content = line.slice(open.index + open[0].length, close.index).trim();
    if (content === '') continue;
    if (open.index > plainFrom) pieces.push({ kind: 'text', text: line.slice(plainFrom, open.index) });
    pieces.push({ kind: 'code', text: content });
    plainFrom = close.index + close[0].length;
    i = closeIndex;
  }
  if (plainFrom < line.length) pieces.push({ kind: 'text', text: line.slice(plainFrom) });
  return pieces;
}

/** What stands in the code spans of a line, in order. */
export function codesIn(line: string): readonly string[] {
  return codePieces(line).flatMap(piece => (piece.kind === 'code' ? [piece.text] : []));
}

/**
 * Addresses (up to white space, as readers take them) and bold words, which stay as they are. An address that runs
 * into a character reference (`…&amp;`) is none: GFM ends the link before the reference and then decodes it.
 */
const kept =
  /(?<![\p{L}\p{N}_/])https?:\/\/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d+)?(?:\/(?:[\w./?=&%+#,:@-]*[a-z0-9/])?)?(?=[.,;:!?)]*(?:\s|$))(?!(?<=&#?[a-z0-9]*);)|(?<=^|\s)\*\*[\p{L}\p{N}](?:[^*_`~<>[\]\\&]*[\p{L}\p{N}.:!?])?\*\*(?=$|[\s.,;:!?])/giu;

function literal(text: string, before: string, after: string): string {
  let out = '';
  const all = before + text + after;
  const from = before.length;
  for (let i = from; i < from + text.length; i++) {
    const char = all[i] ?? '';
    const previous = all[i - 1] ?? '';
    const next = all[i + 1] ?? '';
    out += needsEscape(char, previous, next, all, i) ? `\\${char}` : char;
  }
  return out;
}

const wordChar = /[\p{L}\p{N}]/u;

function needsEscape(char: string, previous: string, next: string, all: string, at: number): boolean {
  switch (char) {
    case '\\':
      return next === '' || /[!-/:-@[-`{-~]/.test(next);
    case '`':
    case '*':
      return true;
    case '_': {
      // Inside a word underscores are letters; a run is judged by what stands around it.
      let left = at;
      let right = at;
      while (all[left - 1] === '_') left--;
      while (all[right + 1] === '_') right++;
      return !(wordChar.test(all[left - 1] ?? '') && wordChar.test(all[right + 1] ?? ''));
    }
    case '~':
      return !(previous === '' || previous === ' ') || next === '~' || next === '';
    case '<':
      return /[a-z/!?]/i.test(next) || next === '';
    case '&':
      return /^&(?:#\d|#x[\da-f]|[a-z][a-z0-9]*;)/i.test(all.slice(at, at + 40));
    case '(':
      return previous === ']';
    case ':':
      // An address that is not kept would swallow the escapes behind it.
      return next === '/' && /https?$/i.test(all.slice(0, at));
    case '.':
      return /(?:^|[^\p{L}\p{N}])www$/iu.test(all.slice(0, at));
    case '@':
      return /[\w.+-]$/.test(previous) && /^\w/.test(next);
    case '[':
      return next === '^';
    default:
      return false;
  }
}

interface InlineOptions {
  /** Bold words are escaped too: for text that is set bold as a whole. */
  readonly bold?: boolean;
}

/** One line of inline Markdown; code spans, `**bold**` words and addresses survive, all else is literal. */
export function inline(text: string, options: InlineOptions = {}): string {
  let out = '';
  const pieces = codePieces(oneLine(text));
  pieces.forEach((piece, index) => {
    if (piece.kind === 'code') {
      out += codeSpan(piece.text);
      return;
    }
    const before = index > 0 ? '`' : '';
    const after = index < pieces.length - 1 ? '`' : '';
    let from = 0;
    for (const match of piece.text.matchAll(kept)) {
      if (options.bold === false && match[0].startsWith('*')) continue;
      // Readers take an address up to white space: one that touches a code span would swallow it.
      const touches = after !== '' && match.index + match[0].length === piece.text.length;
      if (touches && !match[0].startsWith('*')) continue;
      const gap = piece.text.slice(from, match.index);
      out += literal(gap, from > 0 ? piece.text.charAt(from - 1) : before, match[0].charAt(0));
      out += match[0];
      from = match.index + match[0].length;
    }
    out += literal(piece.text.slice(from), from > 0 ? piece.text.charAt(from - 1) : before, after);
  });
  return out;
}

/** Text at the start of a block: what would open a list, heading, quote, rule, table, fence or definition is escaped. */
export function guardStart(line: string): string {
  if (/^[#>+=~|:[-]/.test(line)) return `\\${line}`;
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Bold text; never empty. */
export function bold(text: string): string {
  return `**${inline(text, { bold: false }) || '(untitled)'}**`;
}

/** Puts a bracketed remark before the full stop of a sentence, or at its end where it has none. */
export function endWith(sentence: string, remark: string): string {
  if (remark === '' || !sentence.endsWith('.') || sentence.endsWith('..')) return sentence + remark;
  return `${sentence.slice(0, -1)}${remark}.`;
}

/** Text for the end of a heading: a closing run of `#` would be dropped by readers. */
export function headingText(text: string): string {
  return (inline(text) || '(untitled)').replace(/(^|\s)(#+)$/, '$1\\$2');
}

/** Text for a table cell. Code with a pipe behind a backslash cannot be written in a cell, so it is set as text. */
export function cell(text: string): string {
  const line = oneLine(text);
  const pieces = codePieces(line);
  const written = pieces.some(piece => piece.kind === 'code' && piece.text.includes('\\|'))
    ? pieces.map(cellPiece).join('')
    : inline(line);
  return written.replace(/\|/g, '\\|');
}

/** Piece by piece, so that no backtick of one closes the code of another; the spaces between them stay. */
function cellPiece({ kind, text }: Piece): string {
  if (kind === 'code') return text.includes('\\|') ? inline(text) : codeSpan(text);
  const [before = '', after = ''] = [/^\s/.exec(text)?.[0], /\s$/.exec(text)?.[0]];
  const said = inline(text);
  return said === '' ? before : before + said + after;
}
