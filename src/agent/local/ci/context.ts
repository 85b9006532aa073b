import type { FileChange, Step } from '../../../plan/model.ts';
import type { FirstError, Setting } from '../../../research/ci/index.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import { at } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import type { CiCase } from './case.ts';

/** What the fix of a family is made from. */
export interface FixContext {
  readonly survey: Survey;
  readonly ci: CiCase;
  readonly first: FirstError;
}

/** What is to be done at that place, and how to see what the log does not say. */
export interface Fix {
  readonly title: string;
  readonly details: readonly string[];
  readonly files: readonly FileChange[];
  readonly code?: Step['code'];
  readonly packages?: Step['packages'];
  /** Commands beside the failing one that show it; ones that exist here. */
  readonly verify?: readonly string[];
  /** Where the log does not say the cause: the cheapest experiments that tell what it is. */
  readonly experiments?: readonly string[];
  /** In one sentence: how the same failure is met earlier, or no more. */
  readonly prevention: string;
  /** A change that does so. */
  readonly prevent?: { readonly title: string; readonly detail: string; readonly file: FileChange };
}

export const code = (text: string): string => `\`${text.replaceAll('`', "'").trim()}\``;

/** `src/order.ts:4` in backticks, or where the log says it. */
export function whereOf({ ci: { place }, first }: FixContext): string {
  if (place) return code(place.line === undefined ? place.path : `${place.path}:${place.line}`);
  return `line ${first.line.n} of the log`;
}

/** What the tool says, short and quoted. */
export function quoted(text: string, most = 160): string {
  const plain = text.replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (plain.length <= most) return `“${plain}”`;
  const cut = plain.slice(0, most - 1);
  // Code that is cut off leaves a mark without its other half, which would pair with one further on.
  const marks = cut.split('`').length - 1;
  return `“${marks % 2 === 0 ? cut : cut.slice(0, cut.lastIndexOf('`')).trimEnd()}…”`;
}

/** `npm test`, or the name that the workflow gives the step. */
export function stepName({ step }: Pick<FirstError, 'step'>): string {
  const [line] = step.command;
  return step.name.startsWith('Run ') && line !== undefined
    ? code(line.slice(0, 80))
    : quoted(step.name.replace(/^Run /, ''), 80);
}

/** A change of the file that the log names, at the symbol around the line. */
export function changeAt({ ci: { place } }: FixContext, what: string): readonly FileChange[] {
  return place ? [changeOf(place, what)] : [];
}

export function changeOf(place: NonNullable<CiCase['place']>, what: string): FileChange {
  const { path, symbol } = place;
  return {
    action: 'modify',
    path,
    what,
    ...(symbol ? { symbol: symbol.name, at: at({ path, line: symbol.line }) } : {}),
  };
}

/** A change of the workflow that the run is of; nothing where it is not in this project. */
export function inWorkflow({ ci }: FixContext, what: string): readonly FileChange[] {
  const path = ci.job?.workflow.path;
  return path === undefined ? [] : [{ action: 'modify', path, what }];
}

/** `.github/workflows/ci.yml:12`, in backticks: the step, else its job, else the words for it. */
export function stepPlace({ ci, first }: FixContext): string {
  if (ci.failing) return code(`${ci.failing.workflow.path}:${ci.failing.step.at}`);
  if (ci.job) return code(`${ci.job.workflow.path}:${ci.job.job.line}`);
  return `the step ${stepName(first)}`;
}

/** Lines of all workflows that speak of a name. */
export function settingsNamed(
  { ci }: FixContext,
  name: string,
): readonly (Setting & { readonly path: string })[] {
  const word = new RegExp(`(?<![A-Z0-9_])${escapeRegExp(name)}(?![A-Z0-9_])`);
  return ci.workflows.flatMap(workflow => {
    const all = [
      ...workflow.env,
      ...workflow.jobs.flatMap(job => [...job.env, ...job.steps.flatMap(s => [...s.env, ...s.with])]),
    ];
    return all.filter(s => word.test(s.name) || word.test(s.value)).map(s => ({ ...s, path: workflow.path }));
  });
}

/** First line of a file that holds a text, as `path:line`. */
export function lineWith(survey: Survey, path: string, text: string): string | undefined {
  const line =
    survey.texts
      .get(path)
      ?.text.split('\n')
      .findIndex(one => one.includes(text)) ?? -1;
  return line < 0 ? undefined : `${path}:${line + 1}`;
}

export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function command(text: string): Step['code'][number] {
  return { language: 'bash', caption: '', code: text, kind: 'command' };
}
