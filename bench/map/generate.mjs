// A repository out of nothing, the same for the same numbers: node bench/map/generate.mjs --out DIR [--files 1000] [--commits 250]
// Sizes, folders, imports and words are drawn as they are in real ones: file sizes log-normal, words and what is imported
// by Zipf's law, most imports near by, the vocabulary growing with the root of the size (Heaps), tests beside sources.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { option } from '../load.mjs';

/** Mulberry32: a small generator of numbers in [0, 1), one sequence a seed. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const CONSONANTS = [
  'b',
  'c',
  'd',
  'f',
  'g',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'br',
  'st',
  'tr',
  'pl',
  'ch',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ea', 'io'];
const ENDS = ['', '', 'n', 'r', 's', 't', 'l', 'ck', 'nd'];
const capital = word => word[0].toUpperCase() + word.slice(1);

function makeWords(random, count) {
  const words = new Set();
  const one = list => list[Math.floor(random() * list.length)];
  while (words.size < count) {
    const syllables = 1 + Math.floor(random() * 2.6);
    let word = '';
    for (let i = 0; i < syllables; i++) word += one(CONSONANTS) + one(VOWELS);
    words.add(word + one(ENDS));
  }
  return [...words];
}

/** Place n of `count` is drawn about 1/(n + 1) as often as the first. */
const zipf = (random, count) => Math.min(count - 1, Math.floor(Math.exp(random() * Math.log(count + 1))) - 1);

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const NEW_NAMES = 0.12;
const PER_FOLDER = 12;
const FOLDERS_PER_PACKAGE = 12;

/** Paths first, because files import each other: packages of a dozen folders of about a dozen files. */
function layOut(random, words, count) {
  const paths = new Set();
  for (let n = 0; paths.size < count; n++) {
    const inner = n % FOLDERS_PER_PACKAGE;
    const number = Math.floor(n / FOLDERS_PER_PACKAGE);
    const top = `packages/${words[number % words.length]}-${number}/src/`;
    const folder = inner === 0 ? top : `${top}${words[(n * 7) % words.length]}/`;
    const size = Math.max(1, Math.round(PER_FOLDER * (0.3 + random() * 1.4)));
    let last = '';
    for (let i = 0; i < size && paths.size < count; i++) {
      const name = `${words[zipf(random, words.length)]}${capital(words[Math.floor(random() * words.length)])}`;
      const kind = random();
      if (kind < 0.14 && last) paths.add(`${folder}${last}.test.ts`);
      else if (kind < 0.17) paths.add(`${folder}${name}.json`);
      else if (kind < 0.2) paths.add(`${folder}${name}.md`);
      else {
        paths.add(`${folder}${name}.ts`);
        last = name;
      }
    }
  }
  return [...paths];
}

class Writer {
  constructor(random, words, paths) {
    this.random = random;
    this.words = words;
    this.paths = paths;
    this.names = [];
    this.sources = paths
      .map((path, n) => [path, n])
      .filter(([path]) => path.endsWith('.ts') && !path.includes('.test.'));
  }

  word() {
    return this.words[zipf(this.random, this.words.length)];
  }

  /** Most names are known already: from around here, or from everywhere. A file of some hundred brings about twenty new ones. */
  identifier() {
    const { random, names } = this;
    const kind = random();
    if (kind > NEW_NAMES && names.length > 200)
      return kind < 0.5
        ? names[names.length - 1 - Math.floor(random() * 150)]
        : names[zipf(random, names.length)];
    const parts = 1 + Math.floor(random() * 3);
    let name = this.word();
    for (let i = 1; i < parts; i++) name += capital(this.word());
    if (name.length < 4) name += capital(this.word());
    names.push(name);
    return name;
  }

  sentence() {
    return Array.from({ length: 5 + Math.floor(this.random() * 9) }, () => this.word()).join(' ');
  }

  /** What a source imports: mostly neighbours in the list, else one of the few that everything imports. */
  imports(path, at) {
    const { random, sources } = this;
    const lines = [];
    const count = Math.floor(random() * 7);
    for (let i = 0; i < count; i++) {
      const near = random() < 0.7;
      const place = near
        ? Math.floor((at / this.paths.length) * sources.length) + Math.floor(random() * 40) - 20
        : zipf(random, sources.length);
      const target = sources[Math.max(0, Math.min(sources.length - 1, place))][0];
      if (target === path) continue;
      const from = posix.relative(posix.dirname(path), target.replace(/\.ts$/, '.js'));
      lines.push(
        `import { ${this.identifier()}, ${this.identifier()} } from '${from.startsWith('.') ? from : `./${from}`}';`,
      );
    }
    return lines;
  }

