import type { Answer, Question } from '../../../domain/index.ts';
import type { PlanQuestion } from '../../../plan/model.ts';
import type { QuestionSpec } from '../../../playbooks/model.ts';
import { choiceInWords } from '../compose/choices.ts';
import { hasWords, saidIn } from '../compose/said.ts';
import { contentWords, overlap, stem, tokens } from '../words.ts';
import type { Directive } from './directive.ts';
import { numberOf } from './references.ts';

/** Questions that feedback may answer. */
export interface Answerable {
  /** Questions of the matched playbooks, with the choice that held when the feedback was given. */
  readonly questions: readonly { readonly spec: QuestionSpec; readonly choice: string | undefined }[];
  /** The questions of the revision, with their texts as they stand there. */
  readonly asked?: readonly PlanQuestion[];
}

/** A question as words can answer it. */
interface Point {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly {
    readonly id: string;
    readonly label: string;
    readonly says: readonly string[];
  }[];
  readonly held: string | undefined;
  readonly spec: QuestionSpec | undefined;
  readonly open: boolean;
}

function pointsOf({ questions, asked = [] }: Answerable): readonly Point[] {
  const shown = new Map(asked.map(q => [q.question.id, q]));
  const known = questions.map(({ spec, choice }): Point => {
    const here = shown.get(spec.id);
    const label = (id: string): string | undefined => here?.question.choices.find(c => c.id === id)?.label;
    const choices = spec.choices
      .filter(c => !here || label(c.id) !== undefined)
      .map(c => ({ id: c.id, label: label(c.id) ?? c.label, says: c.says }));
    const text = here?.question.text ?? spec.text;
    return { id: spec.id, text, choices, held: choice, spec, open: here !== undefined && isOpen(here) };
  });
  const own = asked
    .filter(q => !questions.some(({ spec }) => spec.id === q.question.id))
    .map((q): Point => {
      const { id, text, recommended } = q.question;
      const choices = q.question.choices.map(c => ({ id: c.id, label: c.label, says: [] }));
      return { id, text, choices, held: recommended, spec: undefined, open: isOpen(q) };
    });
  return [...known, ...own];
}

function isOpen(q: PlanQuestion): boolean {
  return q.answer === undefined || q.answer.kind === 'skipped' || q.answer.kind === 'delegated';
}

function taken(point: Point, choiceId: string): Directive {
  return { kind: point.spec ? 'choose' : 'answer', questionId: point.id, choiceId };
}

const DELEGATED =
  /\b(?:as (?:you )?(?:recommend(?:ed)?|suggest(?:ed)?|propos(?:ed|e)|assum(?:ed|e))|(?:go|stick|proceed|continue|fine|happy|ok(?:ay)?|agree) with (?:all )?(?:of )?(?:your|the|its) (?:recommend\w*|default\w*|suggest\w*|assum\w*|choice\w*|proposal\w*)|your (?:call|choice|recommend\w+)|(?:you|planner) (?:decide|choose|pick)|decide (?:it |that |the rest |them )?(?:for me|yourself)|up to you|whatever you (?:think|recommend|prefer|suggest)|(?:take|use|keep|accept) (?:all )?(?:of )?(?:your|the) (?:recommend\w*|default\w*|suggest\w*)|defaults? (?:is|are)? ?(?:fine|ok|good))\b/i;

/** "Go with your recommendation for the rest". */
export function delegation(text: string): Directive | undefined {
  return DELEGATED.test(text) ? { kind: 'delegate' } : undefined;
}

