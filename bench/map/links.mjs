// How many imports of a project are followed to its files, by language; the most frequent ones that lead nowhere.
//   node bench/map/links.mjs --repo DIR[,DIR...] [--show 10] [--externals 0] [--language NAME]
// "asset": the file is there but its content is not read (an image). "external": a package that is none of the project's.
import { resolve } from 'node:path';
import { loadBundle, option } from '../load.mjs';

const { buildTier, createGit, createProjectFiles, createResolvers, isManifest, resolveLinks } =
  await loadBundle(`export { buildTier } from './src/codemap/build.ts';
    export { createResolvers, resolveLinks } from './src/codemap/links/resolve.ts';
    export { isManifest } from './src/codemap/links/manifests.ts';
    export { createGit, createProjectFiles } from './src/host/index.ts';`);
const shown = Number(option('show', '10'));
const SCRIPTS = new Set(['typescript', 'tsx', 'javascript', 'vue']);
const only = option('language');
const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const most = (counts, n) => [...counts].sort((a, b) => b[1] - a[1]).slice(0, n);

for (const repo of option('repo', '.').split(',')) {
  const root = resolve(repo);
  const git = createGit(root);
  const project = createProjectFiles(root, git);
  const { files, byPath, known } = (await buildTier({ files: project, git }, () => undefined)).tier;
  const manifests = new Map();
  const own = new Set();
  for (const { path } of files)
    if (isManifest(path)) {
      const text = (await project.read(path))?.text ?? '';
      manifests.set(path, text);
      const name = /(^|\/)package\.json$/.test(path) ? /"name":\s*"([^"]+)"/.exec(text)?.[1] : undefined;
      // A package with nothing to import (a theme, an editor's extension) hides no other of its name.
      if (name && /"(main|module|exports|source)":/.test(text)) own.add(name);
    }
  const input = { files, byPath, manifests };
  const began = process.cpuUsage();
  const links = resolveLinks(input);
  const spent = process.cpuUsage(began);
  const ms = (spent.user + spent.system) / 1000;
  const resolverOf = createResolvers(input);
  const totals = new Map();
  const lost = new Map();
  const externals = new Map();
  files.forEach((file, n) => {
    const resolver = resolverOf(file.language);
    if (!resolver || (only && file.language !== only)) return;
    const total = totals.get(file.language) ?? {
      files: 0,
      seen: 0,
      found: 0,
      external: 0,
      asset: 0,
      lost: 0,
      around: 0,
    };
    totals.set(file.language, total);
    total.files++;
    total.around += resolver.around?.(n).length ?? 0;
    for (const imported of file.specifiers) {
      const { specifier } = imported;
      if (specifier.startsWith('package ')) continue;
      total.seen++;
      const target = resolver.follow(n, imported);
      if (target.files.length > 0) total.found++;
      else if (target.package !== undefined && !(SCRIPTS.has(file.language) && own.has(target.package))) {
        total.external++;
        const key = `${file.language} ${target.package}`;
        externals.set(key, (externals.get(key) ?? 0) + 1);
      } else if (isAsset(file.path, specifier)) total.asset++;
      else {
        total.lost++;
        const key = `${file.language} ${specifier} (${file.path}:${imported.line})`;
        const short = specifier.startsWith('.') ? key : `${file.language} ${specifier}`;
        lost.set(short, (lost.get(short) ?? 0) + 1);
      }
    }
  });
  /** A file that is listed but not read. */
  function isAsset(from, specifier) {
    const bare = specifier.replace(/(?!^)[?#].*$/, '');
    const parts = `${from}/../${bare}`.split('/');
    const out = [];
    for (const part of parts)
      if (part === '..') out.pop();
      else if (part !== '.') out.push(part);
    return known.has(out.join('/'));
  }
  console.log(
    `\n${repo}: ${files.length} files, links in ${Math.round(ms)} ms of processor, ${links.imports.reduce((s, l) => s + l.length, 0)} of them`,
  );
  console.log(
    '| language | files | imports | resolved | external | asset | unresolved | of the project resolved | uses without import |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [language, t] of [...totals].sort((a, b) => b[1].seen - a[1].seen))
    if (t.seen > 0 || t.around > 0)
      console.log(
        `| ${[language, t.files, t.seen, t.found, t.external, t.asset, t.lost, percent(t.found + t.asset, t.found + t.asset + t.lost), t.around].join(' | ')} |`,
      );
  for (const [key, count] of most(lost, shown)) console.log(`- ${count} × ${key}`);
  for (const [key, count] of most(externals, Number(option('externals', '0'))))
    console.log(`  external ${count} × ${key}`);
}
