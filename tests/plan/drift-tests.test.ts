import { describe, expect, test } from 'vitest';
import { casesDrift } from '../../src/plan/drift/cases.ts';
import { testNames } from '../../src/plan/drift/test-names.ts';
import { drift } from '../../src/plan/drift.ts';
import { file, none, planOf, world } from './drift-world.ts';

const names = (path: string, text: string) => testNames(path, text).map(test => `${test.line} ${test.name}`);

describe('names of tests', () => {
  test('of vitest, jest, mocha and node:test, with the groups around them', () => {
    const text = [
      "describe('the hub', () => {",
      "  it('refuses a forged token', async () => {",
      '  });',
      '  describe(`of two processes`, () => {',
      '    test.skip("delivers to the other one\'s sockets", t => {});',
      '    it(',
      "      'drops a socket that does not answer',",
      '  });',
      '});',
      "test.each([['a', 1]])('%s is counted once', (name, n) => {});",
      'test.each([',
      "  ['b', 2],",
      "])('a price of $price is refused', () => {});",
      'const other = it.each`a | b`;',
      "submit('no test');",
      "Deno.test('runs in Deno', () => {});",
    ].join('\n');
    expect(names('tests/hub.test.ts', text)).toEqual([
      '2 the hub › refuses a forged token',
      "5 the hub › of two processes › delivers to the other one's sockets",
      '6 the hub › of two processes › drops a socket that does not answer',
      '13 a price of is refused',
      '16 runs in Deno',
    ]);
  });

  test.each([
    [
      'tests/test_pay.py',
      'class TestPayments:\n    def test_refuses_a_forged_token(self):\n        """It answers 401."""\n        assert 1\n    def helper(self): ...\nasync def test_other(): ...\n',
      ['2 Payments › refuses a forged token (It answers 401.)', '6 other'],
    ],
    [
      'hub_test.go',
      'func TestRefusesForgedToken(t *testing.T) {\n\tt.Run("expired too", func(t *testing.T) {\n\t\t{name: "no token", want: 401},\n',
      ['1 Refuses Forged Token', '2 expired too', '3 no token'],
    ],
    [
      'OrderTest.java',
      'class OrderTest {\n  @Test\n  void refusesForgedToken() {\n  }\n  private void helper() {\n  }\n  @Test @DisplayName("answers 401")\n',
      ['3 Order › refuses Forged Token', '7 Order › answers 401'],
    ],
    [
      'OrderTest.kt',
      'class OrderTest {\n  @Test fun `a forged token is refused`() {\n',
      ['2 Order › a forged token is refused'],
    ],
    [
      'order_spec.rb',
      "RSpec.describe Order do\n  describe '#total' do\n    it 'adds the tax' do\n  def test_sum\n",
      ['3 #total › adds the tax', '4 sum'],
    ],
    [
      'hub.rs',
      '#[test]\nfn refuses_a_token() {}\nfn helper() {}\n#[tokio::test]\nasync fn delivers() {}\n',
      ['2 refuses a token', '5 delivers'],
    ],
    [
      'HubTest.php',
      "class HubTest {\n  public function testRefusesToken() {}\n  function other() {}\n}\nit('answers 401', function () {});",
      ['2 Refuses Token', '5 answers 401'],
    ],
    [
      'OrderTests.cs',
      'public class OrderTests {\n  [Fact]\n  public void RefusesToken() {\n',
      ['3 Order › Refuses Token'],
    ],
    ['hub_test.exs', 'describe "hub" do\n  test "refuses a token" do\n', ['2 hub › refuses a token']],
    ['notes.md', '# test("no")', []],
  ])('%s', (path, text, found) => {
    expect(names(path, text)).toEqual(found);
  });
});

describe('a case of the plan and the names of tests', () => {
  const tests = [
    'a forged or expired token ends the handshake with 401',
    'a change of status reaches both tabs of the owner',
    'adds the tax',
  ].map((name, i) => ({ name, path: 'tests/hub.test.ts', line: i + 1 }));
  const judged = (...texts: string[]) =>
    casesDrift(
      texts.map(text => ({ text, proves: ['R1'] })),
      tests,
    );

  test('are the same where the name holds most of the words of the case, in any form', () => {
    const found = judged(
      'A missing, an expired and a forged token each end the handshake with 401.',
      'A change of status reaches both tabs of its owner, and no other user.',
      'A socket that does not answer two pings is dropped.',
      'A status that is changed twice reaches nobody twice.',
    );
    expect(found.map(entry => [entry.found, entry.nearest?.line])).toEqual([
      [true, 1],
      [true, 2],
      [false, undefined],
      [false, 2],
    ]);
    expect(found[0]).toMatchObject({ proves: ['R1'], nearest: { path: 'tests/hub.test.ts' } });
  });

  test('without tests, or without words, nothing is found', () => {
    expect(casesDrift([{ text: 'Adds the tax.', proves: [] }], [])).toEqual([
      { text: 'Adds the tax.', proves: [], found: false },
    ]);
    expect(judged('…')[0]?.found).toBe(false);
  });

  test('one word in common does not make a test of a case of several words', () => {
    expect(judged('Tax is rounded.')[0]?.found).toBe(false);
  });
});

test('files of the strategy: what is to stay as it is must be there, and is no planned change', () => {
  const plan = {
    ...planOf({ files: [file('create', 'src/hub.ts'), file('create', 'docs/hub.md')] }),
    tests: {
      intro: [],
      files: [
        { path: 'tests/hub.test.ts', purpose: '', action: 'create' as const },
        { path: 'tests/old.test.ts', purpose: '', action: 'run' as const },
        { path: 'tests/gone.test.ts', purpose: '', action: 'run' as const },
      ],
      cases: [{ text: 'A forged token is refused.', proves: ['R1'] }],
    },
  };
  const facts = world(
    { 'src/hub.ts': 'created', 'tests/hub.test.ts': 'created' },
    ['tests/old.test.ts'],
    {},
    {
      text: path => (path === 'tests/hub.test.ts' ? "\nit('refuses forged tokens', () => {});" : undefined),
    },
  );
  const found = drift(plan, facts, none);
  expect(found.tests.files.map(item => [item.path, item.done])).toEqual([
    ['tests/hub.test.ts', true],
    ['tests/old.test.ts', true],
    ['tests/gone.test.ts', false],
  ]);
  expect(found.tests.cases).toMatchObject([
    { found: true, nearest: { path: 'tests/hub.test.ts', line: 2, name: 'refuses forged tokens' } },
  ]);
  expect(found.documents).toMatchObject([{ path: 'docs/hub.md', done: false }]);
  // Three planned (two sources and a new test), two there.
  expect(found.parts).toMatchObject({ planned: 3, done: 2 });
});
