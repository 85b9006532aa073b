import type { CodeSymbol, FileCard, Impact, Precedent, Role } from '../../../domain/index.ts';
import { detectKind } from '../../../session/goal.ts';
import { hasRole, type Survey, symbolsFor } from '../survey.ts';
import { headOf } from '../trail.ts';
import { contentWords, isTool, overlap, stem, tokens } from '../words.ts';
import { writersOf } from '../writers.ts';
import { type Tier, tierOf } from './phrases.ts';

/** A file that the goal changes, with the symbols where it does. */
export interface Target {
  readonly path: string;
  readonly card: FileCard;
  readonly impact: Impact;
  readonly symbol: CodeSymbol | undefined;
  readonly others: readonly CodeSymbol[];
  readonly tier: Tier;
}

const NOT_SOURCE = [
  'generated',
  'vendored',
  'lock',
  'test',
  'fixture',
  'docs',
  'ci-workflow',
  'data',
  'migration',
] as const;

/** Words of a goal that say that stored data changes its shape; without one, models and schemas stay as they are. */
const DATA_WORDS = [
  'field',
  'column',
  'attribute',
  'property',
  'table',
  'store',
  'record',
  'status',
  'state',
  'type',
  'model',
  'schema',
  'tag',
  'category',
  'relation',
  'index',
  'rename',
  'history',
  'archive',
  'save',
  'persist',
];

const CALLABLE: ReadonlySet<CodeSymbol['kind']> = new Set(['function', 'method', 'component', 'class']);

/** Of the best score: what lies below is related, but seldom changed. Measured by bench/plans on its development set. */
const NEAR = 0.8;
/** Ranked next to the best, whatever their scores: few changes touch one file alone. */
const ALWAYS = 2;

/**
 * Which files to change: the head of the ranking, sources only, what earlier changes like it changed along with them, and
 * the place from which the goal says it is reached. At most `most`; in the order in which they build on each other.
 */
export function targetsOf(survey: Survey, most = 6): readonly Target[] {
  const meant = subjectTargets(survey);
  if (meant.length > 0 && survey.named.length === 0) return inDependencyOrder(meant.slice(0, most));
  const given = survey.named.flatMap(path => targetAt(survey, path) ?? []);
  if (given.length > 0) return inDependencyOrder(given);
  const near = ranked(survey);
  const best = near[0]?.impact.score ?? 0;
  const exact = near.filter(t => called(t.symbol?.name ?? '', survey.goal.target));
  const head = near.filter((t, i) => i < ALWAYS || t.impact.score >= best * NEAR).slice(0, MOST_RANKED);
  const chosen = onceEach([...exact, ...head.filter(t => !exact.includes(t))]);
  const along = together(survey, chosen).slice(0, MOST_TOGETHER);
  const reached = namedSurface(survey, [...chosen, ...along]);
  const start = chosen.length === 0 && !reached ? startOf(survey) : undefined;
  const all = [...chosen, ...(reached ? [reached] : []), ...(start ? [start] : []), ...along];
  return inDependencyOrder(all.slice(0, most));
}

const MOST_RANKED = 4;
const MOST_TOGETHER = 2;
/** Scores below this share of the best are not looked at. */
const FAR = 0.35;

/** Ranked files that may be changed, best first. */
function ranked(survey: Survey): readonly Target[] {
  const best = survey.impact.files[0]?.score ?? 0;
  const stores = storesData(survey);
  const near: Target[] = [];
  for (const impact of survey.impact.files) {
    if (impact.score < best * FAR && near.length > 0) break;
    const target = targetOf(survey, impact);
    if (!target) continue;
    const { tier, card } = target;
    // A schema changes with the data alone; a model or a type is code as well.
    if (!stores && hasRole(card, 'schema') && SCHEMA_FILE.test(impact.path)) continue;
    if (tier === 'config' && impact.score < best * 0.7) continue;
    if (tier === 'data' && alreadyThere(survey, target.symbol).length > 0 && near.length >= ALWAYS) continue;
    near.push(target);
  }
  return near;
}

const SCHEMA_FILE = /\.(?:prisma|sql|graphql|proto)$/i;

/** Whether the goal speaks of stored data changing its shape. */
export function storesData(survey: Survey): boolean {
  return [...survey.goal.stems].some(s => DATA_WORDS.some(w => stem(w) === s));
}

/** What lies below tests and is none: samples and recorded answers. */
const READ_BY_TESTS = /(?:^|\/)(?:tests?|specs?|testdata|__tests__)\//;

