import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClaudePlannerPorts } from '../../../src/agent/claude/planner.ts';
import type { AgentOutput, SessionEvent } from '../../../src/session/events.ts';
import type { ActiveSession } from '../../../src/session/state.ts';
import { type FixtureRepo, makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { type RealProject, realProject } from '../real.ts';
import { modelProject } from './model-project.ts';
import {
  eventsOf,
  frame,
  type ModelServer,
  openStream,
  type Reply,
  refuse,
  type Said,
  say,
  startModelServer,
  stream,
} from './model-server.ts';
import { calling, conversationProblems, FINISH, file, finding, lastSaid, step } from './script.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SERVICE = 'src/services/order.service.ts';
const GOAL = 'Tell the customer by e-mail when an order changes its status';
const FOUND = finding(
  'state',
  '`setStatus` is the one place where an order changes its status.',
  file(SERVICE, 57, "const cancelled = await this.setStatus(id, 'CANCELLED');"),
);
const PLAN = [
  'submit_plan',
  {
    approach: { title: 'mail from the service', summary: [{ text: 'Every change passes `setStatus`.' }] },
    steps: [
      step('S-notify', {
        files: [{ action: 'modify', path: SERVICE, what: 'send the mail when the status is stored' }],
        verify: [{ kind: 'command', text: 'npm test' }],
      }),
    ],
    cases: [{ text: 'One change sends one mail.', proves: ['R1'] }],
  },
] as const;
/** Nothing here changes it: whatever goes wrong, a model writes no file. */
let repo: FixtureRepo;
let there: RealProject;
let server: ModelServer;
const open: (() => Promise<void>)[] = [];
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  there = await realProject(repo.root);
});
afterAll(async () => {
  await there.close();
  await repo.cleanup();
});
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  await server.close();
  expect([server.unexpected, server.left()]).toEqual([[], 0]);
  // Whatever went wrong: what was sent is a conversation that the API takes.
  for (const [n, asked] of server.asked.entries())
    if (asked.body && asked.path.includes('/messages'))
      expect([n, ...conversationProblems(asked)]).toEqual([n]);
});

async function planning(more: Partial<ClaudePlannerPorts> = {}) {
  const made = await modelProject(there, server, more);
  open.push(made.close);
  return { ...made, start: await made.project.start(GOAL) };
}

const of = <T extends AgentOutput['type']>(outputs: readonly AgentOutput[], type: T) =>
  outputs.filter((o): o is Extract<AgentOutput, { type: T }> => o.type === type);
const stopped = (outputs: readonly AgentOutput[]) => {
  expect(outputs.at(-1)?.type).toBe('RunStopped');
  expect(of(outputs, 'RunStopped')).toHaveLength(1);
  return of(outputs, 'RunStopped')[0];
};
const own = (session: ActiveSession): readonly string[] =>
  session.findings.filter(f => f.id.startsWith('m-')).map(f => f.text);
const notices = (outputs: readonly AgentOutput[]): string =>
  of(outputs, 'NoticeRaised')
    .map(n => n.text)
    .join('\n');
const stopping = (
  stop: 'max_tokens' | 'pause_turn' | 'refusal' | 'stop_sequence' | 'model_context_window_exceeded',
  ...said: readonly Said[]
): Reply => stream(eventsOf(said, { stop }));
/** Research with one finding, then analysis without a question, then the plan. */
const whole = (): readonly Reply[] => calling(FINISH, FOUND, FINISH, PLAN);
const drafts = (outputs: readonly AgentOutput[]) => of(outputs, 'RevisionDrafted');

