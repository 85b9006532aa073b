import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { git } from '../helpers/ci-project.ts';
import { run } from './program.ts';

type Files = Readonly<Record<string, string>>;

const folder = mkdtempSync(join(tmpdir(), 'fix-traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A repository with a commit for each state of its files. */
function history(...states: readonly (readonly [subject: string, files: Files])[]): string {
  const root = join(mkdtempSync(join(folder, 'p-')), 'shop');
  mkdirSync(root);
  git(root, 'init', '-q');
  states.forEach(([subject, files], i) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git(root, 'add', '-A');
    // A day for each, so that their order can be told.
    const date = `2026-11-0${i + 1}T10:00:00Z`;
    git(root, '-c', 'core.commentChar=;', 'commit', '-qm', subject, '--date', date);
  });
  return root;
}

async function planned(root: string, goal: string, input?: string) {
  const { code, stdout, stderr } = await run(['fix:hard', goal, '--json'], {
    cwd: root,
    ...(input === undefined ? {} : { input }),
  });
  expect([code, stderr.includes('checks that failed')], stderr).toEqual([0, false]);
  const { markdown, plan } = JSON.parse(stdout);
  const part = (head: string): string => markdown.split(`## ${head}\n`)[1]?.split('\n## ')[0] ?? '';
  const files: readonly string[][] = plan.steps.map((s: { files: { path: string }[] }) =>
    s.files.map(f => f.path),
  );
  return { markdown: String(markdown), part, files };
}

const CODEC = `class BadCode(Exception):
    pass


def decode(text):
    try:
        return int(text, 16)
    except ValueError as error:
        raise BadCode(f"{text} is no code") from error
`;
const COUPON = `from .codec import decode


def discount(code):
    value = decode(code)
    return value % 100
`;
const PY_TEST = (name: string, call: string): string =>
  `from shop.${name} import ${call}\n\n\ndef test_it():\n    assert ${call}("0a") == 10\n    assert ${call}("0b") == 11\n`;
const PY_TRACE = `Traceback (most recent call last):
  File "/srv/app/shop/codec.py", line 7, in decode
    return int(text, 16)
           ^^^^^^^^^^^^^
ValueError: invalid literal for int() with base 16: 'xy'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/app/run.py", line 3, in <module>
    discount("xy")
  File "/srv/app/shop/coupon.py", line 5, in discount
    value = decode(code)
            ^^^^^^^^^^^^
  File "/srv/app/shop/codec.py", line 9, in decode
    raise BadCode(f"{text} is no code") from error
shop.codec.BadCode: xy is no code
`;

const LABELS = (otherwise: string): string => `package shop;

import java.util.Map;

class Labels {
    private final Map<String, String> labels = Map.of("a", "Apples");

    String get(String key) {
        return labels.containsKey(key) ? labels.get(key) : ${otherwise};
    }
}
`;
const RECEIPT = `package shop;

import java.util.List;
import java.util.stream.Collectors;

class Receipt {
    private final Labels labels = new Labels();

    String line(String key) {
        return labels.get(key).trim();
    }

    String print(List<String> keys) {
        try {
            return keys.stream().map(key -> line(key)).collect(Collectors.joining("\\n"));
        } catch (RuntimeException e) {
            throw new IllegalStateException("no receipt for " + keys, e);
        }
    }
}
`;
const JAVA_TEST = (name: string, calls: string): string =>
  `package shop;\n\nimport org.junit.jupiter.api.Test;\n\nclass ${name}Test {\n    @Test void works() {\n${calls}    }\n}\n`;
const JAVA_TRACE = `Exception in thread "main" java.lang.IllegalStateException: no receipt for [a, b]
	at shop.Receipt.print(Receipt.java:17)
	at shop.Main.main(Main.java:5)
Caused by: java.lang.NullPointerException: Cannot invoke "String.trim()" because the return value of "shop.Labels.get(String)" is null
	at shop.Receipt.line(Receipt.java:10)
	at shop.Receipt.lambda$print$0(Receipt.java:15)
	at java.base/java.util.stream.ReferencePipeline$3$1.accept(ReferencePipeline.java:197)
	at java.base/java.util.stream.ReferencePipeline.collect(ReferencePipeline.java:682)
	at shop.Receipt.print(Receipt.java:15)
	... 1 more
`;

const QUEUE = `export class Jobs {
  #jobs: { id: string }[] = [];

  promote(id: string) {
    const at = this.#jobs.findIndex(job => job.id === id);
    if (at === -1) {
      throw new ReferenceError(\`No job \${id}\`);
    }
    this.#jobs.unshift(...this.#jobs.splice(at, 1));
  }
}
`;
const INDEX = `import { Jobs } from './jobs.js';

export class Runner {
  #jobs = new Jobs();

  hurry(id: string) {
    if (id === '') return;
    this.#jobs.promote(id);
  }
}
`;

describe('a trace', { timeout: 120_000 }, () => {
  test('of Python that makes one error of another: its caller is asked, and who changed it', async () => {
    const root = history(
      [
        'A shop with coupons',
        {
          'pyproject.toml': '[project]\nname = "shop"\n\n[tool.pytest.ini_options]\n',
          'shop/__init__.py': '',
          'shop/codec.py': CODEC,
          'shop/coupon.py': COUPON.replace('decode(code)', '10 if code == "" else decode(code)'),
          'tests/test_coupon.py': PY_TEST('coupon', 'discount'),
          'tests/test_codec.py': PY_TEST('codec', 'decode'),
        },
      ],
      ['Coupons without a case for none', { 'shop/coupon.py': COUPON }],
    );
    writeFileSync(join(root, '..', 'error.log'), PY_TRACE);
    const { part, files, markdown } = await planned(root, 'the import of coupons fails @../error.log');
    expect(part('Hypotheses')).toMatch(
      /\*\*H1\*\* `discount` does not expect that `decode` ends in “BadCode” \(`shop\/coupon\.py:5`\)/,
    );
    expect(part('Hypotheses')).toMatch(
      /“Coupons without a case for none”\) brought it in \(`shop\/coupon\.py:5`\)/,
    );
    expect(part('Symptom')).toContain(
      '`decode` makes “BadCode: xy is no code” of it at `shop/codec.py:9`: that is what its callers meet',
    );
    // The line that makes the other error called nothing.
    expect(part('Symptom')).toContain('`shop/coupon.py:5` → `shop/codec.py:7`');
    expect(markdown).not.toContain('`shop/codec.py:9` in `decode` called that');
    expect(files).toEqual([['tests/test_coupon.py'], [], ['shop/coupon.py']]);
    // “import” is a thing here, and the quote is what the person said.
    expect(markdown).toContain('for “import of coupons fails” (the goal)');
    expect(part('Overview')).toContain(
      'The import of coupons fails” in `shop`, mainly in `discount` (the goal, as given)',
    );
  });

  test('of Java: causes, lambdas and “… 1 more”; what the JVM says gave nothing comes first', async () => {
    const root = history(
      [
        'A shop with receipts',
        {
          'pom.xml':
            '<project><modelVersion>4.0.0</modelVersion><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version></project>\n',
          'src/main/java/shop/Labels.java': LABELS('""'),
          'src/main/java/shop/Receipt.java': RECEIPT,
          'src/test/java/shop/LabelsTest.java': JAVA_TEST(
            'Labels',
            '        new Receipt().print(List.of("a"));\n        new Receipt().print(List.of());\n',
          ),
          'src/test/java/shop/ReceiptTest.java': JAVA_TEST(
            'Receipt',
            '        new Receipt().print(List.of("a"));\n',
          ),
        },
      ],
      ['A label that is not there is null', { 'src/main/java/shop/Labels.java': LABELS('null') }],
    );
    const { part, files, markdown } = await planned(root, `receipts are not printed\n\n${JAVA_TRACE}`);
    const [h1 = ''] = part('Hypotheses').split('\n- **H2**');
    expect(h1).toContain(
      '`get` gives nothing where `line` expects a value (`src/main/java/shop/Labels.java:9`)',
    );
    expect(h1).toContain('(“A label that is not there is null”) changed it last');
    expect(part('Symptom')).toContain(
      '`src/main/java/shop/Receipt.java:15` → `src/main/java/shop/Receipt.java:10`',
    );
    // The test that is named after what failed, not the one that calls what stands around it most.
    expect(files).toEqual([['src/test/java/shop/ReceiptTest.java'], [], ['src/main/java/shop/Labels.java']]);
    expect(markdown).toContain('names what `get` gave');
    expect(markdown).not.toContain('may mean more than the words say');
  });

  test('of what was built: by its source, wherever that lies, at the line that throws', async () => {
    const root = history([
      'A runner',
      {
        'package.json': '{"name":"runner","type":"module","scripts":{"test":"node --test"}}',
        'source/index.ts': INDEX,
        'source/jobs.ts': QUEUE,
        'test/jobs.ts':
          "import { Jobs } from '../source/jobs.js';\n\nnew Jobs().promote('a');\nnew Jobs().promote('b');\n",
      },
    ]);
    const trace = [
      'ReferenceError: No job 7',
      '    at Jobs.promote (file:///srv/app/dist/jobs.js:8:19)',
      '    at Runner.hurry (file:///srv/app/dist/index.js:21:20)',
      '    at file:///srv/app/main.mjs:8:1',
    ].join('\n');
    const { part } = await planned(root, '-', trace);
    expect(part('Symptom')).toContain('`source/index.ts:8` → `source/jobs.ts:7`');
    expect(part('Hypotheses')).toContain('`hurry` hands `promote`');
    // The function has another name today; only one line reads what the message speaks of.
    const anonymous = (message: string): string =>
      `TypeError: ${message}\n    at Jobs.moveUp (file:///srv/app/dist/jobs.js:8:19)\n    at file:///srv/app/main.mjs:8:1`;
    const found = await planned(
      root,
      '-',
      anonymous("Cannot read properties of undefined (reading 'splice')"),
    );
    expect(found.part('Symptom')).toMatch(/first own line `source\/jobs\.ts:[2-9]/);
    // None does: no line is made up.
    const unknown = await planned(
      root,
      '-',
      anonymous("Cannot read properties of undefined (reading 'grace')"),
    );
    expect(unknown.part('Symptom')).toContain('first own line `source/jobs.ts` (');
    expect(unknown.markdown).toContain(
      '`source/jobs.ts` is where it fails; its line is not known: the trace has line 8 of what it is compiled to, and nothing there is called `moveUp` today',
    );
    expect(unknown.part('Implementation Steps')).toContain('node --enable-source-maps');
    expect(unknown.part('Implementation Steps')).not.toMatch(/line 1\b|jobs\.ts:1\b/);
  });

  test('of lines that something was taken out from: the function tells who did', async () => {
    const CASES = '\tcase 3:\n\t\treturn s[2]\n';
    const parse = (more: string): string =>
      `package shop\n\n// Parse reads the last letter.\nfunc Parse(s string) byte {\n\tswitch len(s) {\n${more}${CASES}\t}\n\n\t// What follows takes three letters.\n\n\tfirst := s[0]\n\t_ = first\n\n\tlast := s[2]\n\treturn last\n}\n`;
    const root = history(
      [
        'Parse',
        { 'go.mod': 'module example.com/shop\n\ngo 1.19\n', 'parse.go': parse('\tcase 0:\n\t\treturn 0\n') },
      ],
      ['Parse needs no case for nothing', { 'parse.go': parse('') }],
    );
    const line =
      parse('')
        .split('\n')
        .findIndex(l => l.includes('last := s[2]')) + 1;
    const trace = `panic: runtime error: index out of range [2] with length 0\n\ngoroutine 1 [running]:\nexample.com/shop.Parse({0x0, 0x0})\n\t/srv/app/parse.go:${line} +0x1d\nmain.main()\n\t/srv/app/cmd/main.go:9 +0x1d\nexit status 2\n`;
    const { part } = await planned(root, '-', trace);
    expect(part('Hypotheses')).toMatch(
      /\(“Parse needs no case for nothing”\) brought it in [\s\S]*it is the last that changed `Parse`/,
    );
  });
});
