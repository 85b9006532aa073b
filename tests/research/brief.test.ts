import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FileSource } from '../../src/domain/index.ts';
import { createResearch } from '../../src/research/index.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const research = (texts: Record<string, string>, packages = {}) =>
  createResearch({ files: fakeFiles(texts, packages), git: fakeGit(), map: fakeMap() });

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** A Source is valid when its excerpt stands at its line, byte for byte, and the hash is of exactly those lines. */
function proves(texts: Record<string, string>, source: FileSource): boolean {
  const { excerpt } = source;
  if (excerpt === undefined) return false;
  const lines = (texts[source.path] ?? '').split('\n');
  const found = lines
    .slice(excerpt.startLine - 1, excerpt.startLine - 1 + excerpt.text.split('\n').length)
    .join('\n');
  const hash = createHash('sha256').update(found).digest('hex').slice(0, 16);
  return found === excerpt.text && hash === excerpt.hash && excerpt.startLine === source.line;
}

interface Row {
  readonly name: string;
  readonly texts: Record<string, string>;
  readonly dependency: readonly [name: string, line: number, installed: string | undefined];
  readonly manager: string;
  readonly test: readonly [path: string, command: string | undefined];
  readonly install: string | undefined;
}

const rows: readonly Row[] = [
  {
    name: 'npm with a lock file',
    texts: {
      'package.json': json({
        name: 'a',
        scripts: { test: 'vitest run' },
        dependencies: { express: '^4.0.0' },
      }),
      'package-lock.json': json({ packages: { 'node_modules/express': { version: '4.21.2' } } }),
    },
    dependency: ['express', 7, '4.21.2'],
    manager: 'npm',
    test: ['tests/a.test.ts', 'npm test -- tests/a.test.ts'],
    install: 'npm install x',
  },
  {
    name: 'pnpm with mocha that selects its own files',
    texts: {
      'package.json': json({
        name: 'a',
        scripts: { test: "mocha -r tsx 'test/**/*.ts'" },
        dependencies: { koa: '^2' },
      }),
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      koa:\n        specifier: ^2\n        version: 2.15.3(x@1)\n",
    },
    dependency: ['koa', 7, '2.15.3'],
    manager: 'pnpm',
    test: ['test/b.ts', 'pnpm exec mocha -r tsx test/b.ts'],
    install: 'pnpm add x',
  },
  {
    name: 'yarn with jest behind a linter',
    texts: {
      'package.json': json({
        name: 'a',
        scripts: { test: 'eslint . && jest' },
        dependencies: { ws: '^8.0.0' },
      }),
      'yarn.lock': '# yarn lockfile v1\n\nws@^8.0.0:\n  version "8.18.0"\n',
    },
    dependency: ['ws', 7, '8.18.0'],
    manager: 'yarn',
    test: ['a.test.js', 'yarn jest a.test.js'],
    install: 'yarn add x',
  },
  {
    name: 'node --test keeps its loader',
    texts: {
      'package.json': json({
        scripts: { test: 'node --import tsx --test tests/*.test.ts' },
        dependencies: { a: '1' },
      }),
    },
    dependency: ['a', 6, undefined],
    manager: 'npm',
    test: ['tests/x.test.ts', 'node --import tsx --test tests/x.test.ts'],
    install: 'npm install x',
  },
  {
    name: 'node --test behind a linter keeps its loader',
    texts: {
      'package.json': json({
        scripts: { test: 'lint && node --import=tsx/esm --test tests/*.ts && tsc' },
        dependencies: { a: '1' },
      }),
    },
    dependency: ['a', 6, undefined],
    manager: 'npm',
    test: ['tests/x.ts', 'node --import=tsx/esm --test tests/x.ts'],
    install: 'npm install x',
  },
  {
    name: 'poetry with pytest',
    texts: {
      'pyproject.toml':
        '[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3.0"\n\n[tool.pytest.ini_options]\n',
      'poetry.lock': '[[package]]\nname = "flask"\nversion = "3.0.3"\n',
    },
    dependency: ['flask', 6, '3.0.3'],
    manager: 'poetry',
    test: ['tests/test_a.py', 'poetry run pytest tests/test_a.py'],
    install: 'poetry add x',
  },
  {
    name: 'uv by PEP 621',
    texts: {
      'pyproject.toml':
        '[project]\nname = "a"\ndependencies = [\n  "fastapi>=0.110",\n]\n[dependency-groups]\ndev = ["pytest>=8"]\n',
      'uv.lock': '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n',
    },
    dependency: ['fastapi', 4, '0.115.0'],
    manager: 'uv',
    test: ['tests/test_a.py', 'uv run pytest tests/test_a.py'],
    install: 'uv add x',
  },
  {
    name: 'requirements with Django',
    texts: { 'requirements.txt': '# web\nDjango==5.0.1\n', 'manage.py': 'import django\n' },
    dependency: ['Django', 2, '5.0.1'],
    manager: 'pip',
    test: ['shop/tests/test_a.py', 'python manage.py test shop.tests.test_a'],
    install: 'pip install x',
  },
  {
    name: 'Go',
    texts: {
      'go.mod':
        'module example.org/a\n\ngo 1.22\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.9.1\n\tx.org/y v1.0.0 // indirect\n)\n',
    },
    dependency: ['github.com/gin-gonic/gin', 6, '1.9.1'],
    manager: 'go',
    test: ['internal/pay/pay_test.go', 'go test ./internal/pay'],
    install: 'go get x',
  },
  {
    name: 'Cargo',
    texts: {
      'Cargo.toml': '[package]\nname = "a"\n\n[dependencies]\naxum = { version = "0.7" }\n',
      'Cargo.lock': '[[package]]\nname = "axum"\nversion = "0.7.5"\n',
    },
    dependency: ['axum', 5, '0.7.5'],
    manager: 'cargo',
    test: ['tests/api.rs', 'cargo test --test api'],
    install: 'cargo add x',
  },
  {
    name: 'Maven with its wrapper',
    texts: {
      'pom.xml':
        '<project>\n  <artifactId>a</artifactId>\n  <dependencies>\n    <dependency>\n      <groupId>org.postgresql</groupId>\n      <artifactId>postgresql</artifactId>\n      <version>42.7.3</version>\n    </dependency>\n  </dependencies>\n</project>\n',
      mvnw: '#!/bin/sh\n',
    },
    dependency: ['org.postgresql:postgresql', 6, '42.7.3'],
    manager: 'maven',
    test: ['src/test/java/a/OrderTest.java', './mvnw -Dtest=OrderTest test'],
    install: undefined,
  },
  {
    name: 'Gemfile with rspec',
    texts: {
      Gemfile:
        "source 'https://rubygems.org'\ngem 'rails', '~> 7.1'\ngroup :test do\n  gem 'rspec-rails'\nend\n",
      'Gemfile.lock': 'GEM\n  specs:\n    rails (7.1.3)\n',
    },
    dependency: ['rails', 2, '7.1.3'],
    manager: 'bundler',
    test: ['spec/a_spec.rb', 'bundle exec rspec spec/a_spec.rb'],
    install: 'bundle add x',
  },
  {
    name: 'Composer',
    texts: {
      'composer.json': json({
        require: { php: '>=8', 'laravel/framework': '^11.0' },
        'require-dev': { 'phpunit/phpunit': '^11' },
      }),
      'composer.lock': json({ packages: [{ name: 'laravel/framework', version: 'v11.2.0' }] }),
    },
    dependency: ['laravel/framework', 4, '11.2.0'],
    manager: 'composer',
    test: ['tests/ATest.php', 'vendor/bin/phpunit tests/ATest.php'],
    install: 'composer require x',
  },
];

