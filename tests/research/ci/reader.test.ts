import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogReader, firstErrors } from '../../../src/research/ci/index.ts';
import { job } from '../../fixtures/ci/actions-format.mjs';
import { logText, readLog } from './logs.ts';

const PLAIN =
  "> shop@1.0.0 typecheck\n> tsc --noEmit\n\nsrc/order.ts(4,3): error TS2322: Type 'number' is not assignable to type 'string'.\n";

describe('a log', () => {
  test('of a job has its steps, their commands, the machine and the rights of its token', () => {
    const [one] = readLog(logText('tsc')).jobs;
    expect(one?.image).toBe('Ubuntu 24.04.3 LTS');
    expect(one?.permissions).toEqual({ Contents: 'read', Metadata: 'read' });
    expect(one?.steps.map(step => [step.name, step.uses ?? step.command.join(), step.exitCode])).toEqual([
      ['Set up job', '', undefined],
      ['Run actions/checkout@v4', 'actions/checkout@v4', undefined],
      ['Run actions/setup-node@v4', 'actions/setup-node@v4', undefined],
      ['Run npm ci --no-audit --no-fund', 'npm ci --no-audit --no-fund', undefined],
      ['Run npm run typecheck', 'npm run typecheck', 2],
      ['Post job cleanup', '', undefined],
    ]);
  });

  test('says by itself which job it is of', () => {
    const log = job('test (20, windows-latest)', [{ run: 'npm test', code: 1, text: 'no' }]);
    expect(readLog(log).jobs.map(one => one.name)).toEqual(['test (20, windows-latest)']);
    // The name of an entry is the other one that says it.
    const reader = createLogReader();
    reader.file('1_lint.txt');
    reader.push(log);
    expect(reader.end().jobs.map(one => one.name)).toEqual(['lint']);
  });

  test('as gh prints it has its jobs and steps by its columns', () => {
    const lines = logText('tsc').replace('\uFEFF', '').trimEnd().split('\n');
    const tabbed = lines.map((line, i) => `verify\t${i < 30 ? 'Install' : 'Typecheck'}\t${line}`).join('\n');
    const log = readLog(tabbed);
    expect(log.jobs.map(one => [one.name, one.steps.map(step => step.name)])).toEqual([
      ['verify', ['Install', 'Typecheck']],
    ]);
    expect(firstErrors(log)[0]).toMatchObject({ family: 'tsc', job: 'verify', step: { name: 'Typecheck' } });
  });

  test('of an archive has its steps by the names of its entries', () => {
    const reader = createLogReader();
    reader.file('build/2_Install.txt');
    reader.push('2026-11-20T09:00:00.0000000Z added 52 packages\n');
    reader.file('build/10_Types.txt');
    reader.push(
      `2026-11-20T09:00:01.0000000Z ##[group]Run npm run typecheck\n2026-11-20T09:00:01.0000000Z ##[endgroup]\n${PLAIN}##[error]Process completed with exit code 2.\n`,
    );
    const log = reader.end();
    expect(log.jobs.map(one => [one.name, one.steps.map(step => [step.number, step.name])])).toEqual([
      [
        'build',
        [
          [2, 'Install'],
          [10, 'Types'],
        ],
      ],
    ]);
    expect(firstErrors(log)[0]).toMatchObject({
      family: 'tsc',
      job: 'build',
      script: 'typecheck',
      line: { n: 6 },
    });
  });

  test('of a local build is one step, and says which script ran', () => {
    expect(firstErrors(readLog(PLAIN))[0]).toMatchObject({
      family: 'tsc',
      script: 'typecheck',
      line: { n: 4 },
    });
  });

  test('is read without colours, links and what carriage returns drew over', () => {
    const [step] =
      readLog(
        '\u001b[31mred\u001b[0m \u001b]8;;https://x.test\u001b\\link\u001b]8;;\u001b\\\n10%\r50%\r100% done\n',
      ).jobs[0]?.steps ?? [];
    expect(step?.lines.map(line => line.text)).toEqual(['red link', '100% done']);
  });

  test('is the same in whatever pieces it comes', () => {
    const text = logText('vitest');
    const whole = readLog(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 12 }), cuts => {
        const reader = createLogReader();
        reader.file('build.log');
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        for (const [i, from] of at.entries()) reader.push(text.slice(from, at[i + 1] ?? text.length));
        expect(reader.end().jobs).toEqual(whole.jobs);
      }),
      { numRuns: 40 },
    );
  });

  test('holds no secrets, not even over several lines', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const [step] =
      readLog(
        `token ${token}\n-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bqfSomeBytesOfAKeyHere\n-----END RSA PRIVATE KEY-----\nafter\n`,
      ).jobs[0]?.steps ?? [];
    const text = step?.lines.map(line => line.text).join('\n') ?? '';
    expect(text).not.toContain(token);
    expect(text).not.toContain('MIIEpAIBAAK');
    expect(step?.lines.at(-1)?.text).toBe('after');
  });

  test('of any length is held in part, and the error in the middle of its noise is in it', () => {
    const noise = (from: number) =>
      Array.from(
        { length: 60_000 },
        (_, i) => `WARN retry of request ${from + i} failed with code ${((from + i) * 7919).toString(36)}`,
      ).join('\n');
    const log = readLog(
      job('build', [{ run: 'npm test', code: 1, text: `${noise(0)}\n${PLAIN}${noise(60_000)}` }]),
    );
    expect(firstErrors(log)[0]).toMatchObject({ family: 'tsc', line: { n: expect.any(Number) } });
    expect(log.lines).toBeGreaterThan(120_000);
    expect(log.lines - log.left).toBeLessThan(1_000);
  });
});
