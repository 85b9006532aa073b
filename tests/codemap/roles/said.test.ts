import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

async function rolesOf(path: string, text: string): Promise<readonly { role: string; reason: string }[]> {
  const map = createCodeMap({ files: memoryFiles({ [path]: text }), git: memoryGit() });
  return (await map.card(path))?.roles ?? [];
}

describe('what is only said in a comment or a string makes no role', () => {
  test.each([
    [
      'router',
      'app/helpers.py',
      '"""Help.\n\n    @app.route("/users")\n    def users(): ...\n"""\ndef help():\n    pass\n',
    ],
    [
      'http-entry',
      'debug.go',
      'package gin\n\nfunc warn() {\n\tprintln("[WARNING]", `\n\tr := gin.New()\n`)\n}\n',
    ],
    [
      'http-entry',
      'src/lint.ts',
      "import express from 'express';\n// call express() first\nexport const say = 'then express()';\n",
    ],
    [
      'cli-entry',
      'src/docs.ts',
      "import { Command } from 'commander';\nexport type C = Command;\nexport const hint = 'new Command()';\n",
    ],
    [
      'health',
      'src/survey.ts',
      "export const topics = ['auth', 'health', 'ready'];\nconst live = topics.includes('live');\n",
    ],
    ['health', 'src/list.ts', "/* answers '/healthz' */\nexport const health = 1;\n"],
  ])('%s: %s', async (role, path, text) => {
    expect((await rolesOf(path, text)).map(r => r.role)).not.toContain(role);
  });
});

describe('the same as code makes one', () => {
  test.each([
    [
      'router',
      'app/views.py',
      '"""@app.route("/no")"""\n@app.route("/users")\ndef users():\n    pass\n',
      'line 2',
    ],
    [
      'http-entry',
      'main.go',
      'package main\n\n// r := gin.New()\nfunc run() {\n\tr := gin.New()\n\tr.Run()\n}\n',
      'line 5',
    ],
    [
      'http-entry',
      'src/up.ts',
      "import express from 'express';\n// express()\nexport const up = express();\n",
      'line 3',
    ],
    ['health', 'src/up.ts', "// '/health'\nexport default r => r.get('/health', ok);\n", 'line 2'],
    ['health', 'up/urls.py', 'health = 1\nurlpatterns = [path("health/", ok)]\n', 'line 2'],
    [
      'health',
      'config/routes.rb',
      'Rails.application.routes.draw do\n  get "health", to: "up#show"\nend\n',
      'line 2',
    ],
    ['health', 'src/api.ts', 'export const live = `/api/livez`;\n', 'line 1'],
  ])('%s: %s', async (role, path, text, line) => {
    const found = (await rolesOf(path, text)).find(r => r.role === role);
    expect(found?.reason).toMatch(new RegExp(`on ${line}$`));
  });
});

test('a file of which nothing was read but its length does not lean on the one before it', async () => {
  const map = createCodeMap({
    files: memoryFiles({
      'src/a.ts': `/* ${'said '.repeat(2_000)} */\n`,
      'src/b.ts': `import express from 'express';\nexpress().listen(1);\n// ${'x'.repeat(6_000)}\n`,
    }),
    git: memoryGit(),
  });
  expect((await map.card('src/b.ts'))?.roles.map(r => r.role)).toEqual(['generated']);
});

test('a name is given as it is written', async () => {
  expect((await rolesOf('src/OrderService.ts', 'export class OrderService {}\n'))[0]).toEqual({
    role: 'service',
    reason: 'named OrderService.ts',
  });
});
