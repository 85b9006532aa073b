import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { counting, model, serveApi } from '../agent/claude/api-server.ts';
import { forgetful, KIND_SESSIONS } from '../agent/claude/kind-sessions.ts';
import { calling, FINISH } from '../agent/claude/script.ts';
import { usingModelServer } from '../agent/claude/using-server.ts';
import { freshHome } from '../cli/program.ts';
import { KEYS, openScreen } from '../helpers/screen.tsx';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const server = usingModelServer();
beforeEach(() => serveApi(server, { models: [model('m')], count: counting }));

/** The app in a project, with a model that the person agreed to. */
async function opened(root: string) {
  const app = await createApp({
    folder: root,
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      PLANNER_TUI_HOME: freshHome(),
      ANTHROPIC_API_KEY: 'sk-test',
      ANTHROPIC_BASE_URL: server.url,
    },
    planner: { wanted: 'claude', canAsk: true, allowRemote: true },
    lookUps: 'not-allowed',
    mayBeEmpty: true,
  });
  if (!app.ok) throw new Error(app.error.message);
  server.after(() => app.value.close());
  const screen = openScreen(app.value.workspace, { columns: 140, rows: 44 });
  server.after(() => screen.close());
  const late = (wanted: string) =>
    vi.waitFor(() => expect(screen.text()).toContain(wanted), { timeout: 90_000, interval: 20 });
  await screen.shows('What shall we plan?');
  return { screen, late };
}

describe('in the app, with a model', () => {
  it.each(KIND_SESSIONS.map(s => [s.kind, s] as const))(
    '%s: by keys to an approved plan',
    async (_, session) => {
      const root = await session.project();
      const { screen, late } = await opened(root);
      server.script(
        ...calling(FINISH, FINISH, ['submit_plan', forgetful(session)], ['submit_plan', session.plan]),
      );
      const [verb = '', ...words] = session.command(root);
      await screen.type(`/${verb} ${words.join(' ')}`);
      await screen.press(KEYS.enter);
      // What has to be asked is asked before the plan, by code; one that waits for the plan is not.
      const round = session.asks.filter(id => id !== 'cro-variants').length;
      for (let n = 1; n <= round; n++) {
        await late(`Question ${n} of ${round}`);
        screen.wait(300);
        await screen.press('s');
      }
      if (round > 0) {
        await late('make the plan from these answers');
        await screen.press(KEYS.enter);
      }
      await late('checks pass');
      screen.wait(300);
      await screen.press('a');
      await late('Approve');
      screen.wait(300);
      await screen.press(KEYS.enter);
      await late('plans/');
      const text = readFileSync(join(root, 'plans/latest-plan.md'), 'utf8');
      const [sections] = session.says;
      expect(text).toMatch(sections ?? '');
    },
  );

  it('a run that cannot be read is told, and the other planner is not offered for it', async () => {
    const [ci] = KIND_SESSIONS;
    const { screen, late } = await opened((await ci?.project()) ?? '');
    await screen.type('/plan:ci gone.log');
    await screen.press(KEYS.enter);
    await late('gone.log cannot be read');
    expect(screen.text()).not.toMatch(/The planner stopped|goes on with the local planner/);
  });
});
