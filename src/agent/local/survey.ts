import type { CodeMap, HistoryFacts, ImpactAnswer, MapSummary, TextHit } from '../../codemap/port.ts';
import { fixtureFolder } from '../../codemap/roles/fixture.ts';
import { ROLES } from '../../domain/code-words.ts';
import type { Calibration, CodeSymbol, FileCard, Pace, Role, SymbolPage } from '../../domain/index.ts';
import type { ProjectFiles, ReadFile } from '../../host/port.ts';
import type { Stack } from '../../playbooks/stacks.ts';
import type { ProjectBrief, StackFact } from '../../research/port.ts';
import type { CiCase } from './ci/case.ts';
import type { PageSight } from './cro/sight.ts';
import type { DecisionSight } from './decision/model.ts';
import type { Found } from './lists/found.ts';
import { namedFiles } from './named-files.ts';
import { seenPaths } from './slots/seen.ts';
import { type CodeStyle, styleOfTexts } from './style.ts';
import type { Symptom } from './symptom/model.ts';
import { findTrail, isProven, type Trail } from './trail.ts';
import { type SymbolUses, usesOf } from './uses.ts';
import { type GoalReading, overlap, readGoal } from './words.ts';
import { writersOf } from './writers.ts';

/** Everything that was read for one goal. Plain data: drafting from it is pure. */
export interface Survey {
  readonly goal: GoalReading;
  readonly commit: string | undefined;
  readonly summary: MapSummary;
  readonly brief: ProjectBrief;
  readonly facts: ReadonlyMap<string, StackFact>;
  readonly impact: ImpactAnswer;
  readonly cards: ReadonlyMap<string, FileCard>;
  readonly texts: ReadonlyMap<string, ReadFile>;
  readonly paths: ReadonlySet<string>;
  /** Paths of each role, most central first. */
  readonly roles: ReadonlyMap<Role, readonly string[]>;
  /** How many files have each role; `roles` names the most central of them. */
  readonly roleCounts: ReadonlyMap<Role, number>;
  /** Uses outside the definition, by `path:line` of the symbol. */
  readonly uses: ReadonlyMap<string, SymbolUses>;
  readonly history: HistoryFacts | undefined;
  /** How the ranking did on past changes here; absent where that was never measured. */
  readonly calibration?: Calibration;
  /** What the person's record corrects estimates by; absent where there is no record, or it corrects nothing. */
  readonly pace?: Pace;
  /** Files that the goal names by path, or as the largest one; a plan for them changes no others. */
  readonly named: readonly string[];
  /** The name that a change of this kind brought in and where it stands; only where it was asked for. */
  readonly trail?: Trail;
  /** Ways to begin a project; only where one is asked for. */
  readonly stacks?: readonly Stack[];
  /** What the stack traces of a fault say; only where the goal holds some that meet a file of the project. */
  readonly symptom?: Symptom;
  /** Places that the matched playbooks asked the map for, by the name of their list. */
  readonly lists?: ReadonlyMap<string, Found>;
  /** The failing run that the goal is about. */
  readonly ci?: CiCase;
  readonly style: CodeStyle;
  /** The page that a goal of the kind cro is about. */
  readonly page?: PageSight;
  /** Definitions that a refactoring calls by name. */
  readonly subjects?: readonly CodeSymbol[];
  /** Names that a refactoring calls by their class and that no code defines, with the lines on which they stand. */
  readonly attributes?: ReadonlyMap<string, readonly TextHit[]>;
  /** Who uses what a refactoring may change, by `path:line` of the definition. */
  readonly callers?: ReadonlyMap<string, SymbolPage>;
  /** What the project holds of everything that a decision is between. */
  readonly decision?: DecisionSight;
}

export interface SurveyPorts {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
}

/** What no plan is bound to; all other roles are asked of the map for every goal: playbooks and the places of new files need them. */
const UNSURVEYED: ReadonlySet<Role> = new Set<Role>([
  'manifest',
  'lock',
  'script',
  'generated',
  'vendored',
  'data',
  'other',
]);
const SURVEYED_ROLES = ROLES.filter(role => !UNSURVEYED.has(role));

/** A schema or a router of a fixture, or of somebody else's code, is none of this project. */
const NOT_OWN: readonly Role[] = ['fixture', 'vendored', 'generated'];
/** More files than any project that is mapped. */
const EVERY = 1_000_000;
/** Files of a trail that are read; the names of all are known. */
const MOST_ALONG = 60;

