import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { sectionKey } from '../section-list.ts';
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

/** 12. Findings carry a Source; what has none is labelled an assumption; a Source's file exists. */
export const sources: Check = {
  number: 12,
  name: 'Sources',
  judge(input) {
    const findings: CheckFinding[] = [];
    let section = '';
    for (const node of parseBody(input.markdown).children) {
      if (node.type === 'heading' && node.depth <= 2) section = sectionKey(textOf(node)) ?? '';
      else if (node.type === 'list' && (section === 'findings' || section === 'state'))
        for (const item of node.children)
          if (!isSourced(item))
            findings.push(
              error(
                item.position?.start.line ?? 1,
                `“${short(textOf(item))}” says not where it was read.`,
                'Add the file and line, commit, package or address, or begin it with “Assumption:”.',
              ),
            );
    }
    let unreached = false;
    for (const source of fileSources(input)) {
      const exists = input.facts.files[source.path]?.exists ?? 'not-checked';
      if (exists === 'no')
        findings.push(
          error(
            lineOf(input, source.path),
            `The source \`${source.path}\` does not exist.`,
            'Name the file where it was read.',
          ),
        );
      if (exists === 'not-checked') unreached = true;
    }
    return { findings, unreached };
  },
};

/** Names a place as `path:line`, ends in brackets that say where it was read, or says that it is an assumption. */
function isSourced(item: RootContent): boolean {
  const text = textOf(item).trim();
  if (codes(item).some(code => /^[^\s:]+:\d+(?:[-–]\d+)?$/.test(code))) return true;
  return /^assumption:/i.test(text) || /\([^()]*(?:\([^()]*\)[^()]*)*\)[.!?]?$/.test(text);
}

function codes(node: RootContent): readonly string[] {
  if (node.type === 'inlineCode') return [node.value];
  return 'children' in node ? node.children.flatMap(codes) : [];
}

export function fileSources({ plan }: Pick<CheckInput, 'plan'>): readonly { readonly path: string }[] {
  const statements = [
    ...plan.overview,
    ...plan.findings,
    ...plan.currentState,
    ...plan.integrationPoints,
    ...plan.approach.summary,
    ...plan.approach.decisions.flatMap(d => d.reasons),
    ...plan.performance,
    ...plan.monitoring,
    ...plan.decisions,
  ];
  const paths = statements.flatMap(s =>
    s.sources.flatMap(source => (source.kind === 'file' ? [source.path] : [])),
  );
  return [...new Set(paths)].map(path => ({ path }));
}

function lineOf(input: CheckInput, needle: string): number {
  return (
    Math.max(
      0,
      input.lines.findIndex((line, i) => i > 1 && line.includes(`${needle}:`)),
    ) + 1
  );
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const placeholder = /\b(TODO|TBD|FIXME|XXX|to be (?:determined|decided|defined))\b/;
const praise =
  /\b(blazing(?:ly)?|fast(?:er)?|scalable|robust|performant|seamless(?:ly)?|high-performance|production-ready|enterprise-grade|best-in-class)\b/i;

/** 13. No TODO, no praise without a number, no blocking question open. */
export const openEnds: Check = {
  number: 13,
  name: 'Open ends',
  judge(input) {
    const { plan, markdown } = input;
    const findings: CheckFinding[] = [];
    for (const { text, plain, line } of sentencesWithLines(markdown)) {
      // What stands in code or quotation marks is somebody else's word, and so are the words of the goal itself.
      const said = plain.replace(/[“"][^”"]*[”"]/g, ' ');
      const todo = placeholder.exec(said)?.[1];
      if (todo && !plan.goal.includes(todo))
        findings.push(
          error(line, `“${todo}” is left in “${short(text)}”.`, 'Decide it, or make it an open question.'),
        );
      const word = praise.exec(said)?.[1];
      if (word && !/\d/.test(said) && !plan.goal.toLowerCase().includes(word.toLowerCase()))
        findings.push(
          error(
            line,
            `“${word}” is not measured in “${short(text)}”.`,
            'Say how much, or take the word out.',
          ),
        );
    }
    for (const step of plan.steps)
      for (const block of step.code) {
        const todo = block.kind === 'existing' ? undefined : placeholder.exec(block.code)?.[1];
        if (todo && !plan.goal.includes(todo))
          findings.push(
            error(
              stepLine(input, step.id, todo),
              `The code leaves a “${todo}”.`,
              'Write what belongs there.',
            ),
          );
      }
    for (const entry of plan.questions)
      if (entry.question.blocking && isOpen(entry))
        findings.push(
          error(
            sectionLine(input, 'Questions', entry.question.id),
            `“${entry.question.text}” must be answered before approval.`,
            'Answer it, or approve with a reason.',
          ),
        );
    return { findings };
  },
};

/**
 * Words of prose that a plan may have: a ground for its sections, and so much for each file that it touches. Set so
 * that a plan of the usual length for its files passes; above it is a warning, above twice as much an error.
 */
export function wordBudget(files: number): number {
  return 900 + 150 * files;
}

/** 15. As short as the work allows, and no sentence twice. */
export const length: Check = {
  number: 15,
  name: 'Length',
  judge({ plan, markdown }) {
    const findings: CheckFinding[] = [];
    const sums = totals(plan).files;
    const files = sums.create.length + sums.modify.length + sums.delete.length;
    const all = sentencesWithLines(markdown);
    const words = all.reduce((sum, s) => sum + s.text.split(/\s+/).length, 0);
    const budget = wordBudget(files);
    if (words > budget)
      findings.push(
        (words > 2 * budget ? error : warning)(
          1,
          `${words.toLocaleString('en')} words of prose for ${files} files; ${budget.toLocaleString('en')} are enough.`,
          'Drop what the code or another section says already.',
        ),
      );
    const seen = new Map<string, number>();
    for (const { text, line } of all) {
      const key = sentenceKey(text);
      const first = seen.get(key);
      if (key.split(' ').length < 6) continue;
      if (first === undefined) seen.set(key, line);
      else findings.push(error(line, `“${short(text)}” stands in line ${first} already.`, 'Say it once.'));
    }
    return { findings };
  },
};