const NUMBER_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bhalf a\b/g, '0.5'],
  [/\b(?:a |one )?thousand\b/g, '1000'],
  [/\b(?:a |one )?hundred\b/g, '100'],
  [/\bninety\b/g, '90'],
  [/\bsixty\b/g, '60'],
  [/\bfifty\b/g, '50'],
  [/\bforty\b/g, '40'],
  [/\bthirty\b/g, '30'],
  [/\btwenty\b/g, '20'],
  [/\bten\b/g, '10'],
  [/\bfive\b/g, '5'],
  [/\bfour\b/g, '4'],
  [/\bthree\b/g, '3'],
  [/\btwo\b/g, '2'],
  // Not the pronoun of "the second one".
  [
    /\b(?:single|(?<!\b(?:the|this|that|first|second|third|fourth|fifth|last|other|no|which|each|every) )one)\b/g,
    '1',
  ],
];

/** Lower case, numbers as digits, without separators of thousands and marks of code. */
function flat(text: string): string {
  const digits = text
    .toLowerCase()
    .replace(/[`"“”]/g, '')
    .replace(/(\d),(?=\d{3}\b)/g, '$1');
  return NUMBER_WORDS.reduce((t, [word, digit]) => t.replace(word, digit), digits);
}

function numbersOf(text: string): readonly string[] {
  return text.match(/(?<![\w.])\d+(?:\.\d+)?/g) ?? [];
}

const YES = /^(?:yes|from the start|now|always|on\b)|\byes\b/i;
const NO = /^(?:no\b|none|not\b|never|nothing|without|later|nobody|off\b|0\b)/i;
const YES_WORDS = /^(?:yes|yeah|yep|sure|do it|of course|definitely|absolutely|please do)\b/i;
const NO_WORDS =
  /^(?:no(?! (?:idea|clue|preference|opinion|matter|difference)\b)|nope|nah|not (?:now|yet|needed)|later|never)\b/i;

/** Words that go along with an answer and say nothing of their own. */
const FILLER = new Set(
  (
    'fine ok okay good great enough plenty suffice suffices sufficient works work would will do does is are be it that this then the a an i we ' +
    "you us me my our take go with use pick choose prefer like want think say lets let's please just here there for to on in at of as per by " +
    'only rather better best right correct sounds looks after all one option choice answer number should could can must have has and but too also ' +
    "i'd we'd it's that's make set put keep stay with about okay my guess yes so instead now"
  ).split(' '),
);

/** The choice of one question that words speak of, with how sure that is (0 where none). */
function choiceOf(
  point: Point,
  text: string,
): { readonly id: string; readonly sure: number; readonly name: string } | undefined {
  const said = flat(text);
  const { asked, refused } = saidIn(
    said,
    point.choices.map(c => ({ id: c.id, names: [c.id, c.label, ...c.says].map(flat) })),
  );
  // Two that are asked for are no answer: the question stays open.
  if (asked.length > 1) return undefined;
  if (asked[0]) return { id: asked[0].id, sure: 3 + asked[0].name.length / 100, name: asked[0].name };
  const hits = point.choices.flatMap(c => {
    if (refused.includes(c.id)) return [];
    const [number] = numbersOf(flat(c.label));
    if (number !== undefined && numbersOf(said).includes(number))
      return [{ id: c.id, sure: 2, name: number }];
    const label = new Set(contentWords(flat(c.label)).map(stem));
    const shared = overlap(said, label);
    return label.size > 0 && shared * 2 > label.size && shared > 0
      ? [{ id: c.id, sure: 1 + shared / 10, name: '' }]
      : [];
  });
  const [best, next] = hits.sort((a, b) => b.sure - a.sure);
  return best && (!next || best.sure > next.sure) ? best : undefined;
}

/** A choice by its place ("the second one", "option 2", "b"). */
function placed(point: Point, text: string): string | undefined {
  const m =
    /\b(?:option|choice|answer|number|no\.?|variant|alternative)\s*#?(\d|[a-f]\b|one|two|three|four|five)/i.exec(
      text,
    ) ??
    /\b(?:the )?(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)(?: one| option| choice| variant| alternative| answer)?\s*$/i.exec(
      text,
    );
  const word = m?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  if (word === 'last') return point.choices.at(-1)?.id;
  const n = /^[a-f]$/.test(word) ? word.charCodeAt(0) - 96 : numberOf(word);
  return n === undefined ? undefined : point.choices[n - 1]?.id;
}

/** Free words as the choice of one question: by name, number, place, yes or no; undefined where they are none. */
function choiceInFreeWords(
  spec: QuestionSpec,
  asked: PlanQuestion | undefined,
  text: string,
): string | undefined {
  const exact = choiceInWords(spec, text);
  if (exact !== undefined) return exact;
  const [point] = pointsOf({
    questions: [{ spec, choice: undefined }],
    ...(asked ? { asked: [asked] } : {}),
  });
  return point && (placed(point, text) ?? choiceOf(point, text)?.id ?? yesOrNo(point, text));
}

/** The answers, with each that was given in free words as the choice that the words speak of; the others as they are. */
export function answersInChoices(
  specs: readonly QuestionSpec[],
  asked: readonly Question[],
  answers: Readonly<Record<string, Answer>>,
): Readonly<Record<string, Answer>> {
  const entries = Object.entries(answers).map(([questionId, given]): [string, Answer] => {
    const spec = given.kind === 'text' ? specs.find(s => s.id === questionId) : undefined;
    if (given.kind !== 'text' || !spec) return [questionId, given];
    const question = asked.find(q => q.id === questionId);
    const choiceId = choiceInFreeWords(spec, question && { question }, given.text);
    return [questionId, choiceId === undefined ? given : { kind: 'choice', questionId, choiceId }];
  });
  return Object.fromEntries(entries);
}

function yesOrNo(point: Point, text: string): string | undefined {
  const wanted = YES_WORDS.test(text.trim()) ? YES : NO_WORDS.test(text.trim()) ? NO : undefined;
  return wanted && oneWith(point, wanted);
}

function oneWith(point: Point, wanted: RegExp): string | undefined {
  const found = point.choices.filter(c => [c.label, ...c.says].some(n => wanted.test(n)));
  return found.length === 1 ? found[0]?.id : undefined;
}

/** What the words share with what a question is about: its id and text, without the words that every question has. */
function topicOf(point: Point, stems: ReadonlySet<string>): number {
  const own = new Set(contentWords(`${point.id} ${point.text}`.replace(/`[^`]*`/g, ' ')).map(stem));
  let n = 0;
  for (const s of stems) if (own.has(s)) n++;
  return n;
}

