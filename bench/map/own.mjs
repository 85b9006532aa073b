// One measure of our own, in a process of its own: node own.mjs NAME ROOT BUNDLE [FILE-WITH-PATHS] [FOLDER-OF-PACKAGES]
// Prints one line of JSON. What is timed inside leaves out the start of Node; the caller times the whole process too.
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [, , name, root, bundle, listFile, packages] = process.argv;
const load = () => import(pathToFileURL(bundle).href);
/** The threads and children are the program's own. */
const built = file => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
const listed = () => readFileSync(listFile, 'utf8').split('\0').filter(Boolean);
const GOAL = 'add rate limiting to the public API';
/** Where a repository has no commits to take goals from. */
const GOALS = [
  GOAL,
  'rename the settings file',
  'show progress while loading',
  'fix the crash on empty input',
];

const measures = {
  /** Writes the paths of what the map read, for all the others to read the same, and waits until the map is stored. */
  async paths() {
    const { startCodeMap } = await load();
    const began = Date.now();
    const map = startCodeMap(root, { worker: built('map-worker.js') });
    const { files } = await map.build();
    writeFileSync(listFile, (await map.paths()).join('\0'));
    await storedSince(began);
    await map.close();
    return { listed: files };
  },

  async read() {
    let bytes = 0;
    const paths = listed();
    for (const path of paths) bytes += readFileSync(join(root, path)).length;
    return { files: paths.length, mb: bytes / 1e6 };
  },

  async stat() {
    const paths = listed();
    const began = performance.now();
    for (const path of paths) lstatSync(join(root, path));
    return { files: paths.length, inside: performance.now() - began };
  },

  /**
   * `answered`: from the start of the process to the first ranking, what a person waits for; `inside`: without Node's
   * own start; `looked`: what the map itself took until it was ready, without the start of its thread.
   */
  async map() {
    const { startCodeMap } = await load();
    const began = performance.now();
    const map = startCodeMap(root, { worker: built('map-worker.js') });
    const { files, symbols, commits, skipped, ms } = await map.build();
    await map.impact({ goal: GOAL, limit: 12 });
    const answered = performance.now();
    // What is stored counts for the memory, not for the time.
    await map.close();
    return {
      answered,
      inside: answered - began,
      looked: ms,
      files,
      symbols,
      commits,
      skipped: skipped.length,
    };
  },

  /** Goals out of the history, so that they speak of this code. `answer`: with the lines of precedents, which git counts. */
  async rerank() {
    const { createCodeMap, createGit, createProjectFiles } = await load();
    const git = createGit(root);
    const files = createProjectFiles(root, git);
    const log = (await git.log(5_000)) ?? [];
    const subjects = log.map(commit => commit.subject).filter(subject => subject.length > 15);
    const step = Math.max(1, Math.floor(subjects.length / 27));
    // The first question pays for what is computed once.
    const goals = [...GOALS, ...subjects.filter((_, n) => n % step === 0)].slice(0, 31);
    const timed = async lines => {
      const map = createCodeMap({ files, git });
      await map.build();
      const all = [];
      for (const goal of goals) {
        const began = performance.now();
        await map.impact({ goal, limit: 12, lines });
        all.push(performance.now() - began);
      }
      return all.slice(1);
    };
    const rank = await timed(false);
    const answer = await timed(true);
    return { goals: goals.length - 1, rank, answer };
  },

  /** tree-sitter over every source, by two children, after the first tier. */
  async deep() {
    const { createCodeMap, createGit, createProjectFiles, createParsePool, isParsed } = await load();
    const git = createGit(root);
    const deepener = createParsePool({ script: built('parse-child.js'), size: 2 });
    const map = createCodeMap({ files: createProjectFiles(root, git), git, deepener });
    const paths = await map.paths();
    const cards = await map.cards(paths);
    const wanted = cards.filter(card => isParsed(card.language));
    const began = performance.now();
    const deep = await map.deepen(wanted.map(card => card.path));
    const inside = performance.now() - began;
    const noted = deep.filter(card => card.note !== undefined).length;
    await map.close();
    return { inside, files: wanted.length, noted, mb: wanted.reduce((sum, c) => sum + c.bytes, 0) / 1e6 };
  },

  /** Nothing but parsing, in one thread, the same sources: the native parser where one loads, else WebAssembly. */
  async parse() {
    const { languageOf, isParsed, LANGUAGES, createGit, createProjectFiles } = await load();
    const parsers = await loadParsers(LANGUAGES);
    const files = createProjectFiles(root, createGit(root));
    const texts = [];
    for (const path of listed()) {
      const language = languageOf(path);
      const read = isParsed(language) ? await files.read(path) : undefined;
      if (read) texts.push({ language, text: read.text });
    }
    const by = {};
    for (const { language } of texts) by[language] = await parsers(language);
    const began = performance.now();
    let since = 0;
    for (const { language, text } of texts) {
      by[language].parse(text);
      // Native trees are freed only when the event loop turns.
      if (++since % 200 === 0) await new Promise(next => setImmediate(next));
    }
    const inside = performance.now() - began;
    const engines = {};
    for (const { language } of texts) engines[by[language].engine] = (engines[by[language].engine] ?? 0) + 1;
    return {
      inside,
      files: texts.length,
      engines,
      mb: texts.reduce((sum, t) => sum + t.text.length, 0) / 1e6,
    };
  },
};

