import { closeSync, existsSync, opendirSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { realOrSame } from './find-program.ts';

/** What says "a project begins here", besides `.git`. */
const MANIFESTS = [
  'package.json',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'composer.json',
  'Gemfile',
  'mix.exs',
  'pubspec.yaml',
  'deno.json',
  'CMakeLists.txt',
  'Package.swift',
];
/** Looking for a first file stops here; a tree of that many folders without one is no project. */
const MOST_FOLDERS = 2_000;

/**
 * The real path of the project that `dir` lies in: the nearest folder at or above it with a `.git` or a manifest,
 * or with the plan of a new project; else `dir` itself where it holds files. A marker in the home folder or the root of the file system speaks only for
 * that folder itself (dot files under git, a stray package.json). Failures: `project-missing`, `project-no-folder`,
 * `project-unreadable`, `bare-repository`, `no-project`.
 */
export function findProjectRoot(dir: string, home = homedir(), mayBeEmpty = false): Result<string> {
  const asked = resolve(dir);
  const start = realOrSame(asked);
  const unusable = whyUnusable(start, asked, mayBeEmpty);
  if (unusable) return err(unusable);
  // What begins here is no part of what lies around it.
  if (mayBeEmpty && !holdsFile(start)) return ok(start);
  const wide = new Set([realOrSame(home), resolve('/')]);
  for (let folder = start; ; folder = dirname(folder)) {
    if (isBare(folder)) return err(bare(asked));
    // A new project has no manifest before its first step, but the plan that it begins with.
    if (!wide.has(folder) && beganByPlan(folder)) return ok(folder);
    if ((folder === start || !wide.has(folder)) && hasMarker(folder))
      return holdsFile(folder) ? ok(folder) : err(noProject(asked, 'it holds no file'));
    if (dirname(folder) === folder) break;
  }
  if (wide.has(start)) return err(noProject(asked, 'it is no single project but a whole home or disk'));
  return holdsFile(start) ? ok(start) : err(noProject(asked, 'it holds no file'));
}

function whyUnusable(folder: string, asked: string, mayBeEmpty: boolean): Failure | undefined {
  const next = 'Name a folder with --project DIR, or start planner-tui inside one.';
  try {
    if (!statSync(folder).isDirectory())
      return failure('project-no-folder', `A project folder was expected, but ${asked} is a file.`, next);
    readdirSync(folder);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return failure(
        'project-missing',
        mayBeEmpty
          ? `A folder for the new project was expected at ${asked}, but there is nothing.`
          : `A project folder was expected at ${asked}, but there is nothing.`,
        mayBeEmpty ? `Make it, it may stay empty: mkdir -p ${quoted(asked)}; then call this again.` : next,
      );
    return failure(
      'project-unreadable',
      `The project folder ${asked} cannot be read (${code}).`,
      'Give yourself the right to read and enter it, or name another folder with --project DIR.',
    );
  }
}

/** As a shell takes it in one piece. */
function quoted(path: string): string {
  return /^[\w./@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function noProject(asked: string, why: string): Failure {
  return failure(
    'no-project',
    `A project with at least one file was expected in ${asked}, but ${why}.`,
    'Name the project with --project DIR. For a new project: planner-tui bootstrap GOAL.',
  );
}

function bare(asked: string): Failure {
  return failure(
    'bare-repository',
    `A project with its files was expected, but ${asked} is a bare git repository: it holds history and no files.`,
    'Clone it, and name the clone with --project DIR.',
  );
}

/** What git keeps, without a work tree around it. */
function isBare(folder: string): boolean {
  return (
    basename(folder) !== '.git' &&
    ['HEAD', 'objects', 'refs'].every(name => existsSync(join(folder, name))) &&
    !hasMarker(folder)
  );
}

function hasMarker(folder: string): boolean {
  return existsSync(join(folder, '.git')) || MANIFESTS.some(name => existsSync(join(folder, name)));
}

/** Most plans that are looked at, and how much of each: its front matter. */
const MOST_PLANS = 50;
const HEAD = 4_000;

/** Whether a plan for a new project was published in this folder. */
function beganByPlan(folder: string): boolean {
  const plans = join(folder, 'plans');
  try {
    return readdirSync(plans)
      .filter(name => name.endsWith('.md') && name !== 'latest-plan.md')
      .slice(0, MOST_PLANS)
      .some(name => /^---\n(?:(?!---\n).*\n)*?kind: bootstrap\n/.test(headOf(join(plans, name))));
  } catch {
    return false;
  }
}

function headOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, HEAD, 0));
  } finally {
    closeSync(file);
  }
}

/** Whether any file lies in the folder or below it, `.git` aside. */
function holdsFile(folder: string): boolean {
  const waiting = [folder];
  for (let seen = 0; waiting.length > 0 && seen < MOST_FOLDERS; seen++) {
    const next = waiting.shift();
    if (next === undefined) break;
    try {
      const dir = opendirSync(next);
      try {
        for (let entry = dir.readSync(); entry; entry = dir.readSync()) {
          if (entry.name === '.git') continue;
          if (!entry.isDirectory()) return true;
          waiting.push(join(next, entry.name));
        }
      } finally {
        dir.closeSync();
      }
    } catch {
      // An unreadable folder below says nothing.
    }
  }
  return false;
}

/** `ENOENT` and the like; `unknown` for anything that is no system error. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown';
}
