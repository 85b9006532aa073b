import type { SymbolKind } from '../../domain/index.ts';
import type { ScannedImport } from '../scan/scanned.ts';
import { FUNCTIONS } from './findings.ts';
import { Members } from './members.ts';
import type { Node, Tree } from './node.ts';
import { firstKeyword, firstOf, join, nextDeclarator } from './node-text.ts';
import type { Parsed } from './protocol.ts';
import { type TokenUses, walkUses } from './uses.ts';

/** Deeper namespaces than this are not followed; nobody writes them. */
const DEEPEST = 20;

/**
 * Definitions, imports and uses of a parsed TypeScript or JavaScript file, in the same terms as the scanner's: what
 * stands at the top of the file, in namespaces, in classes, and functions in the first level of object literals.
 * `tokens`: finds the uses where no elements are held (`elements`: they may be); without it the tree is walked.
 */
export function extract(text: string, tree: Tree, elements: boolean, tokens?: TokenUses): Parsed {
  const extractor = new Extractor(text, elements);
  extractor.block(tree.rootNode, undefined, 0);
  const { imports } = extractor;
  const { references, calls } = tokens && !elements ? tokens.of(text) : walkUses(text, tree);
  return {
    symbols: extractor.finish(),
    imports: [...imports, ...calls.filter(call => !imports.some(i => isSame(i, call)))].sort(
      (a, b) => a.line - b.line,
    ),
    references,
    broken: tree.rootNode.hasError,
  };
}

/** `import a = require('b')` is a statement, and looks like a call. */
function isSame(a: ScannedImport, b: ScannedImport): boolean {
  return a.line === b.line && a.specifier === b.specifier;
}

/** Statements: what a module declares, imports and exports. */
class Extractor extends Members {
  block(node: Node, container: string | undefined, depth: number): void {
    if (depth > DEEPEST) return;
    for (const child of node.namedChildren)
      if (child) this.statement(child, firstOf(child), false, false, container, depth);
  }

