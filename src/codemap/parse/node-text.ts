import type { Node } from './node.ts';

export const join = (container: string | undefined, name: string) =>
  container === undefined ? name : `${container}.${name}`;

export const unquote = (name: string) => name.replace(/^['"]|['"]$/g, '');

/** The first child that is no decorator: where a definition is said to start. */
export function firstOf(node: Node): Node {
  if (node.children[0]?.type !== 'decorator') return node;
  return node.children.find(c => c !== null && c.type !== 'decorator' && c.type !== 'comment') ?? node;
}

export function firstKeyword(node: Node): Node {
  return node.children[0] ?? node;
}

export function nextDeclarator(node: Node, after: Node): Node | undefined {
  return (
    node.namedChildren.find(c => c?.type === 'variable_declarator' && c.startIndex > after.startIndex) ??
    undefined
  );
}
