/** One tag of an XML text, in the order of the file. An empty element opens and closes. */
export interface Tag {
  readonly name: string;
  readonly kind: 'open' | 'close';
  /** Value of an attribute; the five predefined entities and character references are read, no others. */
  attribute(name: string): string | undefined;
  /** Offset behind the tag. */
  readonly end: number;
}

/**
 * The tags of an XML text, without comments, CDATA, instructions and the document type: entities that a document defines for
 * itself are never expanded, so that a small hostile file cannot grow. Namespaces stay in the names. Stops where the text is
 * cut off; `whole` of the result says whether every element that was opened was closed.
 */
export function readTags(text: string, take: (tag: Tag) => void): { readonly whole: boolean } {
  const open: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('<', at);
    if (start < 0) return { whole: open.length === 0 };
    const past = skipped(text, start);
    if (past === CUT) return { whole: false };
    if (past !== undefined) {
      at = past;
      continue;
    }
    const end = endOfTag(text, start + 1);
    if (end < 0) return { whole: false };
    const inside = text.slice(start + 1, end);
    at = end + 1;
    if (inside.startsWith('/')) {
      const name = inside.slice(1).trim();
      if (open.at(-1) !== name) return { whole: false };
      open.pop();
      take({ name, kind: 'close', attribute: () => undefined, end: at });
      continue;
    }
    const name = /^[^\s/>]+/.exec(inside)?.[0];
    if (name === undefined) continue;
    const attribute = (wanted: string) => attributeOf(inside, wanted);
    take({ name, kind: 'open', attribute, end: at });
    if (inside.endsWith('/')) take({ name, kind: 'close', attribute: () => undefined, end: at });
    else {
      if (open.length >= DEEPEST) return { whole: false };
      open.push(name);
    }
  }
}

/** No report is nested deeper. */
const DEEPEST = 200;
const CUT = -1;

/** The offset behind what is no element; undefined where an element begins, `CUT` where it does not end. */
function skipped(text: string, at: number): number | undefined {
  for (const [begin, end] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const)
    if (text.startsWith(begin, at)) {
      const found = text.indexOf(end, at + begin.length);
      return found < 0 ? CUT : found + end.length;
    }
  if (!text.startsWith('<!', at)) return undefined;
  // <!DOCTYPE coverage SYSTEM "…" [ <!ENTITY …> ]>
  const close = text.indexOf('>', at);
  const subset = text.indexOf('[', at);
  if (close < 0) return CUT;
  if (subset < 0 || subset > close) return close + 1;
  const end = /\]\s*>/g;
  end.lastIndex = subset;
  return end.exec(text) ? end.lastIndex : CUT;
}

/** Place of the `>` that closes a tag; one inside quotes is text. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

/** By looking for the name, which is many times quicker than reading all attributes of each of a million tags. */
function attributeOf(inside: string, wanted: string): string | undefined {
  for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + 1)) {
    if (!/\s/.test(inside[at - 1] ?? '')) continue;
    let from = at + wanted.length;
    while (isSpace(inside[from])) from++;
    if (inside[from] !== '=') continue;
    from++;
    while (isSpace(inside[from])) from++;
    const quote = inside[from];
    if (quote !== '"' && quote !== "'") continue;
    // Inside the value of another attribute it may stand too: what comes before must have closed its quotes.
    if (!isBalanced(inside, at)) continue;
    const end = inside.indexOf(quote, from + 1);
    if (end >= 0) return decoded(inside.slice(from + 1, end));
  }
  return undefined;
}

const isSpace = (character: string | undefined) =>
  character === ' ' || character === '\n' || character === '\t' || character === '\r';

function isBalanced(inside: string, to: number): boolean {
  let quote = '';
  for (let at = 0; at < to; at++) {
    const character = inside[at];
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
  }
  return quote === '';
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? whole;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
