import { numberOf } from './references.ts';

const UNIT: Readonly<Record<string, number>> = { m: 1, h: 60, d: 8 * 60 };
const FIXED: readonly (readonly [RegExp, number])[] = [
  [/\b(?:half a day|half[- ]day|an? (?:morning|afternoon|evening)|one (?:morning|afternoon))\b/i, 240],
  [/\ban hour and a half\b/i, 90],
  [/\b(?:half an hour|half[- ]hour)\b/i, 30],
  [/\b(?:a quarter of an hour|quarter of an hour)\b/i, 15],
  [/\b(?:a couple of|couple) hours\b/i, 120],
  [/\b(?:a few|some) hours\b/i, 180],
  [/\b(?:a couple of|couple) days\b/i, 960],
  [/\b(?:a|one|the|this|single|within|in one) (?:working )?(?:day|workday)\b/i, 480],
  [/\b(?:a|an|one) hour\b/i, 60],
  [/\b(?:a|one) (?:working )?week\b/i, 2400],
];
const COUNTED =
  /(?<![\w.])(\d+(?:[.,]\d+)?|two|three|four|five|six|seven|eight|nine|ten|twelve)(?:[\s-]*(?:working |man-?|person-?|full )?)(minutes?|mins?|min|m|hours?|hrs?|hr|h|days?|d|weeks?)\b/i;

/** The first stretch of working time in a text, in minutes (a day has eight hours), and the words it is said in. */
export function minutesIn(text: string): { readonly minutes: number; readonly words: string } | undefined {
  for (const [says, minutes] of FIXED) {
    const m = says.exec(text);
    if (m) return { minutes, words: m[0] };
  }
  const m = COUNTED.exec(text);
  if (!m?.[1] || !m[2]) return undefined;
  const n = numberOf(m[1]) ?? Number(m[1].replace(',', '.'));
  const unit = m[2].toLowerCase();
  const minutes = unit.startsWith('w') ? n * 5 * 8 * 60 : n * (UNIT[unit[0] ?? 'm'] ?? 1);
  return { minutes: Math.round(minutes), words: m[0] };
}

/** Words that may stand beside a time when the time is what the work may take. */
const ABOUT_WORK = new Set(
  (
    'a an the it this that in into to of for by at on be is are must should has have had can may need needs needed fit fits take takes ' +
    'down get got cut keep bring make within under below most more less no not than max maximum min minimum time budget limit plan ' +
    'whole thing everything all total altogether work task change we i you only just about around roughly ca approximately please ' +
    'done finish finished complete completed implement implemented ready up spend spent cost costs longer over exceed one day hours ' +
    "including included tests timebox timeboxed box boxed sprint would will could cannot can't don't which too much long if possible " +
    'like today tomorrow give given allow allowed team somebody someone person single'
  ).split(' '),
);

/** The time that the work may take, where a clause speaks of nothing else: not "expire after 30 days". */
export function workLimit(text: string): number | undefined {
  const found = minutesIn(text);
  if (!found || /\bat least\b|\bminimum\b|(?<!not |no |never )\bmore than\b/i.test(text)) return undefined;
  const rest = text
    .replace(found.words, ' ')
    .toLowerCase()
    .split(/[^a-z']+/)
    .filter(w => w.length > 0 && !ABOUT_WORK.has(w));
  const bare = text.trim().length <= found.words.length + 2;
  return rest.length === 0 && !bare ? found.minutes : undefined;
}
