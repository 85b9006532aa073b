import { lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ASKED_AT_ONCE, blobNames, convertedPaths, type Entry, parseIndex } from './clean.ts';
import { realOrSame } from './find-program.ts';
import { createRawGit } from './git.ts';
import type { TreeFile, WorkTree } from './port.ts';

/** Files are looked at synchronously (several times faster than promises); after this long the event loop gets a turn. */
const TURN_MS = 8;
/** A file of more bytes is compared by its size alone. */
const MOST_HASHED = 64 * 1024 * 1024;

/**
 * See `WorkTree`. Most files are never read: the index knows the content, time and size that each had when git looked at it
 * last, and what the index holds is compared with the tree by name. As for `clean`, neither `git status` nor `git diff` is
 * asked, which would run filters of the repository.
 */
export function createWorkTree(root: string, env: NodeJS.ProcessEnv = process.env): WorkTree {
  const real = realOrSame(root);
  const raw = createRawGit(root, env);

  async function text(args: readonly string[]): Promise<string | undefined> {
    const done = await raw(args);
    return done?.code === 0 ? done.stdout.toString('utf8') : undefined;
  }

  return {
    async differing(tree) {
      const [listed, indexFile] = await Promise.all([
        text(['ls-files', '-z', '-s', '--debug']),
        text(['rev-parse', '--git-path', 'index']),
      ]);
      const entries = listed === undefined ? undefined : parseIndex(listed);
      if (!entries) return undefined;
      const index = new Map(entries.map(entry => [entry.path, entry]));
      const written = statOf(resolve(real, indexFile?.trimEnd() ?? ''))?.mtimeNs ?? 0n;
      const differing: TreeFile[] = [];
      const doubtful: TreeFile[] = [];
      let turnBegan = performance.now();
      for (const file of tree) {
        if (performance.now() - turnBegan > TURN_MS) {
          await new Promise(resolve => setImmediate(resolve));
          turnBegan = performance.now();
        }
        const entry = index.get(file.path);
        const verdict = compare(join(real, file.path), file, entry, written);
        if (verdict === 'other') (entry?.oid === file.sha ? doubtful : differing).push(file);
      }
      return [...differing, ...(await unconverted(doubtful))];
    },
  };

  /** What git stores in another form may differ by that alone. */
  async function unconverted(files: readonly TreeFile[]): Promise<readonly TreeFile[]> {
    const out: TreeFile[] = [];
    for (let at = 0; at < files.length; at += ASKED_AT_ONCE) {
      const some = files.slice(at, at + ASKED_AT_ONCE);
      const converted = await convertedPaths(
        raw,
        some.map(file => file.path),
      );
      out.push(...some.filter(file => !converted?.has(file.path)));
    }
    return out;
  }
}

/** `gone`: there is no regular file now; whether that is a change the list of files tells. */
function compare(
  full: string,
  file: TreeFile,
  entry: Entry | undefined,
  written: bigint,
): 'same' | 'other' | 'gone' {
  const stat = statOf(full);
  if (!stat?.isFile()) return 'gone';
  if (entry !== undefined) {
    const ns = BigInt(entry.mtimeS) * 1_000_000_000n + BigInt(entry.mtimeNs);
    // What was written in the same instant as the index, or later, may hide a change behind the same time.
    const known = ns < written && stat.mtimeNs === ns && Number(stat.size) === entry.size;
    if (known) return entry.oid === file.sha ? 'same' : 'other';
  }
  if (Number(stat.size) > MOST_HASHED) return Number(stat.size) === file.size ? 'same' : 'other';
  try {
    return blobNames(readFileSync(full), file.sha.length).includes(file.sha) ? 'same' : 'other';
  } catch {
    return 'gone';
  }
}

function statOf(path: string) {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
