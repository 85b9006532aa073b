import type { Source } from '../../../domain/index.ts';
import { isTest } from '../draft/tests.ts';
import { fileSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import type { OwnCall } from './model.ts';

export interface Evidence {
  readonly text: string;
  readonly source?: Source | undefined;
}

/** A cause that may be the one, with what speaks for and against it, and how to find out. */
export interface Hypothesis {
  /** What the cause is: `here`, `caller`, `callee`, `data`, `change` … or the path of a suspect. */
  readonly key: string;
  /** A sentence without its full stop. */
  readonly claim: string;
  /** Where it would be mended. */
  readonly path: string;
  readonly line: number;
  readonly symbol: string | undefined;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
  /** What to do to find out, and what is seen if it is the cause. */
  readonly experiment: { readonly does: string; readonly seen: string; readonly minutes: number };
}

export type Draft = Omit<Hypothesis, 'for' | 'against'> & {
  readonly for: Evidence[];
  readonly against: Evidence[];
  base: number;
};

export function nameOfCall(call: Pick<OwnCall, 'symbol' | 'path' | 'line'>): string {
  return call.symbol ? `\`${call.symbol.name}\`` : `\`${call.path}\``;
}

/** Where a call stands; of one whose line is not known, its file. */
export function placeOfCall(call: Pick<OwnCall, 'path' | 'line' | 'unplaced'>): string {
  return call.unplaced ? `\`${call.path}\`` : `\`${call.path}:${call.line}\``;
}

/** The same and what is written there, where that is known. */
export function shownCall(call: OwnCall): string {
  return call.text === '' ? placeOfCall(call) : `${placeOfCall(call)}, ${code(call.text)}`;
}

/** The line and some below it, as evidence of a sentence that names it. */
export function lineSource(survey: Survey, path: string, line: number, below = 1): Source | undefined {
  const file = survey.texts.get(path);
  return file && fileSource(file, line, line + below, survey.commit);
}

export const commitSource = (c: {
  readonly sha: string;
  readonly subject: string;
  readonly date: string;
}): Source => ({
  kind: 'commit',
  sha: c.sha,
  subject: c.subject,
  date: c.date,
});

export function code(text: string): string {
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  return short.includes('`') ? `“${short.replaceAll('`', "'")}”` : `\`${short}\``;
}

export const day = (date: string): string => date.slice(0, 10);

export const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** The test that a case goes into: of the trace, else the one that calls it by name most, else one that imports its file. */
export function nearTest(survey: Survey, calls: readonly OwnCall[]): string | undefined {
  const inTrace = calls.map(c => c.path).find(p => isTest(survey, p));
  if (inTrace !== undefined) return inTrace;
  const [named] = survey.symptom?.named ?? [];
  if (named !== undefined) return named;
  return calls
    .flatMap(c => survey.cards.get(c.path)?.tests ?? [])
    .find(t => isTest(survey, t) && survey.paths.has(t));
}

/** A line that prints the values in question, in the language of the file. */
export function printOf(path: string, what: string): string {
  if (/\.[cm]?[jt]sx?$|\.vue$|\.svelte$/.test(path)) return `console.error({ ${what} });`;
  if (/\.py$/.test(path)) return `print(f"{${what}=}")`;
  if (/\.rb$/.test(path)) return `warn ${what}.inspect`;
  if (/\.go$/.test(path)) return `log.Printf("%+v", ${what})`;
  if (/\.rs$/.test(path)) return `dbg!(&${what});`;
  if (/\.php$/.test(path)) return `error_log(var_export($${what.replace(/^\$/, '')}, true));`;
  if (/\.(?:java|kts?)$/.test(path)) return `System.err.println(${what});`;
  if (/\.cs$/.test(path)) return `Console.Error.WriteLine(${what});`;
  return `fprintf(stderr, "%p\\n", (void *)${what});`;
}
