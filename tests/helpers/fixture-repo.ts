import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder, makeRepo } from '../fixtures/make-repo.mjs';

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
      : makeRepo(name, join(parent, name), options.commits);
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
