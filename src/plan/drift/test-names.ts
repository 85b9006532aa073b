/** A test as its file calls it. */
export interface TestName {
  /** With the names of the groups around it: `hub › refuses a forged token`. */
  readonly name: string;
  readonly line: number;
}

/** A file with more lines is generated. */
const MOST_LINES = 50_000;

/**
 * The tests that a file names, in order, by the words in which the usual runners of its language take them. Read line by line,
 * not parsed: a name that is computed, or stands on a line of its own far from its call, is not seen.
 */
export function testNames(path: string, text: string): readonly TestName[] {
  const reader = READERS.find(({ files }) => files.test(path));
  if (!reader) return [];
  const lines = text.split('\n').slice(0, MOST_LINES);
  const found: TestName[] = [];
  const groups: { readonly indent: number; readonly name: string }[] = [];
  lines.forEach((line, at) => {
    const indent = /^\s*/.exec(line)?.[0].length ?? 0;
    const said = reader.read(line, lines, at);
    if (!said) return;
    while (groups.length > 0 && (groups.at(-1)?.indent ?? 0) >= indent) groups.pop();
    if (said.group) {
      groups.push({ indent, name: said.name });
      return;
    }
    found.push({ name: [...groups.map(group => group.name), said.name].join(' › '), line: at + 1 });
  });
  return found;
}

interface Said {
  readonly name: string;
  /** It holds tests, and is none itself. */
  readonly group?: boolean;
}

type Reader = (line: string, lines: readonly string[], at: number) => Said | undefined;

