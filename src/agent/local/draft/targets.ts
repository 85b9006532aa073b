import type { CodeSymbol, FileCard, Impact, Role } from '../../../domain/index.ts';
import { hasRole, type Survey, symbolsFor } from '../survey.ts';
import { headOf } from '../trail.ts';
import { contentWords, overlap, stem, tokens } from '../words.ts';
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

/** Stems of the thing that the goal speaks of: the last word of the target, else of the object. */
function headStems(survey: Survey): ReadonlySet<string> {
  const { target, object } = survey.goal;
  const last = contentWords(target).at(-1) ?? contentWords(object).at(-1);
  return new Set(last === undefined ? [] : [stem(last)]);
}

/**
 * Which ranked files to change: the head of the ranking, sources only, at most `most`. Where the goal says what it is
 * about ("… to the account report"), files that carry that word come alone, as long as there are any.
 */
export function targetsOf(survey: Survey, most = 6): readonly Target[] {
  const given = survey.named.flatMap(path => targetAt(survey, path) ?? []);
  if (given.length > 0) return inDependencyOrder(given);
  const best = survey.impact.files[0]?.score ?? 0;
  const stores = [...survey.goal.stems].some(s => DATA_WORDS.some(w => stem(w) === s));
  const head = headStems(survey);
  const near: Target[] = [];
  for (const impact of survey.impact.files) {
    if (impact.score < best * 0.35 && near.length > 0) break;
    const card = survey.cards.get(impact.path);
    if (!card || hasRole(card, ...NOT_SOURCE)) continue;
    const tier = tierOf(card);
    if (tier === 'data' && !stores) continue;
    if (tier === 'config' && impact.score < best * 0.7) continue;
    const symbols = inTier(symbolsFor(card, impact.symbols, survey.goal), tier, survey);
    if (tier === 'data' && alreadyThere(survey, symbols[0]).length > 0) continue;
    near.push({ path: impact.path, card, impact, symbol: symbols[0], others: symbols.slice(1, 3), tier });
  }
  const exact = near.filter(t => called(t.symbol?.name ?? '', survey.goal.target));
  const about = near.filter(t => overlap(t.path, head) > 0 || overlap(t.symbol?.name ?? '', head) > 0);
  const chosen = onceEach(
    exact.length > 0
      ? [...exact, ...about.filter(t => !exact.includes(t) && t.impact.score >= best * 0.7)]
      : about.length >= 2
        ? about
        : near.filter(t => t.impact.score >= best * 0.45),
  );
  const named = namedSurface(survey, chosen) ?? (chosen.length === 0 ? startOf(survey) : undefined);
  return inDependencyOrder([...chosen.slice(0, named ? most - 1 : most), ...(named ? [named] : [])]);
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
  const word = headOf(survey.goal);
  const file = symbol && survey.texts.get(symbol.path);
  if (!word || word.length < 4 || !symbol || !file) return [];
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
    overlap(s.name, survey.goal.stems);
  return symbols
    .map((s, i) => ({ s, w: weight(s) - i * 0.05 }))
    .sort((a, b) => b.w - a.w)
    .map(x => x.s);
}

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
