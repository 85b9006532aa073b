// How long a plan takes to be read and checked against a repository that is mapped already.
//   npm run bench:check -- --repo DIR --plan FILE [--rounds 30] [--lines 1000]
// The steps of the plan are repeated, each under an id of its own, until it has so many lines.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadBundle, option } from '../load.mjs';

const repo = option('repo');
const plan = option('plan');
if (!repo || !plan) {
  console.error('npm run bench:check -- --repo DIR --plan FILE [--lines 1000] [--rounds 30]');
  process.exit(2);
}
const root = resolve(repo);
const rounds = Number(option('rounds', '30'));
const { startProject, createGit, createProjectFiles, gatherFacts, check, needs, readPlan } =
  await loadBundle(`export { startProject } from './src/app/beside-map.ts';
        export { createGit, createProjectFiles } from './src/host/index.ts';
        export { gatherFacts } from './src/app/facts.ts';
        export { check, needs } from './src/plan/checks/index.ts';
        export { readPlan } from './src/plan/read/index.ts';`);

/** The plan with its steps repeated, each under an id of its own, until it has so many lines. */
function longPlan(markdown, lines) {
  const at = markdown.indexOf('### 1. ');
  const end = markdown.indexOf('\n## ', at);
  const steps = markdown.slice(at, end);
  let all = '';
  for (let n = 0; (all + markdown).split('\n').length < lines; n++)
    all += `\n\n${steps.replace(/^`(S-[\w-]+)`/gm, `\`$1-${n}\``)}`;
  return markdown.slice(0, end) + all + markdown.slice(end);
}
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const markdown = longPlan(readFileSync(plan, 'utf8'), Number(option('lines', '1000')));
const git = createGit(root);
const files = createProjectFiles(root, git);
const { map, research } = startProject(root);
const summary = await map.build();
await research.brief();
const all = { read: [], facts: [], checks: [], all: [] };
const edited = { read: [], facts: [], checks: [], all: [] };
let report;
let first;
for (let round = 0; round < rounds; round++) {
  // In the first half every section is another than before; in the second one step alone was edited.
  const anew = round < rounds / 2;
  const mark = anew ? /(?<=^#{2,3} .*)$/gm : /(?<=^### 3\. .*)$/m;
  const text = markdown.replace(mark, ` ${round}`);
  const times = anew ? all : edited;
  const t0 = performance.now();
  const read = readPlan(text);
  if (!read.ok) throw new Error(read.error.message);
  const t1 = performance.now();
  const facts = await gatherFacts(needs(read.value.plan, text), { map, files, research });
  const t2 = performance.now();
  report = check(read.value.plan, text, facts, read.value.stepLines);
  const t3 = performance.now();
  first ??= t3 - t0;
  times.read.push(t1 - t0);
  times.facts.push(t2 - t1);
  times.checks.push(t3 - t2);
  times.all.push(t3 - t0);
}
const ms = list => `${median(list).toFixed(1)} ms`;
console.log(
  `${root}: ${summary.files} files; a plan of ${markdown.split('\n').length} lines, ${rounds} rounds`,
);
console.log(`first round ${first.toFixed(0)} ms`);
for (const [what, times] of [
  ['every section new', all],
  ['one step edited', edited],
])
  console.log(
    `${what}: read ${ms(times.read)}, facts ${ms(times.facts)}, checks ${ms(times.checks)}, all ${ms(times.all)}`,
  );
console.log(`findings: ${report.results.reduce((n, r) => n + r.findings.length, 0)}`);
await map.close();
process.exit(0);
