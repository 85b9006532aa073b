import type { CodeBlock, Plan, Step } from '../model.ts';
import { faultOf, isJudged } from './blocks.ts';
import { otherBlocks, placeOfBlock } from './code-places.ts';
import { type Check, type CheckFinding, error, stepLine, warning } from './input.ts';

const family: Readonly<Record<string, 'js' | 'python' | 'go' | 'rust'>> = {
  rust: 'rust',
  rs: 'rust',
  ts: 'js',
  typescript: 'js',
  tsx: 'js',
  js: 'js',
  javascript: 'js',
  jsx: 'js',
  mjs: 'js',
  py: 'python',
  python: 'python',
  go: 'go',
  golang: 'go',
};

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
  if (kind === 'go') {
    // Packages of Go's own have no dot before their first slash.
    const lists = [...block.code.matchAll(/^import\s*\(([^)]*)\)|^import\s+(?:[\w.]+\s+)?("[^"\n]+")/gm)];
    const paths = lists.flatMap(m => [...(m[1] ?? m[2] ?? '').matchAll(/"([^"\n]+)"/g)].map(p => p[1] ?? ''));
    return unique(paths.filter(path => /^[^/]+\.[^/]+(?:\/|$)/.test(path)));
  }
  if (kind === 'rust') {
    const crates = [
      ...block.code.matchAll(/^\s*(?:pub\s+)?(?:use\s+(?:::)?|extern\s+crate\s+)([a-z_]\w*)(?=::|;|\s)/gm),
    ];
    const local = new Set([...block.code.matchAll(/\bmod\s+(\w+)/g)].map(m => m[1]));
    return unique(crates.flatMap(m => (RUST_OWN.has(m[1] ?? '') || local.has(m[1]) ? [] : (m[1] ?? ''))));
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

/** Roots of paths that are no crates of others. */
const RUST_OWN = new Set(['std', 'core', 'alloc', 'proc_macro', 'test', 'crate', 'self', 'super']);

/** Modules of the Python standard library that plans import; they come with the language. */
const PYTHON_OWN = new Set(
  `abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cmath cmd code codecs
  collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses
  dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl
  filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib
  heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging
  lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc numbers operator os pathlib pdb
  pickle pickletools pkgutil platform plistlib poplib posix pprint profile pstats pty pwd py_compile pyclbr
  pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve
  shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct
  subprocess symtable sys sysconfig syslog tarfile tempfile termios textwrap threading time timeit tkinter token
  tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv
  warnings wave weakref webbrowser winreg wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo __future__`.split(
    /\s+/,
  ),
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
  name: 'Code (JSON, YAML, TOML parsed, else brackets; imports)',
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
        if (isJudged(block.language)) judged++;
        const fault = faultOf(block);
        if (fault)
          findings.push(
            error(
              placeOfBlock(input, step.id, block, fault.line),
              `The ${block.language} block does not parse: ${fault.message}.`,
              'Mend the code.',
            ),
          );
        for (const name of importedBy(block, own)) {
          if (added.has(name)) continue;
          const fact = facts.packages[name];
          const line = () =>
            stepLine(input, step.id, `'${name}`, `"${name}`, `import ${name}`, `from ${name}`, `use ${name}`);
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
    for (const { line, ...block } of otherBlocks(input)) {
      const fault = faultOf(block);
      if (fault)
        findings.push(
          error(
            line + fault.line,
            `The ${block.language} block does not parse: ${fault.message}.`,
            'Mend the code.',
          ),
        );
    }
    return {
      findings,
      unreached: unreached || (blocks > 0 && judged === 0),
      applicable: blocks > 0 || added.size > 0,
    };
  },
};
