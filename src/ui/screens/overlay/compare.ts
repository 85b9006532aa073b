import type { Step } from '../../../plan/model.ts';
import { rangeText } from '../../../plan/totals.ts';
import { currentApproach } from '../../../session/selectors.ts';
import { diffLines, diffWords, type Word } from '../../../shared/text/diff.ts';
import type { Model } from '../../model.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { type Line, t, wrap } from '../../text/line.ts';

export interface Comparison {
  readonly lines: readonly Line[];
  /** Rows at which a change of the text begins, for n and N. */
  readonly changes: readonly number[];
}

const NOTHING: Comparison = { lines: [], changes: [] };
const CONTEXT_LINES = 2;

/** Two revisions: steps by identity with what became of each, then every changed line with its words marked. */
export function comparison(model: Model, from: number, to: number, columns: number): Comparison {
  if (model.session.kind !== 'active') return NOTHING;
  const revisions = currentApproach(model.session)?.revisions ?? [];
  const before = revisions.find(r => r.revision.number === from)?.revision;
  const after = revisions.find(r => r.revision.number === to)?.revision;
  if (!before || !after) return NOTHING;
  const lines: Line[] = [
    [t('Steps', 'heading')],
    ...stepLines(before.plan.steps, after.plan.steps, columns),
    [],
    [t('Text', 'heading')],
  ];
  const changes: number[] = [];
  let heading = '';
  for (const hunk of diffLines(body(before.markdown), body(after.markdown))) {
    const seen = (hunk.kind === 'same' ? hunk.lines : hunk.added).filter(l => /^#{1,4} /.test(l)).at(-1);
    if (hunk.kind === 'same') {
      heading = seen ?? heading;
      lines.push(...contextLines(hunk.lines, heading, columns));
      continue;
    }
    changes.push(lines.length);
    const pairs = Math.max(hunk.removed.length, hunk.added.length);
    const words = Array.from({ length: pairs }, (_, i) =>
      diffWords(hunk.removed[i] ?? '', hunk.added[i] ?? ''),
    );
    hunk.removed.forEach((_, i) => {
      lines.push(...wordLine('- ', words[i]?.before ?? [], 'removed', columns));
    });
    hunk.added.forEach((_, i) => {
      lines.push(...wordLine('+ ', words[i]?.after ?? [], 'added', columns));
    });
    heading = seen ?? heading;
  }
  return { lines, changes };
}

/** The lines under the front matter, whose fields are worked out from the plan. */
function body(markdown: string): readonly string[] {
  return markdown.replace(/^---\n[\s\S]*?\n---\n+/, '').split('\n');
}

function stepLines(before: readonly Step[], after: readonly Step[], columns: number): Line[] {
  const old = new Map(before.map(s => [s.id, s]));
  const out: Line[] = [];
  const row = (mark: Line[number], title: Line, step: Step) =>
    out.push(...wrap([mark, ...title, t(`  ${step.id}`, 'faint')], columns, [t('  ')]));
  for (const step of after) {
    const was = old.get(step.id);
    old.delete(step.id);
    if (!was) row(t('+ ', 'added', { bold: true }), sentence(step.title, { tone: 'added' }), step);
    else if (JSON.stringify(was) === JSON.stringify(step))
      row(t('  '), sentence(step.title, { tone: 'muted' }), step);
    else {
      row(t('~ ', 'attention'), sentence(step.title), step);
      out.push(...wrap([t(`    ${stepChange(was, step)}`, 'muted')], columns, [t('    ')]));
    }
  }
  for (const step of old.values())
    row(
      t('- ', 'removed', { bold: true }),
      sentence(step.title, { tone: 'removed' }).map(span => ({ ...span, strike: true })),
      step,
    );
  return out;
}

/** `15–35 min → 10–25 min · + 1 file · other code`: what became of a step that stays. */
export function stepChange(was: Step, now: Step): string {
  const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const parts: string[] = [];
  if (was.title !== now.title) parts.push('another title');
  const [old, next] = [rangeText(was.estimate), rangeText(now.estimate)];
  if (old !== next) parts.push(`${old} → ${next}`);
  const paths = (step: Step) => new Set(step.files.map(f => f.path));
  const [earlier, later] = [paths(was), paths(now)];
  const more = [...later].filter(p => !earlier.has(p)).length;
  const fewer = [...earlier].filter(p => !later.has(p)).length;
  if (more > 0) parts.push(`+ ${plural(more, 'file')}`);
  if (fewer > 0) parts.push(`– ${plural(fewer, 'file')}`);
  if (more + fewer === 0 && differ(was.files, now.files)) parts.push('other words on its files');
  if (differ(was.packages, now.packages)) parts.push('other packages');
  if (differ(was.code, now.code)) parts.push('other code');
  if (differ(was.details, now.details)) parts.push('other details');
  if (differ(was.verify, now.verify)) parts.push('verified otherwise');
  if (differ(was.rollback, now.rollback)) parts.push('undone otherwise');
  if (differ(was.dependsOn, now.dependsOn)) parts.push('follows other steps');
  if (differ(was.serves, now.serves)) parts.push('other requirements');
  return parts.length > 0 ? parts.join(' · ') : 'changed';
}

function wordLine(mark: string, words: readonly Word[], tone: 'added' | 'removed', columns: number): Line[] {
  const spans = words.map(w =>
    t(w.text, tone, w.changed ? { bold: true, underline: w.text.trim() !== '' } : {}),
  );
  return wrap([t(mark, tone, { bold: true }), ...spans], columns, [t('  ')]);
}

/** Lines that are the same, but for a few at each end left out; then the heading that the next change stands under. */
function contextLines(lines: readonly string[], heading: string, columns: number): Line[] {
  const plainRow = (text: string) => wrap([t(`  ${text}`, 'muted')], columns, [t('  ')]);
  if (lines.length <= CONTEXT_LINES * 2 + 1) return lines.flatMap(plainRow);
  const left = lines.length - CONTEXT_LINES * 2;
  const end = lines.slice(-CONTEXT_LINES);
  const under = end.includes(heading) ? '' : heading.replace(/^#+ /, '');
  return [
    ...lines.slice(0, CONTEXT_LINES).flatMap(plainRow),
    ...wrap(
      [t(`  ··· ${left} lines are the same ···  `, 'faint'), ...sentence(under, { tone: 'heading' })],
      columns,
      [t('  ')],
    ),
    ...end.flatMap(plainRow),
  ];
}