  private statement(
    node: Node,
    first: Node,
    exported: boolean,
    isDefault: boolean,
    container: string | undefined,
    depth: number,
  ): void {
    const name = this.of(node.childForFieldName('name'));
    const body = node.childForFieldName('body');
    switch (node.type) {
      case 'import_statement': {
        const source =
          node.childForFieldName('source') ??
          node.namedChildren.find(c => c?.type === 'import_require_clause')?.childForFieldName('source');
        if (source)
          this.imports.push({
            specifier: this.of(source).slice(1, -1),
            line: source.startPosition.row + 1,
            reexport: false,
          });
        return;
      }
      case 'export_statement':
        this.exportStatement(node, first, container, depth);
        return;
      case 'ambient_declaration':
        for (const child of node.namedChildren) {
          if (!child) continue;
          if (child.type === 'statement_block') {
            this.add('global', 'module', first, child, child.startIndex, exported, container);
            this.block(child, container === undefined ? 'global' : `${container}.global`, depth + 1);
          } else this.statement(child, first, exported, false, container, depth);
        }
        return;
      case 'function_declaration':
      case 'generator_function_declaration':
      case 'function_signature':
        this.add(
          name || 'default',
          this.functionKind(name || 'default'),
          first,
          node,
          body?.startIndex ?? node.endIndex,
          exported,
          container,
          body !== null,
        );
        return;
      case 'class_declaration':
      case 'abstract_class_declaration':
        this.add(
          name || 'default',
          'class',
          first,
          node,
          body?.startIndex ?? node.endIndex,
          exported,
          container,
        );
        if (body) this.classBody(body, join(container, name || 'default'));
        return;
      case 'interface_declaration':
      case 'enum_declaration':
        this.add(
          name,
          node.type === 'enum_declaration' ? 'enum' : 'interface',
          first,
          node,
          body?.startIndex ?? node.endIndex,
          exported,
          container,
        );
        return;
      case 'type_alias_declaration':
        this.add(
          name,
          'type',
          first,
          node,
          Math.min(this.lineEnd(firstKeyword(node).startIndex), node.endIndex),
          exported,
          container,
        );
        return;
      case 'internal_module':
      case 'module': {
        const plain = name.replace(/^['"]|['"]$/g, '');
        this.add(plain, 'module', first, node, body?.startIndex ?? node.endIndex, exported, container);
        if (body) this.block(body, join(container, plain), depth + 1);
        return;
      }
      case 'lexical_declaration':
      case 'variable_declaration':
        this.variables(node, first, exported, container);
        return;
      case 'expression_statement': {
        const inner = node.namedChildren[0];
        if (inner?.type === 'internal_module')
          this.statement(inner, first, exported, isDefault, container, depth);
        else if (inner?.type === 'assignment_expression' && container === undefined)
          this.assignment(inner, first, node);
        return;
      }
      default:
        return;
    }
  }

  private exportStatement(node: Node, first: Node, container: string | undefined, depth: number): void {
    const source = node.childForFieldName('source');
    if (source) {
      this.imports.push({
        specifier: this.of(source).slice(1, -1),
        line: source.startPosition.row + 1,
        reexport: true,
      });
      return;
    }
    const isDefault = node.children.some(c => c?.type === 'default');
    const declaration = node.childForFieldName('declaration');
    if (declaration) {
      this.statement(declaration, first, true, isDefault, container, depth);
      return;
    }
    const clause = node.namedChildren.find(c => c?.type === 'export_clause');
    for (const specifier of clause?.namedChildren ?? [])
      if (specifier) this.exportedNames.add(this.of(specifier.childForFieldName('name')));
    if (clause) return;
    const value =
      node.childForFieldName('value') ?? node.namedChildren.findLast(c => c && c.type !== 'decorator');
    if (!value) return;
    if (value.type === 'identifier') this.exportedNames.add(this.of(value));
    else if (isDefault) {
      if (value.type === 'class') {
        const body = value.childForFieldName('body');
        this.add('default', 'class', first, node, body?.startIndex ?? node.endIndex, true, container);
        if (body) this.classBody(body, join(container, 'default'));
        return;
      }
      const kind = this.valueKind(value, 'default', 'const');
      this.add('default', kind, first, node, this.functionHead(value, node, first), true, container, true);
      if (value.type === 'object') this.objectMembers(value, 'default');
    }
  }

  private variables(node: Node, first: Node, exported: boolean, container: string | undefined): void {
    const kind: SymbolKind = node.children.some(c => c?.type === 'const') ? 'const' : 'variable';
    let start = first;
    for (const declarator of node.namedChildren) {
      if (declarator?.type !== 'variable_declarator') continue;
      const target = declarator.childForFieldName('name');
      const value = declarator.childForFieldName('value');
      if (target?.type === 'identifier') {
        const name = this.of(target);
        const actual = value ? this.valueKind(value, name, kind) : kind;
        const head = value
          ? this.functionHead(value, declarator, declarator)
          : this.lineEnd(target.startIndex);
        this.add(name, actual, start, declarator, Math.min(head, declarator.endIndex), exported, container);
        if (value?.type === 'object') this.objectMembers(value, join(container, name));
        if (value?.type === 'class') {
          const body = value.childForFieldName('body');
          if (body) this.classBody(body, join(container, name));
        }
      } else if (target)
        for (const name of this.bound(target))
          this.add(name, kind, start, declarator, this.lineEnd(start.startIndex), exported, container);
      start = nextDeclarator(node, declarator) ?? start;
    }
  }

  private assignment(node: Node, first: Node, statement: Node): void {
    const left = node.childForFieldName('left');
    const value = node.childForFieldName('right');
    if (!left || !value || left.type !== 'member_expression') return;
    const path = this.of(left).split('.');
    const head = this.functionHead(value, statement, first);
    const rest =
      path[0] === 'module' && path[1] === 'exports'
        ? path.slice(2)
        : path[0] === 'exports'
          ? path.slice(1)
          : undefined;
    const owner = path[0];
    const name = path[2];
    if (rest === undefined) {
      if (
        path.length === 3 &&
        path[1] === 'prototype' &&
        owner !== undefined &&
        name !== undefined &&
        FUNCTIONS.has(value.type)
      )
        this.add(name, 'method', first, statement, head, false, owner);
    } else if (rest.length === 1 && rest[0] !== undefined) {
      if (value.type === 'identifier') this.exportedNames.add(this.of(value));
      else
        this.add(rest[0], this.valueKind(value, rest[0], 'const'), first, statement, head, true, undefined);
    } else if (rest.length === 0) this.moduleExports(value, first, statement, head);
  }
}
