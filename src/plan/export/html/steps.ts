import { sourceLabel } from '../../../domain/index.ts';
import type { CodeBlock, FileChange, Plan, Step } from '../../model.ts';
import { oneLine } from '../../render/inline.ts';
import { rangeText, wholeMinutes } from '../../totals.ts';
import { after } from '../parts.ts';
import { type Child, h, type Markup } from './markup.ts';
import { stepAnchor } from './names.ts';
import { bullets, codeFigure, type Hand, labelled, line } from './prose.ts';

/** The steps, each an article of its own that can be linked to. */
export function steps(plan: Plan, hand: Hand, done: readonly string[]): Child {
  return plan.steps.map((step, at) => article(plan, step, at, hand, done.includes(step.id)));
}

function article(plan: Plan, step: Step, at: number, hand: Hand, isDone: boolean): Markup {
  const anchor = stepAnchor(plan, at);
  return h(
    'article',
    { class: `step ${step.part}`, id: anchor, 'aria-labelledby': `title-${anchor}` },
    h(
      'h3',
      { id: `title-${anchor}` },
      h('span', { class: 'number' }, at + 1),
      ' ',
      oneLine(step.title) === '' ? '(untitled)' : line(step.title, hand),
    ),
    facts(plan, step, hand, isDone),
    step.details.length === 1
      ? h('p', {}, line(step.details[0] ?? '', hand))
      : bullets(step.details.map(detail => line(detail, hand))),
    labelled(
      'Files',
      bullets(
        step.files.map(file => change(file, hand)),
        'files',
      ),
    ),
    labelled(
      'Packages',
      bullets(
        step.packages.map(({ name, action, dev, note }) => [
          tag(action, action === 'add' ? 'create' : 'delete'),
          ' ',
          h('code', {}, oneLine(name)),
          dev && ' for development',
          behind(' – ', line(note, hand)),
        ]),
        'files',
      ),
    ),
    labelled(
      'Key functions',
      bullets(
        step.functions.map(f => [h('code', {}, oneLine(f.signature)), behind(' – ', line(f.purpose, hand))]),
      ),
    ),
    step.code.filter(block => block.code.trim() !== '').map(block => code(block, hand)),
    labelled(
      'Verify',
      bullets(
        step.verify
          .filter(({ text }) => text.trim() !== '')
          .map(({ kind, text }) => (kind === 'command' ? h('code', {}, oneLine(text)) : line(text, hand))),
        isDone ? 'verify done' : 'verify',
      ),
    ),
    labelled('Undo', bullets(step.rollback.map(text => line(text, hand)))),
  );
}

function facts(plan: Plan, step: Step, hand: Hand, isDone: boolean): Child {
  const before = after(plan, step);
  const parts: readonly Child[] = [
    isDone && tag('done', 'good'),
    step.estimate.high > 0 && rangeText(wholeMinutes(step.estimate)),
    before.length > 0 && [
      'after ',
      before.map((n, i) => [
        i > 0 && ', ',
        h('a', { href: `#${stepAnchor(plan, n - 1)}` }, `${i === 0 ? 'step ' : ''}${n}`),
      ]),
    ],
    step.serves.length > 0 && ['serves ', oneLine(step.serves.join(', '))],
    // Others give their steps no ids; those that reading made up would say nothing.
    hand.own && h('code', {}, oneLine(step.id)),
    step.estimate.basis.trim() !== '' && ['estimate: ', line(step.estimate.basis, hand)],
  ];
  return h(
    'p',
    { class: 'facts' },
    parts.filter(part => part !== false).map((part, i) => [i > 0 && ' ', h('span', {}, part)]),
  );
}

/** A word in a coloured frame; the word says it, the colour only helps. */
export function tag(word: string, tone: string): Markup {
  return h('span', { class: `tag ${tone}` }, word);
}

/** Something with what leads to it, or neither. */
export function behind(mark: string, text: readonly Child[]): Child {
  return text.length === 0 ? undefined : [mark, text];
}

export function change({ action, path, symbol, what, at }: FileChange, hand: Hand): Child {
  const place = at?.trim() ? oneLine(at) : '';
  return [
    tag(action, action),
    ' ',
    h('code', {}, oneLine(path)),
    symbol?.trim() ? [' ', h('code', {}, oneLine(symbol))] : undefined,
    behind(' – ', line(what, hand)),
    place !== '' &&
      h('span', { class: 'sources' }, action === 'create' ? ' follows ' : ' ', h('code', {}, place)),
  ];
}

const kinds: Readonly<Record<CodeBlock['kind'], string>> = {
  existing: 'Today',
  new: 'New',
  schema: 'Data',
  command: 'Run',
};

export function code(block: CodeBlock, hand: Hand): Markup {
  const caption = line(block.caption, hand);
  const place =
    block.source && !block.caption.includes(sourceLabel(block.source)) ? sourceLabel(block.source) : '';
  return codeFigure(block.code, oneLine(block.language), [
    h('strong', {}, kinds[block.kind]),
    caption.length > 0 && [' ', caption],
    place !== '' && h('span', { class: 'sources' }, ' ', h('code', {}, place)),
  ]);
}
