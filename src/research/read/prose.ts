import type { SourceText } from './source-text.ts';

/** Something that a document says: a whole sentence, a whole list item or a whole row of a table. */
export interface Statement {
  /** 1-based, inclusive. */
  readonly line: number;
  readonly endLine: number;
  /** As it stands, its lines joined by a blank, without the mark of a list or a quotation. */
  readonly text: string;
  readonly heading: string;
}

export interface Prose {
  readonly headings: readonly string[];
  readonly statements: readonly Statement[];
}

/** Longer than this no plan quotes it whole (characters without the addresses of links). */
const MAX_CHARS = 180;
const MIN_WORDS = 5;
const RULE = /^\s*(?:={3,}|-{3,}|~{3,}|\^{3,}|\*{3,}|_{3,})\s*$/;
const ITEM = /^(\s*)(?:[-*+•]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/;
/** Marks, badges, bare links, directives of reStructuredText and components of MDX state nothing. */
const NO_PROSE =
  /^\s*(?:\[!\[|!\[|<\/?[\w!]|\[[^\]]+\]:\s|\.\.(?:\s|$)|:[\w-]+:|\{%|import\s.+from\s|export\s|\[![A-Z]+\])/;

/** A paragraph, list item or row of a document, before it is cut into what it states. */
export interface Block {
  readonly kind: 'paragraph' | 'item' | 'row';
  readonly parts: { readonly line: number; readonly text: string }[];
  readonly heading: string;
}

/** The headings of a document and what it says; code, marks and fragments of sentences are left out. */
export function readProse(file: SourceText): Prose {
  const { headings, blocks } = readBlocks(file);
  return { headings, statements: blocks.flatMap(block => statementsOf(block)) };
}

/** The headings of a document and its blocks, code and marks left out. */
export function readBlocks(file: Pick<SourceText, 'path' | 'lines'>): {
  readonly headings: readonly string[];
  readonly blocks: readonly Block[];
} {
  const headings: string[] = [];
  const blocks: Block[] = [];
  const isRst = /\.rst$/i.test(file.path);
  let heading = '';
  let fence: string | undefined;
  /** Indent above which lines are code, in reStructuredText after `::`. */
  let literal: number | undefined;
  let open: Block | undefined;
  const start = frontMatterEnd(file.lines);
  for (let at = start; at < file.lines.length; at += 1) {
    const text = file.lines[at] ?? '';
    const mark = /^\s*(?:>\s*)?(```+|~~~+)/.exec(text)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark.slice(0, 3) : undefined;
      open = undefined;
      continue;
    }
    if (fence !== undefined) continue;
    if (text.trim() === '') {
      open = undefined;
      continue;
    }
    const indent = /^\s*/.exec(text)?.[0].length ?? 0;
    if (literal !== undefined) {
      if (indent > literal) continue;
      literal = undefined;
    }
    if (
      isRst &&
      (/::\s*$/.test(text) || /^\s*\.\.\s+(?:code|sourcecode|literalinclude|toctree|image)/.test(text))
    )
      literal = indent;
    const title = titleAt(file.lines, at);
    if (title !== undefined) {
      heading = title;
      headings.push(title);
      open = undefined;
      continue;
    }
    const quoted = text.replace(/^\s*>\s?/, '');
    if (RULE.test(text) || NO_PROSE.test(quoted)) {
      open = undefined;
      continue;
    }
    if (/^\s*\|.*\|\s*$/.test(text)) {
      const isHead = /^\s*\|[\s:|-]+\|\s*$/.test(file.lines[at + 1] ?? '');
      if (!isHead && !/^\s*\|[\s:|-]+\|\s*$/.test(text))
        blocks.push({ kind: 'row', parts: [{ line: at + 1, text: text.trim() }], heading });
      open = undefined;
      continue;
    }
    const item = ITEM.exec(quoted);
    if (item !== null) {
      open = { kind: 'item', parts: [{ line: at + 1, text: quoted.slice(item[0].length).trim() }], heading };
      blocks.push(open);
    } else if (open !== undefined) open.parts.push({ line: at + 1, text: quoted.trim() });
    else if (!isRst && indent >= 4 && blocks.at(-1)?.kind !== 'item') {
      // Indented by four under a paragraph: code.
    } else {
      open = { kind: 'paragraph', parts: [{ line: at + 1, text: quoted.trim() }], heading };
      blocks.push(open);
    }
  }
  return { headings, blocks };
}

function frontMatterEnd(lines: readonly string[]): number {
  if (lines[0]?.trim() !== '---') return 0;
  const end = lines.findIndex((line, at) => at > 0 && line.trim() === '---');
  return end === -1 ? 0 : end + 1;
}

/** A heading of Markdown (`#`), AsciiDoc (`=`) or one that is underlined. */
function titleAt(lines: readonly string[], at: number): string | undefined {
  const text = lines[at] ?? '';
  const marked = /^(?:#{1,6}|={2,5})\s+(.*?)\s*#*$/.exec(text)?.[1];
  if (marked !== undefined) return marked.replace(/\s*\{#[^}]*\}$/, '');
  const below = lines[at + 1] ?? '';
  const isUnder = /^(?:={3,}|-{3,}|~{3,}|\^{3,})\s*$/.test(below);
  return isUnder && !/^\s|^[|>]/.test(text) && !RULE.test(text) && !ITEM.test(text) ? text.trim() : undefined;
}

/**
 * What a block states, each whole: the block itself where it is an item or a row, else its sentences. `most`: characters,
 * `least`: words of one.
 */
export function statementsOf(block: Block, most = MAX_CHARS, least = MIN_WORDS): readonly Statement[] {
  const whole = block.parts.map(part => part.text).join(' ');
  const span = (from: number, to: number): Pick<Statement, 'line' | 'endLine'> => {
    let offset = 0;
    let line = block.parts[0]?.line ?? 1;
    let endLine = line;
    for (const part of block.parts) {
      if (offset <= from) line = part.line;
      if (offset < to) endLine = part.line;
      offset += part.text.length + 1;
    }
    return { line, endLine };
  };
  const fits = (text: string): boolean => {
    const plain = plainText(text);
    return (
      plain.length <= most &&
      (plain.match(/\p{L}{2,}/gu) ?? []).length >= least &&
      (least < MIN_WORDS || !isLinkList(text))
    );
  };
  if (block.kind !== 'paragraph' && fits(whole) && !/[:,;]$/.test(whole))
    return [{ ...span(0, whole.length), text: whole, heading: block.heading }];
  if (block.kind === 'row') return [];
  return sentences(whole).flatMap(({ from, text }) =>
    fits(text) && isSentence(text)
      ? [{ ...span(from, from + text.length), text, heading: block.heading }]
      : [],
  );
}

/** A sentence begins like one and ends like one; one that only leads to a list or to code says nothing by itself. */
function isSentence(text: string): boolean {
  return /^[\p{Lu}\d`"“'(*_[]/u.test(text) && /[.!?][)"”'*_`]*$/.test(text);
}

const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Mr|Mrs|Dr|No|St)|\b[A-Z])\.$/;

function sentences(text: string): readonly { readonly from: number; readonly text: string }[] {
  const found: { from: number; text: string }[] = [];
  let from = 0;
  for (const end of text.matchAll(/[.!?][)"”'*_`]*\s+(?=[\p{Lu}`"“(*[])/gu)) {
    const stop = end.index + end[0].trimEnd().length;
    if (ABBREVIATION.test(text.slice(from, end.index + 1))) continue;
    found.push({ from, text: text.slice(from, stop) });
    from = end.index + end[0].length;
  }
  const rest = text.slice(from).trimEnd();
  if (rest !== '') found.push({ from, text: rest });
  return found;
}

/** As a reader sees it: links by their texts, without marks of emphasis. */
function plainText(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|__/g, '')
    .trim();
}

/** Mostly links: an index of other pages. */
function isLinkList(text: string): boolean {
  const rest = text.replace(/!?\[[^\]]*\]\([^)]*\)|https?:\/\/\S+/g, '');
  return (rest.match(/\p{L}{2,}/gu) ?? []).length < 4;
}
