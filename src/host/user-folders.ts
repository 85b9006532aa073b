import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { slug } from '../shared/slug.ts';
import { realOrSame } from './find-program.ts';
import { sha16 } from './hash.ts';
import { codeOf } from './project-root.ts';

const APP = 'planner-tui';

type Kind = 'state' | 'cache' | 'config';
const XDG: Readonly<Record<Kind, { readonly variable: string; readonly fallback: string }>> = {
  state: { variable: 'XDG_STATE_HOME', fallback: '.local/state' },
  cache: { variable: 'XDG_CACHE_HOME', fallback: '.cache' },
  config: { variable: 'XDG_CONFIG_HOME', fallback: '.config' },
};

/** Name of a project among the user's own: its folder's name, and a hash of the real path that tells namesakes apart. */
export function projectId(projectRoot: string): string {
  const real = realOrSame(resolve(projectRoot));
  return `${slug(basename(real), 40, 'project')}-${sha16(real).slice(0, 12)}`;
}

/**
 * Where planner-tui keeps a kind of its own files. `PLANNER_TUI_HOME` holds all kinds (`state/`, `cache/`, `config/`);
 * else the XDG folders, of which relative ones are ignored as their specification asks. Nothing is created.
 */
export function userFolder(kind: Kind, env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  const own = env.PLANNER_TUI_HOME;
  if (own) return join(resolve(own), kind);
  const { variable, fallback } = XDG[kind];
  const base = env[variable];
  if (base && isAbsolute(base)) return join(base, APP);
  const local = process.platform === 'win32' ? env.LOCALAPPDATA : undefined;
  return local ? join(local, APP, kind) : join(home, fallback, APP);
}

/** Creates a folder (and what is missing above it) that only its owner may enter, and gives it back. */
export function privateFolder(path: string): string {
  makeFolder(path);
  chmodSync(path, 0o700);
  return path;
}

/** Level by level: Node's own `recursive` never ends where a folder says that it is absent and takes no new one (/proc). */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) {
      makeFolder(dirname(path));
      mkdirSync(path, { mode: 0o700 });
    } else if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The state folder of a project (sessions, drafts), created with mode 0700. */
export function stateFolder(projectRoot: string, env: NodeJS.ProcessEnv = process.env): string {
  privateFolder(userFolder('state', env));
  return privateFolder(join(userFolder('state', env), projectId(projectRoot)));
}

/** The cache folder of a project: may vanish at any time. Created with mode 0700. */
export function cacheFolder(projectRoot: string, env: NodeJS.ProcessEnv = process.env): string {
  privateFolder(userFolder('cache', env));
  return privateFolder(join(userFolder('cache', env), projectId(projectRoot)));
}
