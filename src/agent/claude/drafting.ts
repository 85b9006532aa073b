import { isSaidMissing } from '../../plan/checks/kind-sections.ts';
import type { Plan, Revision } from '../../plan/model.ts';
import { renderPlan } from '../../plan/render.ts';
import { standInNotices } from '../../plan/stand-in.ts';
import { isSecondWay, overlapOf } from '../../plan/two/facts.ts';
import type { ActiveSession } from '../../session/state.ts';
import { SIDES, tellRevision, wantsTwo } from '../carry.ts';
import type { Blueprint } from '../local/draft/blueprint.ts';
import { type DraftRecord, ofApproach } from '../local/draft/record.ts';
import { goalRequirements } from '../local/draft/requirements.ts';
import { withReview } from '../local/review/architecture.ts';
import type { Survey } from '../local/survey.ts';
import type { Known } from './claim.ts';
import { type HandIn, type PhaseEnd, tellHidden } from './conversation.ts';
import { type Desk, Failed, phaseOf, sayPrompt, spent } from './desk.ts';
import { editedSections, editedSteps, editProblems, type PlanEdit } from './edits.ts';
import { checking, finishPhase, shaped } from './hand-ins.ts';
import { type KindDraft, type KindEdit, type KindWork, kindWork, shapesOf } from './kinds/index.ts';
import { blueprintOf, type PlanDraft, problemsOf, stepOf } from './plan-draft.ts';
import { prompt } from './prompts.ts';
import { answersText, feedbackText, listed, touchedBy } from './told.ts';
import { watchPlan } from './watch-plan.ts';
import { editedPlan, wholePlan, withFiles } from './whole-plan.ts';
import { hostOf } from './wire/turn.ts';

/** A plan that the model may still change by edits of its steps and sections. */
interface Editable {
  readonly plan: Plan;
  /** What an edit may not write anew by itself. */
  readonly parted?: KindWork['parted'];
  /** With the files that the plan names. */
  readonly survey: Survey;
  /** The plan after an edit that has no problems. */
  edited(edit: KindEdit): Promise<Editable>;
}

/** A desk at which it is known what the goal's kind has of its own. */
type KindedDesk = Desk & { readonly own: KindWork };

async function withKind(desk: Desk, record: DraftRecord, survey: Survey): Promise<KindedDesk> {
  const { ports, scope } = desk;
  const playbooks = await scope.until(ports.playbooks());
  return { ...desk, own: await scope.until(kindWork(ports, survey, record, playbooks)) };
}

/** Drafts the plan; both of them where two approaches are asked for. */
export async function draft(
  bareDesk: Desk,
  session: ActiveSession,
  record: DraftRecord,
  bare: Survey,
): Promise<void> {
  const desk = await withKind(bareDesk, record, bare);
  sayPrompt(
    desk,
    prompt('planning', {
      known: listed(desk.own.known),
      answers: answersText(record),
      requirements: goalRequirements(bare, record)
        .map(r => `${r.id} ${r.text}`)
        .join('\n'),
    }),
    'the prompt of planning',
  );
  if (wantsTwo(session)) return draftTwo(desk, session, id => ofApproach(record, session, id), bare);
  const { made, ended } = await submitted(desk, record, bare);
  if (!made) throw new Failed(spent(ended));
  await publish(desk, session, await mended(desk, made));
}

/** A second plan that repeats the first is sent back so often; then there is one approach, and why. */
const MOST_REPEATS = 2;

