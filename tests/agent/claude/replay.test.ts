import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type RecordedLine,
  type Recording,
  readRecording,
  recordingApi,
  replayApi,
} from '../../../src/agent/claude/wire/recording.ts';
import { runLine } from '../../../src/app/tape.ts';
import { createApiFetch } from '../../../src/host/http/api-fetch.ts';
import type { ApiFetch } from '../../../src/host/http/index.ts';
import type { AgentOutput } from '../../../src/session/events.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { fold, lastPlan, run } from '../loop.ts';
import { modelProject } from './model-project.ts';
import { type ModelServer, refuse, startModelServer } from './model-server.ts';
import { calling, FINISH, file, finding, step } from './script.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Made anew by `RECORD=1 npx vitest run tests/agent/claude/replay.test.ts`, where prompts or tools changed. */
const RECORDED = new URL('./recorded/mail.jsonl', import.meta.url).pathname;
const GOAL = 'Tell the customer by e-mail when an order changes its status';
const SERVICE = 'src/services/order.service.ts';
/** Of the form of a token; nobody's. */
const TOKEN = `ghp_${'A1b2C3d4E5f6G7h8I9'.repeat(2)}`;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const replies = () => [
  refuse(529, 'overloaded_error', `busy, said ${TOKEN}`),
  ...calling(
    ['project_brief', {}],
    FINISH,
    ['read_file', { path: SERVICE, from: 50, to: 90 }],
    finding(
      'state',
      '`setStatus` is the one place where an order changes its status.',
      file(SERVICE, 57, "const cancelled = await this.setStatus(id, 'CANCELLED');"),
    ),
    FINISH,
    [
      'submit_plan',
      {
        approach: {
          title: 'mail from the service',
          summary: [
            { text: 'Every change passes `setStatus`.', rests_on: ['m-setstatus-is-the-one-place-where-an'] },
          ],
        },
        steps: [
          step('S-notify', {
            files: [{ action: 'modify', path: SERVICE, what: 'send the mail when the status is stored' }],
            verify: [{ kind: 'command', text: 'npm test' }],
          }),
        ],
        cases: [{ text: 'One change sends one mail.', proves: ['R1'] }],
      },
    ],
    ['edit_plan', { replies: [{ to: 'say which', did: 'It is `createMailer`.' }], steps: [] }],
  ),
];

async function project(api: ApiFetch, url: string) {
  const repo = await makeFixtureRepo('shop-api');
  open.push(repo.cleanup);
  const made = await modelProject(repo.root, { url } as ModelServer, {
    wire: {
      endpoint: { baseUrl: url, credential: { kind: 'none' }, auth: 'bearer' },
      api,
      clock: { now: () => 0 },
    },
  });
  open.push(made.close);
  return made;
}

/** Research to the first draft, then feedback and a second one. */
async function session(
  { planner, project: made }: Awaited<ReturnType<typeof project>>,
  goal = GOAL,
  note = (_kind: 'research' | 'revise', _session: Awaited<ReturnType<typeof made.start>>): void => {},
) {
  const start = await made.start(goal);
  note('research', start);
  const first = await run(planner, start, 'research');
  if (!first.session.approaches[0]) return first;
  const given = fold(first.session, {
    type: 'FeedbackGiven',
    at: 0,
    feedback: { id: 'f1', text: 'say which mailer', target: { kind: 'revision' }, revision: 1 },
  });
  note('revise', given);
  const second = await run(planner, given, 'revise');
  return { session: second.session, outputs: [...first.outputs, ...second.outputs] };
}

const stops = (outputs: readonly AgentOutput[]) => outputs.flatMap(o => (o.type === 'RunStopped' ? [o] : []));

async function record(): Promise<{
  readonly text: string;
  readonly markdown: string;
  readonly calls: number;
}> {
  const server = await startModelServer();
  open.push(server.close);
  server.script(...replies());
  const lines: RecordedLine[] = [
    { type: 'recording', version: 1, by: 'a test', baseUrl: server.url, credential: 'key' },
  ];
  let now = 0;
  const live = createApiFetch({ env: {}, headers: { authorization: `Bearer ${TOKEN}` } });
  open.push(live.close);
  const api = recordingApi(live, line => lines.push(line), { now: () => (now += 7) });
  const made = await project(api, server.url);
  const { session: done } = await session(made, GOAL, (kind, before) =>
    lines.push(runLine({ runId: 'r', kind, session: before, signal: new AbortController().signal })),
  );
  expect([server.unexpected, server.left()]).toEqual([[], 0]);
  return {
    text: lines.map(line => `${JSON.stringify(line)}\n`).join(''),
    markdown: lastPlan(done).markdown,
    calls: server.asked.length,
  };
}

