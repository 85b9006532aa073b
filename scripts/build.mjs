// Bundles the program into dist/. `--if-stale` does nothing when no source is newer than the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'dist', '.stamp');

function sourceHash() {
  const hash = createHash('sha256');
  const walk = folder => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) hash.update(path).update(readFileSync(join(root, path)));
    }
  };
  walk('src');
  for (const file of ['package.json', 'package-lock.json', 'scripts/build.mjs'])
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const stamp = sourceHash();
if (process.argv.includes('--if-stale') && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp)
  process.exit(0);

const { build } = await import('esbuild');
rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'));
const entries = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  'map-worker': 'src/codemap/worker.ts',
  'parse-child': 'src/codemap/parse/child.ts',
};
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  jsx: 'automatic',
  minifySyntax: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  // Native and wasm packages are loaded from node_modules; Ink asks for its devtools only in development.
  external: ['tree-sitter', 'tree-sitter-*', 'web-tree-sitter', 'react-devtools-core'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
writeFileSync(stampFile, stamp);
