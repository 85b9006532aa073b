import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TRIAL_TOOL } from '../../src/agent/claude/wire/probe.ts';
import { CAPABLE, counting, model, page, serveApi } from '../agent/claude/api-server.ts';
import { type ModelServer, refuse, say, startModelServer } from '../agent/claude/model-server.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const KEY = `sk-ant-api03-${'A1b2'.repeat(22)}-AA`;
/** Nothing of the machine that the tests run on. */
const BARE = {
  ANTHROPIC_API_KEY: '',
  ANTHROPIC_AUTH_TOKEN: '',
  ANTHROPIC_BASE_URL: '',
  HTTPS_PROXY: '',
  HTTP_PROXY: '',
  https_proxy: '',
  http_proxy: '',
};

let repo: FixtureRepo;
let server: ModelServer;
let home: string;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());
beforeEach(async () => {
  server = await startModelServer();
  home = freshHome();
});
afterEach(async () => {
  await server.close();
  expect(server.unexpected).toEqual([]);
  expect(server.left()).toBe(0);
});

const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(['doctor', ...args], { cwd: repo.root, home, env: { ...BARE, ...env } });

/** What is said of a check, with how to mend it. */
async function report(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const ended = await doctor([...args, '--json'], env);
  const read = JSON.parse(ended.stdout);
  return {
    ...ended,
    healthy: read.healthy,
    model: read.model,
    of: (name: string): string =>
      read.checks
        .filter((c: { name: string }) => c.name === name)
        .map((c: { mark: string; found: string; mend?: string }) =>
          [c.mark, c.found, c.mend].filter(Boolean).join(' | '),
        )
        .join('\n'),
  };
}

