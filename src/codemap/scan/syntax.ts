/** How a language writes what is not code. The tokenizer needs nothing else to find words and skip false definitions. */
export interface Syntax {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  readonly strings: readonly StringForm[];
  /** JavaScript's regular expressions, templates and JSX. */
  readonly script?: 'ts' | 'tsx';
  /** A single quote opens a character only where one closes it at once; else it names a lifetime. */
  readonly lifetimes?: boolean;
  /** What opens a text that starts on the next line; its last word (group 2 or 3) ends it. Sticky. */
  readonly heredoc?: RegExp;
  /** Code begins where this stands first; what is before it is other text. */
  readonly embedded?: string;
  /** Outside strings too a backslash takes the next character its meaning. */
  readonly escapes?: true;
  /** Block comments hold block comments. */
  readonly nested?: true;
  /** Where bodies end. */
  readonly body: 'braces' | 'indent' | 'end' | 'line' | 'heading';
}

export interface StringForm {
  readonly open: string;
  readonly close: string;
  readonly escape: boolean;
  readonly multiline: boolean;
  /** `$(…)` in it is read on its own, quotes included. */
  readonly substitutes?: true;
}

const dq: StringForm = { open: '"', close: '"', escape: true, multiline: false };
const sq: StringForm = { open: "'", close: "'", escape: true, multiline: false };
const dq3: StringForm = { open: '"""', close: '"""', escape: true, multiline: true };
const sq3: StringForm = { open: "'''", close: "'''", escape: true, multiline: true };
const raw: StringForm = { open: '`', close: '`', escape: false, multiline: true };
const slashes = { lineComments: ['//'], blockComments: [['/*', '*/']] as const };

const c: Syntax = { ...slashes, strings: [dq, sq], body: 'braces' };
const hash: Syntax = { lineComments: ['#'], blockComments: [], strings: [dq, sq], body: 'line' };