const QUOTED = /(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/;
const CALL =
  /(?:^|[\s;=>(])(?:(?:\w+\.)?(test|it|describe|suite|context|scenario|specify|feature)(?:\.\w+)*)\s*(?:<[^>]*>)?\(\s*$/;
const CALL_NAME = new RegExp(
  `(?:^|[\\s;=>(])(?:\\w+\\.)?(test|it|xit|fit|describe|suite|context|scenario|specify|feature|Deno\\.test)((?:\\.\\w+)*)\\s*(?:<[^>]*>)?\\(\\s*${QUOTED.source}`,
);
/** The end of a table: `])('%s is refused', …` or `` `('$name', `` . */
const TABLE_NAME = new RegExp(`^\\s*[\\])\`]+\\)?\\(\\s*${QUOTED.source}`);
const GROUPS = /^(?:describe|suite|context|feature)$/;

/** mocha, jest, vitest, node:test, ava, tap, Playwright, Deno. */
const script: Reader = (line, lines, at) => {
  const call = CALL_NAME.exec(line);
  if (call) {
    const [, word = '', , double, single, back] = call;
    return { name: plain(double ?? single ?? back ?? ''), group: GROUPS.test(word) };
  }
  if (CALL.test(line)) {
    const next = new RegExp(`^\\s*${QUOTED.source}`).exec(lines[at + 1] ?? '');
    const word = CALL.exec(line)?.[1] ?? '';
    if (next) return { name: plain(next[1] ?? next[2] ?? next[3] ?? ''), group: GROUPS.test(word) };
  }
  const table = TABLE_NAME.exec(line);
  if (!table) return undefined;
  const name = plain(table[1] ?? table[2] ?? table[3] ?? '');
  // Only what closes the table of an `each` names a test.
  return lines.slice(Math.max(0, at - MOST_OF_A_TABLE), at).some(above => /\.each\b/.test(above))
    ? { name }
    : undefined;
};
const MOST_OF_A_TABLE = 200;

const python: Reader = (line, lines, at) => {
  const group = /^\s*class\s+(\w*[Tt]est\w*)/.exec(line)?.[1];
  if (group !== undefined) return { name: spoken(group), group: true };
  const name = /^\s*(?:async\s+)?def\s+(test\w*)\s*\(/.exec(line)?.[1];
  if (name === undefined) return undefined;
  const docstring = /^\s*[rR]?(?:"""|''')\s*([^"']+)/.exec(lines[at + 1] ?? '')?.[1]?.trim();
  return { name: docstring ? `${spoken(name)} (${docstring})` : spoken(name) };
};

const go: Reader = line => {
  const top = /^func\s+((?:Test|Example|Fuzz)\w*)\s*\(/.exec(line)?.[1];
  if (top !== undefined) return { name: spoken(top) };
  const sub =
    /\bt\.Run\(\s*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ??
    /^\s*\{?\s*(?:name|desc|title|scenario):\s*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  return sub === undefined ? undefined : { name: sub };
};

/** JUnit, TestNG, Kotest, Spock, xUnit, NUnit: a name that is said, else the method below the annotation. */
const annotated: Reader = (line, lines, at) => {
  const group = /\b(?:class|object|record)\s+(\w*(?:Test|Spec|Suite|Should|Facts|IT)\w*)/.exec(line)?.[1];
  if (group !== undefined) return { name: spoken(group), group: true };
  const said =
    /@DisplayName\(\s*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ??
    /^\s*(?:should|it|test|describe|given|"[^"]*"\s*\{)\s*\(\s*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  if (said !== undefined) return { name: said };
  const method =
    /\bfun\s+`([^`]+)`/.exec(line)?.[1] ??
    /\bdef\s+"([^"]+)"\s*\(/.exec(line)?.[1] ??
    /^\s*(?:(?:public|private|protected|internal|static|async|final|suspend|override)\s+)*(?:[\w<>[\],.?]+\s+)?(?:fun\s+)?(\w+)\s*\(/.exec(
      line,
    )?.[1];
  if (method === undefined) return undefined;
  const above = lines.slice(Math.max(0, at - MOST_ANNOTATIONS), at + 1).join('\n');
  const marked =
    /@(?:Test|ParameterizedTest|RepeatedTest|Property)\b|\[\s*(?:Fact|Theory|Test|TestCase|TestMethod)\b/.exec(
      above.slice(lastEnd(above)),
    );
  if (marked || /^test[A-Z_]/.test(method) || method.includes(' ')) return { name: spoken(method) };
  return undefined;
};
const MOST_ANNOTATIONS = 4;

/** Behind the end of the method above: its annotations are not this one's. */
function lastEnd(text: string): number {
  return Math.max(text.lastIndexOf('}\n'), text.lastIndexOf(';\n'), 0);
}

const ruby: Reader = line => {
  const call = new RegExp(
    `^\\s*(?:RSpec\\.)?(it|specify|test|scenario|example|should|describe|context|feature)\\s*\\(?\\s*${QUOTED.source}`,
  ).exec(line);
  if (call)
    return {
      name: plain(call[2] ?? call[3] ?? ''),
      group: /^(?:describe|context|feature)$/.test(call[1] ?? ''),
    };
  const name = /^\s*def\s+(test_\w+)/.exec(line)?.[1];
  return name === undefined ? undefined : { name: spoken(name) };
};

const rust: Reader = (line, lines, at) => {
  const name = /^\s*(?:pub\s+)?(?:async\s+)?fn\s+(\w+)\s*[(<]/.exec(line)?.[1];
  if (name === undefined) return undefined;
  for (let i = at - 1; i >= Math.max(0, at - MOST_ANNOTATIONS); i--) {
    const above = lines[i] ?? '';
    if (/^\s*#\[\s*(?:\w+::)*(?:test|rstest|test_case|quickcheck|proptest)\b/.test(above))
      return { name: spoken(name) };
    if (!/^\s*(?:#\[|\/\/)/.test(above)) return undefined;
  }
  return undefined;
};

const php: Reader = (line, lines, at) => {
  const call = new RegExp(`^\\s*(it|test|describe)\\(\\s*${QUOTED.source}`).exec(line);
  if (call) return { name: plain(call[2] ?? call[3] ?? ''), group: call[1] === 'describe' };
  const name = /\bfunction\s+(\w+)\s*\(/.exec(line)?.[1];
  if (name === undefined) return undefined;
  const marked = /@test\b|#\[Test\b/.test(lines.slice(Math.max(0, at - MOST_ANNOTATIONS), at).join('\n'));
  return /^test/.test(name) || marked ? { name: spoken(name) } : undefined;
};

const elixir: Reader = line => {
  const call = /^\s*(test|describe|property)\s+"((?:[^"\\]|\\.)*)"/.exec(line);
  return call ? { name: plain(call[2] ?? ''), group: call[1] === 'describe' } : undefined;
};

const READERS: readonly { readonly files: RegExp; readonly read: Reader }[] = [
  { files: /\.(?:[cm]?[jt]sx?|vue|svelte)$/, read: script },
  { files: /\.py$/, read: python },
  { files: /\.go$/, read: go },
  { files: /\.(?:java|kt|kts|groovy|scala|cs)$/, read: annotated },
  { files: /\.rb$/, read: ruby },
  { files: /\.rs$/, read: rust },
  { files: /\.php$/, read: php },
  { files: /\.exs?$/, read: elixir },
];

/** `test_refuses_a_token`, `TestRefusesAToken` → `refuses a token`. */
function spoken(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/_+/g, ' ')
    .replace(/^\s*(?:test|example|fuzz)s?\b\s*/i, '')
    .replace(/\s+(?:tests?|spec|suite)$/i, '')
    .trim();
}

/** Without escapes and place holders. */
function plain(name: string): string {
  return name
    .replace(/\\(.)/g, '$1')
    .replace(/\$\{[^}]*\}|%[sdifjop#]|\$\w+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
