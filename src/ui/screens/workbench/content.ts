import { type Activity, type Finding, type Phase, sourceLabel } from '../../../domain/index.ts';
import { rangeText, totals } from '../../../plan/totals.ts';
import { activeRun, failedChecks, latestRevision, phaseOf } from '../../../session/selectors.ts';
import type { ActiveSession, PhaseState } from '../../../session/state.ts';
import { mapLine } from '../../map-line.ts';
import type { Model } from '../../model.ts';
import { clock, plural, spinner, took } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { cut, cutMiddle, fill, type Line, t, wrap } from '../../text/line.ts';
import { clampTop, reduceScroll } from '../../widgets/scroll-view/state.ts';
import { findingsOf, selectedFinding, TOPIC_TITLE } from './state.ts';

export interface PaneContent {
  readonly lines: readonly Line[];
  /** Rows of each finding, in the order of `findingsOf`. */
  readonly items: readonly { readonly from: number; readonly to: number }[];
}

/** Live lines kept in sight while a phase runs; afterwards they fold into one sum. */
const LIVE_LINES = 6;
/** Rows of what goes on just now. */
const LIVE_ROWS = 3;

/** Time beside budget, and where the phase stands. */
export function paneBadge(model: Model, session: ActiveSession, phase: Phase): Line {
  const state = phaseOf(session, phase);
  if (!state) return [t('–', 'muted')];
  const passed = (state.endedAt ?? model.now) - state.startedAt;
  const over = state.budgetMs > 0 && passed > state.budgetMs;
  const time: Line = [
    t(
      state.endedAt === undefined ? clock(passed) : took(passed),
      over ? 'warning' : state.endedAt === undefined ? 'accent' : 'muted',
    ),
    ...(state.budgetMs > 0 ? [t(` / ${clock(state.budgetMs)}`, 'faint')] : []),
  ];
  return [...time, t(' '), phaseMark(model, session, state)];
}

function phaseMark(model: Model, session: ActiveSession, state: PhaseState): Line[number] {
  if (state.endedAt === undefined) return t(spinner(model.now), 'accent');
  const stopped = session.runs.at(-1)?.stopped;
  const broken = stopped && stopped.reason !== 'done' && state.endedAt === stopped.at;
  return broken ? t('✗', 'danger') : t('✓', 'success');
}

/** Everything a pane says, laid out for this width. */
export function paneContent(
  model: Model,
  session: ActiveSession,
  phase: Phase,
  columns: number,
): PaneContent {
  const lines: Line[] = [...activityLines(model, session, phase, columns)];
  const items: { from: number; to: number }[] = [];
  const selected = selectedFinding(model, session, phase);
  const focused = model.workbench.focus === phase;
  let topic: Finding['topic'] | undefined;
  findingsOf(session, phase).forEach((finding, i) => {
    if (finding.topic !== topic) {
      topic = finding.topic;
      if (lines.length > 0) lines.push([]);
      lines.push([t(TOPIC_TITLE[topic], 'heading')]);
    }
    const from = lines.length;
    lines.push(...findingLines(finding, columns, focused && i === selected));
    items.push({ from, to: lines.length - 1 });
  });
  if (phase === 'planning') lines.push(...planLines(model, session, columns, lines.length > 0));
  return { lines, items };
}

/** Rows shown first: around the selected finding, else the newest while the phase runs, else the beginning. */
export function paneTop(
  model: Model,
  session: ActiveSession,
  phase: Phase,
  content: PaneContent,
  height: number,
): number {
  const extent = { total: content.lines.length, height };
  const selected = selectedFinding(model, session, phase);
  const item = selected === undefined ? undefined : content.items[selected];
  if (item) {
    const before = item.from <= 2 ? 0 : item.from - 1;
    return reduceScroll({ top: 0 }, { type: 'reveal', from: before, to: item.to + 1 }, extent).top;
  }
  const running = phaseOf(session, phase)?.endedAt === undefined && phaseOf(session, phase) !== undefined;
  return running ? clampTop(content.lines.length, extent) : 0;
}

/** What a phase does before it has said anything itself. */
const AT_WORK: Readonly<Record<Phase, string>> = {
  research: 'reading documents and manifests',
  analysis: 'looking for what the goal touches',
  planning: 'writing the plan',
};

