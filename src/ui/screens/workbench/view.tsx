import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Phase } from '../../../domain/index.ts';
import {
  activeRun,
  lastRun,
  offersLocal,
  phaseOf,
  roundQuestions,
  unansweredRound,
} from '../../../session/selectors.ts';
import type { ActiveSession, SteerState } from '../../../session/state.ts';
import { bodyRows } from '../../chrome.ts';
import { hints } from '../../keymap.ts';
import { layoutKind, share } from '../../layout.ts';
import type { Model } from '../../model.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { between, cut, type Line, t, wrap } from '../../text/line.ts';
import { Lines } from '../../widgets/lines.tsx';
import { paneInside } from '../../widgets/pane/frame.ts';
import { Pane } from '../../widgets/pane/view.tsx';
import { paneBadge, paneContent, paneTop } from './content.ts';
import { findingsOf, PANE_TITLE, PHASES } from './state.ts';

export function WorkbenchView({
  model,
  session,
}: {
  readonly model: Model;
  readonly session: ActiveSession;
}): ReactNode {
  const { columns } = model.size;
  const notes = noteLines(session, columns, Math.max(2, Math.min(5, Math.floor(bodyRows(model) / 3))));
  const rows = bodyRows(model) - notes.length;
  return (
    <Box flexDirection="column">
      <Panes model={model} session={session} rows={Math.max(3, rows)} />
      <Lines lines={notes} columns={columns} />
    </Box>
  );
}

function Panes({
  model,
  session,
  rows,
}: {
  readonly model: Model;
  readonly session: ActiveSession;
  readonly rows: number;
}): ReactNode {
  const { columns } = model.size;
  const { focus } = model.workbench;
  const kind = layoutKind(model.size);
  if (kind === 'wide') {
    const widths = share(columns, [1, 1, 1]);
    return (
      <Box flexDirection="row">
        {PHASES.map((phase, i) => (
          <PhasePane
            key={phase}
            model={model}
            session={session}
            phase={phase}
            columns={widths[i] ?? 1}
            rows={rows}
          />
        ))}
      </Box>
    );
  }
  const at = PHASES.indexOf(focus);
  if (kind === 'medium' && rows >= 8) {
    const fold = (phase: Phase) => foldLine(model, session, phase, columns);
    return (
      <Box flexDirection="column">
        <Lines lines={PHASES.slice(0, at).map(fold)} columns={columns} />
        <PhasePane model={model} session={session} phase={focus} columns={columns} rows={rows - 2} />
        <Lines lines={PHASES.slice(at + 1).map(fold)} columns={columns} />
      </Box>
    );
  }
  return (
    <Box flexDirection="column">
      <Lines lines={[tabLine(model, session, columns)]} columns={columns} />
      <PhasePane model={model} session={session} phase={focus} columns={columns} rows={rows - 1} />
    </Box>
  );
}

function PhasePane(props: {
  readonly model: Model;
  readonly session: ActiveSession;
  readonly phase: Phase;
  readonly columns: number;
  readonly rows: number;
}): ReactNode {
  const { model, session, phase, columns, rows } = props;
  const inside = paneInside(columns, rows);
  const content = paneContent(model, session, phase, inside.columns);
  const top = paneTop(model, session, phase, content, inside.rows);
  const focused = model.workbench.focus === phase && model.overlay === undefined;
  return (
    <Pane
      title={[
        t(`${PHASES.indexOf(phase) + 1} `, 'muted'),
        t(PANE_TITLE[phase], focused ? 'accent' : 'text', { bold: true }),
      ]}
      badge={paneBadge(model, session, phase)}
      focused={focused}
      columns={columns}
      rows={rows}
      scroll={{ top, total: content.lines.length }}
      lines={content.lines.slice(top, top + inside.rows)}
    />
  );
}

/** A pane folded to one line: name, time, and how much it found. */
function foldLine(model: Model, session: ActiveSession, phase: Phase, columns: number): Line {
  const found = findingsOf(session, phase).length;
  const state = phaseOf(session, phase);
  // What a folded pane is doing is said in its line: why a server is waited for has to be seen.
  const live = state && state.endedAt === undefined ? model.live.progress[phase] : undefined;
  return between(
    [
      t(`  ${PHASES.indexOf(phase) + 1} `, 'muted'),
      t(PANE_TITLE[phase]),
      ...(found > 0 ? [t(`   ${plural(found, 'finding')}`, 'muted')] : []),
      ...(live ? [t(`   ${live.text}`, 'muted')] : []),
    ],
    [...paneBadge(model, session, phase), t('   ')],
    columns,
  );
}

