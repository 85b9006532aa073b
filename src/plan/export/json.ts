import * as z from 'zod';
import { Answer, Choice, Estimate, Question, Risk, Source } from '../../domain/index.ts';
import * as model from '../model.ts';
import { totals } from '../totals.ts';
import type { ExportContext } from './forms.ts';

const count = z.number().int().nonnegative();
const stepNumbers = z.array(z.number().int().positive());

const FileTotal = z.object({
  action: z.enum(['create', 'modify', 'delete']),
  path: z.string(),
  steps: stepNumbers,
});
const Totals = z.object({
  steps: count,
  files: z.object({
    create: z.array(FileTotal),
    modify: z.array(FileTotal),
    delete: z.array(FileTotal),
  }),
  timeline: z.array(
    z.object({ part: model.Step.shape.part, steps: stepNumbers, low: count, likely: count, high: count }),
  ),
  minutes: z.object({ low: count, likely: count, high: count }),
  questions: z.object({ open: count, answered: count }),
});

const SCHEMA_ID = 'urn:planner-tui:plan:1';

/** What the JSON form holds. `own`: planner-tui wrote it; `done`: ids of the steps that are ticked as done. */
const ExportedPlan = z.object({
  $schema: z.literal(SCHEMA_ID),
  own: z.boolean(),
  done: z.array(z.string()),
  plan: model.Plan,
  totals: Totals,
});

/** The plan as data with what is computed from it; docs/plan.schema.json describes it. */
export function json(plan: model.Plan, { own, done }: ExportContext): string {
  const exported: z.infer<typeof ExportedPlan> = {
    $schema: SCHEMA_ID,
    own,
    done: [...done],
    plan,
    totals: mutable(plan),
  };
  return `${JSON.stringify(exported, null, 2)}\n`;
}

function mutable(plan: model.Plan): z.infer<typeof Totals> {
  const { steps, files, timeline, minutes, questions } = totals(plan);
  const all = (action: keyof typeof files) =>
    files[action].map(file => ({ ...file, steps: [...file.steps] }));
  return {
    steps,
    files: { create: all('create'), modify: all('modify'), delete: all('delete') },
    timeline: timeline.map(row => ({ ...row, steps: [...row.steps] })),
    minutes: { ...minutes },
    questions: { ...questions },
  };
}

/** The nouns that more than one place of the schema speaks of. */
const named = {
  Plan: model.Plan,
  Step: model.Step,
  Statement: model.Statement,
  Requirement: model.Requirement,
  FileChange: model.FileChange,
  KeyFunction: model.KeyFunction,
  CodeBlock: model.CodeBlock,
  Decision: model.Decision,
  PlanQuestion: model.PlanQuestion,
  ChangeNote: model.ChangeNote,
  SpecialSection: model.SpecialSection,
  Source,
  Estimate,
  Risk,
  Question,
  Choice,
  Answer,
  FileTotal,
  Totals,
} satisfies Readonly<Record<string, z.ZodType>>;

/** The JSON Schema (draft 2020-12) of the JSON form, generated from the types that the program itself reads by. */
export function planSchema(): string {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { $schema, ...schema } = z.toJSONSchema(ExportedPlan, { metadata: registry });
  const head = {
    $schema,
    $id: SCHEMA_ID,
    title: 'A plan of planner-tui, as `planner-tui export --as json` prints it',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