/** Waits until the cache folder holds a file that was written since, half a minute at most. */
async function storedSince(began) {
  const home = process.env.PLANNER_TUI_HOME;
  for (let tries = 0; home && tries < 60; tries++) {
    const entries = readdirSync(home, { recursive: true, withFileTypes: true }).filter(entry =>
      entry.isFile(),
    );
    const whole = entries
      .filter(entry => !/\.tmp|\.\d+$/.test(entry.name))
      .map(e => join(e.parentPath, e.name));
    if (whole.some(path => lstatSync(path).mtimeMs > began)) return;
    await new Promise(next => setTimeout(next, 500));
  }
}

/** By language: a function that parses a text and lets the tree go, and which engine does it. */
async function loadParsers(languages) {
  const own = createRequire(import.meta.url);
  const away = packages ? createRequire(join(packages, 'package.json')) : own;
  const native = (require, name, part) => {
    const Parser = require('tree-sitter');
    const parser = new Parser();
    const grammar = require(name);
    parser.setLanguage(part ? grammar[part] : grammar);
    return {
      engine: 'native tree-sitter',
      parse: text => parser.parse(text, undefined, { bufferSize: Math.max(32_768, text.length * 2 + 2) }),
    };
  };
  const wasm = async language => {
    const { Language, Parser } = await import('web-tree-sitter');
    await Parser.init();
    const { grammar, vendored } = languages[language];
    const folder = vendored
      ? new URL('../../src/codemap/grammars/', import.meta.url).pathname
      : join(own.resolve('@vscode/tree-sitter-wasm/package.json'), '..', 'wasm');
    const parser = new Parser();
    parser.setLanguage(await Language.load(join(folder, `tree-sitter-${grammar}.wasm`)));
    return { engine: 'web-tree-sitter', parse: text => parser.parse(text).delete() };
  };
  const known = new Map();
  return async language => {
    if (!known.has(language)) {
      let parser;
      try {
        const part = { typescript: 'typescript', tsx: 'tsx', javascript: 'tsx' }[language];
        parser = part
          ? native(own, 'tree-sitter-typescript', part)
          : native(away, `tree-sitter-${languages[language].grammar}`);
      } catch {
        parser = await wasm(language);
      }
      known.set(language, parser);
    }
    return known.get(language);
  };
}

const result = await measures[name]();
console.log(JSON.stringify(result));
process.exit(0);
