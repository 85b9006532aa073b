import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import { git, repository, writeFiles } from '../host/repository.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

/** A viewer of files: each option is declared for the command line, kept in the settings, carried and printed. */
function viewer(): string {
  const commandLine = (...names: readonly string[]) =>
    `${['--plain', ...names].map(n => `declare('${n}');`).join('\n')}\n`;
  const carried = (names: readonly string[], line: (name: string) => string) =>
    `${['plain', ...names].map(line).join('\n')}\n`;
  const files = (names: readonly string[], flags: readonly string[]) => ({
    'src/command-line.js': commandLine(...flags),
    'src/config.js': carried(names, n => `export let ${n} = false;`),
    'src/reader.js': carried(names, n => `read(config.${n});`),
    'src/printer.js': carried(names, n => `print(config.${n});`),
    'src/pager.js': carried(names, n => `page(config.${n});`),
  });
  const root = repository({
    'package.json': '{"name":"viewer","scripts":{"test":"node --test"}}\n',
    ...files([], []),
    'doc/long-help.txt': '--plain: no decoration\n',
    'test/command-line.test.js': "run('--plain');\n",
    'test/reader.test.js': "import '../src/reader.js';\n",
  });
  writeFiles(root, {
    ...files(['stripColours'], ['--strip-colours']),
    'doc/long-help.txt': '--plain: no decoration\n--strip-colours: no colours\n',
    'test/command-line.test.js': "run('--plain');\nrun('--strip-colours');\n",
  });
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'Add --strip-colours option');
  writeFiles(root, { 'src/squeeze.js': 'export const squeeze = true;\n' });
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'Squeeze blank lines at the end of pages');
  return root;
}

describe('along the trail of an earlier thing of its kind', () => {
  let project: Awaited<ReturnType<typeof realProject>>;
  beforeAll(async () => {
    const root = viewer();
    project = await realProject(root, join(root, 'src'));
  });
  afterAll(() => project.close());
  const planFor = async (goal: string): Promise<Plan> =>
    lastPlan(await firstDraft(project.planner, await project.start(goal))).plan;
  const stepOf = (plan: Plan, path: string) => plan.steps.find(s => s.files.some(f => f.path === path));

  it('changes what its commit changed under another name, tells of it and tries it there', async () => {
    const plan = await planFor('Add an option that hides control characters');
    expect(plan.approach.title).toContain('stripColours');
    const declared = stepOf(plan, 'src/command-line.js');
    expect(declared?.details.join('\n')).toMatch(
      /does not stand in .*git show [0-9a-f]{7} -- src\/command-line\.js/,
    );
    const told = stepOf(plan, 'doc/long-help.txt');
    expect(told?.part).toBe('documentation');
    expect(stepOf(plan, 'test/command-line.test.js')?.id).toBe('S-tests');
    expect(new Set(plan.steps.map(s => s.id)).size).toBe(plan.steps.length);
  });

  it('asks about a commit whose subject says nearly the same, and not about others', async () => {
    const again = await planFor('Squeeze the blank lines at the end of all pages');
    const add = await planFor('Add squeezing of blank lines at the end of pages');
    const other = await planFor('Add an option that hides control characters');
    const done = (plan: Plan) => plan.questions.find(q => q.question.id === 'done-already')?.question;
    expect(done(add)?.text).toContain('Squeeze blank lines at the end of pages');
    expect(done(add)?.evidence).toMatchObject([{ kind: 'commit' }]);
    expect(done(again)?.text).toBe(done(add)?.text);
    expect(done(other)).toBeUndefined();
  });
});
