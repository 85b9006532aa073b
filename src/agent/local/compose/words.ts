/** What a condition's first word asks of a project, before the `:`. */
export const CONDITION_HEADS = {
  fact: 'a stack fact is present: `fact:database`; a name that it gives: `fact:database.kind`; that name holds a text: `fact:database.kind=postgres`; its sentence does: `fact:database~postgres`',
  slot: 'a place was found: `slot:auth`; it has a value: `slot:server.var`',
  answer: 'a question is answered so: `answer:transport=ws`',
  lang: 'most sources are written in it: `lang:python`; `lang:js` is JavaScript or TypeScript',
  eco: 'a manifest of this ecosystem is there: `eco:npm`',
  framework: 'a manifest names the framework: `framework:express`',
  kind: 'the goal is of this kind: `kind:decision`',
  in: 'a word stands in a place that was found, or in any that the goal names: `in:target~cursor`, `in:targets~offset`',
  package: 'a manifest names exactly this package: `package:redis`',
  role: 'a file has this role: `role:migration`',
  model: 'a model, table or type of stored data has this name, in any number: `model:order`',
  goal: 'the goal holds this word, in any form: `goal:scale`; `goal:resource` it names an interface, `goal:tongue` a language that people speak',
  playbook: 'this playbook is composed too: `playbook:notifications`',
  target:
    'the goal names so many places, counted from 0: `target:1`; the place has a value: `target:0.symbol`',
  emitter: 'so many emitters were found, counted from 0: `emitter:1`; one has a value: `emitter:0.test`',
  script: 'the project has a script of this name or purpose: `script:types`',
} as const;
export type ConditionHead = keyof typeof CONDITION_HEADS;

export function isConditionHead(name: string): name is ConditionHead {
  return Object.hasOwn(CONDITION_HEADS, name);
}

/** Conditions of one word. */
export const CONDITION_WORDS = {
  'many-processes': 'something in the project says that more than one process serves',
  emitters: 'a function was found after whose success others may want to know',
  targets: 'the goal names a place of the project',
  'no-new-packages': 'the person asked for a plan without new packages',
} as const;

/** First words of placeholders that are no slot. */
export const VALUE_HEADS = {
  goal: 'the goal as it was given; `{{goal.object}}` what it is about, `{{goal.target}}` where; `{{goal.resource}}` what a new interface is for, `{{goal.resource-name}}` as the files beside it are named, `{{goal.resource-single}}` one of them, `{{goal.resource-snake}}` for a database; `{{goal.language}}` the language that is asked for, `{{goal.language-tag}}` its tag',
  project: 'the name of the project',
  stamp: 'the time of the session as YYYYMMDDHHMMSS, for names of migrations',
  'next-migration': 'the number that comes after the last numbered migration',
  root: 'the folder that most sources lie in',
  commit: 'the commit that the plan is made at, seven digits',
  new: 'the path of a new file: `{{new.PLACE}}`, a name of `places`',
  fact: 'the sentence of a stack fact: `{{fact.database}}`; a name that it gives: `{{fact.database.kind}}`',
  script: 'how the project calls a script, by name or purpose: `{{script.types}}`',
  argv: 'what a script runs as a list of words, where no shell is needed: `{{argv.start}}` is `["node", "dist/server.js"]`',
  test: 'the command that runs the test of a place, a slot or an entry: `{{test.PLACE}}`, `{{test.emitter.0}}`',
  answer:
    'the label of the choice that was made: `{{answer.transport}}`; its value: `{{answer.limit.value}}`',
  emitter: 'a value of one emitter: `{{emitter.0.path}}`',
  target:
    'a value of one place that the goal names: `{{target.0.path}}`; without a number the slot of that name',
  emitters: 'one value of every emitter, as a list in words: `{{emitters.names}}`',
  targets: 'one value of every place that the goal names: `{{targets.names}}`',
  count:
    'how many there are: `{{count.emitters}}`, `{{count.targets}}`; what a list sums up: `{{count.queries.statements}}`; files of a role: `{{count.repository}}`',
  rel: 'how one file imports another: `{{rel new.hub server}}`',
  mod: 'a Python file as a module: `{{mod new.hub}}`',
} as const;
export type ValueHead = keyof typeof VALUE_HEADS;

export function isValueHead(name: string): name is ValueHead {
  return Object.hasOwn(VALUE_HEADS, name);
}

/** Values of the goal: `{{goal}}` and `{{goal.object}}`. */
export const GOAL_VALUES = {
  '': 'as it was given',
  object: 'what it is about',
  target: 'where',
  resource: 'what a new interface is for, as the goal says it',
  'resource-name': 'the same, named as the files beside it are',
  'resource-snake': 'the same, for names in a database',
  'resource-single': 'the same, for one of them',
  language: 'the language that it is to be translated into',
  'language-tag': 'the tag of that language',
} as const;
export type GoalValue = keyof typeof GOAL_VALUES;

export function isGoalValue(name: string): name is GoalValue {
  return Object.hasOwn(GOAL_VALUES, name);
}

/** Steps that are made of what playbooks declare, not of their `steps`. */
export const SETUP_STEPS = { install: 'S-install', settings: 'S-settings' } as const;
