import { expect, it } from 'vitest';
import { createCodeMap } from '../../src/codemap/index.ts';
import { splitIdentifier } from '../../src/codemap/words.ts';
import { createGit, createProjectFiles } from '../../src/host/index.ts';
import { git, repository, writeFiles } from '../host/repository.ts';

async function mapOf(root: string) {
  const own = createGit(root);
  const map = createCodeMap({ files: createProjectFiles(root, own), git: own });
  await map.build();
  return map;
}

it('a test belongs to the source that it can see, not to every file of that name', async () => {
  const root = repository({
    'model/feed.go': 'package model\n\nfunc Feed() {}\n',
    'model/feed_test.go': 'package model\n\nfunc TestFeed() {}\n',
    'storage/feed.go': 'package storage\n\nfunc Load() {}\n',
    'src/api/order.ts': 'export const order = 1;\n',
    'src/web/order.ts': 'export const order = 2;\n',
    'tests/web/order.test.ts': "import { order } from '../../src/web/order.ts';\n\norder;\n",
    'tests/api/order.test.ts': 'order();\n',
  });
  const map = await mapOf(root);
  const tests = async (path: string) => (await map.card(path))?.tests;
  expect(await tests('model/feed.go')).toEqual(['model/feed_test.go']);
  expect(await tests('storage/feed.go')).toEqual([]);
  expect(await tests('src/web/order.ts')).toEqual(['tests/web/order.test.ts']);
  expect(await tests('src/api/order.ts')).toEqual(['tests/api/order.test.ts']);
});

it('two commits do not outweigh what the files say', async () => {
  const root = repository({
    'src/phase.ts': 'export const x = 1;\n',
    'src/other.ts': '// the report of a phase\nexport const other = 1;\n',
  });
  writeFiles(root, { 'src/other.ts': '// the report of a phase\nexport const other = 2;\n' });
  git(root, 'commit', '-qam', 'phase report');
  const { files } = await (await mapOf(root)).impact({ goal: 'time of each phase', limit: 5 });
  expect(files[0]?.path).toBe('src/phase.ts');
});

it.each([
  ['entryIDs', ['entry', 'id']],
  ['GetURLsFast', ['get', 'url', 'fast']],
  ['parseHTMLText', ['parse', 'html', 'text']],
  ['GUIDs', ['guid']],
])('splits %s', (name, words) => {
  expect(splitIdentifier(name)).toEqual(words);
});
