import type { Family } from './model.ts';

const FRAME =
  /^\s+(?:at .*\(|at |❯ (?:\S+ )?)(?:file:\/\/)?(?<path>(?!node:)[^\s():]*(?:[A-Za-z]:)?[^\s():]+\.[cm]?[jt]sx?):(?<line>\d+):(?<column>\d+)/;
const ERROR_NAMED = /^\s*(?:→ )?(?<message>[A-Z]\w*(?:Error|Exception)\b.*)/;

/** A call as TAP prints it: the words of a stack without their “at”. */
const TAP_FRAME =
  /^\s+(?:async )?[\w$.<>#[\] ]+ \((?:file:\/\/)?(?<path>(?!node:)(?:[A-Za-z]:)?[^\s():]+\.[cm]?[jt]sx?):(?<line>\d+):(?<column>\d+)\)$/;
const TAP_LOCATION = /^\s+location: '(?:file:\/\/)?(?<path>(?:[A-Za-z]:)?[^':]+):\d+:\d+'$/;

/** `5 !== 15`, below the message of `node:assert`. */
const UNEQUAL = /^\s*(?<detail>\S+ !== \S+)$/;

/** Test runners. */
export const TESTS = [
  {
    id: 'vitest',
    tool: 'Vitest',
    category: 'test',
    means: 'a failing test of Vitest',
    when: [/^\s*FAIL {2}(?:\|?[\w-]+\|? )?(?<path>\S+) (?:> (?<subject>.+)|\[ \S+ \])$/],
    needs: /^\s*\S*(?:Error|⎯)/,
    after: [ERROR_NAMED, FRAME],
    seen: 'run',
  },
  {
    id: 'jest',
    tool: 'Jest',
    category: 'test',
    means: 'a failing test of Jest',
    when: [/^\s+● (?!Console\b)(?<subject>.+)$/],
    needs: /^\s+(?:expect\(|at |.*Error\b|thrown:|Cannot find)/,
    after: [
      /^\s+(?<message>expect\(.+|[A-Z]\w*Error: .+|Cannot find .+|thrown: .+)/,
      /^\s+(?<detail>Expected: .+)$/,
      /^\s+(?<detail2>Received: .+)$/,
      FRAME,
    ],
    before: [/^\s*FAIL\s+(?<path>\S+)/],
    seen: 'run',
  },
  {
    id: 'rspec',
    tool: 'RSpec',
    category: 'test',
    means: 'a failing example of RSpec',
    when: [/^\s+\d+\) (?<subject>.+)$/],
    needs: /^\s+Failure\/Error:/,
    after: [
      /^\s+(?<message>expected:? .+|[A-Z]\w*(?:::\w+)*Error:?.*)/,
      /^\s+(?<detail>got: .+)$/,
      /^\s+# (?<path>[^\s:]+\.rb):(?<line>\d+)/,
    ],
    seen: 'run',
  },
  {
    id: 'mocha',
    tool: 'Mocha',
    category: 'test',
    means: 'a failing test of Mocha',
    // Two spaces: the list of failures at the end. Deeper ones only count them.
    when: [/^ {2}\d+\) (?<subject>.+)$/],
    needs: /^\s+(?:[A-Z]\w*)?Error\b/,
    after: [/^ {7}(?<code>\S.*):$/, ERROR_NAMED, UNEQUAL, FRAME],
    seen: 'run',
  },
  {
    id: 'node-test',
    tool: 'node:test',
    category: 'test',
    means: 'a failing test of Node’s own runner',
    when: [/^\s*✖ (?<subject>.+) \([\d.]+ms\)$/, /^\s*not ok \d+ - (?<subject>.+)$/],
    needs: /Error\b|failureType/,
    after: [ERROR_NAMED, /^\s+error: ['"]?(?<message>.+?)['"]?$/, UNEQUAL, FRAME, TAP_FRAME, TAP_LOCATION],
    seen: 'run',
  },
  {
    id: 'pytest',
    tool: 'pytest',
    category: 'test',
    means: 'a failing test of pytest, or a file that it cannot collect',
    when: [
      /^_{3,} (?<subject>.+?) _{3,}$/,
      /^(?:FAILED|ERROR) (?<path>[^:\s]+\.py)::(?<subject>\S+)(?: - (?<message>.*))?$/,
    ],
    needs: /^E {3}|^(?:FAILED|ERROR|=)/,
    after: [/^E\s+(?<message>\S.*)/, /^(?<path>[^\s:]+\.py):(?<line>\d+):/],
    seen: 'run',
  },
  {
    id: 'unittest',
    tool: 'unittest',
    category: 'test',
    means: 'a failing test of Python’s own runner',
    when: [/^(?:FAIL|ERROR): (?<subject>\w+) \((?<code>[\w.]+)\)/],
    needs: /^Traceback/,
    after: [
      /^(?<message>[A-Z]\w*(?:Error|Exception)\b.*)/,
      /^\s+File "(?<path>[^"]+\.py)", line (?<line>\d+)/,
    ],
    seen: 'run',
  },
  {
    id: 'go-test',
    tool: 'go test',
    category: 'test',
    means: 'a failing test of Go, or a panic in it',
    when: [/^\s*--- FAIL: (?<subject>\S+)/, /^panic: (?!test timed out)(?<message>.+)/],
    needs: /^\s+\S+\.go:\d+|^FAIL\b|^goroutine \d+/,
    next: /^panic: (?<message>.+?)(?: \[recovered\])?$/,
    after: [
      /^\s+(?<path>[^\s:]+\.go):(?<line>\d+): (?<message>.*)/,
      /^FAIL\t(?<code>\S+)/,
      // Go's own files lie where it is installed.
      /^\s+(?<path>\/(?!usr\/|opt\/|\S*(?:\/pkg\/mod\/|\/go(?:-[\d.]+)?\/src\/(?:runtime|testing)\/))\S+\.go):(?<line>\d+)/,
    ],
    seen: 'run',
  },
  {
    id: 'cargo-test',
    tool: 'cargo test',
    category: 'test',
    means: 'a failing test of Rust',
    when: [
      /^thread '(?<subject>[^']+)' (?:\(\d+\) )?panicked at (?:'(?<message>.*)', )?(?<path>[^\s:']+):(?<line>\d+):(?<column>\d+)/,
    ],
    after: [/^(?<message>(?:assertion|called|index|attempt|explicit)\b.*)/],
    seen: 'run',
  },
  {
    id: 'junit',
    tool: 'JUnit by Surefire or Gradle',
    category: 'test',
    means: 'a failing test of JUnit or TestNG',
    when: [
      /^\[ERROR\]\s+(?<subject>[\w.$]+\.\w+|\w+\.\w+):(?<line>\d+)(?:->\S+)? (?<message>.+)/,
      /^\[ERROR\] (?<subject>[\w.$]+)(?:\(\))?(?: --)? +Time elapsed: .*<<< (?:FAILURE|ERROR)!/,
      /^(?<subject>\w[\w.$]* > .+) FAILED$/,
    ],
    after: [
      /^\s*(?<message>[\w.$]*(?:Error|Exception|Failure)\b.*)/,
      /\((?<path>\w+\.(?:java|kt)):(?<line>\d+)\)/,
    ],
    seen: 'documented',
  },
  {
    id: 'playwright-flaky',
    tool: 'Playwright, retries of Jest and Vitest',
    category: 'flaky',
    means: 'a test that failed and then passed in the same run',
    when: [/^\s+(?<subject>\d+) flaky$/, /^\s*(?:✓|✔) (?<subject>.+?) \(retry (?:x|#)\d+\)/],
    after: [/^\s+\[[\w-]+\] › (?<path>[^\s:]+):(?<line>\d+):(?<column>\d+) › (?<message>.+?)\s*$/],
    seen: 'documented',
  },
  {
    id: 'test-time-out',
    tool: 'time limits of test runners',
    category: 'time-out',
    means: 'a test that did not end within its own limit',
    when: [
      /(?<message>(?:Test|Hook) timed out in (?<subject>\d+ms))/,
      /(?<message>Exceeded timeout of (?<subject>[\d_]+ ?ms) for a (?:test|hook))/i,
      /(?<message>Timeout of (?<subject>\d+ms) exceeded)/,
      /^panic: (?<message>test timed out after (?<subject>\S+))/,
      /(?<message>Failed: Timeout >(?<subject>[\d.]+s))/,
    ],
    after: [FRAME, /^\s+(?<path>\S+\.(?:go|py)):(?<line>\d+)/],
    seen: 'documented',
  },
] as const satisfies readonly Family[];
