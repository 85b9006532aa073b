import * as z from 'zod';
import { GoalKind } from '../domain/index.ts';
import { Condition } from './condition.ts';

/** Text with placeholders; told only where its condition holds and every placeholder has a value. */
const Item = z.preprocess(
  item => (typeof item === 'string' ? { text: item } : item),
  z.strictObject({
    text: z.string(),
    when: Condition.optional(),
    /** Address of the playbook's source that says so. */
    source: z.url().optional(),
  }),
);
export type Item = z.infer<typeof Item>;

const Items = z.array(Item).default([]);

const ChoiceSpec = z.strictObject({
  id: z.string(),
  label: z.string(),
  consequence: z.string(),
  when: Condition.optional(),
  /** What templates write for it: `{{answer.ID.value}}`. */
  value: z.string().optional(),
  /** Words by which people ask for this choice ("postgres", "listen/notify"). */
  says: z.array(z.string()).default([]),
  /** Phrases of a goal that make this choice by themselves: then nothing is asked. */
  goal: z.array(z.string()).default([]),
});

const Rule = z.strictObject({ when: Condition.optional(), choice: z.string() });

const QuestionSpec = z.strictObject({
  id: z.string(),
  text: z.string(),
  why: z.string(),
  /** Asked only where this holds. */
  when: Condition.optional(),
  /** The code answers it already: the first rule that holds decides and nothing is asked. */
  answered: z.array(Rule).default([]),
  /** The recommended choice: the first rule that holds. */
  default: z.array(Rule),
  /** Slots and stack facts that are shown as evidence. */
  evidence: z.array(z.string()).default([]),
  asked: z.enum(['round', 'plan']).default('round'),
  /** Order among all questions of the round, larger first: impact times uncertainty, 0–100. */
  weight: z.number().default(50),
  choices: z.array(ChoiceSpec).min(1),
});
export type QuestionSpec = z.infer<typeof QuestionSpec>;

/** Where a new file stands: a folder of its own under the source root, or beside files of a role. */
const Place = z.strictObject({
  name: z.string().default(''),
  folder: z.string().optional(),
  like: z.array(z.string()).default([]),
  /** Extension where it is not the sources' own, with dot. */
  ext: z.string().optional(),
  /** An exact path, with placeholders. */
  path: z.string().optional(),
  /** A test file: named and placed as the project's tests are. */
  test: z.boolean().optional(),
  /** A migration of this title: beside the newest and numbered after it; the file itself where one holds all of them. */
  migration: z.string().optional(),
  /** In Go a folder is a package: there it stands beside the file of the first of these slots; a migration, in their app. */
  near: z.array(z.string()).default([]),
  /** The file of this slot where it was found: then nothing new is made. */
  slot: z.string().optional(),
  /** Beside the file of the first of these slots, where one was found. */
  beside: z.array(z.string()).default([]),
  /** The test of this place. */
  of: z.string().optional(),
  when: Condition.optional(),
});

const FileSpec = z.strictObject({
  create: z.string().optional(),
  modify: z.string().optional(),
  /** Creates the file, or modifies it where it exists already. */
  write: z.string().optional(),
  /** Repeats for every entry of a list slot; `as` names the entry's value that is the path, else `path`. */
  each: z.string().optional(),
  as: z.string().optional(),
  /** Entries at the head of the list that another step has. */
  skip: z.number().int().min(0).default(0),
  what: z.string(),
  /** With `modify: schema`: the new model's name in words. Where models have a file each, it gets its own. */
  own: z.string().optional(),
  symbol: z.string().optional(),
  at: z.string().optional(),
  when: Condition.optional(),
});

const CodeSpec = z.strictObject({
  template: z.string().optional(),
  /** Shows the existing lines of this slot. */
  existing: z.string().optional(),
  /** Repeats for every entry of a list: `target.*` (`emitter.*`, `importer.*` …) in it, its condition and its template is that one. */
  each: z.string().optional(),
  caption: z.string(),
  kind: z.enum(['new', 'schema', 'command']).default('new'),
  when: Condition.optional(),
});

/** One of the ways to reach the goal, as a set of choices: the plan says which one it takes and why not the others. */
const ApproachSpec = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  /** Choices by question: with all of them made, this is the approach of the plan. */
  picks: z.record(z.string(), z.string()),
  /** Only where this holds it can be taken at all. */
  when: Condition.optional(),
  pros: Items,
  cons: Items,
  /** When it is the right one: ends the sentence "Right when …". */
  right: z.string(),
});
export type ApproachSpec = z.infer<typeof ApproachSpec>;