function tabLine(model: Model, session: ActiveSession, columns: number): Line {
  const spans = PHASES.flatMap((phase, i): Line => {
    const focused = model.workbench.focus === phase;
    const mark = paneBadge(model, session, phase).at(-1);
    return [
      ...(i > 0 ? [t(' │ ', 'border')] : [t(' ')]),
      t(`${i + 1} ${PANE_TITLE[phase]}`, focused ? 'accent' : 'muted', { bold: focused, underline: focused }),
      t(' '),
      ...(mark ? [mark] : []),
    ];
  });
  return cut(spans, columns);
}

function localLine(): Line {
  const [again, local] = hints('workbench', ['regenerate', 'go-on-locally']);
  return [
    t(`    ${again?.key ?? ''}`, 'accent'),
    t(' tries again with the model   ', 'muted'),
    t(local?.key ?? '', 'accent'),
    t(' goes on with the local planner: everything is kept', 'muted'),
  ];
}

/** What the person said last to the Run, and whether it was heard; a long text gives way to that. */
function saidLine({ text, taken }: SteerState, { planner }: ActiveSession, columns: number): Line {
  const state: Line[number] = taken
    ? t('  ✓ heard', 'success')
    : t(
        planner.engine === 'claude'
          ? '  waits for the next turn of the model'
          : '  waits: it becomes feedback on the draft',
        'muted',
      );
  const lead = '  ┃ you: ';
  const room = Math.max(8, columns - lead.length - state.text.length - 1);
  return [t(lead, 'user'), ...cut([t(text.replace(/\s+/g, ' '), 'user')], room), state];
}

/** What the person has to know or decide, under the panes: two lines, and more only for what went wrong. */
function noteLines(session: ActiveSession, columns: number, most: number): Line[] {
  const out: Line[] = [];
  const run = activeRun(session);
  const stopped = lastRun(session)?.stopped;
  const asked = unansweredRound(session).length;
  if (!session.submitted && asked > 0)
    out.push([
      t('  ? ', 'attention'),
      t(`${plural(asked, 'question')} ${asked === 1 ? 'is' : 'are'} waiting`, 'attention'),
      t(run ? ' — q answers now, while it goes on' : ' — q answers; the plan follows', 'muted'),
    ]);
  else if (!run && !session.submitted && roundQuestions(session).length > 0)
    out.push([
      t('  ✓ ', 'success'),
      t('every question is answered', 'text'),
      t(' — q shows them and makes the plan', 'muted'),
    ]);
  if (stopped && stopped.reason !== 'done') {
    const what =
      stopped.reason === 'failed'
        ? (stopped.failure?.message ?? 'The run failed.')
        : stopped.reason === 'cancelled'
          ? 'The run was stopped; what was found stays.'
          : 'The run was interrupted.';
    const next = stopped.failure?.next ?? 'r runs it again.';
    const said: Line = [
      t('  ✗ ', 'danger'),
      ...sentence(what, { tone: stopped.reason === 'failed' ? 'danger' : 'text' }),
      ...sentence(`${/[.!?…]$/.test(what) ? '' : '.'} ${next}`, { tone: 'muted' }),
    ];
    const choice: Line[] = offersLocal(session) ? [localLine()] : [];
    const lines = wrap(said, columns, [t('    ')]);
    const room = Math.max(1, most - out.length - choice.length);
    // The rest of a long reason is marked as left out; the way on always shows.
    const last = lines[room - 1];
    const shown =
      lines.length > room && last ? [...lines.slice(0, room - 1), [...last, t(' …', 'muted')]] : lines;
    return [...out, ...shown, ...choice].map(line => cut(line, columns));
  }
  const said = run ? session.steers.filter(s => s.givenAt >= run.startedAt).at(-1) : undefined;
  if (said) out.push(saidLine(said, session, columns));
  const notice = session.notices.at(-1);
  if (notice && out.length < 2) out.push([t('  · ', 'muted'), ...sentence(notice, { tone: 'muted' })]);
  return out.slice(0, 2).map(line => cut(line, columns));
}
