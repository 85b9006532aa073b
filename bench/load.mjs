// Bundles the code map and what it stands on for a benchmark, into a fresh folder that the caller's process leaves empty.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles these exports (paths from the project's root) and loads the result. */
export async function loadBundle(contents) {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    outfile: join(folder, 'bundle.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['tree-sitter', 'tree-sitter-*', 'web-tree-sitter'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return import(pathToFileURL(join(folder, 'bundle.mjs')).href);
}

/** The code map's own exports, the host's, and the ranking's parts. */
export function loadMap() {
  return loadBundle(`export * from './src/codemap/index.ts';
        export { createGit, createProjectFiles } from './src/host/index.ts';`);
}

/** `--name value` from the command line. */
export function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}
