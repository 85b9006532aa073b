import type { NewPackage } from '../facts.ts';
import type { CodeBlock, Plan } from '../model.ts';
import { packagesInCommands, splitSpec } from '../read/commands.ts';
import { newCode } from './blocks.ts';

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
function importedPackages(block: Pick<CodeBlock, 'language' | 'code'>): readonly string[] {
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
  argon2: 'argon2-cffi',
};

/** What code of the plan may import of itself: folders and files of Python, and the crate that its manifest names. */
export function ownModules(plan: Plan): ReadonlySet<string> {
  const paths = plan.steps.flatMap(s => s.files.map(f => f.path)).filter(p => p.endsWith('.py'));
  const crates = plan.steps
    .flatMap(newCode)
    .flatMap(({ code }) => /^\[package\]\s[^[]*?^name\s*=\s*"([\w-]+)"/m.exec(code)?.[1] ?? [])
    .map(name => name.replaceAll('-', '_'));
  return new Set([...paths.flatMap(p => p.replace(/\.py$/, '').split('/')), ...crates]);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter(Boolean))];
}

/** The same without what the plan itself creates. */
export function importedBy(block: CodeBlock, own: ReadonlySet<string>): readonly string[] {
  const kind = family[block.language.toLowerCase()];
  return importedPackages(block).filter(name => (kind !== 'python' && kind !== 'rust') || !own.has(name));
}

/** Packages whose being installed is asked: imported by new code, added or removed by a step. */
export function wantedPackages(plan: Plan): readonly string[] {
  const own = ownModules(plan);
  const imported = plan.steps.flatMap(step => newCode(step).flatMap(b => importedBy(b, own)));
  return unique([...imported, ...plan.steps.flatMap(step => step.packages.map(p => splitSpec(p.name).name))]);
}

/** What the plan brings in, each package once: what a step adds before what code alone imports. */
export function newPackages(plan: Plan): readonly NewPackage[] {
  const found = new Map<string, NewPackage>();
  for (const step of plan.steps) {
    const commands = step.code.flatMap(packagesInCommands).filter(one => one.action === 'add');
    for (const p of step.packages) {
      const { name, spec: said } = splitSpec(p.name);
      if (p.action !== 'add' || found.has(name)) continue;
      const command = commands.find(one => one.name === name);
      const spec = said ?? command?.spec;
      found.set(name, {
        name,
        how: 'added',
        from: command?.from ?? 'not-said',
        dev: p.dev,
        ...(spec === undefined ? {} : { spec }),
      });
    }
  }
  const own = ownModules(plan);
  for (const block of plan.steps.flatMap(newCode))
    for (const name of importedBy(block, own)) {
      const from = family[block.language.toLowerCase()] === 'js' ? 'npm' : 'elsewhere';
      if (!found.has(name)) found.set(name, { name, how: 'imported', from, dev: false });
    }
  return [...found.values()];
}