describe('planner-tui doctor', () => {
  it('is green without a key: the local planner works, and nobody is asked', async () => {
    const { code, stdout, stderr } = await doctor([]);
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(/^✗/m);
    expect(stdout).toMatch(/^✓ credentials +none is set: the local planner works without a model$/m);
    expect(stdout).toMatch(/^✓ code map +\d+ files, \d+ symbols, \d+ ms/m);
    expect(stdout).not.toMatch(/^. server/m);
    expect(code).toBe(0);
  });

  it('wants a key where a model is asked for: exit code 4', async () => {
    const { code, of } = await report(['--live']);
    expect(of('credentials')).toMatch(
      /^broken \| none: neither ANTHROPIC_API_KEY nor .* \| Set ANTHROPIC_API_KEY/,
    );
    expect(code).toBe(4);
  });

  it('says that a key is refused, from where it is, and never which: exit code 4', async () => {
    serveApi(server, { credential: ['x-api-key', 'another'], models: [model('m')] });
    const { code, stdout, of } = await report(['--base-url', server.url], { ANTHROPIC_API_KEY: KEY });
    expect(code).toBe(4);
    expect(of('server')).toMatch(
      /^broken \| .* refuses the credentials: invalid credentials \(tried as Authorization: Bearer and as x-api-key\) \| It is from ANTHROPIC_API_KEY/,
    );
    expect(stdout).not.toContain(KEY);
    expect(server.asked).toHaveLength(2);
  });

  it('says what a good server can do, by free calls alone', async () => {
    serveApi(server, {
      credential: ['x-api-key', KEY],
      models: [model('claude-new', { capabilities: CAPABLE })],
      count: counting,
    });
    const {
      code,
      healthy,
      stdout,
      of,
      model: facts,
    } = await report(['--base-url', `${server.url}/v1/`], {
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_AUTH_TOKEN: 'tok-123456',
    });
    expect([code, healthy]).toEqual([0, true]);
    expect(of('credentials')).toBe(
      'note | ANTHROPIC_API_KEY is set and used; ANTHROPIC_AUTH_TOKEN is set too and not used',
    );
    expect(of('base URL')).toBe(`ok | ${server.url} (--base-url)`);
    expect(of('consent')).toMatch(/^note \| not given for this folder: nothing of it is sent/);
    expect(of('server')).toMatch(/takes the credential as x-api-key/);
    expect(of('model')).toBe(`ok | claude-new, the newest suitable of 1 at ${new URL(server.url).host}`);
    expect(of('prices')).toMatch(/^note \| none is known of claude-new at .*their cost is not/);
    expect(of('structured output')).toMatch(/^ok \| yes/);
    expect(facts).toMatchObject({ auth: 'x-api-key', abilities: { webSearch: { has: 'yes' } } });
    expect(stdout).not.toContain(KEY);
    expect(stdout).not.toContain('tok-123456');
    expect(server.asked.map(a => a.path.split('?')[0])).toEqual([
      '/v1/models',
      '/v1/models',
      '/v1/messages/count_tokens',
    ]);
  });

  it('names the model of each phase that has one of its own', async () => {
    serveApi(server, { models: [model('claude-new'), model('small')], count: counting });
    const price = { input: 5, cacheWrite: 6.25, cacheRead: 0.5, output: 25 };
    await run(['config', 'set', 'prices', JSON.stringify({ 'claude-new': price })], { home });
    const { code, of } = await report(
      ['--base-url', server.url, '--model', 'claude-new,research=small,analysis=nope'],
      { ANTHROPIC_API_KEY: KEY },
    );
    expect([code, of('model'), of('model of research'), of('model of analysis')]).toEqual([
      0,
      'ok | claude-new, as you said',
      'ok | small, as you said',
      'ok | nope, as you said; its server does not list it',
    ]);
    expect(of('prices')).toBe('ok | $5 in and $25 out for a million tokens (your settings)');
  });

  it('--live sends one message and says what it took', async () => {
    serveApi(server, { models: [model('claude-new')], count: counting });
    server.script(say({ call: TRIAL_TOOL.name, input: { ok: true } }));
    const { code, stdout } = await doctor(['--live', '--base-url', server.url]);
    expect(stdout).toMatch(
      /^✓ live +claude-test answered: first word after \d+ ms, all after \d+ ms; 100 tokens in,\s+50 out$/m,
    );
    expect(stdout).toMatch(/^✓ streaming +yes/m);
    expect(stdout).toMatch(/^✓ tools +yes: it called one$/m);
    expect(code).toBe(0);
    expect(server.asked.filter(a => /messages$/.test(a.path))).toHaveLength(1);
  });

  it('--live that is refused is broken, with the server’s words', async () => {
    serveApi(server, { models: [model('m')], count: counting });
    server.script(refuse(402, 'billing_error', 'no credit is left'));
    const { code, of } = await report(['--live', '--base-url', server.url]);
    expect(of('live')).toMatch(/^broken \| .*no credit is left/);
    expect(code).toBe(1);
  });

  it('says of a dead server what failed: exit code 1', async () => {
    const gone = server.url;
    await server.close();
    const refused = await report(['--base-url', gone]);
    expect(refused.of('server')).toMatch(
      /^broken \| Nothing listens at .*ECONNREFUSED.* \| Start that server/,
    );
    expect([refused.code, refused.healthy]).toEqual([1, false]);
    const nameless = await report(['--base-url', 'https://no-such-host.invalid']);
    expect(nameless.of('server')).toMatch(/^broken \| no-such-host\.invalid has no address here/);
    expect(nameless.code).toBe(1);
    server = await startModelServer();
    server.serve('/v1/models', page());
    server.serve('/v1/messages/count_tokens', page());
    const paged = await report(['--base-url', server.url]);
    expect(paged.of('server')).toMatch(/^broken \| .*web page.* \| Open a page in the browser/);
    expect(paged.code).toBe(1);
  });

  it('says of a server that is none, and hangs up, that it did so', async () => {
    const rude = createServer(socket => socket.end('SSH-2.0-x\r\n'));
    await new Promise<void>(done => rude.listen(0, '127.0.0.1', done));
    const address = rude.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, of } = await report(['--base-url', `http://127.0.0.1:${port}`]);
    rude.close();
    expect(of('server')).toMatch(/^broken \| 127\.0\.0\.1:\d+ /);
    expect(code).toBe(1);
  });

  it('--offline asks nobody, whatever is set', async () => {
    const { code, of } = await report(['--offline'], {
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_BASE_URL: server.url,
    });
    expect(of('server')).toBe('skipped | not asked: --offline');
    expect(of('base URL')).toBe(`ok | ${server.url} (ANTHROPIC_BASE_URL)`);
    expect(server.asked).toEqual([]);
    expect(code).toBe(0);
    expect((await doctor(['--offline', '--live'])).code).toBe(2);
  });

  it('asks no server where the local planner was chosen', async () => {
    const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url, PLANNER_TUI_PLANNER: 'local' };
    const { code, of } = await report([], env);
    expect(of('server')).toMatch(/^skipped \| not asked: the local planner is chosen/);
    expect(code).toBe(0);
    expect(server.asked).toEqual([]);
  });

  it('names what the repository wishes, and does not do it', async () => {
    writeFileSync(join(repo.root, '.env'), `ANTHROPIC_BASE_URL=${server.url}\nANTHROPIC_API_KEY=${KEY}\n`);
    mkdirSync(join(repo.root, '.claude'), { recursive: true });
    writeFileSync(
      join(repo.root, '.claude', 'settings.json'),
      JSON.stringify({ env: { ANTHROPIC_BASE_URL: server.url } }),
    );
    writeFileSync(
      join(repo.root, '.planner-tui.json'),
      JSON.stringify({ baseUrl: server.url, planner: 'claude' }),
    );
    const { code, stdout, of } = await report([]);
    expect(of('repository')).toMatch(
      /ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY in \.env of this repository are not used/,
    );
    expect(of('repository')).toMatch(
      /ANTHROPIC_BASE_URL in \.claude\/settings\.json of this repository is not used/,
    );
    expect(of('settings')).toMatch(/baseUrl in \.planner-tui\.json is ignored/);
    expect(of('base URL')).toBe('ok | https://api.anthropic.com (the default)');
    expect(stdout).not.toContain(KEY);
    expect(server.asked).toEqual([]);
    expect(code).toBe(0);
  });

  it('finds folders and files that are open to others or closed to oneself', async () => {
    home = freshHome('mapless');
    mkdirSync(join(home, 'config'), { mode: 0o755 });
    writeFileSync(join(home, 'config', 'config.json'), JSON.stringify({ apiKey: KEY }), { mode: 0o644 });
    mkdirSync(join(home, 'state'), { mode: 0o700 });
    writeFileSync(join(home, 'cache'), 'a file where a folder has to be');
    chmodSync(join(home, 'config'), 0o755);
    const { code, stdout, of } = await report(['--offline']);
    expect(of('config folder')).toMatch(/^note \| .* can be entered by others \(755\)/);
    expect(of('settings file')).toMatch(
      /^broken \| .* can be read by others \(644\) \| It may hold a key: chmod 600/,
    );
    expect(of('state folder')).toMatch(/^ok \| .* \(700\)$/);
    expect(of('cache folder')).toMatch(/^broken \| .* cannot be written \(ENOTDIR\)/);
    expect(of('credentials')).toBe('ok | apiKey in your settings is set and used');
    expect(stdout).not.toContain(KEY);
    expect(code).toBe(1);
  });

  it('shows where a proxy leads, and not its password', async () => {
    const { stdout, of } = await report(['--offline'], {
      https_proxy: 'http://me:hunter2@proxy.example:3128',
      NO_PROXY: 'localhost',
    });
    expect(of('proxies')).toBe('ok | https_proxy (proxy.example:3128), NO_PROXY (localhost): honoured');
    expect(stdout).not.toContain('hunter2');
  });

  it('makes safe what a server says', async () => {
    serveApi(server, { models: [model('evil\u001b]0;x\u0007')], count: counting });
    const { stdout } = await doctor(['--base-url', server.url]);
    expect(stdout).toMatch(/^✓ model /m);
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
  });

  it('refuses what is no project, and an address that is none', async () => {
    expect((await run(['doctor', '--project', join(home, 'nothing')], { home })).code).toBe(2);
    const { code, of } = await report(['--base-url', 'http://example.com']);
    expect(of('base URL')).toMatch(/^broken \| .*sends a key in the clear/);
    expect(code).toBe(1);
  });

  it('keeps what it found for the next plan: no key in it, and private', async () => {
    serveApi(server, { credential: ['x-api-key', KEY], models: [model('m')], count: counting });
    await doctor(['--base-url', server.url], { ANTHROPIC_API_KEY: KEY });
    const folder = join(home, 'cache', 'servers');
    const [file = ''] = readdirSync(folder);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(JSON.parse(text).value).toMatchObject({ auth: 'x-api-key' });
    expect(text).not.toContain(KEY);
  });
});
