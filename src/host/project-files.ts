import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainPath, readTextFile, sizeLimit, whyUnread } from './confined-read.ts';
import { isInside, realOrSame } from './find-program.ts';
import { type FileList, listByGit, listByWalk } from './list-files.ts';
import type { Git, ProjectFiles } from './port.ts';

/** A listing this young is used again; an older one is renewed where its age could matter. */
const FRESH_MS = 1_000;
/** Reads are synchronous inside (several times faster than promises); after this long the event loop gets a turn. */
const TURN_MS = 8;

const PACKAGE_NAME = /^(?:@[a-z0-9~_-][a-z0-9._~-]*\/)?[a-z0-9~_-][a-z0-9._~-]*$/i;

/** See `ProjectFiles`. `now` is in milliseconds and only has to grow. */
export function createProjectFiles(
  root: string,
  git: Git,
  now: () => number = () => performance.now(),
): ProjectFiles {
  const real = realOrSame(root);
  let listing: (FileList & { readonly at: number; readonly set: ReadonlySet<string> }) | undefined;
  let pending: Promise<NonNullable<typeof listing>> | undefined;
  let turnBegan = now();

  function renew() {
    pending ??= (async () => {
      const list = (await listByGit(git, real)) ?? (await listByWalk(real));
      listing = { ...list, at: now(), set: new Set(list.paths) };
      pending = undefined;
      return listing;
    })();
    return pending;
  }

  const fresh = async () => (listing && now() - listing.at < FRESH_MS ? listing : renew());

  /** On the list, or new since the list was made. */
  async function listed(path: string): Promise<boolean> {
    if (!isPlainPath(path)) return false;
    if ((listing ?? (await renew())).set.has(path)) return true;
    return exists(path) && (await fresh()).set.has(path);
  }

  function exists(path: string): boolean {
    try {
      const stat = lstatSync(join(real, path));
      return stat.isFile() || stat.isSymbolicLink();
    } catch {
      return false;
    }
  }

  async function breathe(): Promise<void> {
    if (now() - turnBegan < TURN_MS) return;
    await new Promise(resolve => setImmediate(resolve));
    turnBegan = now();
  }

  return {
    root: real,
    list: async ({ renew: anew = false } = {}) => (await (anew ? renew() : fresh())).paths,
    leftOut: async () => (await fresh()).leftOut,
    whyNot: async path => whyUnread(real, path),
    has: async path => (await listed(path)) && exists(path),
    async read(path, options = {}) {
      if (!(await listed(path))) return undefined;
      await breathe();
      return readTextFile(real, path, options.limit ?? sizeLimit(path));
    },
    async readPackage(name, file) {
      if (!PACKAGE_NAME.test(name) || !isPlainPath(file)) return undefined;
      await breathe();
      const packageRoot = realOrSame(join(real, 'node_modules', name));
      // pnpm and workspaces link inside the project; a link that leaves it (`npm link`) is not followed.
      if (!isInside(real, packageRoot) || packageRoot === real) return undefined;
      return readTextFile(packageRoot, file);
    },
  };
}
