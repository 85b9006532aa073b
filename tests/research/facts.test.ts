import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGit, createProjectFiles } from '../../src/host/index.ts';
import { createResearch } from '../../src/research/index.ts';
import type { StackFact } from '../../src/research/port.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const IDS =
  'http-server http-port routes auth auth-middleware database orm migrations user-model realtime queue cache rate-limit validation logger metrics error-handling health mailer replicas deployment ci test-runner package-manager env-config i18n feature-flags frontend cli outgoing role-check';

describe('facts of shop-api', () => {
  let repo: FixtureRepo;
  let facts: ReadonlyMap<string, StackFact>;
  beforeAll(async () => {
    repo = await makeFixtureRepo('shop-api');
    const git = createGit(repo.root);
    const research = createResearch({ files: createProjectFiles(repo.root, git), git, map: fakeMap() });
    const found = await research.facts();
    facts = new Map(found.map(fact => [fact.id, fact]));
    expect(found.map(fact => fact.id).sort()).toEqual(IDS.split(' ').sort());
    expect(research.notices()).toEqual([]);
  });
  afterAll(() => repo?.cleanup());

  const expected: Readonly<Record<string, Partial<Record<string, string>>>> = {
    'http-server': { library: 'express', app: 'app', file: 'src/app.ts', listenFile: 'src/server.ts' },
    'http-port': { variable: 'PORT', port: '3000', file: 'src/config/env.ts' },
    auth: { kind: 'jwt', library: 'jsonwebtoken', symbol: 'verifyToken' },
    'auth-middleware': {
      symbol: 'requireUser',
      file: 'src/auth/middleware.ts',
      claim: 'sub',
      user: 'req.user',
    },
    database: { engine: 'PostgreSQL', via: 'prisma', variable: 'DATABASE_URL' },
    'user-model': { symbol: 'User', idField: 'id', idType: 'String' },
    'error-handling': { symbol: 'errorHandler', file: 'src/middleware/error-handler.ts' },
    health: { path: '/health/live', controller: 'src/health/health.controller.ts' },
    validation: { library: 'zod', symbol: 'validate' },
    logger: { library: 'pino', symbol: 'logger' },
    mailer: { library: 'nodemailer', symbol: 'createMailer' },
    ci: { label: 'GitHub Actions', command: 'npm test' },
    replicas: { count: '2' },
    migrations: { folder: 'prisma/migrations', script: 'db:migrate' },
    'env-config': { symbol: 'env', example: '.env.example' },
    routes: { prefix: '/api' },
  };
  for (const [id, data] of Object.entries(expected)) {
    it(`${id} is found with its names`, () => {
      expect(facts.get(id)).toMatchObject({ present: true, data });
      expect(facts.get(id)?.sources[0]?.excerpt?.text).toBeTruthy();
    });
  }
  for (const id of ['realtime', 'queue', 'cache', 'rate-limit', 'metrics']) {
    it(`${id} is absent, with the manifest as its source`, () => {
      expect(facts.get(id)?.present).toBe(false);
      const source = facts.get(id)?.sources[0];
      expect(source?.path).toBe('package.json');
      // The whole block is the evidence: its excerpt shows what is there instead, not only the first line.
      const shown = source?.excerpt?.text.split('\n').length ?? 0;
      expect(shown).toBe(Math.min(20, (source?.endLine ?? 0) - (source?.line ?? 0) + 1));
      expect(shown).toBeGreaterThan(5);
    });
  }
});

const pkg = (dependencies: Record<string, string>): string => JSON.stringify({ dependencies }, null, 2);

