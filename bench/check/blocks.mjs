// How often check 9 calls code faulty that is not: whole source files of real repositories, and the fenced blocks of their
// documents.
//   node bench/check/blocks.mjs --repo DIR[,DIR...] [--most 500] [--show]
// Files parse, so that each one that is called faulty is a false alarm, unless it was written to be wrong. `--most`: files a
// language, taken evenly.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { loadBundle, option } from '../load.mjs';

const LANGUAGES = {
  '.ts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.jsx': 'jsx',
  '.go': 'go',
  '.rs': 'rust',
  '.java': 'java',
  '.kt': 'kotlin',
  '.scala': 'scala',
  '.swift': 'swift',
  '.cs': 'cs',
  '.c': 'c',
  '.h': 'c',
  '.cc': 'cpp',
  '.cpp': 'cpp',
  '.py': 'python',
  '.css': 'css',
  '.json': 'json',
  '.yml': 'yaml',
  '.yaml': 'yaml',
  '.toml': 'toml',
};
const MOST_BYTES = 80_000;
const repos = (option('repo') ?? '').split(',').filter(Boolean);
const most = Number(option('most', '500'));
const show = process.argv.includes('--show');
if (repos.length === 0) {
  console.error('node bench/check/blocks.mjs --repo DIR[,DIR...] [--most 500] [--show]');
  process.exit(2);
}
const { faultOf, isJudged } = await loadBundle(
  `export { faultOf, isJudged } from './src/plan/checks/blocks.ts';`,
);

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === '.git' || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile() && statSync(path).size < MOST_BYTES) yield path;
  }
}
const text = path => readFileSync(path, 'utf8').replace(/\r\n?/g, '\n');
const sources = new Map();
const blocks = new Map();
const bad = [];
const count = (map, name, fault) => {
  const row = map.get(name) ?? { all: 0, faulty: 0 };
  row.all++;
  if (fault) row.faulty++;
  map.set(name, row);
};
const byLanguage = new Map();
for (const path of repos.flatMap(repo => [...walk(repo)])) {
  const language = LANGUAGES[extname(path)];
  if (language) byLanguage.set(language, [...(byLanguage.get(language) ?? []), path]);
  if (extname(path) !== '.md') continue;
  for (const [, , name, code] of text(path).matchAll(/^(`{3,})([\w+-]+)[^\n]*\n([\s\S]*?)^\1\s*$/gm)) {
    if (!isJudged(name)) continue;
    const fault = faultOf({ language: name, code });
    count(blocks, name, fault);
    if (fault) bad.push(`${path}, ${name} block, line ${fault.line}: ${fault.message}`);
  }
}
for (const [language, paths] of byLanguage) {
  const every = Math.max(1, Math.ceil(paths.length / most));
  for (const path of paths.filter((_, i) => i % every === 0)) {
    const fault = faultOf({ language, code: text(path) });
    count(sources, language, fault);
    if (fault) bad.push(`${path}:${fault.line}: ${fault.message}`);
  }
}
const table = (title, rows) => {
  console.log(`\n| ${title} | looked at | called faulty |\n|---|---|---|`);
  for (const [name, { all, faulty }] of [...rows].sort()) console.log(`| ${name} | ${all} | ${faulty} |`);
  const sum = key => [...rows.values()].reduce((n, row) => n + row[key], 0);
  console.log(`| all | ${sum('all')} | ${sum('faulty')} |`);
};
table('source files', sources);
table('blocks of documents', blocks);
if (show) for (const line of bad) console.log(line);
