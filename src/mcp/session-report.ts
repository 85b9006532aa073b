import { comparisonText, findingLines, type HeadlessResult } from '../app/headless.ts';
import { outline } from '../plan/sections.ts';
import { boundedText, MOST_CHARS, pageOf } from './bounded.ts';

/** Room for what is said about a plan, beside the plan itself. */
const MOST_ABOUT = 12_000;
const MOST_FINDINGS = 20;
const EVIDENCE_SHOWN = 3;

type Asked = HeadlessResult['questions'][number];

/** Addresses of the resources. */
export const addressOf = (path: string) => `plan:///${path}`;
export const sessionAddress = (id: string) => `plan:///sessions/${id}`;

/** What a session came to, for a model to read; the plan itself is the second text. */
export function sessionReport(result: HeadlessResult, root: string): readonly [about: string, plan: string] {
  const { sessionId, plan, revision, planner } = result;
  const open = result.questions.filter(({ answer }) => !answer || answer.kind === 'skipped');
  const about = [
    `Session: ${sessionId}`,
    `Project: ${root}`,
    `Planner: ${planner.why}`,
    ...approachLines(result),
    `Plan: “${plan.title}” (${plan.kind}), revision ${revision}, ${plan.steps.length} steps, ${savedAs(result)}.`,
    ...changeLines(result),
    '',
    ...checkLines(result),
    '',
    ...questionLines(open, result),
    ...(result.notices.length > 0 ? ['', 'Notices:', ...result.notices.map(text => `- ${text}`)] : []),
    '',
    'Approval: only a person approves and saves a plan; there is no tool for it. In a terminal, in the project:',
    `  planner-tui resume ${sessionId}`,
    `Until then nothing is written to plans/. To change the plan: give_feedback {"session": "${sessionId}", "feedback": "…"}.`,
  ];
  return [boundedText(about.join('\n'), MOST_ABOUT), planText(result)];
}

/** Both approaches with their steps, until one is taken; then which. */
function approachLines({ approaches, taken, sessionId }: HeadlessResult): readonly string[] {
  if (!approaches || approaches.length < 2) return [];
  const named = (one: (typeof approaches)[number]): string => `${one.id.toUpperCase()} “${one.title}”`;
  const chosen = approaches.find(one => one.id === taken);
  if (chosen)
    return [
      `Approach ${named(chosen)} is taken; ${approaches
        .filter(one => one !== chosen)
        .map(named)
        .join(', ')} is kept as the considered alternative.`,
    ];
  const question = approaches.find(one => one.axis)?.axis?.question;
  return [
    `Two approaches${question === undefined ? '' : `, which differ in: ${question}`} Put both to the person.`,
    ...[...approaches]
      .sort((a, b) => a.id.localeCompare(b.id))
      .map(
        one =>
          `- ${named(one)}${one.axis ? `: ${one.axis.side}` : ''}. Steps: ${one.plan.steps.map(s => s.id).join(', ')}.`,
      ),
    `To go on: take_approach {"session": "${sessionId}", "approach": "a"}; "with_steps": ["ID"] brings steps of the other along.`,
  ];
}

function savedAs({ approved, path }: HeadlessResult): string {
  if (approved && path !== undefined) return `approved by a person and saved as ${path}`;
  return path === undefined
    ? 'a draft that is not saved yet'
    : `a draft that is not saved yet; an earlier revision is ${path}`;
}

function changeLines({ plan }: HeadlessResult): readonly string[] {
  if (plan.changes.length === 0) return [];
  return ['What changed and why:', ...plan.changes.map(({ because, what }) => `- ${because}: ${what}`)];
}

function checkLines({ checks }: HeadlessResult): readonly string[] {
  const count = (verdict: string) => checks.filter(check => check.verdict === verdict).length;
  const failing = findingLines(checks);
  const counted = `${count('passed')} passed, ${count('failed')} failed, ${count('not-checked')} not checked, ${count('not-applicable')} not applicable`;
  return [`Checks: ${counted}.`, ...failing.slice(0, MOST_FINDINGS)];
}

function questionLines(open: readonly Asked[], { sessionId }: HeadlessResult): readonly string[] {
  if (open.length === 0) return ['Questions: none is open.'];
  return [
    'Open questions: the plan assumes the recommended choice of each until it is answered. Ask the person where you do not know.',
    ...open.flatMap(questionText),
    `To answer: answer_questions {"session": "${sessionId}", "answers": {"${open[0]?.id}": "a choice's id, or words of one's own"}}.`,
  ];
}

function questionText({ id, text, why, choices, recommended, evidence, blocking }: Asked): string[] {
  const places = evidence.flatMap(source =>
    source.kind === 'file' ? [`${source.path}:${source.line}`] : [],
  );
  return [
    `- ${id}${blocking ? ' (has to be answered before approval)' : ''}: ${text}`,
    `  Why it is asked: ${why}${places.length > 0 ? ` (${places.slice(0, EVIDENCE_SHOWN).join(', ')})` : ''}`,
    ...choices.map(
      choice =>
        `  - ${choice.id}${choice.id === recommended ? ' (recommended)' : ''}: ${choice.label}. ${choice.consequence}`,
    ),
  ];
}

/** All of it, or its outline with how to read the rest. */
function planText(result: HeadlessResult): string {
  const { sessionId, markdown } = result;
  const both = comparisonText(result);
  if (both !== undefined)
    return both.length <= MOST_CHARS
      ? both
      : boundedText(
          `${comparisonText(result, false)}\nTo read them: read_plan {"plan": "${sessionId}/a", "from_line": 1}, then "${sessionId}/b".`,
        );
  if (markdown.length <= MOST_CHARS) return markdown;
  const lines = pageOf(markdown, 1, 1).of;
  return boundedText(
    [
      `The plan has ${lines} lines and ${markdown.length} characters, too many for one answer. Its outline, by line:`,
      ...outline(markdown).map(({ level, title, line }) => `${line}: ${'#'.repeat(level)} ${title}`),
      `To read it: read_plan {"plan": "${sessionId}", "from_line": 1}, or the resource ${sessionAddress(sessionId)}.`,
    ].join('\n'),
  );
}
