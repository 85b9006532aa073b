import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTrail, headOf } from '../../src/agent/local/trail.ts';
import { readGoal } from '../../src/agent/local/words.ts';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import { git, repository, writeFiles } from '../host/repository.ts';
import { feedBack, firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

/** A reader of feeds whose users have settings; the second setting came in one commit, before the files were moved. */
function feedReader(): string {
  const before = {
    'package.json': '{"name":"reader","scripts":{"test":"node --test"}}\n',
    'src/user.js': 'export const defaults = {\n  pageSize: 20,\n};\n',
    'src/form.js': 'export function readForm(body) {\n  return { pageSize: Number(body.page_size) };\n}\n',
    'src/list.js':
      "import { defaults } from './user.js';\n\nexport function listEntries(entries) {\n  return entries.slice(0, defaults.pageSize);\n}\n",
    'locales/en.json': '{\n  "page_size": "Entries on a page"\n}\n',
    'locales/de.json': '{\n  "page_size": "Einträge je Seite"\n}\n',
    'README.md': '# Reader\n\n- `page_size`: entries on a page\n',
    'test/form.test.js': "import { readForm } from '../src/form.js';\n\nreadForm({ page_size: '5' });\n",
  };
  const root = repository(before);
  writeFiles(root, {
    'src/user.js': 'export const defaults = {\n  pageSize: 20,\n  showImages: true,\n};\n',
    'src/form.js':
      "export function readForm(body) {\n  return { pageSize: Number(body.page_size), showImages: body.show_images === 'on' };\n}\n",
    'src/list.js':
      "import { defaults } from './user.js';\n\nexport function listEntries(entries) {\n  const shown = entries.slice(0, defaults.pageSize);\n  return defaults.showImages ? shown : shown.map(({ image, ...rest }) => rest);\n}\n",
    'locales/en.json': '{\n  "page_size": "Entries on a page",\n  "show_images": "Show images"\n}\n',
    'locales/de.json': '{\n  "page_size": "Einträge je Seite",\n  "show_images": "Bilder zeigen"\n}\n',
    'README.md': '# Reader\n\n- `page_size`: entries on a page\n- `show_images`: whether images are shown\n',
    'test/form.test.js':
      "import { readForm } from '../src/form.js';\n\nreadForm({ page_size: '5', show_images: 'on' });\n",
  });
  git(root, 'commit', '-qam', 'feat: add a setting to show images in the list');
  mkdirSync(join(root, 'lib/users'), { recursive: true });
  renameSync(join(root, 'src/user.js'), join(root, 'lib/users/defaults.js'));
  writeFiles(root, {
    'src/list.js':
      "import { defaults } from '../lib/users/defaults.js';\n\nexport function listEntries(entries) {\n  const shown = entries.slice(0, defaults.pageSize);\n  return defaults.showImages ? shown : shown.map(({ image, ...rest }) => rest);\n}\n",
  });
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'refactor: users have a folder of their own');
  return root;
}

describe('the kind of thing that is wanted', () => {
  it.each([
    ['add a setting to hide read entries after a number of days', 'setting'],
    ['add rate limiting to the public API', 'limiting'],
    ['let a route declare its own request timeout', 'timeout'],
    ['add an option that skips the cache', 'option'],
  ])('%s: %s', (text, head) => {
    expect(headOf(readGoal(text))).toBe(head);
  });
});

