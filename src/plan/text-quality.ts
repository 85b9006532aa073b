import type { ListItem, PhrasingContent, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { sectionKey } from './section-list.ts';
import { parseBody } from './sections.ts';

/** One sentence of a plan's prose. */
export interface Sentence {
  /** As it stands in the file, on one line, code spans with their backticks. */
  readonly text: string;
  /** The same with code spans taken out. */
  readonly plain: string;
  /** 1-based line of the block in which it stands. */
  readonly line: number;
}

/**
 * The prose sentences of a plan, in order: paragraphs, list items and quotes; without front matter, headings, code
 * blocks, tables, bold labels, and lines that hold only names (file lists, ids, commands).
 */
export function sentences(markdown: string): readonly string[] {
  return sentencesWithLines(markdown).map(sentence => sentence.text);
}

export function sentencesWithLines(markdown: string): readonly Sentence[] {
  let section = '';
  const nodes = parseBody(markdown).children;
  // Behind the last rule stands the hand-over line: commands, no prose.
  const rule = nodes.findLastIndex(node => node.type === 'thematicBreak');
  const handOver =
    rule >= 0 && nodes.slice(rule + 1).every(node => node.type === 'paragraph') ? rule : nodes.length;
  return nodes.slice(0, handOver).flatMap((node): readonly Sentence[] => {
    if (node.type === 'heading' && node.depth <= 2) section = sectionKey(textOf(node)) ?? '';
    // The summary is computed from the steps and holds names only.
    if (section === 'files' || section === 'timeline') return [];
    return fromBlock(node);
  });
}

function fromBlock(node: RootContent | ListItem): readonly Sentence[] {
  switch (node.type) {
    case 'paragraph':
      return split(node.children, node.position?.start.line ?? 1);
    case 'list':
    case 'blockquote':
    case 'listItem':
      return node.children.flatMap(fromBlock);
    default:
      return [];
  }
}

interface Marked {
  readonly text: string;
  readonly plain: string;
}

function marked(node: PhrasingContent): Marked {
  if (node.type === 'inlineCode') return { text: `\`${node.value}\``, plain: '\u0001' };
  if ('children' in node) {
    const inner = node.children.map(marked);
    return { text: inner.map(m => m.text).join(''), plain: inner.map(m => m.plain).join('') };
  }
  return { text: textOf(node), plain: textOf(node) };
}

/** Code spans are atoms while sentences are cut, so that `a.b` and `v1. x` do not end one. */
function split(children: readonly PhrasingContent[], line: number): readonly Sentence[] {
  const codes: string[] = [];
  const atoms = children
    .map(child => {
      const { text, plain } = marked(child);
      if (child.type === 'inlineCode') {
        codes.push(text);
        return plain;
      }
      return 'children' in child && plain.includes('\u0001') ? nested(child, codes) : plain;
    })
    .join('');
  let next = 0;
  const parts = atoms.replace(/\s+/g, ' ').split(/(?<=[.!?](?:["”’)\]]*))\s+(?=[\p{Lu}\p{N}\u0001“"(])/u);
  return quotesWhole(parts)
    .map(part => part.trim())
    .map(part => ({
      text: part.replace(/\u0001/g, () => codes[next++] ?? ''),
      plain: part.replace(/\u0001/g, ' '),
      line,
    }))
    .filter(sentence => isProse(sentence.plain));
}

/** A quotation of several sentences is part of the sentence that quotes it. */
function quotesWhole(parts: readonly string[]): readonly string[] {
  const out: string[] = [];
  let open = '';
  for (const [i, part] of parts.entries()) {
    open = open === '' ? part : `${open} ${part}`;
    const within = count(open, '“') > count(open, '”');
    if (within && parts.slice(i + 1).some(p => p.includes('”'))) continue;
    out.push(open);
    open = '';
  }
  return out;
}

const count = (text: string, mark: string): number => text.split(mark).length - 1;

function nested(node: PhrasingContent, codes: string[]): string {
  if (node.type === 'inlineCode') {
    codes.push(`\`${node.value}\``);
    return '\u0001';
  }
  return 'children' in node ? node.children.map(child => nested(child, codes)).join('') : textOf(node);
}

/** Labels ("Verify:"), lone names and the line under a step's heading are no sentences. */
function isProse(plain: string): boolean {
  if (/^(?:[\p{L} ]+):$/u.test(plain.trim())) return false;
  if (/^ *· /.test(plain) || / · .* · /.test(plain)) return false;
  return (plain.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3;
}

/** A sentence without case, punctuation and white space, for comparing. */
export function sentenceKey(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export interface QualityContext {
  /** The user's own words: goal, answers, feedback. */
  readonly words: string;
  /** Names that count wherever they stand: packages, symbols, commands of the project. */
  readonly names?: readonly string[];
}

const small = new Set(
  'the and for with that this from into when then than have has are was were will not but its their they them all any can each only also over under more most some such via per add new use used using make file files code change changes step steps test tests plan user users'.split(
    ' ',
  ),
);

/** Whether a sentence names a file, symbol, package, command, number, or one of the user's own words. */
export function isConcrete(sentence: string, context: QualityContext): boolean {
  if (/`[^`]+`/.test(sentence) || /\d/.test(sentence)) return true;
  if (
    /(?:^|[\s(])[\w@.-]+\/[\w./-]+|\b[\w-]+\.(?:ts|tsx|js|jsx|py|go|rs|java|rb|php|md|json|ya?ml|toml|sql)\b/.test(
      sentence,
    )
  )
    return true;
  // camelCase, snake_case and PascalCase with two humps are names of code.
  if (/\b[a-z]+[A-Z]\w*|\b\w+_\w+|\b[A-Z][a-z]+[A-Z]\w*/.test(sentence)) return true;
  const words = new Set(stems(sentence));
  if (stems(context.words).some(stem => words.has(stem))) return true;
  const lower = ` ${sentenceKey(sentence)} `;
  return (context.names ?? []).some(name => name.length > 1 && lower.includes(` ${sentenceKey(name)} `));
}

function stems(text: string): readonly string[] {
  return (text.toLowerCase().match(/\p{L}{3,}/gu) ?? [])
    .filter(word => !small.has(word))
    .map(word => word.replace(/(?:ies|ing|ed|es|s)$/, ''))
    .filter(stem => stem.length > 2);
}

/** Share (0–1) of a plan's sentences that are concrete, and those that are not. */
export function concreteness(
  markdown: string,
  context: QualityContext,
): { readonly share: number; readonly vague: readonly string[] } {
  const all = sentences(markdown);
  const vague = all.filter(sentence => !isConcrete(sentence, context));
  return { share: all.length === 0 ? 1 : 1 - vague.length / all.length, vague };
}

/** Sentences that stand in both plans, and their share (0–1) of the shorter plan's sentences. */
export function sharedSentences(
  a: string,
  b: string,
): { readonly share: number; readonly shared: readonly string[] } {
  const [first, second] = [sentences(a), sentences(b)];
  const keys = new Set(second.map(sentenceKey));
  const shared = first.filter(sentence => keys.has(sentenceKey(sentence)));
  const fewer = Math.min(first.length, second.length);
  return { share: fewer === 0 ? 0 : shared.length / fewer, shared };
}
