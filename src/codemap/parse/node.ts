/** What native tree-sitter and web-tree-sitter have in common, as far as it is needed. Indexes are UTF-16 offsets. */
export interface Node {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: { readonly row: number };
  readonly endPosition: { readonly row: number };
  readonly hasError: boolean;
  readonly children: readonly (Node | null)[];
  readonly namedChildren: readonly (Node | null)[];
  childForFieldName(name: string): Node | null;
}

export interface Cursor {
  readonly nodeType: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: { readonly row: number };
  readonly currentFieldName: string | null | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  /** Gives its memory back; only the cursors of web-tree-sitter have it, and need it. */
  delete?(): void;
}

export interface Tree {
  readonly rootNode: Node;
  walk(): Cursor;
}

/** A parser made ready: text in, tree out. `free` gives its memory back. */
export type Parse = (text: string, grammar: 'typescript' | 'tsx') => { readonly tree: Tree; free(): void };
