import type { Decision, Plan } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { ApproachSpec, Playbook } from '../../../playbooks/model.ts';
import { playbookSource } from '../../../playbooks/origin.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import type { Composing } from './composing.ts';
import { told } from './steps.ts';

export interface TakenApproach {
  /** Undefined where the choices made fit none of those that the playbook describes. */
  readonly title: string | undefined;
  readonly decisions: readonly Decision[];
  readonly alternatives: Plan['approach']['alternatives'];
}

/** The approach of a playbook that the choices made lead to, with what speaks for it, and why not the others. */
export function takenApproach(c: Composing, playbook: Playbook, scope: Scope): TakenApproach {
  const possible = playbook.approaches.filter(a => holds(a.when, scope.test));
  const taken = possible.find(a =>
    Object.entries(a.picks).every(([id, choice]) => c.choices.get(id) === choice),
  );
  const source = playbookSource(playbook);
  const title = taken && fill(taken.title, scope);
  const reasons = taken
    ? [...told(taken.pros, scope), ...told(taken.cons, scope).map(text => `Against it: ${text}`)]
    : [];
  return {
    title,
    decisions:
      title && reasons.length > 0
        ? [{ title: `Why ${title}?`, reasons: reasons.map(text => ({ text, sources: [source] })) }]
        : [],
    alternatives: possible.filter(a => a !== taken).flatMap(a => alternative(a, scope)),
  };
}

function alternative(spec: ApproachSpec, scope: Scope): Plan['approach']['alternatives'] {
  const title = fill(spec.title, scope);
  const right = fill(spec.right, scope);
  const against = told(spec.cons, scope);
  if (!title || against.length === 0) return [];
  return [
    { title, whyNot: [...against, ...(right ? [`Right when ${right.replace(/\.$/, '')}.`] : [])].join(' ') },
  ];
}