export const SYNTAX: Readonly<Record<string, Syntax>> = {
  typescript: { ...slashes, strings: [], script: 'ts', body: 'braces' },
  tsx: { ...slashes, strings: [], script: 'tsx', body: 'braces' },
  javascript: { ...slashes, strings: [], script: 'tsx', body: 'braces' },
  python: { lineComments: ['#'], blockComments: [], strings: [dq3, sq3, dq, sq], body: 'indent' },
  go: { ...slashes, strings: [dq, sq, raw], body: 'braces' },
  rust: {
    ...slashes,
    strings: [
      ...['r###"', 'br##"', 'r##"', 'br#"', 'r#"', 'br"', 'r"'].map(open => ({
        open,
        close: `"${open.replace(/[^#]/g, '')}`,
        escape: false,
        multiline: true,
      })),
      { ...dq, multiline: true },
    ],
    lifetimes: true,
    nested: true,
    body: 'braces',
  },
  java: { ...slashes, strings: [dq3, dq, sq], body: 'braces' },
  c,
  cpp: { ...c, strings: [{ open: 'R"(', close: ')"', escape: false, multiline: true }, dq, sq] },
  csharp: {
    ...slashes,
    strings: [dq3, { open: '@"', close: '"', escape: false, multiline: true }, dq, sq],
    body: 'braces',
  },
  ruby: {
    lineComments: ['#'],
    blockComments: [
      ['\n=begin', '\n=end'],
      ['\n__END__', '\0'],
    ],
    strings: [
      ...['%r!!', '%r{}', '%r()', '%r//', '%w[]', '%w()', '%i[]', '%q()', '%Q()', '%()'].map(form => ({
        open: form.slice(0, -1),
        close: form.slice(-1),
        escape: true,
        multiline: true,
      })),
      // A quote in a regular expression must cost its line at most.
      dq,
      sq,
    ],
    heredoc: /<<[~-]?(?:(["'`])(\w+)\1|([A-Z_]\w*))/y,
    body: 'end',
  },
  php: {
    lineComments: ['//', '#'],
    blockComments: [
      ['/*', '*/'],
      ['?>', '<?'],
    ],
    embedded: '<?',
    strings: [
      { ...dq, multiline: true },
      { ...sq, multiline: true },
    ],
    heredoc: /<<<[ \t]*(?:(["'])(\w+)\1|(\w+))/y,
    body: 'braces',
  },
  kotlin: { ...slashes, nested: true, strings: [dq3, dq, sq], body: 'braces' },
  swift: {
    ...slashes,
    nested: true,
    strings: [
      { ...dq3, open: '#"""', close: '"""#', escape: false },
      { ...dq, open: '#"', close: '"#', escape: false },
      dq3,
      dq,
    ],
    body: 'braces',
  },
  scala: { ...slashes, nested: true, strings: [dq3, dq], body: 'braces' },
  shell: {
    ...hash,
    strings: [
      { ...dq, multiline: true, substitutes: true },
      { ...sq, escape: false, multiline: true },
    ],
    escapes: true,
    heredoc: /<<-?[ \t]*\\?(?:(["'])(\w+)\1|([A-Za-z_]\w*))/y,
  },
  sql: {
    lineComments: ['--'],
    blockComments: [['/*', '*/']],
    strings: [{ ...sq, escape: false, multiline: true }],
    body: 'line',
  },
  prisma: { ...slashes, strings: [dq], body: 'braces' },
  proto: { ...slashes, strings: [dq, sq], body: 'braces' },
  graphql: { lineComments: ['#'], blockComments: [], strings: [dq3, dq], body: 'braces' },
  css: { lineComments: [], blockComments: [['/*', '*/']], strings: [dq, sq], body: 'line' },
  markdown: { lineComments: [], blockComments: [['<!--', '-->']], strings: [], body: 'heading' },
  html: { lineComments: [], blockComments: [['<!--', '-->']], strings: [], body: 'line' },
  vue: { ...slashes, strings: [dq, sq, raw], body: 'line' },
  yaml: hash,
  toml: hash,
  ini: { ...hash, lineComments: ['#', ';'] },
  docker: hash,
  make: hash,
  json: { lineComments: [], blockComments: [], strings: [dq], body: 'line' },
  text: { lineComments: [], blockComments: [], strings: [], body: 'line' },
};

const EXTENSIONS: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  hh: 'cpp',
  hxx: 'cpp',
  ino: 'cpp',
  cs: 'csharp',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  php: 'php',
  kt: 'kotlin',
  kts: 'kotlin',
  swift: 'swift',
  scala: 'scala',
  sc: 'scala',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  sql: 'sql',
  prisma: 'prisma',
  graphql: 'graphql',
  gql: 'graphql',
  css: 'css',
  scss: 'css',
  sass: 'css',
  less: 'css',
  md: 'markdown',
  mdx: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  vue: 'vue',
  svelte: 'vue',
  astro: 'vue',
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'toml',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  properties: 'ini',
  json: 'json',
  json5: 'json',
  jsonc: 'json',
  rst: 'text',
  txt: 'text',
  proto: 'proto',
  mk: 'make',
};

const NAMES: Readonly<Record<string, string>> = {
  dockerfile: 'docker',
  containerfile: 'docker',
  makefile: 'make',
  gnumakefile: 'make',
  gemfile: 'ruby',
  rakefile: 'ruby',
  jenkinsfile: 'text',
  procfile: 'yaml',
};

/** Name of a file's language by its name alone; `text` where nothing is known of it. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const named = NAMES[name] ?? (name.startsWith('dockerfile.') ? 'docker' : undefined);
  if (named) return named;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? 'text' : (EXTENSIONS[name.slice(dot + 1)] ?? 'text');
}

export const FALLBACK: Syntax = { lineComments: [], blockComments: [], strings: [], body: 'line' };

export function syntaxOf(language: string): Syntax {
  return SYNTAX[language] ?? FALLBACK;
}

/** The language that a text is written in: a `.h` file may hold C++. */
export function dialectOf(language: string, text: string): string {
  return language === 'c' && CPP_MARK.test(text) ? 'cpp' : language;
}

const CPP_MARK =
  /^[ \t]*(?:class[ \t]+\w|namespace[ \t]+[\w:]+[ \t]*\{?|template[ \t]*<|using[ \t]+\w|(?:public|private|protected)[ \t]*:)/m;
