import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freshHome, run } from '../cli/program.ts';
import { fakeImplementer, tickStep } from '../helpers/fake-implementer.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { KEY, openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';

const GOAL = 'add a discount code to orders';
const PATIENCE = { timeout: 180_000 };
/** A project with an approved plan, and the program's home, as they were kept for every test to begin with. */
let planned: { readonly repo: FixtureRepo; readonly home: string; readonly plan: string };
const kept = mkdtempSync(join(tmpdir(), 'planner-tui-planned-'));
let root = '';
let home = '';
let terminals: Terminal[] = [];

beforeAll(async () => {
  const repo = await makeFixtureRepo('shop-api');
  const own = freshHome();
  const ended = await run(['plan', GOAL, '--print', '--approve'], { cwd: repo.root, home: own });
  expect(ended.code).toBe(0);
  const name = readdirSync(join(repo.root, 'plans')).find(one => one.startsWith('discount'));
  planned = { repo, home: own, plan: `plans/${name}` };
  cpSync(repo.root, join(kept, 'repo'), { recursive: true, preserveTimestamps: true });
  cpSync(own, join(kept, 'home'), { recursive: true, preserveTimestamps: true });
}, PATIENCE.timeout);
afterAll(async () => {
  rmSync(kept, { recursive: true, force: true });
  await planned.repo.cleanup();
});
afterEach(() => {
  for (const terminal of terminals) terminal.dispose();
  terminals = [];
});

/** Puts project and home back to what they were, at the same places: the home knows the project by its path. */
function backToPlanned(): string {
  [root, home] = [planned.repo.root, planned.home];
  for (const [from, to] of [
    ['repo', root],
    ['home', home],
  ] as const) {
    rmSync(to, { recursive: true, force: true, maxRetries: 3 });
    cpSync(join(kept, from), to, { recursive: true, preserveTimestamps: true });
  }
  return planned.plan;
}

function start(options: Partial<TerminalOptions>): Terminal {
  const terminal = openTerminal({ cwd: root, home, ...options });
  terminals.push(terminal);
  return terminal;
}

const pause = () => new Promise(resolve => setTimeout(resolve, 400));

/** Makes the files of the first step and ticks it. */
const DO_STEP_1 = `{
  const step = fs.readFileSync(plan, 'utf8').split(/^(?=### )/m).find(part => part.startsWith('### 1.'));
  for (const [, path] of step.matchAll(/^- \`(src\\/[^\`]+)\` - /gm)) {
    fs.mkdirSync(require('node:path').dirname(path), { recursive: true });
    fs.writeFileSync(path, '// begun\\n');
  }
}
${tickStep(1)}`;

/** Takes the whole terminal, as agents do, and waits for a key. */
const screenful = (then: string) => `
process.stdout.write('\\x1b[?1049h\\x1b[2J\\x1b[H\\x1b[?25l\\x1b[?1000h\\x1b[?2004h\\x1b[>1uimplementer at work');
process.stdin.setRawMode(true);
process.stdin.once('data', key => { ${then} });
`;
const LEAVE =
  "process.stdout.write('\\x1b[<u\\x1b[?2004l\\x1b[?1000l\\x1b[?25h\\x1b[?1049l'); process.exit(0);";

