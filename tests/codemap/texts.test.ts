import { expect, test } from 'vitest';
import { createCodeMap } from '../../src/codemap/index.ts';
import { Texts } from '../../src/codemap/texts.ts';
import { memoryFiles, memoryGit } from './memory.ts';

const FILES = { 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 2;\n' };

function counted() {
  const files = memoryFiles(FILES);
  const read: string[] = [];
  return {
    read,
    files: {
      ...files,
      read: (path: string, options?: { readonly limit?: number }) => {
        read.push(path);
        return files.read(path, options);
      },
    },
  };
}

test('what is only glanced at is not kept, and what is kept is not read again for a glance', async () => {
  const { read, files } = counted();
  const texts = new Texts(files);
  await texts.read('a.ts');
  await texts.glance('a.ts');
  await texts.glance('b.ts');
  expect(await texts.glance('b.ts')).toBe(FILES['b.ts']);
  expect(read).toEqual(['a.ts', 'b.ts', 'b.ts']);
});

test('a search over all files keeps none of them; one below a folder keeps its own', async () => {
  const { read, files } = counted();
  const map = createCodeMap({ files, git: memoryGit([]) });
  await map.build();
  read.length = 0;
  expect(await map.search('export')).toHaveLength(2);
  expect(await map.search('export')).toHaveLength(2);
  expect(read).toEqual(['a.ts', 'b.ts', 'a.ts', 'b.ts']);
  read.length = 0;
  await map.search('export', { under: 'a.ts' });
  await map.search('export', { under: 'a.ts' });
  expect(read).toEqual(['a.ts']);
});
