import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import type { CodeBlock, Step } from '../model.ts';

/** What is wrong with a block, and on which of its lines (1-based). */
export interface BlockFault {
  readonly message: string;
  readonly line: number;
}

/** How brackets, strings and comments of a language are told apart; what is parsed has no entry. */
interface Lexis {
  readonly comment: readonly string[];
  /** Comments between a slash with a star and a star with a slash. */
  readonly block: boolean;
  /** Quotes of strings that end on their line. */
  readonly quotes: string;
  /** `'x'` is one character, and a lone `'` something else: a lifetime, a label. */
  readonly chars?: boolean;
  /** Backticks: a template that `${` enters, or raw text. */
  readonly backtick?: 'template' | 'raw';
  readonly triple?: boolean;
  readonly regex?: boolean;
  /** Raw strings, whose end has as many `#` as their begin: `r#"…"#`. */
  readonly raw?: RegExp;
  /** Strings go on over the end of a line. */
  readonly long?: boolean;
}

const C: Lexis = { comment: ['//'], block: true, quotes: '"', chars: true };
const JS: Lexis = { comment: ['//'], block: true, quotes: `"'`, backtick: 'template', regex: true };
const PYTHON: Lexis = { comment: ['#'], block: false, quotes: `"'`, triple: true };
const LEXES: Readonly<Record<string, Lexis>> = {
  ...Object.fromEntries(
    'ts typescript tsx js javascript jsx mjs cjs mts cts'.split(' ').map(name => [name, JS]),
  ),
  py: PYTHON,
  python: PYTHON,
  python3: PYTHON,
  go: { ...C, backtick: 'raw' },
  golang: { ...C, backtick: 'raw' },
  ...Object.fromEntries(
    'java kotlin kt scala csharp cs c cpp c++ proto protobuf'
      .split(' ')
      .map(name => [name, { ...C, triple: true }]),
  ),
  ...Object.fromEntries(['rust', 'rs'].map(name => [name, { ...C, raw: /^b?r(#*)"/, long: true }])),
  swift: { ...C, triple: true, raw: /^(#+)"/ },
  prisma: { comment: ['//'], block: false, quotes: '"' },
  graphql: { comment: ['#'], block: false, quotes: '"', triple: true },
  css: { comment: [], block: true, quotes: `"'` },
  scss: { comment: ['//'], block: true, quotes: `"'` },
  sql: { comment: ['--'], block: true, quotes: `'"` },
};

/** Languages of which something can be said at all. */
export function isJudged(language: string): boolean {
  return /^(?:json|jsonc|yaml|yml|toml)$/i.test(language) || LEXES[language.toLowerCase()] !== undefined;
}

/**
 * What is wrong with a block, as far as it can be seen without a grammar: JSON, YAML and TOML are parsed; of other languages
 * the brackets are paired outside of strings and comments, and of Python the heads of blocks are looked at. `undefined`:
 * nothing that could be seen.
 */
export function faultOf({ language, code }: Pick<CodeBlock, 'language' | 'code'>): BlockFault | undefined {
  const name = language.toLowerCase();
  if (name === 'json' || name === 'jsonc') return jsonFault(code, name === 'jsonc');
  if (name === 'yaml' || name === 'yml') return yamlFault(code);
  if (name === 'toml') return tomlFault(code);
  const lexis = LEXES[name];
  if (!lexis || isDiff(code)) return undefined;
  const { fault, bare } = pairBrackets(code, lexis);
  return fault ?? (lexis === PYTHON ? headFault(bare) : undefined);
}

/** Changes are shown as the lines of a diff, whatever the fence says. */
function isDiff(code: string): boolean {
  return (
    /^(?:@@ |diff --git |--- \S|\+\+\+ \S)/m.test(code) ||
    code.split('\n').filter(line => /^[+-](?![+-])\s*\S/.test(line)).length > 1
  );
}

/** An excerpt that leaves something out, in brackets of its own. */
const LEFT_OUT = /(?:\.\.\.|…)/;
/** One of several values: the shape of an answer, and no answer. */
const CHOICE = /"\s*\|\s*"/;

function jsonFault(code: string, lenient: boolean): BlockFault | undefined {
  const bare = withoutComments(code);
  const text = lenient ? bare.replace(/,(?=\s*[}\]])/g, ' ') : bare;
  const first = jsonError(text);
  // A part of an object stands without its braces; several objects may follow each other, one a line.
  if (
    first === undefined ||
    LEFT_OUT.test(text) ||
    CHOICE.test(text) ||
    jsonError(`{${text.replace(/,\s*$/, '')}}`) === undefined
  )
    return undefined;
  const lines = text.split('\n').filter(line => line.trim() !== '');
  if (lines.length > 1 && lines.every(line => jsonError(line) === undefined)) return undefined;
  const at = Number(/position (\d+)/.exec(first)?.[1] ?? text.length);
  const before = text.slice(0, at).trimEnd();
  // What is expected behind a value is missed at the value's own end.
  if (/Expected ',' or/.test(first))
    return { message: 'a comma or a closing bracket is missing', line: lineAt(text, before.length - 1) };
  const comma = before.endsWith(',') && /^[}\]]/.test(text.slice(at));
  return comma
    ? { message: 'a comma stands before the closing bracket', line: lineAt(text, before.length - 1) }
    : {
        message: first.replace(/ \(line \d+ column \d+\)$|, (?:\.\.\.)?"[\s\S]*$/, ''),
        line: lineAt(text, Math.min(at, Math.max(0, text.trimEnd().length - 1))),
      };
}

function jsonError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (problem) {
    return problem instanceof Error ? problem.message : 'no valid JSON';
  }
}

/** Comments of JSON as settings files know them, replaced by spaces. */
function withoutComments(code: string): string {
  return code.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, match =>
    match.startsWith('"') ? match : match.replace(/[^\n]/g, ' '),
  );
}

function yamlFault(code: string): BlockFault | undefined {
  const problem = parseDocument(code).errors[0];
  if (!problem || problem.code === 'MULTIPLE_DOCS') return undefined;
  const open = pairBrackets(code, { comment: ['#'], block: false, quotes: '"' }).fault;
  return {
    message: (problem.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
    line: open?.line ?? problem.linePos?.[0].line ?? 1,
  };
}

function tomlFault(code: string): BlockFault | undefined {
  if (LEFT_OUT.test(code)) return undefined;
  try {
    parseToml(code);
    return undefined;
  } catch (problem) {
    const said = problem instanceof Error ? problem.message : 'no valid TOML';
    const line = typeof problem === 'object' && problem && 'line' in problem ? Number(problem.line) : 1;
    return { message: said.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? said, line };
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, Math.max(0, offset)).split('\n').length;
}

const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

interface Open {
  readonly char: string;
  readonly line: number;
  /** White space before the first character of its line. */
  readonly indent: string;
}

/**
 * The first bracket that does not pair; where the indentation shows that an earlier one lacks its partner, that one. `bare`:
 * the code with strings and comments blanked, each bracketed line break too, so that a line is a statement.
 */
function pairBrackets(code: string, lexis: Lexis): { readonly fault?: BlockFault; readonly bare: string } {
  const stack: Open[] = [];
  const bare = code.split('');
  let suspect: Open | undefined;
  let line = 1;
  let indent = /^[ \t]*/.exec(code)?.[0] ?? '';
  // A string alone is a statement, a comment is none.
  const blank = (from: number, to: number) => {
    const comment = lexis.comment.some(mark => code.startsWith(mark, from));
    for (let at = from; at < to; at++)
      if (bare[at] !== '\n') bare[at] = at === from && !comment ? '\u0001' : ' ';
  };
  for (let i = 0; i < code.length; i++) {
    const char = code[i] ?? '';
    const top = stack.at(-1);
    // What stands in brackets is no part of a statement's own words.
    if (top && char !== '\n') bare[i] = ' ';
    if (char === '\n') {
      line++;
      indent = /^[ \t]*/.exec(code.slice(i + 1))?.[0] ?? '';
      if (stack.length > 0) bare[i] = '\u0002';
      continue;
    }
    if (top?.char === '`') {
      if (char === '\\') i++;
      else if (char === '`') stack.pop();
      else if (char === '$' && code[i + 1] === '{') {
        stack.push({ char: '{', line, indent });
        i++;
      }
      continue;
    }
    const end = skipped(code, i, lexis, line);
    if (typeof end === 'object') return { fault: end, bare: '' };
    if (end !== undefined) {
      line += code.slice(i, end).split('\n').length - 1;
      blank(i, end);
      i = end - 1;
    } else if (lexis.backtick === 'template' && char === '`') stack.push({ char, line, indent });
    else if ('([{'.includes(char)) stack.push({ char, line, indent });
    else if (char in CLOSERS) {
      const opener = CLOSERS[char];
      if (!top || top.char !== opener)
        return { fault: unpaired(stack, char, opener ?? '', line, suspect), bare: '' };
      stack.pop();
      const begins = code.slice(code.lastIndexOf('\n', i) + 1, i).trim() === '';
      if (begins && top.line !== line && top.indent !== indent) suspect ??= top;
    }
  }
  const open = stack.at(-1);
  if (!open) return { bare: bare.join('') };
  const { char, line: at } = suspect && suspect.line > open.line ? suspect : open;
  return { fault: { message: `the “${char}” is not closed`, line: at }, bare: '' };
}

function unpaired(
  stack: readonly Open[],
  char: string,
  opener: string,
  line: number,
  suspect: Open | undefined,
): BlockFault {
  const top = stack.at(-1);
  if (!top || !stack.some(open => open.char === opener))
    return { message: `a “${char}” closes what was not opened`, line };
  const { char: left, line: at } = suspect && suspect.line > top.line ? suspect : top;
  return { message: `the “${left}” is not closed`, line: at };
}

/** Offset behind a comment, string or regular expression that begins here; a fault where it never ends. */
function skipped(code: string, i: number, lexis: Lexis, line: number): number | BlockFault | undefined {
  const char = code[i] ?? '';
  // In the text of JSX an address stands as it is.
  const address = lexis.regex && code[i - 1] === ':';
  if (!address && lexis.comment.some(mark => code.startsWith(mark, i))) {
    const end = code.indexOf('\n', i);
    return end < 0 ? code.length : end;
  }
  if (lexis.block && code.startsWith('/*', i)) {
    const end = code.indexOf('*/', i + 2);
    return end < 0 ? { message: 'the comment is not closed', line } : end + 2;
  }
  const raw = lexis.raw && !/\w/.test(code[i - 1] ?? '') ? lexis.raw.exec(code.slice(i, i + 12)) : null;
  if (raw) {
    const end = code.indexOf(`"${raw[1] ?? ''}`, i + raw[0].length);
    return end < 0 ? { message: 'the string is not closed', line } : end + 1 + (raw[1] ?? '').length;
  }
  const three = code.slice(i, i + 3);
  if (lexis.triple && (three === '"""' || (lexis === PYTHON && three === "'''"))) {
    const end = code.indexOf(three, i + 3);
    return end < 0 ? { message: 'the string is not closed', line } : end + 3;
  }
  if (lexis.backtick === 'raw' && char === '`') {
    const end = code.indexOf('`', i + 1);
    return end < 0 ? { message: 'the string is not closed', line } : end + 1;
  }
  if (lexis.chars && char === "'") {
    const literal = /^'(?:\\(?:u\{?[\da-fA-F]+\}?|x[\da-fA-F]{2}|.)|[^\\'\n])'/u.exec(
      code.slice(i, i + 14),
    )?.[0];
    return literal === undefined ? i + 1 : i + literal.length;
  }
  // A lone apostrophe is text of JSX or of a regular expression as often as a fault: it is left out.
  if (lexis.quotes.includes(char)) return (stringEnd(code, i, lexis.long) ?? i) + 1;
  if (
    lexis.regex &&
    char === '/' &&
    // `<br />` ends an element.
    code[i + 1] !== '>' &&
    /(?:^|[(,=:[!&|?{};\n]|\breturn|\btypeof|=>)\s*$/.test(code.slice(Math.max(0, i - 40), i))
  )
    return (regexEnd(code, i) ?? i) + 1;
  return undefined;
}

function stringEnd(code: string, from: number, long = false): number | undefined {
  for (let i = from + 1; i < code.length && (long || code[i] !== '\n'); i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === code[from]) return i;
  }
  return undefined;
}

function regexEnd(code: string, from: number): number | undefined {
  let inClass = false;
  for (let i = from + 1; i < code.length && code[i] !== '\n'; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '[') inClass = true;
    else if (code[i] === ']') inClass = false;
    else if (code[i] === '/' && !inClass) return i;
  }
  return undefined;
}

