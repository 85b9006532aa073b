import { comparePlans, type StepChange } from '../../compare.ts';
import type { Plan } from '../../model.ts';
import { oneLine } from '../../render/inline.ts';
import { isOpen, totals } from '../../totals.ts';
import type { PlanByHand } from '../forms.ts';
import { timeText } from '../parts.ts';
import { type Child, h } from './markup.ts';
import { bullets, type Hand, isEmpty, line, wideTable } from './prose.ts';
import { under } from './sections.ts';
import { tag } from './steps.ts';

/** This plan and another, side by side: what they come to, then step by step, aligned by the steps' ids. */
export function beside(plan: Plan, hand: Hand, other: PlanByHand): Child {
  const compared = comparePlans(plan, other.plan);
  return [
    wideTable(['What', 'This plan', 'The other'], figures(plan, hand, other), 'The two plans in figures'),
    under('Step by step', stepTable(plan, hand, other, compared.steps)),
    under('Only this plan touches', names(compared.files.removed)),
    under('Only the other touches', names(compared.files.added)),
    under('Packages that only this plan adds', names(compared.packages.removed)),
    under('Packages that only the other adds', names(compared.packages.added)),
  ];
}

function names(given: readonly string[]): Child {
  return bullets(given.map(name => h('code', {}, oneLine(name))));
}

function figures(plan: Plan, hand: Hand, other: PlanByHand): readonly (readonly Child[])[] {
  const row = (name: string, of: (one: Plan, its: Hand) => Child): readonly Child[] => [
    name,
    orNothing(of(plan, hand)),
    orNothing(of(other.plan, other)),
  ];
  const files = (action: 'create' | 'modify' | 'delete') => (one: Plan) =>
    String(totals(one).files[action].length);
  return [
    row('Title', (one, its) => line(one.title, its)),
    row('Approach', (one, its) => line(one.approach.title, its)),
    row('Steps', one => String(one.steps.length)),
    row('Files to create', files('create')),
    row('Files to modify', files('modify')),
    row('Files to delete', files('delete')),
    row('Time', one => timeText(totals(one))),
    row('Packages to add', one =>
      oneLine(
        one.steps
          .flatMap(step => step.packages.flatMap(p => (p.action === 'add' ? [p.name] : [])))
          .join(', '),
      ),
    ),
    row('Test cases', one => String(one.tests.cases.length)),
    row('Risks', (one, its) => bullets(one.risks.map(risk => line(risk.text, its)))),
    row('Open questions', one => String(one.questions.filter(isOpen).length)),
  ];
}

function orNothing(child: Child): Child {
  return isEmpty(child) ? '–' : child;
}

const TONES: Readonly<Record<StepChange['kind'], string>> = {
  same: 'quiet',
  changed: 'modify',
  moved: 'quiet',
  added: 'create',
  removed: 'delete',
};

function stepTable(plan: Plan, hand: Hand, other: PlanByHand, changes: readonly StepChange[]): Child {
  if (changes.length === 0) return undefined;
  const cell = (one: Plan, its: Hand, number: number | undefined): Child => {
    const step = number === undefined ? undefined : one.steps[number - 1];
    return step ? [`${number}. `, line(step.title, its)] : '–';
  };
  return wideTable(
    ['This plan', 'The other', 'Differs in'],
    changes.map(change => [
      cell(plan, hand, 'before' in change ? change.before : undefined),
      cell(other.plan, other, 'after' in change ? change.after : undefined),
      [
        tag(WORDS[change.kind], TONES[change.kind]),
        change.kind === 'changed' && ` ${change.fields.map(spoken).join(', ')}`,
      ],
    ]),
    'The steps of the two plans',
  );
}

const WORDS: Readonly<Record<StepChange['kind'], string>> = {
  same: 'the same',
  changed: 'changed',
  moved: 'moved',
  added: 'only there',
  removed: 'only here',
};

function spoken(field: string): string {
  return field === 'dependsOn' ? 'what it comes after' : field === 'serves' ? 'what it serves' : field;
}
