import * as z from 'zod';
import type { Finding, GoalKind } from '../../../domain/index.ts';
import type { SpecialSection, Step } from '../../../plan/model.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { withSeenPage } from '../../local/cro/index.ts';
import type { Blueprint } from '../../local/draft/blueprint.ts';
import { deskOf } from '../../local/draft/draft.ts';
import type { DraftRecord } from '../../local/draft/record.ts';
import type { Survey } from '../../local/survey.ts';
import type { ToolPorts } from '../../tools/index.ts';
import type { Known } from '../claim.ts';
import { PlanEdit } from '../edits.ts';
import { PlanDraft, StepDraft } from '../plan-draft.ts';
import { BOOTSTRAP } from './bootstrap.ts';
import { CI } from './ci.ts';
import { CRO } from './cro.ts';
import { DECISION } from './decision.ts';
import { FIX } from './fix.ts';
import type { KindDesk, KindPart, PlannedStep } from './part.ts';
import { REFACTORING } from './refactoring.ts';

/** What each kind has beyond a plan for a feature. */
const PARTS: Readonly<Record<GoalKind, KindPart | undefined>> = {
  feature: undefined,
  refactoring: REFACTORING,
  decision: DECISION,
  fix: FIX,
  'ci-fix': CI,
  cro: CRO,
  bootstrap: BOOTSTRAP,
};

/** A plan as it is handed in for any kind. */
export type KindDraft = PlanDraft & { readonly of_kind?: unknown };
/** An edit of one: `of_kind` holds whole members anew. */
export type KindEdit = PlanEdit & { readonly sections: { readonly of_kind?: unknown } };

export interface KindShapes {
  /** What is taken, and what the model is told to give. */
  readonly plan: { readonly taken: z.ZodType<KindDraft>; readonly asked: z.ZodType };
  readonly edit: z.ZodType<KindEdit>;
}

const OWN = 'What only plans of this kind have; the prompt says what belongs there';
const OWN_EDIT = 'Of what only this kind has: whole members anew, only those that change';

export function shapesOf(kind: GoalKind): KindShapes {
  const part = PARTS[kind];
  if (!part) return { plan: { taken: PlanDraft, asked: PlanDraft }, edit: PlanEdit };
  // What is decided needs no step of work.
  const base = kind === 'decision' ? PlanDraft.extend({ steps: z.array(StepDraft).default([]) }) : PlanDraft;
  const sections = PlanEdit.shape.sections.unwrap();
  return {
    plan: {
      taken: base.extend({ of_kind: part.given.optional() }),
      asked: base.extend({ of_kind: part.shape.describe(OWN) }),
    },
    edit: PlanEdit.extend({
      sections: sections.extend({ of_kind: part.given.optional().describe(OWN_EDIT) }).default({}),
    }),
  };
}

/** What a kind brings to one session: facts, and the sections that are made of them and of what is handed in. */
export interface KindWork {
  readonly kind: GoalKind;
  readonly facts: readonly Finding[];
  /** What sentences can rest on: what was recorded, and the facts of the kind. */
  readonly known: readonly Finding[];
  /** A record as a plan of this kind lists its findings. */
  read(record: DraftRecord): DraftRecord;
  lacking(ofKind: unknown): readonly string[];
  problems(ofKind: unknown, steps: readonly PlannedStep[]): readonly string[];
  /** Steps and cases as they were handed in, with those that code adds. */
  worked(ofKind: unknown, made: Work): Work;
  /** The sections of a whole plan: also of what was left out. */
  whole(ofKind: unknown, made: Made): Promise<readonly SpecialSection[]>;
  /** Those of a later revision: what `ofKind` writes anew, and what code reads off the steps. */
  revised(ofKind: unknown, before: readonly SpecialSection[], made: Made): Promise<readonly SpecialSection[]>;
  /** What is wrong with the members that a later revision writes anew. */
  parted(ofKind: unknown): readonly string[];
}

type Work = Pick<Blueprint, 'steps' | 'cases'>;
type Made = { readonly steps: readonly Step[]; readonly survey: Survey; readonly known: Known };

export async function kindWork(
  { map }: Pick<ToolPorts, 'map'>,
  survey: Survey,
  found: DraftRecord,
  playbooks: readonly Playbook[],
): Promise<KindWork> {
  const { kind } = found.goal;
  const part = PARTS[kind];
  const { base } = deskOf(survey, found, playbooks);
  const desk: KindDesk = { survey, record: found, map, base };
  const facts = part ? await part.facts(desk) : [];
  return {
    kind,
    facts,
    known: [...found.findings, ...facts],
    // What stands in the way of a page, and what was not seen of it, has a section of its own.
    read: record => (kind === 'cro' ? withSeenPage(record, survey.page) : record),
    lacking: ofKind => part?.lacking(ofKind, desk) ?? [],
    problems: (ofKind, steps) => part?.problems(ofKind, steps, desk) ?? [],
    worked(ofKind, { steps, cases }) {
      const all = part?.steps(ofKind, steps, desk) ?? steps;
      const added = all.filter(s => !steps.includes(s));
      const proofs = added.map(s => ({
        text: `Whoever was not there finds the figures of \`${s.id}\`, and what they speak for.`,
        proves: s.serves,
      }));
      return { steps: all, cases: [...cases, ...proofs] };
    },
    whole: async (ofKind, made) => part?.whole(ofKind, { ...desk, ...made, before: [] }) ?? [],
    async revised(ofKind, before, made) {
      if (!part) return before;
      const at = { ...desk, ...made, before };
      return after(part.renewed(before, at), await part.sections(ofKind, at));
    },
    parted: ofKind => part?.parted(ofKind) ?? [],
  };
}

/** The sections of a plan after a change: those that were made anew in the place of the old ones, new ones behind them. */
function after(old: readonly SpecialSection[], made: readonly SpecialSection[]): readonly SpecialSection[] {
  return [
    ...old.map(section => made.find(m => m.title === section.title) ?? section),
    ...made.filter(m => !old.some(section => section.title === m.title)),
  ];
}
