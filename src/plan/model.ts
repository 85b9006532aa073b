import * as z from 'zod';
import { Answer, Estimate, GoalKind, Pace, Question, Risk, Source } from '../domain/index.ts';

/** A sentence of the plan (inline Markdown) with where it comes from; without Source it is an assumption. */
export const Statement = z.object({
  text: z.string(),
  sources: z.array(Source),
  /** Set where nothing in the code or from the user proves it; rendered as "Assumption:". */
  assumption: z.boolean().optional(),
});
export type Statement = z.infer<typeof Statement>;

export const Requirement = z.object({
  /** `R1`, `R2` … */
  id: z.string(),
  text: z.string(),
  sources: z.array(Source),
});
export type Requirement = z.infer<typeof Requirement>;

/** A file that a step creates, modifies or deletes. */
export const FileChange = z.object({
  action: z.enum(['create', 'modify', 'delete']),
  path: z.string(),
  /** What changes, in one sentence fragment: "emit an event after the status is stored". */
  what: z.string(),
  /** Existing symbol that changes, where one is concerned. */
  symbol: z.string().optional(),
  /** `path:line` of that symbol, or of the exemplar that a created file follows. */
  at: z.string().optional(),
  /** Read from another hand's words that do not say whether the file is there already. */
  unsure: z.literal(true).optional(),
});
export type FileChange = z.infer<typeof FileChange>;

export const KeyFunction = z.object({ signature: z.string(), purpose: z.string() });
export type KeyFunction = z.infer<typeof KeyFunction>;

/** Code that follows the project's own pattern. */
export const CodeBlock = z.object({
  language: z.string(),
  /** Said above the block: "Follows `src/services/order.service.ts:12`." */
  caption: z.string(),
  code: z.string(),
  /** Existing code (an excerpt, verbatim) or new code. */
  kind: z.enum(['existing', 'new', 'schema', 'command']),
  source: Source.optional(),
});
export type CodeBlock = z.infer<typeof CodeBlock>;

export const Step = z.object({
  /** Stable through renaming, renumbering and moving, e.g. `S-push`. */
  id: z.string(),
  title: z.string(),
  estimate: Estimate,
  /** Requirement ids. */
  serves: z.array(z.string()),
  /** Step ids. */
  dependsOn: z.array(z.string()),
  /** What to do, as sentences. */
  details: z.array(z.string()),
  files: z.array(FileChange),
  functions: z.array(KeyFunction),
  code: z.array(CodeBlock),
  /** How to see that it is done: commands that exist here, or observables. */
  verify: z.array(z.object({ kind: z.enum(['command', 'observe']), text: z.string() })),
  /** How to undo this step alone. */
  rollback: z.array(z.string()),
  /** Packages this step adds or removes. */
  packages: z.array(
    z.object({ name: z.string(), dev: z.boolean(), action: z.enum(['add', 'remove']), note: z.string() }),
  ),
  /** Which row of the timeline it counts in. */
  part: z.enum(['setup', 'core', 'integration', 'testing', 'documentation']),
});
export type Step = z.infer<typeof Step>;

export const Decision = z.object({
  /** "Why Socket.IO?" */
  title: z.string(),
  reasons: z.array(Statement),
});
export type Decision = z.infer<typeof Decision>;

export const Alternative = z.object({ title: z.string(), whyNot: z.string() });

export const PlanQuestion = z.object({
  question: Question,
  answer: Answer.optional(),
  effect: z.string().optional(),
});
export type PlanQuestion = z.infer<typeof PlanQuestion>;

/** What a revision changed and why: one line an answer or piece of feedback. */
export const ChangeNote = z.object({ because: z.string(), what: z.string(), stepIds: z.array(z.string()) });
export type ChangeNote = z.infer<typeof ChangeNote>;

/** A section of its own for one kind of plan, after the current state: statements, and a table where one helps. */
export const SpecialSection = z.object({
  title: z.string(),
  statements: z.array(Statement),
  table: z.object({ head: z.array(z.string()), rows: z.array(z.array(z.string())) }).optional(),
});
export type SpecialSection = z.infer<typeof SpecialSection>;

export const PlanStatus = z.enum(['draft', 'approved', 'implementing', 'done', 'superseded']);

/**
 * The structured content of a plan. Everything that can be computed from it (file summary, timeline, counts,
 * front matter totals) is computed while rendering and stored nowhere, so that a plan cannot contradict itself.
 */
