import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { KEY, openTerminal, type Terminal } from './terminal.ts';

const CTRL_T = '\x14';
let repo: FixtureRepo;
let app: Terminal | undefined;

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());
afterEach(() => app?.dispose());

test.each([120, 80])(
  'the map opens over the prompt, finds a symbol, shows its card and its lines, and goes back (%i columns)',
  async columns => {
    app = openTerminal({ cwd: repo.root, columns, env: { EDITOR: 'true' } });
    await app.until('What shall we plan?');
    app.type('plan nothing yet');
    await app.until('plan nothing yet');
    app.type(CTRL_T);
    await app.until('by importance', 60_000);
    app.type('placeord');
    await app.until(/❯ .*placeOrder/);
    app.type(KEY.enter);
    await app.until(/Symbols/);
    await app.until(/❯ +\d+ .*placeOrder/);
    await app.until('Used by');
    app.type(KEY.enter);
    await app.until(/Evidence/);
    await app.until(/▸\s*\d+ │ .*placeOrder/);
    app.type(KEY.escape);
    await app.until(s => !s.includes('Evidence'));
    // The editor gets the terminal, ends, and gives it back.
    app.type('o');
    await app.until(/❯ +\d+ .*placeOrder/);
    app.type('q');
    await app.until('plan nothing yet');
    app.type('\x03\x03');
    await app.until(/again to quit/);
    app.type('\x03');
    expect(await app.exit()).toBe(130);
    expect(app.alternate()).toBe(false);
  },
  120_000,
);
