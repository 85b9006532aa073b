import * as z from 'zod';
import type { CodeMap } from '../../codemap/port.ts';
import type { ProjectFiles } from '../../host/port.ts';
import { lastName } from '../../plan/last-name.ts';
import type { Requirement, Step } from '../../plan/model.ts';
import { safeLine } from '../../shared/text/index.ts';
import { type Blueprint, emptyBlueprint } from '../local/draft/blueprint.ts';
import { estimate } from '../local/draft/estimate.ts';
import { undo } from '../local/draft/undo.ts';
import { verifyFile } from '../local/draft/verify.ts';
import { fileSource } from '../local/excerpt.ts';
import { languageOf } from '../local/languages.ts';
import type { Survey } from '../local/survey.ts';
import { Claim, type Known, statementOf } from './claim.ts';

const Sentence = z.string().min(1);

/** A step as a model gives it. What can be computed (minutes, undo commands, places of symbols) is not asked for. */
export const StepDraft = z.strictObject({
  id: z
    .string()
    .regex(/^S-[a-z0-9][a-z0-9-]{1,40}$/)
    .describe('Stays the same for ever: S-push'),
  title: Sentence,
  part: z.enum(['setup', 'core', 'integration', 'testing', 'documentation']),
  lines: z.number().int().min(1).max(5_000).describe('Lines that it writes or changes, about'),
  serves: z
    .array(z.string().regex(/^R\d+$/))
    .min(1)
    .describe('Requirements; R1 is the goal'),
  after: z.array(z.string()).default([]).describe('Ids of the steps that must be done before'),
  details: z.array(Sentence).default([]),
  files: z
    .array(
      z.strictObject({
        action: z.enum(['create', 'modify', 'delete']),
        path: z.string().min(1),
        what: Sentence.describe('What changes, as a fragment: "emit an event after the status is stored"'),
        symbol: z.string().optional().describe('The existing definition that changes'),
        like: z.string().optional().describe('For a new file: the existing file that it follows'),
      }),
    )
    .default([]),
  functions: z.array(z.strictObject({ signature: z.string(), purpose: z.string() })).default([]),
  code: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('existing'),
          caption: z.string(),
          path: z.string(),
          from: z.number().int().positive(),
          to: z.number().int().positive(),
        }),
        z.strictObject({
          kind: z.enum(['new', 'schema', 'command']),
          caption: z.string(),
          language: z.string(),
          code: z.string(),
        }),
      ]),
    )
    .default([]),
  verify: z
    .array(z.strictObject({ kind: z.enum(['command', 'observe']), text: Sentence }))
    .default([])
    .describe('Commands that exist in this project, or what can be seen'),
  undo: z.array(Sentence).default([]).describe('What to undo beyond the files themselves'),
  packages: z
    .array(
      z.strictObject({
        name: z.string(),
        dev: z.boolean().default(false),
        action: z.enum(['add', 'remove']),
        note: z.string(),
      }),
    )
    .default([]),
});
export type StepDraft = z.infer<typeof StepDraft>;

/** A whole plan as a model gives it. */
export const PlanDraft = z.strictObject({
  axis: z
    .strictObject({
      question: Sentence.describe('The question of design in which the two differ'),
      side: Sentence.describe('How this approach answers it, in a few words'),
    })
    .optional()
    .describe('Only where two approaches are asked for'),
  approach: z.strictObject({
    title: Sentence,
    summary: z.array(Claim).min(1),
    decisions: z
      .array(z.strictObject({ title: Sentence.describe('"Why …?"'), reasons: z.array(Claim).min(1) }))
      .default([]),
    alternatives: z.array(z.strictObject({ title: Sentence, why_not: Sentence })).default([]),
  }),
  requirements: z
    .array(Claim)
    .default([])
    .describe('What must be true in the end beyond the goal: the first becomes R2, the next R3 …'),
  out_of_scope: z.array(Sentence).default([]),
  steps: z.array(StepDraft).min(1),
  cases: z
    .array(z.strictObject({ text: Sentence, proves: z.array(z.string().regex(/^R\d+$/)).min(1) }))
    .default([])
    .describe('What the tests must show'),
  security: z
    .strictObject({
      implemented: z.array(z.strictObject({ text: Sentence, step: z.string() })).default([]),
      monitor: z.array(Sentence).default([]),
    })
    .default({ implemented: [], monitor: [] }),
  performance: z.array(Claim).default([]),
  monitoring: z.array(Claim).default([]),
  rollback: z
    .array(z.strictObject({ title: Sentence, text: Sentence, undoes: z.array(z.string()) }))
    .default([]),
  risks: z.array(z.strictObject({ text: Sentence, mitigation: Sentence })).default([]),
  next_steps: z.array(Sentence).default([]),
});
export type PlanDraft = z.infer<typeof PlanDraft>;

export interface DraftPorts {
  readonly survey: Survey;
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  readonly known: Known;
  /** R1 and whatever else the goal's own words ask for. */
  readonly goal: readonly Requirement[];
}

const MOST_STEPS = 100;
const LONGEST_PATH = 240;

/** Paths of a step that are none of this project: whoever follows a plan must not be led out of it by one. */
export function pathProblems({ id, files }: StepDraft): readonly string[] {
  return files.flatMap(({ path }) =>
    isOfProject(path) ? [] : [`${id}: ${safeLine(path).slice(0, 80)} is no path inside the project`],
  );
}

