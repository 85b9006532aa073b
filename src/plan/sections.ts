import type { Heading, Paragraph, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { findFrontMatter } from './front-matter.ts';
import { parseMarkdown } from './markdown.ts';

/** A heading of a plan with the lines it rules, its own included; 1-based and inclusive, without blank lines at the end. */
export interface OutlineEntry {
  readonly level: number;
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  /** Identity of the step that this heading opens. */
  readonly stepId?: string;
}

let lastParsed: { readonly markdown: string; readonly tree: Root } | undefined;

/**
 * The body as a syntax tree whose lines and offsets are those of the whole file: front matter is read as blank lines.
 * The last text's tree is kept, because outline, checks and reading ask for the same one in a row; do not change it.
 */
export function parseBody(markdown: string): Root {
  if (lastParsed?.markdown === markdown) return lastParsed.tree;
  const span = findFrontMatter(markdown);
  const body = span
    ? markdown.slice(0, span.bodyStart).replace(/[^\n]/g, ' ') + markdown.slice(span.bodyStart)
    : markdown;
  const tree = withBracketHeadings(parseMarkdown(body));
  lastParsed = { markdown, tree };
  return tree;
}

/**
 * Some tools write the headings of their sections as `[Overview]` in a line of its own. They count as headings of the second
 * level, where the plan has no other of that level; what follows in the same paragraph stays a paragraph.
 */
function withBracketHeadings(tree: Root): Root {
  const all = tree.children;
  const bracketed = all.filter(node => bracketTitle(node) !== undefined);
  if (bracketed.length < 2 || all.some(node => node.type === 'heading' && node.depth === 2)) return tree;
  return {
    ...tree,
    children: all.flatMap((node): RootContent[] => {
      const title = bracketTitle(node);
      if (title === undefined || node.type !== 'paragraph' || !node.position) return [node];
      const { start } = node.position;
      const end = {
        ...start,
        column: start.column + title.length + 2,
        offset: (start.offset ?? 0) + title.length + 2,
      };
      const position = { start, end };
      const heading: Heading = {
        type: 'heading',
        depth: 2,
        position,
        children: [{ type: 'text', value: title, position }],
      };
      const [first, ...others] = node.children;
      const left = first?.type === 'text' ? first.value.slice(title.length + 2).replace(/^\n/, '') : '';
      const at = { line: start.line + 1, column: 1, offset: end.offset + 1 };
      const rest =
        left === ''
          ? others
          : [
              {
                type: 'text' as const,
                value: left,
                position: { start: at, end: first?.position?.end ?? at },
              },
              ...others,
            ];
      return rest.length === 0
        ? [heading]
        : [heading, { ...node, children: rest, position: { start: at, end: node.position.end } }];
    }),
  };
}

/** `[Implementation Order]` at the begin of a paragraph, alone on its line. */
function bracketTitle(node: RootContent): string | undefined {
  const [first] = node.type === 'paragraph' ? node.children : [];
  return first?.type === 'text' ? /^\[([A-Z][A-Za-z ]{2,40})\](?=\n|$)/.exec(first.value)?.[1] : undefined;
}

/**
 * The headings of a plan with their lines and steps. Headings inside lists, quotes and code are text.
 * `endLine` of a heading is the last line before the next heading of its level or above.
 */
export function outline(markdown: string): readonly OutlineEntry[] {
  const lines = markdown.split('\n');
  const nodes = parseBody(markdown).children;
  const headings = nodes.flatMap((node, index) =>
    node.type === 'heading' && node.position ? [{ node, index, line: node.position.start.line }] : [],
  );
  return headings.map(({ node, index, line }, at) => {
    const next = headings.slice(at + 1).find(other => other.node.depth <= node.depth);
    const endLine = lastLine(lines, nodes, line, next);
    const stepId = node.depth >= 3 ? stepIdentity(nodes[index + 1]) : undefined;
    return {
      level: node.depth,
      title: textOf(node),
      line,
      endLine,
      ...(stepId === undefined ? {} : { stepId }),
    };
  });
}

function lastLine(
  lines: readonly string[],
  nodes: readonly RootContent[],
  from: number,
  next: { readonly line: number; readonly node: Heading } | undefined,
): number {
  // The rule above the hand-over line closes the last section.
  const rule = nodes.findLast(node => node.type === 'thematicBreak')?.position?.start.line;
  const stop = next?.line ?? (rule !== undefined && rule > from ? rule : lines.length + 1);
  let end = stop - 1;
  while (end > from && (lines[end - 1] ?? '').trim() === '') end--;
  return end;
}

/** The id of `` `S-push` · serves R1 `` or `<!-- step: S-push -->` directly behind a heading. */
function stepIdentity(node: RootContent | undefined): string | undefined {
  if (node?.type === 'html') return /^<!--\s*step:\s*(\S+)\s*-->/.exec(node.value)?.[1];
  return node?.type === 'paragraph' ? paragraphIdentity(node) : undefined;
}

function paragraphIdentity(node: Paragraph): string | undefined {
  const [first, second] = node.children;
  if (first?.type !== 'inlineCode' || /\s/.test(first.value)) return undefined;
  if (second === undefined) return first.value;
  return second.type === 'text' && second.value.startsWith(' · ') ? first.value : undefined;
}

/** Lines `from` to `to` (1-based, inclusive) with their newlines. */
function linesOf(markdown: string, from: number, to: number): string {
  return `${markdown
    .split('\n')
    .slice(from - 1, to)
    .join('\n')}\n`;
}

/** The bytes of one step, heading included; undefined where no step has the id. */
export function stepBytes(markdown: string, stepId: string): string | undefined {
  const entry = outline(markdown).find(e => e.stepId === stepId);
  return entry && linesOf(markdown, entry.line, entry.endLine);
}

/** The bytes of the first section under this heading (a whole title, or its start before a colon). */
export function sectionBytes(markdown: string, heading: string): string | undefined {
  const entries = outline(markdown);
  const wanted = heading.trim().toLowerCase();
  const entry =
    entries.find(e => e.title.toLowerCase() === wanted) ??
    entries.find(e => e.title.toLowerCase().startsWith(`${wanted}:`));
  return entry && linesOf(markdown, entry.line, entry.endLine);
}

/**
 * Takes out what is computed from a step's place: its number in the heading and references to steps by number.
 * Two revisions that differ in nothing else are the same bytes then.
 */
export function withoutNumbers(text: string): string {
  return text.replace(/^### \d+\. /gm, '### #. ').replace(/\b([Ss])teps? \d+(?:, \d+)*/g, '$1tep #');
}
