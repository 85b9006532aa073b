import type { Plan, Requirement, Revision, Step } from '../model.ts';
import { renderPlan } from '../render.ts';
import { rangeText, totals } from '../totals.ts';
import { approachFacts } from './facts.ts';

/** What became of the steps that were to come over from the other approach. */
export interface TakenSteps {
  /** Came over, in order of work; those that were not asked for came because another one rests on them. */
  readonly came: readonly { readonly id: string; readonly title: string; readonly neededBy?: string }[];
  /** Took the place of a step of the same name. */
  readonly replaced: readonly string[];
  /** Were needed, and stand for the other approach's step of the same name. */
  readonly stays: readonly string[];
  /** Steps of the other approach that there are not. */
  readonly unknown: readonly string[];
}

/**
 * One approach, with steps of the other. Whatever those rest on comes along, unless a step of the same id stands here
 * already. Requirements, cases, rollback and security of what comes over come with it. Pure: neither plan is changed.
 */
export function withSteps(
  chosen: Plan,
  other: Plan,
  wanted: readonly string[],
): { readonly plan: Plan; readonly taken: TakenSteps } {
  const theirs = new Map(other.steps.map(s => [s.id, s]));
  const ours = new Set(chosen.steps.map(s => s.id));
  const unknown = wanted.filter(id => !theirs.has(id));
  const neededBy = new Map<string, string | undefined>();
  const stays = new Set<string>();
  const need = (id: string, by: string | undefined): void => {
    const step = theirs.get(id);
    if (!step || neededBy.has(id)) return;
    if (by !== undefined && ours.has(id)) {
      if (!wanted.includes(id)) stays.add(id);
      return;
    }
    neededBy.set(id, by);
    for (const before of step.dependsOn) need(before, id);
  };
  for (const id of wanted) need(id, undefined);
  const coming = other.steps.filter(s => neededBy.has(s.id));
  const { requirements, idOf } = withRequirements(chosen, other, coming);
  const moved = coming.map(s => ({ ...s, serves: [...new Set(s.serves.flatMap(id => idOf.get(id) ?? []))] }));
  const steps = merged(chosen.steps, moved);
  const here = new Set(moved.map(s => s.id));
  const plan: Plan = {
    ...chosen,
    requirements,
    steps,
    tests: {
      ...chosen.tests,
      files: [
        ...chosen.tests.files,
        ...other.tests.files.filter(
          f =>
            moved.some(s => s.files.some(x => x.path === f.path)) &&
            !chosen.tests.files.some(x => x.path === f.path),
        ),
      ],
      cases: [...chosen.tests.cases, ...casesFor(chosen, other, requirements, idOf)],
    },
    rollback: [
      ...other.rollback.flatMap(r => {
        const undoes = r.undoes.filter(id => here.has(id) && !ours.has(id));
        return undoes.length > 0 && !chosen.rollback.some(x => x.title === r.title) ? [{ ...r, undoes }] : [];
      }),
      ...chosen.rollback.map(r => {
        const theirsOf = other.rollback.find(x => x.title === r.title);
        const more = theirsOf?.undoes.filter(id => here.has(id)) ?? [];
        return { ...r, undoes: [...new Set([...r.undoes, ...more])] };
      }),
    ],
    security: {
      implemented: [
        ...chosen.security.implemented,
        ...other.security.implemented.filter(
          s => here.has(s.stepId) && !chosen.security.implemented.some(x => x.text === s.text),
        ),
      ],
      monitor: [...chosen.security.monitor],
    },
    reliesOn: { ...reliedBy(other, moved), ...chosen.reliesOn },
  };
  return {
    plan,
    taken: {
      came: coming.map(({ id, title }) => {
        const by = neededBy.get(id);
        return { id, title, ...(by === undefined || wanted.includes(id) ? {} : { neededBy: by }) };
      }),
      replaced: coming.filter(s => ours.has(s.id)).map(s => s.id),
      stays: [...stays],
      unknown,
    },
  };
}

/** Requirements that only the other approach has and the coming steps serve get the next numbers. */
function withRequirements(
  chosen: Plan,
  other: Plan,
  coming: readonly Step[],
): { readonly requirements: Requirement[]; readonly idOf: ReadonlyMap<string, string> } {
  const requirements = [...chosen.requirements];
  const idOf = new Map<string, string>();
  const served = new Set(coming.flatMap(s => s.serves));
  for (const r of other.requirements) {
    const same = requirements.find(x => x.text === r.text);
    if (same) idOf.set(r.id, same.id);
    else if (served.has(r.id)) {
      const id = `R${Math.max(0, ...requirements.map(x => Number(x.id.slice(1)) || 0)) + 1}`;
      idOf.set(r.id, id);
      requirements.push({ ...r, id });
    }
  }
  return { requirements, idOf };
}

/** Cases that prove requirements which came along. */
function casesFor(
  chosen: Plan,
  other: Plan,
  requirements: readonly Requirement[],
  idOf: ReadonlyMap<string, string>,
): Plan['tests']['cases'] {
  const fresh = new Set(requirements.slice(chosen.requirements.length).map(r => r.id));
  return other.tests.cases.flatMap(c => {
    const proves = c.proves.flatMap(id => idOf.get(id) ?? []).filter(id => fresh.has(id));
    return proves.length > 0 ? [{ ...c, proves }] : [];
  });
}

