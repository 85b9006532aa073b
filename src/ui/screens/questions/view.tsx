import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { type ReactNode, useMemo } from 'react';
import { type Question, type Source, sourceLabel } from '../../../domain/index.ts';
import { roundQuestions } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { bodyRows } from '../../chrome.ts';
import type { Model } from '../../model.ts';
import { sentence } from '../../text/inline.ts';
import { between, type Line, t, wrap } from '../../text/line.ts';
import { Lines } from '../../widgets/lines.tsx';
import { paneInside } from '../../widgets/pane/frame.ts';
import { Pane } from '../../widgets/pane/view.tsx';
import { clampTop } from '../../widgets/scroll-view/state.ts';
import { sourceLines } from '../overlay/layout.ts';
import { effectText } from './effect.ts';
import { currentQuestion, highlightOf, type Option, optionsOf } from './state.ts';
import { SummaryPane } from './summary.tsx';

interface Props {
  readonly model: Model;
  readonly session: ActiveSession;
}

export function QuestionsView({ model, session }: Props): ReactNode {
  const { columns } = model.size;
  const rows = bodyRows(model);
  const question = currentQuestion(model, session);
  if (!question) return <SummaryPane model={model} session={session} />;
  if (columns >= 100) {
    const left = Math.floor(columns * 0.54);
    return (
      <Box flexDirection="row">
        <QuestionPane model={model} session={session} question={question} columns={left} rows={rows} />
        <EvidencePane model={model} question={question} columns={columns - left} rows={rows} />
      </Box>
    );
  }
  // Stacked: the evidence takes what the question leaves; in a low window Tab changes between the two.
  const inside = paneInside(columns, rows).columns;
  const index = highlightOf(model, session, question);
  const head = wrap(sentence(question.text, { bold: true }), inside).length + 1;
  const asked = choiceBlocks(model, session, question, index, inside, 0).flat().length;
  const below = rows >= 18 ? Math.max(Math.floor(rows / 3), Math.min(rows - head - asked - 5, rows - 12)) : 0;
  if (below === 0)
    return model.questions.focus === 'evidence' ? (
      <EvidencePane model={model} question={question} columns={columns} rows={rows} />
    ) : (
      <QuestionPane model={model} session={session} question={question} columns={columns} rows={rows} />
    );
  return (
    <Box flexDirection="column">
      <QuestionPane
        model={model}
        session={session}
        question={question}
        columns={columns}
        rows={rows - below}
      />
      <EvidencePane model={model} question={question} columns={columns} rows={below} />
    </Box>
  );
}

interface PaneProps {
  readonly model: Model;
  readonly question: Question;
  readonly columns: number;
  readonly rows: number;
}

function QuestionPane(props: PaneProps & { readonly session: ActiveSession }): ReactNode {
  const { model, session, question, columns, rows } = props;
  const inside = paneInside(columns, rows);
  const round = roundQuestions(session);
  const index = highlightOf(model, session, question);
  const focused = model.questions.focus === 'question' && model.overlay === undefined;
  const head: Line[] = [...wrap(sentence(question.text, { bold: true }), inside.columns), []];
  // In a low window the choices come first: the question gives way to them row by row.
  const room = Math.max(inside.rows - head.length, Math.min(inside.rows, 4));
  const shownHead = head.slice(0, inside.rows - room);
  const all = choiceBlocks(model, session, question, index, inside.columns, room);
  const { blocks, from, top } = windowOf(all, index, room);
  return (
    <Pane
      title={[
        t('Question ', 'muted'),
        t(`${model.questions.index + 1}`, focused ? 'accent' : 'text', { bold: true }),
        t(` of ${round.length}`, 'muted'),
      ]}
      badge={session.answers[question.id] ? [t('✓ answered', 'success')] : []}
      focused={focused}
      columns={columns}
      rows={rows}
      scroll={{ top, total: shownHead.length + all.flat().length }}
    >
      <Lines lines={shownHead} columns={inside.columns} rows={shownHead.length} />
      <Choices blocks={blocks} index={index - from} columns={inside.columns} />
    </Pane>
  );
}

/**
 * The list itself is ink-select-input's; its keys are the keymap's (a digit only moves here, where the component would
 * submit), so it is given the highlighted place anew each time.
 */
function Choices({
  blocks,
  index,
  columns,
}: {
  readonly blocks: readonly (readonly Line[])[];
  readonly index: number;
  readonly columns: number;
}): ReactNode {
  const items = blocks.map((_, i) => ({ key: String(i), label: String(i), value: i }));
  const Item = useMemo(
    () =>
      ({ label }: { readonly label: string }) => (
        <Lines lines={blocks[Number(label)] ?? []} columns={columns} />
      ),
    [blocks, columns],
  );
  return (
    <SelectInput
      key={index}
      isFocused={false}
      items={items}
      initialIndex={index}
      indicatorComponent={Nothing}
      itemComponent={Item}
    />
  );
}

