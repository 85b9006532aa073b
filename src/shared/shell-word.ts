/** A path as a POSIX shell takes it for one word; one that begins with a dash is quoted too, to be seen as a path. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
