import type { Goal, GoalKind } from '../domain/index.ts';
import { type Failure, failure } from '../shared/result.ts';
import { slug } from '../shared/slug.ts';
import { type GoalWish, unbracket } from './verbs.ts';

/** Verbs that open a goal which wants something done, whatever stands on both sides of its "or". */
const ASKS_FOR_WORK =
  'add allow ask block build cache cancel change check clean close connect convert copy cover create delete deploy detect disable do drop edit enable encrypt export extract fail filter find fix format generate get give handle hide highlight if ignore implement import improve integrate introduce keep let limit list load log make mark merge migrate move notify open parse paginate pause port prevent print provide read record redirect refactor reject remove rename render replace report reset restart resume retry return rewrite run save search secure send set show simplify skip sort split stop store stream support suspend sync tell test track update upload use users validate verify warn when write a an the no my'.split(
    ' ',
  );

/** Words that open or run through a goal of a kind; the first line that matches wins. */
const KIND_WORDS: readonly (readonly [GoalKind, RegExp])[] = [
  [
    'decision',
    /^(should (?:we|i|it|our|the)|which|what .+ (?:should|shall|do) (?:we|i)|(?:help us (?:to )?|we (?:need|have|want) to )?(?:decide|choose|evaluate|compare|weigh)|is it (?:worth|time|better)|do we (?:really )?need|assess (?:whether|if))\b|\b(trade-?offs?|versus)\b|\svs\.?\s/i,
  ],
  // "keep A or replace it with B", "REST or GraphQL for the app": two things and no verb that asks for work.
  [
    'decision',
    /^(?:keep|stay (?:with|on)|stick (?:with|to))\s.+\sor\s(?:to\s)?(?:replace|drop|remove|leave|move|switch|migrate|go|use|adopt|take|change)\b/i,
  ],
  [
    'decision',
    new RegExp(
      `^(?!(?:${ASKS_FOR_WORK.join('|')})\\b)[^\\s,.;:]+(?: [^\\s,.;:]+){0,3} or (?:[^\\s,.;:]+(?: [^\\s,;:]+){0,2}|[^\\s,.;:]+ (?:for|as|in|on) .{2,60})\\??$`,
      'i',
    ),
  ],
  [
    'fix',
    /^(fix|bug|debug|investigate|why (does|is|do|are))\b|\b(crash(es|ed)?|stack ?trace|regression|throws|broken|fails? when)\b/i,
  ],
  [
    'refactoring',
    /^(refactor|clean ?up|extract|split|simplify|restructure|reorgani[sz]e|break .+ (?:up|apart|into)|break (?:up|apart)|rename|decouple|untangle|decompose|modulari[sz]e|(?:migrate|convert|port|move) .+ to typescript|(?:(?:find|list) and )?(?:remove|delete|drop|find) (?:the |all |every )?(?:dead|unused|unreachable)|add (?:static )?(?:type (?:hints|annotations)|typing))\b/i,
  ],
  // Code that gets another place; what is moved elsewhere on a page, or from one list to another, is none.
  [
    'refactoring',
    /^move .+ (?:out of (?!stock|the way)|(?:in)?to (?:its|their|a|an) (?:own|separate|new) (?:file|module|package|folder|class)\b|(?:in)?to `?[\w.-]+\/)/i,
  ],
];

/** A pasted stack trace. */
const TRACE =
  /^\s*at .+:\d+(?::\d+)?\)?\s*$|^\s*File "[^"]+", line \d+|^Traceback \(most recent call last\)/m;

/** `/plan [add x]` and `/plan add x` both mean `add x`; a leading slash command and the outer brackets come off. */
export function goalText(input: string): string {
  return unbracket(input.trim().replace(/^\/plan\b\s*/, ''));
}

/** The kind of a goal by its words; `feature` where nothing else speaks. */
export function detectKind(text: string): GoalKind {
  if (TRACE.test(text)) return 'fix';
  return KIND_WORDS.find(([, words]) => words.test(text))?.[0] ?? 'feature';
}

/** Words that carry no meaning in a file name. */
const NAME_STOP = new Set([
  'a',
  'an',
  'the',
  'to',
  'for',
  'of',
  'and',
  'with',
  'in',
  'on',
  'please',
  'we',
  'i',
  'our',
  'my',
]);
/** A request's opening verb says nothing about the feature. */
const NAME_VERBS = new Set([
  'add',
  'implement',
  'create',
  'build',
  'introduce',
  'support',
  'make',
  'write',
  'let',
  'plan',
]);

/** `add real-time notifications with WebSocket` → `real-time-notifications-websocket`: the feature's name for files. */
export function featureName(text: string): string {
  const words = text.split(/[^\p{L}\p{N}-]+/u).filter(word => /[\p{L}\p{N}]/u.test(word));
  const rest = words.filter(
    (w, i) => !(NAME_STOP.has(w.toLowerCase()) || (i === 0 && NAME_VERBS.has(w.toLowerCase()))),
  );
  return slug((rest.length > 0 ? rest : words).join(' '), 40, 'plan');
}

/** First sentence or line, at most 90 characters, first letter capital, no full stop. */
export function goalTitle(text: string): string {
  // Marks of a heading, a quote or a list say nothing in a title.
  const plain = text
    .replace(/^[\s#>*-]+(?=[\p{L}\p{N}`“"])/u, '')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .trim();
  const first = plain.split(/\n|(?<=[.!?])\s/)[0]?.trim() ?? plain;
  const whole = first.replace(/[.!]+$/, '');
  // Of a trace the error is its name; the files that it went through stand in the requirement.
  const bare = whole.length <= 90 ? whole : whole.replace(/ in \S+\.\w+(?:, \S+\.\w+)*$/, '');
  const cut = bare.length <= 90 ? bare : `${bare.slice(0, 89).replace(/\s+\S*$/, '')}…`;
  return cut.charAt(0).toUpperCase() + cut.slice(1);
}

/** Most characters of a goal: a specification of some thousand words fits, a pasted code base does not. */
const MOST_CHARACTERS = 60_000;
const EXAMPLE = 'for example: add rate limiting to the public API';

/** The address of a failing run and nothing else. */
const RUN = /^https?:\/\/[^/\s]+\/[^/\s]+\/[^/\s]+\/actions\/runs\/\d+\S*$/;

/** Why nothing can be planned for a goal's text (safe text); undefined where it can. */
export function goalProblem(text: string): Failure | undefined {
  if (!text.trim())
    return failure('empty-goal', 'The goal is empty.', `Say in a sentence what shall be planned, ${EXAMPLE}`);
  if (text.length > MOST_CHARACTERS)
    return failure(
      'goal-too-long',
      `A goal of at most ${MOST_CHARACTERS.toLocaleString('en')} characters was expected, but this one has ${text.length.toLocaleString('en')}.`,
      'Say in a few sentences what shall be planned; put long material into a file of the project and name that file.',
    );
  if (RUN.test(text.trim()))
    return failure(
      'wordless-goal',
      'A goal in words was expected, but this is the address of a run of GitHub Actions.',
      `A plan to mend it: plan:ci ${text.trim()}`,
    );
  // What `safeText` made visible stands for characters that nobody can read.
  if (!/[\p{L}\p{N}]/u.test(text.replace(/<U\+[0-9A-F]{4,6}>/g, '')))
    return failure(
      'wordless-goal',
      `A goal in words was expected, but “${text.trim().slice(0, 40)}” holds none.`,
      `Say in a sentence what shall be planned, ${EXAMPLE}`,
    );
  return undefined;
}

/** Makes the Goal of a text that is already safe to print. */
export function makeGoal(wish: string | GoalWish): Goal {
  const {
    text: input,
    kind: given,
    about,
    approaches,
  }: GoalWish = typeof wish === 'string' ? { text: wish } : wish;
  const text = goalText(input);
  return {
    text,
    title: goalTitle(text),
    // What is pasted below it is no name.
    slug: featureName(text.split(/\n\s*\n/)[0] ?? text),
    kind: given ?? detectKind(text),
    kindFrom: given ? 'given' : 'detected',
    ...(about === undefined ? {} : { about }),
    ...(approaches === undefined ? {} : { approaches }),
  };
}
