import { describe, expect, test } from 'vitest';
import { detectKind, featureName, goalText, goalTitle, makeGoal } from '../../src/session/goal.ts';

describe('goalText', () => {
  test.each([
    ['/plan [add x]', 'add x'],
    ['/plan add x', 'add x'],
    ['add x', 'add x'],
    ['  [add x] ', 'add x'],
    ['add [x] to y', 'add [x] to y'],
    ['/plan', ''],
    ['/planet of apes', '/planet of apes'],
    ['/plan [add a[0] handling]', 'add a[0] handling'],
  ])('%s → %s', (input, expected) => {
    expect(goalText(input)).toBe(expected);
  });
});

describe('detectKind', () => {
  test.each([
    ['add real-time notifications with WebSocket', 'feature'],
    ['fix the crash when an order has no items', 'fix'],
    ['why does checkout hang', 'fix'],
    ['refactor the order service', 'refactoring'],
    ['split src/app.ts', 'refactoring'],
    ['move timeout out of utils into core', 'refactoring'],
    ['move formatPrice to src/lib/money.ts', 'refactoring'],
    ['move the retry logic into its own module', 'refactoring'],
    ['move the basket to the side bar', 'feature'],
    ['move items out of stock to the end of the list', 'feature'],
    ['should we move to Fastify?', 'decision'],
    ['compare Redis and Postgres for queues', 'decision'],
    ['let users choose a theme', 'feature'],
    ['remove dead code', 'refactoring'],
    ['find and remove unused exports', 'refactoring'],
    ['remove the unused helpers', 'refactoring'],
    ['convert src to TypeScript', 'refactoring'],
    ['add type hints to the services', 'refactoring'],
    ['modularise the monolith', 'refactoring'],
    ['remove a user from a team', 'feature'],
    ['find notes by tag', 'feature'],
    ['add tests for src/money.ts', 'feature'],
    ['add types of notifications', 'feature'],
  ])('%s → %s', (text, kind) => {
    expect(detectKind(text)).toBe(kind);
  });
});

test('names of files leave out the verb and small words', () => {
  expect(featureName('add real-time notifications with WebSocket')).toBe('real-time-notifications-websocket');
  expect(featureName('Add')).toBe('add');
  // No word is cut, nor the parts of one from each other.
  expect(featureName('add a job queue for sending receipts by e-mail')).toBe(
    'job-queue-sending-receipts-by-e-mail',
  );
  expect(featureName('add a job queue for resending receipts by e-mail')).toBe(
    'job-queue-resending-receipts-by-e-mail',
  );
  expect(featureName('add a job queue for sending all receipts by e-mail')).toBe(
    'job-queue-sending-all-receipts-by-e-mail',
  );
  expect(featureName('add a job queue for sending small receipts by e-mail')).toBe(
    'job-queue-sending-small-receipts-by',
  );
  expect(featureName('- add sign-in - by phone')).toBe('sign-in-by-phone');
  expect(featureName('通知を追加する')).toBe('plan');
  expect(featureName('x'.repeat(200)).length).toBeLessThanOrEqual(40);
});

test('a title is one line', () => {
  expect(goalTitle('add rate limiting. Use Redis.\nmore')).toBe('Add rate limiting');
  expect(goalTitle(`add ${'word '.repeat(60)}`).length).toBeLessThanOrEqual(90);
});

test('a given kind is kept', () => {
  expect(makeGoal({ text: 'fix it', kind: 'decision' })).toMatchObject({
    kind: 'decision',
    kindFrom: 'given',
  });
});
