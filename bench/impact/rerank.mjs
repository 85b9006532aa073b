// Time of ranking for a new goal on a map that is built: 30 goals, the subjects of recent commits, each asked once cold
// and then in rounds; prints the median over the goals, and the memory of the process.
//   node bench/impact/rerank.mjs --repo DIR [--rounds 5]
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { loadMap, option } from '../load.mjs';

const repo = resolve(option('repo', '.'));
const rounds = Number(option('rounds', '5'));
const { createCodeMap, createGit, createProjectFiles } = await loadMap();
const goals = execFileSync('git', ['log', '--no-merges', '-n', '30', '--format=%s'], { cwd: repo })
  .toString()
  .trim()
  .split('\n');
const git = createGit(repo);
const map = createCodeMap({ files: createProjectFiles(repo, git), git });
const { files } = await map.build();
const median = values => values.sort((a, b) => a - b)[values.length >> 1];
async function once() {
  const times = [];
  for (const goal of goals) {
    const began = performance.now();
    await map.impact({ goal, limit: 24 });
    times.push(performance.now() - began);
  }
  return times;
}
const cold = await once();
const warm = [];
for (let round = 0; round < rounds; round++) warm.push(...(await once()));
console.log(
  `${goals.length} goals on ${files} files: median ${median(warm).toFixed(1)} ms, slowest of ten ${warm.sort((a, b) => a - b)[Math.floor(warm.length * 0.9)]?.toFixed(1)} ms, ` +
    `first round ${median(cold).toFixed(1)} ms; ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`,
);
await map.close();
