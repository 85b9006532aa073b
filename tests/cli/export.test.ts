import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExportForm, exportForms } from '../../src/plan/export/index.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { samplePlan } from '../plan/sample.ts';
import { run } from './program.ts';

const KEY = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  const ticked = renderPlan(samplePlan).replace('- [ ] `npm run build`', '- [x] `npm run build`');
  writeFileSync(join(repo.root, 'plan.md'), ticked);
  for (const name of ['sound', 'numbered-list'])
    writeFileSync(
      join(repo.root, `${name}.md`),
      readFileSync(new URL(`../plan/foreign/${name}.md`, import.meta.url), 'utf8'),
    );
});
afterAll(() => repo.cleanup());

/** What only this form says of this plan. */
const SAID: Readonly<Record<ExportForm, readonly string[]>> = {
  adr: ['---\nstatus: proposed\ndate: 2026-11-19\n---\n\n# Real-time Order Notifications\n'],
  onboarding: ['Made from the plan `plan.md`: revision 2, a draft', '1 of 5 steps ticked as done'],
  'refactoring-guide': ['## Safety net\n', '### 2. Keep the sockets of each user in a hub (25–40 min)\n'],
  'implementation-doc': ['It says what was planned', '### Monitoring\n'],
  'github-issue': ['Real-time Order Notifications\n\nCustomers', '- [x] **1. Install ws** (5 min)\n'],
  json: ['"done": [\n    "S-install"\n  ]'],
  // The checks were run against the project that it is asked for in, where the plan's files are not.
  html: [
    '<h2 id="checks-title">Checks</h2>',
    '<code>src/orders/service.ts</code> is to be modified, but it does not exist.',
  ],
};

const exported = (...args: string[]) => run(['export', ...args], { cwd: repo.root });

describe('export', () => {
  test.each(exportForms)('prints %s on stdout, and nothing else anywhere', async form => {
    const { code, stdout, stderr } = await exported('plan.md', '--as', form);
    expect([code, stderr]).toEqual([0, '']);
    for (const part of SAID[form]) expect(stdout).toContain(part);
  });

  test('writes a new file, and never over one that is there', async () => {
    const before = readdirSync(repo.root).sort();
    const first = await exported('plan.md', '--as', 'html', '--to', 'page.html');
    expect([first.code, first.stdout]).toEqual([0, '']);
    expect(first.stderr).toBe('planner-tui: page.html is written. Open it in any browser.\n');
    expect(readFileSync(join(repo.root, 'page.html'), 'utf8')).toMatch(/^<!doctype html>\n<html lang="en">/);
    writeFileSync(join(repo.root, 'page.html'), 'mine');
    const again = await exported('plan.md', '--as', 'html', '--to', 'page.html');
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain(
      'page.html is there already, and nothing is overwritten.\n  Name another file',
    );
    expect(readFileSync(join(repo.root, 'page.html'), 'utf8')).toBe('mine');
    const nowhere = await exported('plan.md', '--as', 'adr', '--to', 'no/such/folder/a.md');
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('Make the folder first');
    expect(readdirSync(repo.root).sort()).toEqual([...before, 'page.html'].sort());
  });

  test('a plan by other hands goes as far as it goes, and what it lacks is said on stderr', async () => {
    const adr = await exported('numbered-list.md', '--as', 'adr');
    expect(adr.code).toBe(0);
    expect(adr.stderr).toMatch(
      /^planner-tui: The plan says nothing of what this form also tells: .*alternatives/,
    );
    expect(adr.stdout).toContain('## Considered Options');
    expect(adr.stdout).not.toContain('Assumption:');
    const page = await exported('sound.md', '--as', 'html', '--beside', 'plan.md');
    expect(page.code).toBe(0);
    expect(page.stdout).toContain('written by other hands');
    expect(page.stdout).toContain('<h2 id="beside-title">Beside another plan</h2>');
    const piped = await run(['export', '-', '--as', 'github-issue'], {
      cwd: repo.root,
      input: readFileSync(join(repo.root, 'sound.md'), 'utf8'),
    });
    expect(piped.code).toBe(0);
    expect(piped.stdout).toContain('\n## Tasks\n\n- [ ] **1. ');
  });

  test('hides secrets, and says how many', async () => {
    writeFileSync(join(repo.root, 'secret.md'), renderPlan({ ...samplePlan, nextSteps: [`Use ${KEY}.`] }));
    for (const form of ['json', 'html', 'implementation-doc']) {
      const { stdout, stderr } = await exported('secret.md', '--as', form);
      expect(stdout).not.toContain(KEY);
      expect(stdout).toContain('[hidden: github token]');
      expect(stderr).toContain('1 secret of the plan hidden');
    }
  });

  test('a file that is no plan is told with what is wrong; one that cannot be read is a wrong call', async () => {
    writeFileSync(join(repo.root, 'letter.md'), 'Dear Kim,\n');
    const letter = await exported('letter.md', '--as', 'adr');
    expect([letter.code, letter.stdout]).toEqual([1, '']);
    expect(letter.stderr).toContain('letter.md cannot be exported. A plan was expected');
    const absent = await exported('absent.md', '--as', 'adr');
    expect([absent.code, absent.stdout]).toEqual([2, '']);
    expect(absent.stderr).toContain('absent.md cannot be read.');
    const beside = await exported('plan.md', '--as', 'html', '--beside', 'absent.md');
    expect([beside.code, beside.stdout]).toEqual([2, '']);
  });

  test.each([
    [[], 'The form was expected'],
    [['plan.md'], 'Forms: adr, onboarding'],
    [['plan.md', '--as', 'pdf'], 'pdf'],
    [['plan.md', '--as', 'adr', '--json'], '--json is --as json'],
    [['plan.md', '--as', 'adr', '--beside', 'sound.md'], 'Only the page'],
    [['plan.md', '--schema'], '--schema stands alone'],
  ])('%j is a wrong call', async (args, said) => {
    const { code, stdout, stderr } = await exported(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  test('prints the schema anywhere, as it lies in the package', async () => {
    const { code, stdout } = await run(['export', '--schema'], {
      cwd: mkdtempSync(join(tmpdir(), 'planner-tui-')),
    });
    expect(code).toBe(0);
    const shipped = fileURLToPath(new URL('../../docs/plan.schema.json', import.meta.url));
    expect(stdout).toBe(readFileSync(shipped, 'utf8'));
  });
});
