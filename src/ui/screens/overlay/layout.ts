import type { Excerpt, Source } from '../../../domain/index.ts';
import { sourceLabel } from '../../../domain/index.ts';
import type { RevisionOrigin } from '../../../plan/model.ts';
import { currentApproach } from '../../../session/selectors.ts';
import { type Binding, type Context, KEYMAP, keyLabel } from '../../keymap.ts';
import type { Model, Overlay, Place } from '../../model.ts';
import { SLASH_COMMANDS } from '../../slash.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { fill, type Line, t, wrap } from '../../text/line.ts';
import { highlight } from '../../widgets/markdown/highlight.ts';
import { checksLines } from '../checks/lines.ts';
import { handOverLines } from '../hand-over/layout.ts';
import { comparison } from './compare.ts';
import { sourceKey } from './evidence.ts';
import { objectionLines } from './objections.ts';

/** What an overlay says, laid out for this width. */
export function overlayLines(model: Model, columns: number): readonly Line[] {
  const { overlay } = model;
  switch (overlay?.kind) {
    case 'help':
      return helpLines(
        columns,
        model.mapUi ? ['map', 'card'] : model.driftUi ? ['drift'] : HERE[model.place],
      );
    case 'evidence':
      return evidenceOverlay(model, overlay, columns);
    case 'compare':
      return comparison(model, overlay.from, overlay.to, columns).lines;
    case 'checks':
      return checksLines(overlay, columns);
    case 'objections':
      return model.session.kind === 'active' ? objectionLines(model.session, overlay.selected, columns) : [];
    case 'hand-over':
      return handOverLines(model, overlay, columns).lines;
    case 'revisions':
      return revisionLines(model, overlay.selected, columns);
    default:
      return [];
  }
}

const CONTEXT_TITLE: Readonly<Record<Context, string>> = {
  global: 'Everywhere',
  prompt: 'While typing',
  list: 'In lists',
  pane: 'In panes',
  workbench: 'Workbench',
  question: 'Questions',
  review: 'Review',
  approaches: 'Two approaches',
  objections: 'What is held against the plan',
  done: 'After approval',
  'hand-over': 'Handing a plan over',
  map: 'Code map, list',
  card: 'Code map, card',
  drift: 'Drift of a plan',
  consent: 'Whether a model may be used',
  dialog: 'Dialogs',
};
const HELP_ORDER: readonly Context[] = [
  'workbench',
  'question',
  'review',
  'approaches',
  'objections',
  'pane',
  'prompt',
  'list',
  'map',
  'card',
  'drift',
  'consent',
  'dialog',
  'done',
  'hand-over',
];
/** What is asked for help most likely wants to know first: the keys of the place it is asked in. */
const HERE: Readonly<Record<Place, readonly Context[]>> = {
  home: [],
  workbench: ['workbench', 'pane'],
  questions: ['question'],
  approaches: ['approaches', 'pane'],
  review: ['review', 'pane'],
  done: ['done', 'hand-over'],
};

/** Every key by context, those of this place first, then the slash commands; generated from the keymap. */
function helpLines(columns: number, here: readonly Context[]): readonly Line[] {
  const out: Line[] = [];
  const pair = (left: string, right: string, leftColumns: number) => {
    const hang = t(' '.repeat(Math.min(leftColumns + 4, columns - 10)));
    out.push(
      ...wrap(
        [t('  '), ...fill([t(left, 'accent')], leftColumns), t('  '), ...sentence(right, { tone: 'muted' })],
        columns,
        [hang],
      ),
    );
  };
  const keyColumns = columns < 70 ? 16 : columns < 110 ? 28 : 34;
  const commands = () => {
    out.push([t('Commands', 'heading')]);
    for (const { name, args, help } of SLASH_COMMANDS) pair(`/${name} ${args}`.trim(), help, keyColumns);
  };
  if (here.length === 0) commands();
  const elsewhere = HELP_ORDER.filter(c => !here.includes(c));
  for (const context of [...here, 'global' as const, ...elsewhere]) {
    const bindings: readonly Binding[] = KEYMAP[context];
    if (out.length > 0) out.push([]);
    out.push([t(CONTEXT_TITLE[context], 'heading')]);
    for (const { keys, help } of bindings)
      pair(keys.length === 9 ? '1–9' : keys.map(keyLabel).join(', '), help, keyColumns);
  }
  if (here.length > 0) {
    out.push([]);
    commands();
  }
  return out;
}

/** Excerpt of a source: its own, else what was read for it; null where nothing could be read, undefined while reading. */
export function excerptOf(model: Model, source: Source): Excerpt | null | undefined {
  if (source.kind !== 'file' && source.kind !== 'package') return null;
  return source.excerpt ?? model.excerpts[sourceKey(source)];
}

function evidenceOverlay(
  model: Model,
  overlay: Extract<Overlay, { readonly kind: 'evidence' }>,
  columns: number,
): readonly Line[] {
  const out: Line[] = [...wrap(sentence(overlay.title, { bold: true }), columns), []];
  if (overlay.sources.length === 0)
    out.push(
      ...wrap([t('No source: this is an assumption, and the plan marks it as one.', 'assumption')], columns),
    );
  overlay.sources.forEach((source, i) => {
    if (i > 0) out.push([]);
    out.push(...sourceLines(model, source, columns, overlay.sources.length > 1 && i === overlay.index));
  });
  return out;
}

