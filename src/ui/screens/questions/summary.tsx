import type { ReactNode } from 'react';
import type { Answer, Question } from '../../../domain/index.ts';
import { roundQuestions } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { bodyRows } from '../../chrome.ts';
import type { Model } from '../../model.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { type Line, t, wrap } from '../../text/line.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { Pane } from '../../widgets/pane/view.tsx';
import { effectText } from './effect.ts';
import { answerText } from './state.ts';

/**
 * After the last question: every answer once more with what it brings, and one thing to do. It stands here because an
 * answer can still be changed for nothing; the plan that follows is work.
 */
export function SummaryPane({
  model,
  session,
}: {
  readonly model: Model;
  readonly session: ActiveSession;
}): ReactNode {
  const { columns } = model.size;
  const rows = bodyRows(model);
  const inside = paneInside(columns, rows);
  const round = roundQuestions(session);
  const answered = round.filter(q => session.answers[q.id]).length;
  const foot = footLines(round.length, round.length - answered, inside.columns);
  const above = answerLines(round, session.answers, inside.columns, true);
  const all =
    above.length + foot.length <= inside.rows
      ? above
      : answerLines(round, session.answers, inside.columns, false);
  // The way on stays in sight; of many answers the last ones do.
  const room = Math.max(0, inside.rows - foot.length);
  const hidden = Math.max(0, all.length - room);
  const shown = hidden > 0 ? all.slice(hidden) : all;
  return (
    <Pane
      title={[t('Your answers', 'accent', { bold: true })]}
      badge={[t(`${answered} of ${round.length}`, answered < round.length ? 'attention' : 'success')]}
      focused={model.overlay === undefined}
      columns={columns}
      rows={rows}
      lines={[...shown, ...foot]}
    />
  );
}

function answerLines(
  round: readonly Question[],
  answers: Readonly<Record<string, Answer>>,
  columns: number,
  roomy: boolean,
): Line[] {
  return round.flatMap((question, i): Line[] => {
    const answer = answers[question.id];
    const left = answer === undefined || answer.kind === 'skipped';
    const tone = left ? 'muted' : answer.kind === 'text' ? 'user' : 'accent';
    const taken =
      answer?.kind === 'choice'
        ? answer.choiceId
        : answer?.kind === 'text'
          ? undefined
          : question.recommended;
    const choice = question.choices.find(c => c.id === taken);
    const effect = roomy && choice ? effectText(choice) : '';
    return [
      ...(i > 0 && roomy ? [[]] : []),
      ...wrap([t(`${i + 1} `, 'muted'), ...sentence(question.text)], columns, [t('  ')]),
      ...wrap(
        [
          t('  '),
          t(left ? '○ ' : '✓ ', left ? 'attention' : 'success'),
          ...sentence(answerText(question, answer), { tone }),
        ],
        columns,
        [t('    ')],
      ),
      ...(effect ? [[t('    '), t(effect, 'estimate')]] : []),
    ];
  });
}

function footLines(count: number, open: number, columns: number): Line[] {
  const change = count > 1 ? `1–${Math.min(9, count)}` : '1';
  return [
    [],
    ...(open > 0
      ? wrap(
          [
            t('○ ', 'attention'),
            t(`${plural(open, 'question')} not answered: the recommended choice is taken.`, 'attention'),
          ],
          columns,
          [t('  ')],
        )
      : []),
    ...wrap(
      [t('❯ ', 'accent'), t('Enter', 'accent', { bold: true }), t('  make the plan from these answers')],
      columns,
      [t('  ')],
    ),
    ...wrap(
      [
        t('  '),
        t(change, 'accent'),
        t('  change an answer first; later the plan is revised for it', 'muted'),
      ],
      columns,
      [t('     ')],
    ),
  ];
}
