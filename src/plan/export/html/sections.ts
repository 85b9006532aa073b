import type { Choice } from '../../../domain/index.ts';
import type { Plan, PlanQuestion, SpecialSection } from '../../model.ts';
import { stepNumber, verbs } from '../../render/care.ts';
import { answerText, effectText } from '../../render/closing.ts';
import { partNames } from '../../render/computed.ts';
import { oneLine } from '../../render/inline.ts';
import { durationText, isOpen, type PlanTotals } from '../../totals.ts';
import { type Child, h, type Markup } from './markup.ts';
import { stepAnchor } from './names.ts';
import { bullets, codeFigure, type Hand, isEmpty, line, places, sentence, wideTable } from './prose.ts';
import { behind, tag } from './steps.ts';

/** A heading of the third level with what stands under it; nothing where there is nothing. */
export function under(title: Child, body: Child): Child {
  return isEmpty(body) ? undefined : [h('h3', {}, title), body];
}

export function overview(plan: Plan, hand: Hand): Child {
  const sentences = plan.overview.map(entry => sentence(entry, hand)).filter(one => one !== undefined);
  return hand.own
    ? sentences.length > 0 &&
        h(
          'p',
          { class: 'lead' },
          sentences.map((one, i) => [i > 0 && ' ', one]),
        )
    : sentences.map(one => h('p', {}, one));
}

export function changes(plan: Plan, hand: Hand): Child {
  return bullets(
    plan.changes.map(({ because, what, stepIds }) => [
      h('strong', {}, line(because, hand)),
      behind(': ', line(what, hand)),
      stepLinks(
        plan,
        stepIds.flatMap(id => stepNumber(plan, id) ?? []),
      ),
    ]),
  );
}

/** ` (steps 2, 3)`, each leading to its step. */
function stepLinks(plan: Plan, numbers: readonly number[], before = ' ('): Child {
  if (numbers.length === 0) return undefined;
  const links = numbers.map((n, i) => [i > 0 && ', ', h('a', { href: `#${stepAnchor(plan, n - 1)}` }, n)]);
  return [before, numbers.length > 1 ? 'steps ' : 'step ', links, before.includes('(') && ')'];
}

export function requirements(plan: Plan, hand: Hand): Child {
  const rows = plan.requirements.map(({ id, text, sources }) => [
    h('strong', { class: 'id' }, oneLine(id)),
    ' ',
    line(text, hand),
    places(sources),
    h(
      'span',
      { class: 'sources' },
      stepLinks(
        plan,
        plan.steps.flatMap((step, at) => (step.serves.includes(id) ? [at + 1] : [])),
        ' · ',
      ),
    ),
  ]);
  return [
    bullets(rows, 'required'),
    under('Not part of this plan', bullets(plan.outOfScope.map(text => line(text, hand)))),
  ];
}

export function statements(entries: Plan['findings'], hand: Hand): Child {
  return bullets(entries.map(entry => sentence(entry, hand)));
}

export function state(plan: Plan, hand: Hand): Child {
  return [
    statements(plan.currentState, hand),
    under('Integration points', statements(plan.integrationPoints, hand)),
  ];
}

export function special({ statements: entries, table }: SpecialSection, hand: Hand, name: string): Child {
  return [
    statements(entries, hand),
    table && table.head.length > 0
      ? wideTable(
          table.head.map(cell => line(cell, hand)),
          table.rows.map(row => table.head.map((_, i) => line(row[i] ?? '', hand))),
          name,
        )
      : undefined,
  ];
}

/** The way chosen and the others, side by side; below it one “Why …?” a decision. */
export function approach(plan: Plan, hand: Hand): Child {
  const { title, summary, decisions, alternatives } = plan.approach;
  if (isEmpty(line(title, hand)) && summary.length + decisions.length + alternatives.length === 0)
    return undefined;
  const chosen = h(
    'article',
    { class: 'card chosen' },
    h('p', { class: 'eyebrow' }, tag('chosen', 'good')),
    h('h3', {}, isEmpty(line(title, hand)) ? 'The way of this plan' : line(title, hand)),
    summary.map(entry => h('p', {}, sentence(entry, hand))),
  );
  const others = alternatives.map(other =>
    h(
      'article',
      { class: 'card' },
      h('p', { class: 'eyebrow' }, tag('not chosen', 'quiet')),
      h('h3', {}, isEmpty(line(other.title, hand)) ? '(untitled)' : line(other.title, hand)),
      isEmpty(line(other.whyNot, hand))
        ? undefined
        : h('p', {}, h('strong', {}, 'Why not: '), line(other.whyNot, hand)),
    ),
  );
  return [
    h('div', { class: 'cards' }, chosen, others),
    decisions.map(decision => under(line(decision.title, hand), statements(decision.reasons, hand))),
  ];
}