/** A step of the same id is replaced where it stands; others come after the last that they rest on, or before what follows them there. */
function merged(ours: readonly Step[], coming: readonly Step[]): Step[] {
  const out = ours.map(s => coming.find(c => c.id === s.id) ?? s);
  for (const step of coming.filter(c => !ours.some(s => s.id === c.id))) {
    const after = Math.max(-1, ...step.dependsOn.map(id => out.findIndex(s => s.id === id)));
    // What needs nothing of here begins with its like: tests and documents stay last.
    const end = after >= 0 ? after + 1 : firstLater(out, step);
    out.splice(end, 0, step);
  }
  const ids = new Set(out.map(s => s.id));
  return out.map(s =>
    s.dependsOn.every(id => ids.has(id)) ? s : { ...s, dependsOn: s.dependsOn.filter(id => ids.has(id)) },
  );
}

const ORDER: Readonly<Record<Step['part'], number>> = {
  setup: 0,
  core: 1,
  integration: 2,
  testing: 3,
  documentation: 4,
};

function firstLater(steps: readonly Step[], step: Step): number {
  const at = steps.findIndex(s => ORDER[s.part] > ORDER[step.part]);
  return at < 0 ? steps.length : at;
}

function reliedBy(other: Plan, moved: readonly Step[]): Record<string, string> {
  const named = new Set(moved.flatMap(s => s.files.map(f => f.path)));
  return Object.fromEntries(Object.entries(other.reliesOn).filter(([path]) => named.has(path)));
}

const SAID = 'Planned as a whole and not chosen';
/** What was said so before, of a plan that is taken again. */
const MEASURED = /Planned as a whole and not chosen:[^\n]*/;

/** The plan that was taken, with the other one kept in it as the alternative that was considered, by its counts. */
export function withConsidered(chosen: Plan, other: Plan, came: readonly string[]): Plan {
  const mine = approachFacts(chosen);
  const its = approachFacts(other);
  const { minutes } = totals(other);
  const parts = [
    `${its.files.modify.length} changed and ${its.files.create.length} new files against ${mine.files.modify.length} and ${mine.files.create.length}`,
    its.packages.length > 0 ? `adds ${its.packages.map(p => `\`${p}\``).join(', ')}` : 'adds no package',
    `${rangeText(minutes)} against ${rangeText(mine.minutes)}`,
    ...(its.migrations.length > 0 ? [`${its.migrations.length} migration files`] : []),
  ];
  const kept = came.length > 0 ? ` Its steps ${came.map(id => `\`${id}\``).join(', ')} were taken over.` : '';
  const measured = `${SAID}: ${parts.join('; ')}.${kept}`;
  const { title } = other.approach;
  const known = chosen.approach.alternatives.find(a => a.title === title);
  return {
    ...chosen,
    approach: {
      ...chosen.approach,
      alternatives: [
        {
          title,
          whyNot: `${known?.whyNot.replace(MEASURED, '').trim() ?? ''} ${measured}`.trim(),
        },
        ...chosen.approach.alternatives.filter(a => a !== known),
      ],
    },
  };
}

/** In words, for the change note and the screen: what came over, and what did not. */
export function sayTaken({ came, replaced, stays, unknown }: TakenSteps, from: string): string {
  const ids = (list: readonly string[]): string => list.map(id => `\`${id}\``).join(', ');
  const asked = came.filter(c => c.neededBy === undefined && !replaced.includes(c.id)).map(c => c.id);
  const along = came.filter(c => c.neededBy !== undefined);
  const sentences = [
    ...(asked.length > 0 ? [`${ids(asked)} of “${from}” came over.`] : []),
    ...along.map(c => `\`${c.id}\` came along, because \`${c.neededBy ?? ''}\` rests on it.`),
    ...(replaced.length > 0 ? [`${ids(replaced)} is that of “${from}” now.`] : []),
    ...(stays.length > 0 ? [`${ids(stays)} stays as it is here, and serves for what came over.`] : []),
    ...(unknown.length > 0 ? [`“${from}” has no ${ids(unknown)}.`] : []),
  ];
  return sentences.join(' ');
}

/**
 * The revision that follows when one of two approaches is taken: steps of the other come over, and the other stays in it as
 * the alternative. What a planner drafts later is carried into it, as into a person's edit.
 */
export function takenRevision(of: Revision, other: Revision, steps: readonly string[]): Revision {
  const number = of.number + 1;
  const instead = other.plan.approach.title;
  const { plan, taken } = withSteps(of.plan, other.plan, steps);
  const came = taken.came.map(c => c.id);
  const said = [`This way was taken instead of “${instead}”.`, sayTaken(taken, instead)];
  const next: Plan = {
    ...withConsidered(plan, other.plan, came),
    revision: number,
    changes: [{ because: 'Your choice', what: said.filter(Boolean).join(' '), stepIds: came }],
  };
  return {
    number,
    markdown: renderPlan(next),
    plan: next,
    basedOn: of.number,
    origin: { kind: 'taken', instead, steps: [...steps] },
    drafted: of.plan,
  };
}
