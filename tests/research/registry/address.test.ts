import { describe, expect, test } from 'vitest';
import { namesOther, registryAddress } from '../../../src/research/registry/address.ts';

const NPM = 'https://registry.npmjs.org/';

describe('the address of the registry', () => {
  test.each<[string, NodeJS.ProcessEnv, string | undefined, string]>([
    ['npm’s own', {}, undefined, NPM],
    [
      'of the variable',
      { PLANNER_TUI_REGISTRY: 'https://a.example/npm' },
      'registry=https://b.example',
      'https://a.example/npm/',
    ],
    ['of the user’s .npmrc', {}, 'registry=https://b.example/', 'https://b.example/'],
    [
      'in quotes, with spaces and a comment',
      {},
      ' registry = "https://b.example/" ; ours',
      'https://b.example/',
    ],
    [
      'the last one counts',
      {},
      'registry=https://a.example\r\nregistry=https://b.example\r\n',
      'https://b.example/',
    ],
    [
      'with a variable in it',
      { HOST: 'b.example' },
      ['registry=https://', '{HOST}/'].join('$'),
      'https://b.example/',
    ],
    [
      'on this machine',
      { PLANNER_TUI_REGISTRY: 'http://localhost:4873' },
      undefined,
      'http://localhost:4873/',
    ],
    ['not what npm passes on', { npm_config_registry: 'https://evil.example/' }, undefined, NPM],
    [
      'not of a comment or of another key',
      {},
      '#registry=https://a.example\naudit-registry=https://a.example',
      NPM,
    ],
    ['empty counts as none', { PLANNER_TUI_REGISTRY: '' }, 'registry=', NPM],
  ])('%s', (_, env, npmrc, base) => {
    const found = registryAddress(env, npmrc);
    expect(found.ok && found.value.base.href).toBe(base);
  });

  test.each([
    ['npmjs'],
    ['ftp://a.example'],
    ['file:///etc'],
    ['https://user:hunter2@a.example'],
    ['https://hunter2@a.example/'],
    ['https://a.example/?token=hunter2x'],
    [['https://', '{UNSET}/'].join('$')],
  ])('%s is none, and no password is told', value => {
    const found = registryAddress({ PLANNER_TUI_REGISTRY: value }, undefined);
    expect(found).toMatchObject({ ok: false, error: { kind: 'bad-registry' } });
    expect(JSON.stringify(found)).not.toContain('hunter2@');
  });

  test('scopes that have their own are known; tokens are not read', () => {
    const found = registryAddress({}, '@shop:registry=https://a.example/\n//a.example/:_authToken=s3cret\n');
    expect(found.ok && [...found.value.scopesElsewhere]).toEqual(['@shop']);
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });
});

test.each([
  [undefined, false],
  ['save-exact=true', false],
  ['registry=https://registry.npmjs.org', false],
  ['registry=https://npm.shop.example/', true],
  ['registry=no address', true],
])('a project’s .npmrc “%s” names another registry: %s', (npmrc, other) => {
  expect(namesOther(npmrc, new URL(NPM))).toBe(other);
});