describe('a stop reason', () => {
  it.each([
    [
      'end_turn three times without anything handed in',
      [1, 2, 3].map(() => say({ text: 'Done.' })),
      'no-result',
    ],
    [
      'stop_sequence three times',
      [1, 2, 3].map(() => stopping('stop_sequence', { text: 'So' })),
      'no-result',
    ],
    [
      'max_tokens twice',
      [1, 2].map(() => stopping('max_tokens', { call: FOUND[0], input: FOUND[1] })),
      'no-result',
    ],
    ['refusal', [stopping('refusal', { text: 'No.' })], 'refused'],
    [
      'a full context with nothing to leave out',
      [stopping('model_context_window_exceeded', { text: 'a' })],
      'too-large',
    ],
    [
      'pause_turn without end',
      Array.from({ length: 9 }, () => stopping('pause_turn', { text: 'wait' })),
      'no-result',
    ],
  ])('%s ends the run with a reason, and keeps what was found', async (_what, replies, kind) => {
    const { planner, start } = await planning();
    server.script(...calling(FINISH, FOUND), ...replies);
    const { session, outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({
      reason: 'failed',
      failure: { kind, next: expect.stringMatching(/kept/) },
    });
    expect(own(session)).toEqual([FOUND[1].text]);
    // What was cut off is never acted upon.
    if (kind === 'no-result')
      expect(of(outputs, 'FindingRecorded').filter(o => o.finding.text === FOUND[1].text)).toHaveLength(1);
  });

  it('pause_turn goes on, a cut answer is asked for again with room, and then as before', async () => {
    const { planner, start } = await planning();
    server.script(
      stopping('pause_turn', { text: 'I search.' }),
      stopping('max_tokens', { call: FOUND[0], input: FOUND[1] }),
      ...whole(),
    );
    const { outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'done' });
    expect(server.asked.map(a => a.body?.max_tokens)).toEqual(
      [4_096, 4_096, 8_192, 4_096, 4_096, 4_096, 4_096].slice(0, server.asked.length),
    );
    expect(notices(outputs)).toContain('cut off at 4096 tokens');
    expect(drafts(outputs)).toHaveLength(1);
  });
});

describe('a server that fails', () => {
  it('is asked again after 429, 529 and a cut stream, and nothing counts twice', async () => {
    const { planner, start } = await planning();
    const cut: Reply = async response => {
      openStream(response);
      for (const event of eventsOf([{ call: FOUND[0], input: FOUND[1] }]).slice(0, -1))
        response.write(frame(event));
      await new Promise<void>(done => response.write(': \n\n', () => done()));
      response.destroy();
    };
    const [first, second, ...rest] = whole();
    server.script(
      refuse(429, 'rate_limit_error', 'slow down', { 'retry-after': '0' }),
      refuse(529, 'overloaded_error', 'busy'),
      first!,
      cut,
      second!,
      ...rest,
    );
    const { session, outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'done' });
    expect(of(outputs, 'FindingRecorded').filter(o => o.finding.text === FOUND[1].text)).toHaveLength(1);
    expect(own(session)).toHaveLength(1);
    expect(
      of(outputs, 'Progress')
        .map(p => p.text)
        .join('\n'),
    ).toMatch(/Try 2 of 3 in 1 s/);
    // The broken answer is paid for, and counted once.
    const answered = server.asked.length - 3;
    expect(session.spent?.tokens.input).toBe(100 * (answered + 1));
  });

  it('529 to the end is a failure that says so after three tries', async () => {
    const { planner, start } = await planning();
    server.script(...[1, 2, 3].map(() => refuse(529, 'overloaded_error', 'busy')));
    const { outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'failed', failure: { kind: 'overloaded' } });
  });

  it('a longer wait than anybody has patience for is the person’s to decide', async () => {
    const { planner, start } = await planning();
    server.script(refuse(429, 'rate_limit_error', 'tomorrow', { 'retry-after': '86400' }));
    const { outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'failed', failure: { kind: 'rate-limited' } });
  });

  it('401 in mid-session keeps what was found; a later planner with a good key goes on from the session alone', async () => {
    const { planner, start } = await planning();
    server.script(...calling(FINISH, FOUND, FINISH), refuse(401, 'authentication_error', 'key expired'));
    const { session, outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'failed', failure: { kind: 'credentials-refused' } });
    expect(own(session)).toHaveLength(1);
    const later = await planning();
    server.script(...calling(PLAN));
    const asked = server.asked.length;
    const drafted = await run(later.planner, session, 'draft');
    expect(stopped(drafted.outputs)).toMatchObject({ reason: 'done' });
    const first = server.asked[asked]!;
    for (const known of [GOAL, FOUND[1].text, 'shop-api', 'm-setstatus-is-the-one-place-where-an'])
      expect(lastSaid(first)).toContain(known);
    expect(lastPlan(drafted.session).plan.steps.map(s => s.id)).toEqual(['S-notify']);
  });

  it('a parameter that a 400 names is left out once, visibly, and for good', async () => {
    const { planner, start } = await planning();
    server.script(
      refuse(400, 'invalid_request_error', 'thinking: this model does not support it'),
      refuse(400, 'invalid_request_error', 'cache_control: Extra inputs are not permitted'),
      ...whole(),
    );
    const { outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'done' });
    expect(notices(outputs).match(/Sent again without `(\w+)`/g)).toEqual([
      'Sent again without `thinking`',
      'Sent again without `cache_control`',
    ]);
    const sent = server.asked.map(a => JSON.stringify(a.body));
    expect(sent.map(b => b.includes('"thinking":{'))).toEqual([true, ...sent.slice(1).map(() => false)]);
    expect(sent.map(b => b.includes('cache_control'))).toEqual([
      true,
      true,
      ...sent.slice(2).map(() => false),
    ]);
  });

  it('a 400 that names what was not sent is told, not tried again', async () => {
    const { planner, start } = await planning();
    server.script(refuse(400, 'invalid_request_error', 'metadata: Extra inputs are not permitted'));
    const { outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'failed', failure: { kind: 'bad-request' } });
  });
});

