import { describe, expect, it } from 'vitest';
import { createResearch } from '../../src/research/index.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const pkg = (dependencies: Record<string, string>): string => json({ private: true, dependencies });
const cargo = (dependencies: string): string => `[package]\nname = "a"\n\n[dependencies]\n${dependencies}\n`;

/** What was once said wrongly of some project: the files that made it so, and what is true of them. */
interface Row {
  readonly name: string;
  readonly texts: Record<string, string>;
  readonly id: string;
  readonly present: boolean;
  readonly text: RegExp;
  readonly data?: Record<string, string>;
}

const rows: readonly Row[] = [
  {
    name: 'a framework is a library, with no server, port or routes of its own',
    texts: {
      'package.json': json({ name: 'quick', version: '1.0.0', main: 'index.js' }),
      'lib/server.js': "const http = require('node:http');\nconst server = http.createServer(handle);\n",
    },
    id: 'http-server',
    present: false,
    text: /`quick` is a library.*`lib\/server\.js:2`/,
  },
  {
    name: 'a published program that is started is none',
    texts: {
      'package.json': json({
        name: 'shop',
        version: '1.0.0',
        main: 'index.js',
        scripts: { start: 'node index.js' },
        dependencies: { express: '4' },
      }),
      'index.js': "const express = require('express');\nconst app = express();\napp.listen(3000);\n",
    },
    id: 'http-server',
    present: true,
    text: /Express 4 serves HTTP from `app`/,
  },
  {
    name: 'the site and the trials of a library are not the library',
    texts: {
      'package.json': json({ private: true }),
      'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n",
      'packages/schema/package.json': json({ name: 'schema', version: '1.0.0', main: 'index.js' }),
      'packages/docs/package.json': pkg({ next: '15.0.0', 'drizzle-orm': '1' }),
      'packages/docs/app/page.tsx': "import next from 'next';\n",
    },
    id: 'orm',
    present: false,
    text: /No object mapper/,
  },
  {
    name: 'a client that compares addresses before it calls is a guard, who switches it on is none',
    texts: {
      'go.mod': 'module a\n',
      'client/client.go':
        'package client\n\nvar ErrPrivateNetwork = errors.New("no")\n\nfunc New() *http.Client {\n\tif ip.IsPrivate() {\n\t\treturn ErrPrivateNetwork\n\t}\n\treturn &http.Client{}\n}\n',
      'feeds/feeds.go':
        'package feeds\n\nfunc Get() {\n\tclient.New(client.Options{BlockPrivateNetworks: true})\n\thttp.Client{}\n}\n',
    },
    id: 'outgoing',
    present: true,
    text: /`client\/client\.go:\d+` refuses addresses of private networks/,
  },
  {
    name: 'private addresses of trusted proxies guard no call',
    texts: {
      'go.mod': 'module a\n',
      'proxy/proxy.go':
        'package proxy\n\nvar privateNetworks = []string{"127.0.0.0/8", "10.0.0.0/8"}\n\nfunc isPrivate(ip string) bool { return in(privateNetworks, ip) }\n',
    },
    id: 'outgoing',
    present: false,
    text: /No guard of outgoing calls/,
  },
  {
    name: 'a check of roles is the one that is asked most often, with the number of places',
    texts: {
      'go.mod': 'module a\n',
      'request/context.go':
        'package request\n\nfunc IsAdminUser(r *http.Request) bool {\n\treturn true\n}\n\nfunc IsModerator(r *http.Request) bool {\n\treturn IsModerator(r)\n}\n',
      'ui/users.go':
        'package ui\n\nfunc show(r *http.Request) {\n\tif !request.IsAdminUser(r) {\n\t\treturn\n\t}\n}\n',
      'ui/feeds.go':
        'package ui\n\nfunc isStaffPicked(f Feed) bool { return f.Picked }\n\nfunc remove(r *http.Request) {\n\tif !request.IsAdminUser(r) {\n\t\treturn\n\t}\n}\n',
    },
    id: 'role-check',
    present: true,
    text: /`IsAdminUser` in `request\/context\.go:3` asks for the role of a caller, at 2 places/,
  },
  {
    name: 'a page for administrators checks nobody',
    texts: {
      'package.json': pkg({ react: '19' }),
      'src/admin.jsx':
        "import React from 'react';\n\nexport function hasAdminPage() {\n  return true;\n}\nhasAdminPage();\n",
    },
    id: 'role-check',
    present: false,
    text: /No check of roles/,
  },
  {
    name: 'a constant in capitals switches nothing: the function that is asked does',
    texts: {
      'package.json': pkg({ react: '19' }),
      'src/flags.ts':
        "import React from 'react';\nconst FEATURE_FLAGS_KEY = 'flags';\nlet featureFlags = null;\nexport const getFeatureFlag = (name: string) => featureFlags?.[name];\n",
    },
    id: 'feature-flags',
    present: true,
    text: /`getFeatureFlag` in `src\/flags\.ts:4` switches features/,
  },
  {
    name: 'what a sample is made with the program is not',
    texts: {
      'package.json': json({ private: true, workspaces: ['examples/*'], dependencies: { react: '19' } }),
      'examples/with-next/package.json': json({ name: 'sample', dependencies: { next: '15.0.0' } }),
      'setup.ts': "import next from 'next';\nnext({});\n",
    },
    id: 'http-server',
    present: false,
    text: /No HTTP server/,
  },
  {
    name: 'a route in a block of comment is none',
    texts: {
      'go.mod': 'module a\nrequire github.com/gin-gonic/gin v1.9.1\n',
      'main.go':
        '/*\ngithub.com/gin-gonic/gin is used so:\n\n\tr.GET("/ping", pong)\n*/\npackage main\n\nvar r = gin.Default()\n',
    },
    id: 'routes',
    present: false,
    text: /No HTTP routes/,
  },
  {
    name: 'a handler in a docstring is none',
    texts: {
      'requirements.txt': 'flask\n',
      'app.py':
        'app = Flask(__name__)\n\ndef f():\n    """Use it so::\n\n        @app.errorhandler(404)\n        def missing(e): ...\n    """\n',
    },
    id: 'error-handling',
    present: false,
    text: /No common error handler/,
  },
  {
    name: 'calls of a browser to an API are no routes',
    texts: {
      'package.json': pkg({ react: '18' }),
      'src/auth.ts':
        "import { api } from './client';\nexport const logIn = () => api.post('/auth/login', {});\n",
    },
    id: 'routes',
    present: false,
    text: /No HTTP routes/,
  },
  {
    name: 'files are routes where the framework makes them so',
    texts: {
      'package.json': pkg({ next: '13.0.0' }),
      'pages/api/links.ts': 'import { NextApiRequest } from "next";\nexport default function handler() {}\n',
      'pages/api/users/[id].ts': 'export default function handler() {}\n',
    },
    id: 'routes',
    present: true,
    text: /^2 files are routes of their own under `pages\/api`\.$/,
  },
  {
    name: 'the port of a database is not the server’s',
    texts: {
      'requirements.txt': 'django==5\n',
      'config/settings.py': 'from django import x\n\nport = 5432\n',
    },
    id: 'http-port',
    present: true,
    text: /Django takes its own default, 8000/,
  },
  {
    name: 'an address set by name',
    texts: {
      'go.mod': 'module a\n',
      'main.go': 'package main\nimport "net/http"\nfunc main() { http.ListenAndServe(x, nil) }\n',
      'config/options.go':
        'package config\n// getenv\nvar o = map[string]opt{\n\t"LISTEN_ADDR": {\n\t\traw: "127.0.0.1:8080",\n\t},\n}\n',
    },
    id: 'http-port',
    present: true,
    text: /the port in `LISTEN_ADDR`, 8080 by default/,
  },
  {
    name: 'a port in settings of YAML, in the section of the application',
    texts: {
      'Cargo.toml': cargo('actix-web = "4"'),
      'src/main.rs': 'use actix_web::HttpServer;\nfn main() { HttpServer::new(app); }\n',
      'configuration/base.yaml': 'database:\n  port: 5432\napplication:\n  port: 8000\n',
    },
    id: 'http-port',
    present: true,
    text: /port 8000, set in `configuration\/base\.yaml:4`/,
  },
  {
    name: 'several engines are all said',
    texts: {
      'go.mod': 'module a\nrequire github.com/lib/pq v1.0.0\n',
      'store/mysql.go': 'package store\n// database/sql\nvar db, err = sql.Open("mysql", dsn)\n',
      'store/postgres.go': 'package store\n// database/sql\nvar db, err = sql.Open("postgres", dsn)\n',
    },
    id: 'database',
    present: true,
    text: /MySQL and PostgreSQL can be the database/,
  },
  {
    name: 'sqlx by the pool that it makes',
    texts: { 'Cargo.toml': cargo('sqlx = "0.8"'), 'src/main.rs': 'use sqlx::PgPool;\n' },
    id: 'database',
    present: true,
    text: /PostgreSQL is the database, under sqlx 0\.8/,
  },
  {
    name: 'a dependency that nothing imports does nothing',
    texts: { 'requirements.txt': 'django==5\nmarshmallow==3.21\n', 'app/a.py': 'from django import forms\n' },
    id: 'validation',
    present: false,
    text: /`marshmallow` 3\.21 is a dependency, but none of 1 source files imports it/,
  },
  {
    name: 'a dependency with a module of another name is used',
    texts: {
      'requirements.txt': 'djangorestframework==3.15\n',
      'app/a.py': 'from rest_framework import serializers, throttling\n',
    },
    id: 'validation',
    present: true,
    text: /`djangorestframework` 3\.15 checks input/,
  },
  {
    name: 'numbered migrations are counted where they lie',
    texts: {
      'requirements.txt': 'django==5\n',
      'a/migrations/0001_initial.py': 'x = 1\n',
      'a/migrations/0002_more.py': 'x = 1\n',
      'b/migrations/0001_initial.py': 'x = 1\n',
    },
    id: 'migrations',
    present: true,
    text: /^3 Django migrations are in 2 folders, most in `a\/migrations` \(2\)/,
  },
  {
    name: 'migrations below a driver and a release',
    texts: { 'store/migration/mysql/0.1/00__init.sql': 'select 1;\n' },
    id: 'migrations',
    present: true,
    text: /^1 SQL migration is in `store\/migration`/,
  },
  {
    name: 'what documents say of a case that may be is not how it runs',
    texts: {
      'README.md': '# A\n\nIf you run two instances of the app on one server, set a prefix.\n',
      'docs/config.md': 'The server runs in three processes.\n',
    },
    id: 'replicas',
    present: false,
    text: /No file says/,
  },
  {
    name: 'settings of a linter are no settings of the program',
    texts: {
      'package.json': pkg({ vue: '2' }),
      '.eslintrc.js': 'module.exports = { a: process.env.DEBUG };\n',
    },
    id: 'env-config',
    present: false,
    text: /No settings from the environment/,
  },
  {
    name: 'translations by their files, whatever reads them',
    texts: {
      'go.mod': 'module a\n',
      'locale/translations/de_DE.json': '{}',
      'locale/translations/en_US.json': '{}',
    },
    id: 'i18n',
    present: true,
    text: /2 languages under `locale\/translations`/,
  },
  {
    name: 'pages drawn on the server, samples aside',
    texts: {
      Gemfile: "gem 'rails'\n",
      'app/views/layouts/application.html.erb': '<html>\n',
      'app/views/a/index.html.erb': '<p>\n',
      'app/views/a/show.html.erb': '<p>\n',
      'examples/app/views/a/edit.html.erb': '<p>\n',
    },
    id: 'frontend',
    present: true,
    text: /3 ERB templates/,
  },
  {
    name: 'the check of a request, not the one that resets a password',
    texts: {
      'requirements.txt': 'fastapi\npyjwt\n',
      'app/utils.py': 'import jwt\n\ndef verify_password_reset(token):\n    return jwt.decode(token, key)\n',
      'app/deps.py':
        'import jwt\n\ndef get_current_user(token):\n    payload = jwt.decode(token, key)\n    raise HTTPException(401)\n',
    },
    id: 'auth-middleware',
    present: true,
    text: /`get_current_user` in `app\/deps\.py:3`/,
  },
  {
    name: "Django's own user and middleware",
    texts: {
      'requirements.txt': 'django==5\n',
      'app/settings.py':
        "MIDDLEWARE = [\n    'django.contrib.auth.middleware.AuthenticationMiddleware',\n]\n",
      'app/views.py': 'from django.contrib.auth.models import User\n\n@login_required\ndef a(request): ...\n',
    },
    id: 'auth-middleware',
    present: true,
    text: /`AuthenticationMiddleware` finds the user of each request/,
    data: { user: 'request.user' },
  },
  {
    name: 'words of absence are those of the server’s language',
    texts: {
      'web/package.json': pkg({ react: '18' }),
      'web/a.ts': 'x',
      'web/b.ts': 'x',
      'api/requirements.txt': 'fastapi\n',
      'api/main.py': 'app = FastAPI()\n',
    },
    id: 'rate-limit',
    present: false,
    text: /neither `slowapi` nor `Flask-Limiter` is a dependency/,
  },
  {
    name: 'a function that waits between calls limits no client',
    texts: {
      'package.json': pkg({}),
      'src/async.ts': 'const logger = 1;\nexport class Throttler {\n  queue() {}\n}\n',
    },
    id: 'rate-limit',
    present: false,
    text: /No rate limit/,
  },
  {
    name: 'workflows that sort issues check no change',
    texts: {
      '.github/workflows/triage.yml': 'on: issues\njobs:\n  a:\n    steps:\n      - run: node label.js\n',
    },
    id: 'ci',
    present: true,
    text: /^GitHub Actions runs, without tests or a build, in `\.github\/workflows\/triage\.yml`\.$/,
  },
  {
    name: 'a web project of .NET',
    texts: {
      'shop.sln': '',
      'Directory.Packages.props':
        '<Project>\n  <PackageVersion Include="xunit" Version="2.7.0" />\n  <PackageVersion Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="8.0.2" />\n</Project>\n',
      'src/Web/Web.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <TargetFramework>net8.0</TargetFramework>\n  <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" />\n</Project>\n',
      'src/Web/Program.cs': 'var builder = WebApplication.CreateBuilder(args);\n',
      'tests/UnitTests/UnitTests.csproj':
        '<Project Sdk="Microsoft.NET.Sdk">\n  <PackageReference Include="xunit" />\n</Project>\n',
      'tests/UnitTests/BasketTests.cs': 'class BasketTests {}\n',
    },
    id: 'database',
    present: true,
    text: /PostgreSQL is the database, by `Npgsql\.EntityFrameworkCore\.PostgreSQL` \(`src\/Web\/Web\.csproj:3`\)/,
  },
];

describe('a fact is true of these files', () => {
  for (const { name, texts, id, present, text, data } of rows) {
    it(name, async () => {
      const research = createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() });
      const fact = (await research.facts()).find(one => one.id === id);
      expect(fact?.text).toMatch(text);
      expect(fact).toMatchObject({ present, ...(data === undefined ? {} : { data }) });
      expect(research.notices()).toEqual([]);
    });
  }
});

it('runs, builds and tests a project of .NET by its solution, one test by its class', async () => {
  const texts = rows.at(-1)?.texts ?? {};
  const brief = await createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() }).brief();
  expect(brief.scripts.map(script => script.run)).toEqual(['dotnet test shop.sln', 'dotnet build shop.sln']);
  expect(brief.testCommand('tests/UnitTests/BasketTests.cs')).toBe(
    'dotnet test tests/UnitTests/UnitTests.csproj --filter FullyQualifiedName~BasketTests',
  );
  expect(brief.installCommand(['Dapper'], false)).toBe('dotnet add src/Web/Web.csproj package Dapper');
  expect(brief.dependencies.find(item => item.name === 'xunit')).toMatchObject({
    installed: '2.7.0',
    dev: true,
  });
});
