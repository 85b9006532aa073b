import type * as z from 'zod';
import type { CodeMap } from '../../../codemap/port.ts';
import type { Finding, Source } from '../../../domain/index.ts';
import type { SpecialSection, Step } from '../../../plan/model.ts';
import type { Composing } from '../../local/compose/composing.ts';
import type { DraftRecord } from '../../local/draft/record.ts';
import type { Survey } from '../../local/survey.ts';
import type { Claim, Known } from '../claim.ts';

/** What the facts and sections of a kind are made from. */
export interface KindDesk {
  readonly survey: Survey;
  readonly record: DraftRecord;
  readonly map: CodeMap;
  /** What the playbooks that match say of this project. */
  readonly base: Composing;
}

/** A step as far as it can be judged before it is measured. */
export interface PlannedStep {
  readonly id: string;
  readonly files: readonly {
    readonly action: 'create' | 'modify' | 'delete';
    readonly path: string;
  }[];
  readonly verify: readonly { readonly text: string }[];
}

/** What sections are made from, beside what was handed in. */
export interface SectionDesk extends KindDesk {
  readonly steps: readonly Step[];
  readonly known: Known;
}

interface KindSpec<S extends z.ZodObject, G extends z.ZodType> {
  /** What the model is asked for: each member is described, and a list or an object. */
  readonly shape: S;
  /** The same with every member left open: what lacks is asked for once, and said in the plan after that. */
  readonly given: G;
  /** What code found or computed, each by an id that sentences can rest on. */
  facts(desk: KindDesk): readonly Finding[] | Promise<readonly Finding[]>;
  /** Members that need not be handed in here, because code says them itself or they have no object. */
  idle?(desk: KindDesk): readonly string[];
  /** What of it contradicts the steps, the code or itself. */
  problems?(given: z.infer<G>, steps: readonly PlannedStep[], desk: KindDesk): readonly string[];
  sections(
    given: z.infer<G>,
    desk: SectionDesk,
  ): readonly SpecialSection[] | Promise<readonly SpecialSection[]>;
}

/** What only plans of one kind have; `of_kind` is what a model handed in for it. */
export interface KindPart {
  readonly shape: z.ZodObject;
  readonly given: z.ZodType;
  facts(desk: KindDesk): Promise<readonly Finding[]>;
  /** Members that a plan of this kind needs and that were not handed in, with what each is. */
  lacking(ofKind: unknown, desk: KindDesk): readonly string[];
  problems(ofKind: unknown, steps: readonly PlannedStep[], desk: KindDesk): readonly string[];
  sections(ofKind: unknown, desk: SectionDesk): Promise<readonly SpecialSection[]>;
}

export function kindPart<S extends z.ZodObject, G extends z.ZodType>(spec: KindSpec<S, G>): KindPart {
  const { shape, given } = spec;
  const read = (ofKind: unknown): z.infer<G> => given.parse(ofKind ?? {});
  return {
    shape,
    given,
    facts: async desk => spec.facts(desk),
    lacking(ofKind, desk) {
      const handed = new Map(Object.entries(read(ofKind) ?? {}));
      const idle = spec.idle?.(desk) ?? [];
      return Object.entries(shape.shape).flatMap(([name, member]) => {
        const value = handed.get(name);
        const there = Array.isArray(value) ? value.length > 0 : value !== undefined;
        return there || idle.includes(name) ? [] : [`${name}: ${describedOf(member)}`];
      });
    },
    problems: (ofKind, steps, desk) => spec.problems?.(read(ofKind), steps, desk) ?? [],
    sections: async (ofKind, desk) => {
      const made = await spec.sections(read(ofKind), desk);
      return made.filter(s => s.statements.length + (s.table?.rows.length ?? 0) > 0);
    },
  };
}

const describedOf = (member: unknown): string =>
  typeof member === 'object' && member !== null && 'description' in member ? String(member.description) : '';

/** A fact that code found: known by its id, with where it was read. */
export function fact(id: string, text: string, sources: readonly Source[]): Finding {
  return { id, phase: 'analysis', topic: 'found', text, sources: [...sources] };
}

/** Where a step stands that is named; in words what is wrong with the name where it stands nowhere. */
export function stepProblem(
  what: string,
  id: string | undefined,
  steps: readonly PlannedStep[],
): readonly string[] {
  return id === undefined || steps.some(s => s.id === id)
    ? []
    : [`${what}: there is no step ${id}; there are ${steps.map(s => s.id).join(', ')}`];
}

/** Without the full stop that a sentence ends in, to be put into another one. */
export const bare = (text: string): string => text.trim().replace(/[.\s]+$/, '');

/** Sentences in a row, each with its full stop taken off. */
export const joined = (claims: readonly Claim[]): string => claims.map(c => bare(c.text)).join('; ');

/** Where one cell of a table was read, in brackets; nothing proved is said to be an assumption. */
export const cellOf = (text: string, labels: readonly string[]): string =>
  `${bare(text)} (${labels.length > 0 ? [...new Set(labels)].join(', ') : 'assumption'})`.replaceAll(
    '|',
    '/',
  );