const HEAD = /^(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with)\b/;

/** Heads of Python's blocks that lack their colon, or the indented block that belongs below them. */
function headFault(bare: string): BlockFault | undefined {
  let line = 1;
  const statements = bare
    .replace(/\\\n/g, '\\\u0002')
    .split('\n')
    .map(text => {
      const at = line;
      line += text.split('\u0002').length;
      return { text, at };
    });
  const lines = statements.filter(({ text }) => text.replace(/[\u0002\s]/g, '') !== '');
  for (const [i, { text, at }] of lines.entries()) {
    const said = text.trim();
    const word = HEAD.exec(said)?.[0];
    if (word === undefined || /^\w+\s*(?:=(?!=)|\.|,)/.test(said)) continue;
    if (!said.includes(':')) return { message: `the head of “${word}” lacks its colon`, line: at };
    const next = lines[i + 1];
    if (/:\s*$/.test(said) && next && indentOf(next.text) <= indentOf(text))
      return { message: `nothing is indented below “${word}”`, line: at };
  }
  return undefined;
}

function indentOf(text: string): number {
  return (/^[ \t]*/.exec(text)?.[0] ?? '').replace(/\t/g, '        ').length;
}

/** New code of a step: excerpts of today's code are no claim of the plan. */
export function newCode(step: Step): readonly CodeBlock[] {
  return step.code.filter(block => block.kind !== 'existing');
}
