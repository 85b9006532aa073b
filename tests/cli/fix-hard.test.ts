import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

const FAILED = [
  "2026-11-02T10:00:00.123Z ERROR TypeError: Cannot read properties of null (reading 'id') token=ghp_0123456789abcdefghijABCDEFGHIJ012345",
  '    at PaymentService.handleWebhook (/srv/app/src/services/payment.service.ts:55:44)',
  '    at async webhook (/srv/app/src/controllers/payment.controller.ts:26:5)',
  '2026-11-02T10:00:00.200Z INFO next',
].join('\n');
const LOG = `${'2026-11-02T10:00:00.000Z INFO quiet\n'.repeat(200)}${FAILED}\n${FAILED}\n`;

interface Said {
  readonly goal: string;
  readonly markdown: string;
}

describe('fix:hard', () => {
  test('a log by its path: the trace in the project, hypotheses, no secret, and no failing check', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planner-tui-log-'));
    writeFileSync(join(folder, 'error.log'), LOG);
    const { code, stdout, stderr } = await run(
      ['fix:hard', 'payments stay pending @error.log', '--project', repo.root, '--print'],
      { cwd: folder },
    );
    expect([code, stderr.includes('checks that failed')]).toEqual([0, false]);
    expect(stdout).toContain('Seen, 2 times: “TypeError: Cannot read properties of null (reading');
    expect(stdout).toContain(
      '`src/controllers/payment.controller.ts:26` → `src/services/payment.service.ts:55`',
    );
    expect(stdout).toMatch(/\*\*H1\*\* .*\n- \*\*H2\*\* /);
    expect(stdout).toMatch(/H\d against H\d/);
    expect(stdout).toContain('## Blast Radius');
    expect(stdout).not.toContain('ghp_0123456789');
    expect(stdout).not.toContain(
      'INFO quiet\\n2026-11-02T10:00:00.000Z INFO quiet\\n2026-11-02T10:00:00.000Z INFO quiet\\n2026-11-02T10:00:00.000Z INFO quiet\\n2026-11-02T10:00:00.000Z INFO quiet',
    );
  });

  test('a log on standard input is kept: the session goes on without it', async () => {
    const home = freshHome();
    const first = await run(['fix:hard', '-', '--json'], { cwd: repo.root, home, input: LOG });
    expect(first.code).toBe(0);
    const again = await run(['resume', '--last', '--json', '--feedback', 'also update the README'], {
      cwd: repo.root,
      home,
    });
    expect(again.code).toBe(0);
    const said: Said = JSON.parse(again.stdout);
    expect(said.markdown).toContain('`src/services/payment.service.ts:55`');
    expect(said.markdown).toContain('**H1**');
  });

  test('what is no log is refused in words', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planner-tui-log-'));
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'core'), Buffer.from([127, 69, 76, 70, 0, 0, 1]));
    writeFileSync(join(folder, 'empty.log'), '');
    const refused = async (about: string) => {
      const { code, stdout, stderr } = await run(
        ['fix:hard', `it fails @${about}`, '--project', repo.root, '--print'],
        { cwd: folder },
      );
      return [code, stdout, stderr.split('\n')[0]];
    };
    const line = (name: string, why: string) => [
      2,
      '',
      `planner-tui: A log or a stack trace was expected in ${name}, but ${why}.`,
    ];
    expect(await refused('logs')).toEqual(line('logs', 'it is a folder'));
    expect(await refused('core')).toEqual(line('core', 'it is a binary file'));
    expect(await refused('empty.log')).toEqual(line('empty.log', 'it is empty'));
    expect(await refused('gone.log')).toEqual(line('gone.log', 'there is no such file'));
    expect(readFileSync(join(folder, 'core')).length).toBe(7);
  });
});
