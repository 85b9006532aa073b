// How long a key takes to show: from the write into a pseudo-terminal until the terminal's screen holds what was typed.
//   node bench/ui/keys.mjs --repo DIR [--keys 60] [--columns 120]
// Types into the prompt and into the search of the code map, once in an app that has nothing else to do and once while
// DIR is being mapped; then asks the finished map in this process for names, letter by letter. Needs the built program.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { loadMap, option } from '../load.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const repo = resolve(option('repo', '.'));
const keys = Number(option('keys', '60'));
const columns = Number(option('columns', '120'));
const CTRL_T = '\x14';
/** A quick typist's pause between two keys, in ms. */
const PAUSE = 110;
const LETTERS = 'create editor model service of the workbench and its state ';

function start() {
  const home = mkdtempSync(join(tmpdir(), 'planner-keys-'));
  const { CI: _, CONTINUOUS_INTEGRATION: __, ...env } = process.env;
  const screen = new xterm.Terminal({ cols: columns, rows: 36, allowProposedApi: true });
  const child = spawn(process.execPath, [join(root, 'bin/planner-tui.js'), '--project', repo], {
    name: 'xterm-256color',
    cols: columns,
    rows: 36,
    env: { ...env, PLANNER_TUI_HOME: home },
  });
  const watchers = new Set();
  child.onData(data => {
    const at = performance.now();
    screen.write(data, () => {
      for (const watcher of watchers) watcher(at);
    });
  });
  const text = () => {
    const buffer = screen.buffer.active;
    return Array.from(
      { length: 36 },
      (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '',
    ).join('\n');
  };
  /** When the data came in that made the screen pass. */
  const until = passes =>
    new Promise((done, fail) => {
      const limit = setTimeout(() => fail(new Error(`the screen stayed at:\n${text()}`)), 300_000);
      const look = at => {
        if (!passes(text())) return;
        clearTimeout(limit);
        watchers.delete(look);
        done(at);
      };
      watchers.add(look);
      look(performance.now());
    });
  return {
    text,
    until,
    write: data => child.write(data),
    end() {
      child.kill('SIGKILL');
      screen.dispose();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const pause = ms => new Promise(done => setTimeout(done, ms));
const mapping = text => /mapping [\d,]+ \/|listing files/.test(text);

/** Latencies of keys typed into a field, in ms, as long as `goesOn` holds. `shown`: how the field shows a text. */
async function typeInto(app, shown, goesOn) {
  const out = [];
  let typed = '';
  for (let i = 0; i < keys && goesOn(app.text()); i++) {
    const letter = LETTERS[i % LETTERS.length];
    if (typed.length >= 40) {
      // Ctrl+U empties the field, so that it stays on one row.
      app.write('\x15');
      typed = '';
      await app.until(text => !text.includes(shown('create')));
    }
    typed += letter;
    const began = performance.now();
    app.write(letter);
    out.push((await app.until(text => text.includes(shown(typed.trimEnd())))) - began);
    await pause(PAUSE);
  }
  return out;
}

function row(name, values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  console.log(
    `| ${name} | ${values.length} | ${at(0.5).toFixed(0)} | ${at(0.95).toFixed(0)} | ${at(1).toFixed(0)} |`,
  );
}

const inPrompt = text => text;
const inSearch = text => `› ${text}`;

console.log(`${repo}, ${columns} columns, ms from key to screen\n`);
console.log('| where, when | keys | median | p95 | most |\n|---|---|---|---|---|');

for (const [field, shown, open] of [
  ['prompt', inPrompt, ''],
  ['search of the map', inSearch, CTRL_T],
]) {
  const busy = start();
  await busy.until(text => text.includes('What shall we plan?'));
  if (open) {
    busy.write(open);
    await busy.until(text => text.includes('Code map'));
  }
  row(`${field}, while the files are mapped`, await typeInto(busy, shown, mapping));
  busy.end();

  const idle = start();
  await idle.until(text => text.includes('What shall we plan?'));
  await idle.until(text => !mapping(text));
  if (open) {
    idle.write(open);
    await idle.until(text => text.includes('by importance'));
  }
  await pause(1_500);
  row(`${field}, map ready`, await typeInto(idle, shown, () => true));
  idle.end();
}

const { createCodeMap, createGit, createProjectFiles } = await loadMap();
const git = createGit(repo);
const map = createCodeMap({ files: createProjectFiles(repo, git), git });
const summary = await map.build();
await map.find({ text: 'warm', limit: 200 });
const asked = [];
for (const name of ['createModel', 'editorService', 'getstate', 'Range.isEmpty', 'model text', 'src/common'])
  for (let length = 1; length <= name.length; length++) {
    const began = performance.now();
    await map.find({ text: name.slice(0, length), limit: 200 });
    asked.push(performance.now() - began);
  }
row(`answer of the map alone, ${summary.symbols} symbols`, asked);
await map.close();
