// Runs after `npm install`: builds the program, or says what to do where the tools for it are absent.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
try {
  await import('esbuild');
} catch {
  if (existsSync(join(root, 'dist', 'cli.js'))) {
    console.error('planner-tui: the development tools are absent, so the program in dist/ is used as it is.');
    process.exit(0);
  }
  console.error(
    [
      'planner-tui: not built, because the development tools (esbuild) are absent: npm was told to leave them out.',
      'To build it:  npm install --include=dev',
    ].join('\n'),
  );
  process.exit(0);
}
process.argv.push('--if-stale');
await import('./build.mjs');
