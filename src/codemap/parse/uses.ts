import type { ScannedImport } from '../scan/scanned.ts';
import type { Tree } from './node.ts';
import type { References } from './protocol.ts';

/** Uses of identifiers and calls of `require` and `import`, by one walk that never recurses. */
export function walkUses(
  text: string,
  tree: Tree,
): { readonly references: References; readonly calls: ScannedImport[] } {
  const uses = new Map<string, number[]>();
  const calls: ScannedImport[] = [];
  const cursor = tree.walk();
  try {
    for (;;) {
      const type = cursor.nodeType;
      if (
        type === 'identifier' ||
        type === 'type_identifier' ||
        type === 'property_identifier' ||
        type === 'shorthand_property_identifier'
      ) {
        const name = text.slice(cursor.startIndex, cursor.endIndex);
        const line = cursor.startPosition.row + 1;
        const lines = uses.get(name);
        if (!lines) uses.set(name, [line]);
        else if (lines.at(-1) !== line) lines.push(line);
      } else if (type === 'call_expression') {
        const call = /^(?:require|import)\s*\(\s*(['"])([^'"\n]+)\1/.exec(
          text.slice(cursor.startIndex, cursor.startIndex + 300),
        );
        if (call?.[2]) {
          const line = cursor.startPosition.row + call[0].split('\n').length;
          calls.push({ specifier: call[2], line, reexport: false });
        }
      }
      if (cursor.gotoFirstChild() || cursor.gotoNextSibling()) continue;
      let more = false;
      while (cursor.gotoParent())
        if (cursor.gotoNextSibling()) {
          more = true;
          break;
        }
      if (!more) break;
    }
  } finally {
    // Left to the garbage collector, web-tree-sitter 0.27 frees whichever cursor its buffer holds by then, twice.
    cursor.delete?.();
  }
  return { references: [...uses], calls };
}
