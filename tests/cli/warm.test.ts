import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { type Ended, freshHome, run } from './program.ts';
import { WarmProgram } from './warm.ts';

/** What each command says when it is started is compared here; the others are started in tests of their own. */
const COMPARED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  help: [['--help'], ['--no-such-option']],
  'plan:two': [['plan:two', 'add full text search for notes', '--print']],
  sessions: [['sessions']],
  plans: [['plans', '--json']],
  check: [
    ['check', 'plans/first.md'],
    ['check', 'no.md'],
  ],
  drift: [['drift', 'plans/first.md']],
  export: [['export', 'plans/first.md', '--as', 'github-issue']],
  step: [['step', 'status']],
  metrics: [['metrics']],
  playbooks: [['playbooks']],
  config: [['config', 'list']],
  doctor: [['doctor', '--offline']],
};
/** In these files a call of it is a start of its own, for what it takes: a signal, a terminal, text on stdin, `cold`. */
const STARTED: Readonly<Record<string, string>> = {
  plan: 'cli/plan.test.ts',
  'plan:ci': 'cli/ci.test.ts',
  'plan:cro': 'cli/cro.test.ts',
  bootstrap: 'cli/bootstrap.test.ts',
  'fix:hard': 'cli/fix-hard.test.ts',
  resume: 'cli/plan.test.ts',
  replay: 'cli/replay.test.ts',
  code: 'pty/hand-over.test.ts',
  cook: 'pty/hand-over.test.ts',
  mcp: 'mcp/clients.ts',
  map: 'cli/plan.test.ts',
  impact: 'cli/impact.test.ts',
};
const PLAN = `# Search\n\n## Steps\n\n1. Change \`src/nothing.ts\`.\n2. Change \`src/app.ts\`.\n`;

let repo: FixtureRepo;
const home = freshHome();
beforeAll(async () => {
  repo = await makeFixtureRepo('notes-web', { files: { 'plans/first.md': PLAN } });
});
afterAll(() => repo.cleanup());

/** Times aside: they are never the same. */
const told = ({ code, stdout, stderr }: Ended) => ({
  code,
  stdout: stdout.replace(/\b[\d.,]+ m?s\b|"ms": \d+|\b\d+ MB\b|\b[\d-]+T[\d:.]+Z/g, '…'),
  stderr,
});

test('every command is started for real somewhere', async () => {
  const { stdout } = await run(['--help'], { cold: true });
  const [, commands = ''] = /^Commands:\n([\s\S]*?)\n\n/m.exec(stdout) ?? [];
  const names = [...commands.matchAll(/^ {2}([a-z][\w:]*) /gm)].map(([, name]) => name);
  expect(names.sort()).toEqual([...Object.keys(COMPARED), ...Object.keys(STARTED)].sort());
  for (const [name, file] of Object.entries(STARTED))
    expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'), file).toContain(`'${name}'`);
});

describe('a call in the warm process says and returns what a start does', () => {
  test.each(Object.values(COMPARED).flatMap(calls => calls.map(args => [args.join(' '), args] as const)))(
    '%s',
    async (_name, args) => {
      const cold = await run(args, { cwd: repo.root, home, cold: true });
      const warm = await run(args, { cwd: repo.root, home });
      expect(told(warm)).toEqual(told(cold));
      expect(`${cold.stdout}${cold.stderr}`).not.toBe('');
    },
  );
});

describe('the runner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'planner-tui-warm-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let program: WarmProgram | undefined;
  afterEach(() => program?.end());

  /** A program that is this script, warm; gives what runs it. */
  function warmly(script: string) {
    const entry = join(folder, `${Math.random()}.mjs`);
    writeFileSync(entry, `${script}\nexport const ended = main(process.argv[2]);`);
    const own = new WarmProgram({}, entry, 1_000);
    program = own;
    return (...args: string[]) =>
      own.run({ args, cwd: tmpdir(), env: { PATH: process.env['PATH'] }, hangsMs: 20_000 });
  }

  test('a run has an exit code, variables, a folder and listeners of its own', async () => {
    const go = warmly(`async function main(first) {
      process.stdout.write(JSON.stringify([first, process.exitCode ?? null, process.env.LEFT ?? null, process.cwd(),
        ['SIGINT', 'exit'].map(name => process.listenerCount(name)), process.stdout.listenerCount('error')]));
      process.on('SIGINT', () => {}).on('exit', code => process.stderr.write('left with ' + code));
      process.stdout.on('error', () => {});
      process.env.LEFT = 'left';
      process.chdir('/');
      if (first === 'one') process.exitCode = 7;
    }`);
    const one = await go('one');
    const two = await go('two');
    expect([one.code, one.stderr, two.code, two.stderr]).toEqual([7, 'left with 7', 0, 'left with 0']);
    expect(one.stdout).toBe(two.stdout.replace('two', 'one'));
    expect(JSON.parse(two.stdout).slice(0, 3)).toEqual(['two', null, null]);
  });

  test.each([
    ['a timer', 'setInterval(() => {}, 1e6)', 'left Timeout behind'],
    [
      'a server',
      "(await import('node:net')).createServer().listen(0, '127.0.0.1')",
      'left TCPServerWrap behind',
    ],
    [
      'a thread',
      "new (await import('node:worker_threads')).Worker('setInterval(() => {}, 1e6)', { eval: true }).on('message', () => {})",
      'left MessagePort behind',
    ],
    ['no end', 'await new Promise(() => {})', 'had nothing left to wait for'],
  ])('%s that would keep a real program, or end it too early, fails the run', async (_what, does, words) => {
    const go = warmly(
      `async function main(first) { if (first === 'bad') ${does}; process.stdout.write('done'); }`,
    );
    expect(await go('good')).toMatchObject({ code: 0, stdout: 'done' });
    await expect(go('bad')).rejects.toThrow(words);
    expect(await go('good')).toMatchObject({ code: 0, stdout: 'done' });
  });

  test('waits for what ends by itself, and gives all that was written', async () => {
    const go = warmly(`async function main() {
      setTimeout(() => { process.stdout.write('ü'.repeat(300_000)); process.exitCode = 3; }, 100);
    }`);
    const { code, stdout } = await go();
    expect([code, stdout.length, new Set(stdout).size]).toEqual([3, 300_000, 1]);
  });

  test('a program that ends itself or breaks has the exit code that Node gives, and the next run is a new process', async () => {
    const go = warmly(`async function main(first) {
      process.stdout.write(String(globalThis.seen)); globalThis.seen = true;
      if (first === 'exit') process.exit(5);
      if (first === 'break') setTimeout(() => { throw new Error('broken'); }, 1);
    }`);
    expect(await go('exit')).toMatchObject({ code: 5, stdout: 'undefined' });
    const broken = await go('break');
    expect(broken).toMatchObject({ code: 1, stdout: 'undefined' });
    expect(broken.stderr).toContain('Error: broken');
    expect(await go()).toMatchObject({ code: 0, stdout: 'undefined' });
    expect(await go()).toMatchObject({ code: 0, stdout: 'true' });
  });
});
