import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { job } from '../fixtures/ci/actions-format.mjs';
import { PROJECTS } from '../fixtures/ci/projects.mjs';
import {
  type ActionsServer,
  BLOB,
  GREEN_QUERY,
  JOBS_QUERY,
  jobsOf,
  REPO,
  runOf,
  startActions,
} from '../helpers/actions-server.ts';
import { ciProject, git } from '../helpers/ci-project.ts';
import { type ConnectProxy, startConnectProxy } from '../helpers/connect-proxy.ts';
import { logPath, logText } from '../research/ci/logs.ts';
import { freshHome, run } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'ci-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const project = (name: string): string => ciProject(folder, name);

const failedChecks = (
  checks: readonly {
    readonly verdict: string;
    readonly name: string;
    readonly findings: readonly unknown[];
  }[],
) => checks.filter(one => one.verdict === 'failed');

describe('plan:ci LOG', { timeout: 120_000 }, () => {
  test.each([
    [
      'tsc',
      ['src/order.ts'],
      ['`src/order.ts:4`', '`.github/workflows/ci.yml:12`', '- [ ] `npm run typecheck`'],
    ],
    [
      'vitest',
      ['src/price.ts'],
      ['npm test -- tests/price.test.ts', 'Assumption: the fault is in `src/price.ts`'],
    ],
    ['go-test', ['price/price.go'], ['`price/price_test.go:7`', '“Total = 6, want 5”']],
    ['npm-script', ['package.json'], ['`package.json` the script `lint`']],
    [
      'missing-secret',
      ['.github/workflows/ci.yml'],
      [`NPM_TOKEN: \${{ secrets.NPM_TOKEN }}`, 'gh secret list'],
    ],
    ['out-of-memory', ['package.json'], ['`package.json:7` sets `--max-old-space-size=24`']],
  ])('of %s says what is to be done where, and passes its checks', async (name, files, words) => {
    const { stdout, stderr, code } = await run(['plan:ci', logPath(name), '--json'], { cwd: project(name) });
    expect(stderr).not.toContain('checks that failed');
    expect(code).toBe(0);
    const { plan, markdown, checks, goal } = JSON.parse(stdout);
    expect(failedChecks(checks)).toEqual([]);
    expect(goal).toMatchObject({ kind: 'ci-fix', about: logPath(name) });
    expect(
      plan.steps.flatMap((step: { files: { path: string }[] }) => step.files.map(file => file.path)),
    ).toEqual(files);
    for (const word of words) expect(markdown).toContain(word);
    expect(markdown).toMatch(/^## Failed Run$[\s\S]*^## Prevention$/m);
    expect(markdown).not.toMatch(/git push/);
  });

  test.each([
    [['plan:ci', 'gone.log', '--print'], 2, 'gone.log cannot be read'],
    [['plan:ci', 'https://github.com/ada/shop/actions/runs/1', '--print', '--offline'], 1, '--offline'],
    [['plan:ci', 'https://github.com/ada/shop', '--print'], 2, 'is none'],
    [['plan:ci', '.github', '--print'], 1, 'holds no file that ends in .txt or .log'],
    [['plan', 'https://github.com/ada/shop/actions/runs/1', '--print'], 2, 'plan:ci https://github.com/'],
    [['plan:two', 'https://github.com/ada/shop/actions/runs/1', '--print'], 2, 'plan:ci https://github.com/'],
  ])('says what is wrong with %j', async (args, exit, words) => {
    const home = freshHome();
    const { stderr, code } = await run(args, { cwd: project('npm-script'), home });
    expect(stderr).toContain(words);
    expect(code).toBe(exit);
    // Told before a session is begun.
    expect(
      readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.jsonl')),
    ).toEqual([]);
  });

  test('of standard input is kept with the session, private and redacted, and survives a resume', async () => {
    const root = project('tsc');
    const home = freshHome();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const first = await run(['plan:ci', '-', '--json'], {
      cwd: root,
      home,
      input: logText('tsc').replace('> tsc --noEmit', `> tsc --noEmit\n${secret}`),
    });
    expect(first.code).toBe(0);
    const kept = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(path =>
      /ci-logs\/.+\.json$/.test(path),
    );
    expect(kept.length).toBe(1);
    expect(statSync(join(home, kept[0] ?? '')).mode & 0o777).toBe(0o600);
    const { sessionId } = JSON.parse(first.stdout);
    const again = await run(['resume', sessionId, '--json', '--feedback', 'keep it short'], {
      cwd: root,
      home,
    });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).markdown).toContain('`src/order.ts:4`');
    expect(first.stdout + again.stdout).not.toContain(secret);
  });
});