const Nothing = () => null;

/** Each option's rows. Where all details do not fit, only the highlighted one keeps them. */
function choiceBlocks(
  model: Model,
  session: ActiveSession,
  question: Question,
  index: number,
  columns: number,
  room: number,
): Line[][] {
  const options = optionsOf(question);
  const make = (detailed: (i: number) => boolean) =>
    options.map((option, i) =>
      optionLines(model, session, question, option, i, i === index, detailed(i), columns),
    );
  const full = make(() => true);
  const total = full.reduce((sum, block) => sum + block.length, 0);
  if (total > room) return make(i => i === index);
  // Air between the choices where there is room for it.
  return total + full.length <= room ? full.map(block => [...block, []]) : full;
}

/** The options that fit, the highlighted one among them whole where it can be; `top` counts the rows left out above. */
export function windowOf(
  blocks: readonly (readonly Line[])[],
  index: number,
  room: number,
): { readonly blocks: readonly (readonly Line[])[]; readonly from: number; readonly top: number } {
  const rows = (from: number, to: number) => blocks.slice(from, to).reduce((sum, b) => sum + b.length, 0);
  let from = 0;
  while (from < index && rows(from, index + 1) > room) from++;
  const shown: (readonly Line[])[] = [];
  let left = room;
  for (const block of blocks.slice(from)) {
    if (left <= 0) break;
    shown.push(block.slice(0, left));
    left -= block.length;
  }
  return { blocks: shown, from, top: rows(0, from) };
}

function optionLines(
  model: Model,
  session: ActiveSession,
  question: Question,
  option: Option,
  i: number,
  chosen: boolean,
  detailed: boolean,
  columns: number,
): Line[] {
  const tone = chosen ? 'accent' : 'text';
  const lead: Line = [t(chosen ? '❯ ' : '  ', 'accent'), t(`${i + 1} `, chosen ? 'accent' : 'muted')];
  const hang: Line = [t('    ')];
  const given = session.answers[question.id];
  if (option.kind === 'delegate')
    return wrap(
      [
        ...lead,
        t('Decide for me', tone),
        ...(given?.kind === 'delegated' ? [t('  ✓', 'success')] : []),
        ...(detailed && chosen ? [t('  the recommended choice, recorded as a decision', 'muted')] : []),
      ],
      columns,
      hang,
    );
  if (option.kind === 'text') {
    const own = given?.kind === 'text' ? [t(`  ✓ ${given.text}`, 'user')] : [];
    return wrap([...lead, t('Something else …', tone), ...own], columns, hang);
  }
  const { choice, recommended } = option;
  const taken = given?.kind === 'choice' && given.choiceId === choice.id;
  const badge: Line = [
    ...(taken ? [t('✓ ', 'success')] : []),
    ...(recommended ? [t('recommended', 'success')] : []),
  ];
  const label = wrap(
    [...lead, ...sentence(choice.label, { tone, bold: chosen })],
    columns - (badge.length > 0 ? 14 : 0),
    hang,
  );
  const rows: Line[] = label.map((line, n) =>
    n === 0 && badge.length > 0 ? between(line, badge, columns) : line,
  );
  if (!detailed) return rows;
  const effect = effectText(choice);
  if (choice.consequence)
    rows.push(...wrap([t('    '), ...sentence(choice.consequence, { tone: 'muted' })], columns, hang));
  if (effect) rows.push([t('    '), t(effect, 'estimate')]);
  const note = model.questions.notes[question.id] ?? (taken && given.note ? given.note : undefined);
  if (note && chosen) rows.push(...wrap([t('    note: ', 'muted'), t(note, 'user')], columns, hang));
  return rows;
}

/** Each place once: a source that starts on the line of an earlier one of the same file shows nothing new. */
export function onePlaceEach(sources: readonly Source[]): readonly Source[] {
  const seen = new Set<string>();
  return sources.filter(source => {
    const place = source.kind === 'file' ? `${source.path}:${source.line}` : sourceLabel(source);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

function EvidencePane({ model, question, columns, rows }: PaneProps): ReactNode {
  const inside = paneInside(columns, rows);
  const focused = model.questions.focus === 'evidence' && model.overlay === undefined;
  const lines: Line[] = wrap(sentence(question.why), inside.columns);
  for (const source of onePlaceEach(question.evidence))
    lines.push([], ...sourceLines(model, source, inside.columns));
  const top = clampTop(model.questions.evidence.top, { total: lines.length, height: inside.rows });
  return (
    <Pane
      title={[t('Why it is asked', focused ? 'accent' : 'text', { bold: true })]}
      focused={focused}
      columns={columns}
      rows={rows}
      scroll={{ top, total: lines.length }}
      lines={lines.slice(top, top + inside.rows)}
    />
  );
}
