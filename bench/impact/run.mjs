// How often the ranking finds the files that a change touched, against plain BM25 on the same files in the same run:
// replays past feature and fix commits, each on the tree before it, with the history that could be known then. Nothing
// is checked out. Prints Markdown.
//   node bench/impact/run.mjs --repo DIR [--repo DIR ...] [--commits 60] [--files 8] [--seconds S] [--ablate]
//   node bench/impact/run.mjs --repo DIR --issues ISSUES.jsonl      goals are issue texts (see issues.mjs)
//   --cases FILE   writes each case with its places as a JSON line
// Acc@k: all changed sources within the first k. hit: the first file is one of them. recall: share of them within the
// first ten. MRR: 1/place of the best-placed. `--ablate` adds a row for the ranking without each of its signals.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { loadBundle, option } from '../load.mjs';

const repos = process.argv.flatMap((arg, n) =>
  arg === '--repo' ? [resolve(process.argv[n + 1] ?? '.')] : [],
);
if (repos.length === 0) repos.push(resolve('.'));
const commits = Number(option('commits', '60'));
const mostFiles = Number(option('files', '8'));
const seconds = option('seconds');
const issues = option('issues');
const casesFile = option('cases');
if (casesFile) writeFileSync(casesFile, '');
const { BM25_PLAIN, RANKING, WEIGHTS, createGit, createGitObjects, measure, orderFiles, replay } =
  await loadBundle(`
    export { BM25_PLAIN, RANKING, replay } from './src/codemap/replay/replay.ts';
    export { measure } from './src/codemap/replay/measures.ts';
    export { orderFiles } from './src/codemap/rank/impact.ts';
    export { WEIGHTS } from './src/codemap/rank/weights.ts';
    export { createGit, createGitObjects } from './src/host/index.ts';`);

/** The ranking with one of its weights at 0. */
const without = signal => ({
  name: `without ${signal}`,
  rank: (goal, snapshot) => orderFiles(goal, snapshot, { ...WEIGHTS, [signal]: 0 }),
});
const rankers = [
  BM25_PLAIN,
  RANKING,
  ...(process.argv.includes('--ablate') ? Object.keys(WEIGHTS).map(without) : []),
];

/** JSON lines of issues.mjs, or of any set that names its base commit and files. */
function issueCases(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line))
    .map(({ id, base, goal, files }) => ({ id: String(id), base, goal, changed: files }));
}

const percent = share => (share * 100).toFixed(1);
const row = (name, ranker, cases) => {
  const m = measure(cases.map(c => c.places[ranker]));
  return `| ${name} | ${ranker} | ${m.cases} | ${[m.acc[1], m.acc[3], m.acc[5], m.acc[10], m.hit, m.recall, m.mrr].map(percent).join(' | ')} |`;
};
const all = [];
console.log(
  '| repository | ranked by | changes | Acc@1 | Acc@3 | Acc@5 | Acc@10 | hit@1 | recall@10 | MRR |',
);
console.log('|---|---|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const repo of repos) {
  const cases = issues ? issueCases(issues) : undefined;
  const { cases: done, ended } = await replay(createGit(repo), createGitObjects(repo), {
    commits: cases?.length ?? commits,
    mostFiles,
    rankers,
    ...(cases ? { cases } : {}),
    ...(seconds ? { timeMs: Number(seconds) * 1000 } : {}),
    onProgress: (n, total) =>
      process.stderr.isTTY && process.stderr.write(`\r${basename(repo)}: ${n} of ${total}   `),
  });
  if (ended !== 'complete') console.error(`${basename(repo)}: ended early (${ended})`);
  all.push(...done);
  if (casesFile)
    for (const c of done)
      appendFileSync(casesFile, `${JSON.stringify({ repository: basename(repo), ...c })}\n`);
  if (done.length > 0)
    for (const { name } of rankers.slice(0, 2)) console.log(row(basename(repo), name, done));
}
if (repos.length > 1 || rankers.length > 2)
  for (const { name } of rankers) console.log(row(repos.length > 1 ? 'all' : basename(repos[0]), name, all));
const [bm25, ranking] = ['bm25', 'ranking'].map(name => measure(all.map(c => c.places[name])));
const ratio = (a, b) => (b === 0 ? '–' : (a / b).toFixed(2));
console.log(
  `\nRanking over BM25: Acc@1 × ${ratio(ranking.acc[1], bm25.acc[1])}, Acc@5 × ${ratio(ranking.acc[5], bm25.acc[5])}, recall@10 × ${ratio(ranking.recall, bm25.recall)}`,
);
const sizes = [
  ['one file', n => n === 1],
  ['two files', n => n === 2],
  ['three to five', n => n > 2 && n < 6],
  ['more', n => n > 5],
];
console.log('\n| files changed | changes | Acc@10 of the ranking | of BM25 |\n|---|--:|--:|--:|');
for (const [name, holds] of sizes) {
  const some = all.filter(c => holds(c.changed.length));
  if (some.length === 0) continue;
  const acc = ranker => percent(measure(some.map(c => c.places[ranker])).acc[10]);
  console.log(`| ${name} | ${some.length} | ${acc('ranking')} | ${acc('bm25')} |`);
}
