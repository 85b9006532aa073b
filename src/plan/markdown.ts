import type { Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * Made once: to join the extensions takes a third as long as to parse a plan. Without their transforms no link is made of
 * what is an address only once its escapes are gone (`www\.shop.example`), so each node is as it was written and has its place.
 */
const GFM = {
  extensions: [gfm()],
  mdastExtensions: gfmFromMarkdown().map(extension => ({ ...extension, transforms: [] })),
};

/** Sections of the last text, each as if it began on line 1 at offset 0. */
let known = new Map<string, readonly RootContent[]>();

/**
 * The syntax tree of GitHub Flavored Markdown. It is parsed section by section, each beginning with a heading of the second or
 * third level, and a section that stood in the last text is not parsed again: after an edit only what was edited is. Texts whose
 * sections depend on each other (definitions, HTML over several lines) are parsed as a whole.
 */
export function parseMarkdown(text: string): Root {
  const sections = split(text);
  if (!sections) return fromMarkdown(text, GFM);
  const kept = new Map<string, readonly RootContent[]>();
  const children: RootContent[] = [];
  let line = 0;
  let offset = 0;
  for (const section of sections) {
    const nodes = known.get(section) ?? kept.get(section) ?? fromMarkdown(section, GFM).children;
    kept.set(section, nodes);
    for (const node of nodes) children.push(moved(node, line, offset));
    line += section.split('\n').length - 1;
    offset += section.length;
  }
  // A few words, or none, do not take the place of a plan, which is asked for again.
  if (sections.length > 1) known = kept;
  return { type: 'root', children };
}

/** A text of a few lines, which the sections kept for the last plan are not given up for. */
export function parseFragment(text: string): Root {
  return fromMarkdown(text, GFM);
}

/** A link's address or a footnote's text, which other sections may speak of. */
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m;
/** HTML that goes on over blank lines and headings until it is closed. */
const OPEN_HTML = /^ {0,3}<(?:!--(?!.*-->)|\?|!\[|![a-z]|pre\b|script\b|style\b|textarea\b)/im;
/** Where a section begins: a plan's own, and its steps. */
const HEADING = /^#{2,3} /;
const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;
/** A block of code that a list or a quote opens on its own line, or that stands deeper in one: its end is hard to see. */
const DEEP_FENCE = /^(?: {0,3}(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t>]*.*?| {4,}| *\t[ \t]*)(?:`{3,}|~{3,})/m;

interface Fence {
  readonly indent: string;
  readonly mark: string;
}

/** Undefined where the sections depend on each other, or where it cannot be seen where they begin. */
function split(text: string): readonly string[] | undefined {
  if (DEFINITION.test(text) || OPEN_HTML.test(text) || DEEP_FENCE.test(text) || text.includes('\r'))
    return undefined;
  const sections: string[] = [];
  let from = 0;
  let at = 0;
  let fence: Fence | undefined;
  let above = '';
  for (const line of text.split('\n')) {
    if (fence === undefined) {
      const [, indent, mark] = FENCE.exec(line) ?? [];
      if (indent !== undefined && mark !== undefined) fence = { indent, mark };
    } else {
      // It may stand in a list, which ends with the first line that stands less deep, and the code with it.
      if (line.trim() !== '' && !line.startsWith(fence.indent)) return undefined;
      if (closes(line, fence)) fence = undefined;
    }
    if (HEADING.test(line)) {
      if (fence !== undefined) return undefined;
      // Without a blank line above it, it may be a line of HTML.
      if (above.trim() === '') {
        if (at > from) sections.push(text.slice(from, at));
        from = at;
      }
    }
    above = line;
    at += line.length + 1;
  }
  sections.push(text.slice(from));
  return sections;
}

function closes(line: string, { indent, mark }: Fence): boolean {
  const found = /^( {0,3})(`{3,}|~{3,})\s*$/.exec(line);
  return found?.[1] === indent && found[2]?.[0] === mark[0] && (found[2]?.length ?? 0) >= mark.length;
}

/** A copy that stands further down; what is kept is never changed. */
function moved<N extends Nodes>(node: N, lines: number, offset: number): N {
  const { position } = node;
  return {
    ...node,
    ...(position
      ? {
          position: {
            start: shifted(position.start, lines, offset),
            end: shifted(position.end, lines, offset),
          },
        }
      : {}),
    ...('children' in node ? { children: node.children.map(child => moved(child, lines, offset)) } : {}),
  };
}

function shifted(point: NonNullable<Nodes['position']>['start'], lines: number, offset: number) {
  return { line: point.line + lines, column: point.column, offset: (point.offset ?? 0) + offset };
}
