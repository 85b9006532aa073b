import { describe, expect, it, vi } from 'vitest';
import { calling, FINISH, MAIL_PLAN } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { openModelScreen } from '../helpers/model-screen.tsx';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();

const OBJECTION = [
  'raise_objection',
  {
    critic: 'failure',
    text: 'A mail server that is away keeps the status from being stored.',
    mend: 'Store the status first, and log a mail that fails.',
    step: 'S-tell',
  },
] as const;
const GOAL = 'Tell the customer when an order changes';

describe('a draft that is read against itself without being asked to', () => {
  it('is read once, and what is held against it waits for the person', async () => {
    server.script(...calling(FINISH, FINISH, ['submit_plan', MAIL_PLAN], OBJECTION, FINISH));
    const screen = await openModelScreen(server, GOAL, { redTeam: true });
    await vi.waitFor(() => expect(server.left()).toBe(0), { timeout: 90_000 });
    await screen.shows('objections (1 open)');
    // Keys that were meant for what was there before are not taken.
    screen.wait(300);
    await screen.press('o');
    await screen.shows('A mail server that is away keeps the status from being stored.');
    // What it was accepted for becomes feedback; nothing is drafted, and nothing is read again, until that is wished.
    screen.wait(300);
    await screen.press('a');
    await screen.shows('accepted');
    expect(server.unexpected).toEqual([]);
  });

  it('is left alone where nobody wishes it', async () => {
    server.script(...calling(FINISH, FINISH, ['submit_plan', MAIL_PLAN]));
    const screen = await openModelScreen(server, GOAL);
    await vi.waitFor(() => expect(screen.text()).toContain('a approve'), { timeout: 90_000 });
    expect(server.unexpected).toEqual([]);
  });
});
