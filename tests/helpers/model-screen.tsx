import { type AppOptions, createApp } from '../../src/app/app.ts';
import type { UsedServer } from '../agent/claude/using-server.ts';
import { freshHome } from '../cli/program.ts';
import { makeFixtureRepo } from './fixture-repo.ts';
import { openScreen, type TestScreen } from './screen.tsx';

/** The whole app on a project of its own, planning for this goal with a model at that server, which it may send to. */
export async function openModelScreen(
  server: UsedServer,
  goal: string,
  {
    columns = 140,
    env = {},
    ...options
  }: { readonly columns?: number; readonly env?: NodeJS.ProcessEnv } & Partial<AppOptions> = {},
): Promise<TestScreen> {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  const app = await createApp({
    folder: repo.root,
    cwd: repo.root,
    env: {
      PATH: process.env['PATH'],
      PLANNER_TUI_HOME: freshHome(),
      ANTHROPIC_API_KEY: 'sk-test-not-a-real-key',
      ANTHROPIC_BASE_URL: server.url,
      ...env,
    },
    planner: { wanted: 'claude', allowRemote: true, canAsk: true, model: 'claude-test' },
    lookUps: 'not-allowed',
    ...options,
  });
  if (!app.ok) throw new Error(app.error.message);
  server.after(() => app.value.close());
  const screen = openScreen(app.value.workspace, { goal, columns });
  server.after(async () => void (await screen.close()));
  return screen;
}