async function draftTwo(
  desk: KindedDesk,
  session: ActiveSession,
  of: (side: (typeof SIDES)[number]) => DraftRecord,
  bare: Survey,
): Promise<void> {
  sayPrompt(desk, prompt('two'), 'the prompt of two approaches');
  let axis: PlanDraft['axis'];
  const first = await submitted(desk, of(SIDES[0]), bare, given => {
    axis = given.axis;
    return axis ? undefined : 'The plan lacks `axis`: the question in which the two approaches differ.';
  });
  if (!first.made || !axis) throw new Failed(spent(first.ended));
  const a = await mended(desk, first.made);
  const asked = axis;
  let other: PlanDraft['axis'];
  let repeats = 0;
  let why: string | undefined;
  sayPrompt(
    desk,
    prompt('second', { title: a.plan.approach.title, ...asked, touched: touchedBy(a.plan) }),
    'the prompt of the second approach',
  );
  const second = await submitted(
    desk,
    of(SIDES[1]),
    bare,
    (given, { plan }) => {
      const overlap = overlapOf(a.plan, plan);
      other = given.axis ?? { question: asked.question, side: plan.approach.title };
      if (isSecondWay(overlap)) return undefined;
      const shared = `${Math.round(overlap.files * 100)} % of the files and ${Math.round(overlap.packages * 100)} % of the packages`;
      why = `The model's second plan shares ${shared} with the first.`;
      return ++repeats > MOST_REPEATS
        ? 'That is no second way either: end with finish_phase, and say why there is none.'
        : `That is the first approach again: it shares ${shared}. Change the design, or end with finish_phase.`;
    },
    said => {
      why = said ?? why;
    },
  );
  if (!second.made) {
    await publish(desk, session, {
      ...a,
      plan: {
        ...a.plan,
        notices: [
          ...a.plan.notices,
          `Two approaches were asked for; one is planned. ${why ?? spent(second.ended).message}`,
        ],
      },
    });
    return;
  }
  const b = await mended(desk, second.made);
  for (const [n, { made, side }] of [
    { made: a, side: asked.side },
    { made: b, side: other?.side ?? b.plan.approach.title },
  ].entries())
    await publish(desk, session, made, {
      side: { id: SIDES[n] ?? '', axis: { question: asked.question, side, picks: {} } },
    });
}

/**
 * One whole plan by the model. `refuse`: what sends it back, beside its own contradictions; `none`: the model may say that
 * there is no such plan, and why.
 */
async function submitted(
  desk: KindedDesk,
  record: DraftRecord,
  bare: Survey,
  refuse: (given: KindDraft, made: Editable) => string | undefined = () => undefined,
  none?: (why: string | undefined) => void,
): Promise<{ readonly made: Editable | undefined; readonly ended: PhaseEnd }> {
  const { ports, own } = desk;
  const goal = goalRequirements(bare, record);
  const known = knownOf(record, desk);
  let drafted: Editable | undefined;
  let asked = false;
  const seen = watchPlan(desk);
  const submit: HandIn = {
    name: 'submit_plan',
    watch: seen.take,
    take: shaped(shapesOf(own.kind).plan.taken, async given => {
      const problems = [...problemsOf(given, goal), ...own.problems(given.of_kind, given.steps)];
      const lacking = asked ? [] : own.lacking(given.of_kind);
      if (lacking.length > 0) {
        asked = true;
        problems.push(prompt('lacking', { lacking: lacking.map(one => `- ${one}`).join('\n') }));
      }
      if (problems.length > 0) return { text: problems.join('\n'), wrong: true };
      const survey = await withFiles(bare, pathsOf(given.steps), ports);
      const { map, files } = ports;
      const blueprint = await blueprintOf(given, { survey, map, files, known, goal });
      const made = await draftedPlan(desk, record, survey, blueprint, given.of_kind);
      const refused = refuse(given, made);
      if (refused !== undefined) return { text: refused, wrong: true };
      drafted = made;
      await seen.settled();
      return { text: 'The plan is taken; it is checked now.', done: true };
    }),
  };
  const decline = none && finishPhase(none);
  const ended = await phaseOf(desk, 'planning', [submit, ...(decline ? [decline] : [])], 'submit_plan');
  return { made: drafted, ended };
}

/** What code stands in for is said above the plan, too. */
const withNotices = (plan: Plan): Plan => ({
  ...plan,
  notices: [...standInNotices(plan.notices, plan.special ?? [])],
});

