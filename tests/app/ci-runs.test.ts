import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCiRuns } from '../../src/app/ci-runs.ts';
import type { LookUpConsent } from '../../src/app/look-ups.ts';
import { type ActionsClient, createActionsClient } from '../../src/host/http/index.ts';
import {
  type ActionsServer,
  API,
  BLOB,
  GREEN_QUERY,
  JOBS_QUERY,
  jobsOf,
  REPO,
  runOf,
  startActions,
} from '../helpers/actions-server.ts';
import { worldOf } from '../helpers/page-server.ts';
import { logText } from '../research/ci/logs.ts';

const STEP = 'Run npm run typecheck';
const RUN = 'https://github.com/ada/shop/actions/runs';
const TOKEN = 'token-of-a-test';

let actions: ActionsServer;
let client: ActionsClient;
beforeAll(async () => {
  actions = await startActions('ghe.corp.example.org');
  const world = worldOf(actions.server);
  const { port } = actions.server;
  // Names keep the port of https; the server of the test has another.
  const real = createActionsClient({ env: {}, userAgent: 'planner-tui/test', world });
  const at = (url: URL) => new URL(`${url.pathname}${url.search}`, `https://${url.hostname}:${port}`);
  client = {
    json: asked => real.json({ ...asked, url: at(asked.url) }),
    log: (asked, take) => real.log({ ...asked, url: at(asked.url) }, take),
    close: () => real.close(),
  };
});
afterAll(async () => {
  await client.close();
  await actions.server.close();
});

let n = 0;
function read(
  address: string,
  {
    env = { GH_TOKEN: TOKEN },
    consent = 'not-allowed',
  }: { env?: NodeJS.ProcessEnv; consent?: LookUpConsent } = {},
) {
  const kept = new Map<string, string>();
  const source = createCiRuns({
    env: { PATH: '', ...env },
    consent,
    version: '0',
    clock: { now: () => Date.UTC(2026, 10, 28) },
    root: mkdtempSync(`${tmpdir()}/ci-runs-`),
    cwd: tmpdir(),
    client,
    kept: { load: id => kept.get(id), save: (id, text) => Boolean(kept.set(id, text)) },
  });
  return source.read(address, `s${++n}`);
}

/** A failing run with one green before it; blobs lead to the server's own port. */
function serve(id: number, log = logText('tsc')): void {
  actions.json(`${REPO}/actions/runs/${id}`, runOf({ id, sha: 'b'.repeat(40) }));
  actions.json(
    `${REPO}/actions/runs/${id}/attempts/1/jobs${JOBS_QUERY}`,
    jobsOf(STEP, [
      [id * 10, 'build', 'failure'],
      [id * 10 + 1, 'lint', 'success'],
    ]),
  );
  actions.log(id * 10, log);
  const { port } = actions.server;
  actions.server.at(
    `${REPO}/actions/jobs/${id * 10}/logs`,
    response =>
      void response.writeHead(302, { location: `https://${BLOB}:${port}/signed/${id * 10}?sig=abc` }).end(),
  );
  actions.json(`${REPO}${GREEN_QUERY}`, {
    workflow_runs: [
      runOf({ id: 3, sha: 'a'.repeat(40), conclusion: 'success', created: '2026-11-19T09:00:00Z' }),
    ],
  });
  actions.json(`${REPO}/actions/runs/3/jobs${JOBS_QUERY}`, jobsOf(STEP, [[30, 'build', 'success']]));
}

