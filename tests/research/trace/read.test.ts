import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogReader, readTraces, sayError } from '../../../src/research/trace/index.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`traces/${name}.txt`, import.meta.url), 'utf8');

/** Errors of the first trace, the root cause first: what was said, then the innermost calls. */
function told(text: string, most = 2): readonly string[] {
  const [trace] = readTraces(text);
  return (trace?.errors ?? []).map(
    e =>
      `${sayError(e)} @ ${e.frames
        .slice(0, most)
        .map(f => `${f.call ?? ''}(${f.file.replace('/home/ann/shop/', '')}:${f.line})`)
        .join(' ')}`,
  );
}

/** What programs that fail printed, on this language's own runtime; paths are those of another machine. */
const PRINTED: readonly (readonly [string, readonly string[]])[] = [
  [
    'node-cause',
    [
      "TypeError: Cannot read properties of undefined (reading 'rate') @ priceOf(src/price.js:2) (src/report.js:5)",
      'Error: report failed @ (src/report.js:8) _compile(node:internal/modules/cjs/loader:1521)',
    ],
  ],
  [
    'node-esm',
    [
      "Error: ENOENT: no such file or directory, open 'nowhere.json' @ open(node:internal/fs/promises:637) readFile(node:internal/fs/promises:1249)",
    ],
  ],
  [
    'python-chained',
    [
      "KeyError: 'a' @ get(store.py:6) total(store.py:14)",
      "AttributeError: 'NoneType' object has no attribute 'amount' @ fallback(store.py:20) total(store.py:16)",
      'RuntimeError: report failed @ (main.py:11)',
    ],
  ],
  [
    'java-caused-by',
    [
      'NullPointerException: Cannot invoke "java.lang.Integer.intValue()" because the return value of "java.util.Map.get(Object)" is null @ Main$Store.get(shop/Main.java:4) Main.lambda$report$0(shop/Main.java:5)',
      'IllegalStateException: report failed: a @ Main.main(shop/Main.java:7)',
    ],
  ],
  [
    'go-panic',
    [
      'runtime error: invalid memory address or nil pointer dereference @ store.(*Store).Total(store/store.go:8) main.main(main.go:18)',
    ],
  ],
  [
    'rust-panic',
    [
      'panic: called `Option::unwrap()` on a `None` value @ __rustc::rust_begin_unwind(/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689) core::panicking::panic_fmt(/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:80)',
    ],
  ],
  [
    'ruby-cause',
    [
      "NoMethodError: undefined method `price' for nil:NilClass @ total(rb/main.rb:3) sum(rb/main.rb:3)",
      'ArgumentError: no cart @ run(rb/main.rb:10) run(rb/main.rb:7)',
    ],
  ],
  [
    'php-next',
    [
      'Error: Call to a member function amount() on null @ Store->get(store.php:3) {closure}(store.php:6)',
      'RuntimeException: report failed @ (main.php:3)',
    ],
  ],
  ['asan', ['AddressSanitizer: heap-use-after-free @ use(main.c:6) main(main.c:7)']],
];

/** The same of runtimes that are not at hand, in the form that their documentation gives. */
const WRITTEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'Firefox',
    'TypeError: order is undefined\nprice@https://shop.example/assets/app.js?v=3:12:7\nrender/<@webpack:///./src/list.tsx:40:9\n',
    [
      'TypeError: order is undefined @ price(https://shop.example/assets/app.js?v=3:12) render(webpack:///./src/list.tsx:40)',
    ],
  ],
  [
    '.NET',
    'Unhandled exception. System.InvalidOperationException: report failed\n ---> System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Store.Get(String key) in C:\\src\\Shop\\Store.cs:line 12\n   --- End of inner exception stack trace ---\n   at Shop.Program.Main(String[] args) in C:\\src\\Shop\\Program.cs:line 7\n',
    [
      'NullReferenceException: Object reference not set to an instance of an object. @ Store.Get(C:\\src\\Shop\\Store.cs:12)',
      'InvalidOperationException: report failed @ Program.Main(C:\\src\\Shop\\Program.cs:7)',
    ],
  ],
  [
    'Rust before 1.73',
    "thread 'main' panicked at 'index out of bounds: the len is 0', src/store.rs:9:5\nnote: run with `RUST_BACKTRACE=1`\n",
    ['panic: index out of bounds: the len is 0 @ (src/store.rs:9)'],
  ],
  [
    'pytest',
    "_____ test_total _____\n    def test_total():\n>       total(1)\ntests/test_a.py:4: \n_ _ _\nE   KeyError: 'x'\n\nledger/total.py:9: KeyError\n",
    ["KeyError: 'x' @ (ledger/total.py:9) (tests/test_a.py:4)"],
  ],
  [
    'pytest with an error of the project',
    '_____ test_total _____\n    def test_total():\n>       total(1)\ntests/test_a.py:4: \n_ _ _\nE   ledger.BadTotal: no total of 1\n\nledger/total.py:9: BadTotal\n',
    ['BadTotal: no total of 1 @ (ledger/total.py:9) (tests/test_a.py:4)'],
  ],
  [
    'pytest --tb=short',
    "_____ test_total _____\ntests/test_a.py:4: in test_total\n    total(1)\nledger/total.py:9: in total\n    raise BadTotal(f'no total of {n}')\n    ^^^^^^^^^^^^^^\nE   ledger.BadTotal: no total of 1\n_____ test_other _____\n",
    ['BadTotal: no total of 1 @ total(ledger/total.py:9) test_total(tests/test_a.py:4)'],
  ],
  [
    'one line of JSON',
    '{"level":"error","stack":"TypeError: a is not a function\\n    at run (/srv/app/src/a.js:3:5)\\n    at main (/srv/app/src/b.js:9:1)","pid":7}\n',
    ['TypeError: a is not a function @ run(/srv/app/src/a.js:3) main(/srv/app/src/b.js:9)'],
  ],
  [
    'lines of a container',
    'web_1  | TypeError: a is not a function\nweb_1  |     at run (/srv/app/src/a.js:3:5)\n',
    ['TypeError: a is not a function @ run(/srv/app/src/a.js:3)'],
  ],
];

