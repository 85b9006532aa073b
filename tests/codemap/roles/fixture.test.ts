import { expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import { fixtureFolder } from '../../../src/codemap/roles/fixture.ts';
import { memoryFiles, memoryGit } from '../memory.ts';

test.each([
  ['tests/fixtures/shop/package.json', 'fixtures'],
  ['src/__mocks__/fs.ts', '__mocks__'],
  ['pkg/testdata/a.go', 'testdata'],
  ['tests/test_apps/cliapp/app.py', 'test_apps'],
  ['src/test/resources/schema.sql', 'test/resources'],
  ['spec/deep/samples/a.rb', 'spec/deep/samples'],
  ['tests/plans/corpus/letter.md', 'tests/plans/corpus'],
  ['tests/plans/corpus/corpus.test.ts', undefined],
  ['tests/data/test_data.py', undefined],
  ['examples/shop/package.json', undefined],
  ['src/fixtures.ts', undefined],
  ['tests/orders.ts', undefined],
  ['data/orders.json', undefined],
])('%s lies in %s', (path, folder) => {
  expect(fixtureFolder(path)).toBe(folder);
});

test('what tests read keeps what it is and is a fixture first', async () => {
  const map = createCodeMap({
    files: memoryFiles({
      'package.json': '{}',
      'tests/fixtures/shop/package.json': '{}',
      'tests/fixtures/shop/schema.prisma': 'model Order {\n  id Int @id\n}\n',
      'tests/fixtures/shop/.github/workflows/ci.yml': 'on: push\n',
      'tests/fixtures/shop/app.ts': 'export const a = 1;\n',
    }),
    git: memoryGit(),
  });
  const roles = async (path: string) => (await map.card(path))?.roles.map(r => r.role);
  expect(await roles('package.json')).toEqual(['manifest']);
  expect(await roles('tests/fixtures/shop/package.json')).toEqual(['fixture', 'manifest']);
  expect(await roles('tests/fixtures/shop/schema.prisma')).toEqual(['fixture', 'schema', 'model']);
  expect(await roles('tests/fixtures/shop/app.ts')).toEqual(['fixture']);
  expect((await map.card('tests/fixtures/shop/schema.prisma'))?.roles[0]?.reason).toBe('lies in fixtures/');
});
