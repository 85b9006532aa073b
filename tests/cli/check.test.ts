import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { run } from './program.ts';

let repo: FixtureRepo;
const foreign = (name: string) =>
  readFileSync(new URL(`../plan/foreign/${name}.md`, import.meta.url), 'utf8');

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  for (const name of ['faults', 'sound']) writeFileSync(join(repo.root, `${name}.md`), foreign(name));
});
afterAll(() => repo.cleanup());

const check = (...args: string[]) => run(['check', ...args], { cwd: repo.root });

describe('check', () => {
  test('a sound plan passes, under the nine headings', async () => {
    const { code, stdout, stderr } = await check('sound.md');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('✓ sound.md: all checks passed');
    const headings = stdout.split('\n').filter(line => /^[A-Z]/.test(line));
    expect(headings).toEqual([
      'Research findings',
      'Clear steps',
      'Code examples',
      'File changes',
      'Timeline',
      'Tests',
      'Security',
      'Rollback',
      'Open questions',
    ]);
  });

  test('faults are named by line, each with its mend, and end with exit code 3', async () => {
    const { code, stdout, stderr } = await check('faults.md', 'sound.md');
    expect([code, stderr]).toEqual([3, '']);
    const lines = foreign('faults').split('\n');
    const line = (text: string) => lines.findIndex(l => l.includes(text)) + 1;
    expect(stdout).toContain(`faults.md:${line('src/servr.ts')}: error: \`src/servr.ts\` is to be modified`);
    expect(stdout).toContain('Did you mean `src/server.ts`');
    expect(stdout).toContain(`faults.md:${line('@socket.io/redis-adapter')}: error: The code imports`);
    expect(stdout).toContain(`faults.md:${line('1.5 hours')}: error: The rows add up to 1 h 25`);
    expect(stdout).toContain('✓ sound.md');
    expect(readFileSync(join(repo.root, 'faults.md'), 'utf8')).toBe(foreign('faults'));
  });

  test('JSON and SARIF say the same', async () => {
    const [json, sarif, alias] = await Promise.all([
      check('faults.md', '--format', 'json'),
      check('faults.md', '--format', 'sarif'),
      check('faults.md', '--json'),
    ]);
    expect([json.code, sarif.code]).toEqual([3, 3]);
    expect(alias.stdout).toBe(json.stdout);
    const [file] = JSON.parse(json.stdout).files;
    expect(file).toMatchObject({ path: 'faults.md', passed: false, own: false, steps: 4 });
    expect(file.checks).toHaveLength(15);
    expect(new Set(file.checks.map((one: { heading: string }) => one.heading)).size).toBe(9);
    expect(Object.keys(file.findings[0])).toEqual(['check', 'severity', 'line', 'message', 'mend']);
    const log = JSON.parse(sarif.stdout);
    expect(log.version).toBe('2.1.0');
    const [{ tool, results }] = log.runs;
    expect(tool.driver.rules).toHaveLength(16);
    expect(results).toHaveLength(file.findings.length);
    const ids = new Set(tool.driver.rules.map((rule: { id: string }) => rule.id));
    for (const [i, result] of results.entries()) {
      expect(ids).toContain(result.ruleId);
      expect(result.ruleId).toBe(`plan/${file.findings[i].check}`);
      const [{ physicalLocation }] = result.locations;
      expect(physicalLocation).toEqual({
        artifactLocation: { uri: 'faults.md' },
        region: { startLine: file.findings[i].line },
      });
    }
  });

  test('what is no plan is told with its place; what cannot be read is a wrong call', async () => {
    writeFileSync(
      join(repo.root, 'conflict.md'),
      foreign('sound').replace('## Timeline', '<<<<<<< a\n=======\n## Timeline\n>>>>>>> b'),
    );
    writeFileSync(join(repo.root, 'letter.md'), 'Dear Kim,\n');
    writeFileSync(join(repo.root, 'huge.md'), '# A\n'.repeat(1_400_000));
    const [conflict, letter, huge, absent, none, sarif] = await Promise.all([
      check('conflict.md'),
      check('letter.md', 'sound.md'),
      check('huge.md'),
      check('absent.md'),
      check(),
      check('conflict.md', '--format', 'sarif'),
    ]);
    expect(conflict.code).toBe(3);
    expect(conflict.stdout).toMatch(/✗ conflict\.md\n {2}Line \d+ holds the mark of a merge conflict\./);
    expect(letter.code).toBe(3);
    expect(letter.stdout).toContain('no heading that a plan has');
    expect(letter.stdout).toContain('✓ sound.md');
    expect(huge.stdout).toContain('5,600,000');
    expect([absent.code, none.code]).toEqual([2, 2]);
    expect(absent.stdout).toContain('absent.md cannot be read.');
    const [{ ruleId, locations }] = JSON.parse(sarif.stdout).runs[0].results;
    expect(ruleId).toBe('plan/0');
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(1);
  });

  test('a plan of ours passes, and is held against the project of the current folder', async () => {
    const made = await run(['plan', 'add CSV export of orders', '--print'], { cwd: repo.root });
    writeFileSync(join(repo.root, 'ours.md'), made.stdout);
    const ours = await check('ours.md');
    expect(ours.stdout).toContain('✓ ours.md: all checks passed');
    writeFileSync(
      join(repo.root, 'ours.md'),
      made.stdout.replace(/src\/services\/order\.service\.ts/g, 'src/services/orders.service.ts'),
    );
    const edited = await check('ours.md');
    expect(edited.code).toBe(3);
    expect(edited.stdout).toContain('`src/services/orders.service.ts`');
  });
});