function targetOf(survey: Survey, impact: Impact): Target | undefined {
  const card = survey.cards.get(impact.path);
  if (!card || hasRole(card, ...NOT_SOURCE) || READ_BY_TESTS.test(impact.path)) return undefined;
  const own = tierOf(card);
  const tier = own === 'data' && !storesData(survey) && !hasRole(card, 'types') ? 'logic' : own;
  // A custom property or a class of a style sheet is no place that something is offered through.
  const symbols = hasRole(card, 'style')
    ? []
    : inTier(symbolsFor(card, impact.symbols, survey.goal), tier, survey);
  return { path: impact.path, card, impact, symbol: symbols[0], others: symbols.slice(1, 3), tier };
}

/** Precedents of more files say little of what belongs together. */
const MOST_FILES = 25;
/** Sum of the precedents' shares from which a file counts as one that changes along. Measured as `NEAR` was. */
const OFTEN = 1;

/**
 * Files that the ranking does not put first, but which earlier changes like this one changed together with the ones that
 * it does: each precedent counts as much as it is like the goal and as it shares files with what is chosen.
 */
export function together(
  survey: Survey,
  chosen: readonly Target[],
  often: number = OFTEN,
): readonly Target[] {
  const { precedents } = survey.impact;
  const best = precedents[0]?.score ?? 1;
  const paths = new Set(chosen.map(t => t.path));
  const found = new Map<string, { share: number; with: Precedent; beside: string }>();
  for (const p of precedents.slice(0, 6)) {
    if (p.files.length > MOST_FILES) continue;
    const shared = p.files.flatMap(f => (f.today !== undefined && paths.has(f.today) ? [f.today] : []));
    const [beside] = shared;
    if (beside === undefined) continue;
    const share = (p.score / best) * (shared.length / paths.size);
    for (const { today } of p.files)
      if (today !== undefined && !paths.has(today)) {
        const known = found.get(today);
        found.set(today, { with: p, beside, ...known, share: (known?.share ?? 0) + share });
      }
  }
  return [...found]
    .filter(([, f]) => f.share >= often)
    .sort((a, b) => b[1].share - a[1].share || (a[0] < b[0] ? -1 : 1))
    .flatMap(([path, f]) => {
      const detail = `commit ${f.with.sha.slice(0, 7)} (“${f.with.subject}”) changed it together with \`${f.beside}\``;
      const known = survey.impact.files.find(i => i.path === path);
      const reasons = [{ signal: 'together', detail }, ...(known?.reasons ?? [])];
      const target = targetOf(survey, {
        path,
        score: known?.score ?? 0,
        reasons,
        symbols: known?.symbols ?? [],
      });
      return target && target.tier !== 'config' ? [target] : [];
    });
}

/** Whether the goal's target ("of the engine") is this very name. */
export function called(name: string, target: string): boolean {
  return target !== '' && tokens(name).join(' ') === contentWords(target).join(' ');
}

/** Of files whose symbols share one name the best ranked: the others only happen to be called so. */
function onceEach(targets: readonly Target[]): readonly Target[] {
  const first = new Map<string, Target>();
  for (const t of targets) if (t.symbol && !first.has(t.symbol.name)) first.set(t.symbol.name, t);
  return targets.filter(t => !t.symbol || first.get(t.symbol.name) === t);
}

/** What became of a thing, and the first words of functions that do so. */
const BECAME: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:is|are|gets?|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:added|created|inserted|saved|stored|imported|duplicated|registered)\b/i,
    /^(?:add|create|insert|save|store|import|upsert)/i,
  ],
  [
    /\b(?:is|are|gets?|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:updated|changed|edited|overwritten|renamed|moved)\b/i,
    /^(?:update|change|edit|set|save|rename|move|patch)/i,
  ],
  [
    /\b(?:is|are|gets?|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:deleted|removed|lost|destroyed)\b/i,
    /^(?:delete|remove|destroy|archive)/i,
  ],
];

