import { Box } from 'ink';
import type { ReactNode } from 'react';
import { rangeText, totals } from '../plan/totals.ts';
import { activeRun, currentApproach, failedChecks, latestRevision } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import { bodyRows, sheetOf } from './chrome.ts';
import { hintSpans } from './hints.ts';
import { frameRows, layoutKind } from './layout.ts';
import { mapLine } from './map-line.ts';
import type { Model, Overlay } from './model.ts';
import { hintsOf } from './place-hints.ts';
import { ApproachesView } from './screens/approaches/view.tsx';
import { DoneView } from './screens/done/view.tsx';
import { DriftView } from './screens/drift/view.tsx';
import { HomeView } from './screens/home/view.tsx';
import { MapView } from './screens/map/view.tsx';
import { overlayLines } from './screens/overlay/layout.ts';
import { QuestionsView } from './screens/questions/view.tsx';
import { shownRevision } from './screens/review/shown.ts';
import { staleIn } from './screens/review/stale.ts';
import { ReviewView } from './screens/review/view.tsx';
import { WorkbenchView } from './screens/workbench/view.tsx';
import { spentLine } from './spent.ts';
import { clock, dotted, plural, took } from './text/format.ts';
import { sentence } from './text/inline.ts';
import { between, cut, type Line, lineWidth, t } from './text/line.ts';
import { Lines } from './widgets/lines.tsx';
import { paneInside } from './widgets/pane/frame.ts';
import { Pane } from './widgets/pane/view.tsx';

/** The whole frame: header, body, an optional sheet, hints or what was just said, and the mode line. */
export function Frame({ model }: { readonly model: Model }): ReactNode {
  const { columns } = model.size;
  if (layoutKind(model.size) === 'tiny')
    return (
      <Lines
        lines={[[t('planner-tui needs 40 columns and 10 rows; this window is smaller.', 'attention')]]}
        columns={columns}
      />
    );
  const sheet = sheetOf(model);
  return (
    <Box flexDirection="column" width={columns} height={frameRows(model.size)}>
      <Lines lines={[header(model)]} columns={columns} rows={1} />
      <Box flexDirection="column" height={bodyRows(model)} flexShrink={0}>
        {sheet && bodyRows(model) < 5 ? null : <Body model={model} />}
      </Box>
      {sheet ? (
        <Pane
          title={sheet.title}
          badge={sheet.badge}
          focused
          columns={columns}
          rows={sheet.lines.length + 2}
          lines={sheet.lines}
        />
      ) : null}
      <Lines lines={[hintLine(model), modeLine(model)]} columns={columns} rows={2} />
    </Box>
  );
}

function Body({ model }: { readonly model: Model }): ReactNode {
  const { overlay, session } = model;
  if (
    overlay &&
    overlay.kind !== 'input' &&
    overlay.kind !== 'approve' &&
    overlay.kind !== 'consent' &&
    overlay.kind !== 'cook' &&
    overlay.kind !== 'planner' &&
    !sheetOf(model)
  )
    return <OverlayPane model={model} overlay={overlay} />;
  if (model.mapUi) return <MapView model={model} ui={model.mapUi} />;
  if (model.driftUi) return <DriftView model={model} ui={model.driftUi} />;
  if (model.place === 'home' || session.kind === 'empty') return <HomeView model={model} />;
  switch (model.place) {
    case 'workbench':
      return <WorkbenchView model={model} session={session} />;
    case 'questions':
      return <QuestionsView model={model} session={session} />;
    case 'approaches':
      return <ApproachesView model={model} session={session} />;
    case 'review':
      return <ReviewView model={model} session={session} />;
    case 'done':
      return <DoneView model={model} session={session} />;
  }
}

function OverlayPane({ model, overlay }: { readonly model: Model; readonly overlay: Overlay }): ReactNode {
  const { columns } = model.size;
  const rows = bodyRows(model);
  const inside = paneInside(columns, rows);
  const lines = overlayLines(model, inside.columns);
  const wanted = 'scroll' in overlay ? overlay.scroll.top : 0;
  const top = Math.max(0, Math.min(wanted, lines.length - inside.rows));
  return (
    <Pane
      title={[t(overlayTitle(overlay), 'accent', { bold: true })]}
      focused
      columns={columns}
      rows={rows}
      scroll={{ top, total: lines.length }}
      lines={lines.slice(top, top + inside.rows)}
    />
  );
}

function overlayTitle(overlay: Overlay): string {
  switch (overlay.kind) {
    case 'help':
      return 'Keys and commands';
    case 'evidence':
      return overlay.sources.length > 1 ? `Evidence, ${overlay.sources.length} sources` : 'Evidence';
    case 'hand-over':
      return 'Hand over';
    case 'revisions':
      return 'Revisions';
    case 'objections':
      return 'Held against the plan';
    case 'checks':
      return `Checks of ${overlay.what}`;
    case 'compare':
      return `Revision ${overlay.from} → ${overlay.to}`;
    default:
      return '';
  }
}

/** Goal at the left; at the right what it is and where it stands. */
/** Columns that the state of the map keeps beside a very long project name. */
const MAP_ROOM = 14;

