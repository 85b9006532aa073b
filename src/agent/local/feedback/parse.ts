import type { Feedback } from '../../../domain/index.ts';
import type { Plan, Step } from '../../../plan/model.ts';
import type { QuestionSpec } from '../../../playbooks/model.ts';
import { choiceInWords, hasWords } from '../compose/choices.ts';
import { contentWords, overlap, stem, tokens } from '../words.ts';
import type { Directive } from './directive.ts';

/** What a sentence of feedback is read against. */
export interface FeedbackContext {
  /** The revision it was given on: its step numbers, titles and files. */
  readonly plan: Plan | undefined;
  /** Questions of the matched playbooks, with the choice that held when it was given. */
  readonly questions: readonly { readonly spec: QuestionSpec; readonly choice: string | undefined }[];
}

/** Reads feedback as directives, one or more a clause. Never empty for feedback with words. */
export function readFeedback(feedback: Feedback, context: FeedbackContext): readonly Directive[] {
  const target = feedback.target.kind === 'step' ? feedback.target.stepId : undefined;
  return clausesOf(feedback.text).map(clause => readClause(clause, context, target));
}

/** Sentences, and what is joined by "; " or by "and" before another wish. */
function clausesOf(text: string): readonly string[] {
  return text
    .split(
      /\n+|;\s+|(?<=[^\d\s.][a-z)`’'”"]?)[.!](?:\s+|$)|,?\s+(?:and|but)\s+(?=(?:please\s+)?(?:use|drop|remove|add|also|keep|move|merge|don['’]t|do not|no new|make it|skip)\b)/i,
    )
    .map(s => s.trim())
    .filter(Boolean);
}

type Reader = (text: string, context: FeedbackContext, target: string | undefined) => Directive | undefined;

/** Tried in order; the first that understands the clause wins. */
const READERS: readonly Reader[] = [
  noPackages,
  limit,
  drop,
  merge,
  split,
  move,
  keep,
  swap,
  tests,
  shorter,
  answer,
  add,
];

function readClause(clause: string, context: FeedbackContext, target: string | undefined): Directive {
  const text = clause
    .replace(
      /^(?:please|can you|could you|i(?:'d| would) like (?:you )?to|let['’]s|maybe|we should|we could)\s+/i,
      '',
    )
    .replace(/[.!?\s]+$/, '');
  for (const read of READERS) {
    const found = read(text, context, target);
    if (found) return found;
  }
  return { kind: 'require', what: clause };
}

function noPackages(text: string): Directive | undefined {
  const asked =
    /\b(?:no|without|avoid|don['’]t (?:add|install|want|bring in)|do not (?:add|install|bring in)|not)\b[^.]*\b(?:new |extra |additional |more |any )*(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|third[- ]party)\b/i;
  return asked.test(text) ? { kind: 'no-packages' } : undefined;
}

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  an: 1,
  a: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  half: 0.5,
};

function limit(text: string): Directive | undefined {
  const m =
    /\b(?:in|within|under|below|at most|no more than|max(?:imum)?(?: of)?|less than|only(?: have)?|have|has to (?:fit|take)|fits? (?:in|into)|must (?:fit|take))\s+(?:about\s+)?(\d+(?:[.,]\d+)?|one|an?|two|three|four|five|six|eight|half an?)\s*(minutes?|mins?|m|hours?|hrs?|h|days?)\b/i.exec(
      text,
    );
  if (!m?.[1] || !m[2]) return undefined;
  const said = m[1].toLowerCase();
  const n = said.startsWith('half') ? 0.5 : (NUMBERS[said] ?? Number(said.replace(',', '.')));
  const unit = m[2].toLowerCase();
  const minutes = unit.startsWith('m') ? n : unit.startsWith('d') ? n * 8 * 60 : n * 60;
  return { kind: 'limit', minutes };
}

function drop(text: string, context: FeedbackContext, target: string | undefined): Directive | undefined {
  const m =
    /^(?:drop|remove|delete|skip|leave out|omit|cut|get rid of|cancel|no need for|we don['’]t need|do without|without|forget(?: about)?)\s+(.+)$/i.exec(
      text,
    );
  if (!m?.[1]) return undefined;
  const steps = stepsIn(m[1], context, target);
  return steps.length > 0 ? { kind: 'drop', steps } : undefined;
}

function merge(text: string, context: FeedbackContext): Directive | undefined {
  if (!/^(?:merge|combine|join|fold)\b/i.test(text)) return undefined;
  const steps = stepsIn(text.replace(/^\w+\s+/, ''), context, undefined);
  return steps.length >= 2 ? { kind: 'merge', steps } : undefined;
}

function split(text: string, context: FeedbackContext, target: string | undefined): Directive | undefined {
  const m = /^(?:split|divide|break(?: up)?|cut)\s+(?:up\s+)?(.+?)(?:\s+(?:in|into|up)\b.*)?$/i.exec(text);
  const step = m?.[1] === undefined ? undefined : stepsIn(m[1], context, target)[0];
  return step === undefined ? undefined : { kind: 'split', step };
}

function move(text: string, context: FeedbackContext, target: string | undefined): Directive | undefined {
  const m =
    /^(?:move|put|do|place|start with)\s+(.+?)\s+(before|after|ahead of|behind|to the (?:start|beginning|top|end)|first|last)\b\s*(.*)$/i.exec(
      text,
    );
  if (!m?.[1] || !m[2]) return undefined;
  const step = stepsIn(m[1], context, target)[0];
  const all = context.plan?.steps ?? [];
  if (step === undefined) return undefined;
  const place = m[2].toLowerCase();
  const rest = all.filter(s => s.id !== step);
  if (/start|beginning|top|first/.test(place)) {
    const first = rest[0];
    return first && { kind: 'move', step, where: 'before', other: first.id };
  }
  if (/end|last/.test(place)) {
    const last = rest.at(-1);
    return last && { kind: 'move', step, where: 'after', other: last.id };
  }
  const other = stepsIn(m[3] ?? '', context, undefined)[0];
  if (other === undefined || other === step) return undefined;
  return {
    kind: 'move',
    step,
    where: place === 'before' || place === 'ahead of' ? 'before' : 'after',
    other,
  };
}

function keep(text: string): Directive | undefined {
  const m =
    /^(?:keep|leave)\s+(.+?)\s+(?:as (?:it|they) (?:is|are|was|were)|as is|unchanged|untouched|alone|the way (?:it|they) (?:is|are))$/i.exec(
      text,
    ) ??
    /^(?:don['’]t|do not|never)\s+(?:touch|change|modify|edit|alter)\s+(.+)$/i.exec(text) ??
    /^(.+?)\s+(?:must|should|has to|may) (?:stay|remain|be left) (?:as (?:it )?is|unchanged|untouched|the same|alone)$/i.exec(
      text,
    );
  const what = m?.[1]?.replace(/^(?:the|our)\s+/i, '').replace(/\s+file$/i, '');
  return what ? { kind: 'keep', what: what.replace(/`/g, '') } : undefined;
}

