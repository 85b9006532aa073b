import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { freshHome } from '../cli/program.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { KEYS, openScreen } from '../helpers/screen.tsx';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('/plan:two', () => {
  it('is compared, a step of B is picked, A is taken with it, and the other stays in the plan', async () => {
    const repo = await makeFixtureRepo('shop-api');
    open.push(repo.cleanup);
    const app = await createApp({
      folder: repo.root,
      cwd: repo.root,
      env: { PATH: process.env['PATH'], PLANNER_TUI_HOME: freshHome() },
      planner: { wanted: 'local', canAsk: true },
      lookUps: 'not-allowed',
    });
    if (!app.ok) throw new Error(app.error.message);
    open.push(() => app.value.close());
    const screen = openScreen(app.value.workspace, { columns: 140, rows: 44 });
    open.push(() => screen.close());
    const late = (wanted: string) =>
      vi.waitFor(() => expect(screen.text()).toContain(wanted), { timeout: 60_000, interval: 20 });

    await screen.shows('What shall we plan?');
    await screen.type('/plan:two [add full text search for products]');
    await screen.press(KEYS.enter);
    await late('Question 1 of');
    screen.wait(300);
    // The question in which the two differ is not asked.
    expect(screen.text()).not.toContain('What searches the texts');
    for (let n = 1; n <= 3; n++) {
      await late(`Question ${n} of 3`);
      screen.wait(300);
      await screen.press('s');
    }
    await late('make the plan from these answers');
    await screen.press(KEYS.enter);
    await late('What searches the texts of shop-api?');
    await screen.shows('A  The database itself (PostgreSQL)');
    await screen.shows('B  A search engine (Meilisearch, OpenSearch)');
    await late('dependents touched');
    await vi.waitFor(() => expect(screen.text()).not.toMatch(/dependents touched\s+…/), { timeout: 60_000 });
    // Where a fact has no room, that is said.
    screen.resize(80, 30);
    await screen.shows('more facts: f shows them');
    screen.resize(140, 44);
    screen.wait(300);
    await screen.press('p');
    await screen.shows('take steps over to A');
    await screen.press(KEYS.down, ' ');
    await screen.shows('[x]');
    await screen.press(KEYS.enter);
    await late('revision 2 of 2');
    screen.wait(300);
    await screen.press('b');
    await screen.shows('✓ A  The database itself');
    await screen.press('q');
    await late('checks pass');
    screen.wait(300);
    await screen.press('a');
    await late('Approve');
    screen.wait(300);
    await screen.press(KEYS.enter);
    await late('plans/');
    const text = readFileSync(join(repo.root, 'plans/latest-plan.md'), 'utf8');
    expect(text).toContain('Planned as a whole and not chosen');
    expect(text).toContain('search by an engine of its own');
  });
});
