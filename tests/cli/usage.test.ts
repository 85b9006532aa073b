import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { exitCodeOf, failureLine } from '../../src/cli/output.ts';
import { run } from './program.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-usage-'));

test('--help shows examples and exit codes on stdout', async () => {
  const { code, stdout, stderr } = await run(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes: 0 done');
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

  test('a folder without any file', async () => {
    const { code, stderr } = await run(['--project', folder(), 'x', '--print']);
    expect(code).toBe(2);
    expect(stderr).toContain('holds no file');
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
