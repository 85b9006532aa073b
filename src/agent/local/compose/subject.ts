import type { CodeSymbol } from '../../../domain/index.ts';
import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import { type Target, targetsOf } from '../draft/targets.ts';
import { at } from '../excerpt.ts';
import { baseOf, folderOf, moduleOf, stemOf } from '../naming.ts';
import { isMarkup } from '../slots/seen.ts';
import { stemsOf } from '../stems.ts';
import { hasRole, type Survey } from '../survey.ts';
import { overlap, tokens } from '../words.ts';
import { actionOf, writersOf } from '../writers.ts';
import { hasWords } from './said.ts';

/** One place that the goal speaks of: `path`, and where a symbol was found `symbol`, `line`, `at`, `owner`, `action`; `test` where it has one. */
export type Subject = Readonly<Record<string, string>>;

export const SUBJECT_KEYS = [
  'path',
  'folder',
  'file',
  'symbol',
  'line',
  'at',
  'owner',
  'action',
  'test',
] as const;
type SubjectKey = (typeof SUBJECT_KEYS)[number];

const MOST = 4;

/** Words for the whole of what is planned for: "the app" names no place in it. */
const WHOLE: ReadonlySet<string> = new Set(
  stemsOf(
    'app apps application site website web page pages project product ui interface frontend everything whole user users',
  ),
);

/**
 * The places that the goal is about beside the words that called for playbooks: "orders" of "paginate the orders list".
 * The best ranked first, those that the goal names as they are; empty where the goal names nothing but the topic ("add caching").
 */
export function subjectsOf(survey: Survey, matched: readonly MatchedPlaybook[]): readonly Subject[] {
  const topic = new Set(
    matched.flatMap(m =>
      m.because === undefined ? [] : [...stemsOf(m.because), ...stemsOf(m.because.toLowerCase())],
    ),
  );
  const chosen = new Set(stemsOf(choosing(survey, matched).join(' ')));
  const about = new Set([...survey.goal.stems].filter(s => !topic.has(s) && !chosen.has(s) && !WHOLE.has(s)));
  if (about.size === 0 && survey.named.length === 0) return [];
  const front = FRONT_PAGE.test(survey.goal.text) ? frontPage(survey) : undefined;
  if (front && survey.named.length === 0) return [subject(survey, front.path, front.symbol)];
  const kind = matched[0]?.playbook.subject;
  if ((kind === 'writes' || kind === 'guarded') && survey.named.length === 0) {
    const writers = writersOf(survey.cards, survey.roles, about, kind === 'guarded' ? ANSWERING : undefined);
    if (writers.length > 0) return writers.slice(0, MOST).map(symbol => subject(survey, symbol.path, symbol));
  }
  if (kind === 'drawn' && survey.named.length === 0) {
    const first = new Set(stemsOf(survey.goal.text.split(FIRST_PART)[0] ?? ''));
    const wanted = new Set([...about].filter(s => first.has(s)));
    return targetsOf(survey, 6)
      .filter(t => isDrawn(t) && overlap(`${t.path} ${t.symbol?.name ?? ''}`, wanted) > 0)
      .sort((a, b) => b.impact.score - a.impact.score)
      .map(({ path, symbol }) => subject(survey, path, symbol));
  }
  return targetsOf(survey, 6)
    .filter(t => survey.named.includes(t.path) || overlap(`${t.path} ${t.symbol?.name ?? ''}`, about) > 0)
    .sort((a, b) => b.impact.score - a.impact.score)
    .slice(0, MOST)
    .map(t => subject(survey, t.path, symbolOf(t, about, topic)));
}

/** Phrases of the goal that make a choice: how it shall be done ("rolled out gradually"), not where. */
function choosing(survey: Survey, matched: readonly MatchedPlaybook[]): readonly string[] {
  const text = survey.goal.text.toLowerCase();
  return matched
    .flatMap(m => m.playbook.questions.flatMap(q => q.choices.flatMap(c => c.goal)))
    .filter(phrase => hasWords(text, phrase.toLowerCase()));
}

/** The symbol that the goal is about: one that only shares a word with the topic ("flag" in `flagged?`) is none. */
function symbolOf(t: Target, about: ReadonlySet<string>, topic: ReadonlySet<string>): CodeSymbol | undefined {
  if (t.symbol === undefined || overlap(t.symbol.name, about) > 0 || overlap(t.symbol.name, topic) === 0)
    return t.symbol;
  const best = t.card.symbols
    .filter(s => s.kind !== 'section' && s.kind !== 'property')
    .map(s => ({ s, n: overlap(s.name, about) }))
    .sort((a, b) => b.n - a.n)[0];
  return best && best.n > 0 ? best.s : undefined;
}

/** What answers requests, and then what it calls. */
const ANSWERING = ['controller', 'router', 'service', 'repository'] as const;

/** What is drawn is said first; behind it stands who may choose and where that is kept. */
const FIRST_PART = /[;,]\s|\.\s/;

function isDrawn({ path, card }: Target): boolean {
  return hasRole(card, 'page', 'ui-component') || isMarkup(path);
}

/** What people call the first page of a site, and how code calls what answers it, the likeliest name first. */
export const FRONT_PAGE = /\b(?:front|home|start|landing|index) ?pages?\b/i;
const FRONT_NAMES = ['home', 'front', 'landing', 'welcome', 'start', 'index', 'main'];
const FRONT_ROLES = ['controller', 'page', 'router'] as const;

/** What answers the first page: the controller, page or router called so. */
function frontPage(
  survey: Survey,
): { readonly path: string; readonly symbol: CodeSymbol | undefined } | undefined {
  for (const role of FRONT_ROLES)
    for (const name of FRONT_NAMES) {
      const path = survey.roles.get(role)?.find(p => tokens(stemOf(p)).includes(name));
      if (path === undefined) continue;
      const symbols = survey.cards.get(path)?.symbols ?? [];
      const answers = symbols.find(
        s => /^(?:index|home|root|show|get)$/i.test(s.name) && s.kind !== 'property',
      );
      return { path, symbol: answers ?? symbols.find(s => s.kind !== 'section' && s.kind !== 'property') };
    }
  return undefined;
}

function subject(survey: Survey, path: string, symbol: CodeSymbol | undefined): Subject {
  const tests = survey.cards.get(path)?.tests ?? [];
  const test = tests.find(t => survey.paths.has(t) && /test|spec/i.test(stemOf(t)));
  const found: { [K in SubjectKey]?: string } = {
    path,
    folder: folderOf(path),
    file: baseOf(path),
    ...(symbol && symbol.name !== 'default'
      ? {
          symbol: symbol.name,
          line: String(symbol.line),
          at: at(symbol),
          owner: symbol.container ?? moduleOf(path),
          action: actionOf(symbol),
        }
      : {}),
    ...(test === undefined ? {} : { test }),
  };
  return found;
}
