import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, readRecords } from '../../src/storage/record.ts';
import { freshHome, run } from '../cli/program.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { callTool, INITIALIZE, INITIALIZED, rawClient, stdioClient } from './clients.ts';

const GOAL = 'add rate limiting to the public API';
const MAKE = {
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name: 'make_plan', arguments: { goal: GOAL }, _meta: { progressToken: 'p' } },
};
let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

/** The session logs of a home, and the locks beside them. */
function sessionFiles(home: string): { readonly logs: readonly string[]; readonly locks: readonly string[] } {
  const state = join(home, 'state');
  const files = existsSync(state)
    ? readdirSync(state, { recursive: true, encoding: 'utf8' }).map(file => join(state, file))
    : [];
  return {
    logs: files.filter(file => /sessions.*\.jsonl$/.test(file)),
    locks: files.filter(file => file.endsWith('.lock')),
  };
}

const sessionIn = (text: string) => /^Session: (\S+)$/m.exec(text)?.[1] ?? '';

describe.each([
  ['2025-11-25', false],
  ['2026-07-28', true],
])('the official client, revision %s', (revision, modern) => {
  test('make_plan, answers, feedback, check, reading; a person approves what came of it', async () => {
    const own = await makeFixtureRepo('shop-api');
    const home = freshHome();
    const client = await stdioClient({ cwd: own.root, home, modern });
    try {
      expect(client.getNegotiatedProtocolVersion()).toBe(revision);
      const told: string[] = [];
      const made = await callTool(
        client,
        'make_plan',
        { goal: GOAL },
        { onprogress: ({ message }) => void told.push(message ?? '') },
      );
      expect(made.isError).toBe(false);
      const session = sessionIn(made.text);
      expect(made.text).toContain('limit-store: Where shall `shop-api` count requests?');
      expect(made.text).toMatch(/- postgres \(recommended\): In PostgreSQL/);
      expect(made.text).toMatch(/Checks: \d+ passed, 0 failed/);
      expect(made.text).toContain(`planner-tui resume ${session}`);
      expect(made.text).toContain('# Implementation Plan: Add rate limiting to the public API');
      expect(told.some(line => line.startsWith('Research'))).toBe(true);

      const answered = await callTool(client, 'answer_questions', {
        session,
        answers: { 'limit-store': 'redis', limit: 'forty-two a minute' },
      });
      expect(answered.text).toContain('revision 2');
      expect(answered.text).toContain('adds “Install `ioredis`”');
      expect(answered.text).not.toMatch(/^- limit-store:/m);

      const step = await callTool(client, 'give_feedback', { session, feedback: 'drop it', step: 'nothing' });
      expect(step).toEqual({ text: expect.stringContaining('“nothing” is none'), isError: true });
      const given = await callTool(client, 'give_feedback', { session, feedback: 'no new dependencies' });
      expect(given.text).toContain('“no new dependencies”: Drops “Install `ioredis`”');

      const { contents } = await client.readResource({ uri: `plan:///sessions/${session}` });
      const [draft] = contents;
      const markdown = draft && 'text' in draft ? draft.text : '';
      expect(markdown).toContain('revision: 3');
      const checked = JSON.parse((await callTool(client, 'check_plan', { markdown })).text);
      expect([checked.files, checked.title]).toEqual([undefined, 'Add rate limiting to the public API']);
      expect(checked.checks).toHaveLength(15);

      expect(existsSync(join(own.root, 'plans'))).toBe(false);
      const { code, stderr } = await run(['resume', session, '--print', '--approve'], {
        cwd: own.root,
        home,
      });
      expect([code, stderr]).toEqual([0, expect.stringContaining('plan saved: plans/')]);
      const listed = JSON.parse((await callTool(client, 'list_plans')).text);
      expect(listed.plans).toHaveLength(1);
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toContain(listed.plans[0].resource);
      const drift = JSON.parse((await callTool(client, 'drift', { plan: 'latest' })).text);
      expect([drift.path, drift.match]).toEqual([listed.plans[0].path, 0]);
    } finally {
      await client.close();
      await own.cleanup();
    }
  });
});