/** Which question the words before a colon (or after "for the") name. */
function named(points: readonly Point[], head: string): Point | undefined {
  const bare = head
    .toLowerCase()
    .replace(/[`“”"]/g, '')
    .trim();
  const exact = points.find(p => p.id === bare || p.id.replaceAll('-', ' ') === bare);
  if (exact) return exact;
  const stems = new Set(contentWords(head).map(stem));
  if (stems.size === 0) return undefined;
  const ranked = points
    .map(p => ({ p, n: topicOf(p, stems) }))
    .filter(x => x.n * 2 > stems.size)
    .sort((a, b) => b.n - a.n);
  return ranked[0] && ranked[0].n > (ranked[1]?.n ?? 0) ? ranked[0].p : undefined;
}

/** Free words that answer a question: they name it, or one of its choices in a way that fits no other question. */
export function answer(
  text: string,
  context: Answerable,
  aimedAt: string | undefined,
): Directive | undefined {
  const points = pointsOf(context);
  const headed =
    /^(?:for |on |as for |regarding |re |about )?(?:the )?([^:=]{2,60}?)\s*(?::|=|\s[–-]\s)\s*(.+)$/i.exec(
      text,
    );
  const point = headed?.[1] === undefined ? undefined : named(points, headed[1]);
  if (point && headed?.[2]) {
    const id = placed(point, headed[2]) ?? choiceOf(point, headed[2])?.id ?? yesOrNo(point, headed[2]);
    if (id !== undefined) return taken(point, id);
  }
  const open = points.filter(p => p.open && context.asked?.some(q => q.question.id === p.id));
  const only = points.find(p => p.id === aimedAt) ?? (open.length === 1 ? open[0] : undefined);
  if (only) {
    const id = placed(only, text) ?? (aimedAt === only.id ? yesOrNo(only, text) : undefined);
    if (
      id !== undefined &&
      isBare(text.replace(/\b(?:first|second|third|fourth|fifth|last|\w+th|\d+\w*)\b/gi, ''))
    )
      return taken(only, id);
  }
  const stems = new Set(contentWords(text).map(stem));
  const hits = points.flatMap(p => {
    const choice = choiceOf(p, text);
    if (!choice) return [];
    const topic = topicOf(p, stems);
    const rest = leftOver(text, choice.name, p);
    // A name on its own or beside words of its question; a phrase carries one word more; a part of a label needs both.
    const phrase = choice.name.includes(' ');
    const near = topic >= 1 || rest === 0;
    const fits = choice.sure < 2 ? topic >= 2 : near || (phrase && rest <= 1);
    const whole = rest <= 1 || topic >= 2 || (phrase && topic >= 1);
    return fits && whole ? [{ p, id: choice.id, score: choice.sure + topic * 2 }] : [];
  });
  const [best, next] = hits.sort((a, b) => b.score - a.score);
  if (best && (!next || best.score > next.score)) return taken(best.p, best.id);
  return restated(points, text, stems);
}

/** How many words say something that neither the choice nor its question speaks of. */
function leftOver(text: string, name: string, point: Point): number {
  const own = new Set(
    contentWords(
      `${point.id} ${point.text} ${point.choices.map(c => `${c.label} ${c.says.join(' ')}`).join(' ')}`,
    ).map(stem),
  );
  const rest = flat(text).replace(name, ' ');
  return contentWords(rest).filter(w => !FILLER.has(w) && !own.has(stem(w)) && !own.has(w)).length;
}

function isBare(text: string): boolean {
  return tokens(text).every(w => FILLER.has(w));
}

/** A question that is answered by saying its own words as wanted or not wanted. */
function restated(points: readonly Point[], text: string, stems: ReadonlySet<string>): Directive | undefined {
  if (stems.size < 3) return undefined;
  const no = /\b(?:no|not|never|n't|without|later)\b|n't\b/i.test(text);
  const hits = points.flatMap(p => {
    const topic = topicOf(p, stems);
    const id = topic >= 3 && topic >= stems.size * 0.6 ? oneWith(p, no ? NO : YES) : undefined;
    return id === undefined ? [] : [{ p, id, topic }];
  });
  const [best, next] = hits.sort((a, b) => b.topic - a.topic);
  return best && (!next || best.topic > next.topic) ? taken(best.p, best.id) : undefined;
}

/**
 * "no Redis", "without a proxy": another choice than the one that is named, or the choice that says none. Undefined
 * where the words name no choice and no question, or say more than a name.
 */
export function avoided(what: string, context: Answerable): Directive | undefined {
  const bare = what
    .replace(/^(?:the|a|an|any|all)\s+/i, '')
    .replace(/[`"“”]/g, '')
    .trim();
  const stems = new Set(contentWords(bare).map(stem));
  if (stems.size === 0 || stems.size > 3) return undefined;
  const points = pointsOf(context);
  for (const p of points) {
    const meant = p.choices.filter(c => [c.id, c.label, ...c.says].some(n => flat(n) === flat(bare)));
    if (meant.length === 0) continue;
    if (!meant.some(c => c.id === p.held)) return p.held === undefined ? undefined : taken(p, p.held);
    const other = p.choices.find(c => !meant.includes(c) && !hasWords(flat(c.label), flat(bare)));
    if (other) return taken(p, other.id);
  }
  const none = points.flatMap(p => {
    const topic = topicOf(p, stems);
    const id = topic === stems.size ? oneWith(p, NO) : undefined;
    return id === undefined ? [] : [{ p, id }];
  });
  return none.length === 1 && none[0] ? taken(none[0].p, none[0].id) : undefined;
}
