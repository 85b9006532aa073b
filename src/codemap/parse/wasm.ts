import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

type Engine = typeof import('web-tree-sitter');
let started: Promise<Engine> | undefined;

/** web-tree-sitter, initialised once a process. */
export function startWasm(): Promise<Engine> {
  started ??= (async () => {
    const engine = await import('web-tree-sitter');
    const folder = dirname(fileURLToPath(import.meta.resolve('web-tree-sitter')));
    await engine.Parser.init({ locateFile: (name: string) => join(folder, name) });
    return engine;
  })();
  return started;
}

/** Path of a wasm file of the package of grammars. Throws where the package is not installed. */
export function grammarOfPackage(grammar: string): string {
  const manifest = require.resolve('@vscode/tree-sitter-wasm/package.json');
  return join(dirname(manifest), 'wasm', `tree-sitter-${grammar}.wasm`);
}

/** Parses with a limit in milliseconds. Throws where it is reached. Free the tree with `delete`. */
export function parseWithin(parser: Parser, text: string, limit: number) {
  const until = performance.now() + limit;
  const tree = parser.parse(text, null, { progressCallback: () => performance.now() > until });
  if (tree) return tree;
  parser.reset();
  throw new Error(`parsing took longer than ${limit / 1000} s`);
}
