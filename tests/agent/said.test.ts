import { describe, expect, it } from 'vitest';
import { choiceInWords } from '../../src/agent/local/compose/choices.ts';
import { hasWords, saidIn } from '../../src/agent/local/compose/said.ts';
import { PlaybookHead } from '../../src/playbooks/model.ts';

const THINGS = [
  { id: 'redis', names: ['redis', 'redis pub/sub'] },
  { id: 'postgres', names: ['postgres', 'postgresql', 'listen/notify'] },
  { id: 'table', names: ['table'] },
  { id: 'outbox', names: ['outbox', 'outbox table'] },
  { id: 'none', names: ['no flag', 'none'] },
  { id: 'flag', names: ['flag', 'feature flag'] },
];

describe('what words ask for', () => {
  it.each<[string, readonly string[]]>([
    ['Redis', ['redis']],
    ['use PostgreSQL LISTEN/NOTIFY', ['postgres']],
    ['PostgreSQL, not Redis', ['postgres']],
    ['not Redis, PostgreSQL', ['postgres']],
    ['no, Redis', ['redis']],
    ['use Redis pub/sub instead of Postgres', ['redis']],
    ['Postgres rather than Redis', ['postgres']],
    ['Postgres over Redis', ['postgres']],
    ['over Redis', ['redis']],
    ['replace Redis by Postgres', ['postgres']],
    ["we don't want to use Redis, take Postgres", ['postgres']],
    ['please avoid any Redis; Postgres is there', ['postgres']],
    ['not Redis or a table: Postgres', ['postgres']],
    ['neither Redis nor Postgres', []],
    ['Redis is overkill, Postgres will do', ['postgres']],
    ['Redis isn’t an option, so Postgres', ['postgres']],
    ['an outbox table', ['outbox']],
    ['a table and an outbox', ['table', 'outbox']],
    ['Redis or Postgres', ['redis', 'postgres']],
    ['not Redis streams but Redis pub/sub', ['redis']],
    ['no flag', ['none']],
    ['no feature flag', []],
    ['behind a feature flag', ['flag']],
    ['predis and postgrest', []],
    ['', []],
  ])('%s: %j', (text, expected) => {
    expect(saidIn(text, THINGS).asked.map(a => a.id)).toEqual(expected);
  });

  it('what is only ruled out is told apart', () => {
    expect(saidIn('Postgres, not Redis', THINGS)).toEqual({
      asked: [{ id: 'postgres', name: 'postgres' }],
      refused: ['redis'],
    });
    expect(saidIn('not Redis streams but Redis', THINGS).refused).toEqual([]);
  });

  it('a name is whole words, at its first place or a later one', () => {
    expect(hasWords('predis, then redis', 'redis')).toBe(true);
    expect(hasWords('predis', 'redis')).toBe(false);
    expect(hasWords('anything', '')).toBe(false);
  });
});

describe('the choice in words', () => {
  const head = PlaybookHead.parse({
    name: 'x',
    title: 'x',
    triggers: ['x'],
    questions: [
      {
        id: 'store',
        text: 'Where?',
        why: 'So.',
        default: [{ choice: 'redis' }],
        choices: THINGS.map(({ id, names }) => ({ id, label: id, consequence: 'c', says: names })),
      },
    ],
  });
  const [spec] = head.questions;

  it.each([
    ['PostgreSQL instead of Redis pub/sub', 'postgres'],
    ['not the Redis pub/sub thing, just Postgres', 'postgres'],
    // Two that are both asked for are no answer, however long the name of one is.
    ['Redis pub/sub or Postgres', undefined],
    ['whatever', undefined],
  ])('%s: %s', (text, expected) => {
    expect(spec && choiceInWords(spec, text)).toBe(expected);
  });
});