/** A first draft: an edit changes its blueprint, and all that is computed from it is computed anew. */
async function draftedPlan(
  desk: KindedDesk,
  record: DraftRecord,
  survey: Survey,
  blueprint: Blueprint,
  ofKind: unknown,
): Promise<Editable> {
  const { ports, own } = desk;
  const { steps, cases } = own.worked(ofKind, blueprint);
  const special = [...(await own.whole(ofKind, { steps, survey, known: knownOf(record, desk) }))];
  const made = wholePlan(survey, own.read(record), { ...blueprint, steps, cases, special }, authorOf(desk));
  const plan = withNotices(made);
  return {
    plan,
    survey,
    async edited(edit) {
      const wider = await withFiles(survey, pathsIn(edit), ports);
      const { summary, ...sections } = editedSections(edit, knownOf(record, desk));
      const edited = await editedSteps(steps, edit, made => stepOf(made, { ...ports, survey: wider }));
      const changed = {
        ...blueprint,
        cases: plan.tests.cases,
        ...sections,
        ...(summary ? { approach: { ...plan.approach, summary } } : {}),
        steps: edited,
      };
      return draftedPlan(desk, record, wider, changed, {
        ...Object(ofKind),
        ...Object(edit.sections.of_kind),
      });
    },
  };
}

export async function revise(
  bareDesk: Desk,
  session: ActiveSession,
  record: DraftRecord,
  bare: Survey,
  { plan, markdown, drafted, adopted }: Revision,
): Promise<void> {
  const desk = await withKind(bareDesk, record, bare);
  sayPrompt(
    desk,
    prompt('revision', {
      revision: String(plan.revision),
      plan: markdown,
      known: listed(desk.own.known),
      feedback: feedbackText(record, plan),
    }),
    'the prompt of the revision',
  );
  const survey = await withFiles(bare, pathsOf(plan.steps), desk.ports);
  const { next, ended } = await edit(desk, revisedPlan(desk, session, record, survey, plan, plan.changes));
  if (!next) throw new Failed(spent(ended));
  // A model edits the plan as it stands, with what the person wrote: what differs from that is all that changes.
  const below = drafted || adopted ? plan : undefined;
  await publish(desk, session, await mended(desk, next, await faultsIn(desk, plan, markdown)), { below });
}

/** A later revision: what an edit does not name stays as it is. `changes`: what was said of it until now. */
function revisedPlan(
  desk: KindedDesk,
  session: ActiveSession,
  record: DraftRecord,
  survey: Survey,
  plan: Plan,
  changes: Plan['changes'] = [],
): Editable {
  return {
    plan,
    survey,
    parted: desk.own.parted,
    async edited(edit) {
      const wider = await withFiles(survey, pathsIn(edit), desk.ports);
      const asked = { questions: record.questions, answers: session.answers };
      const ports = { ...desk.ports, survey: wider, known: knownOf(record, desk) };
      const next = await editedPlan(plan, edit, record.earlier.length + 1, ports, asked);
      const told = plan.revision === next.revision ? changes : next.changes;
      const { steps } = next;
      const special = await desk.own.revised(edit.sections.of_kind, plan.special ?? [], {
        steps,
        survey: wider,
        known: ports.known,
      });
      const whole = { ...next, changes: told, ...(special.length > 0 ? { special: [...special] } : {}) };
      return revisedPlan(desk, session, record, wider, withNotices(whole), told);
    },
  };
}