test('impact and map answer as the command line does', async () => {
  const client = await stdioClient({ cwd: repo.root });
  try {
    const impact = JSON.parse((await callTool(client, 'impact', { goal: GOAL, limit: 3 })).text);
    const { stdout } = await run(['impact', GOAL, '--limit', '3', '--json'], { cwd: repo.root });
    expect(impact).toEqual(JSON.parse(stdout));
    const found = JSON.parse((await callTool(client, 'map', { query: 'createApp', limit: 1 })).text);
    expect(found.hits).toEqual([expect.objectContaining({ name: 'createApp', path: 'src/app.ts' })]);
    const symbol = JSON.parse((await callTool(client, 'map', { symbol: 'createApp' })).text);
    expect(symbol.definitions[0].usedBy.length).toBeGreaterThan(0);
    const overview = JSON.parse((await callTool(client, 'map', { limit: 5 })).text);
    expect(overview.outline.folders.length).toBeGreaterThan(0);
  } finally {
    await client.close();
  }
});

describe('which project', () => {
  test('the one root of the client wins over the folder of the server; --project over both', async () => {
    const ledger = await makeFixtureRepo('ledger-py');
    const roots = [pathToFileURL(ledger.root).href];
    const cases = [
      { args: [], roots, modern: false, root: ledger.root },
      { args: [], roots: [...roots, pathToFileURL(repo.root).href], modern: false, root: repo.root },
      { args: [], roots: ['http://example.com/'], modern: false, root: repo.root },
      { args: ['--project', repo.root], roots, modern: false, root: repo.root },
      { args: [], roots, modern: true, root: repo.root },
    ];
    const home = freshHome();
    try {
      for (const { root, ...options } of cases) {
        const client = await stdioClient({ cwd: repo.root, home, ...options });
        const map = JSON.parse((await callTool(client, 'map', { limit: 1 })).text);
        expect([options.args, options.roots, map.summary.root]).toEqual([options.args, options.roots, root]);
        await client.close();
      }
    } finally {
      await ledger.cleanup();
    }
  });
});