const rows: readonly (readonly [string, Record<string, string>, string, boolean, Record<string, string>])[] =
  [
    [
      'a WebSocket server',
      {
        'package.json': pkg({ ws: '8' }),
        'src/a.ts': "import { WebSocketServer } from 'ws';\nconst s = new WebSocketServer({});\n",
      },
      'realtime',
      true,
      { library: 'ws', line: '2' },
    ],
    [
      'a WebSocket only in a comment',
      { 'package.json': pkg({ ws: '8' }), 'src/a.ts': '// new WebSocketServer({})\n' },
      'realtime',
      false,
      { library: 'ws' },
    ],
    [
      'FastAPI',
      { 'requirements.txt': 'fastapi==0.110\n', 'main.py': 'api = FastAPI()\n' },
      'http-server',
      true,
      { app: 'api' },
    ],
    [
      'Flask port',
      {
        'requirements.txt': 'Flask\n',
        'app.py': 'app = Flask(__name__)\napp.run(port=int(os.getenv("PORT", 8081)))\n',
      },
      'http-port',
      true,
      { port: '8081', variable: 'PORT' },
    ],
    [
      'Gin',
      {
        'go.mod': 'module a\nrequire github.com/gin-gonic/gin v1.9.1\n',
        'main.go':
          'import "github.com/gin-gonic/gin"\n\nfunc main() {\n\tr := gin.Default()\n\tr.Run(":9090")\n}\n',
      },
      'http-port',
      true,
      { port: '9090' },
    ],
    [
      'express-jwt',
      {
        'package.json': pkg({ express: '4', 'express-jwt': '8' }),
        'src/a.ts':
          "import { expressjwt } from 'express-jwt';\nexport const guard = expressjwt({ secret });\n",
      },
      'auth-middleware',
      true,
      { symbol: 'guard' },
    ],
    [
      'Rails routes',
      {
        Gemfile: "gem 'rails'\n",
        'config/routes.rb':
          "Rails.application.routes.draw do\n  resources :orders\n  get '/health', to: 'h#i'\nend\n",
      },
      'routes',
      true,
      { count: '2' },
    ],
    [
      'GORM user',
      {
        'go.mod': 'module a\nrequire gorm.io/gorm v1.2.0\n',
        'models/user.go': '// gorm\ntype User struct {\n\tID uint\n}\n',
      },
      'user-model',
      true,
      { idField: 'ID', idType: 'uint' },
    ],
    [
      'replicas in compose',
      { 'compose.yaml': 'services:\n  a:\n    deploy:\n      replicas: 3\n' },
      'replicas',
      true,
      { count: '3', line: '4' },
    ],
    ['no tests', { 'package.json': pkg({ express: '4' }) }, 'test-runner', false, {}],
    [
      'a CI script',
      { '.ci/run': '#!/bin/sh\nnpm test\n' },
      'ci',
      true,
      { label: 'A CI script', file: '.ci/run' },
    ],
    ['no CI', { 'ci/notes.md': 'later\n' }, 'ci', false, {}],
    [
      'a front end of components alone',
      { 'package.json': pkg({ react: '19' }), 'src/a.jsx': "import React from 'react';\n" },
      'frontend',
      true,
      { library: 'react', users: '1' },
    ],
    [
      'a front end in double quotes, through what starts it',
      {
        'package.json': pkg({ vue: '3' }),
        'src/main.ts': 'import { createApp } from "vue";\ncreateApp(App).mount("#app");\n',
      },
      'frontend',
      true,
      { library: 'vue', line: '2' },
    ],
    [
      'of two libraries the one that is imported draws the pages',
      {
        'package.json': pkg({ next: '16', react: '19' }),
        'src/a.tsx': "import { useState } from 'react';\n",
      },
      'frontend',
      true,
      { library: 'react' },
    ],
    [
      'a library that nothing imports draws nothing',
      { 'package.json': pkg({ react: '19' }), 'src/a.ts': "import x from 'reactive-lib';\n" },
      'frontend',
      false,
      { library: 'react', installed: 'yes' },
    ],
  ];

describe('detectors, a case a row', () => {
  for (const [name, texts, id, present, data] of rows) {
    it(name, async () => {
      const research = createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() });
      const fact = (await research.facts()).find(one => one.id === id);
      expect(fact).toMatchObject({ present, data });
    });
  }
});
