import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ModelServer, startModelServer } from '../agent/claude/model-server.ts';
import { calling, FINISH, step } from '../agent/claude/script.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const GOAL = 'Tell the customer by e-mail when an order changes its status';
const KEY = 'sk-ant-of-nobody-0123456789';
const NO_KEY = { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '' };
let repo: FixtureRepo;
let server: ModelServer;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  server = await startModelServer();
});
afterAll(async () => {
  await server.close();
  await repo.cleanup();
});

test('a recorded run is replayed without key, server and goal: the same plan, and it says that it is a replay', async () => {
  const recording = join(freshHome(), 'mail.jsonl');
  const plan = {
    approach: { title: 'mail from the service', summary: [{ text: 'Every change passes `setStatus`.' }] },
    steps: [
      step('S-notify', {
        files: [{ action: 'modify', path: 'src/services/order.service.ts', what: 'send the mail' }],
        verify: [{ kind: 'command', text: 'npm test' }],
      }),
    ],
    cases: [{ text: 'One change sends one mail.', proves: ['R1'] }],
  };
  const edit = { replies: [{ to: 'say which mailer', did: 'It is `createMailer`.' }], steps: [] };
  server.script(...calling(FINISH, FINISH, ['submit_plan', plan], ['edit_plan', edit]));
  const recorded = await run(
    // biome-ignore format: one call, one line
    ['plan', GOAL, '--print', '--feedback', 'say which mailer', '--planner', 'claude', '--model', 'claude-test', '--base-url', server.url, '--allow-remote', '--record', recording],
    { cwd: repo.root, env: { ...NO_KEY, ANTHROPIC_API_KEY: KEY } },
  );
  expect([recorded.code, server.unexpected], recorded.stderr).toEqual([0, []]);
  const text = readFileSync(recording, 'utf8');
  expect(text).not.toContain(KEY);
  expect(statSync(recording).mode & 0o777).toBe(0o600);

  const asked = server.asked.length;
  await server.close();
  const again = await run(['replay', recording, '--print'], { cwd: repo.root, env: NO_KEY, cold: true });
  expect(again.code, again.stderr).toBe(0);
  // The plan that the model revised was begun at another time than the one that is replayed.
  expect(again.stdout).toContain('revision: 2');
  expect(again.stderr).toContain('replay of');
  expect(again.stderr).toContain('nothing leaves this machine');
  const undated = (markdown: string): string => markdown.replace(/^(created|hash):.*$/gm, '$1');
  expect(undated(again.stdout)).toBe(undated(recorded.stdout));
  expect(server.asked).toHaveLength(asked);
  expect(existsSync(join(repo.root, 'plans'))).toBe(false);

  const other = await run(['plan', 'Send a letter', '--replay', recording, '--print'], { cwd: repo.root });
  expect(other.code).toBe(1);
  expect(other.stderr).toContain('is not the recorded one');
});

test('a recording is never written over, and has to be one', async () => {
  const there = join(repo.root, 'package.json');
  const taken = await run(['plan', GOAL, '--print', '--record', there], { cwd: repo.root });
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('nothing is overwritten')]);
  const none = await run(['replay', there, '--print'], { cwd: repo.root });
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('is no recording of planner-tui')]);
});