describe('consent', () => {
  test('a key alone lets no model plan, and nothing here agrees', async () => {
    const home = freshHome();
    const env = { ANTHROPIC_API_KEY: 'sk-ant-api03-nothing', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' };
    const client = await stdioClient({ cwd: repo.root, home, env });
    try {
      const asked = await callTool(client, 'make_plan', { goal: GOAL, planner: 'claude' });
      expect(asked.isError).toBe(true);
      expect(asked.text).toMatch(/Only a person can agree/);
      expect(asked.text).not.toContain('--allow-remote');
      const local = await callTool(client, 'make_plan', { goal: GOAL });
      expect(local.text).toContain('Planner: local planner · no model is used');
      expect(sessionFiles(home).logs).toHaveLength(1);
    } finally {
      await client.close();
    }
  });
});

describe('what goes wrong', () => {
  test('two plans at the same time are two sessions', async () => {
    const home = freshHome();
    const client = await stdioClient({ cwd: repo.root, home });
    try {
      const [one, two, three] = await Promise.all(
        [GOAL, GOAL, 'add CSV export of orders'].map(goal => callTool(client, 'make_plan', { goal })),
      );
      const ids = [one, two, three].map(said => sessionIn(said?.text ?? ''));
      expect(new Set(ids).size).toBe(3);
      expect(ids).not.toContain('');
      expect(three?.text).toContain('CSV');
      expect(sessionFiles(home)).toMatchObject({ logs: { length: 3 }, locks: [] });
    } finally {
      await client.close();
    }
  });

  test('cancelling ends the run where it stands; the session goes on later', async () => {
    const home = freshHome();
    const client = await stdioClient({ cwd: repo.root, home });
    const abort = new AbortController();
    try {
      const cancelled = callTool(
        client,
        'make_plan',
        { goal: GOAL },
        {
          signal: abort.signal,
          onprogress: () => abort.abort(),
        },
      );
      await expect(cancelled).rejects.toThrow();
      const listed = JSON.parse((await callTool(client, 'list_plans')).text);
      const [session] = listed.sessions;
      const [log = ''] = sessionFiles(home).logs;
      const { events } = eventsOf(readRecords(readFileSync(log)));
      const stopped = events.find(event => event.type === 'RunStopped');
      expect(stopped).toMatchObject({ reason: 'cancelled' });
      // A run that went on until its end would have drafted, and be told as done.
      expect(events.at(-1)).toBe(stopped);
      expect(events.map(event => event.type)).not.toContain('RevisionDrafted');
      const answered = await callTool(client, 'answer_questions', {
        session: session.id,
        answers: { 'limit-store': 'redis' },
      });
      expect(answered.text).toContain('Plan: “Add rate limiting to the public API”');
    } finally {
      await client.close();
    }
  });

  test.each([
    ['stdin ends', (child: ReturnType<typeof rawClient>['child']) => child.stdin.end()],
    ['SIGTERM', (child: ReturnType<typeof rawClient>['child']) => child.kill('SIGTERM')],
    [
      'the whole client is gone',
      (child: ReturnType<typeof rawClient>['child']) => {
        child.stdout.destroy();
        child.stdin.destroy();
      },
    ],
  ])('in the middle of a plan: %s', async (_, leave) => {
    const home = freshHome();
    const client = rawClient({ cwd: repo.root, home });
    client.send(INITIALIZE);
    await client.until(message => message['id'] === 1);
    client.send(INITIALIZED);
    client.send(MAKE);
    await client.until(message => message['method'] === 'notifications/progress');
    leave(client.child);
    const { code, signal, stderr } = await client.ended;
    expect([code, signal, stderr]).toEqual([0, null, '']);
    expect(client.strangeLines()).toEqual([]);
    expect(sessionFiles(home)).toMatchObject({ logs: { length: 1 }, locks: [] });
    const resumed = await run(['resume', '--last', '--print'], { cwd: repo.root, home });
    expect([resumed.code, resumed.stdout]).toEqual([0, expect.stringContaining('# Implementation Plan')]);
  });

  test('SIGTERM while nothing is asked ends it, too', async () => {
    const client = rawClient({ cwd: repo.root });
    client.send(INITIALIZE);
    await client.until(message => message['id'] === 1);
    client.child.kill('SIGTERM');
    expect(await client.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('what is no message is passed over; the server goes on', async () => {
    const client = rawClient({ cwd: repo.root });
    client.send(
      'this is no JSON\n{"jsonrpc":"2.0","id":\n[]\n{}\n"x"\n{"jsonrpc":"1.0","id":9,"method":"ping"}\n',
    );
    client.send(INITIALIZE);
    await client.until(message => message['id'] === 1);
    client.send('\u0000\u0007\n{"jsonrpc":"2.0","id":7,"method":"no/such/method"}\n');
    expect(await client.until(message => message['id'] === 7)).toMatchObject({ error: { code: -32601 } });
    client.send({ jsonrpc: '2.0', id: 8, method: 'tools/call', params: { name: 5 } });
    expect(await client.until(message => message['id'] === 8)).toHaveProperty('error');
    client.send({ jsonrpc: '2.0', id: 10, method: 'tools/list' });
    expect(await client.until(message => message['id'] === 10)).toHaveProperty('result');
    client.child.stdin.end();
    expect((await client.ended).code).toBe(0);
    expect(client.strangeLines()).toEqual([]);
  });

  test('a message without end is cut off, in words', async () => {
    const client = rawClient({ cwd: repo.root });
    client.send(INITIALIZE);
    await client.until(message => message['id'] === 1);
    client.send(
      `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"x":"${'x'.repeat(11 * 1024 * 1024)}`,
    );
    const { code, stderr } = await client.ended;
    expect([code, stderr]).toEqual([0, expect.stringMatching(/planner-tui mcp: .*maximum/)]);
    expect(client.strangeLines()).toEqual([]);
  });

  test('a huge plan is answered in bounds', async () => {
    const client = await stdioClient({ cwd: repo.root });
    try {
      const steps = Array.from({ length: 600 }, (_, n) => `${n + 1}. Change \`src/nothing-${n}.ts\`.`);
      const markdown = `# Plan\n\n## Steps\n\n${steps.join('\n')}\n`;
      const { text } = await callTool(client, 'check_plan', { markdown });
      expect(text.length).toBeLessThanOrEqual(32_000);
      const { cut, findings } = JSON.parse(text);
      expect(cut.lists).toContainEqual(
        expect.stringMatching(new RegExp(`^findings: ${findings.length} of \\d{3,}$`)),
      );
    } finally {
      await client.close();
    }
  });
});

describe('two approaches', () => {
  const SEARCH = 'add full text search for products';
  test('are compared; A is taken with a step of B, then B instead; a person approves one', async () => {
    const own = await makeFixtureRepo('shop-api');
    const home = freshHome();
    const client = await stdioClient({ cwd: own.root, home });
    try {
      const made = await callTool(client, 'make_plan', { goal: SEARCH, approaches: 2 });
      const session = sessionIn(made.text);
      expect(made.text).toContain('Two approaches, which differ in: What searches the texts of `shop-api`?');
      expect(made.text).toMatch(/^- A “.*”: .*\. Steps: S-.*\.\n- B “.*”: .*\. Steps: S-/m);
      expect(made.text).toContain('dependents touched');
      const before = await callTool(client, 'give_feedback', { session, feedback: 'no new dependencies' });
      expect(before).toEqual({ text: expect.stringContaining('take_approach goes on'), isError: true });
      const [, stepsOfB = ''] = /^- B “.*”: .*\. Steps: (.*)\.$/m.exec(made.text) ?? [];
      const [, stepsOfA = ''] = /^- A “.*”: .*\. Steps: (.*)\.$/m.exec(made.text) ?? [];
      const only = stepsOfB.split(', ').find(id => !stepsOfA.split(', ').includes(id)) ?? '';
      const b = await callTool(client, 'read_plan', { plan: `${session}/b` });
      expect(b.text).toContain(`\`${only}\``);

      const wrong = await callTool(client, 'take_approach', {
        session,
        approach: 'a',
        with_steps: ['S-none'],
      });
      expect(wrong).toEqual({ text: expect.stringContaining('has no step S-none'), isError: true });
      const taken = await callTool(client, 'take_approach', { session, approach: 'a', with_steps: [only] });
      expect(taken.isError).toBe(false);
      expect(taken.text).toMatch(/^Approach A “.*” is taken; B “.*” is kept/m);
      expect(taken.text).toContain(`\`${only}\``);
      const again = await callTool(client, 'take_approach', { session, approach: 'a' });
      expect(again).toEqual({ text: expect.stringContaining('is taken already'), isError: true });
      const other = await callTool(client, 'take_approach', { session, approach: 'b' });
      expect(other.text).toMatch(/^Approach B “.*” is taken/m);
      expect(existsSync(join(own.root, 'plans'))).toBe(false);
      const { code } = await run(['resume', session, '--print', '--approve'], { cwd: own.root, home });
      expect(code).toBe(0);
      const late = await callTool(client, 'take_approach', { session, approach: 'a' });
      expect(late).toEqual({ text: expect.stringContaining('Approach b is approved'), isError: true });
    } finally {
      await client.close();
      await own.cleanup();
    }
  });

  test('a plan of one has nothing to take', async () => {
    const client = await stdioClient({ cwd: repo.root });
    try {
      const session = sessionIn((await callTool(client, 'make_plan', { goal: GOAL })).text);
      const taken = await callTool(client, 'take_approach', { session, approach: 'a' });
      expect(taken).toEqual({ text: expect.stringContaining('"approaches": 2'), isError: true });
    } finally {
      await client.close();
    }
  });
});
