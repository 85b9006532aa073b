import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { statementOf } from '../../src/agent/claude/claim.ts';
import { calling, FINISH, lastSaid, MAIL_PLAN } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { freshHome } from '../cli/program.ts';
import { openModelScreen } from '../helpers/model-screen.tsx';
import { KEYS } from '../helpers/screen.tsx';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

/** All events of the sessions below a home. */
function logged(home: string): readonly unknown[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.jsonl'))
    .flatMap(name => readFileSync(join(home, name), 'utf8').trim().split('\n'))
    .map(line => JSON.parse(line).event);
}

describe('what is typed while the model works', () => {
  it('waits, is heard at its next turn, and can be rested on', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>(done => {
      release = done;
    });
    const [brief] = calling(['project_brief', {}]);
    let turns = 0;
    server.script(async (response, asked) => {
      turns++;
      await held;
      await brief?.(response, asked);
    });
    // It hangs from the second turn on: the test has seen what it wants to see.
    server.script(() => {});
    const screen = await openModelScreen(server, 'Tell the customer when an order changes');
    // Tokens are counted at a path that reads alike before the first turn is sent.
    await vi.waitFor(() => expect(turns).toBe(1), { timeout: 60_000 });
    screen.wait(300);
    await screen.press('f');
    await screen.shows('Say to the run');
    await screen.type('leave the queue alone');
    await screen.press(KEYS.enter);
    await screen.shows('you: leave the queue alone');
    await screen.shows('waits for the next turn of the model');
    release();
    await vi.waitFor(() => expect(screen.text()).toContain('✓ heard'), { timeout: 60_000 });
    await vi.waitFor(() => expect(server.left()).toBe(0), { timeout: 60_000 });
    const last = server.asked.at(-1);
    expect(last && lastSaid(last)).toContain('said:s1: leave the queue alone');
  });

  it('is in the recording of the session, and is said again where that is replayed', async () => {
    const folder = freshHome();
    const file = join(folder, 'said.jsonl');
    let turns = 0;
    let release: () => void = () => {};
    const held = new Promise<void>(done => {
      release = done;
    });
    const [brief] = calling(['project_brief', {}]);
    server.script(
      async (response, asked) => {
        turns++;
        await held;
        await brief?.(response, asked);
      },
      ...calling(FINISH, FINISH, ['submit_plan', MAIL_PLAN]),
    );
    const goal = 'Tell the customer when an order changes';
    const remote = { wanted: 'claude', allowRemote: true, canAsk: true, model: 'claude-test' } as const;
    const screen = await openModelScreen(server, goal, { planner: { ...remote, tape: { record: file } } });
    await vi.waitFor(() => expect(turns).toBe(1), { timeout: 60_000 });
    screen.wait(300);
    await screen.press('f');
    await screen.shows('Say to the run');
    await screen.type('leave the queue alone');
    await screen.press(KEYS.enter);
    await screen.shows('waits for the next turn of the model');
    release();
    await vi.waitFor(() => expect(screen.text()).toContain('a approve'), { timeout: 90_000 });
    await screen.close();
    const asked = server.asked.length;

    const home = freshHome();
    const again = await openModelScreen(server, goal, {
      env: { ANTHROPIC_API_KEY: '', PLANNER_TUI_HOME: home },
      planner: { wanted: undefined, canAsk: true, tape: { replay: file } },
    });
    await vi.waitFor(() => expect(again.text()).toContain('a approve'), { timeout: 90_000 });
    await again.shows('replay: nothing leaves this machine');
    const events = logged(home);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'SteerGiven', steer: { id: 's1', text: 'leave the queue alone' } }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'SteersTaken', steerIds: ['s1'], by: 'run' }),
    );
    expect(server.asked).toHaveLength(asked);
  });

  it('is a source of its own, where it was said', () => {
    const known = { findings: [], answered: new Set<string>(), said: new Map([['s1', 'no queue']]) };
    expect(statementOf({ text: 'No queue.', rests_on: ['said:s1'] }, known)).toEqual({
      text: 'No queue.',
      sources: [{ kind: 'user', what: 'what was said while it worked (s1)' }],
    });
    expect(statementOf({ text: 'No queue.', rests_on: ['said:s2'] }, known)).toMatchObject({
      assumption: true,
    });
  });
});
