/** Settings that keep a repository's own configuration from running anything (safety.md 5). */
export const SAFE_PREFIX: readonly string[] = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'log.showSignature=false',
  '-c',
  'protocol.allow=never',
  '-c',
  'safe.bareRepository=explicit',
  '-c',
  'core.quotePath=false',
  '-c',
  'color.ui=false',
  '-c',
  'submodule.recurse=false',
  '-c',
  'diff.submodule=short',
  // `remerge` as a default would run merge drivers.
  '-c',
  'log.diffMerges=separate',
  '-c',
  'log.showRoot=true',
  '-c',
  'i18n.logOutputEncoding=UTF-8',
];

/** Commands that print diffs and so could start external drivers. */
const DIFFING = new Set(['log', 'show', 'diff-tree']);

/**
 * Commands that only read, and read only objects, refs and the index. Those that look into the work tree's contents
 * (`status`, `diff`, `diff-files`, `blame` without a revision) are missing: they run clean filters.
 */
const ALLOWED = new Set([
  ...DIFFING,
  'cat-file',
  'check-attr',
  'check-ignore',
  'for-each-ref',
  'ls-files',
  'ls-tree',
  'merge-base',
  'name-rev',
  'rev-list',
  'rev-parse',
  'show-ref',
  'symbolic-ref',
]);

/** Options that start a program, write a file or compare contents of the work tree. git takes any unique beginning. */
const FORBIDDEN = [
  '--exec',
  '--exec-path',
  '--ext-diff',
  '--textconv',
  '--filters',
  '--output',
  '--output-directory',
  '--open-files-in-pager',
  '--show-signature',
  '--upload-pack',
  '--receive-pack',
  '--no-index',
  '--modified',
  '--recurse-submodules',
  '--remerge-diff',
  '--diff-merges',
];
/** Legitimate options that happen to be the beginning of a forbidden one. */
const FINE = new Set(['--text', '--exclude', '--no-textconv', '--no-ext-diff']);

/**
 * The full argument list of a read-only command, or undefined where it asks for more than reading. What follows
 * `--` or `--end-of-options` is an operand and is not looked at.
 */
export function safeArguments(args: readonly string[]): string[] | undefined {
  const [command, ...rest] = args;
  if (command === undefined || !ALLOWED.has(command)) return undefined;
  for (const arg of rest) {
    if (arg.includes('\0')) return undefined;
    if (arg === '--' || arg === '--end-of-options') break;
    if (isForbidden(command, arg)) return undefined;
  }
  const drivers = DIFFING.has(command) ? ['--no-ext-diff', '--no-textconv'] : [];
  return [...SAFE_PREFIX, command, ...drivers, ...rest];
}

function isForbidden(command: string, arg: string): boolean {
  // `%G…` makes log check signatures by a program that the repository may name.
  if (/^--(?:format|pretty)/.test(arg) && arg.includes('%G')) return true;
  if (!arg.startsWith('--')) return command === 'ls-files' ? /^-[a-z]*m/.test(arg) : arg === '-O';
  const name = arg.split('=', 1)[0] ?? arg;
  if (FINE.has(name)) return false;
  return FORBIDDEN.some(bad => bad === name || (name.length > 2 && bad.startsWith(name)));
}

/**
 * The environment for git: nothing of GIT_*, no way to ask a person, no transport, no lazy fetch, and a PATH without
 * folders of the repository. GIT_ALLOW_PROTOCOL outranks `protocol.<name>.allow` of the repository's configuration.
 */
export function gitEnvironment(
  env: NodeJS.ProcessEnv,
  path: readonly string[],
  delimiter: string,
): NodeJS.ProcessEnv {
  const out: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(env))
    if (!/^(?:GIT_|PATH$|PAGER$|LESS|SSH_ASKPASS$)/i.test(name)) out[name] = value;
  return {
    ...out,
    PATH: path.join(delimiter),
    LC_ALL: 'C.UTF-8',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_FLUSH: '0',
  };
}
