import type { SymbolKind } from '../../domain/index.ts';
import { isComponentName, type ScannedImport, type ScannedSymbol, signatureOf } from '../scan/scanned.ts';
import type { Node } from './node.ts';

export const FUNCTIONS = new Set([
  'arrow_function',
  'function_expression',
  'function',
  'generator_function',
  'generator_function_expression',
]);
const WRAPPERS = new Set(['memo', 'forwardRef', 'observer', 'lazy', 'styled', 'withRouter']);

export interface Draft {
  readonly symbol: { -readonly [K in keyof ScannedSymbol]: ScannedSymbol[K] };
  hasBody: boolean;
  readonly hidden: boolean;
}

/** What was found in a parsed file so far, and what its nodes are. */
export abstract class Findings {
  readonly imports: ScannedImport[] = [];
  protected readonly text: string;
  protected readonly elements: boolean;
  protected readonly drafts: Draft[] = [];
  protected readonly exportedNames = new Set<string>();

  constructor(text: string, elements: boolean) {
    this.text = text;
    this.elements = elements;
  }

  finish(): ScannedSymbol[] {
    for (const { symbol } of this.drafts)
      if (symbol.container === undefined && this.exportedNames.has(symbol.name)) symbol.exported = true;
    const open = new Set(
      this.drafts.filter(d => d.symbol.exported && d.symbol.container === undefined).map(d => d.symbol.name),
    );
    for (const { symbol, hidden } of this.drafts)
      if (symbol.container !== undefined && open.has(symbol.container) && !hidden) symbol.exported = true;
    return this.drafts.map(d => d.symbol);
  }

  protected of(node: Node | null | undefined): string {
    return node ? this.text.slice(node.startIndex, node.endIndex) : '';
  }

  protected add(
    name: string,
    kind: SymbolKind,
    first: Node,
    last: Node,
    headEnd: number,
    exported: boolean,
    container: string | undefined,
    hasBody = true,
  ): void {
    const previous = this.drafts.at(-1);
    if (
      previous &&
      !previous.hasBody &&
      previous.symbol.name === name &&
      previous.symbol.container === container &&
      previous.symbol.kind === kind
    ) {
      previous.symbol.endLine = last.endPosition.row + 1;
      previous.hasBody = hasBody;
      if (exported) previous.symbol.exported = true;
      return;
    }
    const head = this.text.slice(first.startIndex, headEnd);
    const signature = signatureOf(head);
    this.drafts.push({
      symbol: {
        name,
        kind,
        line: first.startPosition.row + 1,
        endLine: last.endPosition.row + 1,
        signature,
        exported,
        ...(container === undefined ? {} : { container }),
      },
      hasBody,
      hidden: /\b(private|protected)\b|^#/.test(signature.split('(')[0] ?? ''),
    });
  }

  protected lineEnd(index: number): number {
    const end = this.text.indexOf('\n', index);
    return end < 0 ? this.text.length : end;
  }

  protected functionKind(name: string): SymbolKind {
    return this.elements && isComponentName(name) ? 'component' : 'function';
  }

  protected valueKind(value: Node, name: string, fallback: SymbolKind): SymbolKind {
    if (FUNCTIONS.has(value.type)) return this.functionKind(name);
    if (value.type === 'class') return 'class';
    if (!this.elements || !isComponentName(name)) return fallback;
    let callee = value.type === 'call_expression' ? value.childForFieldName('function') : null;
    while (callee?.type === 'call_expression' || callee?.type === 'instantiation_expression')
      callee = callee.childForFieldName('function') ?? callee.namedChildren[0] ?? null;
    const path = this.of(callee).split('.');
    return path[0] === 'styled' || WRAPPERS.has(path.at(-1) ?? '') ? 'component' : fallback;
  }

  /** Where the head of a value ends: before the braces of a function, else with the line. */
  protected functionHead(value: Node, last: Node, first: Node): number {
    const body = FUNCTIONS.has(value.type) ? value.childForFieldName('body') : null;
    if (body?.type === 'statement_block') return body.startIndex;
    if (body) return Math.min(this.lineEnd(body.startIndex), last.endIndex);
    return Math.min(this.lineEnd(first.startIndex), last.endIndex);
  }

  protected bound(pattern: Node): string[] {
    return pattern.namedChildren.flatMap(child => {
      if (!child) return [];
      switch (child.type) {
        case 'shorthand_property_identifier_pattern':
        case 'identifier':
          return [this.of(child)];
        case 'object_assignment_pattern':
        case 'assignment_pattern':
          return child.childForFieldName('left') ? [this.of(child.childForFieldName('left'))] : [];
        case 'rest_pattern':
          return child.namedChildren.map(c => this.of(c));
        case 'pair_pattern': {
          const value = child.childForFieldName('value');
          if (value?.type === 'assignment_pattern') return [this.of(value.childForFieldName('left'))];
          return value?.type === 'identifier' ? [this.of(value)] : [];
        }
        default:
          return [];
      }
    });
  }
}
