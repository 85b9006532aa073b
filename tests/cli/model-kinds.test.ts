import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckResult, Step } from '../../src/plan/model.ts';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { forgetful, KIND_SESSIONS } from '../agent/claude/kind-sessions.ts';
import { calling, conversationProblems, FINISH, lastSaid } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import {
  type ActionsServer,
  GREEN_QUERY,
  JOBS_QUERY,
  jobsOf,
  REPO,
  runOf,
  startActions,
} from '../helpers/actions-server.ts';
import { ciProject, git } from '../helpers/ci-project.ts';
import { type ConnectProxy, startConnectProxy } from '../helpers/connect-proxy.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();
let home: string;
beforeEach(() => {
  home = freshHome();
  serveApi(server, { models: [model('m')], count: counting });
});
afterEach(() => {
  for (const asked of spoken()) expect(conversationProblems(asked)).toEqual([]);
});

const spoken = () => server.asked.filter(a => /\/v1\/messages(?:\?|$)/.test(a.path));
const call = (cwd: string, ...args: readonly string[]) =>
  run(args, {
    cwd,
    home,
    env: { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_BASE_URL: server.url },
  });
const WITH_MODEL = ['--planner', 'claude', '--allow-remote'];

function answersFile(answers: Readonly<Record<string, string>>): readonly string[] {
  const path = join(mkdtempSync(join(tmpdir(), 'planner-tui-answers-')), 'answers.json');
  writeFileSync(path, JSON.stringify(answers));
  return ['--answers', path];
}

describe('with a model', () => {
  test.each(KIND_SESSIONS.map(s => [s.kind, s] as const))('%s', async (kind, session) => {
    const root = await session.project();
    server.script(
      ...calling(FINISH, FINISH, ['submit_plan', forgetful(session)], ['submit_plan', session.plan]),
    );
    const { stdout, stderr, code } = await call(
      root,
      ...session.command(root),
      '--json',
      '--approve',
      ...WITH_MODEL,
      ...(session.answers ? answersFile(session.answers) : []),
    );
    const told = spoken().map(lastSaid);
    expect([code, stderr.includes('checks that failed')], `${stderr}\n${told.slice(3).at(0)}`).toEqual([
      0,
      false,
    ]);
    const { markdown, plan, checks, goal, questions, notices, path } = JSON.parse(stdout);
    expect([goal.kind, plan.kind, plan.engine]).toEqual([kind, kind, 'claude']);
    expect(questions.map((q: { id: string }) => q.id)).toEqual(expect.arrayContaining([...session.asks]));
    expect(checks.filter((c: CheckResult) => c.verdict === 'failed')).toEqual([]);
    // Known before the plan was written, each by an id and with where it was read.
    const planning =
      spoken()
        .map(lastSaid)
        .find(text => text.includes('Phase 3 of 3')) ?? '';
    for (const known of session.known) expect(planning).toMatch(known);
    expect(
      spoken()
        .map(lastSaid)
        .filter(text => text.includes(`\n- ${session.forgets}: `)),
    ).toHaveLength(1);
    for (const says of session.says) expect(markdown).toMatch(says);
    expect(plan.notices.join(' ')).not.toContain('did not say');
    expect(notices.filter((n: string) => /not checked/.test(n))).toEqual([]);

    // The way out is that of any plan: read back, handed over, held against the code.
    const checked = await call(root, 'check', path);
    expect([checked.code, checked.stderr]).toEqual([0, '']);
    const over = await call(root, 'code', path, '--print');
    // A project that begins has its first commit after its plan.
    if (plan.commit === undefined) {
      git(root, 'init', '-q');
      git(root, 'commit', '-q', '--allow-empty', '-m', 'Begin');
    }
    const since = plan.commit === undefined ? ['--since', 'HEAD'] : [];
    const drift = await call(root, 'drift', path, '--json', ...since);
    if (plan.steps.length === 0) {
      expect([over.code, over.stderr]).toEqual([2, expect.stringContaining('has none')]);
      return;
    }
    expect([over.code, over.stdout]).toEqual([0, expect.stringContaining(`Plan file: ${path}`)]);
    for (const { title } of plan.steps) expect(over.stdout).toContain(title);
    expect(JSON.parse(drift.stdout)).toMatchObject({ match: 0 });
    // A file of the plan is written as it says: that is what is found.
    const [file] = plan.steps.flatMap((s: Step) => s.files);
    const at = join(root, file.path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, `${existsSync(at) ? readFileSync(at, 'utf8') : ''}\n// as planned\n`);
    const after = JSON.parse((await call(root, 'drift', path, '--json', ...since)).stdout);
    expect(after.match).toBeGreaterThan(0);
    expect(after.unplanned).toEqual([]);
  });
});

describe('a run that cannot be read', () => {
  let actions: ActionsServer;
  let proxy: ConnectProxy;
  const folder = mkdtempSync(join(tmpdir(), 'planner-tui-ci-'));
  beforeAll(async () => {
    actions = await startActions();
    proxy = await startConnectProxy(() => ({ host: '127.0.0.1', port: actions.server.port }));
    writeFileSync(join(folder, 'ca.pem'), actions.server.certified.cert);
    const red = (id: number) =>
      actions.json(`${REPO}/actions/runs/${id}`, runOf({ id, sha: 'a'.repeat(40) }));
    red(410);
    actions.json(
      `${REPO}/actions/runs/410/attempts/1/jobs${JOBS_QUERY}`,
      jobsOf('Run npm test', [[41, 'build', 'failure']]),
    );
    actions.json(`${REPO}/actions/jobs/41/logs`, { message: 'Gone' }, 410);
    actions.json(`${REPO}${GREEN_QUERY}`, { workflow_runs: [] });
    actions.json(`${REPO}/actions/runs/404`, { message: 'Not Found' }, 404);
  });
  afterAll(async () => {
    proxy.close();
    await actions.server.close();
  });

  test.each([
    ['gone.log', 'gone.log cannot be read'],
    ['https://github.com/ada/shop', 'is none'],
    ['https://github.com/ada/shop/actions/runs/404', '404'],
    ['https://github.com/ada/shop/actions/runs/410', 'days'],
  ])('%s is told as without a model, which is never asked', async (about, words) => {
    const root = ciProject(folder, 'tsc');
    const env = {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: '127.0.0.1',
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      ANTHROPIC_API_KEY: 'sk-test',
      ANTHROPIC_AUTH_TOKEN: '',
      ANTHROPIC_BASE_URL: server.url,
    };
    const told = async (...how: readonly string[]) => {
      const { stdout, stderr, code } = await run(['plan:ci', about, '--print', ...how], {
        cwd: root,
        home,
        env,
      });
      const lines = stderr.split('\n').filter(line => !/planner ·|^$/.test(line));
      return { code, stdout, lines };
    };
    const remote = await told(...WITH_MODEL);
    expect(remote.lines.join('\n')).toContain(words);
    expect(remote).toEqual(await told('--planner', 'local'));
    expect(remote.lines.join('\n')).not.toMatch(/The planner stopped|goes on without a model/);
    expect(spoken()).toEqual([]);
  });
});
