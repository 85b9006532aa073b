import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { callTool, memoryClient } from './clients.ts';

const SECRET = 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';
const PLAN = `# A plan\u202e by hand\n\n## Steps\n\n1. Change \`src/app.ts\`; the token is ${SECRET}.\n`;
let repo: FixtureRepo;
let client: Client;

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api', { files: { 'plans/by-hand.md': PLAN, 'notes.md': '# Notes\n' } });
  const parent = join(repo.root, '..');
  mkdirSync(join(parent, 'outside'));
  writeFileSync(join(parent, 'outside', 'secret.md'), '# Outside\n\n## Steps\n\n1. Nothing.\n');
  symlinkSync(join(parent, 'outside', 'secret.md'), join(repo.root, 'plans', 'link.md'));
  symlinkSync(join(parent, 'outside'), join(repo.root, 'linked'));
  symlinkSync('by-hand.md', join(repo.root, 'plans', 'latest-plan.md'));
  ({ client } = await memoryClient({ given: repo.root, cwd: '/' }));
});
afterAll(async () => {
  await client.close();
  await repo.cleanup();
});

describe('what there is', () => {
  test('the tools are those of docs/mcp.md, and those that only read say so', async () => {
    const { tools } = await client.listTools();
    const page = readFileSync(new URL('../../docs/mcp.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^\| `(\w+)` \| `(\{.*?\})` \| (yes|no) \|/gm)].map(
      ([, name, args, reads]) => ({ name, args, reads: reads === 'yes' }),
    );
    const served = tools.map(({ name, inputSchema, annotations }) => {
      const required = new Set(inputSchema.required ?? []);
      const names = Object.keys(inputSchema.properties ?? {}).map(key =>
        required.has(key) ? key : `${key}?`,
      );
      return { name, args: `{${names.join(', ')}}`, reads: annotations?.readOnlyHint === true };
    });
    expect(documented).toEqual(served);
  });

  test('nothing approves, by any name; an unknown tool is an error', async () => {
    const { tools } = await client.listTools();
    expect(tools.filter(({ name }) => /approv|publish|save|write/.test(name))).toEqual([]);
    for (const name of ['approve', 'approve_plan', '__proto__', 'constructor'])
      await expect(client.callTool({ name, arguments: { session: 'x' } })).rejects.toThrow(
        /not found|disabled/,
      );
  });

  test('instructions name the project and how a person approves', () => {
    const text = client.getInstructions() ?? '';
    expect(text).toContain(`The project is that of ${repo.root} (--project).`);
    expect(text).toContain('planner-tui resume SESSION');
  });

  test('the prompt plans first and lets the person approve', async () => {
    const { messages } = await client.getPrompt({
      name: 'plan',
      arguments: { goal: 'add CSV export\u202e' },
    });
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages)).toContain('add CSV export<U+202E>');
  });
});

describe('plans as resources', () => {
  test('the plans of plans/ are listed, links out of it are not', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri).sort()).toEqual(['plan:///latest', 'plan:///plans/by-hand.md']);
    expect(resources.find(({ uri }) => uri.endsWith('by-hand.md'))?.title).toBe('A plan<U+202E> by hand');
  });

  test.each(['plan:///plans/by-hand.md', 'plan:///latest'])('%s is read, secrets hidden', async uri => {
    const { contents } = await client.readResource({ uri });
    const text = JSON.stringify(contents);
    expect(text).toContain('Change `src/app.ts`');
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('\u202e');
  });

  test.each([
    'plan:///plans/link.md',
    'plan:///plans/..%2Fnotes.md',
    'plan:///plans/..%2F..%2Foutside%2Fsecret.md',
    'plan:///plans/%2Fetc%2Fpasswd',
    'plan:///plans/%zz.md',
    'plan:///plans/nothing.md',
    'plan:///sessions/..%2F..%2Fx',
    'plan:///sessions/nothing',
    'plan:///../notes.md',
    'file:///etc/passwd',
  ])('%s is refused', async uri => {
    await expect(client.readResource({ uri })).rejects.toThrow();
  });
});

