import type { FileSource } from '../../../domain/index.ts';
import { holds, namesIn } from '../../../playbooks/condition.ts';
import type { Composing } from '../compose/composing.ts';
import { scopeOf } from '../compose/context.ts';
import { ecosystemOf } from '../frameworks.ts';
import type { DecisionSight, OptionSight } from './model.ts';

/** An option that the plan weighs, with its number. */
export interface Weighed extends OptionSight {
  /** `O1`, `O2` … in the order of the plan. */
  readonly tag: string;
  /** The project has it, or works so, today. */
  readonly present: boolean;
  /** Where the project shows that, beside its manifests and code. */
  readonly shown: readonly FileSource[];
}

/** A table of more columns is read by nobody. */
const MOST_OPTIONS = 4;

/**
 * The options that are weighed: those of the goal, what the project has today though the goal does not name it, and, where
 * that leaves nothing to compare, those that are usual in the field.
 */
export function weighedOptions(c: Composing, { goal, options }: DecisionSight): readonly Weighed[] {
  const test = scopeOf(c).test;
  const all = options.map(option => ({ ...option, ...standing(c, option, test) }));
  const named = all.filter(o => o.from === 'goal');
  const here = all.filter(o => o.from === 'topic' && o.present);
  const asIs = all.filter(o => o.from === 'as-is');
  const chosen = [...named, ...here.slice(0, named.length > 0 ? 1 : 2), ...asIs];
  const usual = all.filter(o => o.from === 'topic' && o.spec?.usual && !chosen.includes(o));
  const least = goal.form === 'which' || goal.form === 'whether' ? 3 : 2;
  const listed = [...chosen, ...usual.slice(0, Math.max(0, least - chosen.length))];
  return listed.slice(0, MOST_OPTIONS).map((option, i) => ({ ...option, tag: `O${i + 1}` }));
}

/** What is there of an option: a package, code, a file of settings, a container, or a fact of the stack. */
function standing(c: Composing, { spec, traces, from }: OptionSight, test: (name: string) => boolean) {
  const { declared, sources, tests, configs, deployed } = traces;
  const byFact = spec?.here !== undefined && holds(spec.here, test);
  const found = declared.length + sources.length + tests.length + configs.length + deployed.length > 0;
  const facts = byFact && spec?.here ? namesIn(spec.here) : [];
  const shown = facts.flatMap(name => {
    const id = /^fact:([\w-]+)/.exec(name)?.[1];
    const fact = id === undefined || !test(name) ? undefined : c.survey.facts.get(id);
    return fact?.present ? fact.sources.slice(0, 1) : [];
  });
  return { present: from === 'as-is' || byFact || found, shown: shown.slice(0, 1) };
}

/** Files that are written for an option, tests apart: those that bring it in, else those of the roles that carry it. */
export function filesOf(
  c: Composing,
  { spec, traces, present }: Weighed,
): { readonly sources: number; readonly tests: number; readonly more: boolean } {
  const { sources, tests, more } = traces;
  if (sources.length + tests.length > 0 || !present)
    return { sources: sources.length, tests: tests.length, more };
  const byRole = (spec?.roles ?? []).reduce(
    (n, role) => n + (c.survey.roleCounts.get(role as never) ?? 0),
    0,
  );
  return { sources: byRole, tests: 0, more: false };
}

/** Where packages of the options come from: that of those that are here, else of the project. */
export function ecosystemIn({
  c,
  options,
}: {
  readonly c: Pick<Composing, 'survey'>;
  readonly options: readonly Weighed[];
}): string {
  return options.flatMap(o => o.traces.declared[0]?.ecosystem ?? [])[0] ?? ecosystemOf(c.survey);
}