function read(text: string): Recording {
  const recording = readRecording(text, 'mail.jsonl');
  if (!recording.ok) throw new Error(recording.error.message);
  return recording.value;
}

describe('a recorded session', () => {
  it('is replayed to the same plan, without its server; nothing secret is in it', async () => {
    const { text, markdown, calls } = await record();
    if (process.env['RECORD']) {
      mkdirSync(new URL('./recorded', import.meta.url), { recursive: true });
      writeFileSync(RECORDED, text);
    }
    expect(text).not.toContain(TOKEN);
    expect(text).not.toMatch(/authorization|bearer/i);
    const recording = read(text);
    expect(recording.exchanges).toHaveLength(calls);
    expect(recording.runs.map(r => [r.kind, r.goal.text, r.feedback.length])).toEqual([
      ['research', GOAL, 0],
      ['revise', GOAL, 1],
    ]);
    for (const close of open.splice(0).reverse()) await close();
    const again = await session(await project(replayApi(recording), recording.baseUrl));
    expect(stops(again.outputs)).toMatchObject([{ reason: 'done' }, { reason: 'done' }]);
    expect(lastPlan(again.session).markdown).toBe(markdown);
  });

  it('of the repository is what the program asks and understands today', async () => {
    expect(existsSync(RECORDED)).toBe(true);
    const recording = read(readFileSync(RECORDED, 'utf8'));
    const { session: done, outputs } = await session(await project(replayApi(recording), recording.baseUrl));
    expect(stops(outputs)).toMatchObject([{ reason: 'done' }, { reason: 'done' }]);
    expect(lastPlan(done).plan.steps.map(s => s.id)).toEqual(['S-notify']);
    expect(done.findings.filter(f => f.id.startsWith('m-')).map(f => f.sources.length)).toEqual([1]);
    expect(lastPlan(done).plan.changes.map(c => c.what)).toEqual(['It is `createMailer`.']);
  });

  it('fails loudly where the program asks something else, and where the recording ends', async () => {
    const { text } = await record();
    const recording = read(text);
    const other = await session(
      await project(replayApi(recording), recording.baseUrl),
      'Send a letter instead',
    );
    expect(stops(other.outputs)).toMatchObject([
      {
        reason: 'failed',
        failure: {
          kind: 'replay-differs',
          message: expect.stringMatching(
            /Request 1 is not the recorded one: body\.messages\[0\].*was “.*Tell the customer.*” and is now “.*Send a letter/,
          ),
        },
      },
    ]);
    const short = { ...recording, exchanges: recording.exchanges.slice(0, 3) };
    const ended = await session(await project(replayApi(short), recording.baseUrl));
    expect(stops(ended.outputs)).toMatchObject([
      {
        failure: {
          message: expect.stringContaining('Request 4 (POST /v1/messages) is not in the recording'),
        },
      },
    ]);
  });

  it('names the place that differs, not a date that may', async () => {
    const of = (made: string, at: string) => ({ said: `A plan, made ${made}, at ${at}.` });
    const request = {
      type: 'request',
      n: 1,
      method: 'POST',
      path: '/v1/messages',
      body: of('2026-10-01T08:00:00Z', '903ea35'),
    } as const;
    const recording = { exchanges: [{ request, answer: undefined, parts: [], end: undefined }] };
    const ask = (body: unknown) =>
      replayApi(recording as unknown as Recording).fetch()('http://localhost/v1/messages', {
        method: 'POST',
        body: JSON.stringify(body),
      });
    await expect(ask(of('2026-11-28T12:00:00Z', '903ea35'))).rejects.toThrow('holds no answer');
    await expect(ask(of('2026-11-28T12:00:00Z', '5526076'))).rejects.toThrow(
      /was “[^”]*<date>, at 903ea35\.” and is now “[^”]*<date>, at 5526076\.”/,
    );
  });

  it('that was cut off is replayed up to there, and is no recording where another line is broken', async () => {
    const { text } = await record();
    const cut = text.slice(0, text.lastIndexOf('"type":"part"') + 20);
    const recording = read(cut);
    const { outputs } = await session(await project(replayApi(recording), recording.baseUrl));
    // The plan that was recorded stands; the run whose answer broke off is asked again, which was not recorded.
    expect(stops(outputs)).toMatchObject([
      { reason: 'done' },
      { reason: 'failed', failure: { kind: 'replay-differs' } },
    ]);
    const broken = readRecording(text.replace('"type":"answer"', '"type":"nothing"'), 'x.jsonl');
    expect(broken).toMatchObject({
      ok: false,
      error: { kind: 'bad-recording', message: expect.stringMatching(/line \d+/) },
    });
  });
});