describe('stack traces', () => {
  it.each(PRINTED)('%s', (name, errors) => {
    expect(told(fixture(name))).toEqual(errors);
  });

  it.each(WRITTEN)('%s', (_, text, errors) => {
    expect(told(text)).toEqual(errors);
  });

  it('tells who freed the memory, and what other goroutines do', () => {
    const asides = (name: string) =>
      readTraces(fixture(name)).flatMap(t =>
        t.asides.map(a => `${a.aside}: ${a.frames.at(-1)?.file.split('/').at(-1)}`),
      );
    expect(asides('asan')).toEqual([
      'freed by thread T0: libc_start_call_main.h',
      'previously allocated by thread T0: libc_start_call_main.h',
    ]);
    expect(asides('go-deadlock')).toEqual([
      'a goroutine in chan send: main.go',
      'a goroutine in chan send: main.go',
    ]);
  });

  it('counts what occurs again, whatever its numbers', () => {
    const one = (id: number) => `Error: no order ${id}\n    at get (/srv/app/a.js:1:1)\n`;
    expect(readTraces(one(1) + one(22) + 'done\n' + one(3)).map(t => t.count)).toEqual([3]);
  });

  it('never throws, and finds no call that is not there', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom(
              ...fixture('asan').split('\n'),
              ...fixture('python-chained').split('\n'),
              ...fixture('node-cause').split('\n'),
            ),
          ),
        ),
        lines => {
          const text = lines.join('\n');
          for (const trace of readTraces(text))
            for (const frame of trace.errors.flatMap(e => e.frames)) expect(text).toContain(`${frame.line}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a log', () => {
  const ERROR = '2026-11-02T10:00:00.123Z ERROR TypeError: a is undefined\n    at run (/srv/app/a.js:3:5)';
  const digest = (lines: readonly string[]) => {
    const reader = new LogReader();
    for (const line of lines) reader.push(line);
    return reader.end();
  };

  it('keeps each failure once, with the lines before it, and counts it', () => {
    const quiet = Array.from({ length: 500 }, (_, i) => `2026-11-02T10:00:00.000Z INFO request ${i}`);
    const read = digest([
      ...quiet,
      ...ERROR.split('\n'),
      ...quiet,
      ...ERROR.split('\n'),
      'ERROR connect ECONNREFUSED',
      ...quiet,
    ]);
    expect(read).toMatchObject({ lines: 1505, errors: 3, kinds: 2 });
    expect(read.text).toContain('--- 2 times, lines 501 to 1003 ---');
    expect(read.text).toContain('INFO request 499\n2026-11-02T10:00:00.123Z ERROR TypeError');
    expect(read.text).not.toContain('INFO request 490');
    expect(read.text.indexOf('ECONNREFUSED')).toBeGreaterThan(read.text.indexOf('TypeError'));
  });

  it('stays within what a goal may hold, however many failures there are', () => {
    const read = digest(
      Array.from({ length: 3_000 }, (_, i) => `ERROR ${'x'.repeat(300)} kind ${'abc'.repeat((i % 40) + 1)}`),
    );
    expect(read.errors).toBe(3_000);
    expect(read.text.length).toBeLessThanOrEqual(20_000);
  });

  it('gives its end where nothing failed', () => {
    expect(digest(['all is well', 'good night'])).toMatchObject({
      errors: 0,
      text: 'all is well\ngood night',
    });
  });
});
