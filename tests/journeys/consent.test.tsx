import { afterEach, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import { type ModelServer, refuse, startModelServer } from '../agent/claude/model-server.ts';
import { freshHome } from '../cli/program.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { KEYS, openScreen, type TestScreen } from '../helpers/screen.tsx';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const GOAL = 'Tell the customer by e-mail when an order changes its status';
const ASKED = 'May a model read this folder?';

/** A project, a home and a server of the Messages API; each start is the program anew, with a screen. */
async function place() {
  const repo = await makeFixtureRepo('shop-api');
  open.push(repo.cleanup);
  const server = await startModelServer();
  open.push(server.close);
  const env = {
    PATH: process.env['PATH'],
    PLANNER_TUI_HOME: freshHome(),
    ANTHROPIC_API_KEY: 'sk-test-not-a-real-key',
    ANTHROPIC_BASE_URL: server.url,
  };
  const start = async (goal?: string): Promise<{ readonly app: App; readonly screen: TestScreen }> => {
    const made = await createApp({
      folder: repo.root,
      cwd: repo.root,
      env,
      planner: { wanted: undefined, canAsk: true },
      lookUps: 'not-allowed',
    });
    if (!made.ok) throw new Error(made.error.message);
    open.push(() => made.value.close());
    const screen = openScreen(made.value.workspace, goal === undefined ? {} : { goal });
    open.push(() => screen.close());
    return { app: made.value, screen };
  };
  return { server, start };
}

const asked = (server: ModelServer) => server.asked.filter(a => /\/v1\/messages(?:\?|$)/.test(a.path));

/** The screen's own wait is short for a whole run of a real planner. */
async function showsLate(screen: TestScreen, wanted: string): Promise<void> {
  await vi.waitFor(() => expect(screen.text()).toContain(wanted), { timeout: 60_000, interval: 20 });
}

describe('a key in the environment', () => {
  it('is no consent: after a no the local planner plans, and nothing was ever asked of the server', async () => {
    const { server, start } = await place();
    const { screen } = await start(GOAL);
    await screen.shows(ASKED);
    await screen.shows(new URL(server.url).host);
    expect(screen.text()).not.toContain('sk-test');
    screen.wait(300);
    await screen.press(KEYS.esc);
    await showsLate(screen, 'Question 1 of');
    expect(server.asked).toEqual([]);
    const { screen: again } = await start();
    await again.shows(ASKED);
  });

  it('with a yes the model is asked at once; it fails, and the local planner goes on', async () => {
    const { server, start } = await place();
    server.script(refuse(401, 'authentication_error', 'the key has expired'));
    const { screen } = await start(GOAL);
    await screen.shows(ASKED);
    expect(server.asked).toEqual([]);
    screen.wait(300);
    await screen.press('1', KEYS.enter);
    await showsLate(screen, 'refuses the credentials: the key has expired');
    await screen.shows('L goes on with the local planner');
    expect(asked(server)).toHaveLength(1);
    screen.wait(300);
    await screen.press('L');
    await showsLate(screen, 'Question 1 of');
    await screen.shows('local planner · no model was used');
    expect(asked(server)).toHaveLength(1);

    // Who agreed for the folder is not asked again; the session stays with the planner that the person chose there.
    const { app, screen: next } = await start();
    await next.shows('excerpts go to');
    expect(next.text()).not.toContain(ASKED);
    await screen.close();
    const resumed = await app.sessions.resume(undefined);
    if (!resumed.ok) throw new Error(resumed.error.message);
    expect(resumed.value.state()).toMatchObject({ planner: { engine: 'local', forSession: true } });
    await resumed.value.close();
    expect(server.unexpected).toEqual([]);
  });

  it('after a no it is asked for again by /model, and the open session goes on with the model', async () => {
    const { server, start } = await place();
    server.script(refuse(401, 'authentication_error', 'the key has expired'));
    const { screen } = await start(GOAL);
    await screen.shows(ASKED);
    screen.wait(300);
    await screen.press(KEYS.esc);
    await showsLate(screen, 'Question 1 of');
    screen.wait(300);
    await screen.press(':');
    await screen.type('model');
    await screen.press(KEYS.enter);
    await screen.shows('Who plans from now on?');
    await screen.shows('❯ 1 local planner');
    expect(screen.text()).toContain('a model is asked only after you agreed');
    screen.wait(300);
    await screen.press('2', KEYS.enter);
    await screen.shows(ASKED);
    screen.wait(300);
    await screen.press('2', KEYS.enter);
    await screen.shows('claude planner · excerpts go to');
    expect(asked(server)).toEqual([]);
    await screen.press(':');
    await screen.type('workbench');
    await screen.press(KEYS.enter);
    await screen.press('r');
    await showsLate(screen, 'refuses the credentials: the key has expired');
    expect(asked(server)).toHaveLength(1);
    expect(server.unexpected).toEqual([]);
  });
});