/** The function that does to a thing what a fault says became of it: "a feed is added twice" is done by `CreateFeed`. */
export function doerOf(survey: Survey): Target | undefined {
  const [, verbs] = BECAME.find(([said]) => said.test(survey.goal.text)) ?? [];
  if (!verbs) return undefined;
  const symbol = writersOf(survey.cards, survey.roles, survey.goal.stems).find(s => verbs.test(s.name));
  const card = symbol && survey.cards.get(symbol.path);
  if (!symbol || !card) return undefined;
  const known = survey.impact.files.find(f => f.path === symbol.path);
  const does = { signal: 'writes', detail: `\`${symbol.name}\` is what does it to stored data` };
  const impact = {
    path: symbol.path,
    score: known?.score ?? 0,
    reasons: [does, ...(known?.reasons ?? [])],
    symbols: [],
  };
  return { path: symbol.path, card, impact, symbol, others: [], tier: 'logic' };
}

/** The files of the definitions that the goal calls by name, one each. */
function subjectTargets(survey: Survey): readonly Target[] {
  const once = new Map((survey.subjects ?? []).map(s => [s.path, s]));
  return [...once.values()].flatMap(s => {
    const detail = `it defines \`${s.name}\`, which the goal names`;
    return targetIn(survey, s.path, s.name, { signal: 'named', detail }) ?? [];
  });
}

/** A file that something else than the ranking points to, at this symbol of it where that is named. */
export function targetIn(
  survey: Survey,
  path: string,
  name: string | undefined,
  reason: Impact['reasons'][number],
  /** Of several of the name, the one around this line. */
  line?: number,
): Target | undefined {
  const card = survey.cards.get(path);
  if (!card || hasRole(card, 'lock', 'generated', 'vendored')) return undefined;
  const known = survey.impact.files.find(f => f.path === path);
  const named = card.symbols.filter(s => s.name === name && s.kind !== 'property');
  const symbol = named.find(s => line !== undefined && s.line <= line && line <= s.endLine) ?? named[0];
  return {
    path,
    card,
    impact: { path, score: known?.score ?? 0, reasons: [reason], symbols: [] },
    symbol,
    others: [],
    tier: tierOf(card),
  };
}

/** The file that the goal itself names. */
function targetAt(survey: Survey, path: string): Target | undefined {
  const card = survey.cards.get(path);
  if (!card || hasRole(card, 'lock', 'generated', 'vendored')) return undefined;
  const tier = tierOf(card);
  const known = survey.impact.files.find(f => f.path === path);
  const symbols = inTier(symbolsFor(card, known?.symbols ?? [], survey.goal), tier, survey);
  const base = path.slice(path.lastIndexOf('/') + 1);
  const detail = survey.goal.text.includes(base)
    ? `the goal names ${base}`
    : `it is the largest source file, ${card.lines} lines`;
  return {
    path,
    card,
    impact: known ?? { path, score: 1, reasons: [{ signal: 'path', detail }], symbols: [] },
    symbol: symbols[0],
    others: symbols.slice(1, 3),
    tier,
  };
}

/** Words that name the kind of place from which the new thing is reached, with the roles of such files. */
export const REACHED_FROM: readonly (readonly [RegExp, readonly Role[]])[] = [
  [/\b(?:command|subcommand|flag|option|cli)\b/i, ['cli-entry']],
  [/\b(?:endpoint|route|api|rest|url)\b/i, ['router', 'controller']],
  [/\b(?:page|screen|view)\b/i, ['page', 'ui-component']],
  [/\b(?:component|button|form|dialog|menu|sidebar|tooltip)\b/i, ['ui-component', 'page']],
  [/\b(?:job|worker|cron|schedule)\b/i, ['job']],
];

