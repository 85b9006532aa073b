// Time of the first tier on a repository, against universal-ctags where it is installed.
//   node bench/map/run.mjs --repo DIR [--goal "..."] [--runs 3]
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { loadMap, option } from '../load.mjs';

const repo = resolve(option('repo', '.'));
const goal = option('goal', 'add rate limiting to the public API');
const { createCodeMap, createGit, createProjectFiles } = await loadMap();
for (let run = 1; run <= Number(option('runs', '3')); run++) {
  const git = createGit(repo);
  const map = createCodeMap({ files: createProjectFiles(repo, git), git });
  const before = process.cpuUsage();
  const began = performance.now();
  const summary = await map.build();
  const ms = performance.now() - began;
  const cpu = process.cpuUsage(before).user / 1000;
  const asked = performance.now();
  await map.impact({ goal, limit: 12 });
  console.log(
    `run ${run}: ${summary.files} files, ${summary.symbols} symbols, ${summary.commits} commits: ${Math.round(ms)} ms ` +
      `(${Math.round(cpu)} ms of processor), query ${Math.round(performance.now() - asked)} ms, ` +
      `${Math.round(process.memoryUsage().rss / 1e6)} MB resident, ${summary.skipped.length} skipped`,
  );
  await map.close();
}
const began = performance.now();
const ctags = spawnSync('ctags', ['--options=NONE', '-R', '-f', '/dev/null', repo], { stdio: 'ignore' });
console.log(
  ctags.error
    ? 'ctags: not installed'
    : `ctags, definitions only: ${Math.round(performance.now() - began)} ms`,
);
