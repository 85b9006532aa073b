import type { CodeSymbol } from '../../../domain/index.ts';
import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import { targetsOf } from '../draft/targets.ts';
import { at } from '../excerpt.ts';
import { moduleOf, stemOf } from '../naming.ts';
import { stemsOf } from '../stems.ts';
import type { Survey } from '../survey.ts';
import { overlap, tokens } from '../words.ts';
import { actionOf, writersOf } from '../writers.ts';

/** One place that the goal speaks of: `path`, and where a symbol was found `symbol`, `line`, `at`, `owner`, `action`; `test` where it has one. */
export type Subject = Readonly<Record<string, string>>;

export const SUBJECT_KEYS = ['path', 'symbol', 'line', 'at', 'owner', 'action', 'test'] as const;
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
  const about = new Set([...survey.goal.stems].filter(s => !topic.has(s) && !WHOLE.has(s)));
  if (about.size === 0 && survey.named.length === 0) return [];
  const front = FRONT_PAGE.test(survey.goal.text) ? frontPage(survey) : undefined;
  if (front && survey.named.length === 0) return [subject(survey, front.path, front.symbol)];
  if (matched[0]?.playbook.subject === 'writes' && survey.named.length === 0) {
    const writers = writersOf(survey.cards, survey.roles, about);
    if (writers.length > 0) return writers.slice(0, MOST).map(symbol => subject(survey, symbol.path, symbol));
  }
  return targetsOf(survey, 6)
    .filter(t => survey.named.includes(t.path) || overlap(`${t.path} ${t.symbol?.name ?? ''}`, about) > 0)
    .sort((a, b) => b.impact.score - a.impact.score)
    .slice(0, MOST)
    .map(({ path, symbol }) => subject(survey, path, symbol));
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
    ...(symbol
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
