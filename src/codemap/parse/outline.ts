import type { Node, Query, QueryMatch, Tree } from 'web-tree-sitter';
import { SYMBOL_KINDS } from '../../domain/code-words.ts';
import type { SymbolKind } from '../../domain/index.ts';
import { lineAt, lineStarts } from '../scan/lines.ts';
import { type Access, type Found, nest } from '../scan/nest.ts';
import type { ScannedImport } from '../scan/scanned.ts';
import { publicNamesOf } from '../scan/visibility.ts';
import type { Language } from './languages.ts';
import type { Parsed } from './protocol.ts';

/** Nodes that define nothing: what stands in a `scope` belongs to its name, in a `local` to nobody. */
type Frame = 'scope' | 'local';

/** What a match tells of a definition beside its name and node. */
interface Parts {
  readonly body: Node | undefined;
  readonly owner: Node | undefined;
  /** The rest of the file belongs to it. */
  readonly toEnd: boolean;
  /** Where its head ends, if the query says so; else -1. */
  readonly headEnd: number;
}

/** Their heads are one line; those of all others reach to the body. */
const VALUES = new Set<string>(['const', 'variable', 'property', 'type']);

/**
 * What a query finds in a parsed file, in the scanner's terms. A match is a definition (a capture named by its kind,
 * with `name`, perhaps `body`, `owner`, `head` for the
 * last node of its head, and `rest` where the rest of the file belongs to it), a `scope` that holds
 * members, a `local` whose inside is nobody's business, an `import`, an `access` word or a `use`.
 * Where two patterns name the same place the earlier one counts. Throws when the query takes longer than `limit` ms.
 */
export function outlineOf(
  text: string,
  language: string,
  entry: Language,
  tree: Tree,
  query: Query,
  limit: number,
): Parsed {
  const until = performance.now() + limit;
  let late = false;
  const matches = query.matches(tree.rootNode, {
    progressCallback: () => {
      late = performance.now() > until;
      return late;
    },
  });
  if (late) throw new Error(`the query took longer than ${limit / 1000} s`);
  const outline = new Outline(text, language, entry);
  for (const match of matches) outline.take(match);
  return outline.finish(tree.rootNode.hasError);
}

class Outline {
  private readonly text: string;
  private readonly language: string;
  private readonly entry: Language;
  private readonly lines: readonly number[];
  private readonly found = new Map<number, { readonly pattern: number; readonly found: Found }>();
  private readonly imports: ScannedImport[] = [];
  private readonly accesses: Access[] = [];
  private readonly uses = new Map<string, Set<number>>();

  constructor(text: string, language: string, entry: Language) {
    this.text = text;
    this.language = language;
    this.entry = entry;
    this.lines = lineStarts(text);
  }

  take({ captures, patternIndex }: QueryMatch): void {
    const first = captures[0];
    if (!first) return;
    if (first.name === 'use') {
      this.use(first.node);
      return;
    }
    let name: Node | undefined;
    let body: Node | undefined;
    let owner: Node | undefined;
    let toEnd = false;
    let headEnd = -1;
    let kind: { readonly of: SymbolKind | Frame; readonly node: Node } | undefined;
    for (const capture of captures) {
      switch (capture.name) {
        case 'name':
          name = capture.node;
          break;
        case 'body':
          body = capture.node;
          break;
        case 'owner':
          owner = capture.node;
          break;
        case 'import':
          this.import(capture.node);
          break;
        case 'access':
          this.accesses.push({ offset: capture.node.startIndex, word: this.of(capture.node) });
          break;
        case 'scope':
        case 'local':
          kind = { of: capture.name, node: capture.node };
          break;
        case 'head':
          headEnd = Math.max(headEnd, capture.node.endIndex);
          break;
        case 'rest':
          toEnd = true;
          break;
        default: {
          const known = SYMBOL_KINDS.find(one => one === capture.name);
          if (known) kind = { of: known, node: capture.node };
        }
      }
    }
    if (kind?.of === 'local') name ??= kind.node;
    if (name && kind) this.define(name, kind.of, kind.node, { body, owner, toEnd, headEnd }, patternIndex);
  }