function swap(text: string, context: FeedbackContext): Directive | undefined {
  const m =
    /\b(?:use|take|prefer|go with|choose|pick|switch to|want)\s+(.+?)\s+(?:instead of|rather than|over|not|in place of|and not)\s+(.+)$/i.exec(
      text,
    ) ??
    flip(/\b(?:replace|swap|exchange|change)\s+(.+?)\s+(?:by|with|for|to)\s+(.+)$/i.exec(text)) ??
    flip(/\binstead of\s+(.+?),?\s+(?:use|take|prefer|go with|choose|pick)\s+(.+)$/i.exec(text)) ??
    /^(?:use|take|prefer|go with|choose|pick|switch to|we (?:want|prefer|use))\s+(.+?)()$/i.exec(text);
  if (!m?.[1]) return undefined;
  const to = trimName(m[1]);
  const from = trimName((m[2] ?? '').replace(/\s+(?:for|in|when|because|since|as)\s.*$/i, ''));
  const chosen = context.questions.flatMap(({ spec, choice }) => {
    const wanted = choiceInWords(spec, to);
    if (wanted === undefined) return [];
    const held = spec.choices.find(c => c.id === choice);
    const names = held ? [held.id, held.label, ...held.says] : [];
    const fits =
      from === '' ||
      names.some(
        n => hasWords(n.toLowerCase(), from.toLowerCase()) || hasWords(from.toLowerCase(), n.toLowerCase()),
      );
    return fits || choice === wanted
      ? [{ questionId: spec.id, choiceId: wanted, sure: fits && choice !== wanted }]
      : [];
  });
  const best = chosen.find(c => c.sure) ?? chosen[0];
  if (best) return { kind: 'choose', questionId: best.questionId, choiceId: best.choiceId };
  return from === '' ? undefined : { kind: 'swap', from, to };
}

function flip(m: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return m ? [m[0], m[2], m[1]] : null;
}