describe('brief, a manifest kind a row', () => {
  for (const row of rows) {
    it(row.name, async () => {
      const subject = research(row.texts);
      const brief = await subject.brief();
      const [name, line, installed] = row.dependency;
      const found = brief.dependencies.find(item => item.name === name);
      expect(found?.source.line).toBe(line);
      expect(found?.installed).toBe(installed);
      expect(brief.packageManager).toBe(row.manager);
      expect(brief.testCommand(row.test[0])).toBe(row.test[1]);
      expect(brief.installCommand(['x'], false)).toBe(row.install);
      for (const item of [...brief.dependencies, ...brief.scripts])
        expect(proves(row.texts, item.source)).toBe(true);
      expect(subject.notices()).toEqual([]);
    });
  }
});

describe('malformed manifests become notices', () => {
  const broken: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    [
      'package.json',
      { 'package.json': '{\n  "name": "a",\n  "scripts": {\n' },
      /package\.json is not valid JSON .*line 4/,
    ],
    ['an array', { 'package.json': '[]' }, /package\.json is not valid JSON \(expected an object\)/],
    [
      'package-lock.json',
      { 'package.json': '{"name":"a"}', 'package-lock.json': '{' },
      /package-lock\.json is not readable/,
    ],
    ['pyproject.toml', { 'pyproject.toml': '[project\nname = 1' }, /pyproject\.toml is not valid TOML/],
    ['go.mod', { 'go.mod': 'go 1.22\n' }, /go\.mod has no `module` line/],
    ['Cargo.toml', { 'Cargo.toml': '[package\n' }, /Cargo\.toml is not valid TOML/],
    ['pom.xml', { 'pom.xml': 'hello' }, /pom\.xml has no <project>/],
    ['composer.json', { 'composer.json': '{"require": ' }, /composer\.json is not valid JSON/],
    ['workflow', { '.github/workflows/ci.yml': 'jobs:\n  a: [\n' }, /ci\.yml is not valid YAML/],
  ];
  for (const [name, texts, notice] of broken) {
    it(name, async () => {
      const subject = research(texts);
      await subject.brief();
      await subject.facts();
      expect(subject.notices().join('\n')).toMatch(notice);
    });
  }
});

