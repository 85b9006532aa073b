import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OLD_VERSION } from '../../src/agent/claude/wire/client.ts';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { type ModelServer, refuse, startModelServer } from '../agent/claude/model-server.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let repo: FixtureRepo;
let server: ModelServer;
let home: string;
let seen = 0;
beforeEach(async () => {
  repo = await makeFixtureRepo('shop-api');
  server = await startModelServer();
  home = freshHome();
  seen = 0;
  serveApi(server, {
    credential: ['x-api-key', 'sk-test'],
    version: OLD_VERSION,
    models: [model('m')],
    count: counting,
  });
});
afterEach(async () => {
  await server.close();
  await repo.cleanup();
  expect(server.unexpected).toEqual([]);
  expect(server.left()).toBe(0);
});

const call = (...args: readonly string[]) =>
  run([...args, '--base-url', server.url], {
    cwd: repo.root,
    home,
    env: { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_AUTH_TOKEN: '', http_proxy: '', HTTP_PROXY: '' },
  });
const plan = () => call('plan', 'add CSV export of orders', '--stream-json', '--allow-remote');
/** What was asked since the last look. */
const asked = () => {
  const since = server.asked.slice(seen);
  seen = server.asked.length;
  return since.map(a => `${a.method} ${a.path.split('?')[0]}`);
};
const kept = () => readdirSync(join(home, 'cache', 'servers'));

it('is spoken to as it was found out, and what it lacks is named once', async () => {
  server.script(refuse(402, 'billing_error', 'no credit'));
  const { stdout } = await plan();
  const message = server.asked.at(-1);
  expect(message?.path).toMatch(/^\/v1\/messages/);
  expect(message?.headers).toMatchObject({ 'x-api-key': 'sk-test', 'anthropic-version': OLD_VERSION });
  expect(message?.headers.authorization).toBeUndefined();
  const notices = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(event => event.type === 'NoticeRaised')
    .map(event => event.text);
  expect(notices.filter(text => /whether it has structured output is not known/.test(text))).toHaveLength(1);
  expect(
    notices.filter(text => /whether it has web search is not known: research is local/.test(text)),
  ).toHaveLength(1);
});

it('is not asked again within a day what it can do, until something fails', async () => {
  expect((await call('doctor')).code).toBe(0);
  expect(asked()).toEqual([
    'GET /v1/models',
    'GET /v1/models',
    'GET /v1/models',
    'POST /v1/messages/count_tokens',
  ]);
  expect(kept()).toHaveLength(1);
  server.script(refuse(402, 'billing_error', 'no credit'));
  await plan();
  expect(asked()).toEqual(['POST /v1/messages']);
  expect(kept()).toEqual([]);
  server.script(refuse(402, 'billing_error', 'no credit'));
  await plan();
  expect(asked()[0]).toBe('GET /v1/models');
});
