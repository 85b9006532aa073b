// How long commits took, by the gaps between consecutive commits of one author, against what a file and a line are taken
// to cost: node bench/estimates/run.mjs REPOSITORY…
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

const MINUTES_A_FILE = 7;
const LINES_A_MINUTE = 2;
const GAP = { least: 2, most: 120 };
const COMMITS = 1500;
/** A request that was squashed has the time of its merge. */
const MERGED = /\(#\d+\)$|^Merge (?:pull|merge) request\b/;

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function commitsOf(root) {
  // A clone without some contents ends early; what came is measured.
  const log = spawnSync(
    'git',
    ['-C', root, 'log', '-n', String(COMMITS), '--no-merges', '--format=@%ae|%aI|%s', '--numstat'],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  ).stdout;
  const commits = [];
  for (const line of log.split('\n')) {
    if (line.startsWith('@')) {
      const [author, date, ...subject] = line.slice(1).split('|');
      commits.push({
        author,
        at: Date.parse(date),
        lines: 0,
        files: 0,
        merged: MERGED.test(subject.join('|')),
      });
      continue;
    }
    const [added, deleted] = line.split('\t').map(Number);
    const commit = commits.at(-1);
    if (commit && added >= 0 && deleted >= 0) {
      commit.lines += added + deleted;
      commit.files += 1;
    }
  }
  return commits.sort((a, b) => a.at - b.at);
}

const rows = process.argv.slice(2).flatMap(root => {
  const last = new Map();
  const pairs = [];
  for (const commit of commitsOf(root)) {
    const minutes = (commit.at - last.get(commit.author)) / 60_000;
    last.set(commit.author, commit.at);
    if (commit.merged) continue;
    if (minutes >= GAP.least && minutes <= GAP.most && commit.lines > 0) pairs.push({ ...commit, minutes });
  }
  // Where every commit is a merged request, the times say nothing.
  if (pairs.length === 0) return [];
  const [minutes, lines, files] = ['minutes', 'lines', 'files'].map(of => median(pairs.map(p => p[of])));
  const said = files * MINUTES_A_FILE + lines / LINES_A_MINUTE;
  return {
    repository: basename(root),
    pairs: pairs.length,
    minutes,
    lines,
    files,
    said,
    ratio: said / minutes,
  };
});

console.log('| repository | commits | minutes | lines | files | said | said / taken |');
console.log('|---|---:|---:|---:|---:|---:|---:|');
for (const r of rows)
  console.log(
    `| ${r.repository} | ${r.pairs} | ${Math.round(r.minutes)} | ${r.lines} | ${r.files} | ${Math.round(r.said)} | ${r.ratio.toFixed(2)} |`,
  );
console.log(`\nMedian of said / taken: ${median(rows.map(r => r.ratio)).toFixed(2)}`);
