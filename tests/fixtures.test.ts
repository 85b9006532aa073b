import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import {
  FIXTURES,
  fixtureFolder,
  makeRepo,
  parseHistory,
  readTree,
  statesOf,
} from './fixtures/make-repo.mjs';
import { type FixtureRepo, makeFixtureRepo } from './helpers/fixture-repo.ts';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const git = async (cwd: string, ...args: string[]) => (await run('git', args, { cwd })).stdout.trim();
const historyOf = async (name: string) =>
  parseHistory(await readFile(join(here, 'fixtures', `${name}.history`), 'utf8'));

const repos: FixtureRepo[] = [];
const make = async (...args: Parameters<typeof makeFixtureRepo>) => {
  const repo = await makeFixtureRepo(...args);
  repos.push(repo);
  return repo.root;
};
afterEach(async () => {
  for (const repo of repos.splice(0)) await repo.cleanup();
});

const COMMITS = { 'shop-api': 44, 'ledger-py': 15, 'notes-web': 12 };

describe.each(FIXTURES)('the repository %s', name => {
  it('has all its commits, is clean and ends at the tree of the fixture', async () => {
    const root = await make(name);
    expect(await git(root, 'rev-list', '--count', 'main')).toBe(String(COMMITS[name]));
    expect(await git(root, 'status', '--porcelain')).toBe('');
    expect(await git(root, 'branch', '--show-current')).toBe('main');
    expect(await git(root, 'remote')).toBe('');

    const built = readTree(root);
    for (const path of built.keys()) if (path.startsWith('.git/')) built.delete(path);
    expect(built).toEqual(readTree(fixtureFolder(name)));
  });

  it('has the same commit ids each time', async () => {
    const [first, second] = [await make(name), await make(name)];
    const ids = await git(first, 'rev-list', 'main');
    expect(ids.split('\n')).toHaveLength(COMMITS[name]);
    expect(await git(second, 'rev-list', 'main')).toBe(ids);
  });

  it('goes forward in time, ends in November 2026 at the latest, and no commit is empty', async () => {
    const { commits } = await historyOf(name);
    const dates = commits.map(commit => Date.parse(commit.date));
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    expect(dates.at(-1)).toBeLessThan(Date.parse('2026-12-01T00:00:00Z'));
    expect(commits.filter(commit => commit.changes.length === 0)).toEqual([]);

    const states = statesOf(commits, readTree(fixtureFolder(name)));
    states.forEach((state, i) => {
      expect(state, commits[i]?.subject).not.toEqual(states[i - 1] ?? new Map());
    });
  });

  it('speaks in conventional commits', async () => {
    const { commits } = await historyOf(name);
    const odd = commits.filter(
      ({ subject }) =>
        !/^(feat|fix|perf|refactor|test|docs|ci|chore)(\([a-z-]+\))?: \S.{4,70}$/.test(subject),
    );
    expect(odd.map(commit => commit.subject)).toEqual([]);
  });

  it('holds no file that .gitignore of this project or its own would swallow', async () => {
    const paths = [...readTree(fixtureFolder(name)).keys()];
    const ignored = await run('git', ['check-ignore', '--no-index', ...paths], {
      cwd: fixtureFolder(name),
    }).catch((error: { code?: number; stdout?: string }) => ({
      stdout: error.code === 1 ? '' : 'git failed',
    }));
    expect(ignored.stdout).toBe('');
  });

  it('has JSON that parses', () => {
    const files = [...readTree(fixtureFolder(name))].filter(([path]) => path.endsWith('.json'));
    for (const [path, text] of files) expect(() => JSON.parse(text), path).not.toThrow();
    expect(files.length).toBeGreaterThan(name === 'ledger-py' ? -1 : 1);
  });
});

/** Relative imports of TypeScript files that lead to no file of the tree. */
function danglingImports(tree: ReadonlyMap<string, string>): string[] {
  const dangling: string[] = [];
  for (const [path, text] of tree) {
    if (!/\.tsx?$/.test(path)) continue;
    for (const [, target = ''] of text.matchAll(/(?:from|import) '(\.[^']*)'/g)) {
      const base = posix.join(posix.dirname(path), target);
      const candidates = ['', '.ts', '.tsx', '.d.ts', '/index.ts'].map(end => base + end);
      if (!candidates.some(candidate => tree.has(candidate))) dangling.push(`${path} → ${target}`);
    }
  }
  return dangling;
}

describe.each(['shop-api', 'notes-web'] as const)('the code of %s', name => {
  it('resolves every relative import, at every commit', async () => {
    const { commits } = await historyOf(name);
    const states = statesOf(commits, readTree(fixtureFolder(name)));
    states.forEach((state, i) => {
      expect(danglingImports(state), commits[i]?.subject).toEqual([]);
    });
  });

  it('would be caught with an import that leads nowhere', () => {
    expect(danglingImports(new Map([['src/a.ts', "import { b } from './b';\n"]]))).toEqual([
      'src/a.ts → ./b',
    ]);
  });
});