function trimName(text: string): string {
  return text
    .replace(/[`"“”]/g, '')
    .replace(/^(?:the|a|an)\s+/i, '')
    .trim();
}

function tests(text: string): Directive | undefined {
  const m =
    /^(?:also\s+)?(?:add|write|include|cover|we need|i want|need)\s+(?:(?:more|a|an|some|unit|integration|e2e|end-to-end|load)\s+)*(?:tests?|test cases?|cases?|coverage)\s+(?:for|of|that|on|against|covering|about|where|when)\s+(.+)$/i.exec(
      text,
    ) ?? /^(?:also\s+)?(?:test|cover)\s+(.+)$/i.exec(text);
  return m?.[1] ? { kind: 'test', what: m[1] } : undefined;
}

function shorter(text: string): Directive | undefined {
  const asked =
    /\b(?:smaller|shorter|simpler|leaner|minimal|too (?:long|big|much|large|detailed)|mvp|bare (?:bones|minimum)|cut it down|keep it (?:small|short|simple))\b/i;
  return asked.test(text) && tokens(text).length <= 12 ? { kind: 'shorter' } : undefined;
}

/** Free words that answer a question of the plan: they name one of its choices and share words with its text. */
function answer(text: string, context: FeedbackContext): Directive | undefined {
  const stems = new Set(contentWords(text).map(stem));
  const hits = context.questions.flatMap(({ spec }) => {
    const choiceId = choiceInWords(spec, text);
    if (choiceId === undefined) return [];
    const shared = overlap(`${spec.id} ${spec.text} ${spec.choices.map(c => c.label).join(' ')}`, stems);
    const choice = spec.choices.find(c => c.id === choiceId);
    // A phrase of several words is surer than one: then a single word of the question is enough.
    const phrase = choice?.says.some(n => n.includes(' ') && hasWords(text.toLowerCase(), n.toLowerCase()));
    return shared >= (phrase ? 1 : 2) ? [{ questionId: spec.id, choiceId, shared }] : [];
  });
  const best = hits.sort((a, b) => b.shared - a.shared)[0];
  return best && { kind: 'choose', questionId: best.questionId, choiceId: best.choiceId };
}

function add(text: string): Directive | undefined {
  const m =
    /^(?:also\s+)?(?:add|include|insert|append|write|create|plan)\s+(?:(?:a|another|one more|an extra)\s+)?steps?\s+(?:to|for|that|which|where|about)\s+(.+)$/i.exec(
      text,
    ) ??
    /^(?:also|additionally|in addition|furthermore|plus),?\s+(.+)$/i.exec(text) ??
    /^(?:add|include|support|handle|log|document|show|send|store|validate|limit|expose|track|emit|record)\s+(.+)$/i.exec(
      text,
    );
  if (!m?.[1]) return undefined;
  const verbFirst =
    /^(?:support|handle|log|document|show|send|store|validate|limit|expose|track|emit|record)\b/i.test(text);
  return { kind: 'add', what: verbFirst ? text : m[1] };
}

/** Steps that words speak of: by number, by id, "this step", by a file, or by the words of a title. */
export function stepsIn(
  text: string,
  context: FeedbackContext,
  target: string | undefined,
): readonly string[] {
  const steps = context.plan?.steps ?? [];
  const byNumber = numbersIn(text).flatMap(n => steps[n - 1]?.id ?? []);
  if (byNumber.length > 0) return [...new Set(byNumber)];
  const byId = steps.filter(s => hasWords(text.toLowerCase(), s.id.toLowerCase())).map(s => s.id);
  if (byId.length > 0) return byId;
  if (target !== undefined && /^(?:this|it|that|the)(?:\s+(?:step|one))?$|^this step\b/i.test(text.trim()))
    return [target];
  if (/\blast step\b/i.test(text)) return steps.slice(-1).map(s => s.id);
  if (/\bfirst step\b/i.test(text)) return steps.slice(0, 1).map(s => s.id);
  const named = steps.filter(s => s.files.some(f => f.action === 'create' && hasWords(text, f.path)));
  if (named.length > 0) return named.map(s => s.id);
  return byTitle(text, steps);
}

function numbersIn(text: string): readonly number[] {
  const m =
    /\bsteps?\s+((?:#?\d+(?:\s*(?:,|and|&|to|with|into|-|–)\s*(?:step\s+)?)*)+)/i.exec(text) ??
    /^#?(\d+(?:\s*(?:,|and|&)\s*#?\d+)*)$/.exec(text.trim());
  if (!m?.[1]) return [];
  const range = /(\d+)\s*[-–]\s*(\d+)/.exec(m[1]);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return Array.from({ length: Math.max(0, Math.min(20, to - from + 1)) }, (_, i) => from + i);
  }
  return [...m[1].matchAll(/\d+/g)].map(x => Number(x[0]));
}

const EVERYWHERE = new Set(['step', 'the', 'part', 'piece', 'file', 'section', 'whole']);

/** The one step whose title (or part of the plan) holds most of the words; nothing when two are equally near. */
function byTitle(text: string, steps: readonly Step[]): readonly string[] {
  const words = contentWords(text).filter(w => !EVERYWHERE.has(w));
  if (words.length === 0 || words.length > 6) return [];
  const stems = new Set(words.map(stem));
  const ranked = steps
    .map(s => ({ id: s.id, n: overlap(`${s.id} ${s.title} ${s.part}`, stems) }))
    .filter(x => x.n * 2 > stems.size)
    .sort((a, b) => b.n - a.n);
  if (ranked.length > 1 && ranked[0]?.n === ranked[1]?.n) return [];
  return ranked.slice(0, 1).map(x => x.id);
}
