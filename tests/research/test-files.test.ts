import { describe, expect, it } from 'vitest';
import { createResearch } from '../../src/research/index.ts';
import { testFiles } from '../../src/research/read/test-paths.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const research = (texts: Record<string, string>) =>
  createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() });
const json = (value: unknown): string => JSON.stringify(value, null, 2);

describe('which files are tests', () => {
  const rows: readonly (readonly [name: string, taken: readonly string[], left: readonly string[]])[] = [
    [
      'Python by name alone',
      ['tests/test_views.py', 'shop/tests.py', 'app/pay_test.py'],
      ['tests/conftest.py', 'tests/__init__.py', 'tests/test_apps/hello/hello.py', 'tests/helpers.py'],
    ],
    [
      'JavaScript without names in a folder of its own',
      ['test/route.js', 'test/acceptance/cookies.js'],
      ['test/support/env.js', 'test/.eslintrc.js', 'test/fixtures/a.test.js', 'test/setup.js'],
    ],
    [
      'JavaScript with names leaves the rest of the folder out',
      ['test/route.test.js', 'test/utils/a.test.js'],
      ['test/build-certificate.js'],
    ],
    ['Ruby', ['spec/a_spec.rb', 'test/models/b_test.rb'], ['spec/factories/a.rb', 'spec/rails_helper.rb']],
    [
      'Java, a package called samples included',
      ['src/test/java/org/samples/PetTests.java'],
      ['src/test/java/org/samples/TestData.java'],
    ],
    [
      'C#',
      ['tests/UnitTests/Basket/AddsItem.cs'],
      ['tests/UnitTests/GlobalUsings.cs', 'tests/UnitTests/A.csproj'],
    ],
    ['Go', ['a/b_test.go'], ['a/testdata/c_test.go', 'a/b.go']],
  ];
  for (const [name, taken, left] of rows) {
    it(name, () => {
      expect([...testFiles([...taken, ...left])].sort()).toEqual([...taken].sort());
    });
  }
});

describe('how one file is run', () => {
  const rows: readonly (readonly [string, Record<string, string>, string, string | undefined])[] = [
    [
      'a whole-suite script beside one that waits for a debugger',
      {
        'package.json': json({
          scripts: { debug: 'PWDEBUG=1 ava --timeout=2m', test: 'xo && ava' },
          devDependencies: { ava: '6.0.0' },
        }),
      },
      'test/a.js',
      'npx ava test/a.js',
    ],
    [
      'a whole-suite script that runs others, with a runner of node:test',
      {
        'package.json': json({
          scripts: {
            coverage: 'c8 --reporter html borp',
            test: 'npm run lint && npm run unit',
            unit: 'borp',
          },
        }),
      },
      'test/a.test.js',
      'npm run unit -- test/a.test.js',
    ],
    [
      'coverage, where it is the only script, without the settings of its wrapper',
      { 'package.json': json({ scripts: { coverage: 'c8 --reporter html borp --timeout 9' } }) },
      'test/a.test.js',
      'npm run coverage -- test/a.test.js',
    ],
    [
      'nothing, where a program of the project finds the tests itself',
      {
        'package.json': json({
          scripts: { test: 'echo Run test-node', 'test-node': 'mocha test/unit/index.js' },
        }),
      },
      'src/a.test.ts',
      undefined,
    ],
    [
      'no test of types alone',
      { 'package.json': json({ scripts: { test: 'borp' } }) },
      'test/a.tst.ts',
      undefined,
    ],
    ['no helper', { 'requirements.txt': 'pytest\n' }, 'tests/conftest.py', undefined],
    [
      'a module of an integration target of Rust',
      { 'Cargo.toml': '[package]\nname = "a"\n', 'tests/api/main.rs': '', 'tests/api/login.rs': '' },
      'tests/api/login.rs',
      'cargo test --test api login::',
    ],
    [
      'a target that Cargo.toml lists itself',
      {
        'Cargo.toml':
          '[package]\nname = "a"\nautotests = false\n\n[[test]]\nname = "all"\npath = "tests/tests.rs"\n',
        'tests/tests.rs': '',
        'tests/hay.rs': '',
      },
      'tests/hay.rs',
      'cargo test --test all hay::',
    ],
  ];
  for (const [name, texts, path, command] of rows) {
    it(name, async () => {
      expect((await research(texts).brief()).testCommand(path)).toBe(command);
    });
  }
});

describe('the script that stands for the tests', () => {
  it('is the plain one, wherever it stands in the manifest', async () => {
    const scripts = { coverage: 'c8 jest', 'test:watch': 'jest --watch', test: 'jest', lint: 'eslint .' };
    const subject = research({ 'package.json': json({ scripts }), 'a.test.js': '' });
    expect((await subject.brief()).scripts.find(script => script.purpose === 'test')?.run).toBe('npm test');
    const fact = (await subject.facts()).find(one => one.id === 'test-runner');
    expect(fact?.text).toBe('Tests run by `jest` (`npm test`); 1 test file.');
  });

  it('is what the tool offers where the project has none, and no target that only clears up', async () => {
    const texts = {
      'go.mod': 'module a\n',
      Makefile: 'clean-integration-test:\n\trm -f x\n',
      'a_test.go': 'package a\n',
    };
    const scripts = (await research(texts).brief()).scripts;
    expect(scripts.filter(script => script.purpose === 'test').map(script => script.run)).toEqual([
      'go test ./...',
    ]);
    expect(scripts.find(script => script.purpose === 'test')?.source).toMatchObject({
      path: 'go.mod',
      line: 1,
    });
  });

  it('says each runner of a repository with its own files', async () => {
    const subject = research({
      'api/pyproject.toml': '[project]\nname = "api"\ndependencies = ["pytest"]\n',
      'api/tests/test_a.py': '',
      'api/tests/test_b.py': '',
      'web/package.json': json({ name: 'web', scripts: { test: 'vitest run' } }),
      'web/src/a.test.ts': '',
    });
    const fact = (await subject.facts()).find(one => one.id === 'test-runner');
    expect(fact?.text).toBe(
      'Tests run by `pytest`: 2 test files, most under `api/tests`; `vitest` (`npm --prefix web test`): 1 test file, in `web/src`.',
    );
    expect((await subject.brief()).name).toBe('sample');
  });
});