describe('paths stay in the project', () => {
  test.each([
    ['../outside/secret.md', 'leads out of it'],
    ['../../../../../../etc/passwd', 'leads out of it'],
    ['/etc/passwd', 'leads out of it'],
    ['linked/secret.md', 'leads out of it'],
    ['plans/link.md', 'leads out of it'],
    ['plans/../../outside/secret.md', 'leads out of it'],
    ['.env', 'by its name'],
    ['src/app.ts', 'by its name'],
    ['plans/nothing.md', 'there is no such file'],
    ['a\u0000b.md', 'no plan'],
  ])('%s', async (path, said) => {
    for (const [tool, args] of [
      ['check_plan', { path }],
      ['drift', { plan: path }],
      ...(path.endsWith('.md') ? [['read_plan', { plan: path }] as const] : []),
    ] as const) {
      const { text, isError } = await callTool(client, tool, args);
      expect([tool, isError]).toEqual([tool, true]);
      expect(text).toContain(said);
      expect(text).not.toContain('Outside');
    }
  });

  test.each(['by-hand.md', 'plans/by-hand.md', 'latest', 'plan:///plans/by-hand.md', 'plan:///latest'])(
    'read_plan knows %s',
    async plan => {
      const { text } = await callTool(client, 'read_plan', { plan });
      expect(text).toMatch(/^plans\/by-hand\.md, lines 1 to 5 of 5\n# A plan<U\+202E> by hand/);
      expect(text).not.toContain(SECRET);
    },
  );

  test('read_plan takes absolute paths of the project, and begins where it is told', async () => {
    const plan = join(repo.root, 'plans', 'by-hand.md');
    expect((await callTool(client, 'read_plan', { plan, from_line: 3 })).text).toMatch(
      /lines 3 to 5 of 5\n## Steps/,
    );
    const beyond = await callTool(client, 'read_plan', { plan, from_line: 6 });
    expect(beyond).toEqual({ text: expect.stringContaining('has 5 lines'), isError: true });
  });

  test.each([
    '../outside/secret.md',
    '/etc/passwd',
    '-',
    'linked/secret.md',
    'https://github.com/a/b/actions/runs/1',
  ])('a goal is not about %s', async about => {
    const { text, isError } = await callTool(client, 'make_plan', { goal: 'add CSV export', about });
    expect([isError, /project/.test(text)]).toEqual([true, true]);
    expect(existsSync(join(repo.root, 'plans', 'exports'))).toBe(false);
  });
});

describe('wrong arguments are told, not thrown', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['make_plan', {}, 'goal'],
    ['make_plan', { goal: 3 }, 'goal'],
    ['make_plan', { goal: '' }, 'goal'],
    ['make_plan', { goal: '   ' }, 'goal'],
    ['make_plan', { goal: 'x'.repeat(200_000) }, 'goal'],
    ['make_plan', { goal: 'x y '.repeat(20_000) }, 'characters'],
    ['make_plan', { goal: 'add x', kind: 'poem' }, 'kind'],
    ['make_plan', { goal: 'add x', planner: 'gpt' }, 'planner'],
    ['make_plan', { goal: 'add x', answers: { a: 1 } }, 'answers'],
    [
      'make_plan',
      { goal: 'add x', answers: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, 'v'])) },
      'elements',
    ],
    ['answer_questions', { session: 'nothing', answers: { a: 'b' } }, 'There is no session “nothing”'],
    ['answer_questions', { session: 'nothing', answers: {} }, 'At least one answer'],
    ['answer_questions', { session: '../../x', answers: { a: 'b' } }, 'There is no session'],
    ['give_feedback', { session: 'nothing', feedback: 'shorter' }, 'list_plans'],
    ['check_plan', {}, 'Either `path` or `markdown`'],
    ['check_plan', { path: 'a.md', markdown: '# x' }, 'Either `path` or `markdown`'],
    ['impact', { goal: 'x', limit: 1e9 }, 'limit'],
    ['map', { limit: -1 }, 'limit'],
    ['read_plan', { plan: 'latest', from_line: 0 }, 'from_line'],
  ])('%s %#', async (name, args, said) => {
    const { text, isError } = await callTool(client, name, args);
    expect(isError).toBe(true);
    expect(text).toContain(said);
    expect(text.length).toBeLessThan(4_000);
  });

  test('a folder that is no project is told with what to do', async () => {
    const lost = await memoryClient({ given: join(repo.root, 'nothing-here'), cwd: '/' });
    const { text, isError } = await callTool(lost.client, 'list_plans');
    expect(isError).toBe(true);
    expect(text).toMatch(/A project folder was expected[\s\S]*--project/);
    await expect(lost.client.listResources()).rejects.toThrow(/A project folder was expected/);
    await lost.client.close();
  });
});
