import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, type TreeAdapter } from 'parse5';

export type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** More than this no page of documentation has, and the standard's own way of repairing marks takes too long for. */
const MOST_ELEMENTS = 100_000;
const DEEPEST = 400;

/** A page whose marks nobody wrote for people. */
class TooMuch extends Error {}

/** The tree of a page as a browser without scripts has it, each element with its lines; undefined where it is too large or too deep to be read. */
export function parseTree(html: string): DefaultTreeAdapterTypes.Document | undefined {
  try {
    return parse<DefaultTreeAdapterTypes.DefaultTreeAdapterMap>(html, {
      treeAdapter: bounded(),
      scriptingEnabled: false,
      sourceCodeLocationInfo: true,
    });
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

/** A tree that refuses to grow beyond use: the parser itself has no such bound, and some marks cost it their square. */
function bounded(): TreeAdapter<DefaultTreeAdapterTypes.DefaultTreeAdapterMap> {
  const depth = new WeakMap<object, number>();
  let elements = 0;
  const below = (parent: object, node: object): void => {
    const at = (depth.get(parent) ?? 0) + 1;
    if (at > DEEPEST) throw new TooMuch();
    depth.set(node, at);
  };
  return {
    ...defaultTreeAdapter,
    createElement(...args) {
      if (++elements > MOST_ELEMENTS) throw new TooMuch();
      return defaultTreeAdapter.createElement(...args);
    },
    appendChild(parent, node) {
      below(parent, node);
      defaultTreeAdapter.appendChild(parent, node);
    },
    insertBefore(parent, node, reference) {
      below(parent, node);
      defaultTreeAdapter.insertBefore(parent, node, reference);
    },
  };
}
