// The measures of one repository as a Markdown table, each beside what it has to reach.
import { median } from './measure.mjs';

const middle = (runs, of) =>
  median(
    (runs ?? [])
      .filter(r => !r.failed)
      .map(of)
      .filter(v => v !== undefined),
  );
const seconds = ms =>
  ms === undefined ? '–' : ms < 1_000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
const megabytes = mb => (mb === undefined ? '–' : `${Math.round(mb)} MB`);
const times = ratio =>
  ratio === undefined || !Number.isFinite(ratio) ? '–' : `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;

const TITLES = {
  read: 'read every file (floor)',
  stat: 'stat every file (floor; inside the process)',
  'git-list': 'git ls-files -co (floor)',
  cold: 'first usable map, nothing stored',
  warm: 'warm start, nothing changed',
  'one-changed': 'warm start, one file changed',
  deep: 'full depth, two children (after the first tier)',
  parse: 'parse only, one thread',
};

/** Time that counts: of a map up to its first answer, of what is compared with a time inside a process that; else all of it. */
const INSIDE = new Set(['stat', 'deep', 'parse']);
const timeOf = (name, run) => run.said?.answered ?? (INSIDE.has(name) ? run.said?.inside : run.ms);

export function report({ repo, files, typescript, listed, rounds, stored, rivals, results }) {
  const ms = name => middle(results[name], r => timeOf(name, r));
  const inside = name => middle(results[name], r => r.said?.inside);
  const cpu = name => middle(results[name], r => r.cpuMs);
  const peak = name => middle(results[name], r => r.peakMb);
  const said = name => (results[name] ?? []).find(r => r.said)?.said;
  const lines = [
    `### ${repo}: ${files} files read of ${listed} listed; medians of ${rounds} interleaved rounds`,
    '',
    '| measure | files | time | of the processor | peak memory | our first map is |',
    '|---|---|---|---|---|---|',
  ];
  for (const name of [
    'read',
    'stat',
    'git-list',
    'cold',
    'warm',
    'one-changed',
    ...Object.keys(rivals),
    'deep',
    'parse',
  ]) {
    const rival = rivals[name];
    const title = TITLES[name] ?? rival.title;
    const failed = (results[name] ?? []).find(r => r.failed)?.failed;
    if (!results[name]) {
      const why = rival?.absent
        ? `not here: ${rival.absent}`
        : stored === 0 && /warm|one/.test(name)
          ? 'nothing is stored by this version'
          : undefined;
      if (why) lines.push(`| ${title} | – | ${why} | – | – | – |`);
      continue;
    }
    const time = ms(name);
    const factor = rival
      ? `${times(time / ms('cold'))} as fast, ${times(peak('cold') / peak(name))} its memory`
      : '';
    lines.push(
      `| ${title}${enginesOf(said(name))} | ${said(name)?.files ?? ''} | ${failed && time === undefined ? failed : seconds(time)} | ${seconds(cpu(name))} | ${megabytes(peak(name))} | ${factor} |`,
    );
  }
  const rank = middle(results.rerank, r => median(r.said.rank));
  const answer = middle(results.rerank, r => median(r.said.answer));
  const memory = middle(results.app, r => r.said?.mb);
  lines.push('', '| target | measured | reached |', '|---|---|---|');
  const target = (text, value, reached, shown) => {
    const known = value !== undefined && !Number.isNaN(value);
    const verdict = !known || reached === undefined ? '–' : reached ? 'yes' : '**no**';
    lines.push(`| ${text} | ${known ? shown : 'not measured'} | ${verdict} |`);
  };
  for (const name of ['repomix', 'repomix-quick']) {
    if (!results[name]) continue;
    const fast = ms(name) / ms('cold');
    const small = peak('cold') / peak(name);
    const what = name === 'repomix' ? 'repomix --compress' : 'the same without its search for secrets';
    target(`first map ≥ 15× as fast as ${what}`, fast, fast >= 15, times(fast));
    target(`with ≤ 1/8 of its memory`, small, small <= 1 / 8, `1/${(1 / small).toFixed(1)}`);
  }
  const ctags = ms('ctags') / ms('cold');
  const large = typescript > 5_000;
  target(
    `first map ≥ 5× as fast as universal-ctags${large ? '' : ' (asked of a TypeScript repository of more than 5,000 files)'}`,
    ctags,
    large ? ctags >= 5 : undefined,
    times(ctags),
  );
  const deep = ms('deep') / ms('parse');
  target('full depth with two children ≤ 1.5× a parse-only pass', deep, deep <= 1.5, times(deep));
  const looked = middle(results.warm, r => r.said?.looked);
  const warm = looked / ms('stat');
  target(
    'warm start ≤ 1.5× stat-ing every file (the map itself, without the start of its thread)',
    warm,
    warm <= 1.5,
    `${times(warm)} (${seconds(looked)}; with the thread and the first answer ${seconds(inside('warm'))})`,
  );
  const more = inside('one-changed') - inside('warm');
  target('one changed file < 100 ms more', more, more < 100, seconds(more));
  target(
    `new goal ≤ 25 ms (ranking; ${said('rerank')?.goals ?? 0} goals)`,
    rank,
    rank <= 25,
    `${seconds(rank)}; ${seconds(answer)} with the line counts that git gives of precedents`,
  );
  target(
    'the app with this map < 250 MB',
    memory,
    memory < 250,
    `${megabytes(memory)}, at most ${megabytes(middle(results.app, r => r.peakMb))}`,
  );
  return `${lines.join('\n')}\n`;
}

function enginesOf(said) {
  return said?.engines
    ? ` (${Object.entries(said.engines)
        .map(([name, n]) => `${name}: ${n} files`)
        .join(', ')})`
    : '';
}
