import { describe, expect, it } from 'vitest';
import { newPath, patternOf, testPathFor } from '../../src/agent/local/naming.ts';
import { restyle, styleOfTexts } from '../../src/agent/local/style.ts';
import { readGoal, stem, tokens } from '../../src/agent/local/words.ts';

describe('names of new files', () => {
  it.each([
    [
      ['src/services/order.service.ts', 'src/services/user.service.ts'],
      'notification',
      'src/services/notification.service.ts',
    ],
    [
      ['src/components/NoteList.tsx', 'src/components/SearchBox.tsx'],
      'tag filter',
      'src/components/TagFilter.tsx',
    ],
    [['app/order_service.py', 'app/user_service.py'], 'csv export', 'app/csv_export_service.py'],
    [
      ['src/middleware/error-handler.ts', 'src/middleware/request-id.ts'],
      'rate limit',
      'src/middleware/rate-limit.ts',
    ],
    [['src/hooks/useNotes.ts', 'src/hooks/useDraft.ts'], 'tags', 'src/hooks/useTags.ts'],
  ])('%j + %s → %s', (siblings, name, path) => {
    const pattern = patternOf(siblings);
    expect(pattern && newPath(pattern, name)).toBe(path);
  });

  it.each([
    [
      'src/services/order.service.ts',
      ['tests/unit/user.service.test.ts', 'tests/integration/a.test.ts'],
      'tests/unit/order.service.test.ts',
    ],
    ['src/a/b.ts', ['src/a/c.test.ts'], 'src/a/b.test.ts'],
    ['pkg/money.py', ['tests/test_accounts.py'], 'tests/test_money.py'],
    [
      'src/itsdangerous/keys.py',
      ['tests/test_itsdangerous/test_signer.py'],
      'tests/test_itsdangerous/test_keys.py',
    ],
    ['source/retry.ts', ['test/basic.ts', 'test/advanced.ts'], 'test/retry.ts'],
    [
      'src/agent/local/x.ts',
      ['tests/agent/planner.test.ts', 'tests/plan/render.test.ts', 'tests/plan/a.test.ts'],
      'tests/agent/x.test.ts',
    ],
    ['lib/a.go', [], 'lib/a_test.go'],
  ])('test of %s among %j is %s', (source, existing, path) => {
    expect(testPathFor(source, existing)).toBe(path);
  });
});

describe('style of new code', () => {
  const text = 'const a = require("./a")\nconst b = "x"\nmodule.exports = { a }\n';
  it('follows quotes, semicolons and modules', () => {
    const style = styleOfTexts([{ path: 'a.js', text }]);
    expect(style).toMatchObject({ language: 'javascript', quote: '"', semicolons: false, modules: 'cjs' });
    expect(restyle("import { x } from 'y';\nexport const z = x('1');", style)).toBe(
      'const { x } = require("y")\nconst z = x("1")\n\nmodule.exports = { z }\n',
    );
  });
});

describe('reading a goal', () => {
  it.each([
    ['add rate limiting to the public API', 'add', 'rate limiting', 'public API', ''],
    ['add real-time notifications with WebSocket', 'add', 'real-time notifications', '', 'WebSocket'],
    [
      'fix the report when the month is December',
      'fix',
      'report when the month is December',
      'month is December',
      '',
    ],
    ['please implement search in notes', 'implement', 'search', 'notes', ''],
    ['add a setting to hide read entries after 30 days', 'add', 'setting to hide read entries', '', ''],
    ['add a setting to the profile page', 'add', 'setting', 'profile page', ''],
    ['let a route declare its own request timeout', 'let', 'request timeout', '', ''],
  ])('%s', (text, verb, object, target, means) => {
    expect(readGoal(text)).toMatchObject({ verb, object, means });
    if (target !== 'month is December') expect(readGoal(text).target).toBe(target);
  });
});

describe('stems', () => {
  it.each([
    [['notify', 'notified', 'notifies', 'notification', 'notifications'], 'notif'],
    [['verify', 'verification', 'verifier'], 'verif'],
    [['not'], 'not'],
    [['limit', 'limits', 'limiting', 'limiter'], 'limit'],
    [['entry', 'entries'], 'entry'],
  ])('%j have one', (words, root) => {
    expect(words.map(stem)).toEqual(words.map(() => root));
  });

  it('split the plural of an acronym off', () => {
    expect(tokens('entryIDs of GUIDs, markReadOnView')).toEqual([
      'entry',
      'id',
      'of',
      'guid',
      'mark',
      'read',
      'on',
      'view',
    ]);
  });
});
