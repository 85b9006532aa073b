import { afterEach, describe, expect, it } from 'vitest';
import type { PlannerOffer } from '../../src/session/ports.ts';
import { failure, ok } from '../../src/shared/result.ts';
import { type FakeOptions, fakeWorkspace } from '../helpers/fake-workspace.ts';
import { KEYS, openScreen, type ScreenOptions, type TestScreen } from '../helpers/screen.tsx';
import * as states from './states.ts';

const open: TestScreen[] = [];
afterEach(async () => {
  for (const screen of open.splice(0)) await screen.close();
});

const ASKED = 'Who plans from now on?';
const offer = (more: { readonly agreed?: boolean; readonly model?: string } = {}): PlannerOffer => ({
  now: states.planner,
  server: ok({
    host: 'api.anthropic.com',
    by: 'ANTHROPIC_API_KEY',
    stays: 'nothing leaves this machine',
    agreed: true,
    ...more,
  }),
});

async function opened(fake: FakeOptions = {}, options: ScreenOptions = {}) {
  const workspace = fakeWorkspace({
    planners: offer(),
    models: ['claude-opus-5-5', 'claude-haiku-5-5'],
    ...fake,
  });
  const screen = openScreen(workspace, options);
  open.push(screen);
  await screen.shows('What shall we plan?');
  return { workspace, screen };
}

async function ask(screen: TestScreen, line: string): Promise<void> {
  await screen.type(line);
  await screen.press(KEYS.enter);
}

describe('/model', () => {
  it('lists the local planner, what the settings name and what the server has; Enter takes one', async () => {
    const { screen, workspace } = await opened({
      planners: offer({ model: 'claude-opus-5-5' }),
      switchPlanner: () => ({
        kind: 'chosen',
        planner: { ...states.modelPlanner, model: 'claude-haiku-5-5' },
      }),
    });
    await ask(screen, '/model');
    await screen.shows(ASKED);
    await screen.shows('3 claude-haiku-5-5');
    expect(screen.text()).toMatch(/❯ 1 local planner +plans now · no model is asked/);
    expect(screen.text()).toMatch(/2 claude-opus-5-5 +as you said, at api\.anthropic\.com/);
    screen.wait(300);
    await screen.press('3', KEYS.enter);
    await screen.shows('claude-haiku-5-5 plans from the next run on.');
    expect(workspace.switched).toEqual([{ engine: 'claude', model: 'claude-haiku-5-5' }]);
    expect(screen.text()).toContain('claude planner · claude-haiku-5-5 · excerpts go to');
  });

  it.each([
    ['/model local', { engine: 'local' }],
    ['/model claude', { engine: 'claude', model: undefined }],
    ['/model qwen3:32b', { engine: 'claude', model: 'qwen3:32b' }],
    ['/model a,research=b', { engine: 'claude', model: 'a,research=b' }],
  ])('%s asks nothing', async (line, to) => {
    const { screen, workspace } = await opened();
    await ask(screen, line);
    await screen.shows('plans from the next run on.');
    expect(workspace.switched).toEqual([to]);
  });

  it('a name that is none stays, with what was expected', async () => {
    const { screen, workspace } = await opened({}, { columns: 160 });
    await ask(screen, '/model thinking=a');
    await screen.shows('“thinking=a” names no model.');
    expect(screen.text()).toContain('Expected: ID, or PHASE=ID with commas between');
    expect(workspace.switched).toEqual([]);
  });

  it('says why there is nobody else, or no list', async () => {
    const lonely = await opened({
      planners: {
        now: states.planner,
        server: { ok: false, error: failure('credentials-missing', 'No key is set.', 'Set one.') },
      },
    });
    await ask(lonely.screen, '/model');
    await lonely.screen.shows('No key is set. Set one.');
    expect(lonely.screen.text()).not.toContain('newest suitable model');
    const { screen } = await opened({ models: failure('no-list', 'It has no list.', 'Name one.') });
    await ask(screen, '/model');
    await screen.shows('It has no list. Name one.');
    await screen.shows('2 newest suitable model');
  });

  it('changes nothing by Esc, nor by keys that were on their way', async () => {
    const { screen, workspace } = await opened();
    await ask(screen, '/model');
    await screen.shows(ASKED);
    await screen.press('2', KEYS.enter);
    await screen.shows('❯ 1 local planner');
    screen.wait(300);
    await screen.press('2');
    await screen.shows('❯ 2 newest suitable model');
    await screen.press(KEYS.esc);
    await screen.hides(ASKED);
    expect(workspace.switched).toEqual([]);
  });

  it('amid a run nothing changes', async () => {
    const { screen, workspace } = await opened({ pace: 10_000 });
    await ask(screen, 'add real-time notifications');
    await screen.shows('Research');
    screen.wait(300);
    await screen.press(':');
    await ask(screen, 'model local');
    await screen.shows('Who plans does not change amid a run.');
    expect(workspace.switched).toEqual([]);
  });
});
