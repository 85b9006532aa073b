#!/usr/bin/env node
// React reads this when it loads; the development build leaks performance entries in a long session. It is not for programs
// that are started from here, which know by the second variable that the first is not the person's.
if (process.env.NODE_ENV === undefined) {
  process.env.NODE_ENV = 'production';
  process.env.PLANNER_TUI_SET_NODE_ENV = '1';
}
try {
  await import('../dist/cli.js');
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist')) throw error;
  process.stderr.write(
    'planner-tui is not built yet. Run `npm install --include=dev` (or `npm run build`) in its folder.\n',
  );
  process.exitCode = 1;
}
