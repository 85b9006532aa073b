// Precision and recall of the fifteen checks on the corpus of plans in tests/plan/corpus.
//   npm run bench:checks-corpus [-- --set development|held-out] [--show] [--only NAME]
// A planted fault counts as found when a finding of its check stands on exactly its line; a finding that answers to no
// planted fault is a false alarm.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadBundle, option } from '../load.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const set = option('set');
const only = option('only');
const show = process.argv.includes('--show');
const corpus = await loadBundle(`export * from './tests/plan/corpus/corpus.ts';
        export { mutantsOf, operators } from './tests/plan/corpus/mutations.ts';`);
const plans = corpus
  .loadPlans(join(root, 'tests/plan/corpus/plans'))
  .filter(plan => (!set || plan.set === set) && (!only || plan.name.includes(only)));
const projects = new Map();
const measured = [];
for (const plan of plans) {
  if (!projects.has(plan.project)) projects.set(plan.project, await corpus.openProject(root, plan.project));
  const findings = await corpus.findingsOf(plan.markdown, projects.get(plan.project).sources);
  const one = corpus.measure(plan, findings);
  measured.push(one);
  const lacks = corpus.unnamedLacks(plan, findings);
  if (show && (one.missed.length > 0 || one.alarms.length > 0 || lacks)) {
    console.log(`\n${plan.name}`);
    for (const fault of one.missed)
      console.log(`  missed ${fault.check} at ${fault.line}: ${fault.what} | ${fault.text}`);
    for (const f of one.alarms) console.log(`  alarm  ${f.check} at ${f.line}: ${f.severity}: ${f.message}`);
    if (lacks) console.log(`  lacks  ${plan.lacks} unnamed`);
  }
}
const sound = plans.filter(plan => plan.planted.length === 0);
const mutants = corpus.mutantsOf(sound);
const caught = new Map(
  corpus.operators.map(operator => [operator.name, { check: operator.check, made: 0, found: 0 }]),
);
for (const mutant of mutants) {
  const { project } = sound.find(plan => plan.name === mutant.plan);
  const findings = await corpus.findingsOf(mutant.markdown, projects.get(project).sources);
  const row = caught.get(mutant.operator);
  row.made++;
  const found = findings.some(f => f.check === mutant.check && mutant.lines.includes(f.line));
  if (found) row.found++;
  else if (show)
    console.log(
      `\nnot seen: ${mutant.operator} in ${mutant.plan}, line ${mutant.lines}: ${mutant.markdown.split('\n')[mutant.lines[0] - 1]}`,
    );
}
for (const project of projects.values()) await project.close();

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const line = ({ name, planted, found, alarms }) =>
  `| ${name} | ${planted} | ${found} | ${alarms} | ${percent(found, found + alarms)} | ${percent(found, planted)} |`;
const table = (title, rows) =>
  [
    `| ${title} | planted | found | false alarms | precision | recall |`,
    '|---|---|---|---|---|---|',
    ...rows.map(line),
  ].join('\n');
const good = measured.filter(m => m.plan.planted.length === 0);
console.log(
  `\n${measured.length} plans, ${good.length} of them without a fault; ${good.filter(m => m.alarms.length > 0).length} of those got a false alarm\n`,
);
console.log(table('check', [...corpus.byCheck(measured), corpus.total(measured)]));
console.log(
  `\n${table(
    'style',
    corpus.byGroup(measured, plan => plan.style),
  )}`,
);
console.log(
  `\n${table(
    'written by',
    corpus.byGroup(measured, plan => plan.hand),
  )}`,
);
console.log(`\n${mutants.length} faults put into the ${sound.length} good plans by rule\n`);
console.log('| check | what | made | found |\n|---|---|---|---|');
for (const [name, { check, made, found }] of caught)
  console.log(`| ${check} | ${name} | ${made} | ${found} |`);
const found = [...caught.values()].reduce((n, row) => n + row.found, 0);
console.log(`| | all | ${mutants.length} | ${found} |`);
process.exit(0);
