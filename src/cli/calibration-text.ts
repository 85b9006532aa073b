import type { Calibration, MissKind } from '../domain/index.ts';

const SIZES = { one: 'one file', two: 'two files', more: 'three files or more' } as const;

const KINDS: Readonly<Record<MissKind, string>> = {
  'no-words': 'share no word with what was asked, and no commit about it touched them',
  shared: 'are shared: helpers, constants, types, index files',
  beside: 'lie beside a file that was found, in its folder or under its name',
  several: 'belong to a change of which other files were found',
  short: 'belong to a goal of fewer than five telling words',
  other: 'other files',
};

/** How far to trust the ranking, in words for a person. */
export function calibrationText(c: Calibration): string {
  const { ranking, bm25 } = c;
  const n = ranking.cases;
  const times = (share: number) => `${Math.round(share * n)} of ${n}`;
  const head = [
    `${n} past changes of this repository were ranked as they stood before, by their commit messages alone${ENDED[c.ended]}.`,
    '',
    `The first file was one that the change touched:    ${times(ranking.hit)}   (plain word search: ${times(bm25.hit)})`,
    `All its files stood among the first five:          ${times(ranking.acc[5])}   (${times(bm25.acc[5])})`,
    `All its files stood among the first ten:           ${times(ranking.acc[10])}   (${times(bm25.acc[10])})`,
    `Share of a change's files among the first ten:     ${percent(ranking.recall)}   (${percent(bm25.recall)})`,
    '',
    trust(c),
  ];
  const sizes = c.bySize.map(s => `  ${SIZES[s.files]}: all among the first ten in ${s.found} of ${s.cases}`);
  const misses = c.misses.flatMap(m => [
    `  ${m.files} ${KINDS[m.kind]}`,
    `      ${m.example.path} in “${short(m.example.subject)}”`,
  ]);
  return [
    ...head,
    '',
    'By how many files a change touched:',
    ...sizes,
    ...(misses.length > 0 ? ['', 'Files that it put behind the first ten:', ...misses] : []),
    '',
  ].join('\n');
}

const ENDED = {
  complete: '',
  time: ' (time ran out before the rest)',
  cancelled: ' (stopped before the rest)',
} as const;

/** What the figures mean for whoever reads a plan. Few changes prove little. */
function trust({ ranking }: Calibration): string {
  if (ranking.cases < 10) return 'So few changes prove little: read the whole list, and search beside it.';
  if (ranking.acc[10] >= 0.8)
    return 'The first ten files can be trusted to hold a change here, four times in five or better.';
  if (ranking.recall >= 0.7)
    return 'The first ten files hold most of a change here, but often not all of it: follow their users and tests too.';
  return 'Take the ranking here as a place to begin: a change often reaches files behind the first ten.';
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const short = (text: string) => (text.length > 70 ? `${text.slice(0, 69)}…` : text);
