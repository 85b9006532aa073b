import type { Source } from '../../domain/index.ts';

/** A text that code of the page was read from: a file of the project, or what an address answered. */
export interface Part {
  /** Path of the file, or the address. */
  readonly name: string;
  readonly lines: readonly string[];
  source(line: number, endLine?: number): Source;
}

/** What only the program knows at run time. Private to this reading: no page has this character. */
export const COMPUTED = '\uE000';

/** An element or a component of the page's code. */
export interface Tag {
  /** Lower-case for elements of HTML, as written for components. */
  readonly name: string;
  /** By lower-case name. A value that is computed, or has a computed part, holds `COMPUTED`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether further attributes are handed on that stand elsewhere (`{...props}`). */
  readonly open: boolean;
  readonly part: Part;
  readonly line: number;
  readonly endLine: number;
  readonly children: readonly (Tag | string)[];
}

export function isTag(node: Tag | string): node is Tag {
  return typeof node !== 'string';
}

/** The tag and all below it, in the order of the page. No recursion: how deep a page is, strangers decide. */
export function* all(root: Tag): Generator<Tag> {
  const stack: Tag[] = [root];
  for (let tag = stack.pop(); tag; tag = stack.pop()) {
    yield tag;
    for (let i = tag.children.length - 1; i >= 0; i--) {
      const child = tag.children[i];
      if (child !== undefined && isTag(child)) stack.push(child);
    }
  }
}

const SILENT = new Set(['script', 'style', 'template', 'noscript', 'svg', 'title', 'Script', 'Head', 'head']);

/** What can be read of a tag, on one line; computed parts are left out. */
export function textOf(root: Tag): string {
  return rawText(root).replaceAll(COMPUTED, ' ').replace(/\s+/g, ' ').trim();
}

/** Whether a part of its text is only known at run time. */
export function isComputed(root: Tag): boolean {
  return rawText(root).includes(COMPUTED);
}

function rawText(root: Tag): string {
  let text = '';
  const stack: (Tag | string)[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isTag(node)) text += node;
    else if (node === root || !SILENT.has(node.name)) {
      text += BLOCK.has(node.name) ? ' ' : '';
      stack.push(...[...node.children].reverse());
    }
  }
  return text;
}

const BLOCK = new Set('p div li h1 h2 h3 h4 h5 h6 section br td option label'.split(' '));

/** An attribute that is written out; undefined where it is absent or computed. */
export function written(tag: Tag, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = tag.attributes.get(name);
    if (value !== undefined && !value.includes(COMPUTED)) return value.trim();
  }
  return undefined;
}

export function has(tag: Tag, ...names: readonly string[]): boolean {
  return names.some(name => tag.attributes.has(name));
}

/** The chain of tags above each tag, nearest first. */
export function parentsOf(root: Tag): ReadonlyMap<Tag, Tag> {
  const parents = new Map<Tag, Tag>();
  for (const tag of all(root)) for (const child of tag.children) if (isTag(child)) parents.set(child, tag);
  return parents;
}

export function above(
  parents: ReadonlyMap<Tag, Tag>,
  tag: Tag,
  is: (above: Tag) => boolean,
): Tag | undefined {
  for (let at = parents.get(tag); at; at = parents.get(at)) if (is(at)) return at;
  return undefined;
}