/** The modes that stand at the end of what was written: each as it was set last. */
function modesOf(raw: string): Record<string, boolean> {
  const modes: Record<string, boolean> = {};
  for (const [, all = '', letter] of raw.matchAll(/\x1b\[\?([\d;]+)([hl])/g))
    for (const mode of all.split(';')) modes[mode] = letter === 'h';
  return modes;
}

describe('in the app', PATIENCE, () => {
  test('cook → approve → one step handed over → back, and the drift shows that step done', async () => {
    const fresh = await makeFixtureRepo('shop-api');
    onTestFinished(() => fresh.cleanup());
    [root, home] = [fresh.root, freshHome()];
    const fake = fakeImplementer('claude', screenful(`${DO_STEP_1} ${LEAVE}`));
    const app = start({ args: ['cook', GOAL], env: { PATH: fake.path } });
    await app.until(screen => screen.includes('revision 1 of 1') && /checks? pass/.test(screen), 60_000);
    await pause();
    app.type('a');
    await app.until('Approve revision 1');
    await pause();
    app.type(KEY.enter);
    // Who said `cook` is asked who carries it out as soon as the plan is saved.
    await app.until('Who carries it out');
    const dialog = await app.until('claude 7.8.9'.split(' ')[1] ?? '');
    expect(dialog).toContain('❯ Claude Code');
    expect(dialog).toContain('not installed: npm install -g @openai/codex');
    expect(dialog).toContain('❯ the whole plan: 5 open steps');
    app.type(KEY.tab);
    await app.until('❯ the next step: 1');
    await pause();
    app.type(KEY.enter);

    await app.until('implementer at work', 60_000);
    const seen = fake.seen();
    expect(seen?.tty).toEqual([true, true]);
    expect(seen?.nodeEnv ?? '').toBe(process.env['NODE_ENV'] ?? '');
    expect(seen?.argv).toHaveLength(1);
    expect(seen?.argv[0]).toContain('Carry out one step of an implementation plan: step 1, S-');
    // A key goes to the implementer, and to nobody else.
    app.type('q');
    const back = await app.until(/Claude Code ended after [\d.:]+/, 60_000);
    expect(back).toContain('Drift');
    const drift = await app.until('1 of 5 steps done', 60_000);
    expect(drift).toContain('✓ 1.');
    expect(app.alternate()).toBe(true);
    expect(modesOf(app.raw())).toMatchObject({ 25: false, 1000: false, 2004: true });

    await pause();
    app.type(KEY.escape);
    const done = await app.until('s the next step: 2');
    expect(done).toContain('h the whole plan: 4 open steps');
    await pause();
    app.type('q');
    expect(await app.exit()).toBe(0);
    expect(app.alternate()).toBe(false);
    expect(modesOf(app.raw())).toMatchObject({ 25: true, 1000: false, 2004: false });
  });

  test('an implementer that is killed on its own screen: how it ended is said, and the app goes on', async () => {
    const plan = backToPlanned();
    const fake = fakeImplementer('claude', screenful("process.kill(process.pid, 'SIGKILL');"));
    const app = start({ env: { PATH: fake.path } });
    await app.until('What shall we plan?');
    app.type(`/code @${plan}`);
    await app.until(plan);
    app.type(KEY.enter);
    await app.until('❯ the whole plan: 5 open steps', 60_000);
    await pause();
    app.type(KEY.enter);
    await app.until('implementer at work', 60_000);
    app.type('x');
    const back = await app.until(/Claude Code was ended by SIGKILL after/, 60_000);
    expect(back).toContain('Drift');
    await app.until('0 of 5 steps done', 60_000);
    await pause();
    app.type(KEY.escape);
    await app.until('What shall we plan?');
    expect(app.alternate()).toBe(true);
  });

  test('Ctrl+C while it runs is meant for it, and ends nothing else', async () => {
    const plan = backToPlanned();
    const fake = fakeImplementer(
      'claude',
      "process.on('SIGINT', () => { console.log('heard it'); process.exit(5); }); console.log('waiting'); setInterval(() => {}, 1000);",
    );
    const app = start({ env: { PATH: fake.path } });
    await app.until('What shall we plan?');
    app.type(`/code @${plan}`);
    await app.until(plan);
    app.type(KEY.enter);
    await app.until('❯ the whole plan: 5 open steps', 60_000);
    await pause();
    app.type(KEY.enter);
    await app.until('waiting', 60_000);
    app.type(KEY.ctrlC);
    await app.until(/Claude Code ended with exit code 5 after/, 60_000);
  });
});

describe('on the command line', PATIENCE, () => {
  test('hands one step over, says how it ended, shows the drift, and ends by whether the step is done', async () => {
    const plan = backToPlanned();
    const fake = fakeImplementer('claude', `console.log('at work'); ${DO_STEP_1}`);
    const args = ['code', plan, '--step', 'next'];
    const app = start({ args, env: { PATH: fake.path }, rows: 120, columns: 240 });
    expect(await app.exit(60_000)).toBe(0);
    const text = app.screen();
    expect(text).toContain(`of ${plan} goes to Claude Code (${fake.program})`);
    expect(text).toMatch(/at work\n+planner-tui: Claude Code ended after/);
    expect(text).toContain('1 of 5 steps done');
    expect(text).toMatch(/step 1, S-\S+, is done, by the code\./);
    expect(fake.seen()).toMatchObject({ tty: [true, true], nodeEnv: process.env['NODE_ENV'] ?? null });
    expect(readFileSync(join(root, plan), 'utf8')).toContain('status: implementing');
  });

  test('after one that did nothing the exit code is that of drift', async () => {
    const plan = backToPlanned();
    const fake = fakeImplementer('codex');
    const app = start({ args: ['code', plan], env: { PATH: fake.path } });
    expect(await app.exit(60_000)).toBe(3);
    expect(app.screen()).toContain('Rollback');
  });

  test('takes the terminal back from one that was killed in raw mode on its own screen', async () => {
    const plan = backToPlanned();
    // Node puts settings back when it ends; until then nothing else does, and every line would begin below the last one.
    const leave =
      "require('node:child_process').spawnSync('stty', ['-onlcr', '-isig'], { stdio: 'inherit' });";
    const fake = fakeImplementer('claude', screenful(`${leave} process.kill(process.pid, 'SIGKILL');`));
    const shell =
      'stty -a > before; "$@" > /dev/tty; echo "code $?"; stty -a > after; cmp before after && echo same';
    const app = start({ args: ['code', plan], env: { PATH: fake.path }, shell });
    await app.until('implementer at work', 60_000);
    app.type('x');
    await app.until(/^same$/m, 60_000);
    expect(app.screen()).toContain('code 3');
    expect(app.raw()).toContain('Claude Code was ended by SIGKILL after');
    const drift = app.raw().slice(app.raw().indexOf('of 9 planned'));
    expect(drift).toContain('\r\n');
    expect(drift).not.toMatch(/[^\r]\n/);
    expect(app.alternate()).toBe(false);
    expect(modesOf(app.raw())).toMatchObject({ 25: true, 1000: false, 2004: false });
  });

  test('asks where several are installed; Ctrl+C there starts none', async () => {
    const plan = backToPlanned();
    const one = fakeImplementer('claude', "console.log('one at work')");
    const two = fakeImplementer('opencode', "console.log('two at work')", one.folder);
    const app = start({ args: ['code', plan], env: { PATH: one.path } });
    await app.until('Who carries it out?', 60_000);
    await app.until('2 opencode');
    app.type('9\r');
    await app.until('A number from 1 to 2 was expected.');
    app.type('2\r');
    expect(await app.exit(60_000)).toBe(3);
    expect(one.seen()).toBeUndefined();
    expect(two.seen()?.argv[0]).toBe('--prompt');
    const again = start({ args: ['code', plan], env: { PATH: one.path } });
    await again.until('Who carries it out?', 60_000);
    again.type(KEY.ctrlC);
    expect(await again.exit(60_000)).toBe(130);
    expect(one.seen()).toBeUndefined();
  });

  test('cook asks whether a plan of nearly these words is meant', async () => {
    backToPlanned();
    const fake = fakeImplementer('claude', "console.log('at work')");
    const app = start({ args: ['cook', 'a discount code for all orders'], env: { PATH: fake.path } });
    await app.until('Is it one of these?', 60_000);
    await app.until('2 None of them: plan it first');
    app.type('\r');
    expect(await app.exit(60_000)).toBe(3);
    expect(fake.seen()?.argv[0]).toContain('Carry out an implementation plan.');
  });

  test('where none is installed it says how to, and starts nothing', async () => {
    const plan = backToPlanned();
    const app = start({ args: ['code', plan], env: { PATH: '/usr/bin:/bin' } });
    expect(await app.exit(60_000)).toBe(1);
    expect(app.screen()).toContain('No implementer is installed.');
    expect(app.screen()).toContain('Codex CLI: npm install -g @openai/codex');
  });

  test('SIGTERM reaches the implementer too, and the exit code says so', async () => {
    const plan = backToPlanned();
    const fake = fakeImplementer(
      'claude',
      "process.on('SIGTERM', () => { console.log('told to end'); process.exit(0); }); console.log('waiting'); setInterval(() => {}, 1000);",
    );
    const app = start({ args: ['code', plan], env: { PATH: fake.path } });
    await app.until('waiting', 60_000);
    app.kill('SIGTERM');
    await app.until('told to end', 60_000);
    expect(await app.exit(60_000)).toBe(130);
  });
});
