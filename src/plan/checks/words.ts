import type { Plan } from '../model.ts';
import { type ProseBlock, piecesOf, proseBlocks } from '../pieces.ts';
import { parseBody } from '../sections.ts';
import { sentenceKey, sentencesWithLines } from '../text-quality.ts';
import { isOpen, totals } from '../totals.ts';
import {
  type Check,
  type CheckFinding,
  type CheckInput,
  error,
  sectionLine,
  stepLine,
  warning,
} from './input.ts';

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Words that say that something is still to be said. */
const placeholder =
  /\b(TODOs?|FIXME|XXX|[Tt]o be (?:determined|decided|defined|announced))\b|\b(tbd|t\.b\.d)\b|(\btodo)(?=:)|(\?\?\?+)|([[<](?:fill in|insert|placeholder|your)\b[^\]>]{0,40}[\]>])|\b(lorem ipsum)\b/i;
const EXACT =
  /^(?:TODOs?|FIXME|XXX|TBD|tbd|todo|To be .*|to be .*|t\.b\.d|\?+|[[<].*|lorem ipsum|Lorem ipsum)$/;
/** Comments and lists that are called so. */
const CALLED = /^['’]?s?\s+(?:comments?|markers?|notes?|lists?|items?|apps?|entries|left\b)/i;
/** In code the word may be a name: in a comment it is a gap. */
const placeholderInCode = /(?:\/\/|#|\/\*|--|<!--|^\s*\*)[^\n]*?\b(TODO|FIXME|XXX|TBD)\b/m;
const praise =
  /\b(blazing(?:ly)?|lightning-fast|fast(?:er)?|highly available|scalable|robust|performant|seamless(?:ly)?|effortless(?:ly)?|high-performance|low-latency|production-ready|enterprise-grade|best-in-class|world-class|state-of-the-art|cutting-edge|future-proof|bullet-?proof|rock-solid)\b/i;
/** What is called fast, and is no praise. */
const TERMS =
  /\bfast[- ](?:forward(?:s|ed)?|check|path|lane|refresh|fail(?:ing|ure)?|api)\b|\bfail(?:s|ing|ed)?[- ]fast\b|\bscalable vector\b/gi;
/** A number that measures: with a unit, as a bound, or as a comparison. */
const MEASURED =
  /(?<![\p{L}\d_./-])\d[\d.,]*\s*(?:%|‰|[x×]|(?:ms|µs|s|sec|seconds?|min|minutes?|h|hours?|[kKMG]i?B|bytes?|requests?|req|rps|qps|users?|rows?|connections?|times|points?|queries|items?|calls?|events?|messages?|clients?|processes|servers?|cores?|files?|lines?|orders?|records?)\b)|\bp\d\d\b|(?:below|under|above|over|at least|at most|within|up to|less than|more than|[<>≤≥])\s*\d|\bfrom \d.*\bto \d|\b(?:twice|half|double|triple) (?:as|the)\b/iu;

interface Line {
  readonly text: string;
  readonly line: number;
}

/** The words of some blocks, line by line, without code. */
function wordLines(blocks: readonly ProseBlock[]): readonly Line[] {
  return blocks.flatMap(block =>
    block.pieces.flatMap(piece =>
      piece.kind === 'code' ? [] : piece.value.split('\n').map((text, i) => ({ text, line: piece.line + i })),
    ),
  );
}

/** First line from this one on, within a paragraph's reach, that holds the text; else this one. */
function lineFrom(lines: readonly string[], line: number, text: string | RegExp): number {
  for (let at = line; at < line + 40 && at <= lines.length; at++) {
    const said = lines[at - 1] ?? '';
    if (typeof text === 'string' ? said.includes(text) : text.test(said)) return at;
    if (said.trim() === '') break;
  }
  return line;
}

function placeholders(markdown: string): readonly (Line & { readonly word: string })[] {
  const nodes = parseBody(markdown).children;
  const headings = nodes.flatMap(node =>
    node.type === 'heading'
      ? [{ line: node.position?.start.line ?? 1, pieces: piecesOf(node.children) }]
      : [],
  );
  // A list may be called so as a whole.
  const titles = headings.filter(
    ({ pieces }) => !/^\W*to-?dos?\b[^:]{0,12}$/i.test(pieces.map(p => p.value).join('')),
  );
  return wordLines([...proseBlocks(nodes), ...titles]).flatMap(({ text, line }) => {
    // What stands in quotation marks is somebody else's word.
    const said = text.replace(/[“"][^”"]*[”"]/g, ' ');
    const match = placeholder.exec(said);
    const word = match?.slice(1).find(Boolean);
    if (!match || word === undefined || !EXACT.test(word)) return [];
    return CALLED.test(said.slice(match.index + match[0].length)) ? [] : [{ text, line, word }];
  });
}

/** 13. No TODO, no praise without a number, no blocking question open. */
export const openEnds: Check = {
  number: 13,
  name: 'Open ends',
  judge(input) {
    const { plan, markdown, lines } = input;
    const findings: CheckFinding[] = [];
    for (const { text, line, word } of placeholders(markdown))
      if (!plan.goal.includes(word))
        findings.push(
          error(
            line,
            `“${word}” is left in “${short(text.trim())}”.`,
            'Decide it, or make it an open question.',
          ),
        );
    for (const { text, plain, line } of sentencesWithLines(markdown)) {
      // What stands in code or quotation marks is somebody else's word, and so are the words of the goal itself.
      const said = plain.replace(/[“"][^”"]*[”"]/g, ' ').replace(TERMS, ' ');
      const word = /\?\s*$/.test(said) ? undefined : praise.exec(said)?.[1];
      if (word && !MEASURED.test(said) && !plan.goal.toLowerCase().includes(word.toLowerCase()))
        findings.push(
          error(
            lineFrom(lines, line, new RegExp(`\\b${word}\\b`)),
            `“${word}” is not measured in “${short(text)}”.`,
            'Say how much, or take the word out.',
          ),
        );
    }
    for (const step of plan.steps)
      for (const block of step.code) {
        const todo = block.kind === 'existing' ? undefined : placeholderInCode.exec(block.code)?.[1];
        if (todo && !plan.goal.includes(todo))
          findings.push(
            error(
              stepLine(input, step.id, todo),
              `The code leaves a “${todo}”.`,
              'Write what belongs there.',
            ),
          );
      }
    findings.push(...blockingQuestions(input));
    return { findings };
  },
};

function blockingQuestions(input: CheckInput): readonly CheckFinding[] {
  return input.plan.questions
    .filter(entry => entry.question.blocking && isOpen(entry))
    .map(({ question }) => {
      const words = question.text.replace(/^\W+/, '').slice(0, 24);
      return error(
        sectionLine(input, 'Questions', input.own ? question.id : words),
        `“${question.text}” must be answered before approval.`,
        'Answer it, or approve with a reason.',
      );
    });
}

/** Sentences that say how to see that something is done. */
const saysHow = /^(?:verif(?:y|ied)|run|expected?|check that|done when|checkpoint|acceptance)\b/i;

/**
 * Words of prose that a plan may have: a ground for its sections, and so much for each file that it touches. Set so
 * that a plan of the usual length for its files passes; above it is a warning, above twice as much an error.
 */
export function wordBudget(files: number): number {
  return 900 + 150 * files;
}

/** What stands over several blocks of code that differ ("In `schema.prisma`:"): each says anew where it goes. */
function labelsOfMany({ steps }: Plan): readonly string[] {
  const blocks = new Map<string, Set<string>>();
  for (const { caption, code } of steps.flatMap(s => s.code)) {
    if (!caption.endsWith(':')) continue;
    const key = sentenceKey(caption);
    blocks.set(key, (blocks.get(key) ?? new Set()).add(code));
  }
  return [...blocks].filter(([, codes]) => codes.size > 1).map(([key]) => key);
}

/** Words that comparing takes: some for each option and for each criterion. */
const WORDS_OF = { option: 160, criterion: 60 } as const;

function comparedWords({ special = [] }: Plan): number {
  return special.reduce((sum, { title, table }) => {
    if (!/^criteria\b/i.test(title) || !table) return sum;
    return sum + (table.head.length - 1) * WORDS_OF.option + table.rows.length * WORDS_OF.criterion;
  }, 0);
}

/** 15. As short as the work allows, and no sentence twice. */
export const length: Check = {
  number: 15,
  name: 'Length',
  judge({ plan, markdown, lines }) {
    const findings: CheckFinding[] = [];
    const sums = totals(plan).files;
    const files = sums.create.length + sums.modify.length + sums.delete.length;
    const all = sentencesWithLines(markdown);
    const words = all.reduce((sum, s) => sum + s.text.split(/\s+/).length, 0);
    // A decision changes no files: what it takes to read grows with what is compared.
    const budget = wordBudget(files) + (plan.kind === 'decision' ? comparedWords(plan) : 0);
    if (words > budget)
      findings.push(
        (words > 2 * budget ? error : warning)(
          1,
          `${words.toLocaleString('en')} words of prose for ${files} files; ${budget.toLocaleString('en')} are enough.`,
          'Drop what the code or another section says already.',
        ),
      );
    const seen = new Map<string, number>();
    // Each step says anew how it is verified and undone, be it in the same words.
    const again = new Set(
      plan.steps.flatMap(s => [...s.verify.map(v => v.text), ...s.rollback]).map(sentenceKey),
    );
    const places = labelsOfMany(plan);
    for (const { text, line: block } of all) {
      const key = sentenceKey(text);
      const first = seen.get(key);
      if (key.split(' ').length < 6 || again.has(key) || saysHow.test(text)) continue;
      if (text.endsWith(':') && places.some(place => key.endsWith(place))) continue;
      const line = lineFrom(lines, block, text.slice(0, 24));
      if (first === undefined) seen.set(key, line);
      else findings.push(error(line, `“${short(text)}” stands in line ${first} already.`, 'Say it once.'));
    }
    return { findings };
  },
};
