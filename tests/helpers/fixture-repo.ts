import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixtureFolder, makeFolder, makeRepo, readTree } from '../fixtures/make-repo.mjs';

const FIXTURES = ['shop-api', 'ledger-py', 'notes-web'] as const;
export type FixtureName = (typeof FIXTURES)[number];

export interface FixtureOptions {
  /** Stop after this many commits, oldest first; all of them when absent. */
  commits?: number;
  /** Files to write on top without committing: path → text. They leave the tree dirty. */
  files?: Readonly<Record<string, string>>;
  /** False removes `.git`: the same project without a history. */
  git?: boolean;
}

export interface FixtureRepo {
  root: string;
  cleanup(): Promise<void>;
}

/** The fixture of this name; throws where there is none. */
export function fixtureName(name: string): FixtureName {
  const found = FIXTURES.find(f => f === name);
  if (!found) throw new Error(`expected one of ${FIXTURES.join(', ')} or a project of the test, got ${name}`);
  return found;
}

/**
 * A fresh copy of a fixture project in a temp folder of its own, with its whole git history. The folder is named
 * like the fixture, commit ids are the same each time, there is no remote. Throws when the history does not build.
 */
export async function makeFixtureRepo(name: FixtureName, options: FixtureOptions = {}): Promise<FixtureRepo> {
  const parent = await mkdtemp(join(tmpdir(), 'planner-tui-fixture-'));
  const cleanup = () => rm(parent, { recursive: true, force: true });
  try {
    const whole = options.git === false && options.commits === undefined;
    const root = whole
      ? makeFolder(name, join(parent, name))
      : copied(originalOf(name, options.commits), parent, name);
    if (options.git === false) rmSync(join(root, '.git'), { recursive: true, force: true });
    for (const [path, text] of Object.entries(options.files ?? {})) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return { root, cleanup };
  } catch (error) {
    await cleanup();
    throw error;
  }
}

/** Kept between the runs of the tests: git takes ten times as long to make one as it takes to copy it. */
const ORIGINALS = fileURLToPath(new URL('../../node_modules/.cache/planner-tui-fixtures', import.meta.url));
const MAKER = fileURLToPath(new URL('../fixtures/make-repo.mjs', import.meta.url));
const originals = new Map<string, string>();

function originalOf(name: FixtureName, commits: number | undefined): string {
  const key = `${name} ${commits}`;
  const folder = originals.get(key) ?? original(name, commits);
  originals.set(key, folder);
  return folder;
}

/** The folder with the repository that these files make, which is named after what stands in them. */
function original(name: FixtureName, commits: number | undefined): string {
  const hash = createHash('sha256').update(readFileSync(MAKER));
  hash.update(readFileSync(`${fixtureFolder(name)}.history`));
  for (const [path, text] of readTree(fixtureFolder(name))) hash.update(`${path}\0${text}\0`);
  const folder = join(ORIGINALS, `${name}-${commits ?? 'all'}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(ORIGINALS, { recursive: true });
  const fresh = mkdtempSync(`${folder}.`);
  makeRepo(name, join(fresh, name), commits);
  try {
    renameSync(join(fresh, name), folder);
  } catch (error) {
    // Another test file made the same one meanwhile.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** A copy with the times of its files, by which git knows that none was changed. */
function copied(from: string, parent: string, name: string): string {
  const to = join(parent, name);
  if (process.platform === 'win32') cpSync(from, to, { recursive: true, preserveTimestamps: true });
  else execFileSync('cp', ['-a', from, to]);
  return to;
}
