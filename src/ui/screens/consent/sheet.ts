import type { ConsentAnswer } from '../../../session/ports.ts';
import { hintSpans } from '../../hints.ts';
import { hints } from '../../keymap.ts';
import type { Model, Overlay } from '../../model.ts';
import type { Sheet } from '../../sheet.ts';
import { cut, fill, type Line, t, wrap } from '../../text/line.ts';
import { CONSENT_ANSWERS } from './keys.ts';

const LABEL: Readonly<Record<ConsentAnswer, string>> = {
  folder: 'Agree for this folder',
  once: 'Only this once',
  no: 'No: the local planner',
};

/** What is read and what leaves, in two lines; then the three answers. */
export function consentSheet(
  model: Model,
  { question, selected }: Extract<Overlay, { readonly kind: 'consent' }>,
): Sheet {
  const columns = model.size.columns - 4;
  const { host, by, stays } = question;
  const meaning: Readonly<Record<ConsentAnswer, string>> = {
    folder: 'remembered for it and this server',
    once: 'until planner-tui ends',
    no: stays,
  };
  const said: readonly Line[] = [
    [
      t('reads  ', 'muted'),
      t('files, history, documents and packages of '),
      t(model.facts.project.name, 'path'),
    ],
    [
      t('sends  ', 'muted'),
      t('excerpts and your words to '),
      t(host, 'attention', { bold: true }),
      t(' (', 'muted'),
      t(by, 'path'),
      t(')', 'muted'),
    ],
  ];
  const widest = Math.max(...CONSENT_ANSWERS.map(a => LABEL[a].length));
  const answers = CONSENT_ANSWERS.map((answer, i): Line => {
    const chosen = i === selected;
    return cut(
      [
        t(chosen ? '❯ ' : '  ', 'accent'),
        t(`${i + 1} `, 'muted'),
        ...fill([t(LABEL[answer], chosen ? 'accent' : 'text', { bold: chosen })], widest),
        t(`   ${meaning[answer]}`, 'muted'),
      ],
      columns,
    );
  });
  return {
    title: [t('May a model read this folder?', 'attention')],
    badge: [t('secrets are hidden', 'muted')],
    lines: [
      ...said.flatMap(line => wrap(line, columns, [t('       ')])),
      ...answers,
      hintSpans([{ key: '1–3', text: 'move' }, ...hints('consent', ['choose', 'close'])], columns),
    ],
  };
}
