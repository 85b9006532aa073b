// Bundles the program into dist/. `--if-stale` does nothing when no source is newer than the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'dist', '.stamp');

function* sources(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.isFile()) yield path;
  }
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const path of [...sources('src'), ...sources('playbooks')])
    hash.update(path).update(readFileSync(join(root, path)));
  for (const file of ['package.json', 'package-lock.json', 'scripts/build.mjs'])
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const entries = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  'compiled-playbooks': 'src/app/compiled-playbooks.ts',
  'map-worker': 'src/app/map-worker.ts',
  'scan-worker': 'src/codemap/scan-worker.ts',
  'parse-child': 'src/codemap/parse/child.ts',
};

function emptyDist() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
}

async function bundle({ build }) {
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    minifySyntax: true,
    // A start reads every byte, in each thread and process anew. Names stay, for those who read a trace.
    minifyWhitespace: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Native and wasm packages are loaded from node_modules; Ink asks for its devtools only in development.
    external: ['tree-sitter', 'tree-sitter-*', 'web-tree-sitter', 'react-devtools-core'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** `import pkg from '../../package.json' with { type: 'json' };`: Node 20 warns of it when it is left to run time. */
const MANIFEST_IMPORT = /^import (\w+) from ['"][./]+package\.json['"] with \{[^}]*\};$/m;

function manifestAsData(_all, name) {
  const { version, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `const ${name} = ${JSON.stringify({ version, engines })};`;
}

/** File by file with the TypeScript compiler, which is JavaScript and runs wherever Node does. Starts slower. */
async function transpile() {
  const { default: ts } = await import('typescript');
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.ReactJSX,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
  };
  for (const path of sources('src')) {
    // Query files and grammars are read where they are.
    if (!/\.tsx?$/.test(path)) continue;
    const out = join(root, 'dist', path);
    mkdirSync(dirname(out), { recursive: true });
    const text = readFileSync(join(root, path), 'utf8');
    const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: path });
    writeFileSync(out.replace(/\.tsx?$/, '.js'), outputText.replace(MANIFEST_IMPORT, manifestAsData));
  }
  for (const [name, path] of Object.entries(entries)) {
    const target = `./${path.replace(/\.ts$/, '.js')}`;
    writeFileSync(join(root, 'dist', `${name}.js`), `export * from '${target}';\n`);
  }
}

/** The playbooks as data: each start would parse their YAML anew. */
async function compilePlaybooks() {
  const { COMPILED_FILE, compileBuiltIn } = await import(
    pathToFileURL(join(root, 'dist', 'compiled-playbooks.js')).href
  );
  writeFileSync(join(root, 'dist', COMPILED_FILE), compileBuiltIn());
}

function say(lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
}

const stamp = sourceHash();
const fresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
if (!(process.argv.includes('--if-stale') && fresh)) {
  const esbuild = await import('esbuild').catch(() => undefined);
  if (esbuild) {
    emptyDist();
    try {
      await bundle(esbuild);
    } catch (error) {
      // Errors in the source are esbuild's to report; without a program for this platform there is another way.
      if (error?.errors?.length > 0) throw error;
      say([
        'planner-tui: esbuild has no program for this platform here, so the sources are compiled one by one;',
        'the program starts a little slower.',
      ]);
      await transpile();
    }
    await compilePlaybooks();
    writeFileSync(stampFile, stamp);
  } else if (existsSync(join(root, 'dist', 'cli.js')))
    say(['planner-tui: the development tools are absent, so the program in dist/ is used as it is.']);
  else {
    say([
      'planner-tui: not built, because the development tools (esbuild) are absent: npm was told to leave them out.',
      'To build it:  npm install --include=dev',
    ]);
    // Installing without them is no fault; whoever starts the program is told by the program itself.
    if (process.env.npm_lifecycle_event === 'pretest' || !process.argv.includes('--if-stale'))
      process.exitCode = 1;
  }
}
