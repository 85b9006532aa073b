import type { Node, Nodes, PhrasingContent } from 'mdast';
import { codePieces, codeSpan } from '../render/inline.ts';

/**
 * Inline Markdown as the data of a plan holds it: code spans, bold words and addresses stay, escapes are taken away; what
 * only a person writes (emphasis, links with words of their own, HTML) stays as it was written. `source`: the whole file.
 */
export function dataText(nodes: readonly Nodes[], source: string): string {
  return nodes
    .map(node => piece(node, source))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

function piece(node: Nodes, source: string): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'inlineCode':
      return codeSpan(node.value);
    case 'strong':
      return `**${dataText(node.children, source)}**`;
    case 'break':
      return ' ';
    case 'link': {
      const written = sliceOf(node, source);
      const said = dataText(node.children, source);
      // What readers make an address by themselves is written as it stands.
      return written.startsWith('[') ? written : written.startsWith('<') ? `<${node.url}>` : said;
    }
    default:
      return 'value' in node && node.type !== 'html' ? node.value : sliceOf(node, source);
  }
}

export function sliceOf(node: Node, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

export function lineOf(node: Node): number {
  return node.position?.start.line ?? 1;
}

/** Text of a paragraph, or of all paragraphs of a block that holds some, as data. */
export function blockText(node: Nodes, source: string): string {
  if (node.type === 'paragraph' || node.type === 'heading') return dataText(node.children, source);
  if (!('children' in node)) return '';
  return node.children
    .flatMap(child => (child.type === 'paragraph' ? [dataText(child.children, source)] : []))
    .join(' ');
}

/** A leading code span, and what follows it. */
export function leadingCode(
  nodes: readonly PhrasingContent[],
  source: string,
): { readonly code: string; readonly rest: string } | undefined {
  const [first, ...others] = nodes;
  return first?.type === 'inlineCode'
    ? { code: first.value, rest: dataText(others, source).trim() }
    : undefined;
}

/** A leading bold text without its stars, and what follows it. */
export function leadingBold(
  nodes: readonly PhrasingContent[],
  source: string,
): { readonly bold: string; readonly rest: string } | undefined {
  const [first, ...others] = nodes;
  return first?.type === 'strong'
    ? { bold: dataText(first.children, source), rest: dataText(others, source).trim() }
    : undefined;
}

/** Splits at a separator that stands outside of code spans and of “quotes”. */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const fence = /^`+/.exec(text.slice(at))?.[0];
    if (fence) {
      const close = text.indexOf(fence, at + fence.length);
      at = close < 0 ? at + fence.length : close + fence.length;
    } else if (text[at] === '“') {
      const close = text.indexOf('”', at);
      at = close < 0 ? at + 1 : close + 1;
    } else if (text.startsWith(separator, at)) {
      parts.push(text.slice(from, at));
      at += separator.length;
      from = at;
    } else at++;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Content of a code span that is all there is; undefined for anything else. */
export function onlyCode(text: string): string | undefined {
  const pieces = codePieces(text.trim());
  const [only] = pieces;
  return pieces.length === 1 && only?.kind === 'code' ? only.text : undefined;
}
