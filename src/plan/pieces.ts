import type { Link, Nodes, Paragraph, RootContent } from 'mdast';
import { pathIn } from './paths.ts';

/** A run of words, or a code span; a link to a file of the project counts as the code of its path. */
export interface Piece {
  readonly kind: 'text' | 'code';
  readonly value: string;
  /** 1-based line on which it begins. */
  readonly line: number;
}

/** A paragraph, an item's paragraph or a table's cell as pieces. */
export interface ProseBlock {
  readonly line: number;
  readonly pieces: readonly Piece[];
}

export function piecesOf(nodes: readonly Nodes[]): readonly Piece[] {
  return nodes.flatMap((node): readonly Piece[] => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'inlineCode') return [{ kind: 'code', value: node.value, line }];
    if (node.type === 'break') return [{ kind: 'text', value: '\n', line }];
    const linked = node.type === 'link' ? linkedPath(node) : undefined;
    if (linked !== undefined) return [{ kind: 'code', value: linked, line }];
    if ('children' in node) return piecesOf(node.children);
    return 'value' in node && node.type !== 'html' ? [{ kind: 'text', value: node.value, line }] : [];
  });
}

/** The path that a link shows, else the one that it leads to; plans lie in a folder of their own, so that may lead up. */
function linkedPath(node: Link): string | undefined {
  const target = decoded(node.url).replace(/^(?:\.\.?\/)+/, '');
  if (pathIn(target) === undefined) return undefined;
  const [only, more] = node.children;
  return only?.type === 'inlineCode' && !more && pathIn(only.value) !== undefined ? only.value : target;
}

function decoded(url: string): string {
  return url
    .replace(/#L?(\d+)(?:-L?(\d+))?$/, ':$1')
    .replace(/#.*$/, '')
    .replace(/%20/g, ' ');
}

/** All prose below these blocks, in order; blocks of code, headings and HTML are none. */
export function proseBlocks(nodes: readonly RootContent[]): readonly ProseBlock[] {
  return nodes.flatMap((node): readonly ProseBlock[] => {
    switch (node.type) {
      case 'paragraph':
        return [blockOf(node)];
      case 'list':
        return node.children.flatMap(item => proseBlocks(item.children));
      case 'blockquote':
        return proseBlocks(node.children);
      case 'table':
        return node.children.flatMap(row =>
          row.children.map(cell => ({
            line: cell.position?.start.line ?? 1,
            pieces: piecesOf(cell.children),
          })),
        );
      default:
        return [];
    }
  });
}

export function blockOf(node: Paragraph): ProseBlock {
  return { line: node.position?.start.line ?? 1, pieces: piecesOf(node.children) };
}

/** One sentence: its pieces, and its words with code spans masked by `\u0001`. */
export interface PieceSentence {
  readonly pieces: readonly Piece[];
  readonly masked: string;
  readonly line: number;
}

/** Sentences of a block; full stops, semicolons and line ends inside of code end none. */
export function pieceSentences({ pieces }: ProseBlock): readonly PieceSentence[] {
  const sentences: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'code') {
      sentences.at(-1)?.push(piece);
      continue;
    }
    let line = piece.line;
    const parts = piece.value.split(/((?<=[.!?;])\s+(?=\S|$))/);
    parts.forEach((part, i) => {
      if (i % 2 === 1) sentences.push([]);
      else if (part !== '') sentences.at(-1)?.push({ kind: 'text', value: part, line });
      line += part.split('\n').length - 1;
    });
  }
  return sentences
    .filter(sentence => sentence.some(piece => piece.value.trim() !== ''))
    .map(sentence => ({
      pieces: sentence,
      masked: sentence.map(piece => (piece.kind === 'code' ? '\u0001' : piece.value)).join(''),
      line: sentence[0]?.line ?? 1,
    }));
}

/** A sentence as it stands, code spans with their backticks. */
export function wordsOf({ pieces }: PieceSentence): string {
  return pieces
    .map(piece => (piece.kind === 'code' ? `\`${piece.value}\`` : piece.value))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}