/** Symbols of a file that the goal speaks of, best first: the ranking's own, then exported ones by shared words. */
export function symbolsFor(
  card: FileCard | undefined,
  ranked: readonly CodeSymbol[],
  goal: GoalReading,
): readonly CodeSymbol[] {
  // What a module gives without a name cannot be called by one.
  const own =
    card?.symbols.filter(s => s.kind !== 'section' && s.kind !== 'property' && s.name !== 'default') ?? [];
  const current = ranked.flatMap(r => own.find(s => s.name === r.name && s.container === r.container) ?? []);
  const scored = own
    .map((s, i) => ({
      s,
      score: 2 * overlap(s.name, goal.stems) + (s.exported ? 1 : 0) + (WEIGHT[s.kind] ?? 0) - i * 0.001,
    }))
    .sort((a, b) => b.score - a.score)
    .map(x => x.s);
  return [...new Set([...current, ...scored])];
}

const WEIGHT: Partial<Record<CodeSymbol['kind'], number>> = {
  function: 0.6,
  class: 0.6,
  component: 0.7,
  model: 0.7,
  method: 0.5,
  interface: 0.2,
  type: 0.2,
};

export interface SurveyParts {
  readonly goalText: string;
  readonly commit: string | undefined;
  readonly summary: MapSummary;
  readonly brief: ProjectBrief;
  readonly facts: readonly StackFact[];
  readonly impact: ImpactAnswer;
  readonly calibration?: Calibration;
  readonly pace?: Pace;
}

/** Paths whose cards and text a draft may need: ranked files, their tests, and the files that stack facts name. */
export function pathsToRead(parts: SurveyParts): readonly string[] {
  const { impact, facts } = parts;
  return [
    ...new Set([
      ...impact.files.slice(0, 14).map(f => f.path),
      ...impact.tests.slice(0, 6).map(f => f.path),
      ...changedBefore(impact),
      ...facts.flatMap(f => (f.present ? f.sources.map(s => s.path) : [])),
    ]),
  ];
}

/** Files of the nearest precedents that changed only a few: what belongs to a change of this kind. */
function changedBefore({ precedents }: ImpactAnswer): readonly string[] {
  return precedents
    .filter(p => p.files.length <= 25)
    .slice(0, 4)
    .flatMap(p => p.files.flatMap(f => f.today ?? []))
    .slice(0, 40);
}

/** Reads what `pathsToRead` and the roles name, and puts the survey together. `onRead` is called before each file. */
export async function completeSurvey(
  ports: SurveyPorts,
  parts: SurveyParts,
  onRead: (path: string) => void,
  stop: () => boolean,
): Promise<Survey> {
  const { map, files } = ports;
  const goal = readGoal(parts.goalText);
  const paths = new Set(await map.paths());
  const roles = new Map<Role, readonly string[]>();
  const counts = new Map<Role, number>();
  const cards = new Map<string, FileCard>();
  for (const role of SURVEYED_ROLES) {
    if (stop()) break;
    const most = role === 'test' ? 400 : 40;
    const isOwn = (c: FileCard): boolean => role === 'fixture' || !hasRole(c, ...NOT_OWN);
    const listed = await map.byRole(role, most);
    const found = listed.filter(isOwn);
    // What is told as a number counts all of them, also where more are there than are looked at.
    const all = listed.length < most ? found : (await map.byRole(role, EVERY)).filter(isOwn);
    counts.set(role, all.length);
    roles.set(
      role,
      found.map(c => c.path),
    );
    for (const card of found) cards.set(card.path, card);
  }
  const meant = await namedFiles(map, parts.goalText, paths);
  const wanted = [...new Set([...pathsToRead(parts), ...meant])].filter(p => paths.has(p));
  for (const card of await map.deepen(wanted)) cards.set(card.path, card);
  const named = [...paths]
    .filter(p => NAMED.test(p) && fixtureFolder(p) === undefined && !cards.has(p))
    .slice(0, 60);
  for (const card of await map.cards(named)) cards.set(card.path, card);
  const seen = seenPaths(paths);
  for (const card of await map.cards(seen.filter(p => !cards.has(p)))) cards.set(card.path, card);
  const texts = new Map<string, ReadFile>();
  const exemplars = ROLES_WITH_EXEMPLAR.flatMap(r => roles.get(r)?.slice(0, 4) ?? []);
  const byName = [...cards.keys()].filter(p => NAMED.test(p)).slice(0, 40);
  const deployed = [...paths].filter(p => COMPOSE.test(p)).slice(0, 2);
  const ci = roles.get('ci-workflow')?.slice(0, 4) ?? [];
  const tested = (roles.get('service') ?? []).slice(0, 8).flatMap(p => cards.get(p)?.tests.slice(0, 1) ?? []);
  const writing = [...new Set(writersOf(cards, roles, goal.stems).map(s => s.path))].slice(0, 4);
  const readAlso = [...exemplars, ...byName, ...seen, ...deployed, ...ci, ...tested, ...writing];
  for (const path of new Set([...wanted, ...readAlso])) {
    if (stop()) break;
    if (wanted.includes(path)) onRead(path);
    const file = await files.read(path);
    if (file) texts.set(path, file);
  }
  const uses = new Map<string, SymbolUses>();
  for (const [rank, impact] of parts.impact.files.slice(0, 10).entries()) {
    for (const symbol of symbolsFor(cards.get(impact.path), impact.symbols, goal).slice(
      0,
      rank < 4 ? 6 : 3,
    )) {
      if (stop()) break;
      const found = await usesOf(map, symbol, cards.get(symbol.path), cards);
      if (found) uses.set(`${symbol.path}:${symbol.line}`, found);
    }
  }
  return {
    goal,
    commit: parts.commit,
    summary: parts.summary,
    brief: parts.brief,
    facts: new Map(parts.facts.map(f => [f.id, f])),
    impact: parts.impact,
    cards,
    texts,
    paths,
    roles,
    roleCounts: counts,
    uses,
    history: await map.history(),
    ...(parts.calibration ? { calibration: parts.calibration } : {}),
    ...(parts.pace ? { pace: parts.pace } : {}),
    named: meant,
    style: styleOfTexts([...texts.values()]),
  };
}

