import { expect, it, vi } from 'vitest';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { calling, FINISH, step } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

const PLAN = {
  approach: {
    title: 'mail from the service',
    summary: [{ text: '`setStatus` changes it.', rests_on: ['goal'] }],
  },
  steps: [
    step('S-tell', {
      title: 'Send the mail',
      files: [{ action: 'modify', path: 'src/services/order.service.ts', what: 'send the mail' }],
      verify: [{ kind: 'command', text: 'npm test' }],
    }),
  ],
};
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
  server.script(...calling(FINISH, FINISH, ['submit_plan', PLAN], ['raise_objection', OBJECTION], FINISH));
  const { code, stdout, stderr } = await plan('--json', '--planner', 'claude', '--allow-remote');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).objections).toMatchObject([
    { critic: 'security', stepId: 'S-tell', revision: 1 },
  ]);
  expect(stderr).toContain(
    `held against revision 1:\n  security, S-tell: ${OBJECTION.text}\n    Instead: ${OBJECTION.mend}\n`,
  );
  expect(stderr).toMatch(/Judge them with planner-tui resume \S+, key o\./);
});

it.each([
  [['--print', '--approve'], 2, /for you to judge, and --approve waits for nobody/],
  [['--print', '--planner', 'local'], 0, /--red-team needs a model, and the local planner works here/],
] as const)('%j: exit code %i, and why', async (args, exit, why) => {
  const { code, stderr } = await plan(...args);
  expect(code).toBe(exit);
  expect(stderr).toMatch(why);
});
