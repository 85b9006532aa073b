/**
 * What names, paths and commands of a playbook may be. A plan writes no file and runs no command, but people and
 * programs follow it: each of these says what is wrong, and undefined where nothing is.
 */

const NAME = /^[A-Za-z][\w.-]{0,59}$/;

/** Ids become keys of answers and names in sentences. */
export function nameProblem(name: string): string | undefined {
  if (name in Object.prototype) return 'this name means something else to JavaScript, another was expected';
  return NAME.test(name) ? undefined : 'a letter, then letters, digits, “.”, “_” and “-” were expected';
}

/** Of a path with placeholders: what is written in it. Also for a path that was filled. */
export function pathProblem(path: string): string | undefined {
  // A placeholder stands for a name; what it holds is looked at when it is filled.
  const plain = path.replace(/\{\{[^{}]*\}\}/g, 'x');
  if (/^[/~]|^[A-Za-z]:|\\/.test(plain)) return `a path inside of the project was expected, not “${path}”`;
  if (plain.split('/').includes('..')) return `a path without “..” was expected, not “${path}”`;
  if (/(?:^|\/)\.git(?:\/|$)/i.test(plain)) return `nothing inside of .git can be planned: “${path}”`;
  return /[\n\0]/.test(plain) ? `a path of one line was expected, not “${path}”` : undefined;
}

/** Names of packages stand in the command that installs them, where a space or a sign would begin something else. */
export function packageProblem(name: string): string | undefined {
  return /^[@A-Za-z0-9][\w./:@+-]*(?:\[[\w,-]+\])?$/.test(name)
    ? undefined
    : `the name of a package was expected, not “${name}”`;
}

export function settingProblem(name: string): string | undefined {
  return /^[A-Za-z_]\w*$/.test(name) ? undefined : `the name of a setting was expected, not “${name}”`;
}

export function commandProblem(command: string): string | undefined {
  return /[\n\r]/.test(command) ? 'a command of one line was expected' : undefined;
}
