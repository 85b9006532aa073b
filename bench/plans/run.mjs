// The yardstick of plan quality: plans goals that people gave real repositories, each on the tree before the commit that
// really made the change, and holds the plans against that commit and against what is there. Run the build first.
//   npm run bench:plans -- --repos DIR [--held-out] [--only REPO] [--goals N] [--everywhere 0] [--jobs 1]
//                          [--markdown] [--json FILE] [--keep FOLDER] [--worst 10]
// DIR holds clones with their history, each in a folder called like the repository. goals.json has the goals: the
// development set, or with --held-out the one that nothing was tuned on. `--keep` writes every plan with its figures.
// Every repository is a process of its own; the plans are those of the built program without a screen, offline.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadBundle, option } from '../load.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const repos = option('repos');
if (!repos || !existsSync(join(here, '..', '..', 'dist', 'cli.js'))) {
  console.error(
    repos
      ? 'dist/cli.js was expected: run npm run build first.'
      : 'npm run bench:plans -- --repos DIR [--held-out] [--only REPO] [--goals N] [--markdown] [--json FILE]',
  );
  process.exit(2);
}
const { filesTable, goalsTable, textTable, worst } = await loadBundle(
  `export * from './bench/plans/table.ts';`,
);
const set = JSON.parse(readFileSync(join(here, 'goals.json'), 'utf8'));
const only = option('only');
const most = Number(option('goals', '1000'));
const keep = option('keep');
const everywhere = set.everywhere.slice(0, Number(option('everywhere', String(set.everywhere.length))));
const wanted = (process.argv.includes('--held-out') ? set.heldOut : set.development).filter(
  ({ repository }) => !only || repository === only || repository.endsWith(`/${only}`),
);
const tasks = wanted.flatMap(({ repository, goals, answered }) => {
  const folder = join(resolve(repos), repository.split('/').at(-1));
  if (!existsSync(folder)) {
    console.error(`${repository} is left out: a clone was expected in ${folder}`);
    return [];
  }
  const task = { repository, folder, goals: goals.slice(0, most), answered, everywhere };
  return [keep ? { ...task, keep: resolve(keep) } : task];
});

function measure(task) {
  return new Promise(done => {
    const rows = [];
    const child = spawn(process.execPath, [join(here, 'repository.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', line => {
      rows.push(JSON.parse(line));
      if (process.stderr.isTTY) process.stderr.write(`\r${task.repository}: ${rows.length}   `);
    });
    child.on('close', code => {
      const missing = task.goals.length + task.everywhere.length - rows.length;
      if (missing > 0)
        rows.push({
          repository: task.repository,
          goal: `${missing} goals`,
          failure: `the process ended with ${code} before they were planned`,
        });
      done(rows);
    });
    child.stdin.end(JSON.stringify(task));
  });
}

const results = new Array(tasks.length);
let next = 0;
const worker = async () => {
  for (let at = next++; at < tasks.length; at = next++) results[at] = await measure(tasks[at]);
};
await Promise.all(Array.from({ length: Number(option('jobs', '1')) }, worker));
const all = results.flat();
const rows = all.filter(r => r.failure === undefined);
const failed = all.filter(r => r.failure !== undefined);
for (const { repository, goal, failure } of failed) console.error(`${repository}: “${goal}”: ${failure}`);

const json = option('json');
if (json) writeFileSync(json, `${JSON.stringify({ rows, failed }, null, 1)}\n`);
if (process.argv.includes('--markdown') || !json) {
  console.log(filesTable(rows));
  console.log(`\n${textTable(rows)}`);
  console.log(`\n${goalsTable(rows, failed)}`);
}
const shown = Number(option('worst', '0'));
if (shown > 0) console.log(`\n${worst(rows, shown)}`);
for (const row of rows) {
  for (const check of row.failed) console.error(`${row.repository}: “${row.goal}”: check ${check}`);
  for (const place of row.untrue)
    console.error(`${row.repository}: “${row.goal}”: no such lines at ${place}`);
  for (const block of row.broken) console.error(`${row.repository}: “${row.goal}”: does not parse: ${block}`);
  for (const text of row.answered)
    console.error(`${row.repository}: “${row.goal}”: answered already: ${text}`);
}
