import { expect, it } from 'vitest';
import { readDecision } from '../../../src/agent/local/decision/goal.ts';

// goal · form · what is weighed · what for · judged by
const cases: readonly (readonly [string, string, readonly string[], string, readonly string[]])[] = [
  ['should we use Redis or Postgres for the job queue', 'between', ['Redis', 'Postgres'], 'job queue', []],
  ['REST or GraphQL for the mobile app', 'between', ['REST', 'GraphQL'], 'mobile app', []],
  ['SQLite vs Postgres', 'between', ['SQLite', 'Postgres'], '', []],
  ['monorepo or separate repositories', 'between', ['monorepo', 'separate repositories'], '', []],
  [
    'choose between gorm, sqlc and ent for the store, considering compile time and safety',
    'between',
    ['gorm', 'sqlc', 'ent'],
    'store',
    ['compile time', 'safety'],
  ],
  [
    'Which queue: bullmq, pg-boss or graphile-worker?',
    'between',
    ['bullmq', 'pg-boss', 'graphile-worker'],
    '',
    [],
  ],
  ['evaluate moving from jest to vitest', 'move', ['jest', 'vitest'], '', []],
  ['keep express or replace it with fastify', 'move', ['express', 'fastify'], '', []],
  ['should we replace moment with dayjs or date-fns?', 'move', ['moment', 'dayjs', 'date-fns'], '', []],
  ['should we use pnpm instead of npm', 'move', ['npm', 'pnpm'], '', []],
  ['decide whether to split the monolith', 'whether', ['split the monolith'], '', []],
  ['should we rewrite the worker in Go', 'whether', ['rewrite the worker in Go'], '', []],
  ['evaluate GraphQL', 'whether', ['GraphQL'], '', []],
  ['should we keep memcached or not', 'whether', ['memcached'], '', []],
  ['which state library should we use', 'which', [], 'state library', []],
  ['choose a test runner', 'which', [], 'test runner', []],
  ['what database should we use for the analytics events', 'which', [], 'database', []],
];

it.each(cases)('%s', (text, form, named, matter, wants) => {
  expect(readDecision(text)).toEqual({ form, named, matter, wants });
});

it('gives a reading of any text', () => {
  for (const text of ['', '?', 'or', 'vs', 'should we', 'which', 'a or', '`', 'keep or replace'])
    expect(readDecision(text).form).toBeTruthy();
});
