// Runs after `npm install`: builds the program, or says what to do where the tools for it are absent.
process.argv.push('--if-stale');
await import('./build.mjs');
