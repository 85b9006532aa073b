import { truncate } from '../../shared/text/index.ts';
import type { Plan, Step } from '../model.ts';
import { type Block, checkBox, join, list, paragraph, stepWords } from '../render/blocks.ts';
import { rollback } from '../render/care.ts';
import { counted } from '../render/head.ts';
import { bold, inline, oneLine } from '../render/inline.ts';
import { withSources } from '../render/sources.ts';
import { isOpen, rangeText, wholeMinutes } from '../totals.ts';
import type { ExportContext } from './forms.ts';
import {
  after,
  atAGlance,
  items,
  origin,
  paragraphs,
  section,
  texts,
  titled,
  verification,
  wish,
} from './parts.ts';
import { unpinged } from './unpinged.ts';

/** GitHub refuses longer ones. Characters; counted as UTF-16 units, which are never fewer. */
export const MOST_OF_A_BODY = 65_536;
export const MOST_OF_A_TITLE = 256;
/** Kept free for the words that say what was left out. */
const ROOM_FOR_MARK = 1_000;

/** Title and body of an issue: the title on the first line, an empty line, then the body. */
export function githubIssue(plan: Plan, context: ExportContext): string {
  return `${issueTitle(plan)}\n\n${issueBody(plan, context)}`;
}

export function issueTitle(plan: Plan): string {
  return truncate(oneLine(plan.title) || 'Untitled plan', MOST_OF_A_TITLE / 2);
}

/** A piece of the body: what it is called where it has to be left out, and its Markdown. */
interface Piece {
  readonly name: string;
  readonly markdown: string;
}

function issueBody(plan: Plan, context: ExportContext): string {
  const foot = piece('', paragraph(origin(plan, context)));
  let room = MOST_OF_A_BODY - ROOM_FOR_MARK - foot.markdown.length;
  const taken: string[] = [];
  const left: string[] = [];
  const take = ({ name, markdown }: Piece): boolean => {
    if (markdown === '') return true;
    if (markdown.length + 1 > room) {
      if (name) left.push(name);
      return false;
    }
    taken.push(markdown);
    room -= markdown.length + 1;
    return true;
  };
  take(piece('the overview', [...paragraphs(plan.overview, context), ...atAGlance(plan)]));
  takeTasks(plan, context, take, left, () => room);
  for (const part of details(plan, context)) take(part);
  return `${[...taken, foot.markdown, mark(left, context)].filter(Boolean).join('\n')}`;
}

function piece(name: string, blocks: readonly Block[]): Piece {
  return { name, markdown: blocks.length === 0 ? '' : unpinged(join(blocks)) };
}

/** One task a step; as many as there is room for. */
function takeTasks(
  plan: Plan,
  context: ExportContext,
  take: (piece: Piece) => boolean,
  left: string[],
  room: () => number,
): void {
  const tasks = plan.steps.map((step, index) => task(plan, step, index, context));
  const fitting: string[] = [];
  const shortened: number[] = [];
  let length = '## Tasks\n\n'.length;
  for (const lines of tasks) {
    const whole = unpinged(join([lines]));
    const short = unpinged(join([lines.slice(0, 1)]));
    const next = [whole, short].find(text => length + text.length < room());
    if (next === undefined) break;
    fitting.push(next);
    length += next.length;
    if (next !== whole) shortened.push(fitting.length);
  }
  if (fitting.length > 0) take({ name: 'the tasks', markdown: `## Tasks\n\n${fitting.join('')}` });
  if (shortened.length > 0) left.push(`files and verification of ${stepRange(shortened)}`);
  const rest = tasks.map((_, at) => at + 1).slice(fitting.length);
  if (rest.length > 0) left.push(`${counted(rest.length, 'task')} (${stepRange(rest)})`);
}

/** `step 34`, `steps 34 to 40`, `12 steps from 34 to 60`. */
function stepRange(numbers: readonly number[]): string {
  const [first = 0, last = first] = [numbers[0], numbers.at(-1)];
  if (first === last) return `step ${first}`;
  return last - first + 1 === numbers.length
    ? `steps ${first} to ${last}`
    : `${numbers.length} steps from ${first} to ${last}`;
}

function task(plan: Plan, step: Step, index: number, { done }: ExportContext): Block {
  const before = after(plan, step);
  const facts = [
    step.estimate.high > 0 ? rangeText(wholeMinutes(step.estimate)) : '',
    before.length > 0 ? `after ${stepWords(before)}` : '',
  ].filter(Boolean);
  const title = `${bold(`${index + 1}. ${oneLine(step.title) || '(untitled)'}`)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
  const below = [
    ...step.files.map(wish),
    ...step.verify.filter(v => v.text.trim() !== '').map(v => `verify: ${verification(v)}`),
  ];
  return [checkBox(done.includes(step.id), title), ...below.map(line => `  - ${line}`)];
}

/** What helps, the most needed first: where there is no room, the last ones go. */
function details(plan: Plan, context: ExportContext): readonly Piece[] {
  const { title, summary, alternatives } = plan.approach;
  return [
    piece(
      'the requirements',
      section('Requirements', [
        ...list(plan.requirements.map(r => `${bold(r.id)} ${withSources(r.text, r.sources)}`)),
        ...texts(plan.outOfScope, 'Not part of it:'),
      ]),
    ),
    piece(
      'the approach',
      section('Approach', [
        ...(title.trim() ? paragraph(bold(title)) : []),
        ...paragraphs(summary, context),
        ...list(
          alternatives.map(other => titled(other.title, other.whyNot)),
          'Not chosen:',
        ),
      ]),
    ),
    piece('the questions', section('Open questions', openQuestions(plan))),
    piece('the test cases', section('Test cases', texts(plan.tests.cases.map(c => c.text)))),
    piece('the risks', section('Risks', list(plan.risks.map(risk => titled(risk.text, risk.mitigation))))),
    piece('the rollback', section('Rollback', rollback(plan))),
    piece('the findings', section('Findings', items(plan.findings, context))),
  ];
}

function openQuestions(plan: Plan): readonly Block[] {
  return list(
    plan.questions.filter(isOpen).map(({ question }) => {
      const choices = question.choices.map(choice =>
        choice.id === question.recommended
          ? `${inline(choice.label)} (assumed until answered)`
          : inline(choice.label),
      );
      return `${bold(question.text)}${choices.length > 0 ? ` ${choices.filter(Boolean).join(' · ')}` : ''}`;
    }),
  );
}

function mark(left: readonly string[], context: ExportContext): string {
  if (left.length === 0) return '';
  const most = 8;
  const named =
    left.slice(0, most).join(', ') + (left.length > most ? ` and ${left.length - most} more` : '');
  const where = context.path ? ' The plan itself has all of it.' : '';
  return `> Shortened to the ${MOST_OF_A_BODY.toLocaleString('en')} characters that GitHub takes. Left out: ${named}.${where}\n`;
}
