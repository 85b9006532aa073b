import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SymbolUses, usesOf } from '../../src/agent/local/uses.ts';
import type { FileCard } from '../../src/domain/index.ts';
import { repository } from '../host/repository.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

const FILES = {
  'package.json': '{"name":"search","scripts":{"test":"vitest run"}}\n',
  'src/research.ts': 'export function research(goal: string): string {\n  return goal;\n}\n',
  'src/index.ts': "export { research } from './research.ts';\n",
  'src/cli.ts': "import { research } from './index.ts';\n\nresearch('a');\nresearch('b');\n",
  'src/menu.ts': "export const menu = { research: 'Research', close: () => 1 };\n",
  'src/a.ts': 'export class A {\n  close(): void {}\n  only(): void {}\n}\n',
  'src/b.ts':
    "import { A } from './a.ts';\n\nexport class B {\n  close(): void {\n    new A().only();\n  }\n}\n",
  '.github/workflows/ci.yml': 'name: research\non: push\n',
  'tests/arbitrary.ts':
    "import { research } from '../src/research.ts';\n\nexport const any = research('x');\n",
  'tests/research.test.ts': "import { research } from '../src/research.ts';\n\nresearch('x');\n",
};

describe('uses of a symbol', () => {
  let project: Awaited<ReturnType<typeof realProject>>;
  const cards = new Map<string, FileCard>();
  beforeAll(async () => {
    project = await realProject(repository(FILES));
    for (const card of await project.ports.map.cards(Object.keys(FILES))) cards.set(card.path, card);
  });
  afterAll(() => project.close());

  async function uses(path: string, name: string): Promise<SymbolUses | undefined> {
    const card = cards.get(path);
    const symbol = card?.symbols.find(s => s.name === name);
    if (!symbol) throw new Error(`no ${name} in ${path}`);
    return usesOf(project.ports.map, symbol, card, cards);
  }

  it('counts files that import it, through a barrel too, and no word that happens to be the same', async () => {
    const found = await uses('src/research.ts', 'research');
    expect(found?.files).toEqual([
      'src/cli.ts',
      'src/index.ts',
      'tests/arbitrary.ts',
      'tests/research.test.ts',
    ]);
  });

  it('says nothing of a member whose name others have too', async () => {
    expect(await uses('src/a.ts', 'close')).toBeUndefined();
    expect((await uses('src/a.ts', 'only'))?.files).toEqual(['src/b.ts']);
  });

  it('takes a file that tests lean on for no test', async () => {
    const session = await firstDraft(project.planner, await project.start('add a timeout to research'));
    const { plan } = lastPlan(session);
    expect(plan.tests.files.map(f => f.path)).toContain('tests/research.test.ts');
    expect(plan.tests.files.map(f => f.path)).not.toContain('tests/arbitrary.ts');
    expect(plan.tests.intro.map(s => s.text).join(' ')).toContain('the 1 test file ');
  });
});

describe('a test without a mark in its name', () => {
  it('is one where none of its language has a mark', async () => {
    const project = await realProject(
      repository({
        'package.json': '{"name":"x","scripts":{"test":"tap test/*.js"}}\n',
        'lib/parse.js': 'exports.parse = text => text.trim();\n',
        'test/parse.js': "const { parse } = require('../lib/parse.js');\n\nparse(' a');\n",
      }),
    );
    const session = await firstDraft(project.planner, await project.start('add a limit to parse'));
    expect(lastPlan(session).plan.tests.files.map(f => f.path)).toContain('test/parse.js');
    await project.close();
  });
});

it('a new command stands beside the others, without the word that the folder says', async () => {
  const project = await realProject(
    repository({
      'package.json':
        '{"name":"tool","bin":{"tool":"src/cli/program.ts"},"dependencies":{"commander":"14.0.0"},"scripts":{"test":"vitest run"}}\n',
      'src/cli/program.ts':
        "import { Command } from 'commander';\nimport { mapCommand } from './map.ts';\n\nexport const program = new Command('tool');\nprogram.command('map').action(mapCommand);\nprogram.parse(process.argv);\n",
      'src/cli/map.ts':
        'export function mapCommand(): void {\n  process.stdout.write("the map command");\n}\n',
      'src/ui/frame.tsx':
        'export function Frame() {\n  return <p>every command of this machine works</p>;\n}\n',
    }),
  );
  const goal = 'add a doctor command that says what works on this machine';
  const { plan } = lastPlan(await firstDraft(project.planner, await project.start(goal)));
  const created = plan.steps.flatMap(s => s.files.filter(f => f.action === 'create').map(f => f.path));
  expect(created[0]).toBe('src/cli/doctor.ts');
  await project.close();
});

it("takes no schema and no container of a fixture for the project's own", async () => {
  const project = await realProject(
    repository({
      'package.json': '{"name":"tool","scripts":{"test":"vitest run"}}\n',
      'src/plans.ts': 'export function approvePlan(id: string): string {\n  return id;\n}\n',
      'tests/fixtures/shop/prisma/schema.prisma': 'model User {\n  id String @id\n}\n',
      'tests/fixtures/shop/src/container.ts': 'export function createContainer() {\n  return {};\n}\n',
    }),
  );
  const { markdown } = lastPlan(
    await firstDraft(project.planner, await project.start('notify users when a plan is approved')),
  );
  expect(markdown).not.toContain('tests/fixtures');
  await project.close();
});