/** One edit of a plan by the model. */
async function edit(
  desk: KindedDesk,
  from: Editable,
): Promise<{ readonly next: Editable | undefined; readonly ended: PhaseEnd }> {
  let next: Editable | undefined;
  const seen = watchPlan(desk);
  const handIn: HandIn = {
    name: 'edit_plan',
    watch: seen.take,
    take: shaped(shapesOf(desk.own.kind).edit, async given => {
      const problems = [...editProblems(given, from.plan), ...(from.parted?.(given.sections.of_kind) ?? [])];
      if (problems.length > 0) return { text: problems.join('\n'), wrong: true };
      const made = await from.edited(given);
      const wrong = desk.own.problems(given.sections.of_kind, made.plan.steps);
      if (wrong.length > 0) return { text: wrong.join('\n'), wrong: true };
      next = made;
      await seen.settled();
      return { text: 'The change is taken; the plan is checked now.', done: true };
    }),
  };
  const ended = await phaseOf(desk, 'planning', [handIn], 'edit_plan');
  return { next, ended };
}

const MOST_TOLD = 20;

const unplaced = (fault: string): string => fault.replace(/\bline \d+/g, 'line');

/**
 * Lets the model mend once what the checks find wrong; what is wrong then is shown as wrong. `before`: what was wrong
 * before the model changed anything, which nobody asked it to mend.
 */
async function mended(desk: KindedDesk, made: Editable, before: readonly string[] = []): Promise<Editable> {
  const { scope, thread } = desk;
  const { plan } = made;
  scope.emit({
    type: 'ActivityNoted',
    activity: checking('planning', `revision ${plan.revision}`),
  });
  // The same fault on another line is the same.
  const known = new Set(before.map(unplaced));
  const wrong = (await faultsIn(desk, plan)).filter(fault => !known.has(unplaced(fault)));
  if (wrong.length === 0 || thread.purse.empty('planning') !== undefined) return made;
  scope.emit({
    type: 'ActivityNoted',
    activity: checking(
      'planning',
      `${wrong.length === 1 ? 'one fault' : `${wrong.length} faults`}: the model mends`,
    ),
  });
  sayPrompt(
    desk,
    prompt('mending', { findings: wrong.slice(0, MOST_TOLD).join('\n') }),
    'what the checks found',
  );
  const { next } = await edit(desk, made);
  return next ?? made;
}

/** Errors of the checks, each with what would mend it. */
async function faultsIn(
  { scope, ports }: Desk,
  plan: Plan,
  markdown = renderPlan(plan),
): Promise<readonly string[]> {
  const { results } = await scope.until(ports.check(plan, markdown));
  return results.flatMap(r =>
    r.findings
      // What the model was asked for twice is not asked for a third time.
      .filter(f => f.severity === 'error' && !isSaidMissing(f))
      .map(f => `check ${r.check} (${r.name}): ${f.message} ${f.mend}`),
  );
}

async function publish(
  { scope, ports, thread }: Desk,
  session: ActiveSession,
  { plan, survey }: Editable,
  how: Parameters<typeof tellRevision>[3] = {},
): Promise<void> {
  const reviewed = await scope.until(withReview(ports, survey, plan));
  tellHidden(scope, thread.outgoing);
  tellRevision(scope, session, reviewed, how);
}

function knownOf(record: DraftRecord, { thread, own }: KindedDesk): Known {
  return { findings: own.known, answered: answeredOf(record), said: thread.talk.heard };
}

function authorOf({ ports, thread }: Desk) {
  return { model: thread.talk.speaker.id, host: hostOf(ports.wire.endpoint.baseUrl) };
}

/** Files that the steps of an edit name. */
function pathsIn(edit: PlanEdit): readonly string[] {
  return pathsOf(edit.steps.flatMap(one => ('step' in one ? [one.step] : [])));
}

function pathsOf(
  steps: readonly { readonly files: readonly { readonly path: string }[] }[],
): readonly string[] {
  return steps.flatMap(s => s.files.map(f => f.path));
}

/** Questions that the person decided, or left to the planner; one that was passed over is no decision. */
function answeredOf({ answers }: DraftRecord): ReadonlySet<string> {
  return new Set(Object.values(answers).flatMap(a => (a.kind === 'skipped' ? [] : [a.questionId])));
}