describe('a trail', () => {
  let root = '';
  let project: Awaited<ReturnType<typeof realProject>>;
  beforeAll(async () => {
    root = feedReader();
    project = await realProject(root);
    await project.ports.map.build();
  });
  afterAll(() => project.close());

  it('names every place of the earlier name as it stands today, moved files included', async () => {
    const trail = await findTrail(project.ports.map, readGoal('add a setting to hide read entries'));
    expect(trail?.precedent.subject).toBe('feat: add a setting to show images in the list');
    expect(trail?.spellings).toEqual(['show_images', 'showImages']);
    expect(trail?.places.map(p => `${p.path}:${p.lines} ${p.name}`)).toEqual([
      'README.md:4 show_images',
      'lib/users/defaults.js:3 showImages',
      'locales/de.json:3 show_images',
      'locales/en.json:3 show_images',
      'src/form.js:2 showImages',
      'src/list.js:5 showImages',
      'test/form.test.js:3 show_images',
    ]);
  });

  it.each([
    ['a fix follows none', 'fix the setting to show images'],
    ['a thing of another kind follows none', 'add a dark theme'],
  ])('%s', async (_, text) => {
    expect(await findTrail(project.ports.map, readGoal(text))).toBeUndefined();
  });

  it('makes a plan that passes its places in order and all checks', async () => {
    const session = await firstDraft(
      project.planner,
      await project.start('add a setting to hide read entries'),
    );
    const revision = lastPlan(session);
    const { plan } = revision;
    const of = (path: string) => plan.steps.findIndex(s => s.files.some(f => f.path === path));
    const order = [
      'lib/users/defaults.js',
      'src/form.js',
      'locales/en.json',
      'README.md',
      'test/form.test.js',
    ].map(of);
    expect(order.every(n => n >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(of('locales/de.json')).toBe(of('locales/en.json'));
    expect(plan.approach.decisions.map(d => d.title)).toEqual(['Why follow `show_images`?']);
    const facts = await gatherFacts(needs(revision.plan), project.ports);
    expect(failing(check(revision.plan, revision.markdown, facts))).toEqual([]);
  });

  it('knows a name in any spelling, and prefers a commit that added the very kind', async () => {
    const own = repository({
      'go.mod': 'module example.com/web\n\ngo 1.22\n',
      'config/options.go': 'package config\n\n// Options of a client.\ntype Options struct{}\n',
      'config/server.go': 'package config\n\n// Server has its options.\ntype Server struct{}\n',
      'web/listen.go': 'package web\n\n// Listen serves.\nfunc Listen() {}\n',
    });
    const commit = (files: Record<string, string>, subject: string): void => {
      writeFiles(own, files);
      git(own, 'add', '-A');
      git(own, 'commit', '-q', '-m', subject);
    };
    commit(
      {
        'config/server.go':
          'package config\n\n// Server has its options.\ntype Server struct {\n\tKeepAliveIdle int `json:"keepalive_idle"`\n}\n',
        'config/read.go': 'package config\n\nvar keys = []string{"keepalive_idle"}\n',
        'web/listen.go':
          'package web\n\nimport "example.com/web/config"\n\n// Listen serves.\nfunc Listen(s config.Server) int {\n\treturn s.KeepAliveIdle\n}\n',
        'testdata/all.conf': 'keepalive_idle 20\n',
      },
      'web: Add server options `keepalive_idle` (#7)',
    );
    commit(
      {
        'config/options.go':
          'package config\n\n// Options of a client.\ntype Options struct {\n\tMaxEmail string\n}\n',
        ...Object.fromEntries(
          ['a', 'b', 'c', 'd'].map(n => [
            `client/${n}.go`,
            `package client\n\nvar MaxEmail${n} = MaxEmail\n`,
          ]),
        ),
      },
      'config: Add max email global option',
    );
    const web = await realProject(own);
    await web.ports.map.build();
    const trail = await findTrail(web.ports.map, readGoal('Add a server option that lists odd headers'));
    expect(trail?.spellings).toEqual(['keepalive_idle', 'KeepAliveIdle']);
    expect(trail?.places.map(p => p.path)).toEqual([
      'config/read.go',
      'config/server.go',
      'testdata/all.conf',
      'web/listen.go',
    ]);
    await web.close();
  });

  it('gives a thing its own file where the earlier one has its own', async () => {
    const own = repository({
      'package.json': '{"name":"tool","scripts":{"test":"node --test"}}\n',
      'src/commands/bugCommand.js': "export const bugCommand = { name: 'bug' };\n",
      'src/registry.js':
        "import { bugCommand } from './commands/bugCommand.js';\n\nexport const all = [bugCommand];\n",
      'test/bugCommand.test.js':
        "import { bugCommand } from '../src/commands/bugCommand.js';\n\nbugCommand;\n",
    });
    writeFiles(own, {
      'src/commands/planCommand.js': "export const planCommand = { name: 'plan' };\n",
      'src/registry.js':
        "import { bugCommand } from './commands/bugCommand.js';\nimport { planCommand } from './commands/planCommand.js';\n\nexport const all = [bugCommand, planCommand];\n",
      'src/help.js':
        "import { planCommand } from './commands/planCommand.js';\n\nexport const help = planCommand.name;\n",
      'test/planCommand.test.js':
        "import { planCommand } from '../src/commands/planCommand.js';\n\nplanCommand;\n",
    });
    git(own, 'add', '-A');
    git(own, 'commit', '-q', '-m', 'feat: add a plan command');
    const tool = await realProject(own);
    const session = await firstDraft(tool.planner, await tool.start('add a command to export the chat'));
    const { plan } = lastPlan(session);
    const files = plan.steps.flatMap(s => s.files.map(f => `${f.action} ${f.path}`));
    expect(files).toEqual([
      'create src/commands/exportChatCommand.js',
      'modify src/help.js',
      'modify src/registry.js',
      'create test/exportChatCommand.test.js',
    ]);
    const asked = await feedBack(tool.planner, session, 'also offer Markdown as a format');
    const [written] = lastPlan(asked).plan.steps;
    expect(written?.details.at(-1)).toBe(
      'You asked: “also offer Markdown as a format”. It belongs in `src/commands/exportChatCommand.js` too.',
    );
    expect(written?.serves).toEqual(['R1', 'R2']);
    await tool.close();
  });

  it('asks what is missing where the name says all that is wanted', async () => {
    const there = await firstDraft(project.planner, await project.start('add a setting to show images'));
    expect(lastPlan(there).plan.questions.map(q => q.question.id)).toContain('there-already');
    const other = await firstDraft(
      project.planner,
      await project.start('add a setting to hide read entries'),
    );
    expect(lastPlan(other).plan.questions.map(q => q.question.id)).not.toContain('there-already');
  });
});
