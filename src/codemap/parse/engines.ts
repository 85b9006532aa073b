import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Cursor, Node, Parse, Tree } from './node.ts';
import type { Engine } from './protocol.ts';
import { parseWithin, startWasm } from './wasm.ts';

const require = createRequire(import.meta.url);

/**
 * The native parser where its binary loads, else the one in WebAssembly, which gives up on a file after `limit` ms.
 * Throws where neither loads.
 */
export async function loadEngine(
  wanted: Engine | 'auto',
  limit = 8_000,
): Promise<{ readonly engine: Engine; readonly parse: Parse }> {
  if (wanted !== 'wasm') {
    try {
      return { engine: 'native', parse: native() };
    } catch (error) {
      if (wanted === 'native') throw error;
    }
  }
  return { engine: 'wasm', parse: await wasm(limit) };
}

/** tree-sitter 0.21 refuses texts of 32,768 characters or more unless it is told a buffer that holds them. */
const BUFFER = 32 * 1024;

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, old: undefined, options: { bufferSize: number }): Tree;
}

function native(): Parse {
  const Parser: new () => NativeParser = require('tree-sitter');
  const grammars: Readonly<Record<string, unknown>> = require('tree-sitter-typescript');
  const parser = new Parser();
  parser.setLanguage(grammars.tsx);
  return (text, grammar) => {
    parser.setLanguage(grammars[grammar]);
    const tree = parser.parse(text, undefined, { bufferSize: Math.max(BUFFER, text.length * 2 + 2) });
    return { tree, free: () => undefined };
  };
}

async function wasm(limit: number): Promise<Parse> {
  const { Language, Parser } = await startWasm();
  const folder = dirname(require.resolve('tree-sitter-typescript/package.json'));
  const load = (name: string) => Language.load(join(folder, `tree-sitter-${name}.wasm`));
  const grammars = { typescript: await load('typescript'), tsx: await load('tsx') };
  const parser = new Parser();
  return (text, grammar) => {
    parser.setLanguage(grammars[grammar]);
    const tree = parseWithin(parser, text, limit);
    const walk = (): Cursor => tree.walk();
    const rootNode: Node = tree.rootNode;
    return { tree: { rootNode, walk }, free: () => tree.delete() };
  };
}