  finish(broken: boolean): Parsed {
    const symbols = nest(
      [...this.found.values()].map(f => f.found),
      {
        language: this.language,
        accesses: this.accesses.sort((a, b) => a.offset - b.offset),
        publicNames: publicNamesOf(this.language, this.text),
      },
    );
    return {
      symbols,
      imports: this.imports.sort((a, b) => a.line - b.line),
      references: [...this.uses].map(([name, lines]) => [name, [...lines].sort((a, b) => a - b)]),
      broken,
    };
  }

  private define(
    nameNode: Node,
    kind: SymbolKind | Frame,
    node: Node,
    { body, owner, toEnd, headEnd }: Parts,
    pattern: number,
  ): void {
    const at = nameNode.startIndex;
    const known = this.found.get(at);
    if (known && known.pattern <= pattern) return;
    const written = kind === 'local' ? kind : this.of(nameNode);
    const isPlain = kind === 'module' || kind === 'local';
    const name = isPlain ? written : (this.entry.name?.(written) ?? written);
    if (name === '') return;
    const offset = this.startOf(node);
    const end = toEnd ? this.text.trimEnd().length - 1 : this.lastOf(node);
    const found: Found = {
      name,
      kind: kind === 'scope' ? 'class' : kind === 'local' ? 'const' : kind,
      offset,
      endOffset: end,
      line: lineAt(this.lines, offset),
      endLine: lineAt(this.lines, end),
      head: this.text.slice(
        offset,
        headEnd > 0 ? headEnd : this.headEnd(kind, offset, toEnd ? this.lastOf(node) : end, body),
      ),
      ...(kind === 'scope' || kind === 'local' ? { scope: true } : { inside: this.entry.inside?.[kind] }),
      owner: owner ? this.of(owner) : isPlain ? undefined : this.entry.owner?.(written),
    };
    this.found.set(at, { pattern, found });
  }

  private headEnd(kind: string, offset: number, end: number, body: Node | undefined): number {
    if (body && body.startIndex > offset) return headBefore(body);
    if (!VALUES.has(kind)) return end + 1;
    const line = this.text.indexOf('\n', offset);
    return line < 0 ? end + 1 : Math.min(line, end + 1);
  }

  /** Where a definition's own words start: after annotations, unless they stand on the same line. */
  private startOf(node: Node): number {
    const { aside, wrappers, lead } = this.entry;
    if (lead) {
      const line = this.lines[node.startPosition.row] ?? 0;
      const before = lead.exec(this.text.slice(line, node.startIndex));
      if (before) return line + before.index;
    }
    if (!aside) return node.startIndex;
    const own = firstWord(node, aside, wrappers ?? []);
    const line = this.lines[lineAt(this.lines, own) - 1] ?? 0;
    const blank = this.text.slice(line, own).search(/\S/);
    return Math.max(node.startIndex, blank < 0 ? own : line + blank);
  }

  /** The last character that is no blank. Some grammars count the end of the line in. */
  private lastOf(node: Node): number {
    let end = node.endIndex - 1;
    while (end > node.startIndex && this.text.charCodeAt(end) <= 32) end--;
    return end;
  }

  private import(node: Node): void {
    const written = this.of(node);
    const line = node.startPosition.row + 1;
    const specifiers = this.entry.specifiers?.(written) ?? [written.replace(/^["']|["']$/g, '')];
    for (const specifier of specifiers)
      if (specifier !== '') this.imports.push({ specifier, line, reexport: /^pub\b/.test(written) });
  }

  private use(node: Node): void {
    const name = this.of(node);
    const line = node.startPosition.row + 1;
    const lines = this.uses.get(name);
    if (lines) lines.add(line);
    else this.uses.set(name, new Set([line]));
  }

  private of(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }
}

/** A head ends where its body starts, or before the comment that stands between the two. */
function headBefore(body: Node): number {
  let end = body.startIndex;
  for (let before = body.previousSibling; before?.type.endsWith('comment'); before = before.previousSibling)
    end = before.startIndex;
  return end;
}

/** Offset of the first child that is neither annotation nor comment, looking into wrappers of modifiers. */
function firstWord(node: Node, aside: readonly string[], wrappers: readonly string[]): number {
  for (const child of node.children) {
    if (!child || aside.includes(child.type) || /^preproc|comment$/.test(child.type)) continue;
    if (!wrappers.includes(child.type)) return child.startIndex;
    const inner = child.children.find(c => c && !aside.includes(c.type) && !c.type.endsWith('comment'));
    if (inner) return inner.startIndex;
  }
  return node.startIndex;
}