  source(path, at) {
    const { random } = this;
    const wanted = Math.min(4_000, Math.max(6, Math.round(Math.exp(3.8 + 1.1 * normal(random)))));
    const lines = this.imports(path, at);
    while (lines.length < wanted) {
      const kind = random();
      if (kind < 0.25) {
        lines.push(`/** ${capital(this.sentence())}. */`, `export class ${capital(this.identifier())} {`);
        const methods = 1 + Math.floor(random() * 7);
        for (let i = 0; i < methods; i++)
          this.body(lines, `  ${this.identifier()}(${this.identifier()}: string) {`, '    ', '  }');
        lines.push('}');
      } else if (kind < 0.35) {
        lines.push(`export interface ${capital(this.identifier())} {`);
        for (let i = 0; i < 3; i++) lines.push(`  readonly ${this.identifier()}: string;`);
        lines.push('}');
      } else if (kind < 0.45) lines.push(`export const ${this.identifier()} = '${this.sentence()}';`);
      else
        this.body(
          lines,
          `${random() < 0.6 ? 'export ' : ''}function ${this.identifier()}(${this.identifier()}: number) {`,
          '  ',
          '}',
        );
      lines.push('');
    }
    return `${lines.join('\n')}\n`;
  }

  body(lines, head, indent, end) {
    const { random } = this;
    lines.push(head);
    const count = 2 + Math.floor(random() * 9);
    for (let i = 0; i < count; i++) {
      const kind = random();
      if (kind < 0.15) lines.push(`${indent}// ${this.sentence()}`);
      else if (kind < 0.45)
        lines.push(
          `${indent}const ${this.identifier()} = ${this.identifier()}.${this.identifier()}(${this.identifier()});`,
        );
      else if (kind < 0.6)
        lines.push(
          `${indent}if (${this.identifier()} > ${Math.floor(random() * 100)}) return ${this.identifier()};`,
        );
      else if (kind < 0.75)
        lines.push(`${indent}throw new Error(\`${this.sentence()} \${${this.identifier()}}\`);`);
      else
        lines.push(
          `${indent}this.${this.identifier()}(${this.identifier()}, '${this.word()}', ${this.identifier()});`,
        );
    }
    lines.push(end);
  }

  text(path, at) {
    if (path.endsWith('.json'))
      return `${JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, () => [this.identifier(), this.sentence()])), undefined, 2)}\n`;
    if (path.endsWith('.md'))
      return `# ${capital(this.sentence())}\n\n${Array.from({ length: 12 }, () => `${this.sentence()}.`).join('\n')}\n`;
    return this.source(path, at);
  }
}

/** Commits of a few files each, most of them in one folder; fast-import takes thousands a second. */
function history(random, writer, paths, commits) {
  const lines = ['blob\nmark :1\ndata 2\n.\n\n'];
  for (let n = 1; n <= commits; n++) {
    const message = `${capital(writer.sentence())}\n`;
    const when = 1_600_000_000 + n * 7_200;
    lines.push(
      `commit refs/heads/main\nmark :${n + 1}\ncommitter Ada <ada@example.org> ${when} +0000\ndata ${message.length}\n${message}`,
    );
    if (n > 1) lines.push(`from :${n}\n`);
    const centre = zipf(random, paths.length);
    const count = 1 + Math.floor(random() * 5);
    // The contents differ each time, so that every commit changes what it names.
    for (let i = 0; i < count; i++)
      lines.push(
        `M 100644 inline ${paths[(centre + Math.floor(random() * 20)) % paths.length]}\ndata ${String(n * 10 + i).length}\n${n * 10 + i}\n`,
      );
    lines.push('\n');
  }
  return lines.join('');
}

/** Writes a git repository of `files` files into the folder, which must be absent or empty. */
export function generate(folder, { files, commits = Math.min(5_000, Math.floor(files / 4)), seed = 1 }) {
  const random = randomFrom(seed);
  const words = makeWords(random, Math.round(120 * Math.sqrt(files)) + 400);
  const paths = layOut(random, words, files);
  const writer = new Writer(random, words, paths);
  const git = (args, input) =>
    execFileSync(
      'git',
      [
        '-c',
        'user.name=Ada',
        '-c',
        'user.email=ada@example.org',
        '-c',
        'core.compression=0',
        '-c',
        'gc.auto=0',
        ...args,
      ],
      { cwd: folder, input, stdio: ['pipe', 'ignore', 'inherit'] },
    );
  mkdirSync(folder, { recursive: true });
  git(['init', '-q', '-b', 'main']);
  if (commits > 0) git(['fast-import', '--quiet'], history(random, writer, paths, commits));
  let bytes = 0;
  paths.forEach((path, at) => {
    const text = writer.text(path, at);
    bytes += text.length;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  });
  git(['add', '-A']);
  git(['commit', '-q', '-m', 'Everything as it is now']);
  return { files: paths.length, mb: bytes / 1e6 };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = Number(option('files', '1000'));
  const commits = option('commits');
  console.log(
    generate(option('out'), { files, ...(commits === undefined ? {} : { commits: Number(commits) }) }),
  );
}
