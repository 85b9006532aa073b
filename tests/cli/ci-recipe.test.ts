import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import pkg from '../../package.json' with { type: 'json' };
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { type Ended, freshHome, run } from './program.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly permissions: object; readonly steps: readonly Step[] }>>;
}

const PAGE = readFileSync(new URL('../../docs/ci-recipe.md', import.meta.url), 'utf8');
const BIN = fileURLToPath(new URL('../../bin/planner-tui.js', import.meta.url));
const workflow = parse(/^```yaml\n([\s\S]*?)^```$/m.exec(PAGE)?.[1] ?? '') as Workflow;
const command = (job: string, name: string): string =>
  workflow.jobs[job]?.steps.find(step => step.name === name)?.run ?? '';

let origin: FixtureRepo;
let tools: string;
let base: string;

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();
const commit = (message: string) => {
  git(origin.root, 'add', '-A');
  git(origin.root, 'commit', '-qm', message);
};

/** A branch with an approved plan and a beginning of its code; meanwhile others changed main. */
beforeAll(async () => {
  origin = await makeFixtureRepo('shop-api');
  tools = mkdtempSync(join(tmpdir(), 'planner-tui-ci-'));
  const program = join(tools, 'planner-tui');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(program, 0o755);
  git(origin.root, 'checkout', '-qb', 'plan-only');
  const { code } = await run(['plan', 'add rate limiting to the public API', '--print', '--approve'], {
    cwd: origin.root,
  });
  expect(code).toBe(0);
  commit('plan: rate limiting');
  git(origin.root, 'checkout', '-qb', 'work');
  writeFileSync(
    join(origin.root, 'src/middleware/rate-limit.ts'),
    'export function rateLimit() {\n  return undefined;\n}\n',
  );
  commit('feat: the limiter');
  git(origin.root, 'checkout', '-q', 'main');
  appendFileSync(join(origin.root, 'src/server.ts'), '// changed by others\n');
  commit('others');
  base = git(origin.root, 'rev-parse', 'main');
});
afterAll(() => origin.cleanup());

function clone(branch: string, depth?: number): string {
  const to = join(mkdtempSync(join(tmpdir(), 'planner-tui-clone-')), 'shop-api');
  const shallow = depth === undefined ? [] : ['--depth', String(depth)];
  git(tmpdir(), 'clone', '-q', ...shallow, '--branch', branch, pathToFileURL(origin.root).href, to);
  return to;
}

/** As the runner does: a script file, bash with -e and pipefail, no terminal. */
function runStep(script: string, cwd: string): Promise<Ended> {
  const temp = mkdtempSync(join(tmpdir(), 'planner-tui-runner-'));
  const file = join(temp, 'step.sh');
  writeFileSync(file, script);
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd,
      env: {
        ...process.env,
        PATH: `${tools}:${process.env['PATH']}`,
        CI: 'true',
        BASE: base,
        RUNNER_TEMP: temp,
        PLANNER_TUI_HOME: freshHome(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}

const CHECK = command('check', 'Check the plans');
const WORDS = command('check', 'Findings, in words');
const DRIFT = command('drift', 'Drift from the plans of this pull request');

describe('the workflow', () => {
  test('pins this version, asks for no right that it does not need, and runs what is tested here', () => {
    const jobs = Object.values(workflow.jobs);
    const scripts = jobs.flatMap(job => job.steps.flatMap(step => step.run ?? []));
    const install = `npm install --global ${pkg.name}@${pkg.version}`;
    expect(scripts).toEqual([install, CHECK, WORDS, install, DRIFT]);
    expect(workflow.permissions).toEqual({});
    expect(jobs.map(job => job.permissions)).toEqual([
      { contents: 'read', 'security-events': 'write', actions: 'read' },
      { contents: 'read' },
    ]);
    for (const { uses } of jobs.flatMap(job => job.steps)) if (uses) expect(uses).toMatch(/@v\d+$/);
  });
});

describe('a full clone', () => {
  test('a plan that is being carried out passes; one whose file was there before does not', async () => {
    const folder = clone('work');
    const passed = await runStep(CHECK, folder);
    expect(passed).toEqual({ code: 0, stdout: '', stderr: '' });
    const [plan = ''] = git(folder, 'ls-files', 'plans/rate*').split('\n');
    const log = () => JSON.parse(readFileSync(join(folder, 'plans.sarif'), 'utf8'));
    expect(log()).toMatchObject({ version: '2.1.0', runs: [{ results: [] }] });

    const text = readFileSync(join(folder, plan), 'utf8');
    writeFileSync(
      join(folder, plan),
      text.replaceAll('src/middleware/rate-limit.ts', 'src/middleware/validate.ts'),
    );
    expect((await runStep(CHECK, folder)).code).toBe(3);
    const results = log().runs[0].results as {
      locations: { physicalLocation: { artifactLocation: object } }[];
    }[];
    // Once, although latest-plan.md leads there too.
    const places = new Set(
      results.map(one => JSON.stringify(one.locations[0]?.physicalLocation.artifactLocation)),
    );
    expect([...places]).toEqual([JSON.stringify({ uri: plan })]);
    const words = await runStep(WORDS, folder);
    expect([words.code, words.stdout]).toEqual([3, expect.stringContaining('to be created, but it exists')]);
    expect(words.stdout).not.toContain('\u001b');
  });

  test('an uncommitted file in place of one to create is no work of the plan', async () => {
    const folder = clone('plan-only');
    writeFileSync(join(folder, 'src/middleware/rate-limit.ts'), 'export {};\n');
    expect((await runStep(CHECK, folder)).code).toBe(3);
  });

  test('the drift of the branch alone is told, and fails the job', async () => {
    const { code, stdout } = await runStep(DRIFT, clone('work'));
    expect(code).toBe(3);
    expect(stdout).toMatch(/match \(80 % asked\)/);
    expect(stdout).toContain('◐ 3.');
    expect(stdout).toContain('modify src/server.ts: it is as it was');
    expect(stdout).not.toContain('plans.txt');
  });

  test('a pull request of plans alone has none', async () => {
    expect(await runStep(DRIFT, clone('plan-only'))).toEqual({
      code: 0,
      stdout: 'Only plans change here.\n',
      stderr: '',
    });
  });
});

describe('a shallow clone', () => {
  test('drift says what is missing and how to get it', async () => {
    const { code, stderr } = await runStep('planner-tui drift plans/latest-plan.md', clone('work', 1));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is not here[\s\S]*git fetch --unshallow/)]);
  });

  test('check says what it cannot tell', async () => {
    const { code, stdout } = await runStep(WORDS, clone('work', 1));
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringContaining('(a shallow clone lacks it)'),
    ]);
  });
});

test('without a repository drift names what a container needs', async () => {
  const folder = clone('work');
  renameSync(join(folder, '.git'), join(folder, '..', 'git'));
  const { code, stderr } = await runStep('planner-tui drift plans/latest-plan.md', folder);
  expect([code, stderr]).toEqual([1, expect.stringContaining('safe.directory')]);
});