describe('the history of shop-api', () => {
  it('shows how a notification was added before: mail on shipping, across several files', async () => {
    const root = await make('shop-api');
    const files = await git(root, 'log', '--grep=e-mail the customer', '--name-only', '--format=', 'main');
    expect(files.split('\n')).toEqual(
      expect.arrayContaining([
        'src/lib/mailer.ts',
        'src/services/order.service.ts',
        'src/container.ts',
        'src/config/env.ts',
        'tests/unit/order.service.test.ts',
      ]),
    );
  });

  it('knows nothing of mail before that commit', async () => {
    const { commits } = await historyOf('shop-api');
    const states = statesOf(commits, readTree(fixtureFolder('shop-api')));
    const at = commits.findIndex(commit => commit.subject.includes('e-mail the customer'));
    const code = (state = new Map<string, string>()) =>
      [...state].filter(([path]) => path.startsWith('src/')).map(([, text]) => text);
    expect(code(states[at - 1]).join('\n')).not.toMatch(/mailer|nodemailer/i);
    expect(code(states[at]).join('\n')).toMatch(/mailer/i);
  });

  it('has nothing that works in real time and no Redis, in no commit', async () => {
    const { commits } = await historyOf('shop-api');
    for (const state of statesOf(commits, readTree(fixtureFolder('shop-api')))) {
      expect([...state.values()].join('\n')).not.toMatch(/redis|socket|websocket|event-?source|server-sent/i);
    }
  });

  it('brings the schema and a migration together', async () => {
    const { commits } = await historyOf('shop-api');
    const migrations = commits.filter(commit =>
      commit.changes.some(change => change.op === '+' && change.path.endsWith('migration.sql')),
    );
    expect(migrations).toHaveLength(5);
    for (const commit of migrations) {
      expect(commit.changes.map(change => change.path)).toContain('prisma/schema.prisma');
    }
  });
});

describe('makeFixtureRepo', () => {
  it('stops after the commits that were asked for', async () => {
    const root = await make('shop-api', { commits: 3 });
    expect(await git(root, 'rev-list', '--count', 'main')).toBe('3');
    expect(existsSync(join(root, 'src/app.ts'))).toBe(true);
    expect(existsSync(join(root, 'prisma'))).toBe(false);
  });

  it('leaves extra files uncommitted', async () => {
    const root = await make('notes-web', { files: { 'src/lib/new.ts': 'export {};\n' } });
    expect(await git(root, 'status', '--porcelain')).toBe('?? src/lib/new.ts');
  });

  it('gives the project without a history when asked', async () => {
    const root = await make('ledger-py', { git: false });
    expect(existsSync(join(root, '.git'))).toBe(false);
    expect(existsSync(join(root, 'pyproject.toml'))).toBe(true);
  });

  it('removes everything on cleanup', async () => {
    const repo = await makeFixtureRepo('notes-web');
    await repo.cleanup();
    expect(existsSync(dirname(repo.root))).toBe(false);
  });
});

describe('make-repo.mjs', () => {
  const script = join(here, 'fixtures', 'make-repo.mjs');

  it('prints the folder on the command line, and refuses one that is not empty', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'planner-tui-fixture-'));
    try {
      const { stdout } = await run(process.execPath, [script, 'notes-web', join(folder, 'notes')]);
      expect(stdout).toBe(`${join(folder, 'notes')}\n`);
      await expect(run(process.execPath, [script, 'notes-web', folder])).rejects.toMatchObject({
        stderr: expect.stringContaining('is not empty'),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('names the fixtures when it gets another name', () => {
    expect(() => makeRepo('shop', join(tmpdir(), 'never-made'))).toThrow(
      /shop-api, ledger-py, notes-web, got shop/,
    );
  });

  const history = (changes: string) =>
    parseHistory(
      `person a A <a@x.example>\ncommit feat: something new\n2026-01-01T00:00:00Z a\n\n${changes}\n`,
    ).commits;

  it.each([
    [
      'a change whose lines are not there',
      '+ f\n~ f\n<<<\nold\n===\nmissing\n>>>',
      /expected the new text once, found it 0/,
    ],
    ['a change whose lines are there twice', '+ f\n~ f\n<<<\nold\n===\nsame\n>>>', /found it 2 times/],
    ['a file that no commit adds', '+ g', /g: does not exist/],
    ['a deleted file that is still there', '- f\n<<<\nx\n>>>', /still has it/],
    ['a file that is left over', '', /no commit adds f/],
  ])('refuses %s', (_what, changes, message) => {
    expect(() => statesOf(history(changes), new Map([['f', 'same\nsame\n']]))).toThrow(message);
  });

  it.each([
    ['a block without an end', '~ f\n<<<\nold', /has no ===/],
    ['an empty new text', '~ f\n<<<\nold\n===\n>>>', /keep a line around it/],
    ['a line that is no change', '+ f\n? g', /expected a commit, a change or a comment/],
  ])('refuses to read %s', (_what, changes, message) => {
    expect(() => history(changes)).toThrow(message);
  });

  it('undoes deletions too', () => {
    const commits = parseHistory(
      'person a A <a@x.example>\ncommit feat: first of two\n2026-01-01T00:00:00Z a\n\n+ f\n+ g\ncommit feat: second\n2026-01-02T00:00:00Z a\n\n- g\n<<<\nold\n>>>\n',
    ).commits;
    expect(statesOf(commits, new Map([['f', 'new\n']]))).toEqual([
      new Map([
        ['f', 'new\n'],
        ['g', 'old\n'],
      ]),
      new Map([['f', 'new\n']]),
    ]);
  });
});