/** The survey with the trail of an earlier thing of the goal's kind, where there is one, and with what lies on it read. */
export async function withTrail(
  { map, files }: SurveyPorts,
  survey: Survey,
  onRead: (path: string) => void,
  stop: () => boolean,
): Promise<Survey> {
  const trail = await findTrail(map, survey.goal, stop);
  const ranking = survey.impact.files.map(f => f.path);
  if (!trail || !isProven(trail, survey.goal, ranking)) return survey;
  const along = trail.places
    .slice(0, MOST_ALONG)
    .map(p => p.path)
    .filter(p => survey.paths.has(p));
  const cards = new Map(survey.cards);
  for (const card of await map.deepen(along)) cards.set(card.path, card);
  const texts = new Map(survey.texts);
  for (const path of along.filter(p => !texts.has(p))) {
    if (stop()) break;
    onRead(path);
    const file = await files.read(path);
    if (file) texts.set(path, file);
  }
  return { ...survey, cards, texts, trail, style: styleOfTexts([...texts.values()]) };
}

/** Tests that are read for what a refactoring must not change. */
const MOST_TESTS = 16;

/** The survey with the files that a refactoring names, and the tests that call what it changes, read. */
export async function withTests(
  { files }: SurveyPorts,
  survey: Survey,
  onRead: (path: string) => void,
): Promise<Survey> {
  const subjects = (survey.subjects ?? []).map(s => s.path);
  const calling = [...(survey.callers?.values() ?? [])].flatMap(page => page.usedBy.map(use => use.path));
  const ranked = survey.impact.files.slice(0, 4).map(f => f.path);
  const own = [...subjects, ...survey.named, ...ranked].flatMap(p => survey.cards.get(p)?.tests ?? []);
  const tests = [...new Set([...calling, ...own])].filter(p => TESTED.test(p)).slice(0, MOST_TESTS);
  const texts = new Map(survey.texts);
  for (const path of [...new Set([...subjects, ...tests])].filter(p => !texts.has(p))) {
    onRead(path);
    const file = await files.read(path);
    if (file) texts.set(path, file);
  }
  return { ...survey, texts };
}

const TESTED = /(?:^|\/)(?:tests?|specs?|__tests__)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)test_[^/]*\.py$/;

/** Files that playbooks look for by name: where services are wired, settings are read, errors are defined … */
const NAMED =
  /(?:^|\/)[\w.-]*(?:container|composition|wiring|inject|env|config|settings|error|exception|mail|logger|logging|fake|mock|conftest|test-app|api\/__init__|routes\/__init__|auth|jwt|token|session|passw|crypt|polic|permission|ability|tenan|audit|middleware|security|cors|health|cache|redis|queue|worker|storage|upload|webhook|search|routes?\/index|urls|app|server|main|home|landing|front|welcome)[\w-]*\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|php|cs)$/i;

const COMPOSE = /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/;

const ROLES_WITH_EXEMPLAR: readonly Role[] = [
  'service',
  'controller',
  'router',
  'middleware',
  'model',
  'schema',
  'migration',
  'test',
  'ui-component',
  'page',
  'repository',
  'job',
  'util',
];

export function hasRole(card: FileCard | undefined, ...wanted: readonly Role[]): boolean {
  return card?.roles.some(r => wanted.includes(r.role)) ?? false;
}

/** The symbol of this name in a file, as the map knows it. */
export function symbolAt(survey: Survey, path: string, name: string): CodeSymbol | undefined {
  return survey.cards.get(path)?.symbols.find(s => s.name === name);
}