/** The file of the kind that the goal names, where the ranking has brought none of that kind. */
function namedSurface(survey: Survey, chosen: readonly Target[]): Target | undefined {
  const roles = REACHED_FROM.find(([words]) => words.test(survey.goal.text))?.[1];
  if (!roles || chosen.some(t => hasRole(t.card, ...roles))) return undefined;
  const paths = roles
    .flatMap(r => survey.roles.get(r) ?? [])
    .filter(p => !/(?:^|\/)(?:tests?|scripts|bench|examples?)\//.test(p));
  const path = [...paths].sort((a, b) => overlap(b, survey.goal.stems) - overlap(a, survey.goal.stems))[0];
  const card = path === undefined ? undefined : survey.cards.get(path);
  if (!card || path === undefined) return undefined;
  const why = card.roles.find(r => roles.includes(r.role));
  const symbols = inTier(symbolsFor(card, [], survey.goal), tierOf(card), survey);
  return {
    path,
    card,
    impact: {
      path,
      score: 0,
      reasons: [
        { signal: 'role', detail: `it is the ${why?.role ?? roles[0]} here${why ? ` (${why.reason})` : ''}` },
      ],
      symbols: [],
    },
    symbol: symbols[0],
    others: symbols.slice(1, 3),
    tier: tierOf(card),
  };
}

/** Said as the reason of a file that only stands in because no file shares a word with the goal. */
export const NO_MATCH = 'no-match';

/** Where the program starts, for a goal that no file shares a word with. */
function startOf(survey: Survey): Target | undefined {
  const roles = ['http-entry', 'cli-entry', 'entry', 'page', 'service', 'util'] as const;
  const path = roles.flatMap(r => survey.roles.get(r) ?? [])[0];
  const card = path === undefined ? undefined : survey.cards.get(path);
  if (!card || path === undefined) return undefined;
  const symbols = symbolsFor(card, [], survey.goal);
  const reasons = [
    { signal: NO_MATCH, detail: 'no file shares a word with the goal, and the program starts here' },
  ];
  return {
    path,
    card,
    impact: { path, score: 0, reasons, symbols: [] },
    symbol: symbols[0],
    others: [],
    tier: tierOf(card),
  };
}

/** What the goal's thing is called where a symbol holds it already, with its line: `` `tags` stands in `Note` already (line 5) ``. */
export function alreadyThere(survey: Survey, symbol: CodeSymbol | undefined): readonly string[] {
  // What is to be reshaped has to be there.
  if (detectKind(survey.goal.text) === 'refactoring') return [];
  const word = headOf(survey.goal);
  const file = symbol && survey.texts.get(symbol.path);
  if (!word || word.length < 4 || isTool(word) || !symbol || !file) return [];
  const lines = file.text.split('\n').slice(symbol.line - 1, symbol.endLine);
  const at = lines.findIndex(l => new RegExp(`\\b${word}\\b\\s*[?:=.(]|\\.${word}\\b`).test(l));
  if (at < 0 || symbol.name.toLowerCase() === word) return [];
  return [`\`${word}\` stands in \`${symbol.name}\` already (\`${symbol.path}:${symbol.line + at}\`)`];
}

/** What runs comes before what describes: functions that others may call, then classes, then the rest. */
function inTier(symbols: readonly CodeSymbol[], tier: Tier, survey: Survey): readonly CodeSymbol[] {
  if (tier === 'data' || tier === 'config') return symbols;
  const weight = (s: CodeSymbol): number =>
    (CALLABLE.has(s.kind) ? (s.kind === 'class' ? 1.2 : 2) : 0) +
    (s.name.startsWith('_') || s.name.startsWith('#') || s.name === 'constructor' ? -3 : 0) +
    (s.kind === 'class' && survey.uses.get(`${s.path}:${s.line}`)?.count === 0 ? -0.5 : 0) +
    (called(s.name, survey.goal.target) ? 3 : 0) +
    overlap(s.name, survey.goal.stems) +
    (s.kind === 'class' ? 0 : within(survey, s));
  return symbols
    .map((s, i) => ({ s, w: weight(s) - i * 0.05 }))
    .sort((a, b) => b.w - a.w)
    .map(x => x.s);
}

/** What a word of the goal in the lines of a function counts beside one in its name, and most of them together. */
const WITHIN = { each: 0.25, most: 1 } as const;

/** How much of the goal stands in the lines of a symbol: the name may say none of it. */
function within(survey: Survey, { path, line, endLine }: CodeSymbol): number {
  const file = survey.texts.get(path);
  if (!file || endLine - line >= MOST_LINES) return 0;
  const text = file.text
    .split('\n')
    .slice(line - 1, endLine)
    .join('\n');
  const stems = new Set(tokens(text).map(stem));
  const found = [...survey.goal.stems].filter(s => stems.has(s)).length;
  return Math.min(WITHIN.most, found * WITHIN.each);
}

/** What is longer holds every word of the file. */
const MOST_LINES = 1_500;

/** Data before logic before what calls it; inside a tier a file comes before those that import it. */
function inDependencyOrder(targets: readonly Target[]): readonly Target[] {
  const order: readonly Tier[] = ['data', 'logic', 'surface', 'entry', 'config'];
  return [...targets].sort((a, b) => {
    const tier = order.indexOf(a.tier) - order.indexOf(b.tier);
    if (tier !== 0) return tier;
    if (b.card.imports.includes(a.path)) return -1;
    if (a.card.imports.includes(b.path)) return 1;
    return b.impact.score - a.impact.score;
  });
}
