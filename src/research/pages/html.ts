import { plainBlocks } from './plain.ts';
import type { PageBlock } from './port.ts';
import { parseTree, type Tree } from './tree.ts';

type Node = Tree.ChildNode;
type Element = Tree.Element;

export interface HtmlPage {
  readonly title: string;
  readonly blocks: readonly PageBlock[];
  /** Whether it asks for a password. */
  readonly asksPassword: boolean;
  /** Where its head sends the reader on. */
  readonly sendsTo?: string | undefined;
}

/** What a page says, without scripts, menus and forms; undefined where it is too large or too deep to be read. */
export function readHtml(html: string): HtmlPage | undefined {
  const document = parseTree(html);
  return document && pageOf(document);
}

/** What is no text of the page: scripts, pictures, controls, and the ways to other pages. */
const SKIPPED = new Set(
  'script style noscript template svg math nav footer iframe object canvas audio video button select input textarea dialog head'.split(
    ' ',
  ),
);
const INLINE = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const HEADING = /^h[1-6]$/;
/** Links to a heading itself, as documentation sets them behind it. */
const PERMALINK = /\s*[¶#§🔗]+\s*$/u;
/** With more than this share of its text preformatted, a page is a plain text that was given marks. */
const MOSTLY = 0.6;

function pageOf(document: Tree.Document): HtmlPage {
  const all = elementsOf(document);
  const title = all.find(e => e.tagName === 'title');
  const main =
    all.find(e => e.tagName === 'main' || attribute(e, 'role') === 'main') ??
    all.find(e => e.tagName === 'body');
  const pre: string[] = [];
  const blocks = main ? blocksOf(main, pre) : [];
  const said = blocks.reduce((n, b) => n + b.text.length, 0);
  const set = pre.join('\n');
  return {
    title: title ? line(textOf(title)) : '',
    // Memoranda of the internet are one preformatted text, with marks only for its links.
    blocks: set.length * (1 - MOSTLY) > said * MOSTLY ? plainBlocks(set) : blocks,
    asksPassword: all.some(e => e.tagName === 'input' && attribute(e, 'type')?.toLowerCase() === 'password'),
    sendsTo: all
      .filter(e => e.tagName === 'meta' && attribute(e, 'http-equiv')?.toLowerCase() === 'refresh')
      .map(e => /^\s*\d+[.\d]*\s*[;,]\s*url\s*=\s*['"]?([^'"]+)/i.exec(attribute(e, 'content') ?? '')?.[1])
      .find(to => to !== undefined),
  };
}

function isElement(node: Tree.Node): node is Element {
  return 'tagName' in node;
}

/** Every element in the order of the document; no recursion, whatever the depth. */
function elementsOf(root: Tree.Document): readonly Element[] {
  const found: Element[] = [];
  const stack: Tree.Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (isElement(node)) found.push(node);
    if ('childNodes' in node) for (const child of [...node.childNodes].reverse()) stack.push(child);
  }
  return found;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find(a => a.name === name)?.value;
}

/** Text of an element with all below it, as it stands. */
function textOf(element: Element): string {
  let text = '';
  const stack: Node[] = [element];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('value' in node) text += node.value;
    else if (isElement(node)) for (const child of [...node.childNodes].reverse()) stack.push(child);
  }
  return text;
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The blocks below an element; what stands in `pre` is put aside as it is. */
function blocksOf(root: Element, pre: string[]): readonly PageBlock[] {
  const blocks: PageBlock[] = [];
  let heading = '';
  let kind: PageBlock['kind'] = 'paragraph';
  let text = '';
  let ids: string[] = [];
  const end = (): void => {
    const said = line(text);
    text = '';
    if (said === '') return;
    blocks.push({ kind, heading, text: said, ...(ids.length > 0 ? { ids } : {}) });
    ids = [];
    // What follows inside an item is a paragraph of its own.
    kind = 'paragraph';
  };
  type Task = Node | (() => void);
  const stack: Task[] = [...root.childNodes].reverse();
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    if (typeof task === 'function') {
      task();
      continue;
    }
    if ('value' in task) {
      text += task.value;
      continue;
    }
    if (!isElement(task) || isHidden(task)) continue;
    const element = task;
    const id = attribute(element, 'id') ?? (element.tagName === 'a' ? attribute(element, 'name') : undefined);
    if (HEADING.test(element.tagName)) {
      end();
      heading = line(textOf(element)).replace(PERMALINK, '');
      ids.push(...idsOf(element));
      continue;
    }
    if (element.tagName === 'pre') {
      end();
      pre.push(textOf(element));
      continue;
    }
    if (element.tagName === 'sup' && /^\W*\d*\W*$/.test(textOf(element))) continue;
    if (element.tagName === 'br') {
      text += ' ';
      continue;
    }
    if (INLINE.has(element.tagName)) {
      if (id) ids.push(id);
    } else {
      end();
      if (id) ids.push(id);
      if (element.tagName === 'li') kind = 'item';
      stack.push(end);
    }
    for (const child of [...element.childNodes].reverse()) stack.push(child);
  }
  end();
  return blocks;
}

function isHidden(element: Element): boolean {
  return (
    SKIPPED.has(element.tagName) ||
    attribute(element, 'hidden') !== undefined ||
    attribute(element, 'aria-hidden') === 'true' ||
    /^(?:navigation|search|menu|menubar|dialog|banner|contentinfo)$/.test(attribute(element, 'role') ?? '') ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attribute(element, 'style') ?? '')
  );
}

/** Its own name and those of what lies in it: a heading is reached by either. */
function idsOf(element: Element): string[] {
  const found: string[] = [];
  const stack: Node[] = [element];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isElement(node)) continue;
    const id = attribute(node, 'id') ?? attribute(node, 'name');
    if (id) found.push(id);
    for (const child of node.childNodes) stack.push(child);
  }
  return found;
}
