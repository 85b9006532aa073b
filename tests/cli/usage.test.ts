import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { exitCodeOf, failureLine } from '../../src/cli/output.ts';
import { freshHome, run } from './program.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-usage-'));

test('--help shows examples and exit codes on stdout', async () => {
  const { code, stdout, stderr } = await run(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes: 0 done');
});

test.each([['plan'], ['resume'], ['sessions'], ['plans'], ['map'], ['impact']])('help %s', async name => {
  for (const args of [
    ['help', name],
    [name, '--help'],
  ]) {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: planner-tui ${name}`);
  }
});

test('--version is the version alone', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${pkg.version}\n`, stderr: '' });
});

describe('a wrong call exits 2, names what came and says what to do', () => {
  const here = folder();
  writeFileSync(join(here, 'README.md'), '# Here\n');
  const bad = join(here, 'bad.json');
  writeFileSync(bad, '{"limit": ');
  const list = join(here, 'list.json');
  writeFileSync(list, '["limit"]');
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['unknown option', ['--bogus'], ["unknown option '--bogus'", 'planner-tui --help']],
    ['escapes in an option', ['--\u001b[2J'], ['␛[2J', 'planner-tui --help']],
    ['unknown kind', ['plan', 'x', '--kind', 'poem'], ['poem', 'feature']],
    ['limit of no number', ['impact', 'x', '--limit', 'few'], ['few', 'whole number']],
    ['no goal, no terminal', [], ['A goal was expected', 'For example']],
    ['empty goal', ['plan', '', '--print'], ['oal', 'or example']],
    ['goal of no words', ['plan', '\u200b !! 🚀', '--print'], ['A goal in words', 'for example']],
    ['goal of a whole file', ['plan', 'x'.repeat(60_001), '--print'], ['60,001', 'a few sentences']],
    ['misspelt command', ['imapct'], ['“imapct”', 'Did you mean impact?', 'planner-tui plan "imapct"']],
    ['letters in the wrong order', ['mpa'], ['Did you mean map?']],
    ['misspelt before its goal', ['pln', 'add x'], ['Did you mean plan?', 'plan "pln add x"']],
    ['a command of another version', ['completion'], ['“completion” is no command', 'plan "completion"']],
    ['a verb of another version', ['demo'], ['“demo” is no command']],
    ['slash command of the app', ['/theme', '--print'], ['/theme is a command of the app']],
    ['slash before a command', ['/map'], ['without the slash: planner-tui map']],
    ['unknown slash command', ['/plam x'], ['/plam is no command', 'Did you mean /plan?']],
    ['misspelt option', ['--prnt', 'x'], ['Did you mean --print?']],
    ['empty feedback', ['x', '--print', '--feedback', ''], ['--feedback was given without text']],
    ['answers of a folder', ['x', '--print', '--answers', '.'], ['. cannot be read', '--json']],
    ['blank goal', ['plan', '  ', '--print'], ['The goal is empty', 'for example']],
    ['missing folder', ['--project', join(here, 'none'), 'x', '--print'], ['none', '--project DIR']],
    ['file as folder', ['--project', bad, 'x', '--print'], ['is a file', '--project DIR']],
    ['missing answers', ['x', '--print', '--answers', 'none.json'], ['none.json cannot be read', '--json']],
    ['answers of bad JSON', ['x', '--print', '--answers', bad], ['is no JSON', '--json']],
    ['answers of another form', ['x', '--print', '--answers', list], ['list.json', '--json']],
    ['unknown session', ['resume', 'nobody', '--print'], ['nobody', 'Unfinished: none']],
    ['nothing to resume', ['resume', '--last', '--print'], ['unfinished', 'planner-tui "your goal"']],
  ];
  test.each(cases)('%s', async (_name, args, parts) => {
    const { code, stdout, stderr } = await run(args, { cwd: here });
    expect([code, stdout]).toEqual([2, '']);
    for (const part of parts) expect(stderr).toContain(part);
    expect(stderr).not.toContain('\u001b');
  });

  test.each([['add rate limiting'], ['maps', 'for', 'stores'], ['session', 'timeout']])(
    'but “%s …” is a goal',
    async (...words) => {
      const { code, stdout } = await run([...words, '--print'], { cwd: here });
      expect([code, stdout]).toEqual([0, expect.stringContaining(`goal: ${words.join(' ')}`)]);
    },
  );

  test('a bare repository, and a folder inside of it', async () => {
    const bare = folder();
    for (const name of ['objects', 'refs', 'hooks']) mkdirSync(join(bare, name));
    writeFileSync(join(bare, 'HEAD'), 'ref: refs/heads/main\n');
    for (const project of [bare, join(bare, 'hooks')]) {
      const { code, stderr } = await run(['--project', project, 'x', '--print']);
      expect(code).toBe(2);
      expect(stderr).toContain('is a bare git repository');
      expect(stderr).toContain('Clone it');
    }
  });

  test('a folder without any file', async () => {
    const { code, stderr } = await run(['--project', folder(), 'x', '--print']);
    expect(code).toBe(2);
    expect(stderr).toContain('holds no file');
  });
});

describe('settings cost no run', () => {
  const here = folder();
  writeFileSync(join(here, 'README.md'), '# Here\n');
  const homeWith = (config: string) => {
    const home = freshHome();
    mkdirSync(join(home, 'config'));
    writeFileSync(join(home, 'config', 'config.json'), config);
    return home;
  };

  test('a damaged file is kept aside and told', async () => {
    const home = homeWith('{"theme": ');
    const { code, stderr } = await run(['plans'], { cwd: here, home });
    expect(code).toBe(0);
    expect(stderr).toContain('defaults are used');
    expect(readFileSync(join(home, 'config', 'config.json.corrupt'), 'utf8')).toBe('{"theme": ');
  });

  test('a value of another form is named', async () => {
    const { code, stderr } = await run(['plans'], { cwd: here, home: homeWith('{"theme": 17}') });
    expect([code, stderr]).toEqual([0, expect.stringContaining('17 is no valid theme')]);
  });

  test('a folder that cannot be made is told', async () => {
    const home = freshHome();
    writeFileSync(join(home, 'config'), '');
    const { code, stdout, stderr } = await run(['x', '--print'], { cwd: here, home });
    expect([code, stderr]).toEqual([0, expect.stringContaining('Settings cannot be kept')]);
    expect(stdout).toContain('goal: x');
  });
});

test('an unreadable folder is a wrong call; failed checks have a code of their own', () => {
  expect(exitCodeOf({ kind: 'project-unreadable', message: '' })).toBe(2);
  expect(exitCodeOf({ kind: 'checks-failed', message: '' })).toBe(3);
  expect(exitCodeOf({ kind: 'log-unwritable', message: '' })).toBe(1);
});

test('text from outside cannot move the cursor in a message', () => {
  expect(failureLine({ kind: 'x', message: 'a\u001b[2Jb', next: 'c\u202ed' })).toBe(
    'planner-tui: a␛[2Jb\n  c<U+202E>d\n',
  );
});