describe('plan:ci of a test that ends in the code', { timeout: 120_000 }, () => {
  test('goes by the stack: the code is changed, and the test is what is run', async () => {
    const root = project('go-test');
    const log = join(folder, 'panic.log');
    const panic = [
      '--- FAIL: TestNone (0.00s)',
      'panic: runtime error: index out of range [0] with length 0 [recovered]',
      '\tpanic: runtime error: index out of range [0] with length 0',
      '',
      'goroutine 18 [running]:',
      'panic({0x518a00, 0xc0000ca000})',
      '\t/opt/hostedtoolcache/go/1.19.13/x64/src/runtime/panic.go:884 +0x212',
      'example.com/shop/price.Total(...)',
      '\t/home/runner/work/shop/shop/price/price.go:6',
      'example.com/shop/price.TestNone(0x0?)',
      '\t/home/runner/work/shop/shop/price/price_test.go:6 +0x18',
      'FAIL\texample.com/shop/price\t0.016s',
    ].join('\n');
    writeFileSync(log, job('test (1.19)', [{ run: 'go test ./...', code: 1, text: panic }]));
    const { stdout, stderr, code } = await run(['plan:ci', log, '--json'], { cwd: root });
    expect([code, stderr.includes('checks that failed')]).toEqual([0, false]);
    const { plan, markdown, checks } = JSON.parse(stdout);
    expect(failedChecks(checks)).toEqual([]);
    expect(plan.steps.flatMap((step: { files: unknown[] }) => step.files)).toMatchObject([
      { path: 'price/price.go', symbol: 'Total' },
    ]);
    expect(markdown).toContain('the job “test (1.19)”');
    expect(markdown).toContain(
      'Assumption: the fault is in `price/price.go`, where the stack of the test ends; where the experiment shows that the expectation is out of date, change `price/price_test.go` instead',
    );
    expect(markdown).toContain('- [ ] `go test ./price`');
    // Nothing is said that says nothing.
    expect(markdown).not.toMatch(/0 existing files|may mean more than the words say/);
  });
});

describe('plan:ci of many failing tests', { timeout: 120_000 }, () => {
  test('counts all of them, and goes by the innermost call of the first', async () => {
    const root = project('pytest');
    const log = join(folder, 'many.log');
    const one = (n: number): string =>
      [
        `________ test_price[${n}] ________`,
        'tests/test_price.py:9: in test_price',
        '    assert total([2, 3]) == 5',
        'shop/price.py:2: in total',
        "    raise BadTotal('no')",
        'E   shop.BadTotal: no',
      ].join('\n');
    const text = Array.from({ length: 60 }, (_, n) => one(n)).join('\n');
    writeFileSync(
      log,
      job('3.13', [{ run: 'pytest', code: 1, text: `${text}\n==== 60 failed in 0.2s ====` }]),
    );
    const { stdout, code } = await run(['plan:ci', log, '--json'], { cwd: root });
    expect(code).toBe(0);
    const { markdown, checks } = JSON.parse(stdout);
    expect(failedChecks(checks)).toEqual([]);
    expect(markdown).toContain('The step reports 59 more of the kind');
    expect(markdown).toContain('the fault is in `shop/price.py`, where the stack of the test ends');
  });
});

describe('plan:ci URL', { timeout: 120_000 }, () => {
  let actions: ActionsServer;
  let proxy: ConnectProxy;
  beforeAll(async () => {
    actions = await startActions();
    proxy = await startConnectProxy(() => ({ host: '127.0.0.1', port: actions.server.port }));
  });
  afterAll(async () => {
    proxy.close();
    await actions.server.close();
  });

  test('fetches the run, and says which commits came after the last green one', async () => {
    const root = project('tsc');
    const green = git(root, 'rev-parse', 'HEAD');
    writeFileSync(
      join(root, 'src/order.ts'),
      `${PROJECTS.find(one => one.name === 'tsc')?.files['src/order.ts']}\n`,
    );
    git(root, 'commit', '-qam', 'Label orders by their total');
    const red = git(root, 'rev-parse', 'HEAD');
    const step = 'Run npm run typecheck';
    actions.json(`${REPO}/actions/runs/21`, runOf({ id: 21, sha: red }));
    actions.json(
      `${REPO}/actions/runs/21/attempts/1/jobs${JOBS_QUERY}`,
      jobsOf(step, [
        [210, 'build', 'failure'],
        [211, 'lint', 'success'],
      ]),
    );
    actions.log(210, logText('tsc'));
    actions.json(`${REPO}${GREEN_QUERY}`, {
      workflow_runs: [runOf({ id: 20, sha: green, conclusion: 'success', created: '2026-11-19T09:00:00Z' })],
    });
    actions.json(`${REPO}/actions/runs/20/jobs${JOBS_QUERY}`, jobsOf(step, [[200, 'build', 'success']]));
    const certificate = join(folder, 'ca.pem');
    writeFileSync(certificate, actions.server.certified.cert);
    const { stdout, stderr, code } = await run(
      ['plan:ci', 'https://github.com/ada/shop/actions/runs/21', '--json'],
      {
        cwd: root,
        env: {
          HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
          NODE_EXTRA_CA_CERTS: certificate,
          GH_TOKEN: 'token-of-a-test',
        },
      },
    );
    expect(stderr).not.toContain('checks that failed');
    expect(code).toBe(0);
    const { markdown, checks } = JSON.parse(stdout);
    expect(failedChecks(checks)).toEqual([]);
    expect(markdown).toContain('## Commits Since the Last Green Run');
    expect(markdown).toMatch(new RegExp(`\\| \`${red.slice(0, 7)}\` \\| .* \\| Label orders by their total`));
    expect(markdown).toMatch(/Passed before\s+\| yes, in the last green run/);
    expect(proxy.through).toEqual(expect.arrayContaining(['api.github.com:443', `${BLOB}:443`]));
    expect(markdown).not.toContain('token-of-a-test');
  });
});
