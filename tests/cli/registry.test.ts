import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { BULK, misbehave, type RegistryServer, startRegistry } from '../helpers/registry-server.ts';
import { packed } from '../helpers/tar.ts';
import { freshHome, run } from './program.ts';

const SECRET = 'npm_abcdefghijklmnopqrstuvwxyz0123456789';

let repo: FixtureRepo;
let server: RegistryServer;
let home: string;

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  const faults = readFileSync(new URL('../plan/foreign/faults.md', import.meta.url), 'utf8');
  writeFileSync(join(repo.root, 'faults.md'), faults);
  writeFileSync(
    join(repo.root, 'packages.md'),
    faults.replace(
      'npm install socket.io socket.io-redis-adapter ioredis',
      'npm install ws@8.17.0 request left-padd @evil/expresss',
    ),
  );
});
afterAll(() => repo.cleanup());

beforeEach(async () => {
  server = await startRegistry();
  home = freshHome();
  server.publish('ws', {
    versions: {
      '8.17.0': { published: '2024-04-01T00:00:00Z', license: 'MIT', dist: { unpackedSize: 140_000 } },
      '8.18.0': { published: '2024-07-03T00:00:00Z', license: 'MIT' },
    },
  });
  server.publish('request', {
    versions: {
      '2.88.2': {
        published: '2020-02-11T00:00:00Z',
        license: 'Apache-2.0',
        deprecated: 'it is \u001b[2Jover',
      },
    },
  });
  server.advise('ws', {
    id: 1,
    url: 'https://github.com/advisories/GHSA-3h5v-q93c-6h6q',
    title: 'DoS when handling many headers',
    severity: 'high',
    vulnerable_versions: '>=8.0.0 <8.17.1',
    versions: ['8.17.0'],
  });
});
afterEach(() => server.close());

const check = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(['check', ...args], {
    cwd: repo.root,
    home,
    env: { PLANNER_TUI_REGISTRY: server.url, NPM_TOKEN: SECRET, ...env },
  });

describe('without consent nobody is asked', { timeout: 180_000 }, () => {
  test.each([
    ['check', ['check', 'packages.md']],
    ['check with --offline', ['check', 'packages.md', '--allow-registry', '--offline']],
    ['plan', ['plan', 'add rate limiting to the public API', '--print']],
    [
      'plan with --offline',
      ['plan', 'add rate limiting to the public API', '--print', '--offline', '--allow-registry'],
    ],
    ['drift', ['drift', 'packages.md', '--since', 'HEAD']],
  ])('%s', async (_, args) => {
    await run(args, { cwd: repo.root, home, env: { PLANNER_TUI_REGISTRY: server.url } });
    expect(server.lines()).toEqual([]);
  });

  test('and the report says which part was not looked at, and what allows it', async () => {
    const { stdout, code } = await check(['packages.md']);
    expect(code).toBe(3);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /Not looked up \(`ws`, .*`request`.*\): the npm registry was not asked: --allow-registry allows it/,
    );
    const offline = await check(['packages.md', '--offline']);
    expect(offline.stdout).toContain('--offline');
  });
});