export function files(plan: Plan, sums: PlanTotals): Child {
  const all = [...sums.files.create, ...sums.files.modify, ...sums.files.delete];
  if (all.length === 0) return undefined;
  return wideTable(
    ['File', 'Change', 'Steps'],
    all.map(({ path, action, steps }) => [
      h('code', {}, oneLine(path)),
      tag(action, action),
      steps.map((n, i) => [i > 0 && ', ', h('a', { href: `#${stepAnchor(plan, n - 1)}` }, n)]),
    ]),
    'Files that change',
  );
}

export function tests(plan: Plan, hand: Hand): Child {
  const { intro, files: given, cases } = plan.tests;
  return [
    intro.map(entry => h('p', {}, sentence(entry, hand))),
    under(
      'Test files',
      bullets(
        given.map(({ path, purpose, action }) => [
          h('code', {}, oneLine(path)),
          ` (${verbs[action]})`,
          behind(' – ', line(purpose, hand)),
        ]),
      ),
    ),
    under(
      'Cases to cover',
      bullets(
        cases.map(({ text, proves }) => [
          line(text, hand),
          proves.length > 0 && h('span', { class: 'sources' }, ` proves ${oneLine(proves.join(', '))}`),
        ]),
        'verify',
      ),
    ),
  ];
}

export function timelineTable(sums: PlanTotals): Child {
  if (sums.timeline.length === 0) return undefined;
  const { low, likely, high } = sums.minutes;
  return wideTable(
    ['Part', 'Steps', 'Low', 'Likely', 'High'],
    [
      ...sums.timeline.map(row => [
        partNames[row.part],
        row.steps.join(', '),
        durationText(row.low),
        durationText(row.likely),
        durationText(row.high),
      ]),
      ['Total', String(sums.steps), durationText(low), durationText(likely), durationText(high)],
    ],
    'Time by part of the work',
  );
}

export function rollback(plan: Plan, hand: Hand): Child {
  if (plan.rollback.length === 0) return undefined;
  return h(
    'ol',
    {},
    plan.rollback.map(({ title, undoes, code: block, text }) =>
      h(
        'li',
        {},
        h('strong', {}, line(title, hand)),
        stepLinks(
          plan,
          undoes.flatMap(id => stepNumber(plan, id) ?? []),
          ' (undoes ',
        ),
        behind(': ', line(text, hand)),
        block && block.code.trim() !== ''
          ? codeFigure(block.code, oneLine(block.language), line(block.caption, hand))
          : undefined,
      ),
    ),
  );
}

export function security(plan: Plan, hand: Hand): Child {
  return [
    under(
      'Implemented by the steps',
      bullets(
        plan.security.implemented.map(({ text, stepId }) => {
          const number = stepNumber(plan, stepId);
          const shown = line(text, hand);
          if (shown.length === 0) return undefined;
          return [shown, number === undefined ? ' (no step does this yet)' : stepLinks(plan, [number])];
        }),
      ),
    ),
    under('To monitor', bullets(plan.security.monitor.map(text => line(text, hand)))),
  ];
}

export function risks(plan: Plan, hand: Hand): Child {
  if (plan.risks.length === 0) return undefined;
  return h(
    'dl',
    { class: 'pairs' },
    plan.risks.map(({ text, mitigation }) => [
      h('dt', {}, line(text, hand)),
      h('dd', {}, isEmpty(line(mitigation, hand)) ? 'No mitigation is known.' : line(mitigation, hand)),
    ]),
  );
}

export function questions(plan: Plan, hand: Hand): Child {
  const open = plan.questions.filter(isOpen).map(entry => openQuestion(entry, hand));
  const answered = plan.questions
    .filter(entry => !isOpen(entry))
    .map(entry => [
      tag('answered', 'good'),
      ' ',
      h('strong', {}, line(entry.question.text, hand)),
      ' ',
      line(answerText(entry), hand),
      behind(' Changed: ', line(entry.effect ?? '', hand)),
    ]);
  return bullets([...open, ...answered], 'plain questions');
}

function openQuestion({ question }: PlanQuestion, hand: Hand): Child {
  return [
    tag(question.blocking ? 'open, must be answered' : 'open', 'warn'),
    ' ',
    h('strong', {}, line(question.text, hand)),
    behind(' ', line(question.why, hand)),
    places(question.evidence),
    bullets(question.choices.map(choice => choiceLine(choice, choice.id === question.recommended, hand))),
  ];
}

function choiceLine(choice: Choice, assumed: boolean, hand: Hand): Child {
  const effect = effectText(choice);
  return [
    h('strong', {}, isEmpty(line(choice.label, hand)) ? '(unnamed)' : line(choice.label, hand)),
    assumed && ' (assumed until answered)',
    behind(': ', line(choice.consequence, hand)),
    effect !== '' && ` ${effect}`,
  ];
}

export function nextSteps(plan: Plan, hand: Hand): Markup | undefined {
  const entries = plan.nextSteps.map(text => line(text, hand)).filter(entry => entry.length > 0);
  return entries.length === 0
    ? undefined
    : h(
        'ol',
        {},
        entries.map(entry => h('li', {}, entry)),
      );
}