function header(model: Model): Line {
  const { columns } = model.size;
  const { session, facts } = model;
  const margin = columns >= 60 ? t('  ') : t('');
  if (model.place === 'home' || session.kind === 'empty' || model.mapUi || model.driftUi) {
    const { branch, clean, git } = facts.project;
    const tree: Line = git
      ? [
          t(branch ?? 'detached', 'muted'),
          ...(clean === undefined ? [] : [clean ? t(' ✓', 'success') : t(' ●', 'attention')]),
        ]
      : [t('no git', 'muted')];
    const who: Line = [
      margin,
      t('planner-tui', 'accent', { bold: true }),
      t(' · ', 'faint'),
      t(facts.project.name, undefined, { bold: true }),
    ];
    // Which project it is matters more than its counts: these are cut first.
    const room = Math.max(MAP_ROOM, columns - lineWidth(who) - lineWidth([margin]) - 1);
    return between(who, [...cut(dotted([tree, mapLine(model.map, model.now)]), room), margin], columns);
  }
  return between(
    [margin, t(session.goal.title, undefined, { bold: true })],
    [...(model.place === 'review' ? reviewStatus(model, session) : runStatus(model, session)), margin],
    columns,
  );
}

function runStatus(model: Model, session: ActiveSession): Line {
  const number = latestRevision(session)?.revision.number;
  const running = activeRun(session) !== undefined;
  // What the planner worked so far; the time in which the person thought is not part of it.
  const worked = session.runs.reduce((sum, run) => sum + (run.stopped?.at ?? model.now) - run.startedAt, 0);
  const roomy = model.size.columns >= 100;
  return dotted([
    roomy ? [t(session.goal.kind, 'muted')] : [],
    roomy || number !== undefined
      ? [t(number === undefined ? 'no revision yet' : `revision ${number}`, 'muted')]
      : [],
    session.runs.length > 0 ? [t(running ? clock(worked) : took(worked), 'muted')] : [],
    [t(session.planner.engine, 'muted')],
  ]);
}

function reviewStatus(model: Model, session: ActiveSession): Line {
  const checked = shownRevision(model, session);
  if (!checked) return [];
  const { plan, number } = checked.revision;
  const count = currentApproach(session)?.revisions.length ?? 1;
  const failed = failedChecks(checked).length;
  const passed = checked.report?.results.filter(r => r.verdict === 'passed').length ?? 0;
  const verdict: Line = !checked.report
    ? [t('being checked', 'muted')]
    : failed > 0
      ? [t(`${passed} checks pass, `, 'muted'), t(`${failed} to see`, 'warning')]
      : [t(`${passed} checks pass`, 'success')];
  const stale = staleIn(model, checked).length;
  return dotted([
    [
      t(`revision ${number} of ${count}`, number < count ? 'attention' : 'muted'),
      ...(session.published?.revision === number ? [t(', approved', 'success')] : []),
    ],
    verdict,
    ...(stale > 0 ? [[t(`${plural(stale, 'step')} stale`, 'attention')]] : []),
    ...(model.size.columns >= 100
      ? [[t(plural(plan.steps.length, 'step'), 'muted')], [t(rangeText(totals(plan).minutes), 'estimate')]]
      : []),
  ]);
}

/** The keys that matter here; a toast takes their place for a moment. */
function hintLine(model: Model): Line {
  const { columns } = model.size;
  const margin = t(columns >= 60 ? '  ' : '');
  const { toast } = model;
  const inSession = model.place !== 'home' && !model.mapUi && !model.driftUi;
  const spent: Line =
    inSession && model.session.kind === 'active'
      ? [...spentLine(model.session, columns), t(columns >= 60 ? '  ' : '')]
      : [];
  const room = columns - lineWidth(spent) - (spent.length > 1 ? 2 : 0);
  const beside = (line: Line): Line => (spent.length > 1 ? between(line, spent, columns) : line);
  if (toast) {
    const tone = toast.tone === 'problem' ? 'danger' : toast.tone === 'success' ? 'success' : 'attention';
    const mark = toast.tone === 'problem' ? '✗ ' : toast.tone === 'success' ? '✓ ' : '';
    // What went wrong is read whole, as far as it fits: what was spent is there again with the hints.
    const words = cut(
      [
        margin,
        ...sentence(mark + toast.text, { tone }),
        ...sentence(toast.next ? `  ${toast.next}` : '', { tone: 'muted' }),
      ],
      columns,
    );
    return lineWidth(words) <= room ? beside(words) : words;
  }
  return beside([margin, ...hintSpans(hintsOf(model), Math.min(columns - 4, room - margin.text.length))]);
}

/** Who plans in the session that is open, else in the next one; a session that is opened again says who plans it now. */
function plannerWords({ session, facts }: Model, columns: number): string {
  const active = session.kind === 'active' ? session : undefined;
  const { engine, model, leaves } = active?.planner ?? facts.planner;
  if (engine === 'claude') {
    // The one that answered; before that the one that was asked for.
    const name = active?.spent?.model ?? model;
    const where = leaves ?? 'excerpts leave this machine';
    if (columns >= 84) return `claude planner${name ? ` · ${name}` : ''} · ${where}`;
    return `${name ?? (columns >= 60 ? 'claude planner' : 'claude')} · ${where}`;
  }
  // A session that is about an address asks its host; else what leaves is of this run, not of the one in which it began.
  const local = active?.planner.leaves ?? facts.localPlanner.leaves;
  const used = active?.spent ? 'a model was used before' : 'no model was used';
  if (columns >= 84) return `local planner · ${used} · ${local ?? 'nothing leaves this machine'}`;
  return columns >= 60
    ? `local planner · ${local ?? 'nothing leaves this machine'}`
    : `local · ${local ?? 'nothing leaves'}`;
}

/** Who plans, whether a model was used, and whether anything leaves this machine: always in sight. */
function modeLine(model: Model): Line {
  const { columns } = model.size;
  const margin = columns >= 60 ? '  ' : '';
  const words = plannerWords(model, columns);
  return between(
    [t(margin + words, 'faint')],
    [t('?', 'accent'), t(' help   ', 'faint'), t('Ctrl+C', 'accent'), t(` quit${margin}`, 'faint')],
    columns,
  );
}