describe('a whole project', () => {
  it('runs scripts of workspaces from the root and leaves fixtures out', async () => {
    const brief = await research({
      'package.json': json({ name: 'root', workspaces: ['packages/*'] }),
      'package-lock.json': '{}',
      'packages/api/package.json': json({ name: '@x/api', scripts: { test: 'jest', dev: 'node a.js' } }),
      'tests/fixtures/app/package.json': json({ name: 'no', dependencies: { koa: '1' } }),
    }).brief();
    expect(brief.scripts.map(script => script.run)).toEqual(['npm test -w @x/api', 'npm run dev -w @x/api']);
    expect(brief.dependencies).toEqual([]);
    expect(brief.testCommand('packages/api/a.test.ts')).toBe('npm test -w @x/api -- a.test.ts');
  });

  it('says so where there is no manifest', async () => {
    const subject = research({ 'README.md': '# Notes\n\nOnly words.\n' });
    const brief = await subject.brief();
    expect(brief.name).toBe('sample');
    expect(brief.testCommand('a.test.ts')).toBeUndefined();
    expect(brief.installCommand(['x'], false)).toBeUndefined();
    const manager = (await subject.facts()).find(fact => fact.id === 'package-manager');
    expect(manager?.present).toBe(false);
    expect(subject.notices()).toEqual([]);
  });

  it('quotes a wrapped rule whole, with all its lines', async () => {
    const texts = {
      'AGENTS.md': '# Rules\n\n- Always log objects first,\n  the message second.\n- Short.\n',
    };
    const [rule] = (await research(texts).brief()).conventions;
    expect(rule?.text).toBe('Always log objects first, the message second.');
    expect(rule?.source).toMatchObject({ path: 'AGENTS.md', line: 3, endLine: 4 });
  });

  it('names a commit only for files that are as the commit holds them', async () => {
    const texts = {
      'AGENTS.md': '- Always test.  So be it.\n',
      'CONTRIBUTING.md': '- Never push on Friday.\n',
    };
    const subject = createResearch({
      files: fakeFiles(texts),
      git: fakeGit('abc', ['AGENTS.md']),
      map: fakeMap(),
    });
    const commits = (await subject.brief()).conventions.map(rule => rule.source.commit);
    expect(commits).toEqual([undefined, 'abc']);
  });

  it('finds lines of documents by stem and leaves changelogs aside', async () => {
    const texts = {
      'README.md': '# App\n\n## Notifications\n\nUsers are notified by mail.\n',
      'CHANGELOG.md': '- notify users of an order by mail\n- notification\n',
    };
    const hits = await research(texts).documents(['notification'], 5);
    expect(hits.map(hit => `${hit.path}:${hit.line}`)).toEqual(['README.md:5']);
    expect(
      await research({ 'CHANGELOG.md': texts['CHANGELOG.md'] }).documents(['notification'], 5),
    ).not.toEqual([]);
  });

  it('takes no member of a workspace for the project', async () => {
    const member = json({ name: 'x', description: 'Shared by all extensions' });
    const silent = { 'package.json': json({ name: 'a', workspaces: ['ext'] }), 'ext/package.json': member };
    expect((await research(silent).brief()).description).toBeUndefined();
    const spoken = { ...silent, 'package.json': json({ name: 'a', description: 'An editor' }) };
    expect((await research(spoken).brief()).description).toBe('An editor');
  });

  it('says what an installed package says of itself', async () => {
    const packages = {
      ws: {
        'package.json': json({ name: 'ws', version: '8.18.0', description: 'Web sockets' }),
        'README.md': '# ws\n\nSend a heartbeat to find broken connections.\n',
      },
    };
    const subject = research({}, packages);
    const found = await subject.installedPackage('ws', ['heartbeat']);
    expect(found?.summary).toBe('Web sockets — Send a heartbeat to find broken connections.');
    expect(found?.sources).toMatchObject([
      { file: 'package.json' },
      { file: 'README.md', excerpt: { startLine: 3 } },
    ]);
    expect(await subject.installedPackage('absent', [])).toBeUndefined();
  });

  it('says at which version an installed package came to what the words ask for, by its own record', async () => {
    const record =
      '# Changes\n\n## 9.0.0\n\n- heartbeat timeouts are sent by itself\n\n## 8.16.0\n\n- the heartbeat has a timeout now\n- other things\n\n## 8.0.0\n\n- new beginnings\n';
    const packages = {
      ws: { 'package.json': json({ name: 'ws', version: '8.18.0' }), 'CHANGELOG.md': record },
    };
    const subject = research({}, packages);
    // Of versions that are not installed it says nothing, whatever stands in the file.
    expect((await subject.installedPackage('ws', ['heartbeat', 'timeout']))?.since).toEqual({
      version: '8.16.0',
      file: 'CHANGELOG.md',
      line: 9,
      text: 'the heartbeat has a timeout now',
      breaking: false,
    });
    expect((await subject.installedPackage('ws', ['kubernetes']))?.since).toBeUndefined();
  });
});
