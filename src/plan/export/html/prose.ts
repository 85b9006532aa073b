import type { PhrasingContent, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { playbookOwner, type Source, sourceLabel } from '../../../domain/index.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { parseFragment } from '../../markdown.ts';
import type { Statement } from '../../model.ts';
import { guardStart, inline, oneLine } from '../../render/inline.ts';
import { day, namesPlace } from '../../render/sources.ts';
import type { ExportContext } from '../forms.ts';
import { type Child, h, type Markup, webAddress } from './markup.ts';

/** Whose Markdown a text is: of planner-tui's own only code, bold words and addresses are markup. */
export type Hand = Pick<ExportContext, 'own'>;

/** A plan's text as a line of HTML. */
export function line(text: string, { own }: Hand): readonly Child[] {
  const written = guardStart(inline(text));
  if (written === '') return [];
  return (own ? undefined : phrases(oneLine(text))) ?? phrases(written) ?? [oneLine(text)];
}

/** Undefined where the text is more than one paragraph of Markdown. */
function phrases(markdown: string): readonly Child[] | undefined {
  const [only, more]: readonly RootContent[] = parseFragment(markdown).children;
  return only?.type === 'paragraph' && more === undefined ? only.children.map(phrase) : undefined;
}

function phrase(node: PhrasingContent): Child {
  switch (node.type) {
    case 'text':
    case 'html':
      return node.value;
    case 'inlineCode':
      return h('code', {}, node.value);
    case 'strong':
      return h('strong', {}, node.children.map(phrase));
    case 'emphasis':
      return h('em', {}, node.children.map(phrase));
    case 'delete':
      return h('del', {}, node.children.map(phrase));
    case 'link':
      return link(node.url, node.children.map(phrase));
    case 'break':
      return ' ';
    case 'image':
      return node.alt ?? '';
    case 'imageReference':
    case 'linkReference':
    case 'footnoteReference':
      return textOf(node) || node.label || node.identifier;
    default:
      return assertNever(node);
  }
}

/** A link where the address is one of the web; else what it says. */
export function link(address: string, children: Child): Child {
  const href = webAddress(address);
  return href === undefined ? children : h('a', { href, rel: 'noreferrer' }, children);
}

/** A statement with the places where it was read behind it. */
export function sentence(entry: Statement, hand: Hand): Child {
  const shown = line(entry.text, hand);
  if (shown.length === 0) return undefined;
  const assumed =
    entry.assumption === true ||
    (hand.own && entry.sources.length === 0 && !/^assumption:/i.test(entry.text));
  const sources = places(entry.sources.filter(source => !namesPlace(entry.text, source)));
  return [assumed && [h('span', { class: 'tag assumed' }, 'Assumption'), ' '], shown, sources];
}

/** Where something was read, in small print. */
export function places(sources: readonly Source[]): Child {
  const seen = new Set<string>();
  const once = sources.filter(source => !seen.has(sourceLabel(source)) && seen.add(sourceLabel(source)));
  if (once.length === 0) return undefined;
  return h(
    'span',
    { class: 'sources' },
    once.map(source => [' ', place(source)]),
  );
}

function place(source: Source): Child {
  switch (source.kind) {
    case 'file':
    case 'package':
      return h('code', {}, sourceLabel(source));
    case 'commit':
      return [h('code', {}, sourceLabel(source)), day(source.date) ? ` of ${day(source.date)}` : ''];
    case 'url':
      return link(source.url, source.title || source.url);
    case 'playbook':
      return ['playbook ', h('code', {}, source.name), playbookOwner(source)];
    case 'log':
      return ['(', sourceLabel(source), ')'];
    case 'user':
      return ['(', line(source.what, { own: true }), ')'];
    default:
      return assertNever(source);
  }
}

/** A list; nothing for no items. */
export function bullets(entries: readonly Child[], className?: string): Child {
  const shown = entries.filter(entry => entry !== undefined && !(Array.isArray(entry) && entry.length === 0));
  if (shown.length === 0) return undefined;
  return h(
    'ul',
    { class: className },
    shown.map(entry => h('li', {}, entry)),
  );
}

/** Something under a small heading of its own; nothing where there is nothing. */
export function labelled(label: string, body: Child): Child {
  return isEmpty(body) ? undefined : [h('h4', {}, label), body];
}

export function isEmpty(child: Child): boolean {
  if (Array.isArray(child)) return child.every(isEmpty);
  return child === undefined || child === false || child === '';
}

/** Code that scrolls within itself, with its language and what is said of it. */
export function codeFigure(code: string, language: string, caption: Child): Markup {
  const said = [language && h('span', { class: 'language' }, language), caption];
  return h(
    'figure',
    { class: 'code' },
    !isEmpty(said) && h('figcaption', {}, said),
    h(
      'pre',
      { tabindex: 0 },
      h('code', {}, code.replace(/\r\n?/g, '\n').replace(/^(?:[^\S\n]*\n)+|\s+$/g, '')),
    ),
  );
}

/** A table that scrolls within itself where it is wider than the page. */
export function wideTable(head: readonly Child[], rows: readonly (readonly Child[])[], name: string): Markup {
  return h(
    'div',
    { class: 'wide', tabindex: 0, role: 'region', 'aria-label': name },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head.map(cell => h('th', { scope: 'col' }, cell)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(row =>
          h(
            'tr',
            {},
            row.map((cell, i) => (i === 0 ? h('th', { scope: 'row' }, cell) : h('td', {}, cell))),
          ),
        ),
      ),
    ),
  );
}
