import { describe, expect, test } from 'vitest';
import { FAMILIES, type FamilyId, firstErrors } from '../../../src/research/ci/index.ts';
import { errorOf, logNames, logText, readLog } from './logs.ts';

/** Logs of builds that really failed: what each has to be read as. */
const RUN: readonly (readonly [string, FamilyId, string, string])[] = [
  ['biome', 'biome', 'src/price.js:3', 'Using == may be unsafe if you are relying on type coercion.'],
  ['bundler', 'lock-bundler', '', 'You are trying to install in deployment mode after changing'],
  [
    'cargo-lock',
    'lock-cargo',
    '/home/runner/work/shop/shop/Cargo.lock',
    'needs to be updated but --locked was passed',
  ],
  ['cargo-test', 'cargo-test', 'src/lib.rs:11', 'assertion `left == right` failed'],
  ['command-missing', 'command-missing', '', 'command not found'],
  ['disk-full', 'disk-full', '', 'ENOSPC: no space left on device, write'],
  [
    'eslint',
    'eslint',
    '/home/runner/work/shop/shop/src/price.js:2',
    "'rate' is assigned a value but never used",
  ],
  ['gcc', 'c-compiler', 'src/price.c:4', '‘prices’ undeclared (first use in this function)'],
  ['git-remote', 'git-remote', '', 'does not appear to be a git repository'],
  ['go-build', 'go-build', 'price/price.go:8', 'as int value in return statement'],
  [
    'go-sum',
    'go-sum',
    'main.go:3',
    'missing go.sum entry for module providing package golang.org/x/text/language',
  ],
  ['go-test', 'go-test', 'price_test.go:7', 'Total = 6, want 5'],
  ['javac', 'javac', 'src/shop/Price.java:5', 'incompatible types: String cannot be converted to int'],
  ['jest', 'jest', 'tests/price.test.js:5', 'Expected: 15, Received: 5'],
  ['missing-secret', 'missing-secret', '', 'NPM_TOKEN: parameter null or not set'],
  ['mocha', 'mocha', '/home/runner/work/shop/shop/tests/price.test.js:6', '5 !== 15'],
  [
    'module-missing',
    'module-missing',
    '/home/runner/work/shop/shop/scripts/build.js',
    "Cannot find package 'terser'",
  ],
  ['node-test', 'node-test', '/home/runner/work/shop/shop/tests/price.test.js:6', '5 !== 15'],
  ['not-executable', 'not-executable', './scripts/release.sh', 'Permission denied'],
  ['npm-lock', 'lock-npm', '', "Invalid: lock file's picocolors@1.0.0 does not satisfy picocolors@1.1.1"],
  ['npm-missing', 'package-version', '', 'No matching version found for picocolors@99.0.0'],
  ['npm-peer', 'npm-peer', '', 'peer react@"^18.3.1" from react-dom@18.3.1'],
  ['npm-script', 'missing-script', '', 'Missing script: "lint"'],
  ['out-of-memory', 'out-of-memory', '', 'JavaScript heap out of memory'],
  ['pnpm-lock', 'lock-pnpm', '', 'pnpm-lock.yaml is not up to date'],
  ['prettier', 'prettier', 'src/price.js', 'Code style issues found'],
  ['pytest', 'pytest', 'tests/test_price.py:9', 'AssertionError: assert 5 == 15'],
  [
    'python-module',
    'python-module',
    '/home/runner/work/shop/shop/shop/main.py:1',
    "No module named 'requests_oauth_shop'",
  ],
  ['registry', 'registry-unreachable', '', 'connect ECONNREFUSED 127.0.0.1:9'],
  ['rspec', 'rspec', './spec/price_spec.rb:5', 'expected: 15, got: 5'],
  ['rustc', 'rustc', 'src/main.rs:2', 'mismatched types'],
  ['service-down', 'service-down', '', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ['tsc', 'tsc', 'src/order.ts:4', "Type 'number' is not assignable to type 'string'."],
  ['unittest', 'unittest', '/home/runner/work/shop/shop/tests/test_price.py:8', 'AssertionError: 5 != 15'],
  ['vitest-time-out', 'test-time-out', 'tests/slow.test.ts:3', 'Test timed out in 200ms'],
  ['vitest', 'vitest', 'tests/price.test.ts:9', 'AssertionError: expected 5 to be 15'],
  ['yarn-lock', 'lock-yarn', '', 'Your lockfile needs to be updated'],
];

/** Families that no build of this machine can be made to fail by: lines of the documented form. */
const WRITTEN: readonly (readonly [FamilyId, string, string])[] = [
  [
    'mypy',
    'shop/price.py:3: error: Incompatible return value type (got "str", expected "int")  [return-value]\nFound 1 error in 1 file (checked 2 source files)',
    'shop/price.py:3',
  ],
  [
    'clippy',
    'error: this comparison involving the minimum or maximum element is always true\n --> src/main.rs:4:8\n  |\n4 |     if total >= 0 {\n  |        ^^^^^^^^^^\n  = help: for further information visit https://rust-lang.github.io/rust-clippy/\n  = note: `-D clippy::absurd-extreme-comparisons` implied by `-D warnings`',
    'src/main.rs:4',
  ],
  [
    'python-syntax',
    '  File "/home/runner/work/shop/shop/shop/price.py", line 2\n    return (\n           ^\nSyntaxError: \'(\' was never closed',
    '/home/runner/work/shop/shop/shop/price.py:2',
  ],
  [
    'junit',
    '[ERROR] Failures: \n[ERROR]   PriceTest.amount:12 expected: <15> but was: <5>\n[INFO] BUILD FAILURE',
    '',
  ],
  [
    'playwright-flaky',
    '  1 flaky\n    [chromium] › tests/cart.spec.ts:8:3 › adds an item ───────\n  4 passed (12.1s)',
    'tests/cart.spec.ts:8',
  ],
  ['ruff', 'shop/price.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.', 'shop/price.py:1'],
  [
    'golangci-lint',
    'price/price.go:9:12: Error return value of `f.Close` is not checked (errcheck)',
    'price/price.go:9',
  ],
  [
    'lock-python',
    'pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file.',
    '',
  ],
  ['rate-limit', 'toomanyrequests: You have reached your unauthenticated pull rate limit.', ''],
  [
    'job-time-out',
    '##[error]The job running on runner GitHub Actions 4 has exceeded the maximum execution time of 30 minutes.',
    '',
  ],
  [
    'runner-lost',
    '##[error]The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process can cause this error.',
    '',
  ],
  [
    'retired-action',
    '##[error]This request has been automatically failed because it uses a deprecated version of `actions/upload-artifact: v3`. Learn more',
    '',
  ],
  [
    'retired-image',
    '##[error]This is a scheduled Ubuntu-20.04 brownout. Ubuntu-20.04 LTS runner will be removed.',
    '',
  ],
  [
    'token-permission',
    '##[error]Resource not accessible by integration - https://docs.github.com/rest/issues/comments#create-an-issue-comment',
    '',
  ],
  [
    'cache',
    '##[error]Dependencies lock file is not found in /home/runner/work/shop/shop. Supported file patterns: package-lock.json,npm-shrinkwrap.json,yarn.lock',
    '/home/runner/work/shop/shop',
  ],
];

/** Other forms of families that have a row above: what these tools printed of small projects, the folder that of a runner. */
const PANIC = `--- FAIL: TestNone (0.00s)
panic: runtime error: index out of range [0] with length 0 [recovered]
\tpanic: runtime error: index out of range [0] with length 0

goroutine 18 [running]:
testing.tRunner.func1.2({0x518a00, 0xc0000ca000})
\t/opt/hostedtoolcache/go/1.19.13/x64/src/testing/testing.go:1396 +0x24e
panic({0x518a00, 0xc0000ca000})
\t/opt/hostedtoolcache/go/1.19.13/x64/src/runtime/panic.go:884 +0x212
example.com/shop/price.Total(...)
\t/home/runner/work/shop/shop/price/price.go:4
example.com/shop/price.TestNone(0x0?)
\t/home/runner/work/shop/shop/price/price_test.go:6 +0x18
FAIL\texample.com/shop/price\t0.016s`;

const FORMS: readonly (readonly [FamilyId, string, string, string, string | undefined])[] = [
  [
    'node-test',
    `# Subtest: an empty cart costs nothing (issue \\#12)
not ok 1 - an empty cart costs nothing (issue \\#12)
  ---
  duration_ms: 5.235816
  location: '/home/runner/work/shop/shop/test/cart.test.js:3:1'
  failureType: 'testCodeFailure'
  error: 'the cart costs 1'
  stack: |-
    TestContext.<anonymous> (/home/runner/work/shop/shop/test/cart.test.js:4:10)
    Test.runInAsyncScope (node:async_hooks:206:9)`,
    '/home/runner/work/shop/shop/test/cart.test.js:4',
    'the cart costs 1',
    'an empty cart costs nothing (issue #12)',
  ],
  [
    'go-test',
    PANIC,
    '/home/runner/work/shop/shop/price/price.go:4',
    'runtime error: index out of range [0] with length 0',
    'TestNone',
  ],
  [
    'eslint',
    `  src/cart.ts:3:7
  ⚠  1:1   Unexpected todo comment.             no-warning-comments
  ✖  3:7   sum is never reassigned. Use const.  prefer-const
  ✖  4:12  Missing semicolon.                   @stylistic/semi

  1 warning
  2 errors`,
    'src/cart.ts:3',
    'sum is never reassigned. Use const.',
    undefined,
  ],
  [
    'unknown',
    `the bowl is empty

  2 errors`,
    '',
    'the bowl is empty',
    undefined,
  ],
];

const at = (place: { readonly path: string; readonly line?: number } | undefined): string =>
  place ? `${place.path}${place.line === undefined ? '' : `:${place.line}`}` : '';

describe('the first real error', () => {
  test.each(RUN)('of %s, a build that really failed', (name, family, place, message) => {
    const [first, ...others] = firstErrors(readLog(logText(name)));
    expect(others).toEqual([]);
    expect({ family: first?.family, place: at(first?.place) }).toEqual({ family, place });
    expect(first?.message).toContain(message);
    expect(first?.step.exitCode).toBeGreaterThan(0);
    expect(first?.step.command.length).toBe(1);
  });

  test.each(WRITTEN)('of %s, by its documented form', (family, output, place) => {
    const first = errorOf(output);
    expect({ family: first?.family, place: at(first?.place) }).toEqual({ family, place });
    expect(first?.category).toBe(FAMILIES.find(one => one.id === family)?.category);
  });

  test.each(FORMS)('of %s, in another form', (family, output, place, message, subject) => {
    const first = errorOf(output);
    expect({ family: first?.family, place: at(first?.place), message: first?.message }).toEqual({
      family,
      place,
      message,
    });
    expect(first?.subject).toBe(subject);
  });

  test('counts a panic once: the line below the failing test is the same failure', () => {
    expect(errorOf(PANIC)?.more).toEqual([]);
  });

  test('every log and every family has its row', () => {
    expect(RUN.map(row => row[0]).sort()).toEqual([...logNames()].sort());
    const rows: readonly string[] = [...RUN.map(row => row[1]), ...WRITTEN.map(row => row[0]), 'unknown'];
    expect(FAMILIES.filter(family => !rows.includes(family.id)).map(family => family.id)).toEqual([]);
    const really = new Set<string>(RUN.map(row => row[1]));
    for (const { id, seen } of FAMILIES)
      if (id !== 'unknown' && id !== 'test-time-out')
        expect([id, seen]).toEqual([id, really.has(id) ? 'run' : 'documented']);
  });

  test.each([
    ['npm ERR! code ELIFECYCLE\nnpm ERR! errno 1', undefined],
    ['make: *** [Makefile:2: shop] Error 1', undefined],
    ['error: could not compile `shop` due to previous error', undefined],
  ])('is no echo: %s', (output, expected) => {
    expect(errorOf(`mixer: Fatal: the bowl is empty\n${output}`)?.message).toBe(
      'mixer: Fatal: the bowl is empty',
    );
    expect(expected).toBeUndefined();
  });

  test('is what ended the step, before what failed on the way', () => {
    const first = errorOf(
      "src/a.ts(1,1): error TS2322: Type 'a' is not assignable to type 'b'.\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      134,
    );
    expect(first?.family).toBe('out-of-memory');
  });

  test('is the cause below a failing test, not the test', () => {
    const first = errorOf(
      "______ ERROR collecting tests/test_price.py ______\nImportError while importing test module\ntests/test_price.py:1: in <module>\n    import numpy\nE   ModuleNotFoundError: No module named 'numpy'",
    );
    expect({ family: first?.family, subject: first?.subject, place: at(first?.place) }).toEqual({
      family: 'python-module',
      subject: 'numpy',
      place: 'tests/test_price.py:1',
    });
  });

  test('counts the others of its kind once each', () => {
    expect(firstErrors(readLog(logText('tsc')))[0]?.more.map(one => at(one.place))).toEqual([
      'src/order.ts:4',
    ]);
    expect(firstErrors(readLog(logText('pytest')))[0]?.more).toEqual([]);
  });
});
