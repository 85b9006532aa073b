import type { Step } from '../../../plan/model.ts';
import { mergeFiles } from '../compose/steps.ts';
import type { Blueprint } from '../draft/blueprint.ts';
import type { Directive } from './directive.ts';

/** Takes steps out: what depended on them depends on what they depended on; what only they served is out of scope. */
export function dropSteps(blueprint: Blueprint, ids: readonly string[], words: string): Blueprint {
  const gone = new Set(ids);
  const dropped = blueprint.steps.filter(s => gone.has(s.id));
  if (dropped.length === 0) return blueprint;
  const byId = new Map(blueprint.steps.map(s => [s.id, s]));
  const through = (id: string): string[] =>
    gone.has(id) ? (byId.get(id)?.dependsOn ?? []).flatMap(through) : [id];
  const steps = blueprint.steps
    .filter(s => !gone.has(s.id))
    .map(s =>
      s.dependsOn.some(d => gone.has(d))
        ? { ...s, dependsOn: [...new Set(s.dependsOn.flatMap(through))] }
        : s,
    );
  const served = new Set(steps.flatMap(s => s.serves));
  const lost = blueprint.requirements.filter(r => !served.has(r.id));
  const lostIds = new Set(lost.map(r => r.id));
  return {
    ...blueprint,
    steps,
    requirements: blueprint.requirements.filter(r => !lostIds.has(r.id)),
    outOfScope: [
      ...blueprint.outOfScope,
      ...dropped.map(s => `${s.title} (feedback: “${words}”).`),
      ...lost.map(r => `${r.id}: ${r.text}`),
    ],
    cases: blueprint.cases
      .map(c => ({ ...c, proves: c.proves.filter(p => !lostIds.has(p)) }))
      .filter((c, i) => c.proves.length > 0 || blueprint.cases[i]?.proves.length === 0),
    implemented: blueprint.implemented.filter(s => !gone.has(s.stepId)),
    rollback: blueprint.rollback
      .map(r => ({ ...r, undoes: r.undoes.filter(id => !gone.has(id)) }))
      .filter(r => r.undoes.length > 0),
  };
}

/** Two steps as one: `a` goes on with what `b` does. */
function joined(a: Step, b: Step): Step {
  return {
    ...a,
    title: `${a.title}; ${b.title.charAt(0).toLowerCase()}${b.title.slice(1)}`,
    estimate: {
      low: a.estimate.low + b.estimate.low,
      likely: a.estimate.likely + b.estimate.likely,
      high: a.estimate.high + b.estimate.high,
      basis:
        a.estimate.basis === b.estimate.basis ? a.estimate.basis : `${a.estimate.basis}; ${b.estimate.basis}`,
    },
    serves: [...new Set([...a.serves, ...b.serves])],
    dependsOn: [...new Set([...a.dependsOn, ...b.dependsOn])],
    details: [...a.details, ...b.details.filter(d => !a.details.includes(d))],
    files: mergeFiles([...a.files, ...b.files]),
    functions: [...a.functions, ...b.functions],
    code: [...a.code, ...b.code.filter(c => !a.code.some(d => d.caption === c.caption && d.code === c.code))],
    verify: [...a.verify, ...b.verify.filter(v => !a.verify.some(w => w.text === v.text))],
    rollback: [...new Set([...a.rollback, ...b.rollback])],
    packages: [...a.packages, ...b.packages],
  };
}

/** Joins steps into the first of them, in its place. */
export function mergeSteps(blueprint: Blueprint, ids: readonly string[]): Blueprint {
  const parts = blueprint.steps.filter(s => ids.includes(s.id));
  const [first, ...rest] = parts;
  if (!first || rest.length === 0) return blueprint;
  const gone = new Set(rest.map(s => s.id));
  const own = new Set(parts.map(s => s.id));
  const one = rest.reduce(joined, first);
  const merged = { ...one, dependsOn: one.dependsOn.filter(d => !own.has(d)) };
  const swap = (id: string): string => (gone.has(id) ? first.id : id);
  const steps = blueprint.steps
    .filter(s => !gone.has(s.id))
    .map(s =>
      s.id === first.id
        ? merged
        : { ...s, dependsOn: [...new Set(s.dependsOn.map(swap))].filter(d => d !== s.id) },
    );
  const last = Math.max(...parts.map(p => blueprint.steps.indexOf(p)));
  // A part may need what stands between: the whole goes where the last part stood.
  const needsLater = merged.dependsOn.some(
    d => steps.findIndex(s => s.id === d) > steps.findIndex(s => s.id === first.id),
  );
  const placed = needsLater ? moveTo(steps, first.id, last - gone.size) : steps;
  return {
    ...blueprint,
    steps: placed,
    implemented: blueprint.implemented.map(s => ({ ...s, stepId: swap(s.stepId) })),
    rollback: blueprint.rollback.map(r => ({ ...r, undoes: [...new Set(r.undoes.map(swap))] })),
  };
}