function activityLines(model: Model, session: ActiveSession, phase: Phase, columns: number): Line[] {
  const own = session.activities.filter(a => a.phase === phase);
  const state = phaseOf(session, phase);
  if (!state) return waiting(session, phase);
  if (state.endedAt !== undefined) return own.length > 0 ? [summary(own, columns)] : [];
  const lines = own.slice(-LIVE_LINES).map(a => activityLine(a, columns));
  const hidden = own.length - lines.length;
  if (hidden > 0) lines.unshift([t(`${hidden} earlier`, 'faint')]);
  const live = model.live.progress[phase];
  if (live) {
    const counts = live.total === undefined ? '' : `  ${live.done ?? 0} / ${live.total}`;
    const said = wrap([t(`${spinner(model.now)} `, 'accent'), t(live.text), t(counts, 'muted')], columns, [
      t('  '),
    ]);
    // Why a server is waited for takes more than a line of a narrow pane.
    lines.push(
      ...said.slice(0, LIVE_ROWS - 1),
      ...said.slice(LIVE_ROWS - 1, LIVE_ROWS).map(l => cut(l, columns)),
    );
  } else if (model.map.kind === 'listing' || model.map.kind === 'mapping') {
    // Until the code map is there every phase waits for it.
    lines.push(cut(mapLine(model.map, model.now), columns));
  } else if (own.length === 0) {
    lines.push(cut([t(`${spinner(model.now)} `, 'accent'), t(AT_WORK[phase], 'muted')], columns));
  }
  return lines;
}

function waiting(session: ActiveSession, phase: Phase): Line[] {
  if (phase === 'research') return [[t('not started', 'faint')]];
  if (phase === 'planning' && latestRevision(session)) return [];
  const text = phase === 'analysis' ? 'waits for research' : 'waits for analysis and answers';
  return [[t(activeRun(session) ? text : 'not started', 'faint')]];
}

function activityLine(activity: Activity, columns: number): Line {
  const verb = fill([t(activity.verb, activity.verb === 'Missing' ? 'attention' : 'muted')], 10);
  const path = /^\S+[/.]\S+$/.test(activity.object);
  return [...verb, t(cutMiddle(activity.object, Math.max(1, columns - 10)), path ? 'path' : 'text')];
}

/** `12 read · 3 searched`: what a finished phase did. */
function summary(activities: readonly Activity[], columns: number): Line {
  const past: Readonly<Record<Activity['verb'], string>> = {
    Searching: 'searched',
    Fetching: 'fetched',
    Reading: 'read',
    Mapping: 'mapped',
    Ranking: 'ranked',
    Comparing: 'compared',
    Creating: 'created',
    Checking: 'checked',
    Missing: 'missing',
  };
  const counts = new Map<string, number>();
  for (const a of activities) counts.set(past[a.verb], (counts.get(past[a.verb]) ?? 0) + 1);
  const text = [...counts].map(([verb, n]) => `${n} ${verb}`).join(' · ');
  return cut([t(text, 'muted')], columns);
}

/** A finding with where it was read; without a source it is said to be an assumption. */
function findingLines(finding: Finding, columns: number, selected: boolean): Line[] {
  const mark = t(selected ? '❯ ' : '▸ ', selected ? 'accent' : 'success');
  const words = sentence(finding.text, selected ? { tone: 'accent' } : {});
  const text = wrap([mark, ...words], columns, [t('  ')]);
  const [first, ...others] = finding.sources;
  if (!first) return [...text, [t('  assumption', 'assumption')]];
  const more = others.length > 0 ? ` + ${others.length} more` : '';
  const label = cutMiddle(sourceLabel(first), Math.max(4, columns - 2 - more.length));
  return [...text, [t('  '), t(label, 'path'), t(more, 'muted')]];
}

/** The plan in a few lines: approach, steps with minutes, checks, and the way to the whole. */
function planLines(model: Model, session: ActiveSession, columns: number, gap: boolean): Line[] {
  const latest = latestRevision(session);
  if (!latest) return [];
  const { plan, number } = latest.revision;
  const lines: Line[] = gap ? [[]] : [];
  lines.push([t(`Revision ${number}`, 'heading')]);
  lines.push(...wrap(sentence(plan.approach.title), columns), []);
  plan.steps.forEach((step, i) => {
    const estimate = rangeText(step.estimate);
    const room = columns - estimate.length - 1;
    const title = fill([t(`${i + 1} `, 'muted'), ...sentence(step.title)], Math.max(4, room));
    lines.push([...title, t(' '), t(estimate, 'estimate')]);
  });
  const { files, minutes } = totals(plan);
  lines.push([]);
  lines.push(
    ...wrap(
      [
        t(rangeText(minutes), 'estimate'),
        t(
          ` · ${plural(files.create.length, 'new file')} · ${plural(files.modify.length + files.delete.length, 'changed file')}`,
          'muted',
        ),
      ],
      columns,
    ),
  );
  const failed = failedChecks(latest).length;
  if (!latest.report) lines.push([t(`${spinner(model.now)} being checked`, 'muted')]);
  else if (failed > 0) lines.push([t(`⚠ ${plural(failed, 'check')} to see`, 'warning')]);
  else lines.push([t('✓ every check passes', 'success')]);
  return lines;
}