/** What must be there for the playbook to plan anything; where it is not, the user is asked instead. */
const NeedSpec = z.strictObject({
  /** Holds where the need is met. */
  when: Condition,
  /** The question to ask where it is not. */
  ask: z.string(),
  why: z.string(),
  choices: z.array(ChoiceSpec).min(2),
});
export type NeedSpec = z.infer<typeof NeedSpec>;

/** Work that grows with a number: `of` is a placeholder's name that gives it (`count.untyped`). */
const Per = z.strictObject({
  of: z.string(),
  /** Lines for each. */
  lines: z.number().positive(),
  /** Name of the number of files in which they lie, where the step touches more than it names. */
  files: z.string().optional(),
  when: Condition.optional(),
});

const StepSpec = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Steps that the planner works out itself take the place of this one, where it finds any: the parts of a file to split. */
  made: z.enum(['split']).optional(),
  when: Condition.optional(),
  /** Place in the order of work; steps of one id from several playbooks become one. */
  order: z.number(),
  part: z.enum(['setup', 'core', 'integration', 'testing', 'documentation']),
  serves: z.array(z.string()).default([]),
  after: z.array(z.string()).default([]),
  /** Lines expected beside those of the templates. */
  lines: z.number().default(0),
  /** What is expected for each of so many things, once or several times. */
  per: z.preprocess(per => (Array.isArray(per) ? per : [per]), z.array(Per)).default([]),
  details: Items,
  files: z.array(FileSpec).default([]),
  functions: z
    .array(z.strictObject({ signature: z.string(), purpose: z.string(), when: Condition.optional() }))
    .default([]),
  code: z.array(CodeSpec).default([]),
  verify: z
    .array(
      z.strictObject({
        /** Runs the test at this place or slot. */
        test: z.string().optional(),
        /** A script of the project by purpose. */
        script: z.string().optional(),
        observe: z.string().optional(),
        command: z.string().optional(),
        when: Condition.optional(),
      }),
    )
    .default([]),
  rollback: Items,
});
export type StepSpec = z.infer<typeof StepSpec>;

/** What may be taken or left where a goal asks for a decision. */
const OptionSpec = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  label: z.string(),
  /** Words by which a goal calls for it, whole words, case aside. */
  names: z.array(z.string()).min(1),
  /** Packages that bring it, by ecosystem; the first is the one to take. */
  packages: z.record(z.string(), z.array(z.string())).default({}),
  /** Images of containers that are it: the name before the tag. */
  images: z.array(z.string()).default([]),
  /** Beginnings of file names that are there only for it: `jest.config`. */
  files: z.array(z.string()).default([]),
  /** Texts of code that only its users write, as they stand. */
  code: z.array(z.string()).default([]),
  /** Roles of the files that are written for it, where no import tells them. */
  roles: z.array(z.string()).default([]),
  /** What has to run for it. */
  runs: z.enum(['server', 'service', 'process', 'nothing']).optional(),
  /** Holds where the project has it already. */
  here: Condition.optional(),
  /** Weighed also where the goal names no option. */
  usual: z.boolean().default(false),
  pros: Items,
  cons: Items,
  /** Ends the sentence "Right when …". */
  right: z.string(),
});
export type OptionSpec = z.infer<typeof OptionSpec>;

/** One thing that options are judged by, beside what is counted of each in the project. */
const CriterionSpec = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  when: Condition.optional(),
  /** Words of a goal that ask for it. */
  words: z.array(z.string()).default([]),
  /** What is so in this project and makes it count. */
  why: Items,
  /** What holds for each option, in a few words. */
  of: z.record(z.string(), z.string()),
  /** The options that it speaks for: the first rule that holds. None: it is told and not counted. */
  best: z.array(z.strictObject({ when: Condition.optional(), options: z.array(z.string()) })).default([]),
  /** Address, among `sources`, that says so. */
  source: z.url().optional(),
  /** How to find out here, and what is seen then. */
  experiment: z
    .strictObject({ title: z.string(), does: z.string(), seen: z.string(), when: Condition.optional() })
    .optional(),
});
export type CriterionSpec = z.infer<typeof CriterionSpec>;

