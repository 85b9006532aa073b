import { GoalKind, Role } from '../../../domain/index.ts';
import type { Vocabulary } from '../../../playbooks/vocabulary.ts';
import { FACT_IDS, FACT_KEYS } from '../../../research/facts/ids.ts';
import { ECOSYSTEMS } from '../../../research/port.ts';
import { EMITTER_KEYS } from '../emitters.ts';
import { FRAMEWORK_NAMES } from '../frameworks.ts';
import { LIST_KEYS } from '../lists/found.ts';
import { LIST_NAMES } from '../lists/index.ts';
import { LANGUAGE_NAMES } from '../main-language.ts';
import { slotKeys } from '../slots/index.ts';
import { TEMPLATE_LANGUAGES } from './code.ts';
import { SUBJECT_KEYS } from './subject.ts';
import { CONDITION_HEADS, CONDITION_WORDS, GOAL_VALUES, SETUP_STEPS, VALUE_HEADS } from './words.ts';

type ListWords = Vocabulary['lists'] extends ReadonlyMap<string, infer Words> ? Words : never;

/** What the playbooks of this planner may speak of. */
export function localVocabulary(): Vocabulary {
  const slots = new Map(slotKeys());
  const target = slots.get('target');
  if (target) slots.set('target', { ...target, keys: [...new Set([...target.keys, ...SUBJECT_KEYS])] });
  // The first entry of a list is a place by itself.
  for (const [, { one, is }] of LIST_NAMES)
    slots.set(one, { is, keys: [...new Set([...(slots.get(one)?.keys ?? []), ...LIST_KEYS])] });
  return {
    slots,
    lists: new Map<string, ListWords>([
      ['emitters', { entry: 'emitter', is: CONDITION_WORDS.emitters, keys: EMITTER_KEYS }],
      ['targets', { entry: 'target', is: CONDITION_WORDS.targets, keys: SUBJECT_KEYS }],
      ...[...LIST_NAMES].map(([name, { one, is }]) => [name, { entry: one, is, keys: LIST_KEYS }] as const),
    ]),
    facts: FACT_IDS,
    factKeys: FACT_KEYS,
    roles: Role.options,
    ecosystems: ECOSYSTEMS,
    languages: [...LANGUAGE_NAMES, 'other'],
    templateLanguages: TEMPLATE_LANGUAGES,
    frameworks: [...FRAMEWORK_NAMES],
    kinds: GoalKind.options,
    conditions: new Map(Object.entries(CONDITION_HEADS)),
    words: new Map(Object.entries(CONDITION_WORDS)),
    values: new Map(Object.entries(VALUE_HEADS)),
    goalValues: Object.keys(GOAL_VALUES),
    steps: Object.values(SETUP_STEPS),
  };
}
