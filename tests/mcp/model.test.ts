import { beforeEach, expect, test, vi } from 'vitest';
import { createStorage } from '../../src/storage/index.ts';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { calling, FINISH, step } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { freshHome } from '../cli/program.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { callTool, stdioClient } from './clients.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const server = usingModelServer();
beforeEach(() => serveApi(server, { models: [model('m')], count: counting }));

const GOAL = 'Tell the customer when an order changes';
const QUESTION = 'Who tells the customer that an order changed?';
const planOf = (side: string, path: string, extra: readonly unknown[] = []) => ({
  axis: { question: QUESTION, side },
  approach: { title: `told by ${side}`, summary: [{ text: '`setStatus` changes it.', rests_on: ['goal'] }] },
  steps: [
    step('S-tell', {
      files: [{ action: 'modify', path, what: 'tell the customer of the change' }],
      verify: [{ kind: 'command', text: 'npm test' }],
    }),
    ...extra,
  ],
  cases: [{ text: 'One change tells the customer once.', proves: ['R1'] }],
});
const LOG = step('S-log', {
  title: 'Log what was told',
  files: [{ action: 'modify', path: 'src/lib/logger.ts', what: 'a line for each message' }],
  verify: [{ kind: 'command', text: 'npm test' }],
});

/** A client of the built program, in a project with a key in the environment. */
async function opened(agreed: boolean) {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  const home = freshHome();
  const env = {
    ANTHROPIC_API_KEY: 'sk-test',
    ANTHROPIC_AUTH_TOKEN: '',
    ANTHROPIC_BASE_URL: server.url,
  };
  if (agreed) {
    // As the app keeps it when a person agrees on its screen.
    const storage = createStorage(repo.root, { PLANNER_TUI_HOME: home });
    if (!storage.ok) throw new Error(storage.error.message);
    storage.value.consent.give(new URL(server.url).host, Date.now());
  }
  const client = await stdioClient({ cwd: repo.root, home, env });
  server.after(() => client.close());
  return client;
}

test('two plans of a model are compared, one is taken with a step of the other, and revised', async () => {
  const client = await opened(true);
  server.script(
    ...calling(
      FINISH,
      FINISH,
      ['submit_plan', planOf('the service', 'src/services/order.service.ts')],
      ['submit_plan', planOf('a job', 'src/server.ts', [LOG])],
    ),
  );
  const made = await callTool(client, 'make_plan', { goal: GOAL, approaches: 2, planner: 'claude' });
  expect(made.text).toContain(`Two approaches, which differ in: ${QUESTION}`);
  expect(made.text).toContain('Planner: claude planner');
  const session = /^Session: (\S+)$/m.exec(made.text)?.[1] ?? '';

  // Who planned it goes on with it: leaving the word out is no consent to another.
  const unsaid = await callTool(client, 'take_approach', { session, approach: 'a' });
  expect(unsaid).toEqual({ text: expect.stringContaining('A model planned session'), isError: true });
  const taken = await callTool(client, 'take_approach', {
    session,
    approach: 'a',
    with_steps: ['S-log'],
    planner: 'claude',
  });
  expect(taken.text).toMatch(/^Approach A “told by the service” is taken; B “told by a job” is kept/m);
  expect(taken.text).toContain('`S-log`');

  server.script(
    ...calling([
      'edit_plan',
      { replies: [{ to: 'say it once', did: 'Nothing was said twice.' }], steps: [] },
    ]),
  );
  const revised = await callTool(client, 'give_feedback', {
    session,
    feedback: 'say it once',
    planner: 'claude',
  });
  expect(revised.text).toContain('“say it once”: Nothing was said twice.');
  // What came over stands once: the model edits the plan that has it already.
  expect(revised.text).toMatch(/revision 3[\s\S]*Checks: \d+ passed, 0 failed/);
});

test('without consent nothing is sent, and it is said who can agree', async () => {
  const client = await opened(false);
  const asked = await callTool(client, 'make_plan', { goal: GOAL, approaches: 2, planner: 'claude' });
  expect(asked).toEqual({ text: expect.stringContaining('Only a person can agree'), isError: true });
  expect(server.asked).toEqual([]);
});