/** A source with its place and what stood there, lines numbered. */
export function sourceLines(model: Model, source: Source, columns: number, chosen = false): Line[] {
  const head = wrap([t(chosen ? '❯ ' : '', 'accent'), t(sourceLabel(source), 'path')], columns, [t('  ')]);
  const detail = detailLines(source, columns);
  if (source.kind !== 'file' && source.kind !== 'package') return [...head, ...detail];
  const excerpt = excerptOf(model, source);
  if (excerpt === undefined) return [...head, ...detail, [t('  reading …', 'muted')]];
  if (excerpt === null) return [...head, ...detail, [t('  no longer readable here', 'muted')]];
  return [...head, ...detail, ...excerptLines(excerpt, columns, source)];
}

function detailLines(source: Source, columns: number): Line[] {
  switch (source.kind) {
    case 'commit':
      return wrap([t(`  ${source.date.slice(0, 10)}  `, 'muted'), t(source.subject)], columns, [t('  ')]);
    case 'url':
      return [
        ...wrap([t(`  ${source.title}`)], columns, [t('  ')]),
        ...(source.quote ? wrap([t(`  “${source.quote}”`, 'user')], columns, [t('  ')]) : []),
      ];
    case 'playbook':
      return wrap([t(`  ${source.title}`, 'muted')], columns, [t('  ')]);
    case 'package':
      return source.file ? [[t(`  ${source.file}`, 'muted')]] : [];
    case 'file':
      return source.commit ? [[t(`  at commit ${source.commit.slice(0, 7)}`, 'faint')]] : [];
    case 'log':
      return [[t('  as it was read, without colours and times', 'faint')]];
    case 'user':
      return [[t('  your own words', 'muted')]];
  }
}

function excerptLines(excerpt: Excerpt, columns: number, source: Source): Line[] {
  const lines = excerpt.text.replace(/\n$/, '').split('\n');
  const digits = String(excerpt.startLine + lines.length - 1).length;
  const language = source.kind === 'file' ? (/\.(\w+)$/.exec(source.path)?.[1] ?? '') : '';
  const from = source.kind === 'file' || source.kind === 'log' ? source.line : 0;
  const to = source.kind === 'file' ? (source.endLine ?? source.line) : from;
  return lines.flatMap((text, i) => {
    const number = excerpt.startLine + i;
    const hit = number >= from && number <= to;
    const gutter: Line = [
      t(hit ? ' ▸' : '  ', 'attention'),
      t(`${String(number).padStart(digits)} │ `, hit ? 'accent' : 'faint'),
    ];
    const hang: Line = [t(`${' '.repeat(digits + 2)} │ `, 'faint'), t('  ')];
    return wrap([...gutter, ...highlight(text, language)], columns, hang);
  });
}

function originWords(origin: RevisionOrigin): string {
  switch (origin.kind) {
    case 'edited':
      return 'edited by you';
    case 'restored':
      return `revision ${origin.of} again`;
    case 'file':
      return `as edited in ${origin.path}`;
    case 'taken':
      return origin.steps.length > 0 ? `taken, with ${origin.steps.join(', ')} of the other` : 'taken of two';
  }
}

function revisionLines(model: Model, selected: number, columns: number): readonly Line[] {
  if (model.session.kind !== 'active') return [];
  const revisions = currentApproach(model.session)?.revisions ?? [];
  const { published } = model.session;
  const out: Line[] = [];
  revisions.forEach(({ revision, report }, i) => {
    const chosen = i === selected;
    const failed = report?.results.filter(r => r.verdict === 'failed').length ?? 0;
    const verdict = report
      ? failed > 0
        ? t(`⚠ ${failed} to see`, 'warning')
        : t('✓ checks pass', 'success')
      : t('being checked', 'muted');
    if (i > 0) out.push([]);
    const saved = published?.revision === revision.number ? published.path : undefined;
    out.push([
      t(chosen ? '❯ ' : '  ', 'accent'),
      t(`Revision ${revision.number}`, chosen ? 'accent' : undefined, { bold: true }),
      t(`   ${plural(revision.plan.steps.length, 'step')}   `, 'muted'),
      verdict,
      ...(revision.origin ? [t(`   ${originWords(revision.origin)}`, 'user')] : []),
    ]);
    if (saved !== undefined)
      out.push(...wrap([t('    approved: ', 'success'), t(saved, 'path')], columns, [t('      ')]));
    // What a restored revision had changed once is told where it was new.
    if (revision.origin?.kind === 'restored') return;
    const changes = revision.plan.changes;
    if (changes.length === 0)
      out.push(
        ...wrap(
          [
            t(i === 0 ? '    the first draft: ' : '    drafted anew: ', 'muted'),
            ...sentence(revision.plan.title),
          ],
          columns,
          [t('      ')],
        ),
      );
    for (const change of changes)
      out.push(
        ...wrap([t('    '), t(`${change.because}: `, 'user'), ...sentence(change.what)], columns, [
          t('      '),
        ]),
      );
  });
  return out;
}
