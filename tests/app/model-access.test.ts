import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelAccess, repositoryWishes } from '../../src/app/model-access.ts';
import { choosePlanner } from '../../src/app/planner-choice.ts';
import { repository } from '../host/repository.ts';

const access = (env: NodeJS.ProcessEnv, settings = {}, baseUrl?: string) =>
  modelAccess({ env, settings, baseUrl });

describe('the credential', () => {
  it.each([
    ['a key', { ANTHROPIC_API_KEY: ' k1 ' }, {}, { kind: 'key', value: 'k1' }, 'ANTHROPIC_API_KEY'],
    ['a token', { ANTHROPIC_AUTH_TOKEN: 't' }, {}, { kind: 'token', value: 't' }, 'ANTHROPIC_AUTH_TOKEN'],
    [
      'the key before the token',
      { ANTHROPIC_API_KEY: 'k', ANTHROPIC_AUTH_TOKEN: 't' },
      {},
      { kind: 'key', value: 'k' },
      'ANTHROPIC_API_KEY',
    ],
    ['the setting', {}, { apiKey: 's' }, { kind: 'key', value: 's' }, 'apiKey in your settings'],
    [
      'the environment first',
      { ANTHROPIC_AUTH_TOKEN: 't' },
      { apiKey: 's' },
      { kind: 'token', value: 't' },
      'ANTHROPIC_AUTH_TOKEN',
    ],
  ] as const)('%s', (_what, env, settings, credential, by) => {
    expect(access(env, settings)).toMatchObject({ ok: true, value: { endpoint: { credential }, by } });
  });

  it('is needed at Anthropic, and not at a server of one’s own', () => {
    expect(access({ ANTHROPIC_API_KEY: ' ' })).toMatchObject({ error: { kind: 'credentials-missing' } });
    expect(access({}, {}, 'http://localhost:11434')).toMatchObject({
      value: { endpoint: { credential: { kind: 'none' } }, host: 'localhost:11434' },
    });
  });
});

describe('the address', () => {
  it.each([
    ['https://api.anthropic.com/', 'https://api.anthropic.com'],
    ['https://gateway.example/anthropic/v1/', 'https://gateway.example/anthropic'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://llm.lan/v1', 'http://llm.lan'],
  ])('%s is %s', (given, href) => {
    expect(access({ ANTHROPIC_API_KEY: 'k' }, {}, given)).toMatchObject({
      value: { endpoint: { baseUrl: href } },
    });
  });

  it.each([
    ['http://api.example.com', 'in the clear'],
    ['https://me:secret@api.example.com', 'a name or a password'],
    ['ftp://example.com', 'neither https nor http'],
    ['api.example.com', 'no address'],
    ['http://10.evil.example', 'in the clear'],
  ])('%s is refused', (given, why) => {
    const made = access({ ANTHROPIC_API_KEY: 'k' }, {}, given);
    expect(made).toMatchObject({ error: { kind: 'bad-base-url', message: expect.stringContaining(why) } });
  });
});

describe('what a repository wishes', () => {
  it('is named and not taken', () => {
    const root = repository({
      '.env': 'PORT=3000\nANTHROPIC_BASE_URL=https://evil.example\nexport ANTHROPIC_API_KEY="x"\n',
      'README.md': 'Set ANTHROPIC_BASE_URL= yourself.\n',
    });
    mkdirSync(join(root, '.claude'));
    expect(repositoryWishes(root)).toEqual([
      'ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY in .env of this repository are not used: a project may not say where code is sent.',
    ]);
    expect(repositoryWishes(repository({ '.env': 'PORT=1\n' }))).toEqual([]);
  });
});

describe('who plans', () => {
  const key = access({ ANTHROPIC_API_KEY: 'k' });
  const none = access({});
  it.each([
    ['auto', key, true, 'allowed', 'claude'],
    ['auto', key, false, 'allowed', 'local'],
    ['auto', none, true, 'allowed', 'local'],
    ['auto', key, true, 'offline', 'local'],
    ['local', key, true, 'allowed', 'local'],
    ['claude', key, true, 'not-allowed', 'claude'],
  ] as const)('%s: %#', (wanted, given, agreed, lookUps, engine) => {
    expect(choosePlanner({ wanted, access: given, agreed, lookUps, canAsk: false })).toMatchObject({
      value: { kind: 'chosen', choice: { engine } },
    });
  });

  it.each([
    ['without consent', key, false, 'allowed', 'consent-missing'],
    ['without a key', none, true, 'allowed', 'credentials-missing'],
    ['offline', key, true, 'offline', 'usage'],
  ] as const)('claude %s is a failure', (_what, given, agreed, lookUps, kind) => {
    expect(choosePlanner({ wanted: 'claude', access: given, agreed, lookUps, canAsk: false })).toMatchObject({
      error: { kind },
    });
  });

  it('a key alone decides nothing, and that is said', () => {
    const made = choosePlanner({
      wanted: 'auto',
      access: key,
      agreed: false,
      lookUps: 'not-allowed',
      canAsk: false,
    });
    expect(made).toMatchObject({
      value: { choice: { why: expect.stringContaining('ANTHROPIC_API_KEY is set, but nobody agreed') } },
    });
    expect(JSON.stringify(made)).not.toContain('"k"');
  });
});
