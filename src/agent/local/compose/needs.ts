import type { Question } from '../../../domain/index.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import type { NeedSpec } from '../../../playbooks/model.ts';
import { fill, type Scope } from '../../../playbooks/template.ts';
import type { Composing } from './composing.ts';

/** A playbook that the goal calls for, and what it needs that this project has not. */
export interface Unmet {
  readonly matched: MatchedPlaybook;
  readonly need: NeedSpec;
}

/** The matched playbooks whose needs are not met here. */
export function unmetNeeds(c: Composing, scope: Scope): readonly Unmet[] {
  return c.matched.flatMap(matched => {
    const need = matched.playbook.needs.find(n => !holds(n.when, scope.test));
    return need ? [{ matched, need }] : [];
  });
}

/** What to ask before planning what a playbook knows and this project has no place for. */
export function needQuestions(c: Composing, scope: Scope): readonly Question[] {
  return c.unmet.flatMap(({ matched, need }): Question[] => {
    if (matched.because === undefined) return [];
    const text = fill(need.ask, scope);
    const why = fill(need.why, scope);
    const choices = need.choices.flatMap(choice => {
      const label = fill(choice.label, scope);
      const consequence = fill(choice.consequence, scope);
      return holds(choice.when, scope.test) && label && consequence
        ? [{ id: choice.id, label, consequence }]
        : [];
    });
    const first = choices[0];
    if (!text || !why || !first || choices.length < 2) return [];
    return [
      {
        id: `needs-${matched.playbook.name}`,
        text,
        why,
        evidence: [{ kind: 'user', what: `“${matched.because}” in the goal` }],
        choices,
        recommended: first.id,
        asked: 'round',
      },
    ];
  });
}