function isOfProject(path: string): boolean {
  const parts = path.split('/');
  return (
    path.length <= LONGEST_PATH &&
    safeLine(path) === path &&
    !/[\\`]|^[A-Za-z]:/.test(path) &&
    parts.every(part => part !== '' && part !== '.' && part !== '..' && part.trim() === part) &&
    parts[0]?.toLowerCase() !== '.git'
  );
}

/** What a draft contradicts in itself, in words for whoever made it; nothing where it is consistent. */
export function problemsOf(draft: PlanDraft, goal: readonly Requirement[]): readonly string[] {
  const ids = draft.steps.map(s => s.id);
  const requirements = new Set([
    ...goal.map(r => r.id),
    ...draft.requirements.map((_, i) => `R${goal.length + i + 1}`),
  ]);
  const known = (id: string): boolean => ids.includes(id);
  if (ids.length > MOST_STEPS)
    return [
      `${ids.length} steps: ${MOST_STEPS} are the most that anybody follows; plan a part of it, or larger steps`,
    ];
  return [
    ...draft.steps.flatMap(pathProblems),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `two steps are called ${id}`),
    ...draft.steps.flatMap((step, at) => [
      ...step.after
        .filter(id => !ids.slice(0, at).includes(id))
        .map(id => `${step.id} comes after ${id}, which ${known(id) ? 'stands behind it' : 'is no step'}`),
      ...step.serves
        .filter(r => !requirements.has(r))
        .map(r => `${step.id} serves ${r}, which is no requirement`),
      ...(step.files.length + step.details.length === 0 ? [`${step.id} says nothing to do`] : []),
    ]),
    ...[...requirements]
      // What is decided may need no work.
      .filter(r => draft.steps.length > 0 && !draft.steps.some(s => s.serves.includes(r)))
      .map(r => `no step serves ${r}`),
    ...draft.cases.flatMap(c =>
      c.proves.filter(r => !requirements.has(r)).map(r => `a case proves ${r}, which is no requirement`),
    ),
    ...draft.security.implemented
      .filter(s => !known(s.step))
      .map(s => `security names ${s.step}, which is no step`),
    ...draft.rollback.flatMap(r =>
      r.undoes.filter(id => !known(id)).map(id => `rollback undoes ${id}, which is no step`),
    ),
  ];
}

/** What the local planner makes a plan of, out of a model's draft: every statement with its sources, every step measured. */
export async function blueprintOf(draft: PlanDraft, ports: DraftPorts): Promise<Blueprint> {
  const { known, goal } = ports;
  const claims = (list: readonly Claim[]) => list.map(claim => statementOf(claim, known));
  return {
    ...emptyBlueprint,
    approach: { title: draft.approach.title, summary: claims(draft.approach.summary) },
    requirements: [
      ...goal,
      ...draft.requirements.map((claim, i) => {
        const { text, sources } = statementOf(claim, known);
        return { id: `R${goal.length + i + 1}`, text, sources };
      }),
    ],
    outOfScope: draft.out_of_scope,
    decisions: draft.approach.decisions.map(d => ({ title: d.title, reasons: claims(d.reasons) })),
    alternatives: draft.approach.alternatives.map(a => ({ title: a.title, whyNot: a.why_not })),
    steps: await Promise.all(draft.steps.map(step => stepOf(step, ports))),
    cases: draft.cases,
    rollback: draft.rollback,
    implemented: draft.security.implemented.map(s => ({ text: s.text, stepId: s.step })),
    monitor: draft.security.monitor,
    performance: claims(draft.performance),
    monitoring: claims(draft.monitoring),
    risks: draft.risks,
    nextSteps: draft.next_steps,
  };
}

/** A step with its minutes by the repository's history, the places of its symbols, and how to undo and to see it. */
export async function stepOf(
  draft: StepDraft,
  ports: Pick<DraftPorts, 'survey' | 'map' | 'files'>,
): Promise<Step> {
  const { survey, map } = ports;
  const files = await Promise.all(
    draft.files.map(async ({ action, path, what, symbol, like }) => {
      const at = await placeOf(action === 'create' ? like : symbol && path, symbol, map, action);
      return {
        action,
        path,
        what,
        ...(symbol && action !== 'create' ? { symbol } : {}),
        ...(at ? { at } : {}),
      };
    }),
  );
  const code = await Promise.all(draft.code.map(block => codeOf(block, ports)));
  const [first] = files.filter(f => f.action !== 'delete');
  const verify =
    draft.verify.length > 0 || !first
      ? draft.verify
      : verifyFile(survey, first.path, (await map.card(first.path))?.tests[0]);
  return {
    id: draft.id,
    title: draft.title,
    estimate: estimate(survey, { lines: draft.lines, files: Math.max(1, files.length) }),
    serves: draft.serves,
    dependsOn: draft.after,
    details: draft.details,
    files,
    functions: draft.functions,
    code: code.flatMap(block => block ?? []),
    verify,
    rollback: [...undo(survey, files), ...draft.undo],
    packages: draft.packages,
    part: draft.part,
  };
}

async function placeOf(
  path: string | undefined,
  symbol: string | undefined,
  map: CodeMap,
  action: 'create' | 'modify' | 'delete',
): Promise<string | undefined> {
  if (path === undefined || path === '') return undefined;
  if (action === 'create') return (await map.has(path)) ? `${path}:1` : undefined;
  const name = symbol === undefined ? undefined : lastName(symbol);
  const found = name === undefined ? [] : (await map.define(name)).filter(s => s.path === path);
  return found[0] && `${path}:${found[0].line}`;
}

async function codeOf(
  block: StepDraft['code'][number],
  { files, survey }: Pick<DraftPorts, 'files' | 'survey'>,
): Promise<Step['code'][number] | undefined> {
  if (block.kind !== 'existing') return block;
  const file = await files.read(block.path);
  const source = file && fileSource(file, block.from, Math.max(block.from, block.to), survey.commit);
  if (!source?.excerpt) return undefined;
  return {
    kind: 'existing',
    caption: block.caption,
    language: languageOf(block.path),
    code: source.excerpt.text,
    source,
  };
}
