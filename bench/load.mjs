// Bundles the code map and what it stands on for a benchmark, into a fresh folder that the caller's process leaves empty.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A folder beside the packages, where bundles find them; it goes when the process ends. */
function freshFolder() {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function bundle(options) {
  return build({
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['tree-sitter', 'tree-sitter-*', 'web-tree-sitter'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
    ...options,
  });
}

/** Bundles these exports (paths from the project's root) and loads the result. */
export async function loadBundle(contents) {
  const outfile = join(freshFolder(), 'bundle.mjs');
  await bundle({ stdin: { contents, resolveDir: root }, outfile });
  return import(pathToFileURL(outfile).href);
}

/** A bundle of the code map's own doors, for processes that measure it beside the built program: its path. */
export async function bundleMap() {
  const outfile = join(freshFolder(), 'main.mjs');
  const contents = `export * from './src/codemap/index.ts';
        export { createParsePool } from './src/codemap/parse/pool.ts';
        export { isParsed } from './src/codemap/parse/protocol.ts';
        export { LANGUAGES } from './src/codemap/parse/languages.ts';
        export { languageOf } from './src/codemap/scan/syntax.ts';
        export { createGit, createProjectFiles } from './src/host/index.ts';`;
  await bundle({ stdin: { contents, resolveDir: root }, outfile });
  return outfile;
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
