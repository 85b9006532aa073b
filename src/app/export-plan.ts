import { type ExportForm, endingOf, exportPlan, lacks } from '../plan/export/index.ts';
import { type ReadPlan, readPlan } from '../plan/read/index.ts';
import { tickedSteps } from '../plan/seal.ts';
import type { CheckedRevision } from '../session/state.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import type { Storage } from '../storage/port.ts';
import { checkPlan } from './check-plan.ts';
import type { FactSources } from './facts.ts';

/** A plan's file as the user named it. */
export interface GivenPlan {
  readonly path: string;
  readonly text: Result<string>;
}

export interface ExportedFile {
  readonly text: string;
  /** What the reader of stderr should know: what the plan lacks for this form, and how many secrets were hidden. */
  readonly notices: readonly string[];
}

/**
 * A plan, whoever wrote it, as another kind of document. The page is exported with what the checks say of the plan, and
 * with a second plan beside it where one is given. Failures: `no-file` and those of `readPlan`, each naming the file.
 */
export async function exportFile(
  given: GivenPlan,
  form: ExportForm,
  beside: GivenPlan | undefined,
  sources: FactSources,
): Promise<Result<ExportedFile>> {
  const read = readGiven(given);
  if (!read.ok) return read;
  const other = beside && readGiven(beside);
  if (other && !other.ok) return other;
  const { plan, own } = read.value;
  const checked = form === 'html' ? await checkPlan(given.path, given.text, sources) : undefined;
  const text = exportPlan(plan, form, {
    own,
    done: given.text.ok ? [...tickedSteps(given.text.value).done] : [],
    ...(given.path === '-' ? {} : { path: shownPath(given.path) }),
    ...(checked ? { checks: checked.results } : {}),
    ...(other ? { beside: { plan: other.value.plan, own: other.value.own } } : {}),
  });
  return ok({ text, notices: notices(read.value, form, other?.value) });
}

/** A revision of a session as another kind of document, written beside the plans. Gives where. */
export async function exportRevision(
  { revision: { plan, markdown }, report }: CheckedRevision,
  saved: string | undefined,
  form: ExportForm,
  write: Storage['writeExport'],
): Promise<Result<string>> {
  const text = exportPlan(plan, form, {
    own: true,
    done: [...tickedSteps(markdown).done],
    ...(saved === undefined ? {} : { path: saved }),
    ...(report ? { checks: report.results } : {}),
  });
  const name = saved?.replace(/^plans\/|\.md$/g, '') ?? plan.slug;
  return write(`${name}.${form}`, endingOf(form), text);
}

/** A document is handed on: a path that leads out of where it was asked for is no business of its readers. */
function shownPath(path: string): string {
  return /^(?:[\\/~]|[a-z]:)|\.\./i.test(path) ? (path.split(/[\\/]/).at(-1) ?? path) : path;
}

function readGiven({ path, text }: GivenPlan): Result<ReadPlan> {
  if (!text.ok) return text;
  const read = readPlan(text.value);
  if (read.ok) return read;
  const { kind, message, next } = read.error;
  return err(failure(kind, `${path} cannot be exported. ${message}`, next));
}

function notices({ plan }: ReadPlan, form: ExportForm, other: ReadPlan | undefined): readonly string[] {
  const missing = lacks(plan, form);
  const hidden = clean(plan).hidden + (other ? clean(other.plan).hidden : 0);
  return [
    ...(missing.length > 0
      ? [
          `The plan says nothing of what this form also tells: ${missing.join(', ')}. It is exported as far as it goes.`,
        ]
      : []),
    ...(hidden > 0
      ? [`${hidden} secret${hidden > 1 ? 's' : ''} of the plan hidden in what is exported.`]
      : []),
  ];
}
