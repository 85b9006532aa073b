import type * as z from 'zod';
import type { CodeMap } from '../../../codemap/port.ts';
import type { Finding, Source } from '../../../domain/index.ts';
import type { SpecialSection, Statement, Step } from '../../../plan/model.ts';
import { computed, isStandIn, missing } from '../../../plan/stand-in.ts';
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
  /** The sections that the plan has already; none at a first draft. */
  readonly before: readonly SpecialSection[];
}

/** What stands in a section of which the model left out the whole or a part, though it was asked for it once more. */
export interface StandIn {
  readonly title: string;
  /** From what code computes it, as it is told; without it the section says that it is missing. */
  readonly from?: string;
  readonly statements?: readonly Statement[];
  readonly table?: SpecialSection['table'];
  /** Where nothing can be computed: what it is that nobody said, as a sentence. */
  readonly lacks?: string;
  /** Read off the steps, so that a change of them makes it anew. */
  readonly ofSteps?: true;
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
  /** For each member that is not there, in the order of the sections. */
  standIns(given: z.infer<G>, desk: SectionDesk): readonly StandIn[];
  /** Members of which one section is made: where one is written anew, so are the others. */
  readonly together?: readonly (readonly string[])[];
  /** Steps that code adds, where what was handed in needs them and has none. */
  steps?(given: z.infer<G>, steps: readonly Step[], desk: KindDesk): readonly Step[];
}

/** What only plans of one kind have; `of_kind` is what a model handed in for it. */
export interface KindPart {
  readonly shape: z.ZodObject;
  readonly given: z.ZodType;
  facts(desk: KindDesk): Promise<readonly Finding[]>;
  /** Members that a plan of this kind needs and that were not handed in, with what each is. */
  lacking(ofKind: unknown, desk: KindDesk): readonly string[];
  problems(ofKind: unknown, steps: readonly PlannedStep[], desk: KindDesk): readonly string[];
  /** The sections of what was handed in. */
  sections(ofKind: unknown, desk: SectionDesk): Promise<readonly SpecialSection[]>;
  /** The same with what stands in for what was not. */
  whole(ofKind: unknown, desk: SectionDesk): Promise<readonly SpecialSection[]>;
  /** Sections of a plan in which something stands in, anew for the steps as they are now. */
  renewed(before: readonly SpecialSection[], desk: SectionDesk): readonly SpecialSection[];
  /** What is wrong with members of a later revision that are handed in without those that they are said with. */
  parted(ofKind: unknown): readonly string[];
  steps(ofKind: unknown, steps: readonly Step[], desk: KindDesk): readonly Step[];
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
    sections: async (ofKind, desk) => (await spec.sections(read(ofKind), desk)).filter(isFilled),
    async whole(ofKind, desk) {
      const made = await spec.sections(read(ofKind), desk);
      const ins = spec.standIns(read(ofKind), desk);
      return made.map(section => standing(section, ins)).filter(isFilled);
    },
    renewed(before, desk) {
      const ins = spec.standIns(read({}), desk).filter(one => one.ofSteps);
      return before.map(section => {
        // What a section holds in front of what stands in for a part of it came from the model: that stays as it is.
        const only = isStandIn({ ...section, statements: section.statements.slice(0, 1) });
        return only && ins.some(one => one.title === section.title)
          ? standing({ title: section.title, statements: [] }, ins)
          : section;
      });
    },
    parted: ofKind => {
      const handed = new Set(Object.keys(read(ofKind) ?? {}));
      return (spec.together ?? []).flatMap(names => {
        const lacks = names.filter(name => !handed.has(name));
        return lacks.length === 0 || lacks.length === names.length
          ? []
          : [
              `of_kind: ${names.join(' and ')} make one section: hand in ${lacks.join(' and ')} as well, anew`,
            ];
      });
    },
    steps: (ofKind, steps, desk) => spec.steps?.(read(ofKind), steps, desk) ?? steps,
  };
}

const isFilled = (s: SpecialSection): boolean => s.statements.length + (s.table?.rows.length ?? 0) > 0;

/** A section with what stands in for what it lacks, behind what it has. */
function standing(section: SpecialSection, ins: readonly StandIn[]): SpecialSection {
  const own = ins
    .filter(one => one.title === section.title)
    .map(({ from, statements = [], table, lacks }) => {
      const says = from !== undefined && statements.length + (table?.rows.length ?? 0) > 0;
      const told = says ? [computed(section.title, from), ...statements] : lacks ? [missing(lacks)] : [];
      return { told, table: says ? table : undefined };
    });
  const table = section.table?.rows.length ? section.table : (own.find(o => o.table)?.table ?? section.table);
  return {
    title: section.title,
    statements: [...section.statements, ...own.flatMap(o => o.told)],
    ...(table ? { table } : {}),
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

/** Where what is read off a plan's own steps stands. */
export const STEPS: Source = { kind: 'user', what: 'the steps of this plan' };

/** Where a step touches tests before any other code changes; nothing where the change comes first. */
export function testedFirst(
  steps: readonly Step[],
  isTestFile: (path: string) => boolean,
): { readonly step: Step; readonly path: string } | undefined {
  for (const step of steps) {
    const test = step.files.find(f => f.action !== 'delete' && isTestFile(f.path));
    if (test) return { step, path: test.path };
    if (step.files.some(f => f.action !== 'create')) return undefined;
  }
  return undefined;
}
