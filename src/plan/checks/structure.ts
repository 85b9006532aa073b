import { parseFrontMatter } from '../front-matter.ts';
import { sealState } from '../seal.ts';
import { headingOf, isRequired, otherSectionKey, sectionKey, sectionList } from '../section-list.ts';
import {
  type Check,
  type CheckFinding,
  type CheckInput,
  error,
  sectionLine,
  stepLine,
  warning,
} from './input.ts';
import { kindFindings } from './kind-sections.ts';

/** 1. Sections that the kind requires are there, in order, none empty. */
export const sections: Check = {
  number: 1,
  name: 'Sections',
  judge(input) {
    const { plan, lines, outline, own } = input;
    const findings: CheckFinding[] = [];
    const seconds = outline.filter(entry => entry.level === 2);
    const keyed = seconds.map(entry => ({ entry, key: sectionKey(entry.title) }));
    const missing = sectionList.filter(
      ({ key }) => isRequired(plan.kind, key) && !keyed.some(k => k.key === key),
    );
    // Other hands divide their plans otherwise; what is missing may stand under another heading.
    if (!own) findings.push(...lacking(input));
    else
      for (const { key } of missing)
        findings.push(
          error(
            1,
            `The section “${headingOf(key)}” is missing.`,
            'Add it, or say in one sentence why it has nothing.',
          ),
        );
    let last = -1;
    for (const { entry, key } of keyed) {
      const body = lines
        .slice(entry.line, entry.endLine)
        .filter(line => line.trim() !== '' && !/^#{3,} /.test(line));
      if (body.length === 0)
        findings.push(
          error(
            entry.line,
            `The section “${entry.title}” is empty.`,
            'Say what belongs there, or why nothing does.',
          ),
        );
      const place = sectionList.findIndex(section => section.key === key);
      if (place < 0 || !own) continue;
      if (place < last)
        findings.push(
          error(
            entry.line,
            `“${entry.title}” stands after a section that belongs behind it.`,
            'Move it to its place.',
          ),
        );
      last = Math.max(last, place);
    }
    findings.push(...kindFindings(input));
    if (!own && plan.steps.length === 0)
      findings.push(error(1, 'No step was found.', 'Give each step a heading of its own, as in `### 1. …`.'));
    return { findings };
  },
};

/**
 * What a plan by other hands says nothing of, wherever one would say it: they divide their plans otherwise, so that what
 * counts is said under a heading of its own, or by its steps.
 */
function lacking({ plan, outline }: CheckInput): readonly CheckFinding[] {
  if (plan.steps.length === 0) return [];
  const keys = new Set(outline.map(entry => otherSectionKey(entry.title)));
  const files = plan.steps.flatMap(step => step.files);
  const tested =
    keys.has('tests') || plan.steps.some(s => s.verify.length > 0) || files.some(f => isTest(f.path));
  const lacks = [
    !keys.has('timeline') && plan.steps.every(step => step.estimate.high === 0) && 'time',
    !tested && 'tests',
    !keys.has('rollback') && plan.steps.every(step => step.rollback.length === 0) && 'rollback',
  ].filter(what => what !== false);
  return lacks.length === 0
    ? []
    : [
        warning(
          1,
          `The plan says nothing of ${listed(lacks)}.`,
          'Say it under a heading of its own, or in its steps.',
        ),
      ];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** 14. Front matter complete and in agreement with the plan; an edit after approval is information. */
export const frontMatterCheck: Check = {
  number: 14,
  name: 'Front matter',
  judge({ plan, markdown, own }) {
    if (!own) return { findings: [], applicable: false };
    const parsed = parseFrontMatter(markdown);
    if (!parsed.ok) {
      if (parsed.error.kind === 'no-front-matter') return { findings: [], applicable: false };
      return { findings: [error(1, parsed.error.message, parsed.error.next ?? 'Mend it.')] };
    }
    const findings: CheckFinding[] = [];
    const data = parsed.value;
    if (data.kind !== plan.kind)
      findings.push(
        error(1, `\`kind\` is ${data.kind}, the plan’s is ${plan.kind}.`, `Write \`kind: ${plan.kind}\`.`),
      );
    if (data.title.trim() === '') findings.push(error(1, '`title` is empty.', 'Give the plan a title.'));
    if (data.goal.trim() === '')
      findings.push(error(1, '`goal` is empty.', 'Write the goal as it was given.'));
    if (Number.isNaN(Date.parse(data.created)))
      findings.push(error(1, `\`created\` is no time: “${data.created}”.`, 'Write an ISO time.'));
    if (data.status !== 'draft' && data.approved === undefined)
      findings.push(
        error(1, `\`status\` is ${data.status}, but \`approved\` is missing.`, 'Write when it was approved.'),
      );
    if (sealState(markdown) === 'edited')
      findings.push(
        warning(
          1,
          'The text was edited after its approval.',
          'Nothing to mend; approve the new text if it matters.',
        ),
      );
    return { findings };
  },
};

/** Files through which strangers reach the program, or by which it knows them. */
const exposed =
  /(^|[/.-])(auth|authentication|authorization|middlewares?|routes?|routers?|controllers?|permissions?|sessions?)(?=[/.-])/i;

/** Where pages are changed, a router is mostly the one inside of the browser. */
const CLIENT_ROUTES = /^(?!.*(?:^|\/)(?:server|api|backend)\/).*(?:^|[/.-])routers?(?=[/.-])/i;

/** 11. Every security statement points at a step that exists; steps that touch an entrance have one. */
export const security: Check = {
  number: 11,
  name: 'Security',
  judge(input) {
    const { plan, outline } = input;
    const ids = new Set(plan.steps.map(step => step.id));
    const findings = plan.security.implemented
      .filter(entry => !ids.has(entry.stepId))
      .map(entry =>
        error(
          sectionLine(input, headingOf('security'), ...securityNeedle(entry.text)),
          entry.stepId === ''
            ? `“${entry.text}” is said to be done, but no step does it.`
            : `“${entry.text}” is said to be implemented by \`${entry.stepId}\`, which is no step.`,
          'Name the step that does it, or move the line to “To monitor”.',
        ),
      );
    const ofPages = plan.steps.some(step =>
      step.files.some(f => /\.(?:tsx|jsx|vue|svelte|s?css)$/.test(f.path)),
    );
    const entrance = plan.steps
      .flatMap(step => step.files.map(({ path }) => ({ step, path })))
      .find(({ path }) => exposed.test(path) && !isTest(path) && !(ofPages && CLIENT_ROUTES.test(path)));
    const said = outline.some(e => e.level === 2 && otherSectionKey(e.title) === 'security');
    if (plan.security.implemented.length === 0 && entrance !== undefined)
      findings.push(
        warning(
          said ? sectionLine(input, headingOf('security')) : stepLine(input, entrance.step.id, entrance.path),
          `\`${entrance.path}\` changes, and no step is said to keep it safe.`,
          'Name the step that checks who calls and what they send, or the test that proves it.',
        ),
      );
    return { findings, applicable: plan.security.implemented.length > 0 || entrance !== undefined };
  },
};

/** Words of a line by which it is found: up to the first mark of Markdown. */
function securityNeedle(text: string): [string] | [] {
  const words = text
    .split(/[`*_[\]<>\\]/)
    .map(part => part.trim())
    .find(part => part.length > 3);
  return words === undefined ? [] : [words.slice(0, 20)];
}

function isTest(path: string): boolean {
  return /(^|\/)(tests?|spec|__tests__)\/|\.(test|spec)\.\w+$|(^|\/)test_/i.test(path);
}
