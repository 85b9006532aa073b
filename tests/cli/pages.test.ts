import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectProxy, startConnectProxy } from '../helpers/connect-proxy.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { html, type PageServer, startPages } from '../helpers/page-server.ts';
import { freshHome, run } from './program.ts';

const GOAL = 'add rate limiting to the public API';
const NAMES = ['www.rfc-editor.org', 'datatracker.ietf.org', 'expressjs.com', 'owasp.org'];
const SAID =
  'The client is refused with the status 429 and a Retry-After header that must tell it how long to wait before a new request.';

let repo: FixtureRepo;
let server: PageServer;
let proxy: ConnectProxy;
let home: string;
let certificate: string;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  server = await startPages(...NAMES);
  const folder = freshHome();
  certificate = join(folder, 'ca.pem');
  writeFileSync(certificate, server.certified.cert);
  proxy = await startConnectProxy(() => ({ host: '127.0.0.1', port: server.port }));
  server.at(
    '/rfc/rfc6585',
    html(`<title>RFC 6585: Additional HTTP Status Codes</title><h2>4. 429 Too Many Requests</h2>
      <p>This status was added in 2012.</p><p>${SAID}</p>`),
  );
});
afterAll(async () => {
  proxy.close();
  await Promise.all([server.close(), repo.cleanup()]);
});
beforeEach(() => {
  home = freshHome();
  proxy.through.length = 0;
});

/** The program as a person runs it whose proxy leads every page to the server of this test; no registry is there. */
function plan(...args: readonly string[]) {
  return run(['plan', GOAL, ...args], {
    cwd: repo.root,
    home,
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: certificate,
      PLANNER_TUI_REGISTRY: 'http://127.0.0.1:1/',
    },
  });
}

describe('pages that playbooks cite', { timeout: 180_000 }, () => {
  test.each([
    ['without consent', [], 'pages are fetched with --allow-registry alone'],
    ['offline', ['--offline', '--allow-registry'], '--offline, and no copy of an earlier fetch is kept'],
  ])('are not fetched %s, and the plan says which and why', async (_, args, reason) => {
    const { stdout, code } = await plan('--json', ...args);
    expect(code).toBe(0);
    expect(proxy.through).toEqual([]);
    const { markdown } = JSON.parse(stdout);
    expect(markdown).toMatch(/- \d+ pages that playbooks cite for `shop-api` are not read/);
    expect(markdown).toContain(reason);
    expect(markdown).toContain('<https://www.rfc-editor.org/rfc/rfc6585>');
  });

  test('are fetched with it, quoted, and compared by the checks; then --offline says the same', async () => {
    const made = await plan('--json', '--allow-registry');
    expect(made.stderr).toContain('addresses of cited pages to their servers, nothing else leaves');
    const { markdown, checks } = JSON.parse(made.stdout);
    const day = new Date().toISOString().slice(0, 10);
    expect(markdown).toContain(
      `- Under “4. 429 Too Many Requests”: “${SAID}” (“RFC 6585: Additional HTTP Status Codes” <https://www.rfc-editor.org/rfc/rfc6585> as of ${day})`,
    );
    expect(markdown).toMatch(/not read: the server answers with status 404 \(.*<https:\/\/expressjs\.com/);
    const twelve = checks.find((c: { check: number }) => c.check === 12);
    expect([twelve.verdict, twelve.notes]).toEqual([
      'passed',
      ['1 quote was found on the pages that are kept here.'],
    ]);
    // Nothing went anywhere but to the servers of built-in playbooks, and nothing of the project with it.
    expect(new Set(proxy.through)).toEqual(new Set(NAMES.map(name => `${name}:443`)));
    for (const headers of server.headers)
      expect(Object.keys(headers).toSorted()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
    const asked = server.asked.length;
    const offline = JSON.parse((await plan('--json', '--offline')).stdout);
    expect(offline.markdown).toContain(SAID);
    expect(server.asked).toHaveLength(asked);
    expect(readdirSync(join(home, 'cache/pages'))).toHaveLength(1);
  });

  test('of a plan whose quote was changed by hand are told apart', async () => {
    const { stdout } = await plan('--print', '--allow-registry');
    writeFileSync(join(repo.root, 'true.md'), stdout);
    writeFileSync(
      join(repo.root, 'false.md'),
      stdout.replace('must tell it how long', 'need not tell it how long'),
    );
    const check = async (file: string) => {
      const { stdout: report } = await run(['check', file, '--json'], { cwd: repo.root, home });
      return JSON.parse(report).files[0].findings.filter((f: { check: number }) => f.check === 12);
    };
    expect(await check('true.md')).toEqual([]);
    expect(await check('false.md')).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: expect.stringContaining('does not stand on https://www.rfc-editor.org/rfc/rfc6585'),
      }),
    ]);
  });

  test('of a playbook that the repository brings are never asked for; those of the person’s own folder are', async () => {
    const built = readFileSync(new URL('../../playbooks/rate-limiting.md', import.meta.url), 'utf8');
    const as = (host: string) =>
      built.replaceAll('https://www.rfc-editor.org/rfc/rfc6585', `https://${host}/collect`);
    mkdirSync(join(repo.root, '.planner-tui/playbooks'), { recursive: true });
    writeFileSync(join(repo.root, '.planner-tui/playbooks/limits.md'), as('evil.test'));
    const theirs = await plan('--json', '--allow-registry');
    expect(proxy.through).toEqual([]);
    expect(JSON.parse(theirs.stdout).markdown).toContain('a playbook of this repository names them');
    writeFileSync(join(repo.root, '.planner-tui/playbooks/limits.md'), '');
    mkdirSync(join(home, 'config/playbooks'), { recursive: true });
    writeFileSync(join(home, 'config/playbooks/limits.md'), as('mine.test'));
    await plan('--json', '--allow-registry');
    expect(proxy.through).toContain('mine.test:443');
  });
});
