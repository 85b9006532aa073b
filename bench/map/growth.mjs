import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleMap, option } from '../load.mjs';
import { generate } from './generate.mjs';
import { measure, median, workplace } from './measure.mjs';
import { plot } from './plot.mjs';

const OWN = fileURLToPath(new URL('./own.mjs', import.meta.url));
const sizes = option('sizes', '1000,5000,20000,100000').split(',').map(Number);
const rounds = Number(option('rounds', '3'));
/** Where the repositories are kept from one run to the next: generating the largest takes minutes. */
const kept = option('keep') && resolve(option('keep'));
const temporary = workplace('bench-growth-');
const bundle = await bundleMap();

async function own(name, root, rest, home) {
  const run = await measure({
    command: process.execPath,
    args: [OWN, name, root, bundle, ...rest],
    env: { PLANNER_TUI_HOME: home },
    limitMs: 1_200_000,
  });
  if (run.failed) throw new Error(`${name} of ${root}: ${run.failed}`);
  return { ...run, said: JSON.parse(run.out) };
}

const repositories = sizes.map(size => {
  const root = join(kept ?? temporary, String(size));
  say(`generating ${size} files`);
  if (!existsSync(join(root, '.git'))) generate(root, { files: size });
  return { size, root, listFile: join(temporary, `${size}.list`), read: [], cold: [] };
});
let fresh = 0;
for (let round = 1; round <= rounds; round++)
  for (const one of repositories) {
    say(`round ${round} of ${rounds}, ${one.size} files`);
    const home = join(temporary, `home-${fresh++}`);
    mkdirSync(home);
    if (round === 1) await own('paths', one.root, [one.listFile], home);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home);
    one.read.push(await own('read', one.root, [one.listFile], home));
    one.cold.push(await own('map', one.root, [], home));
    rmSync(home, { recursive: true, force: true });
  }
say('');

const rows = repositories.map(({ size, read, cold }) => ({
  size,
  mb: read[0].said.mb,
  symbols: cold[0].said.symbols,
  readMs: median(read.map(r => r.ms)),
  ms: median(cold.map(r => r.said.answered)),
  cpuMs: median(cold.map(r => r.cpuMs).filter(Boolean)),
  peakMb: median(cold.map(r => r.peakMb).filter(Boolean)),
}));
console.log(
  '| files | MB | definitions | first map | a file | of the processor, a file | peak memory | a file |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const { size, mb, symbols, ms, cpuMs, peakMb } of rows)
  console.log(
    `| ${size.toLocaleString('en')} | ${mb.toFixed(0)} | ${symbols.toLocaleString('en')} | ${(ms / 1000).toFixed(2)} s | ` +
      `${(ms / size).toFixed(2)} ms | ${cpuMs ? `${(cpuMs / size).toFixed(2)} ms` : '–'} | ${peakMb ? `${peakMb.toFixed(0)} MB` : '–'} | ` +
      `${peakMb ? `${((peakMb * 1000) / size).toFixed(1)} KB` : '–'} |`,
  );
for (const [name, of] of [
  ['time', r => r.ms],
  ['time of the processor', r => r.cpuMs],
  ['memory', r => r.peakMb],
])
  for (let i = 1; i < rows.length; i++) {
    const power = Math.log(of(rows[i]) / of(rows[i - 1])) / Math.log(rows[i].size / rows[i - 1].size);
    if (Number.isFinite(power))
      console.log(`${name}, ${rows[i - 1].size} → ${rows[i].size} files: grows as files^${power.toFixed(2)}`);
  }
const target = option('plot');
if (target) writeFileSync(target, plot(rows));
const json = option('json');
if (json) writeFileSync(json, `${JSON.stringify(rows, undefined, 1)}\n`);

function say(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\x1b[K`);
}