/**
 * Parts a step in two: what it creates, then what it changes in existing files; where it does only one of them, the
 * first half of its files and the rest. Undefined for a step of one file. Estimates are parted by files.
 */
export function splitStep(blueprint: Blueprint, id: string): Blueprint | undefined {
  const step = blueprint.steps.find(s => s.id === id);
  if (!step || step.files.length < 2) return undefined;
  const created = step.files.filter(f => f.action === 'create');
  const mixed = created.length > 0 && created.length < step.files.length;
  const head = mixed ? created : step.files.slice(0, Math.ceil(step.files.length / 2));
  const rest = step.files.filter(f => !head.includes(f));
  const speaks = (text: string): boolean => rest.some(f => text.includes(f.path));
  const late = step.code.filter(c => speaks(c.caption));
  const share = (n: number, files: readonly unknown[]): number =>
    Math.max(5, Math.round((n * files.length) / step.files.length / 5) * 5);
  const part = (files: Step['files']): Step['estimate'] => ({
    low: share(step.estimate.low, files),
    likely: share(step.estimate.likely, files),
    high: share(step.estimate.high, files),
    basis: `${step.estimate.basis}; parted by files`,
  });
  const first: Step = {
    ...step,
    estimate: part(head),
    files: head,
    code: step.code.filter(c => !late.includes(c)),
    details: step.details.filter(d => !speaks(d)),
    verify: step.verify.slice(-1),
    rollback: step.rollback.filter(r => !speaks(r)),
  };
  const second: Step = {
    ...step,
    id: `${id}-rest`,
    title: `${mixed ? 'Join it to' : 'The same in'} ${rest
      .slice(0, 2)
      .map(f => `\`${f.path}\``)
      .join(', ')}${rest.length > 2 ? ` and ${rest.length - 2} more` : ''}`,
    estimate: part(rest),
    dependsOn: [id],
    files: rest,
    functions: [],
    code: late,
    details: step.details.filter(speaks),
    rollback: step.rollback.filter(speaks),
    packages: [],
  };
  const steps = blueprint.steps.flatMap(s => {
    if (s.id === id) return [first, second];
    return s.dependsOn.includes(id) ? [{ ...s, dependsOn: [...s.dependsOn, second.id] }] : [s];
  });
  return {
    ...blueprint,
    steps,
    rollback: blueprint.rollback.map(r =>
      r.undoes.includes(id) ? { ...r, undoes: [...r.undoes, second.id] } : r,
    ),
  };
}

function moveTo(steps: readonly Step[], id: string, index: number): Step[] {
  const step = steps.find(s => s.id === id);
  const rest = steps.filter(s => s.id !== id);
  return step ? [...rest.slice(0, index), step, ...rest.slice(index)] : [...steps];
}

/** Moves a step; undefined where it would then stand before something it needs, or behind something that needs it. */
export function moveStep(
  blueprint: Blueprint,
  directive: Extract<Directive, { kind: 'move' }>,
): Blueprint | undefined {
  const rest = blueprint.steps.filter(s => s.id !== directive.step);
  const other = rest.findIndex(s => s.id === directive.other);
  if (other < 0 || rest.length === blueprint.steps.length) return undefined;
  const steps = moveTo(blueprint.steps, directive.step, directive.where === 'before' ? other : other + 1);
  const place = new Map(steps.map((s, i) => [s.id, i]));
  const early = steps.find(s => s.id === directive.step);
  if (early && directive.where === 'before' && isTestFirst(early)) {
    const needs = early.dependsOn.filter(d => (place.get(d) ?? -1) < steps.indexOf(early));
    if (needs.length < early.dependsOn.length) {
      const first = { ...early, dependsOn: needs, details: [...early.details, TESTS_FIRST] };
      return { ...blueprint, steps: steps.map(s => (s === early ? first : s)) };
    }
  }
  const broken = steps.some((s, i) => s.dependsOn.some(d => (place.get(d) ?? -1) > i));
  return broken ? undefined : { ...blueprint, steps };
}

const TESTS_FIRST =
  'Written before the steps that make them pass: every case fails until then, by an assertion or by a name that is not there yet.';

/** Tests that are described, not written out: they may stand before the code that they are for. */
function isTestFirst(step: Step): boolean {
  return step.part === 'testing' && step.code.every(c => c.kind === 'existing');
}
