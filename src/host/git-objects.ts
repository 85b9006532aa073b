import { createRawGit } from './git.ts';
import type { GitObjects, TreeFile } from './port.ts';

const NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** A line of `ls-tree -l`: a regular file, executable or not. Sizes of contents that are not here are `-` or `BAD`. */
const BLOB = /^100(?:644|755|664) blob ([0-9a-f]+) +(\d+|-|BAD)\t([\s\S]+)$/;
/** How much one call of git hands over: contents in bytes, and names. */
const BYTES_AT_ONCE = 8 * 1024 * 1024;
const NAMES_AT_ONCE = 500;
const TREE_BYTES = 256 * 1024 * 1024;

/** See `GitObjects`. Reads of a root inside a bigger repository see that folder alone. */
export function createGitObjects(root: string, env: NodeJS.ProcessEnv = process.env): GitObjects {
  const raw = createRawGit(root, env);
  return {
    async tree(commit) {
      if (!NAME.test(commit)) return undefined;
      const done = await raw(['ls-tree', '-r', '-z', '-l', commit], { maxBytes: TREE_BYTES });
      if (done?.code !== 0) return undefined;
      return done.stdout
        .toString('utf8')
        .split('\0')
        .flatMap(line => {
          const [, sha, size, path] = BLOB.exec(line) ?? [];
          return sha === undefined || path === undefined
            ? []
            : [{ path, sha, size: size === '-' || size === 'BAD' ? undefined : Number(size) }];
        });
    },
    async contents(files, take) {
      for (const some of portions(files)) {
        const done = await raw(['cat-file', '--batch'], {
          input: some.map(f => `${f.sha}\n`).join(''),
          maxBytes: BYTES_AT_ONCE * 8,
        });
        if (done) handOver(done.stdout, some, take);
      }
    },
    async parents() {
      const done = await raw(['rev-list', '--parents', 'HEAD', '--'], { maxBytes: TREE_BYTES });
      if (done?.code !== 0) return undefined;
      const found = new Map<string, readonly string[]>();
      for (const line of done.stdout.toString('latin1').split('\n')) {
        const [commit, ...parents] = line.split(' ');
        if (commit) found.set(commit, parents);
      }
      return found;
    },
  };
}

function* portions(files: readonly TreeFile[]): Generator<readonly TreeFile[]> {
  let some: TreeFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (file.size === undefined || !NAME.test(file.sha)) continue;
    if (some.length > 0 && (some.length === NAMES_AT_ONCE || bytes + file.size > BYTES_AT_ONCE)) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(file);
    bytes += file.size;
  }
  if (some.length > 0) yield some;
}

/** Reads the output of `cat-file --batch`: `NAME blob SIZE`, the bytes and a line end, or `NAME missing`. */
function handOver(
  output: Buffer,
  files: readonly TreeFile[],
  take: (file: TreeFile, bytes: Buffer) => void,
): void {
  let at = 0;
  for (const file of files) {
    const end = output.indexOf(10, at);
    if (end < 0) return;
    const [name, kind, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (name !== file.sha || kind !== 'blob') continue;
    const length = Number(size);
    // Cut short by a bound: the rest did not come.
    if (at + length > output.length) return;
    take(file, output.subarray(at, at + length));
    at += length + 1;
  }
}
