import { lineAt, lineStarts } from '../../codemap/scan/lines.ts';
import { COMPUTED, type Part, type Tag } from './tag.ts';

type Made = Tag & { readonly children: (Tag | string)[]; endLine: number };

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const RAW = new Set(['script', 'style']);
/** Deeper than this no page is nested that a person wrote. */
const DEEPEST = 200;
const NAME = /[A-Za-z][\w.:-]*/y;
const ATTRIBUTE = /[@:#A-Za-z_*([][^\s=/>{}"'<]*/y;
/** What may stand before an element in code; behind a name or a bracket `<` is a comparison or a type. */
const BEFORE = /(?:^|[(,=?:&|[{};>!]|\b(?:return|default|yield|await|case))\s*$/;

/** The elements of a script with JSX, in the order of the text. */
export function scriptTags(text: string, part: Part): Tag {
  return new Scanner(text, part).script();
}

/** The elements of the markup of a component file (Vue, Svelte, Astro), scripts blanked. */
export function markupTags(text: string, part: Part): Tag {
  return new Scanner(text, part).markup();
}

/**
 * Elements of text in which markup and code take turns: a careful walk that knows strings, comments, brackets and tags, and no
 * more of the language. What it cannot make sense of it passes over.
 */
class Scanner {
  private at = 0;
  private depth = 0;
  private readonly starts: ReturnType<typeof lineStarts>;
  private readonly text: string;
  private readonly part: Part;

  constructor(text: string, part: Part) {
    this.text = text;
    this.part = part;
    this.starts = lineStarts(text);
  }

  script(): Tag {
    const root = this.made('#document', new Map(), false, 1);
    this.code(root, '');
    return root;
  }

  markup(): Tag {
    const root = this.made('#document', new Map(), false, 1);
    while (this.at < this.text.length) {
      const before = this.at;
      this.content(root, []);
      // A closing tag that closes nothing.
      if (this.at === before || this.text.startsWith('</', this.at)) this.at = this.after('>', this.at);
    }
    return root;
  }

  private line(at = this.at): number {
    return lineAt(this.starts, at);
  }

  private made(name: string, attributes: Map<string, string>, open: boolean, line: number): Made {
    const end = name === '#document' ? this.part.lines.length : line;
    return { name, attributes, open, part: this.part, line, endLine: end, children: [] };
  }

  private after(text: string, from: number): number {
    const found = this.text.indexOf(text, from);
    return found < 0 ? this.text.length : found + text.length;
  }

  /** Code up to a closing bracket (which is taken) or the end; its elements go into `into`. Gives the code itself. */
  private code(into: Made, end: '' | '}'): string {
    const from = this.at;
    let open = 0;
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (char === end && open === 0) return this.text.slice(from, this.at++);
      if (char === '{') open++;
      else if (char === '}') open--;
      if (char === '"' || char === "'") this.string(char);
      else if (char === '`') this.template(into);
      else if (this.text.startsWith('//', this.at)) this.at = this.after('\n', this.at);
      else if (this.text.startsWith('/*', this.at)) this.at = this.after('*/', this.at);
      else if (char === '<' && this.begins()) this.element(into);
      else this.at++;
    }
    return this.text.slice(from);
  }

  private begins(): boolean {
    const next = this.text.charAt(this.at + 1);
    const before = this.text.slice(Math.max(0, this.at - 40), this.at);
    return /[A-Za-z>]/.test(next) && BEFORE.test(before);
  }

  private string(quote: string): void {
    for (this.at++; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at);
      if (char === '\\') this.at++;
      else if (char === quote || char === '\n') break;
    }
    this.at++;
  }

  private template(into: Made): void {
    if (++this.depth > DEEPEST) this.at = this.text.length;
    for (this.at++; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at);
      if (char === '\\') this.at++;
      else if (char === '`') break;
      else if (char === '$' && this.text.charAt(this.at + 1) === '{') {
        this.at += 2;
        this.code(into, '}');
        this.at--;
      }
    }
    this.at++;
    this.depth--;
  }

  /** An element at `<`; what is none is passed over by one character. */
  private element(into: Made): void {
    const from = this.at;
    const line = this.line();
    if (++this.depth > DEEPEST) {
      this.at = this.text.length;
      return;
    }
    this.at++;
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0] ?? '';
    this.at += name.length;
    const attributes = new Map<string, string>();
    const inside = this.made('#inside', new Map(), false, line);
    const read = this.attributes(attributes, inside);
    // `<T extends U>` and `<T,>` are types.
    if (read === undefined || attributes.has('extends')) {
      this.at = from + 1;
      this.depth--;
      return;
    }
    const isElement = /^[a-z][a-z\d-]*$/.test(name);
    const tag = this.made(name, attributes, read.open, line);
    // What is handed over in an attribute (`icon={<Star/>}`) is drawn somewhere inside.
    tag.children.push(...inside.children);
    into.children.push(tag);
    if (!read.closed && RAW.has(name)) {
      const end = this.text.toLowerCase().indexOf(`</${name}`, this.at);
      const stop = end < 0 ? this.text.length : end;
      tag.children.push(this.text.slice(this.at, stop));
      this.at = this.after('>', stop);
    } else if (!read.closed && !(isElement && VOID.has(name))) this.content(tag, [name]);
    tag.endLine = this.line(Math.max(from, this.at - 1));
    this.depth--;
  }

  /** Undefined where this is no tag: a type, a comparison. */
  private attributes(
    found: Map<string, string>,
    inside: Made,
  ): { readonly closed: boolean; readonly open: boolean } | undefined {
    let open = false;
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (/\s/.test(char)) this.at++;
      else if (this.text.startsWith('/>', this.at)) {
        this.at += 2;
        return { closed: true, open };
      } else if (char === '>') {
        this.at++;
        return { closed: false, open };
      } else if (this.text.startsWith('/*', this.at)) this.at = this.after('*/', this.at);
      else if (char === '{') {
        this.at++;
        const code = this.code(inside, '}').trim();
        // Svelte: `{value}` is `value={value}`.
        if (/^\w+$/.test(code)) found.set(code.toLowerCase(), COMPUTED);
        else open = true;
      } else {
        ATTRIBUTE.lastIndex = this.at;
        const name = ATTRIBUTE.exec(this.text)?.[0];
        if (name === undefined) return undefined;
        this.at += name.length;
        const value = this.value(inside);
        const bound = /^(?:v-|:|@|\(|\[|#|on:|bind:|use:|class:)/.test(name);
        const plain = name.replace(/^(?:v-bind:|:|bind:)/, '').toLowerCase();
        if (name === 'v-bind') open = true;
        found.set(ALIASES[plain] ?? plain, bound ? computed(value) : value);
      }
    }
    return undefined;
  }

  private value(inside: Made): string {
    const spaces = /^\s*=\s*/.exec(this.text.slice(this.at, this.at + 20))?.[0];
    if (spaces === undefined) return '';
    this.at += spaces.length;
    const char = this.text.charAt(this.at);
    if (char === '"' || char === "'") {
      const end = this.text.indexOf(char, this.at + 1);
      const stop = end < 0 ? this.text.length : end;
      const value = this.text.slice(this.at + 1, stop);
      this.at = stop + 1;
      return value.replace(/\{[^{}]*\}/g, COMPUTED);
    }
    if (char === '{') {
      this.at++;
      const code = this.code(inside, '}').trim();
      return literal(code) ?? computed(code);
    }
    const bare = /^[^\s>]+/.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? '';
    this.at += bare.length;
    return bare;
  }

  /** What stands between the tags, up to the closing tag of one of `names`, innermost last. */
  private content(into: Made, names: readonly string[]): void {
    while (this.at < this.text.length) {
      const next = /[<{]/g;
      next.lastIndex = this.at;
      const stop = next.exec(this.text)?.index ?? this.text.length;
      if (stop > this.at) into.children.push(decoded(this.text.slice(this.at, stop)));
      this.at = stop;
      if (this.at >= this.text.length) return;
      if (this.text.startsWith('<!--', this.at)) this.at = this.after('-->', this.at);
      else if (this.text.startsWith('<!', this.at)) this.at = this.after('>', this.at);
      else if (this.text.startsWith('</', this.at)) {
        const name = /^<\/\s*([\w.:-]*)\s*>/.exec(this.text.slice(this.at, this.at + 120));
        if (name && (name[1] === names.at(-1) || name[1] === '')) {
          this.at += name[0].length;
          return;
        }
        // The end of an element around this one: this one was never closed.
        return;
      } else if (this.text.charAt(this.at) === '{') {
        this.at++;
        const code = this.code(into, '}');
        into.children.push(
          literal(code.trim()) ?? (/^\s*(?:\/\*[\s\S]*\*\/\s*)?$|^[#:/]/.test(code) ? '' : COMPUTED),
        );
      } else if (/[A-Za-z>]/.test(this.text.charAt(this.at + 1))) this.element(into);
      else {
        into.children.push('<');
        this.at++;
      }
    }
  }
}

/** Names that React gives to attributes of HTML. */
const ALIASES: Readonly<Record<string, string>> = {
  classname: 'class',
  htmlfor: 'for',
};

/** A value that is computed, with the strings that it is computed from: names of classes stand there. */
function computed(code: string): string {
  const strings = code.length > 400 ? [] : [...code.matchAll(/["'`]([\w\s:./-]{1,80})["'`]/g)];
  return [COMPUTED, ...strings.map(match => match[1])].join(' ');
}

/** A value that is written out: a string, a number, true. */
function literal(code: string): string | undefined {
  const text = /^(["'`])((?:(?!\1)[^\\$]|\\.)*)\1$/.exec(code)?.[2];
  if (text !== undefined) return text.replace(/\\(.)/g, '$1');
  return /^(?:\d+(?:\.\d+)?|true|false)$/.test(code) ? code : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  apos: "'",
  quot: '"',
  lt: '<',
  gt: '>',
  rarr: '→',
  copy: '©',
  mdash: '–',
  hellip: '…',
};

function decoded(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
