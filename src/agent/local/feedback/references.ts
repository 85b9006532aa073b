import type { Plan, Step } from '../../../plan/model.ts';
import { hasWords } from '../compose/said.ts';
import { baseOf, stemOf } from '../naming.ts';
import { contentWords, stem, tokens } from '../words.ts';

/** What words may point at: the steps of a plan, and the step or steps that were spoken of before. */
export interface Pointing {
  readonly plan: Plan | undefined;
  /** The step that the feedback is aimed at. */
  readonly target?: string | undefined;
  /** The steps that the clause before spoke of: what "it" and "that one" mean. */
  readonly spoken?: readonly string[];
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
  ' ',
);
const CARDINALS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const ORDINAL = `(?:${ORDINALS.join('|')}|\\d{1,2}(?:st|nd|rd|th))`;
const NUMBER = `(?:#?\\d{1,3}|${CARDINALS.join('|')})`;
const RANGE = '(?:-|–|—|to|through|until|up to)';
const LIST = '(?:,|and|&|\\+|or|nor|with|into|,? and)';

/** `third` → 3, `3rd` → 3, `two` → 2, `#4` → 4; undefined for others. */
export function numberOf(word: string): number | undefined {
  const lower = word.toLowerCase().replace(/^#/, '');
  const digits = /^(\d+)(?:st|nd|rd|th)?$/.exec(lower)?.[1];
  if (digits !== undefined) return Number(digits);
  const at = Math.max(ORDINALS.indexOf(lower), CARDINALS.indexOf(lower));
  return at < 0 ? undefined : at + 1;
}

/** Steps that words speak of: by number, by place, by id, by "it", by a file, or by the words of a title. */
export function stepsIn(text: string, { plan, target, spoken }: Pointing): readonly string[] {
  const steps = plan?.steps ?? [];
  const at = placesIn(text, steps.length);
  if (at.length > 0) return at.flatMap(n => steps[n - 1]?.id ?? []);
  const lower = text.toLowerCase();
  const byId = steps.filter(s => hasWords(lower, s.id.toLowerCase())).map(s => s.id);
  if (byId.length > 0) return byId;
  if (
    /^(?:this|it|that|these|those|them|the|both)(?:\s+(?:steps?|one|ones|whole step))?$|^th(?:is|at) step\b/i.test(
      text.trim(),
    )
  ) {
    if (target !== undefined) return [target];
    if (spoken && spoken.length > 0) return spoken;
  }
  const made = steps.filter(s => s.files.some(f => f.action === 'create' && names(text, f.path)));
  if (made.length === 1) return made.map(s => s.id);
  const whole = byWords(text, steps);
  if (whole.length > 0) return whole;
  // "the client guide and the health check": each part for itself, and all of them must be known.
  const parts = text
    .split(/\s*(?:,|\+|\/|&)\s*(?:and\s+|or\s+|nor\s+)?|\s+(?:and|or|nor|as well as)\s+/i)
    .filter(Boolean);
  if (parts.length < 2) return [];
  const found = parts.map(part => stepsIn(part, { plan, target, ...(spoken ? { spoken } : {}) }));
  return found.every(ids => ids.length > 0) ? [...new Set(found.flat())] : [];
}

/** Whether words name this path: whole, by its last part, or by that without extension where it has a dot or slash. */
export function names(text: string, path: string): boolean {
  const lower = text.toLowerCase();
  const base = baseOf(path).toLowerCase();
  const bare = stemOf(path).toLowerCase();
  return (
    hasWords(lower, path.toLowerCase()) ||
    (base.includes('.') && hasWords(lower, base)) ||
    (/[.\-_]/.test(bare) && hasWords(lower, bare))
  );
}

/** 1-based numbers of the steps that are named by number or place, in the order they are said. */
function placesIn(text: string, count: number): readonly number[] {
  const lower = text.toLowerCase();
  const from = (n: number, to: number): number[] =>
    Array.from({ length: Math.max(0, Math.min(count, to) - n + 1) }, (_, i) => n + i);
  const open = new RegExp(
    `\\b(?:everything|all(?: steps)?|whatever(?: comes)?|(?:the )?steps?|the rest)\\s+(after|from|before|behind|beyond|up to)\\s+(?:step\\s+)?(${NUMBER})(?:\\s+(?:on|onwards?))?\\b`,
  ).exec(lower);
  const edge = open?.[2] === undefined ? undefined : numberOf(open[2]);
  if (open && edge !== undefined) {
    if (open[1] === 'before') return from(1, edge - 1);
    if (open[1] === 'up to') return from(1, edge);
    return from(open[1] === 'from' ? edge : edge + 1, count);
  }
  const ends = new RegExp(`\\b(first|last)\\s+(${NUMBER})\\s+steps\\b`).exec(lower);
  const many = ends?.[2] === undefined ? undefined : numberOf(ends[2]);
  if (ends && many !== undefined)
    return ends[1] === 'first' ? from(1, many) : from(Math.max(1, count - many + 1), count);
  if (/\b(?:second[- ]to[- ]last|last but one|penultimate|next to last)(?: step| one)?\b/.test(lower))
    return from(count - 1, count - 1);
  const out: number[] = [];
  const numbered = new RegExp(
    `\\bsteps?\\s+(?:no\\.?\\s*|number\\s+)?(${NUMBER}(?:\\s*(?:${RANGE}|${LIST})\\s*(?:steps?\\s+)?${NUMBER})*)\\b`,
    'g',
  );
  for (const m of lower.matchAll(numbered)) out.push(...listed(m[1] ?? '', from));
  const placed = new RegExp(
    `\\b(${ORDINAL}(?:\\s*(?:${LIST})\\s*(?:the )?${ORDINAL})*)(?:\\s+(?:and|&)\\s+(?:the )?last)?\\s+(?:steps?|one|ones)\\b`,
    'g',
  );
  for (const m of lower.matchAll(placed)) out.push(...listed(m[1] ?? '', from));
  if (/\b(?:last|final)(?: step| one)\b|^(?:the )?last$/.test(lower)) out.push(count);
  if (out.length === 0) {
    const bare = new RegExp(
      `^(?:nos?\\.?\\s*|numbers?\\s+)?(#?\\d{1,2}(?:\\s*(?:${RANGE}|${LIST})\\s*#?\\d{1,2})*)$`,
    ).exec(lower.trim());
    if (bare?.[1]) out.push(...listed(bare[1], from));
  }
  return [...new Set(out)].filter(n => n >= 1 && n <= count);
}

/** `2, 4 and 6-8` → 2, 4, 6, 7, 8. */
function listed(text: string, from: (n: number, to: number) => number[]): readonly number[] {
  const words = text
    .split(/\s*(?:,|\band\b|&|\+|\bor\b|\bnor\b|\bwith\b|\binto\b|\bsteps?\b|\bthe\b)\s*/)
    .filter(Boolean);
  return words.flatMap(word => {
    const [low, high] = word
      .split(/\s*(?:-|–|—|\bthrough\b|\bup to\b|\bto\b|\buntil\b)\s*/)
      .map(w => numberOf(w.trim()));
    if (low === undefined) return [];
    return high === undefined ? [low] : from(low, high);
  });
}

/** Words that say nothing about which step is meant. */
const EVERYWHERE = new Set(
  'step steps part parts piece pieces thing things bit bits file files section whole change changes stuff work item one ones new code'.split(
    ' ',
  ),
);

/** What people call the steps of a part of the timeline, or of an id. */
const CALLED: readonly (readonly [RegExp, (s: Step) => boolean])[] = [
  [
    /^(?:all )?(?:the )?(?:tests?|testing|test steps?|tests steps?)$/i,
    s => s.part === 'testing' && /test|prove|cover|case/i.test(`${s.id} ${s.title}`),
  ],
  [/^(?:all )?(?:the )?(?:docs?|documentation|docs? steps?|documents?)$/i, s => s.part === 'documentation'],
  [/^(?:the )?(?:set-?up|installation|install)(?: steps?| part)?$/i, s => s.part === 'setup'],
  [
    /^(?:the )?(?:migrations?|schema|tables?|model|db changes?)(?: steps?| part)?$/i,
    s =>
      s.files.some(f => /migration|schema\.prisma|models?\.\w+$/.test(f.path) || f.path.includes('/models/')),
  ],
];

/** The step whose title, id, files and symbols hold most of the words; nothing where two are equally near. */
function byWords(text: string, steps: readonly Step[]): readonly string[] {
  const bare = text.trim().replace(/[`"“”]/g, '');
  for (const [called, is] of CALLED)
    if (called.test(bare)) {
      const found = steps.filter(is);
      if (found.length > 0) return found.map(s => s.id);
    }
  const stems = new Set(
    contentWords(bare)
      .filter(w => !EVERYWHERE.has(w))
      .map(stem),
  );
  if (stems.size === 0 || stems.size > 7) return [];
  const ranked = steps
    .map(s => ({ id: s.id, n: nearness(s, stems) }))
    // More than half of the words must be the step's own.
    .filter(x => x.n.words * 2 > stems.size)
    .sort((a, b) => b.n.score - a.n.score);
  const [best, next] = ranked;
  return best && (!next || best.n.score > next.n.score) ? [best.id] : [];
}

function nearness(
  step: Step,
  stems: ReadonlySet<string>,
): { readonly words: number; readonly score: number } {
  const said = tokens(`${step.id} ${step.title} ${step.part}`).map(stem);
  const own = new Set(said);
  const files = new Set(tokens(step.files.map(f => `${f.path} ${f.symbol ?? ''}`).join(' ')).map(stem));
  let words = 0;
  let score = 0;
  for (const s of stems) {
    if (own.has(s)) score += 3;
    else if (files.has(s)) score += 1;
    else continue;
    words++;
  }
  // "The notification service" is the step that says both words together.
  if (stems.size > 1 && said.join(' ').includes([...stems].join(' '))) score += 2;
  return { words, score };
}
