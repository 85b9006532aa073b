// Definitions of the quick scanner held against those of tree-sitter, and how fast each language is parsed.
//   node bench/map/languages.mjs --repo DIR[,DIR...] [--language NAME] [--show N] [--largest 1000000] [--differ] [--unreadable]
// A definition counts as found where line and name agree. Files with syntax that the grammar cannot read are left out
// of the comparison (preprocessor tricks, other versions of the language) unless `--unreadable` is given, and counted.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadBundle, option } from '../load.mjs';

const map = await loadBundle(`export { loadEngine } from './src/codemap/parse/engines.ts';
      export { extract } from './src/codemap/parse/extract.ts';
      export { GRAMMARS } from './src/codemap/parse/protocol.ts';
      export { LANGUAGES } from './src/codemap/parse/languages.ts';
      export { Reader } from './src/codemap/parse/reader.ts';
      export { Scanner } from './src/codemap/scan/scan.ts';
      export { mayHoldElements } from './src/codemap/scan/scanned.ts';
      export { languageOf } from './src/codemap/scan/syntax.ts';`);
const engine = await map.loadEngine('auto');
const reader = new map.Reader();
const scanner = new map.Scanner();
const only = option('language');
const shown = Number(option('show', '0'));
const largest = Number(option('largest', '1000000'));

async function parse(language, text) {
  const grammar = map.GRAMMARS[language];
  if (!grammar) return reader.read(language, text);
  const { tree, free } = engine.parse(text, grammar);
  const parsed = map.extract(text, tree, map.mayHoldElements(language, text));
  free();
  return parsed;
}

const totals = new Map();
for (const repo of option('repo', '.').split(',')) {
  const base = resolve(repo);
  const paths = execFileSync('git', ['-C', base, 'ls-files', '-z'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }).split('\0');
  let done = 0;
  for (const path of paths) {
    const language = map.languageOf(path);
    if (only ? language !== only : !(map.GRAMMARS[language] || map.LANGUAGES[language])) continue;
    let text;
    try {
      if (!statSync(join(base, path)).isFile()) continue;
      text = readFileSync(join(base, path), 'utf8').replace(/^\uFEFF/, '');
    } catch {
      continue;
    }
    if (text.length > largest || text.includes('\0')) continue;
    const total = totals.get(language) ?? {
      files: 0,
      broken: 0,
      failed: 0,
      bytes: 0,
      ms: 0,
      scanMs: 0,
      found: 0,
      missed: 0,
      extra: 0,
      kinds: 0,
      ends: 0,
      signatures: 0,
      exports: 0,
      containers: 0,
    };
    totals.set(language, total);
    const began = performance.now();
    let parsed;
    try {
      parsed = await parse(language, text);
    } catch (error) {
      total.failed++;
      if (shown) console.log(`failed ${path}: ${error.message}`);
      continue;
    }
    // The first file pays for loading the grammar.
    if (total.files > 0) total.ms += performance.now() - began;
    const scanning = performance.now();
    const scanned = scanner.scan(path, text, language);
    if (total.files > 0) total.scanMs += performance.now() - scanning;
    if (total.files > 0) total.bytes += text.length;
    total.files++;
    if (++done % 100 === 0) await new Promise(next => setImmediate(next));
    if (parsed.broken) {
      total.broken++;
      if (!process.argv.includes('--unreadable')) continue;
    }
    if (scanned.minified) continue;
    const key = s => `${s.line} ${s.name}`;
    const theirs = new Map(parsed.symbols.map(s => [key(s), s]));
    const ours = new Map(scanned.symbols.map(s => [key(s), s]));
    for (const [at, s] of theirs) {
      const o = ours.get(at);
      if (!o) {
        total.missed++;
        if (shown && total.missed <= shown)
          console.log(`- ${path}:${s.line} ${s.kind} ${s.container ?? ''} ${s.name} | ${s.signature}`);
        continue;
      }
      total.found++;
      const differs = [];
      for (const [count, same] of [
        ['kinds', o.kind === s.kind],
        ['ends', o.endLine === s.endLine],
        ['signatures', o.signature === s.signature],
        ['exports', o.exported === s.exported],
        ['containers', o.container === s.container],
      ])
        if (same) total[count]++;
        else differs.push(count);
      if (process.argv.includes('--differ') && differs.length)
        console.log(
          `~ ${path}:${s.line} ${s.name} ${differs}: ${s.kind} ${s.endLine} ${s.exported} ${s.container} | ${s.signature} :: ${o.kind} ${o.endLine} ${o.exported} ${o.container} | ${o.signature}`,
        );
    }
    for (const [at, s] of ours)
      if (!theirs.has(at)) {
        total.extra++;
        if (shown && total.extra <= shown)
          console.log(`+ ${path}:${s.line} ${s.kind} ${s.container ?? ''} ${s.name} | ${s.signature}`);
      }
  }
}

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
console.log(
  '| language | files (unreadable) | definitions | recall | precision | kind | last line | signature | exported | container | parse MB/s | scan MB/s |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
for (const [language, t] of [...totals].sort((a, b) => b[1].files - a[1].files))
  console.log(
    `| ${[language, `${t.files} (${t.broken + t.failed})`, t.found + t.missed, percent(t.found, t.found + t.missed), percent(t.found, t.found + t.extra), percent(t.kinds, t.found), percent(t.ends, t.found), percent(t.signatures, t.found), percent(t.exports, t.found), percent(t.containers, t.found), (t.bytes / 1000 / t.ms).toFixed(1), (t.bytes / 1000 / t.scanMs).toFixed(0)].join(' | ')} |`,
  );
