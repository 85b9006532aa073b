import { describe, expect, test } from 'vitest';
import { linksOf } from './linked.ts';

const json = (value: unknown) => JSON.stringify(value);
const from = (...specifiers: readonly string[]) => specifiers.map(s => `import ${json(s)};\n`).join('');

/** What it shows, the project, the file that imports, and where its imports lead, in their order. */
const CASES: readonly (readonly [string, Readonly<Record<string, string>>, string, readonly string[]])[] = [
  [
    'endings left out, those of the output, index files, types, JSON, styles',
    {
      'src/a.ts': from(
        './b',
        './c.js',
        './folder',
        './types',
        './data.json',
        './look.css',
        './theme',
        '../lib',
        './m.mjs',
      ),
      'src/b.tsx': '',
      'src/c.ts': '',
      'src/folder/index.ts': '',
      'src/types.d.ts': '',
      'src/data.json': '{}',
      'src/look.css': '',
      'src/_theme.scss': '',
      'lib/index.js': '',
      'src/m.mts': '',
    },
    'src/a.ts',
    [
      'src/b.tsx',
      'src/c.ts',
      'src/folder/index.ts',
      'src/types.d.ts',
      'src/data.json',
      'src/look.css',
      'src/_theme.scss',
      'lib/index.js',
      'src/m.mts',
    ],
  ],
  [
    'paths of a tsconfig that is extended, relative to where they are written; the nearest configuration first',
    {
      'config/base.json': '{}',
      'tsconfig.base.json':
        '{ // shared\n "compilerOptions": { "paths": { "@/*": ["./src/*"], "@/special": ["./special.ts"], }, }, }',
      'app/tsconfig.json': json({ extends: ['../config/base.json', '../tsconfig.base'] }),
      'app/main.ts': from('@/a', '@/special', '@/own'),
      'src/a.ts': '',
      'special.ts': '',
      'src/own.ts': '',
    },
    'app/main.ts',
    ['src/a.ts', 'special.ts', 'src/own.ts'],
  ],
  [
    'baseUrl, and rootDirs as one folder',
    {
      'tsconfig.json': json({ compilerOptions: { baseUrl: 'src', rootDirs: ['src', 'generated'] } }),
      'src/views/a.ts': from('util/x', './made'),
      'src/util/x.ts': '',
      'generated/views/made.ts': '',
    },
    'src/views/a.ts',
    ['src/util/x.ts', 'generated/views/made.ts'],
  ],
  [
    'a tsconfig of a package of the project',
    {
      'packages/tsconfig/package.json': json({ name: '@shop/tsconfig' }),
      'packages/tsconfig/tsconfig.app.json': json({ compilerOptions: { paths: { '~/*': ['../ui/src/*'] } } }),
      'packages/ui/tsconfig.json': json({ extends: '@shop/tsconfig/tsconfig.app.json' }),
      'packages/ui/src/a.ts': from('~/b'),
      'packages/ui/src/b.ts': '',
    },
    'packages/ui/src/a.ts',
    ['packages/ui/src/b.ts'],
  ],
  [
    'packages of the project: exports with conditions and patterns stand for the sources they are built from',
    {
      'packages/core/package.json': json({
        name: '@shop/core',
        exports: {
          '.': { types: './dist/types/core/src/index.d.ts', import: './dist/prod/index.js' },
          './deep/*': { default: './dist/deep/*.js' },
          './deep/secret': null,
          './tool': './build/tool.js',
        },
      }),
      'packages/core/tsconfig.json': json({ compilerOptions: { outDir: 'build', rootDir: 'code' } }),
      'packages/core/src/index.ts': '',
      'packages/core/src/deep/x.ts': '',
      'packages/core/code/tool.ts': '',
      'packages/app/main.ts': from(
        '@shop/core',
        '@shop/core/deep/x',
        '@shop/core/tool',
        '@shop/core/src/index.js',
      ),
    },
    'packages/app/main.ts',
    ['packages/core/src/index.ts', 'packages/core/src/deep/x.ts', 'packages/core/code/tool.ts'],
  ],
  [
    'main fields, and a folder with a manifest of its own',
    {
      'package.json': json({ name: 'shop', main: 'shop.js' }),
      'shop.js': '',
      'test/a.js': "const shop = require('..');\nconst x = require('../inner');\nrequire('shop');\n",
      'inner/package.json': json({ main: './dist/start.js' }),
      'inner/src/start.ts': '',
    },
    'test/a.js',
    ['shop.js', 'inner/src/start.ts'],
  ],
  [
    'names of the own package begin with #',
    {
      'package.json': json({
        imports: { '#db/*': './src/db/*.js', '#log': { node: 'pino', default: './src/log.ts' } },
      }),
      'src/a.ts': from('#db/orders', '#log'),
      'src/db/orders.ts': '',
      'src/log.ts': '',
    },
    'src/a.ts',
    ['src/db/orders.ts'],
  ],
  [
    'a package in a fixture, or one that holds nothing to import, hides none of its name',
    {
      'tests/fixtures/one/react/package.json': json({ name: 'react', main: 'index.js' }),
      'tests/fixtures/one/react/index.js': '',
      'extensions/typescript/package.json': json({ name: 'typescript' }),
      'src/a.ts': from('react', 'typescript', './b?raw'),
      'src/b.ts': '',
    },
    'src/a.ts',
    ['src/b.ts'],
  ],
];

describe('links of TypeScript and JavaScript', () => {
  test.each(CASES)('%s', async (_, texts, path, expected) => {
    expect((await linksOf(texts)).of(path)).toEqual(expected);
  });

  test('packages are told by their names', async () => {
    const links = await linksOf({
      'package.json': json({ imports: { '#log': 'pino/file' } }),
      'a.ts': from('node:fs/promises', '@scope/name/sub', '#log', 'react'),
    });
    expect(links.packages('a.ts')).toEqual(['node:fs', '@scope/name', 'pino', 'react']);
  });

  test('configurations that extend each other end', async () => {
    const links = await linksOf({
      'tsconfig.json': json({ extends: './tsconfig.b.json', compilerOptions: { baseUrl: '.' } }),
      'tsconfig.b.json': json({ extends: './tsconfig.json' }),
      'a.ts': from('b'),
      'b.ts': '',
    });
    expect(links.of('a.ts')).toEqual(['b.ts']);
  });
});
