import { parseDocument } from 'yaml';
import type { CodeBlock, Plan, Step } from '../model.ts';
import { type Check, type CheckFinding, error, stepLine, warning } from './input.ts';

const family: Readonly<Record<string, 'js' | 'python' | 'json' | 'yaml'>> = {
  ts: 'js',
  typescript: 'js',
  tsx: 'js',
  js: 'js',
  javascript: 'js',
  jsx: 'js',
  mjs: 'js',
  py: 'python',
  python: 'python',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
};

/**
 * What is wrong with a block, as far as it can be seen without a grammar: JSON and YAML are parsed, brackets and
 * quotes of JavaScript, TypeScript and Python are balanced. `undefined`: nothing; `unknown`: a language without a parser.
 */
export function blockFault(block: Pick<CodeBlock, 'language' | 'code'>): string | undefined | 'unknown' {
  switch (family[block.language.toLowerCase()]) {
    case 'json':
      try {
        JSON.parse(block.code);
        return undefined;
      } catch (problem) {
        return problem instanceof Error ? problem.message : 'no valid JSON';
      }
    case 'yaml':
      return parseDocument(block.code).errors[0]?.message.split('\n')[0];
    case 'js':
    case 'python':
      return bracketFault(block.code, family[block.language.toLowerCase()] === 'python');
    default:
      return 'unknown';
  }
}

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** First bracket that does not pair, outside strings and comments; template literals are entered at `${`. */
function bracketFault(code: string, python: boolean): string | undefined {
  const stack: { readonly char: string; readonly line: number }[] = [];
  let line = 1;
  for (let i = 0; i < code.length; i++) {
    const char = code[i] ?? '';
    if (char === '\n') line++;
    const top = stack.at(-1)?.char;
    if (top === '`') {
      if (char === '\\') i++;
      else if (char === '`') stack.pop();
      else if (char === '$' && code[i + 1] === '{') {
        stack.push({ char: '{', line });
        i++;
      }
      continue;
    }
    if (python ? char === '#' : code.startsWith('//', i)) {
      const end = code.indexOf('\n', i);
      if (end < 0) break;
      i = end - 1;
    } else if (!python && code.startsWith('/*', i)) {
      const end = code.indexOf('*/', i + 2);
      if (end < 0) return `a comment that begins in line ${line} is not closed`;
      line += code.slice(i, end).split('\n').length - 1;
      i = end + 1;
    } else if (python && /^("""|''')/.test(code.slice(i, i + 3))) {
      const end = code.indexOf(code.slice(i, i + 3), i + 3);
      if (end < 0) return `a string that begins in line ${line} is not closed`;
      line += code.slice(i, end).split('\n').length - 1;
      i = end + 2;
    } else if (char === '"' || char === "'") {
      const end = stringEnd(code, i);
      // A lone apostrophe is text of JSX or of a regular expression as often as a fault: only its line is left out.
      i = end ?? i;
    } else if (!python && char === '/' && /[(,=:[!&|?{};\n]\s*$/.test(code.slice(Math.max(0, i - 40), i))) {
      i = regexEnd(code, i) ?? i;
    } else if (!python && char === '`') stack.push({ char, line });
    else if ('([{'.includes(char)) stack.push({ char, line });
    else if (char in closers) {
      if (top !== closers[char]) return `line ${line} closes a “${char}” that was not opened`;
      stack.pop();
    }
  }
  const open = stack.at(-1);
  return open && `the “${open.char}” of line ${open.line} is not closed`;
}

function stringEnd(code: string, from: number): number | undefined {
  for (let i = from + 1; i < code.length && code[i] !== '\n'; i++) {
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

/** Package of an import: `@scope/name` or `name`; undefined for project files, aliases and built-in `node:` modules. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:\.|\/|~|#|@\/|node:|[a-z]+:\/\/)/.test(specifier)) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? (parts.length > 1 ? parts.slice(0, 2).join('/') : undefined) : parts[0];
}

/** Packages that a block of code imports, in JavaScript, TypeScript and Python. */
export function importedPackages(block: Pick<CodeBlock, 'language' | 'code'>): readonly string[] {
  const kind = family[block.language.toLowerCase()];
  if (kind === 'js') {
    const pattern =
      /(?:^|[;\n])\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"\n]+)['"]|\b(?:require|import)\(\s*['"]([^'"\n]+)['"]/g;
    return unique([...block.code.matchAll(pattern)].flatMap(m => packageOf(m[1] ?? m[2] ?? '') ?? []));
  }
  if (kind === 'python') {
    const pattern = /^\s*(?:from\s+([A-Za-z_]\w*)[\w.]*\s+import\b|import\s+([A-Za-z_]\w*))/gm;
    return unique(
      [...block.code.matchAll(pattern)].flatMap(m => {
        const name = m[1] ?? m[2] ?? '';
        return PYTHON_OWN.has(name) ? [] : (PYTHON_PACKAGES[name] ?? name);
      }),
    );
  }
  return [];
}

/** Modules of the Python standard library that plans import; they come with the language. */
const PYTHON_OWN = new Set(
  `__future__ abc argparse asyncio base64 collections contextlib csv dataclasses datetime decimal enum functools hashlib
  heapq hmac http importlib inspect io itertools json logging math os pathlib queue random re secrets shutil signal
  socket sqlite3 string subprocess sys tempfile threading time traceback types typing unittest urllib uuid weakref zlib
  zoneinfo`.split(/\s+/),
);

/** Packages whose modules have another name, or that bring the module along. */
const PYTHON_PACKAGES: Readonly<Record<string, string>> = {
  werkzeug: 'flask',
  starlette: 'fastapi',
  yaml: 'pyyaml',
  dotenv: 'python-dotenv',
  jwt: 'pyjwt',
};

/** Names of folders and files of the project that a Python import may begin with. */
function ownModules(plan: Plan): ReadonlySet<string> {
  const paths = plan.steps.flatMap(s => s.files.map(f => f.path)).filter(p => p.endsWith('.py'));
  return new Set(paths.flatMap(p => p.replace(/\.py$/, '').split('/')));
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter(Boolean))];
}

function importedBy(block: CodeBlock, own: ReadonlySet<string>): readonly string[] {
  const python = family[block.language.toLowerCase()] === 'python';
  return importedPackages(block).filter(name => !python || !own.has(name));
}

/** New code of a step: excerpts of today's code are no claim of the plan. */
function newCode(step: Step): readonly CodeBlock[] {
  return step.code.filter(block => block.kind !== 'existing');
}

/** Packages whose being installed is asked: imported by new code, or removed by a step. */
export function wantedPackages(plan: Plan): readonly string[] {
  const own = ownModules(plan);
  const imported = plan.steps.flatMap(step => newCode(step).flatMap(b => importedBy(b, own)));
  return unique([...imported, ...plan.steps.flatMap(step => step.packages.map(p => p.name))]);
}

/** 9. Code blocks parse as far as can be seen; what they import is installed or added by a step before. */
export const code: Check = {
  number: 9,
  name: 'Code (JSON and YAML parsed, else brackets; imports)',
  judge(input) {
    const { plan, facts } = input;
    const findings: CheckFinding[] = [];
    const added = new Set<string>();
    const own = ownModules(plan);
    let blocks = 0;
    let judged = 0;
    let unreached = false;
    for (const step of plan.steps) {
      for (const p of step.packages) {
        const fact = facts.packages[p.name];
        const line = () => stepLine(input, step.id, `- \`${p.name}\``);
        if (p.action === 'remove' && fact?.installed === 'no' && !added.has(p.name))
          findings.push(
            error(
              line(),
              `\`${p.name}\` is to be removed, but it is not installed.`,
              'Take it out of the step.',
            ),
          );
        if (p.action === 'add' && fact?.inRegistry === 'no')
          findings.push(
            error(line(), `The registry does not know \`${p.name}\`.`, 'Name a package that exists.'),
          );
        if (p.action === 'add' && fact?.deprecated === 'yes')
          findings.push(
            error(line(), `\`${p.name}\` is deprecated.`, 'Choose its successor, or say why it is taken.'),
          );
        if (p.action === 'add') added.add(p.name);
        else added.delete(p.name);
      }
      for (const block of newCode(step)) {
        blocks++;
        const first = block.code.trim().split('\n')[0] ?? '';
        const fault = blockFault(block);
        if (fault !== 'unknown') judged++;
        if (fault !== undefined && fault !== 'unknown')
          findings.push(
            error(
              stepLine(input, step.id, first),
              `The ${block.language} block does not parse: ${fault}.`,
              'Mend the code.',
            ),
          );
        for (const name of importedBy(block, own)) {
          if (added.has(name)) continue;
          const fact = facts.packages[name];
          const line = () =>
            stepLine(input, step.id, `'${name}`, `"${name}`, `import ${name}`, `from ${name}`);
          if (fact?.installed === 'no')
            findings.push(
              error(
                line(),
                `The code imports \`${name}\`, which is not installed and which no step adds before.`,
                `Add \`${name}\` in a step, or use what is installed.`,
              ),
            );
          else if (fact?.installed !== 'yes') unreached = true;
          if (fact?.deprecated === 'yes')
            findings.push(
              warning(line(), `\`${name}\` is deprecated.`, 'See whether its successor serves here.'),
            );
        }
      }
    }
    return {
      findings,
      unreached: unreached || (blocks > 0 && judged === 0),
      applicable: blocks > 0 || added.size > 0,
    };
  },
};
