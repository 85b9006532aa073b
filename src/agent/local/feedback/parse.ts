import type { Feedback } from '../../../domain/index.ts';
import { numbersSaid } from '../cro/said-numbers.ts';
import { type Clause, isBareNoun, isReason, joints, sentencesOf } from './clauses.ts';
import type { Directive } from './directive.ts';
import { plainOrder, plainSpelling, withoutManners } from './plain.ts';
import { READERS } from './readers.ts';
import type { FeedbackContext, Reading } from './reading.ts';

/** Reads feedback as directives, one or more a clause. Never empty for feedback with words. */
export function readFeedback(feedback: Feedback, context: FeedbackContext): readonly Directive[] {
  const { target } = feedback;
  const quote = target.kind === 'lines' ? target.quote : '';
  let reading: Reading = {
    ...context,
    target: target.kind === 'step' ? target.stepId : undefined,
    spoken: [],
    aimedAt: context.asked?.find(
      q => quote.includes(q.question.text) || quote.includes(`\`${q.question.id}\``),
    )?.question.id,
  };
  const out: Directive[] = [];
  for (const sentence of sentencesOf(feedback.text)) {
    for (const directive of readSentence(sentence, reading)) {
      out.push(directive);
      const spoken = spokenOf(directive);
      if (spoken.length > 0) reading = { ...reading, spoken };
    }
  }
  const understood = out.filter(d => d.kind !== 'ask' && d.kind !== 'fine');
  // "Why Redis? We only run one instance.": the question leads to the wish and is none of its own.
  const said = understood.some(d => d.kind !== 'require')
    ? out.filter(d => d.kind !== 'ask' && d.kind !== 'fine')
    : out;
  const wishes = said.some(d => d.kind !== 'fine') ? said.filter(d => d.kind !== 'fine') : said;
  return wishes.length > 0 ? wishes : [{ kind: 'require', what: feedback.text }];
}

function spokenOf(directive: Directive): readonly string[] {
  switch (directive.kind) {
    case 'drop':
    case 'later':
    case 'retain':
    case 'only':
    case 'merge':
    case 'flip':
      return directive.steps;
    case 'move':
    case 'split':
      return [directive.step];
    default:
      return [];
  }
}

/** One wish or several: parted where both halves are understood, or where a comma parts one that is not. */
function readSentence(clause: Clause, reading: Reading): readonly Directive[] {
  const numbers = quantities(clause.text, reading);
  if (numbers) {
    const { said, rest } = numbers;
    return rest === '' ? said : [...said, ...readSentence({ text: rest, asks: clause.asks }, reading)];
  }
  const text = plainSpelling(clause.text);
  const parts = joints(text);
  for (const { left, right } of parts) {
    // "Instead of A, use B" is one wish.
    if (/^(?:instead of|rather than|not|if|when|once|as soon as)\b/i.test(left)) continue;
    const first = understand(left, reading);
    if (!first) continue;
    const after = {
      ...reading,
      spoken:
        spokenOf(first[0] ?? { kind: 'fine' }).length > 0
          ? spokenOf(first[0] ?? { kind: 'fine' })
          : reading.spoken,
    };
    if (isReason(right) && !understand(right, after)) return first;
    if (!answers(first) && isBareNoun(right)) continue;
    const rest = readSentence({ text: right, asks: clause.asks }, after);
    if (rest.every(d => d.kind !== 'require' && d.kind !== 'ask')) return [...first, ...rest];
  }
  const whole = understand(text, reading);
  if (whole) return whole;
  for (const { left, right, comma } of parts) {
    if (!comma) continue;
    const first = understand(left, reading);
    if (first && !isBareNoun(right))
      return [...first, ...readSentence({ text: right, asks: clause.asks }, reading)];
    if (!first && understand(right, reading)) {
      const second = understand(right, reading) ?? [];
      const lead =
        isLead(left) || (NO_FILE.test(left) && second.some(d => d.kind === 'into'))
          ? []
          : readSentence({ text: left, asks: false }, reading);
      return [...lead, ...readSentence({ text: right, asks: clause.asks }, reading)];
    }
  }
  return [
    clause.asks || isQuestion(text)
      ? { kind: 'ask', what: clause.text }
      : { kind: 'require', what: clause.text },
  ];
}

/** The numbers that an experiment is computed from, where the plan asks for them. */
function quantities(
  text: string,
  { asked = [] }: Reading,
): { readonly said: readonly Directive[]; readonly rest: string } | undefined {
  const open = new Set(asked.filter(q => q.question.expects !== undefined).map(q => q.question.id));
  if (open.size === 0) return undefined;
  const { said, rest } = numbersSaid(text);
  const known = said.filter(s => open.has(s.questionId));
  if (known.length === 0) return undefined;
  return {
    said: known.map(number => ({ ...number, kind: 'quantity' })),
    rest,
  };
}

function answers(directives: readonly Directive[]): boolean {
  return directives.every(d => d.kind === 'choose' || d.kind === 'answer' || d.kind === 'delegate');
}

/** What stands before the wish and says nothing else: "not sure about X", "looking at this again", "on second thought". */
function isLead(text: string): boolean {
  return (
    /^(?:(?:i'm |i am )?not (?:so |really |too )?(?:sure|convinced|happy|a fan)|on second thoughts?|looking at|thinking about|having (?:thought|slept)|hm+|after (?:some|more) thought|if (?:i|we|you)|since|because|as (?:we|i|it)|given|for me|in that case|then|overall)\b/i.test(
      text,
    ) || isReason(text)
  );
}

/** "No new file, the code belongs in …": the first half says what the second one does. */
const NO_FILE =
  /^(?:please )?(?:no|not?|don't (?:create|make|add|want)|without) (?:a |an |any )?(?:new|extra|own|separate|additional) (?:\w+ )?(?:files?|modules?|services?|class(?:es)?|helpers?)\b/i;

const QUESTION =
  /^(?:why|what|who|whom|whose|when|where|which|how|is|are|was|does|do|did|can|could|will|would|has|have)\b/i;

function isQuestion(text: string): boolean {
  return QUESTION.test(text.trim()) && !/^(?:do|have) (?:it|this|that|the|step)\b/i.test(text);
}

/** What a clause asks for; undefined where no reader knows it. */
function understand(clause: string, reading: Reading): readonly Directive[] | undefined {
  if (APPROVES.test(clause.trim())) return [{ kind: 'fine' }];
  const order = plainOrder(clause);
  const bare = withoutManners(clause);
  for (const text of order === bare ? [order] : [order, bare]) {
    for (const read of READERS) {
      const found = read(text, reading);
      if (found && found.length > 0) return found;
    }
  }
  return undefined;
}

const APPROVES =
  /^(?:(?:this|that|it|the plan|all|everything)(?:'s| is| looks?| seems?)?(?: all)? )?(?:looks? |seems? |is |are |all )?(?:very |really |pretty |quite |all )?(?:good|great|fine|ok(?:ay)?|perfect|nice|lgtm|ship it|well done|thanks|thank you|excellent|solid)(?: (?:to me|so far|as it is|work|plan|now|otherwise))*(?:[,!. ]+(?:thanks?|thank you|otherwise))*$/i;
