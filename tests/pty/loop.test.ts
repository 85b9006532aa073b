import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { KEY, openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';

const GOAL = 'add real-time notifications with WebSocket';
let repo: FixtureRepo;
let terminals: Terminal[] = [];

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());
afterEach(() => {
  for (const terminal of terminals) terminal.dispose();
  terminals = [];
});

function start(options: Partial<TerminalOptions> = {}): Terminal {
  const terminal = openTerminal({ cwd: repo.root, ...options });
  terminals.push(terminal);
  return terminal;
}

/** A person's pause, for what the app refuses to take at machine speed. */
const pause = () => new Promise(resolve => setTimeout(resolve, 400));

/** Answers every question of the round with its recommended choice, and submits the round. */
async function answerAll(app: Terminal): Promise<void> {
  const first = await app.until(/Question 1 of \d+/, 60_000);
  const count = Number(/Question 1 of (\d+)/.exec(first)?.[1]);
  // A question that just opened takes no answer for 250 ms: a key in flight must not answer it.
  await pause();
  for (let n = 1; n <= count; n++) {
    await app.until(`Question ${n} of ${count}`);
    app.type(KEY.enter);
  }
  await app.until('Your answers');
  app.type(KEY.enter);
}

const reviewOf = (n: number) => (screen: string) =>
  screen.includes(`revision ${n} of ${n}`) && screen.includes('Outline') && /checks? pass/.test(screen);

// The limits are generous, because a busy machine is no fault; every wait ends when the screen shows what it waits for.
describe('the whole loop in a terminal', { timeout: 180_000 }, () => {
  test('launch → goal → questions → draft → feedback → revision 2 → approve → file', async () => {
    const app = start();
    await app.until('What shall we plan?');
    expect(app.alternate()).toBe(true);
    app.type(GOAL);
    await app.until(GOAL);
    app.type(KEY.enter);
    await answerAll(app);
    await app.until(reviewOf(1), 60_000);

    await pause();
    app.type('f');
    await app.until(/[Ff]eedback/);
    app.type('Use PostgreSQL instead of Redis');
    await app.until('Use PostgreSQL instead of Redis');
    app.type(KEY.enter);
    // What it does is shown before it is taken.
    await app.until('→ ', 60_000);
    app.type(KEY.enter);
    await app.until(/1 waiting|1 piece|waits/);
    app.type('r');
    const second = await app.until(reviewOf(2), 60_000);
    expect(second).toContain('Changed in Revision 2');

    await pause();
    app.type('a');
    const dialog = await app.until('Approve revision 2');
    expect(dialog).toContain('plans/');
    expect(dialog).not.toContain('failing check');
    // A key in flight must not answer a dialog that just opened: it is taken only after its first 250 ms.
    await pause();
    app.type(KEY.enter);
    await app.until(/plans\/real-time-notifications-websocket-\d{8}-\d{6}\.md/);

    const saved = readdirSync(join(repo.root, 'plans')).filter(name => /^real-time.*\.md$/.test(name));
    expect(saved).toHaveLength(1);
    const plan = readFileSync(join(repo.root, 'plans', saved[0] ?? ''), 'utf8');
    expect(plan).toContain('status: approved');
    expect(plan).toContain('Changed in Revision 2');
    expect(plan).toContain(`/code @plans/${saved[0]}`);
    expect(lstatSync(join(repo.root, 'plans/latest-plan.md')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(repo.root, 'plans/latest-plan.md'), 'utf8')).toBe(plan);

    await pause();
    app.type('q');
    expect(await app.exit()).toBe(0);
    expect(app.alternate()).toBe(false);
    // What stays in the scrollback: where the plan is.
    expect(app.screen()).toContain(saved[0]);
  });
});

describe('the terminal comes back', () => {
  const restored = (app: Terminal) => {
    expect(app.alternate()).toBe(false);
    const raw = app.raw();
    // Cursor shown and bracketed paste off, each after it was last changed.
    expect(raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(raw.lastIndexOf('\x1b[?25l'));
    expect(raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(raw.lastIndexOf('\x1b[?2004h'));
  };

  test('Esc never quits; Ctrl+C asks once more and quits with 130', async () => {
    const app = start();
    await app.until('What shall we plan?');
    // The map is built, so that no work at the start holds the keys together.
    await app.until(/\d+ symbols/);
    app.type(KEY.escape);
    // A person's pause: Esc and a letter in one write are Alt and the letter.
    await pause();
    app.type('still here');
    await app.until('still here');
    // The first one empties the prompt.
    app.type(KEY.ctrlC);
    await app.until(screen => !screen.includes('still here'));
    app.type(KEY.ctrlC);
    await app.until(/again/i);
    app.type(KEY.ctrlC);
    expect(await app.exit()).toBe(130);
    restored(app);
  });

  test('Ctrl+D on an empty prompt quits with 0', async () => {
    const app = start();
    await app.until('What shall we plan?');
    app.type(KEY.ctrlD);
    expect(await app.exit()).toBe(0);
    restored(app);
  });

  test.each(['SIGTERM', 'SIGHUP'])('%s', async signal => {
    const app = start();
    await app.until('What shall we plan?');
    app.kill(signal);
    expect(await app.exit()).toBeGreaterThan(128);
    restored(app);
  });
});

test('resizing 80 → 40 → 80 leaves no ghost lines', async () => {
  const app = start({ columns: 80, rows: 30 });
  const before = await app.until(
    s => /symbols/.test(s) && s.includes('From this repository') && !s.includes('looking'),
    60_000,
  );
  app.resize(40, 30);
  await app.until(s => s.includes('What shall we plan?') && s.split('\n').every(line => line.length <= 40));
  app.resize(80, 30);
  const after = await app.until(s => s === before, 10_000).catch(() => app.screen());
  expect(after).toBe(before);
});

describe('nothing answered is lost', { timeout: 120_000 }, () => {
  test('a goal on the command line goes straight into a session; kill -9 in the middle of its questions, then resume --last', async () => {
    const app = start({ args: [GOAL] });
    const first = await app.until(/Question 1 of \d+/, 60_000);
    expect(app.raw()).not.toContain('What shall we plan?');
    const count = Number(/Question 1 of (\d+)/.exec(first)?.[1]);
    await pause();
    app.type(KEY.down);
    app.type(KEY.enter);
    await app.until(`Question 2 of ${count}`);
    app.kill('SIGKILL');
    await app.exit();

    const again = start({ args: ['resume', '--last'], home: app.home });
    const screen = await again.until(/Question \d of \d+/, 60_000);
    // The first question is answered, so the next one is shown, or the first with its answer.
    expect(screen).toMatch(new RegExp(`Question [12] of ${count}`));
    const log = readdirSync(join(app.home), { recursive: true })
      .map(String)
      .find(name => name.endsWith('.jsonl'));
    expect(log).toBeDefined();
    const text = readFileSync(join(app.home, log ?? ''), 'utf8');
    expect(text.match(/QuestionAnswered/g)).toHaveLength(1);
    expect(existsSync(join(repo.root, 'plans', '.tmp'))).toBe(false);
  });
});

test('TERM=dumb: plain text without an escape, and an end', async () => {
  const app = start({ args: [GOAL], env: { TERM: 'dumb' } });
  expect(await app.exit(60_000)).toBe(0);
  expect(app.raw()).toContain('# Implementation Plan');
  expect(app.raw()).not.toContain('\x1b');
});

test('a terminal that is too small says so in one line', async () => {
  const app = start({ columns: 30, rows: 8 });
  const screen = await app.until(/small|40/);
  expect(screen.trim().split('\n').length).toBeLessThanOrEqual(2);
});
