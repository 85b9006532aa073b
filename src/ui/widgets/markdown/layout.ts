import type { List, ListItem, PhrasingContent, RootContent, Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { findFrontMatter } from '../../../plan/front-matter.ts';
import { parseBody } from '../../../plan/sections.ts';
import { codeSpan } from '../../text/inline.ts';
import { cut, type Line, lineWidth, type Span, type Style, t, wrap } from '../../text/line.ts';
import { highlight } from './highlight.ts';
import type { Row } from './row.ts';
import { tableLines } from './table.ts';

/** Lays a Markdown document out for this width: styled rows, none wider, each knowing its source line. */
export function layoutMarkdown(markdown: string, columns: number): readonly Row[] {
  const rows: Row[] = [];
  const matter = findFrontMatter(markdown);
  if (matter) {
    const lines = markdown.slice(0, matter.bodyStart).trimEnd().split('\n').length;
    rows.push({ line: cut([t(`front matter, ${lines} lines`, 'faint')], columns), source: 1 });
  }
  blocks(parseBody(markdown).children, columns, rows, markdown.split('\n'));
  return rows;
}

/** Lays blocks out one below the other with an empty row between them. */
function blocks(
  nodes: readonly RootContent[],
  columns: number,
  rows: Row[],
  source: readonly string[],
): void {
  for (const node of nodes) {
    const at = node.position?.start.line ?? 1;
    const last = rows.at(-1);
    if (last && last.line.length > 0) rows.push({ line: [], source: Math.max(last.source, at - 1) });
    block(node, columns, rows, source);
  }
}

function block(node: RootContent, columns: number, rows: Row[], source: readonly string[]): void {
  const at = node.position?.start.line ?? 1;
  const add = (lines: readonly Line[], from = at) => {
    for (const line of lines) rows.push({ line, source: from });
  };
  switch (node.type) {
    case 'heading': {
      const spans = inline(node.children, { tone: 'heading', bold: true });
      add(wrap(spans, columns));
      if (node.depth === 1) rows.push({ line: [t('─'.repeat(columns), 'border')], source: at });
      return;
    }
    case 'paragraph':
      paragraph(node.children, columns, at, rows);
      return;
    case 'code':
      node.value.split('\n').forEach((text, i) => {
        const fenced =
          source[at - 1]?.trimStart().startsWith('`') || source[at - 1]?.trimStart().startsWith('~');
        const from = at + i + (fenced ? 1 : 0);
        // Code is never wrapped silently: what does not fit goes on below a mark.
        const code = [t('│ ', 'border'), ...highlight(text, node.lang ?? '')];
        add(wrapCode(code, columns), from);
      });
      return;
    case 'list':
      list(node, columns, rows, source);
      return;
    case 'blockquote': {
      const inner: Row[] = [];
      blocks(node.children, columns - 2, inner, source);
      for (const row of inner) rows.push({ line: [t('┃ ', 'muted'), ...row.line], source: row.source });
      return;
    }
    case 'table':
      table(node, columns, rows);
      return;
    case 'thematicBreak':
      add([[t('─'.repeat(columns), 'border')]]);
      return;
    case 'html':
      node.value.split('\n').forEach((text, i) => {
        add(wrap([t(text, 'faint')], columns), at + i);
      });
      return;
    default:
      add(wrap([t(textOf(node))], columns));
  }
}

/** Paragraphs keep their soft line breaks only as spaces, but every row knows the line its first word stands on. */
function paragraph(
  nodes: readonly PhrasingContent[],
  columns: number,
  at: number,
  rows: Row[],
  lead: Line = [],
  hang: Line = [],
): void {
  const spans = inline(nodes, {});
  const lines: Line[] = [];
  let current: Span[] = [...lead];
  for (const span of spans) {
    if (span.text === '\n') {
      lines.push(current);
      current = [...hang];
    } else current.push(span);
  }
  lines.push(current);
  for (const line of lines) for (const row of wrap(line, columns, hang)) rows.push({ line: row, source: at });
}

function list(node: List, columns: number, rows: Row[], source: readonly string[]): void {
  node.children.forEach((item, i) => {
    const last = rows.at(-1);
    if (node.spread && i > 0 && last && last.line.length > 0)
      rows.push({ line: [], source: (item.position?.start.line ?? 1) - 1 });
    listItem(item, bullet(node, item, i), columns, rows, source);
  });
}

function bullet(node: List, item: ListItem, index: number): Span {
  if (item.checked === true) return t('☑ ', 'success');
  if (item.checked === false) return t('☐ ', 'attention');
  return node.ordered ? t(`${(node.start ?? 1) + index}. `, 'muted') : t('• ', 'muted');
}

function listItem(item: ListItem, mark: Span, columns: number, rows: Row[], source: readonly string[]): void {
  const indent = t(' '.repeat(lineWidth([mark])));
  const [first, ...rest] = item.children;
  if (first?.type === 'paragraph')
    paragraph(first.children, columns, first.position?.start.line ?? 1, rows, [mark], [indent]);
  else rows.push({ line: [mark], source: item.position?.start.line ?? 1 });
  const inner: Row[] = [];
  const others = first?.type === 'paragraph' ? rest : item.children;
  for (const child of others) block(child, columns - lineWidth([indent]), inner, source);
  for (const row of inner) rows.push({ line: [indent, ...row.line], source: row.source });
}

function table(node: Table, columns: number, rows: Row[]): void {
  const cells = node.children.map((row, i) => ({
    cells: row.children.map(cell => inline(cell.children, i === 0 ? { bold: true } : {})),
    source: row.position?.start.line ?? 1,
  }));
  rows.push(...tableLines(cells, node.align ?? [], columns));
}

function wrapCode(line: Line, columns: number): Line[] {
  return wrap(line, columns, [t('│ ', 'border'), t('  ')]);
}

/** Inline Markdown as spans; a hard line break is a span of one line end. */
function inline(nodes: readonly PhrasingContent[], style: Style): Span[] {
  return nodes.flatMap((node): Span[] => {
    switch (node.type) {
      case 'text':
        return assumption(node.value, style);
      case 'inlineCode':
        return [codeSpan(node.value, style)];
      case 'strong':
        return inline(node.children, { ...style, bold: true });
      case 'emphasis':
        return inline(node.children, { ...style, italic: true });
      case 'delete':
        return inline(node.children, { ...style, strike: true });
      case 'link': {
        // Links are printed as text, never as escape sequences of the terminal (safety.md 3).
        const text = inline(node.children, { ...style, underline: true });
        return textOf(node) === node.url ? text : [...text, t(` <${node.url}>`, 'path')];
      }
      case 'break':
        return [{ text: '\n' }];
      case 'image':
        return [t(`[image: ${node.alt || node.url}]`, 'muted')];
      case 'html':
        return [t(node.value, 'faint')];
      default:
        return [t(textOf(node), style.tone, style)];
    }
  });
}

/** "Assumption:" at the start of a statement is what a reader must not miss. */
function assumption(text: string, style: Style): Span[] {
  const found = /^(Assumption:)(.*)$/s.exec(text);
  if (!found) return [t(text, style.tone, style)];
  return [t(found[1] ?? '', 'assumption'), t(found[2] ?? '', style.tone, style)];
}
