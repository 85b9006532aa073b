import { beforeEach, describe, expect, test } from 'vitest';
import type { LookUps } from '../../src/app/look-ups.ts';
import { packageFacts } from '../../src/app/package-facts.ts';
import type { NewPackage } from '../../src/plan/facts.ts';
import type { PackageWish, RegistryAnswer } from '../../src/research/registry/port.ts';
import { createResearch } from '../../src/research/research.ts';
import { fakeFiles, fakeGit, fakeMap } from '../research/fakes.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const MANIFEST = JSON.stringify({
  name: '@shop/api',
  license: 'MIT',
  dependencies: { express: '4.18.2', '@acme/log': '1.0.0' },
});
const files = { 'package.json': MANIFEST, 'src/lib/a.ts': '', 'tsconfig.json': '{}' };

const wished: PackageWish[] = [];
const answers = new Map<string, RegistryAnswer>();
const lookUps: LookUps = {
  base: new URL('https://registry.npmjs.org/'),
  clock: { now: () => NOW },
  async look(wishes) {
    wished.push(...wishes);
    return new Map(wishes.map(({ name }) => [name, answers.get(name) ?? { kind: 'absent', checkedAt: NOW }]));
  },
  ways: async () => new Map(),
  close: async () => undefined,
};
const known = (name: string, more: object = {}, checkedAt = NOW): RegistryAnswer => ({
  kind: 'known',
  checkedAt,
  fact: { name, latest: '1.0.0', version: '1.0.0', types: 'own', ...more },
});

beforeEach(() => {
  wished.length = 0;
  answers.clear();
});

const added = (name: string, more: Partial<NewPackage> = {}): NewPackage => ({
  name,
  how: 'added',
  from: 'npm',
  dev: false,
  ...more,
});

async function gather(
  wanted: readonly NewPackage[],
  texts: Readonly<Record<string, string>> = files,
  desk: LookUps | 'nobody' = lookUps,
) {
  const project = fakeFiles(texts);
  const research = createResearch({ files: project, git: fakeGit(), map: fakeMap() });
  const needs = { packages: wanted.map(one => one.name), newPackages: wanted };
  const sources = {
    files: project,
    brief: await research.brief(),
    paths: await project.list(),
    ...(desk === 'nobody' ? {} : { lookUps: desk }),
  };
  return packageFacts(needs, sources);
}

describe('who is asked about', () => {
  test.each<[string, NewPackage, boolean]>([
    ['what a step adds', added('ws'), true],
    ['what code imports and the project lacks', added('ws', { how: 'imported' }), true],
    ['what is added though it is there', added('express'), true],
    ['what code imports and the project has', added('express', { how: 'imported' }), false],
    ['what comes with the language', added('events', { how: 'imported' }), false],
    ['what is installed by another tool', added('flask', { from: 'elsewhere' }), false],
    ['what a project of npm adds without a command', added('ws', { from: 'not-said' }), true],
    ['a package of this repository', added('@shop/api'), false],
    ['a folder of this project', added('lib', { how: 'imported' }), false],
  ])('%s', async (_, one, asked) => {
    await gather([one]);
    expect(wished.map(wish => wish.name)).toEqual(asked ? [one.name] : []);
  });

  test('types matter to a project in TypeScript, for what its code may import', async () => {
    await gather([added('ws', { spec: '^8' }), added('vitest', { dev: true })]);
    expect(wished).toEqual([
      { name: 'ws', spec: '^8', types: true },
      { name: 'vitest', spec: undefined, types: false },
    ]);
    wished.length = 0;
    await gather([added('ws')], { 'package.json': MANIFEST });
    expect(wished).toMatchObject([{ name: 'ws', types: false }]);
  });

  test('a Python project’s packages are not, and it says so', async () => {
    const { packages } = await gather([added('flask', { from: 'not-said' })], {
      'requirements.txt': 'django==5.0\n',
    });
    expect(wished).toEqual([]);
    expect(packages).toMatchObject({
      flask: { inRegistry: 'not-checked', unasked: 'only packages of npm are looked up' },
    });
  });

  test('the project’s .npmrc names no address to ask, but scopes that are not asked about', async () => {
    const npmrc = 'registry=https://npm.acme.example/\n@secret:registry=https://npm.acme.example/\n';
    const { packages } = await gather([added('@secret/core'), added('ws')], { ...files, '.npmrc': npmrc });
    expect(wished.map(wish => wish.name)).toEqual(['ws']);
    expect(packages['@secret/core']?.unasked).toContain('@secret');
    expect(packages['ws']).toMatchObject({
      inRegistry: 'not-checked',
      unasked: expect.stringContaining('another registry'),
    });
  });

  test('nobody, and nobody says why, without look-ups', async () => {
    const { packages } = await gather([added('ws')], files, 'nobody');
    expect(wished).toEqual([]);
    expect(packages).toEqual({
      ws: { installed: 'no', inRegistry: 'not-checked', deprecated: 'not-checked' },
    });
  });
});

describe('what becomes of an answer', () => {
  test('a known package, and where its types come from', async () => {
    answers.set('ws', known('ws', { types: 'separate' }));
    answers.set('request', known('request', { deprecated: 'gone' }));
    const { packages, project } = await gather([added('ws'), added('request')]);
    expect(project).toEqual({ typescript: true, license: 'MIT' });
    expect(packages).toMatchObject({
      ws: {
        installed: 'no',
        inRegistry: 'yes',
        deprecated: 'no',
        asked: 'registry.npmjs.org',
        checkedAt: NOW,
      },
      request: { inRegistry: 'yes', deprecated: 'yes', registry: { deprecated: 'gone' } },
      '@types/ws': { installed: 'no' },
    });
    expect(packages['ws']).not.toHaveProperty('ageMs');
  });

  test('one that was looked up before tells its age', async () => {
    answers.set('ws', known('ws', {}, NOW - 50 * 3_600_000));
    expect((await gather([added('ws')])).packages['ws']).toMatchObject({ ageMs: 50 * 3_600_000 });
  });

  test.each([
    ['expresss', ['express']],
    ['log', ['@acme/log']],
    ['websocketz', []],
  ])('one that does not exist may have been meant otherwise: %s', async (name, nearest) => {
    expect((await gather([added(name)])).packages[name]).toMatchObject({ inRegistry: 'no', nearest });
  });

  test('one that is not shown, of a scope that this project uses, may exist all the same', async () => {
    const { packages } = await gather([added('@acme/hidden'), added('@acmee/log')]);
    expect(packages).toMatchObject({
      '@acme/hidden': { inRegistry: 'not-checked', unasked: expect.stringContaining('log-in') },
      '@acmee/log': { inRegistry: 'no', nearest: ['@acme/log'] },
    });
  });

  test('a version that does not exist; an answer that did not come', async () => {
    answers.set('ws', { kind: 'no-version', latest: '8.18.0', checkedAt: NOW });
    answers.set('pg', { kind: 'not-checked', reason: 'it rains' });
    expect((await gather([added('ws', { spec: '99' }), added('pg')])).packages).toMatchObject({
      ws: { inRegistry: 'yes', deprecated: 'not-checked', onlyLatest: '8.18.0' },
      pg: { inRegistry: 'not-checked', unasked: 'it rains' },
    });
  });

  test('names that are properties of every object are names like others', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const { packages } = await gather(names.map(name => added(name)));
    for (const name of names)
      expect(Object.getOwnPropertyDescriptor(packages, name)?.value).toMatchObject({ inRegistry: 'no' });
  });
});