describe('a run by its address', () => {
  test('is read with its jobs, the log behind one redirect, and the last green run; the token goes to the API alone', async () => {
    serve(11);
    const before = actions.server.asked.length;
    const got = await read(`${RUN}/11`);
    if (!got.ok) throw new Error(got.error.message);
    expect(got.value.run).toMatchObject({
      id: 11,
      repository: 'ada/shop',
      path: '.github/workflows/ci.yml',
      jobs: [{ name: 'build' }, { name: 'lint' }],
      green: { id: 3, jobs: [{ steps: [{ conclusion: 'success' }] }] },
    });
    expect(got.value.log.jobs.map(one => one.name)).toEqual(['build']);
    const asked = actions.server.asked.slice(before);
    expect(asked.filter(one => one.startsWith(BLOB))).toEqual([`${BLOB}/signed/110?sig=abc`]);
    asked.forEach((one, i) => {
      const sent = actions.server.headers[before + i]?.authorization;
      expect([one, sent]).toEqual([one, one.startsWith(BLOB) ? undefined : `Bearer ${TOKEN}`]);
    });
  });

  test('of an Enterprise server asks its own API, with its own token and not that of github.com', async () => {
    actions.json('/api/v3/repos/ada/shop/actions/runs/12', {}, 404);
    const before = actions.server.headers.length;
    const got = await read('https://ghe.corp.example.org/ada/shop/actions/runs/12');
    expect(got).toMatchObject({
      ok: false,
      error: { kind: 'ci-no-permission', next: expect.stringContaining('GH_ENTERPRISE_TOKEN') },
    });
    expect(actions.server.asked.at(-1)).toBe('ghe.corp.example.org/api/v3/repos/ada/shop/actions/runs/12');
    expect(actions.server.headers.slice(before).map(sent => sent.authorization)).toEqual([undefined]);
  });

  test('is not fetched offline', async () => {
    const before = actions.server.asked.length;
    expect(await read(`${RUN}/11`, { consent: 'offline' })).toMatchObject({
      ok: false,
      error: { kind: 'ci-offline' },
    });
    expect(actions.server.asked.length).toBe(before);
  });

  test.each([
    ['https://github.com/ada/shop', 'ci-not-a-run', /is none/],
    ['https://github.com/ada/shop/pull/4', 'ci-not-a-run', /pull request/],
    ['http://github.com/ada/shop/actions/runs/1', 'ci-not-a-run', /by https/],
    ['https://x:y@github.com/ada/shop/actions/runs/1', 'ci-not-a-run', /without a name or password/],
  ])('is no other address: %s', async (address, kind, words) => {
    expect(await read(address)).toMatchObject({
      ok: false,
      error: { kind, message: expect.stringMatching(words) },
    });
  });

  test.each([
    [404, {}, {}, 'ci-no-permission', /without a token.*actions: read/],
    [404, { GITHUB_TOKEN: TOKEN }, {}, 'ci-no-permission', /token of GITHUB_TOKEN.*actions: read/],
    [401, { GH_TOKEN: TOKEN }, {}, 'ci-token-refused', /refuses the token of GH_TOKEN/],
    [
      403,
      {},
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' },
      'ci-rate-limit',
      /until \d{4}-/,
    ],
    [429, {}, { 'retry-after': '60' }, 'ci-rate-limit', /until 2026-11-28 00:01 UTC/],
    [500, {}, {}, 'ci-unreachable', /status 500/],
    [301, {}, { location: 'https://elsewhere.test/' }, 'ci-unreachable', /redirects are not followed/],
  ])('that answers %i says why (%j, %j)', async (status, env, headers, kind, words) => {
    actions.json(`${REPO}/actions/runs/13`, {}, status, headers);
    expect(await read(`${RUN}/13`, { env })).toMatchObject({
      ok: false,
      error: { kind, message: expect.stringMatching(words) },
    });
  });

  test.each([
    [
      'is still running',
      runOf({ id: 14, sha: 'c', status: 'in_progress', conclusion: null }),
      jobsOf(STEP, []),
      'ci-in-progress',
    ],
    [
      'did not fail',
      runOf({ id: 14, sha: 'c', conclusion: 'success' }),
      jobsOf(STEP, [[140, 'build', 'success']]),
      'ci-not-failed',
    ],
  ])('that %s is told so', async (_, run, jobs, kind) => {
    actions.json(`${REPO}/actions/runs/14`, run);
    actions.json(`${REPO}/actions/runs/14/attempts/1/jobs${JOBS_QUERY}`, jobs);
    expect(await read(`${RUN}/14`)).toMatchObject({ ok: false, error: { kind } });
  });

  test('whose logs are gone, or lie in a private network, is told so', async () => {
    serve(15);
    actions.json(`${REPO}/actions/jobs/150/logs`, {}, 410);
    expect(await read(`${RUN}/15`)).toMatchObject({ ok: false, error: { kind: 'ci-log-expired' } });
    actions.server.at(
      `${REPO}/actions/jobs/150/logs`,
      response => void response.writeHead(302, { location: 'https://169.254.169.254/latest' }).end(),
    );
    expect(await read(`${RUN}/15`)).toMatchObject({
      ok: false,
      error: { kind: 'ci-unreachable', message: expect.stringContaining('no public address') },
    });
  });

  test('is read once for a session', async () => {
    serve(16);
    const kept = new Map<string, string>();
    const source = () =>
      createCiRuns({
        env: { PATH: '', GH_TOKEN: TOKEN },
        consent: 'not-allowed',
        version: '0',
        clock: { now: () => 0 },
        root: tmpdir(),
        cwd: tmpdir(),
        client,
        kept: { load: id => kept.get(id), save: (id, text) => Boolean(kept.set(id, text)) },
      });
    const first = await source().read(`${RUN}/16`, 'a-session');
    const before = actions.server.asked.length;
    expect(await source().read(`${RUN}/16`, 'a-session')).toEqual(first);
    expect(actions.server.asked.length).toBe(before);
    expect(actions.server.asked).toContain(`${API}${REPO}/actions/runs/16`);
  });
});
