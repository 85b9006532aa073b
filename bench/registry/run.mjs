// How long the facts of twenty packages take: first asked, then kept, and `npm view` for the same names in the same run.
//   npm run bench:registry -- [--rounds 3]
// Asks the registry of PLANNER_TUI_REGISTRY, of your .npmrc, or npm's; `npm view` asks the one that npm is set to.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadBundle, option } from '../load.mjs';

const NAMES =
  'ws socket.io express fastify zod pino undici semver react vue vite vitest typescript eslint prettier commander chalk ioredis pg @types/node'.split(
    ' ',
  );
const rounds = Number(option('rounds', '3'));
const { createLookUps } = await loadBundle(`export { createLookUps } from './src/app/look-ups.ts';`);
const run = promisify(execFile);
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function timed(work) {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}

/** A fresh client, as each run of the program has one. */
async function look(home) {
  const lookUps = createLookUps({
    consent: 'allowed',
    env: { ...process.env, PLANNER_TUI_HOME: home },
    version: '0.0.0',
    clock: { now: () => Date.now() },
  });
  const answers = await lookUps.look(NAMES.map(name => ({ name, types: false })));
  await lookUps.close();
  return [...answers.values()].filter(answer => answer.kind === 'known').length;
}

const times = { cold: [], warm: [], one: [], four: [] };
let known = 0;
for (let round = 0; round < rounds; round++) {
  const home = mkdtempSync(join(tmpdir(), 'bench-registry-'));
  const cache = mkdtempSync(join(tmpdir(), 'bench-npm-'));
  const view = name =>
    run('npm', ['view', name, '--json', '--cache', cache], { maxBuffer: 64 * 1024 * 1024 });
  try {
    const cold = await timed(() => look(home));
    known = cold.value;
    times.cold.push(cold.ms);
    times.warm.push((await timed(() => look(home))).ms);
    times.one.push(
      (
        await timed(async () => {
          for (const name of NAMES) await view(name);
        })
      ).ms,
    );
    rmSync(cache, { recursive: true, force: true });
    const rest = NAMES[Symbol.iterator]();
    times.four.push(
      (
        await timed(() =>
          Promise.all(
            Array.from({ length: 4 }, async () => {
              for (const name of rest) await view(name);
            }),
          ),
        )
      ).ms,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
    rmSync(cache, { recursive: true, force: true });
  }
}

const [cold, warm, one, four] = ['cold', 'warm', 'one', 'four'].map(name => median(times[name]));
const row = (what, ms) => `| ${what} | ${Math.round(ms)} ms | ${(ms / cold).toFixed(2)} |`;
console.log(`${NAMES.length} packages, ${known} known, median of ${rounds}; Node ${process.version}\n
| | time | of cold |
|---|--:|--:|
${row('planner-tui, cold', cold)}
${row('planner-tui, kept', warm)}
${row('`npm view`, one by one, cold cache', one)}
${row('`npm view`, four at once, cold cache', four)}`);
