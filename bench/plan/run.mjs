// Time from the start of the built program to its first finding, its ranking and a complete draft, without a screen, and
// what memory it takes. Run the build first.
//   node bench/plan/run.mjs --repo DIR [--goal "..."] [--runs 5] [--warm] [--program OTHER/bin/planner-tui.js]
// Each run starts with an empty state folder, so with no cache; `--warm` lets the runs share one (the first is left out).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { option } from '../load.mjs';
import { cpu, parsers, peak } from '../process.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const repo = resolve(option('repo', '.'));
const goal = option('goal', 'remember the last used model for each chat thread');
const program = resolve(option('program', join(root, 'bin', 'planner-tui.js')));
const warm = process.argv.includes('--warm');
const folder = mkdtempSync(join(tmpdir(), 'bench-plan-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

async function once(home) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [program, 'plan', goal, '--stream-json', '--offline', '--planner', 'local', '--project', repo],
    {
      env: {
        ...process.env,
        PLANNER_TUI_HOME: home,
        BENCH_LOOP: join(folder, 'loop'),
        NODE_OPTIONS: `--import ${pathToFileURL(join(root, 'bench', 'plan', 'loop.mjs')).href}`,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const seen = { app: 0, parsers: 0 };
  const timer = setInterval(() => {
    seen.cpu = cpu(child.pid) || seen.cpu;
    seen.app = Math.max(seen.app, peak(child.pid));
    seen.parsers = Math.max(
      seen.parsers,
      parsers(child.pid).reduce((sum, p) => sum + peak(p), 0),
    );
  }, 25);
  const first = type => {
    seen[type] ??= Math.round(performance.now() - began);
  };
  createInterface({ input: child.stdout }).on('line', line => {
    const type = /"type":"(MapBuilt|ImpactRanked|FindingRecorded|RevisionDrafted)"/.exec(line)?.[1];
    if (type) first(type);
  });
  await new Promise(done => child.on('close', done));
  clearInterval(timer);
  first('end');
  return { ...seen, ...JSON.parse(readFileSync(join(folder, 'loop'), 'utf8')) };
}

const rounded = value => Math.round(value * 10) / 10;
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const all = [];
if (warm) await once(join(folder, 'home'));
for (let run = 1; run <= Number(option('runs', '5')); run++)
  all.push(await once(join(folder, warm ? 'home' : `home-${run}`)));
const of = name => Math.round(median(all.map(r => r[name] ?? Number.NaN)));
console.log(
  `${repo}: medians of ${all.length}: first finding ${of('FindingRecorded')} ms, map ${of('MapBuilt')} ms, ` +
    `ranking ${of('ImpactRanked')} ms, draft ${of('RevisionDrafted')} ms, end ${of('end')} ms; ` +
    `${rounded(median(all.map(r => r.cpu)))} s of processor; peak ${of('app')} MB, parsers ${of('parsers')} MB; keys waited ${of('p99')} ms (p99), ${of('max')} ms at most`,
);
