// How often the ranking finds the files that a commit changed, against plain BM25: replays recent commits, each on the
// tree before it, with the history that could be known then. Works on a clone in a temporary folder.
//   node bench/impact/run.mjs --repo DIR [--commits 20]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadMap, option } from '../load.mjs';

const repo = resolve(option('repo', '.'));
const wanted = Number(option('commits', '20'));
const { createCodeMap, createGit, createProjectFiles } = await loadMap();
const folder = mkdtempSync(join(tmpdir(), 'bench-impact-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const git = (...args) =>
  execFileSync('git', args, {
    cwd: folder,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
execFileSync('git', ['clone', '-q', '--no-checkout', '--shared', repo, folder], { stdio: 'ignore' });

const SOURCE = /\.(tsx?|jsx?|mjs|py|go|rs|java|rb|php|kt|swift|scala|cs|c|cc|cpp|h)$/;
const TEST = /(^|\/)(tests?|__tests__|spec)\/|[._-](test|spec)\.|_test\.|(^|\/)test_/;
const cases = [];
for (const record of git(
  'log',
  '--no-merges',
  '-n',
  '400',
  '--format=%x01%H%x02%s%x02%b%x02',
  '--name-status',
)
  .split('\x01')
  .slice(1)) {
  const [sha, subject, body, names] = record.split('\x02');
  const changed = [...names.matchAll(/^M\t(.+)$/gm)]
    .map(m => m[1])
    .filter(p => SOURCE.test(p) && !TEST.test(p));
  if (changed.length === 0 || changed.length > 8 || /^(chore|release|bump|revert|v?\d)/i.test(subject))
    continue;
  cases.push({ sha, goal: `${subject}\n${body}`, changed });
  if (cases.length === wanted) break;
}

const split = text =>
  (text.match(/[A-Za-z]+/g) ?? [])
    .flatMap(w => w.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [])
    .map(w => w.toLowerCase());

/** One bag of words a file, path included. */
function plainBm25(goal, texts) {
  const bags = texts.map(([path, text]) => {
    const counts = new Map();
    const words = split(`${path} ${text}`);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { path, counts, length: words.length };
  });
  const average = bags.reduce((s, b) => s + b.length, 0) / bags.length;
  const scores = new Map(bags.map(b => [b.path, 0]));
  for (const word of new Set(split(goal))) {
    const holders = bags.filter(b => b.counts.has(word));
    const idf = Math.log(1 + (bags.length - holders.length + 0.5) / (holders.length + 0.5));
    for (const { path, counts, length } of holders) {
      const tf = counts.get(word);
      scores.set(path, scores.get(path) + (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * length) / average)));
    }
  }
  return [...scores].sort((a, b) => b[1] - a[1]).map(([path]) => path);
}

const sums = { ranking: [0, 0, 0], bm25: [0, 0, 0] };
const judge = (name, ranked, changed) => {
  const places = changed.map(p => ranked.indexOf(p)).filter(p => p >= 0);
  const best = Math.min(...places, Number.POSITIVE_INFINITY);
  sums[name][0] += best < 1 ? 1 : 0;
  sums[name][1] += best < 5 ? 1 : 0;
  sums[name][2] += places.filter(p => p < 10).length / changed.length;
};
let done = 0;
for (const { sha, goal, changed } of cases) {
  try {
    git('checkout', '-q', '-f', `${sha}^`);
  } catch {
    continue;
  }
  const wrapper = createGit(folder);
  const files = createProjectFiles(folder, wrapper);
  const map = createCodeMap({ files, git: wrapper });
  const answer = await map.impact({ goal, limit: 50 });
  judge(
    'ranking',
    answer.files.map(f => f.path),
    changed,
  );
  const texts = [];
  for (const path of await map.paths())
    if (SOURCE.test(path) && !TEST.test(path)) {
      const read = await files.read(path);
      if (read) texts.push([path, read.text]);
    }
  judge('bm25', plainBm25(goal, texts), changed);
  await map.close();
  done++;
}
console.log(`${done} commits of ${repo}`);
for (const [name, [first, five, recall]] of Object.entries(sums))
  console.log(
    `${name.padEnd(8)} Acc@1 ${((100 * first) / done).toFixed(1)}  Acc@5 ${((100 * five) / done).toFixed(1)}  recall@10 ${((100 * recall) / done).toFixed(1)}`,
  );