describe('with consent', { timeout: 180_000 }, () => {
  test('what the registry says is told by line', async () => {
    const { stdout, stderr, code } = await check(['packages.md', '--allow-registry', '--json']);
    expect([code, stderr]).toEqual([3, '']);
    const [file] = JSON.parse(stdout).files;
    const nine = file.findings.filter((f: { check: number }) => f.check === 9);
    const said = nine
      .map(
        (f: { severity: string; message: string; mend: string }) => `${f.severity}: ${f.message} ${f.mend}`,
      )
      .join('\n');
    expect(said).toContain('error: `ws` 8.17.0 has a known advisory: GHSA-3h5v-q93c-6h6q (high)');
    expect(said).toContain('error: `request` 2.88.2 is deprecated: “it is ␛[2Jover”.');
    expect(said).toMatch(/warning: `request` was last published 2020-02-11, \d+ years ago/);
    expect(said).toContain('error: `left-padd` does not exist');
    const notes: string[] = file.checks.find((c: { check: number }) => c.check === 9).notes;
    expect(notes.join('\n')).toContain(
      '`ws` 8.17.0: latest 8.18.0, MIT, 140 kB unpacked, last published 2024-07-03',
    );
    expect(stdout).not.toContain('\u001b');
  });

  test('names and versions leave, and nothing else', async () => {
    writeFileSync(
      join(repo.root, '.npmrc'),
      `registry=http://evil.invalid/\n//127.0.0.1/:_authToken=${SECRET}\n`,
    );
    const user = freshHome();
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, '.npmrc'), `//${new URL(server.url).host}/:_authToken=${SECRET}\n`);
    await check(['packages.md', '--allow-registry'], { HOME: user });
    const paths = [
      'ws',
      'request',
      'left-padd',
      '@evil%2fexpresss',
      '@types%2fioredis',
      'socket.io',
      '@socket.io%2fredis-adapter',
      'ioredis',
    ];
    const types = ['@types%2fws/latest', '@types%2frequest/latest'];
    expect(server.lines().toSorted()).toEqual(
      [...[...paths, ...types].map(path => `GET /${path}`), `POST ${BULK}`].toSorted(),
    );
    const post = server.asked.find(one => one.method === 'POST');
    expect(JSON.parse(post?.body ?? '')).toEqual({ ws: ['8.17.0'], request: ['2.88.2'] });
    for (const { method, headers, body } of server.asked) {
      const allowed = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];
      const posted = method === 'POST' ? ['content-length', 'content-type'] : [];
      expect(Object.keys(headers).toSorted()).toEqual([...allowed, ...posted].toSorted());
      expect(headers['user-agent']).toMatch(/^planner-tui\/\d+\.\d+\.\d+$/);
      const all = JSON.stringify([headers, body]);
      for (const hidden of [SECRET, repo.root, home, 'shop-api', 'packages.md'])
        expect(all).not.toContain(hidden);
    }
    writeFileSync(join(repo.root, '.npmrc'), '');
  });

  test('once a day: the next run asks nobody, and --offline tells the same', async () => {
    const first = await check(['packages.md', '--allow-registry']);
    const asked = server.lines().length;
    expect((await check(['packages.md', '--allow-registry'])).stdout).toBe(first.stdout);
    expect((await check(['packages.md', '--offline'])).stdout).toBe(first.stdout);
    expect(server.lines()).toHaveLength(asked);
  });

  test.each([
    ['a log-in page', misbehave.captivePortal, 'captive portal'],
    ['a redirect', misbehave.redirect, 'redirects are not followed'],
  ])('%s in between costs the facts alone', async (_, behaviour, says) => {
    server.behave('*', behaviour);
    const { stdout, stderr } = await check(['packages.md', '--allow-registry']);
    expect(stderr).toBe('');
    expect(stdout.replace(/\s+/g, ' ')).toContain(says);
    expect(stdout).toContain('imports `@socket.io/redis-adapter`');
    expect(stdout).not.toContain('does not exist: 127');
  });

  test('an address that is none is told, and the rest is judged', async () => {
    const { stdout, stderr, code } = await check(['packages.md', '--allow-registry'], {
      PLANNER_TUI_REGISTRY: 'https://user:hunter2@x.invalid',
    });
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout.replace(/\s+/g, ' ')).toContain('PLANNER_TUI_REGISTRY should be an http or https address');
    expect(stdout).not.toContain('hunter2');
  });

  test('a plan says what the registry knows of what it adds, and is checked by the same facts', async () => {
    server.publish('socket.io', {
      versions: { '4.8.0': { published: '2026-01-02T00:00:00Z', license: 'MIT', types: 'a.d.ts' } },
    });
    const goal = 'add real-time notifications for order status';
    const made = await run(['plan', goal, '--json', '--allow-registry'], {
      cwd: repo.root,
      home,
      // No page of the public web is fetched by a test.
      env: { PLANNER_TUI_REGISTRY: server.url, HTTPS_PROXY: 'http://127.0.0.1:1' },
    });
    expect(made.stderr).toContain('names of packages go to the npm registry, addresses of cited pages');
    const { checks, plan, markdown } = JSON.parse(made.stdout);
    const host = new URL(server.url).host;
    const told = '`socket.io` 4.8.0: MIT, last published 2026-01-02, with types, no known advisories';
    expect(markdown).toContain(`- ${told} (${host}, `);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ sources: [{ kind: 'package', name: 'socket.io', version: '4.8.0' }] }),
    );
    const nine = checks.find((c: { check: number }) => c.check === 9);
    expect(nine.notes.join('\n')).toContain(`${told} (${host}).`);
    // This registry knows one of them.
    expect(nine.findings.map((f: { message: string }) => f.message)).toContainEqual(
      expect.stringContaining('`ioredis` does not exist'),
    );
    expect(server.lines().filter(line => line === 'GET /socket.io')).toHaveLength(1);
  });

  test('candidates are compared by what it says, and offline the plan says that nobody was asked', async () => {
    server.publish('bullmq', {
      versions: { '6.7.0': { published: '2026-11-02T00:00:00Z', license: 'MIT', types: 'a.d.ts' } },
    });
    server.publish('bee-queue', {
      versions: { '2.0.0': { published: '2021-01-02T00:00:00Z', license: 'MIT', types: 'a.d.ts' } },
    });
    const goal = 'send receipts in a background job on Redis';
    const env = { PLANNER_TUI_REGISTRY: server.url };
    const made = await run(['plan', goal, '--print', '--allow-registry'], { cwd: repo.root, home, env });
    expect(made.stderr).not.toContain('failed');
    const [table = ''] = /## Candidates for the job queue[\s\S]*?(?=\n## )/.exec(made.stdout) ?? [];
    expect(table).toMatch(
      /`bullmq` comes first of 2 candidates by these criteria in this order: not deprecated,/,
    );
    expect(table).toContain('The plan takes it.');
    expect(table).toMatch(/\| `bullmq` \(taken\) .*\| 6\.7\.0 .*\| 2026-11-02 .*\| nothing/);
    expect(table).toMatch(/\| `bee-queue` .*\| last published 2021/);
    // pg-boss and graphile-worker are not in this registry.
    expect(table).toMatch(/Nothing was learned of .*`pg-boss`.*`graphile-worker`/);
    for (const name of ['pg-boss', 'graphile-worker', 'bullmq', 'bee-queue'])
      expect(server.lines()).toContain(`GET /${name}`);

    const asked = server.lines().length;
    const bare = await run(['plan', goal, '--print', '--offline'], {
      cwd: repo.root,
      home: freshHome(),
      env,
    });
    const offline = /## Candidates for the job queue[\s\S]*?(?=\n## )/.exec(bare.stdout)?.[0];
    expect(offline).toMatch(
      /the plan takes `bullmq` of 4 candidates.* were not looked up: the npm registry was not asked: --offline/,
    );
    expect(offline).toMatch(/\| `bee-queue` +\| short jobs of/);
    expect(server.lines()).toHaveLength(asked);
  });

  test('an upgrade says what lies between the two versions, and the record of the newer one is quoted', async () => {
    const tarball = '/express/-/express-5.1.0.tgz';
    const installed: string = JSON.parse(readFileSync(join(repo.root, 'package-lock.json'), 'utf8')).packages[
      'node_modules/express'
    ].version;
    server.publish('express', {
      versions: {
        [installed]: { published: '2022-10-08T00:00:00Z', engines: { node: '>= 0.10.0' } },
        '5.0.0': { published: '2024-09-10T00:00:00Z' },
        '5.1.0': {
          published: '2025-03-31T00:00:00Z',
          engines: { node: '>= 18' },
          dist: { tarball: new URL(tarball, server.url).href },
        },
      },
    });
    server.behave(
      tarball,
      response =>
        void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(
          packed({
            path: 'package/CHANGELOG.md',
            text: '## 5.0.0\n\n- Removed `app.del()` for good\n- The `Router` no longer takes \u001b[2Jcolours\n',
          }),
        ),
    );
    const made = await run(['plan', 'upgrade express to 5', '--json', '--allow-registry'], {
      cwd: repo.root,
      home,
      env: { PLANNER_TUI_REGISTRY: server.url, HTTPS_PROXY: 'http://127.0.0.1:1' },
    });
    const { markdown } = JSON.parse(made.stdout);
    expect(markdown).toContain(
      `- \`express\` ${installed} is installed and 5.1.0 (2025-03-31) is the latest: 2 releases lie between; 5.0.0 (2024-09-10) begins a major version; it runs on Node >= 18 (before: >= 0.10.0)`,
    );
    expect(markdown).toContain('`express` 5.0.0: “Removed `app.del()` for good” (`express@5.1.0`)');
    expect(made.stdout).not.toContain('\u001b');
    expect(server.lines()).toContain(`GET ${tarball}`);
    expect(JSON.stringify(server.asked)).not.toContain(installed);
    const later = await run(['plan', 'upgrade express to 5', '--json', '--offline'], {
      cwd: repo.root,
      home,
      env: { PLANNER_TUI_REGISTRY: server.url },
    });
    expect(JSON.parse(later.stdout).markdown).toContain('“Removed `app.del()` for good”');
  });
});
