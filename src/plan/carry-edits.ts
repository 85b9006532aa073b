import { err, failure, ok, type Result } from '../shared/result.ts';
import { changeNote } from './change-note.ts';
import { compareSections } from './compare.ts';
import { findFrontMatter, frontMatter, isOurs, writeFrontMatter } from './front-matter.ts';
import type { Plan, Revision, RevisionOrigin } from './model.ts';
import { readPlan } from './read/index.ts';
import { renderPlan } from './render.ts';
import { unsealMarkdown, withoutTicks } from './seal.ts';
import { followEdit, splice } from './splice.ts';

/**
 * The revision that a person's edit of another one makes. Front matter that was taken out is put back; summary, timeline
 * and totals follow the edited steps where nobody touched them; every other byte is the person's. Failures: those of
 * `readPlan`, and `nothing-changed`.
 */
export function editedRevision(
  base: Revision,
  markdown: string,
  number: number,
  origin: RevisionOrigin,
): Result<Revision> {
  if (markdown === base.markdown) return err(failure('nothing-changed', 'Nothing was changed.'));
  const whole = isOurs(markdown) ? markdown : withFrontMatter(base.plan, markdown);
  const read = readPlan(whole);
  if (!read.ok) return read;
  const { plan } = read.value;
  // Reading and not what the planner had in mind, of both: else what no reader can know would count as edited.
  const known = readPlan(base.markdown);
  const before = known.ok ? known.value.plan : base.plan;
  const note = changeNote(BECAUSE[origin.kind], before, plan, wordsIn(base.markdown, whole));
  const numbered: Plan = { ...plan, revision: number, changes: [note] };
  const text = followEdit(whole, before, numbered);
  const again = readPlan(text);
  if (!again.ok) return again;
  return ok({
    number,
    markdown: text,
    plan: again.value.plan,
    basedOn: base.number,
    origin,
    ...below(base),
  });
}

const BECAUSE: Readonly<Record<RevisionOrigin['kind'], string>> = {
  edited: 'Your edit',
  file: 'Your edit of the file',
  restored: 'Your choice',
  taken: 'Your choice',
};

/** Said of an edit that changes no step; a ticked box is progress, not another plan. */
function wordsIn(before: string, after: string): string {
  const plain = (text: string) => withoutTicks(text.replace(/\r\n/g, '\n'));
  if (plain(before) === plain(after)) return 'boxes ticked.';
  const changed = compareSections(plain(before), plain(after)).flatMap(({ kind, heading }) =>
    kind === 'same' ? [] : [`${kind === 'changed' ? 'other words in' : kind} “${heading}”`],
  );
  return changed.length > 0 ? `${changed.join(', ')}.` : 'other words above the first section.';
}

/**
 * The first revision of a session that begins with a plan's file, whoever wrote it. Front matter is put before a plan by
 * other hands; one of planner-tui's own becomes a draft again. `file.hash` is its content hash. Failures: those of `readPlan`.
 */
export function adoptedRevision(
  text: string,
  file: { readonly path: string; readonly hash: string },
): Result<Revision> {
  const read = readPlan(text);
  if (!read.ok) return read;
  const { plan } = read.value;
  const whole = read.value.own ? unsealMarkdown(text) : withFrontMatter(plan, text);
  const numbered: Plan = { ...plan, status: 'draft', revision: 1 };
  const markdown = followEdit(whole, plan, numbered);
  const again = readPlan(markdown);
  if (!again.ok) return again;
  const origin: RevisionOrigin = { kind: 'file', ...file };
  return ok({ number: 1, markdown, plan: again.value.plan, origin, adopted: true });
}

/** Front matter of ours in place of what other hands may have put there. */
function withFrontMatter(plan: Plan, text: string): string {
  return `${writeFrontMatter(frontMatter(plan))}\n${text.slice(findFrontMatter(text)?.bodyStart ?? 0)}`;
}

/** An older revision as the newest: the same text with its own number. */
export function restoredRevision(of: Revision, number: number): Revision {
  const plan: Plan = { ...of.plan, revision: number };
  return {
    number,
    markdown: splice(of.markdown, of.plan, plan),
    plan,
    basedOn: of.number,
    origin: { kind: 'restored', of: of.number },
    ...(of.drafted || of.adopted ? below(of) : {}),
  };
}

/** What a planner drafted below the edits that are made on a revision. */
function below(base: Revision): Pick<Revision, 'drafted' | 'adopted'> {
  if (base.adopted && !base.drafted) return { adopted: true };
  return { drafted: base.drafted ?? base.plan };
}

/**
 * What a planner drafted, with the edits that the revision before it holds: the difference between the planner's two
 * drafts is put into the edited text, so that both stand. Failures: those of `readPlan`, where the two do not go together.
 */
export function carryEdits(before: Revision | undefined, drafted: Plan): Result<Omit<Revision, 'number'>> {
  const basedOn = before ? { basedOn: before.number } : {};
  if (!before?.drafted) return ok({ markdown: renderPlan(drafted), plan: drafted, ...basedOn });
  const markdown = splice(before.markdown, before.drafted, drafted);
  const read = readPlan(markdown);
  return read.ok ? ok({ markdown, plan: read.value.plan, drafted, ...basedOn }) : read;
}
