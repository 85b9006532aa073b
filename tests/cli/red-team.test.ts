import { expect, it, vi } from 'vitest';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { refuse } from '../agent/claude/model-server.ts';
import { calling, FINISH, MAIL_PLAN } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

const OBJECTION = {
  critic: 'security',
  text: 'The mail holds the address of another customer where orders were merged.',
  mend: 'Take the address from the order that changed.',
  step: 'S-tell',
};
const GOAL = 'Tell the customer when an order changes';

async function plan(...more: readonly string[]) {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  return run(['plan', GOAL, '--red-team', ...more, '--base-url', server.url], {
    cwd: repo.root,
    home: freshHome(),
    env: { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_AUTH_TOKEN: '', http_proxy: '', HTTP_PROXY: '' },
  });
}

it('without a screen the draft is read against itself, and what is held against it is told beside the plan', async () => {
  serveApi(server, { models: [model('m')], count: counting });
  server.script(
    ...calling(FINISH, FINISH, ['submit_plan', MAIL_PLAN], ['raise_objection', OBJECTION], FINISH),
  );
  const { code, stdout, stderr } = await plan('--json', '--planner', 'claude', '--allow-remote');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).objections).toMatchObject([
    { critic: 'security', stepId: 'S-tell', revision: 1 },
  ]);
  expect(stderr).toContain(
    `held against revision 1:\n  security, S-tell: ${OBJECTION.text}\n    Instead: ${OBJECTION.mend}\n`,
  );
  expect(stderr).toContain('planner-tui: 500 tokens in, 250 out, 0 cached\n');
  expect(stderr).toMatch(/Judge them with planner-tui resume \S+, key o\./);
});

it('a revision that fails is told, and the one before it is not given out for it', async () => {
  serveApi(server, { models: [model('m')], count: counting });
  server.script(
    ...calling(FINISH, FINISH, ['submit_plan', MAIL_PLAN]),
    refuse(402, 'billing_error', 'no credit'),
  );
  const { code, stdout, stderr } = await plan(
    ...['--print', '--planner', 'claude', '--allow-remote', '--feedback', 'name the mailer'],
  );
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/no credit/);
  expect(stderr).toMatch(/resume \S+ --planner local goes on without a model; everything is kept/);
});

it.each([
  [['--print', '--approve'], 2, /for you to judge, and --approve waits for nobody/],
  [['--print', '--planner', 'local'], 0, /--red-team needs a model, and the local planner works here/],
] as const)('%j: exit code %i, and why', async (args, exit, why) => {
  const { code, stderr } = await plan(...args);
  expect(code).toBe(exit);
  expect(stderr).toMatch(why);
});