it('a conversation that is too long is shortened visibly, and stays a conversation', async () => {
  const { planner, start } = await planning();
  const readings = Array.from(
    { length: 10 },
    (_, n) => ['read_file', { path: SERVICE, from: n + 1, to: n + 60 }] as const,
  );
  server.script(
    ...calling(...readings),
    refuse(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    stopping('model_context_window_exceeded', { text: 'I' }),
    ...whole(),
  );
  const { outputs } = await run(planner, start, 'research');
  expect(stopped(outputs)).toMatchObject({ reason: 'done' });
  expect(notices(outputs).match(/older readings were taken out/g)).toHaveLength(2);
  const left = server.asked.map(
    a => JSON.stringify(a.body?.messages).split('This reading was left out').length - 1,
  );
  expect([left[10], left[11], left[12]]).toEqual([0, 2, 3]);
});

describe('a budget that is used up', () => {
  const tokens = (n: number, ...said: readonly Said[]): Reply =>
    stream(eventsOf(said, { input: n, output: 0 }));
  const budget = { session: 10_000, phases: { research: 1_000, analysis: 1_000, planning: 1_000 } };

  it('ends research and analysis early, with what was found, and planning goes on', async () => {
    const { planner, start } = await planning({ budget });
    server.script(
      tokens(1_000, { call: FOUND[0], input: FOUND[1] }),
      tokens(1_000, { call: 'read_file', input: { path: SERVICE } }),
      ...calling(PLAN),
    );
    const { session, outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({ reason: 'done' });
    expect(notices(outputs)).toMatch(
      /1,000 tokens of research are used up[\s\S]*tokens of analysis are used up/,
    );
    expect(own(session)).toHaveLength(1);
    expect(drafts(outputs)).toHaveLength(1);
    expect(of(outputs, 'PhaseEnded').map(p => p.phase)).toEqual(['research', 'analysis', 'planning']);
  });

  it('of planning ends with a clear failure; what is in sight of the checks is drafted as it is', async () => {
    const { planner, start } = await planning({ budget });
    server.script(
      ...calling(FOUND, FINISH, FINISH),
      tokens(1_000, { call: 'read_file', input: { path: SERVICE } }),
    );
    const { session, outputs } = await run(planner, start, 'research');
    expect(stopped(outputs)).toMatchObject({
      reason: 'failed',
      failure: { kind: 'budget', message: expect.stringContaining('tokens of planning are used up') },
    });
    expect(own(session)).toHaveLength(1);
  });

  it('of the session counts what an earlier process spent', async () => {
    const { planner, start } = await planning({ budget });
    const spent: SessionEvent = {
      type: 'TokensSpent',
      at: 0,
      phase: 'research',
      model: 'claude-test',
      tokens: { input: 10_000, output: 0, cacheRead: 0, cacheWrite: 0 },
    };
    const { outputs } = await run(planner, fold(start, spent), 'draft');
    expect(stopped(outputs)).toMatchObject({
      failure: { message: expect.stringContaining('10,000 tokens of this session') },
    });
    expect(server.asked).toEqual([]);
  });
});

describe('cancelling', () => {
  /** Never answers: only cancelling ends the wait. */
  let halt = (): void => {};
  const never: Reply = () => halt();
  const halfway: Reply = response => {
    openStream(response);
    for (const event of eventsOf([{ text: 'I look around.' }]).slice(0, 3)) response.write(frame(event));
  };
  const endless: Reply = refuse(429, 'rate_limit_error', 'later', { 'retry-after': '100' });
  const when = (text: RegExp) => (o: AgentOutput) => o.type === 'Progress' && text.test(o.text);

  it.each([
    ['research, before an answer', [never], () => false],
    ['research, amid an answer', [halfway], when(/^Writing/)],
    ['research, amid a wait', [endless], when(/Try 2 of 3/)],
    ['analysis', [...calling(FINISH), halfway], when(/^Writing/)],
    [
      'analysis, in a tool',
      calling(FINISH, ['impact', { change: GOAL }]),
      (o: AgentOutput) =>
        o.type === 'ActivityNoted' &&
        o.activity.verb === 'Ranking' &&
        o.activity.phase === 'analysis' &&
        /files for/.test(o.activity.object),
    ],
    ['planning, amid the plan', [...calling(FINISH, FINISH), halfway], when(/^Writing/)],
    [
      'planning, at the checks',
      calling(FINISH, FINISH, PLAN),
      (o: AgentOutput) => o.type === 'ActivityNoted' && /^revision 1$/.test(o.activity.object),
    ],
  ] as const)(
    'in %s: nothing but the end of the run comes after it, and a later run goes on',
    async (_where, replies, at) => {
      const stop = new AbortController();
      halt = () => stop.abort();
      const { planner, start } = await planning({
        retries: { tries: 3, firstMs: 2, longestMs: 4, patienceMs: 1_000_000 },
      });
      server.script(...replies);
      const after: AgentOutput[] = [];
      const runId = 'run-1';
      let session = fold(start, { type: 'RunStarted', at: 0, runId, kind: 'research' });
      for await (const output of planner.run({ runId, kind: 'research', session, signal: stop.signal })) {
        if (stop.signal.aborted) after.push(output);
        else if (output.type !== 'Progress') session = fold(session, { ...output, at: 0 });
        if (at(output)) stop.abort();
      }
      expect(stop.signal.aborted).toBe(true);
      // What was said before is still read; nothing new is.
      expect(after.at(-1)).toMatchObject({ type: 'RunStopped', reason: 'cancelled' });
      expect(drafts(after)).toEqual([]);
      const asked = server.asked.length;
      server.script(...calling(PLAN));
      const next = await run(
        planner,
        fold(session, { type: 'RunStopped', at: 0, runId, reason: 'cancelled' }),
        'draft',
      );
      expect(stopped(next.outputs)).toMatchObject({ reason: 'done' });
      expect(server.asked.length).toBeGreaterThan(asked);
    },
  );

  it('amid an answer: what the server had counted of it is paid', async () => {
    const stop = new AbortController();
    const { planner, start } = await planning();
    server.script(halfway);
    const run = { runId: 'run-1', kind: 'research', session: start, signal: stop.signal } as const;
    const after: AgentOutput[] = [];
    for await (const output of planner.run(run)) {
      if (stop.signal.aborted) after.push(output);
      if (when(/^Writing/)(output)) stop.abort();
    }
    expect(after.map(o => o.type)).toEqual(['TokensSpent', 'RunStopped']);
    expect(after[0]).toMatchObject({ phase: 'research', tokens: { input: expect.any(Number) } });
  });

  it('before the model is chosen', async () => {
    const stop = new AbortController();
    const { planner, start } = await planning({ model: () => new Promise(() => stop.abort()) });
    const { outputs } = await run(planner, start, 'research', stop.signal);
    // That the server is asked is said at once.
    expect(outputs.map(o => o.type)).toEqual(['PhaseStarted', 'Progress', 'RunStopped']);
    expect(outputs.at(-1)).toMatchObject({ reason: 'cancelled' });
  });
});

it('a session that is opened in another process is planned and revised from what it holds', async () => {
  const first = await planning();
  server.script(...whole());
  const drafted = await run(first.planner, first.start, 'research');
  const given = fold(drafted.session, {
    type: 'FeedbackGiven',
    at: 0,
    feedback: {
      id: 'f1',
      text: 'Say which mailer it is',
      target: { kind: 'step', stepId: 'S-notify' },
      revision: 1,
    },
  });
  const later = await planning();
  const asked = server.asked.length;
  server.script(
    ...calling([
      'edit_plan',
      {
        replies: [{ to: 'which mailer', did: 'It is `createMailer`.' }],
        steps: [
          {
            op: 'replace',
            id: 'S-notify',
            step: { ...PLAN[1].steps[0], details: ['It is sent by `createMailer`.'] },
          },
        ],
      },
    ]),
  );
  const revised = await run(later.planner, given, 'revise');
  expect(stopped(revised.outputs)).toMatchObject({ reason: 'done' });
  expect(lastPlan(revised.session).plan.revision).toBe(2);
  expect(lastPlan(revised.session).plan.steps[0]?.details).toEqual(['It is sent by `createMailer`.']);
  expect(lastSaid(server.asked[asked]!)).toContain('on step S-notify: Say which mailer it is');
  expect(lastSaid(server.asked[asked]!)).toContain(GOAL);
});
