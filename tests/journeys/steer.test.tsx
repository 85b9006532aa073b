import { describe, expect, it, vi } from 'vitest';
import { statementOf } from '../../src/agent/claude/claim.ts';
import { calling, lastSaid } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { openModelScreen } from '../helpers/model-screen.tsx';
import { KEYS } from '../helpers/screen.tsx';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

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