export const Plan = z.object({
  schema: z.literal(1),
  title: z.string(),
  goal: z.string(),
  slug: z.string(),
  kind: GoalKind,
  status: PlanStatus,
  revision: z.number().int().positive(),
  /** ISO times. */
  created: z.string(),
  approved: z.string().optional(),
  /** Commit the plan was made at, and whether the tree was clean; absent without git. */
  commit: z.string().optional(),
  clean: z.boolean().optional(),
  /** `local` or `claude`, and the model where one was used. */
  engine: z.enum(['local', 'claude']),
  model: z.string().optional(),
  changes: z.array(ChangeNote),
  overview: z.array(Statement),
  requirements: z.array(Requirement),
  /** What is *not* done. */
  outOfScope: z.array(z.string()),
  findings: z.array(Statement),
  currentState: z.array(Statement),
  integrationPoints: z.array(Statement),
  approach: z.object({
    title: z.string(),
    summary: z.array(Statement),
    decisions: z.array(Decision),
    alternatives: z.array(Alternative),
  }),
  steps: z.array(Step),
  tests: z.object({
    intro: z.array(Statement),
    files: z.array(
      z.object({ path: z.string(), purpose: z.string(), action: z.enum(['create', 'modify', 'run']) }),
    ),
    /** Cases to cover, each with the requirement it proves. */
    cases: z.array(z.object({ text: z.string(), proves: z.array(z.string()) })),
  }),
  /** In order of execution. `undoes` names step ids. */
  rollback: z.array(
    z.object({
      title: z.string(),
      undoes: z.array(z.string()),
      code: CodeBlock.optional(),
      text: z.string(),
    }),
  ),
  security: z.object({
    implemented: z.array(z.object({ text: z.string(), stepId: z.string() })),
    monitor: z.array(z.string()),
  }),
  performance: z.array(Statement),
  monitoring: z.array(Statement),
  risks: z.array(Risk),
  questions: z.array(PlanQuestion),
  decisions: z.array(Statement),
  nextSteps: z.array(z.string()),
  /** Hash (16 hex digits) of each existing file that the plan relies on. */
  reliesOn: z.record(z.string(), z.string()),
  /** Notes said on the plan and the screen, e.g. that no model was used. */
  notices: z.array(z.string()),
  /** Why a section has nothing to say, by section key (`performance`, `risks` …): one honest sentence each. */
  nothingFor: z.record(z.string(), z.string()).optional(),
  /** Sections that only this kind of plan has: hypotheses of a fix, criteria of a decision, behaviour to preserve. */
  special: z.array(SpecialSection).optional(),
  /** By what the estimates were corrected; absent where they are what the code alone suggests. */
  pace: Pace.optional(),
});
export type Plan = z.infer<typeof Plan>;

/** How a revision came about that no planner drafted. */
export const RevisionOrigin = z.discriminatedUnion('kind', [
  /** A person edited the Markdown. */
  z.object({ kind: z.literal('edited') }),
  /** An older revision as it was. */
  z.object({ kind: z.literal('restored'), of: z.number().int().positive() }),
  /** The plan's file, which was edited outside; `hash` is its content hash, so that it is taken in once. */
  z.object({ kind: z.literal('file'), path: z.string(), hash: z.string() }),
  /** One of two approaches, which was taken; `steps` of the other one (by its title) came over. */
  z.object({ kind: z.literal('taken'), instead: z.string(), steps: z.array(z.string()) }),
]);
export type RevisionOrigin = z.infer<typeof RevisionOrigin>;

/** An immutable, numbered plan; the Markdown is the truth. */
export const Revision = z.object({
  number: z.number().int().positive(),
  markdown: z.string(),
  plan: Plan,
  /** Number of the revision it was made from, absent for the first. */
  basedOn: z.number().int().positive().optional(),
  /** Absent where a planner drafted it. */
  origin: RevisionOrigin.optional(),
  /** Where it holds edits by hand: the plan below them, as the planner drafted it. */
  drafted: Plan.optional(),
  /** No planner drafted what it rests on: the session began with a file. */
  adopted: z.literal(true).optional(),
});
export type Revision = z.infer<typeof Revision>;

/** The verdict of one check on one revision. Lines are 1-based in the Markdown. */
export const CheckResult = z.object({
  /** 1–15 of the list in docs/plan-format.md. */
  check: z.number().int(),
  name: z.string(),
  verdict: z.enum(['passed', 'failed', 'not-applicable', 'not-checked']),
  findings: z.array(
    z.object({
      severity: z.enum(['error', 'warning']),
      line: z.number().int().positive(),
      message: z.string(),
      mend: z.string(),
    }),
  ),
  /** Sentences that are no findings: what was looked up, what was not and why. */
  notes: z.array(z.string()).optional(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const CheckReport = z.object({ results: z.array(CheckResult) });
export type CheckReport = z.infer<typeof CheckReport>;
