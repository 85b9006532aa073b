// The code map held against what else reads a whole repository: time and peak memory on the same files, in one run.
//   npm run bench:map -- --repo DIR[,DIR…] [--rounds 3] [--rivals DIR] [--without NAME,NAME] [--json FILE]
// Every measure is a process of its own; a round takes each once, so that a busy minute falls on all of them alike.
// Medians and their ratios are printed, never single runs. The repository is copied first and its copy changed.
// `--rivals` names the folder that `npm install --prefix DIR repomix` was run for; see rivals.mjs.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleMap, option } from '../load.mjs';
import { measure, workplace } from './measure.mjs';
import { appMemory } from './resident.mjs';
import { findRivals } from './rivals.mjs';
import { report } from './table.mjs';

const OWN = fileURLToPath(new URL('./own.mjs', import.meta.url));
const rounds = Number(option('rounds', '3'));
const without = new Set(option('without', '').split(','));
const rivalsFolder = option('rivals') && resolve(option('rivals'));
const all = [];
let fresh = 0;
const temporary = workplace('bench-map-');
const bundle = await bundleMap();

/** A copy with its `.git`, so that nothing is changed in the original; installed packages are ignored everywhere. */
function copyOf(repo) {
  const copy = join(temporary, basename(repo));
  cpSync(repo, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: path => basename(path) !== 'node_modules',
  });
  return copy;
}

const own = (name, root, rest = [], home) => ({
  command: process.execPath,
  args: [OWN, name, root, bundle, ...rest],
  env: home ? { PLANNER_TUI_HOME: home } : {},
});

/** The source in the middle of the list: the same one in every run. */
function middleSource(root, paths) {
  const sources = paths.filter(path => /\.(tsx?|jsx?|py|go|java|kt|rs|rb|c|cc|cpp)$/.test(path));
  return join(root, sources[Math.floor(sources.length / 2)] ?? paths[0]);
}

function bytesIn(folder) {
  let sum = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sum += lstatSync(join(entry.parentPath, entry.name)).size;
  return sum;
}

async function benchmark(repo) {
  const root = copyOf(resolve(repo));
  const listFile = join(temporary, 'files');
  const kept = join(temporary, 'home-kept');
  mkdirSync(kept);
  const first = JSON.parse((await must(own('paths', root, [listFile], kept))).out);
  const paths = readFileSync(listFile, 'utf8').split('\0').filter(Boolean);
  const stored = bytesIn(kept);
  const changed = middleSource(root, paths);
  const rivals = findRivals(rivalsFolder, join(temporary, 'packed.xml'));
  const input = `${paths.join('\n')}\n`;

  const runs = {
    read: () => own('read', root, [listFile]),
    stat: () => own('stat', root, [listFile]),
    'git-list': () => ({ command: 'git', args: ['-C', root, 'ls-files', '-z', '-co', '--exclude-standard'] }),
    cold: () => {
      const home = join(temporary, `home-${fresh++}`);
      mkdirSync(home);
      return own('map', root, [], home);
    },
    ...(stored > 0
      ? {
          warm: () => own('map', root, [], kept),
          'one-changed': () => {
            appendFileSync(changed, '\n');
            return own('map', root, [], kept);
          },
        }
      : {}),
    rerank: () => own('rerank', root, [], kept),
    deep: () => own('deep', root, [], kept),
    parse: () => own('parse', root, [listFile, rivalsFolder ?? '']),
    app: () => undefined,
    ...Object.fromEntries(
      Object.entries(rivals)
        .filter(([, rival]) => !rival.absent)
        .map(([name, rival]) => [name, () => ({ ...rival, cwd: root, input })]),
    ),
  };
  const results = {};
  const typescript = paths.filter(path => /\.[cm]?tsx?$/.test(path)).length;
  const about = {
    repo: basename(repo),
    files: paths.length,
    typescript,
    listed: first.listed,
    stored,
    rivals,
  };
  for (let round = 1; round <= rounds; round++) {
    for (const [name, command] of Object.entries(runs)) {
      if (without.has(name)) continue;
      progress(`${basename(repo)}: round ${round} of ${rounds}, ${name}`);
      const run = name === 'app' ? await appMemory(root) : await one(command(), rivals[name]?.count);
      results[name] ??= [];
      results[name].push(run);
      // The next warm start is to find a map of what is there.
      if (name === 'one-changed') await must(own('paths', root, [listFile], kept));
    }
    // A run that is ended half-way leaves what it had.
    write([...all, { ...about, rounds: round, results }]);
  }
  progress('');
  rmSync(root, { recursive: true, force: true });
  rmSync(kept, { recursive: true, force: true });
  return { ...about, rounds, results };
}

function write(measured) {
  const json = option('json');
  if (json) writeFileSync(json, `${JSON.stringify(measured, undefined, 1)}\n`);
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\x1b[K`);
}

async function one(command, count) {
  const { out, error, ...run } = await measure(command);
  if (run.failed) return run;
  if (count) return { ...run, said: { files: count(out, error) } };
  return { ...run, ...(out.startsWith('{') ? { said: JSON.parse(out) } : {}) };
}

async function must(command) {
  const run = await measure(command);
  if (run.failed) throw new Error(`the first map could not be built: ${run.failed}`);
  return run;
}

const { version } = process;
const load = execFileSync('uname', ['-sr'], { encoding: 'utf8' }).trim();
console.log(
  `Node ${version}, ${load} ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ` +
    `${Math.round(totalmem() / 2 ** 30)} GB, ${new Date().toISOString().slice(0, 10)}\n`,
);
for (const repo of option('repo', '.').split(',')) {
  const measured = await benchmark(repo);
  all.push(measured);
  write(all);
  console.log(report(measured));
}