/** The front matter of a playbook: field knowledge on one topic, as data. */
export const PlaybookHead = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  /** Phrases of a goal that call for it; a phrase matches by the stems of its words. */
  triggers: z.array(z.string()).min(1),
  /** Phrases of a goal that mean something else in spite of a trigger ("validate email" is no mail). */
  unless: z.array(z.string()).default([]),
  /** Kinds of goal that it plans. */
  kinds: z.array(GoalKind).min(1).default(['feature', 'decision']),
  needs: z.array(NeedSpec).default([]),
  /** Fewest files that its steps must be bound to; with one, a single new file is a plan. */
  least: z.number().int().min(1).default(2),
  /** Words to search documents, rules and history for, beside the goal's own. */
  words: z.array(z.string()).default([]),
  /** Lists that the code map is asked for (`importers`, `untested`, `unused` …): their first entry is a place too. */
  lists: z.array(z.string()).default([]),
  /** What stands at the `…` of its triggers, also at their end, is what it is about: no other playbook comes for those words alone. */
  takes: z.boolean().default(false),
  /** What the goal's own words are looked up as; `writes`: the functions that change what they name, where there are any. */
  subject: z.enum(['writes', 'guarded', 'drawn']).optional(),
  /** Names of playbooks that come along. */
  with: z.array(z.string()).default([]),
  /** Stack facts that are told in the current state, present or absent. */
  facts: z.array(z.string()).default([]),
  /** Names (slots) whose place is told as an integration point. */
  attaches: z
    .array(z.strictObject({ slot: z.string(), text: z.string(), when: Condition.optional() }))
    .default([]),
  /** What matters in this field. */
  says: Items,
  approach: Items,
  approaches: z.array(ApproachSpec).default([]),
  requirements: z
    .array(z.strictObject({ id: z.string(), text: z.string(), when: Condition.optional() }))
    .default([]),
  outOfScope: Items,
  questions: z.array(QuestionSpec).default([]),
  decisions: z
    .array(z.strictObject({ title: z.string(), when: Condition.optional(), reasons: Items }))
    .default([]),
  alternatives: z
    .array(z.strictObject({ title: z.string(), whyNot: z.string(), when: Condition.optional() }))
    .default([]),
  packages: z
    .array(
      z.strictObject({
        eco: z.string(),
        name: z.string(),
        dev: z.boolean().default(false),
        /**
         * What it is a candidate for ("the queue"): of the packages for one purpose the plan takes one, and compares it with
         * those that other answers would lead to.
         */
        for: z.string().optional(),
        /**
         * Only a goal that calls for it takes it: by one of these words, or by its name where that is no plain word or no words
         * are given. Without it the first package of its
         * purpose whose condition holds is taken.
         */
        named: z.array(z.string()).optional(),
        note: z.string(),
        when: Condition.optional(),
      }),
    )
    .default([]),
  /** Settings read from the environment. */
  env: z
    .array(
      z.strictObject({
        name: z.string(),
        example: z.string(),
        /** What to add to a zod schema of the environment, where the project has one. */
        zod: z.string().optional(),
        what: z.string(),
        when: Condition.optional(),
      }),
    )
    .default([]),
  places: z.record(z.string(), Place).default({}),
  steps: z.array(StepSpec).default([]),
  cases: z
    .array(z.strictObject({ text: z.string(), proves: z.array(z.string()), when: Condition.optional() }))
    .default([]),
  security: z
    .array(z.strictObject({ text: z.string(), step: z.string(), when: Condition.optional() }))
    .default([]),
  monitor: Items,
  performance: Items,
  monitoring: Items,
  rollback: z
    .array(
      z.strictObject({
        title: z.string(),
        text: z.string(),
        undoes: z.array(z.string()),
        code: z.string().optional(),
        language: z.string().default('bash'),
        when: Condition.optional(),
      }),
    )
    .default([]),
  risks: z
    .array(z.strictObject({ text: z.string(), mitigation: z.string(), when: Condition.optional() }))
    .default([]),
  next: Items,
  /** What a decision on this topic is between. */
  options: z.array(OptionSpec).default([]),
  /** What its options are judged by. */
  criteria: z.array(CriterionSpec).default([]),
  sources: z.array(z.strictObject({ title: z.string(), url: z.url() })).default([]),
});
export type PlaybookHead = z.infer<typeof PlaybookHead>;

/** A fenced block of the body, under a level-3 heading that names it. */
export interface Template {
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

/** Who brought a playbook: planner-tui itself, the person in their own folder, or the repository that is planned for. */
export type Origin = 'built-in' | 'config' | 'project';

export interface Playbook extends PlaybookHead {
  readonly origin: Origin;
  readonly templates: readonly Template[];
  /** The prose before the templates. */
  readonly prose: string;
}
