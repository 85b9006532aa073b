/** Elements that the page is made of; what is not named here cannot be written. */
type Tag =
  | 'a'
  | 'article'
  | 'aside'
  | 'body'
  | 'caption'
  | 'code'
  | 'dd'
  | 'defs'
  | 'del'
  | 'desc'
  | 'details'
  | 'div'
  | 'dl'
  | 'dt'
  | 'em'
  | 'figcaption'
  | 'figure'
  | 'footer'
  | 'g'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'head'
  | 'header'
  | 'html'
  | 'li'
  | 'line'
  | 'link'
  | 'main'
  | 'marker'
  | 'meta'
  | 'nav'
  | 'ol'
  | 'p'
  | 'path'
  | 'pre'
  | 'rect'
  | 'section'
  | 'small'
  | 'span'
  | 'strong'
  | 'style'
  | 'summary'
  | 'svg'
  | 'table'
  | 'tbody'
  | 'td'
  | 'text'
  | 'th'
  | 'thead'
  | 'title'
  | 'tr'
  | 'tspan'
  | 'ul';

/** Elements that have no end tag. */
const VOID: ReadonlySet<Tag> = new Set(['link', 'meta']);

/** Elements that end a line of the file, so that two pages can be compared; white space behind them shows nowhere. */
const LINES: ReadonlySet<Tag> = new Set([
  'meta',
  'link',
  'title',
  'path',
  'rect',
  'text',
  'desc',
  'svg',
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'li',
  'dt',
  'dd',
  'tr',
  'div',
  'figcaption',
  'figure',
  'section',
  'article',
  'header',
  'main',
]);

/** Written HTML. Only this module makes it, so that text can never be taken for it. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/** Strings are text: they are escaped. */
export type Child = Markup | string | number | undefined | false | readonly Child[];

/** Attributes whose value is undefined or false are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined | false>>;

/** An element: `h('p', { class: 'note' }, 'text')`. */
export function h(tag: Tag, attributes: Attributes, ...children: readonly Child[]): Markup {
  const written = Object.entries(attributes)
    .flatMap(([name, value]) =>
      value === undefined || value === false ? [] : [` ${name}="${escaped(String(value))}"`],
    )
    .join('');
  const open = `<${tag}${written}>`;
  const end = LINES.has(tag) ? '\n' : '';
  return new Markup(VOID.has(tag) ? open + end : `${open}${children.map(source).join('')}</${tag}>${end}`);
}

function source(child: Child): string {
  if (child === undefined || child === false) return '';
  if (child instanceof Markup) return child.source;
  return typeof child === 'object' ? child.map(source).join('') : escaped(String(child));
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  // Code points that are no characters may not stand in a page.
  return text.replace(/[&<>"']|\p{Noncharacter_Code_Point}/gu, char => REFERENCES[char] ?? '\ufffd');
}

/** A style sheet of our own, verbatim: within `style` nothing is unescaped. */
export function styleSheet(css: string): Markup {
  return new Markup(`<style>${css}</style>`);
}

/** A link to another place; undefined for what is not http(s). */
export function webAddress(address: string): string | undefined {
  return /^https?:\/\/[^\s/]/i.test(address) ? address : undefined;
}
