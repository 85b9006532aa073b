import { GoalKind, Role } from '../../../domain/index.ts';
import type { Vocabulary } from '../../../playbooks/vocabulary.ts';
import { FACT_IDS, FACT_KEYS } from '../../../research/facts/ids.ts';
import { ECOSYSTEMS } from '../../../research/port.ts';
import { EMITTER_KEYS } from '../emitters.ts';
import { FRAMEWORK_NAMES } from '../frameworks.ts';
import { LIST_NAMES, PLACE_KEYS } from '../lists/index.ts';
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
  const own = [...LIST_NAMES].map(([name, { one, is, keys, sums = [] }]) => ({
    name,
    entry: one,
    is,
    keys: [...new Set([...PLACE_KEYS, ...keys])],
    sums,
  }));
  for (const { entry, is, keys } of own) slots.set(entry, { is: `the first of the ${is}`, keys });
  return {
    slots,
    lists: new Map<string, ListWords>([
      ['emitters', { entry: 'emitter', is: CONDITION_WORDS.emitters, keys: EMITTER_KEYS, sums: [] }],
      ['targets', { entry: 'target', is: CONDITION_WORDS.targets, keys: SUBJECT_KEYS, sums: [] }],
      ...own.map(({ name, entry, is, keys, sums }) => [name, { entry, is, keys, sums }] as const),
    ]),
    facts: FACT_IDS,
    factKeys: FACT_KEYS,
    roles: Role.options,
    ecosystems: ECOSYSTEMS,
    languages: [...LANGUAGE_NAMES, 'other'],
    templateLanguages: TEMPLATE_LANGUAGES,
    frameworks: [...FRAMEWORK_NAMES],
    kinds: GoalKind.options,
    conditions: new Map<string, string>([
      ...own.map(l => [l.entry, `so many ${l.name} were found, counted from 0: \`${l.entry}:1\``] as const),
      ...Object.entries(CONDITION_HEADS),
    ]),
    words: new Map<string, string>([
      ...own.map(l => [l.name, l.is] as const),
      ...Object.entries(CONDITION_WORDS),
    ]),
    values: new Map(Object.entries(VALUE_HEADS)),
    goalValues: Object.keys(GOAL_VALUES),
    steps: Object.values(SETUP_STEPS),
  };
}
