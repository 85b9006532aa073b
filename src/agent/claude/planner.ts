import type { Finding, Phase, Question } from '../../domain/index.ts';
import { sourceLabel } from '../../domain/index.ts';
import type { CheckReport, Plan } from '../../plan/model.ts';
import { renderPlan } from '../../plan/render.ts';
import type { AgentOutput } from '../../session/events.ts';
import { latestRevision } from '../../session/selectors.ts';
import type { ActiveSession } from '../../session/state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Failure } from '../../shared/result.ts';
import { nextRevision } from '../carry.ts';
import { Cancelled, channel, type RunScope } from '../local/channel.ts';
import { deskOf, matchedFor } from '../local/draft/draft.ts';
import { type DraftRecord, recordOf } from '../local/draft/record.ts';
import { goalRequirements } from '../local/draft/requirements.ts';
import { analyse, type LookPorts, lookAtCode, research } from '../local/look.ts';
import { withReview } from '../local/review/architecture.ts';
import type { Survey } from '../local/survey.ts';
import { readGoal } from '../local/words.ts';
import type { Planner, RunRequest } from '../port.ts';
import { issuesOf, READING_TOOLS, schemaOf, type ToolPorts } from '../tools/index.ts';
import { BUDGET, type Budget, Purse } from './budget.ts';
import type { Known } from './claim.ts';
import { converse, type HandIn, type PhaseEnd, say, type Talk, type TalkPorts } from './conversation.ts';
import { editProblems, PlanEdit } from './edits.ts';
import type { EvidencePorts, PageRead } from './evidence.ts';
import { checking, finishPhase, takeFindings, takeQuestions } from './hand-ins.ts';
import { Outgoing } from './outgoing.ts';
import { blueprintOf, PlanDraft, problemsOf } from './plan-draft.ts';
import { prompt } from './prompts.ts';
import { editedPlan, planQuestions, wholePlan, withFiles } from './whole-plan.ts';
import type { RetryPolicy } from './wire/retry.ts';
import { hostOf, type Wire } from './wire/turn.ts';

/** The model that works, and what it can do as far as its server says. */
export interface ModelChoice {
  readonly id: string;
  /** Most tokens of one answer. */
  readonly maxTokens: number;
  readonly thinking: boolean;
  /** Whether the server guarantees that tool inputs fit their schema. */
  readonly strict: boolean;
}

export interface ClaudePlannerPorts extends LookPorts, ToolPorts {
  readonly wire: Wire;
  readonly model: ModelChoice;
  readonly clock: Clock;
  readonly random: () => number;
  /** What the checks say of a plan, before the person sees it. */
  readonly check: (plan: Plan, markdown: string) => Promise<CheckReport>;
  readonly budget?: Budget;
  readonly retries?: RetryPolicy;
}

/** Milliseconds that a phase is expected to take at most; shown beside its timer. */
const PHASE_MS: Readonly<Record<Phase, number>> = { research: 120_000, analysis: 180_000, planning: 240_000 };
const MOST_FINDINGS = { research: 12, analysis: 16 } as const;
const MOST_TURNS: Readonly<Record<Phase, number>> = { research: 30, analysis: 40, planning: 20 };
const APPROACH = 'a';

/** What a session's conversation needs to go on. */
interface Thread {
  readonly talk: Talk;
  readonly purse: Purse;
  readonly outgoing: Outgoing;
  readonly pages: PageRead[];
}

/**
 * The planner that lets a model research, analyse and plan with read-only tools. Findings count when code found their
 * quotes; the plan is checked before it is shown. Never throws: what goes wrong ends in `RunStopped {failed}`.
 */
export function createClaudePlanner(ports: ClaudePlannerPorts): Planner {
  const threads = new Map<string, Thread>();
  const threadOf = (session: ActiveSession): Thread => {
    const known = threads.get(session.sessionId);
    if (known) return known;
    const { id, maxTokens, thinking, strict } = ports.model;
    const made: Thread = {
      talk: {
        model: id,
        maxTokens,
        thinking,
        strict,
        system: prompt('system'),
        messages: [],
        dropped: new Set(),
      },
      purse: new Purse(ports.budget ?? BUDGET),
      outgoing: new Outgoing(),
      pages: [],
    };
    threads.set(session.sessionId, made);
    return made;
  };
  return {
    engine: 'claude',
    async *run(request) {
      const { runId, signal } = request;
      try {
        yield* channel(signal, scope => runOf(ports, request, scope, threadOf(request.session)));
        yield { type: 'RunStopped', runId, reason: signal.aborted ? 'cancelled' : 'done' };
      } catch (error) {
        yield stoppedBy(error, runId, signal);
      }
    },
  };
}

/** A failure that ends a run. */
class Failed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

function stoppedBy(error: unknown, runId: string, signal: AbortSignal): AgentOutput {
  if (error instanceof Cancelled || signal.aborted) return { type: 'RunStopped', runId, reason: 'cancelled' };
  const failure =
    error instanceof Failed
      ? error.failure
      : {
          kind: 'claude-planner',
          message: `The planner stopped: ${error instanceof Error ? error.message : String(error)}`,
          next: 'What was found and answered is kept; try again, or go on with the local planner.',
        };
  const { kind, message, next } = failure;
  return {
    type: 'RunStopped',
    runId,
    reason: 'failed',
    failure: { kind, message, ...(next ? { next } : {}) },
  };
}

async function runOf(
  ports: ClaudePlannerPorts,
  request: RunRequest,
  scope: RunScope,
  thread: Thread,
): Promise<void> {
  switch (request.kind) {
    case 'research':
      return researchRun(ports, request.session, scope, thread);
    case 'draft':
    case 'revise':
      return planRun(ports, request.session, scope, thread);
  }
}

interface Desk {
  readonly ports: ClaudePlannerPorts;
  readonly thread: Thread;
  readonly scope: RunScope;
  readonly talkPorts: TalkPorts;
  readonly evidence: EvidencePorts;
}

function deskFor(ports: ClaudePlannerPorts, session: ActiveSession, scope: RunScope, thread: Thread): Desk {
  const { map, files, playbooks } = ports;
  const tools: ToolPorts = { map, files, playbooks, research: ports.research };
  const { clean, commit } = session.project;
  return {
    ports,
    thread,
    scope,
    talkPorts: {
      wire: ports.wire,
      tools,
      readings: READING_TOOLS,
      outgoing: thread.outgoing,
      purse: thread.purse,
      random: ports.random,
      ...(ports.retries ? { retries: ports.retries } : {}),
    },
    evidence: {
      ...tools,
      commit: clean === false ? undefined : commit,
      pages: () => thread.pages,
      today: new Date(ports.clock.now()).toISOString().slice(0, 10),
    },
  };
}

async function researchRun(
  ports: ClaudePlannerPorts,
  session: ActiveSession,
  scope: RunScope,
  thread: Thread,
): Promise<void> {
  const desk = deskFor(ports, session, scope, thread);
  const record = recordOf(session);
  const playbooks = await scope.until(ports.playbooks());
  const matched = matchedFor(record, playbooks).map(m => m.playbook);
  const words = [...new Set([...readGoal(record.goal.text).words, ...matched.flatMap(p => p.words)])];

  begin(scope, 'research');
  const known = await research(within(scope), ports, record.goal.text, words, matched);
  const found = await findingsOf(desk, 'research', known.findings, 'research', {
    goal: session.goal.text,
    kind: session.goal.kind,
    project: session.project.name,
    at: session.project.commit ? ` at commit ${session.project.commit.slice(0, 7)}` : '',
    known: listed(known.findings),
    web: '',
    most: String(MOST_FINDINGS.research),
  });
  end(scope, 'research');

  begin(scope, 'analysis');
  const factIds = [...new Set(matched.flatMap(p => p.facts))];
  const analysed = await analyse(within(scope), ports, record, known, playbooks, factIds);
  const before = [...analysed.findings, ...found.findings];
  const questions: Question[] = [];
  const asked = takeQuestions(desk.evidence, session.questions, question => {
    questions.push(question);
    scope.emit({ type: 'QuestionRaised', question });
  });
  const seen = await findingsOf(
    desk,
    'analysis',
    before,
    'analysis',
    {
      known: listed(analysed.findings),
      ranked: analysed.survey.impact.files
        .slice(0, 20)
        .map(
          f =>
            `${f.path}\t${f.reasons
              .slice(0, 2)
              .map(r => r.detail)
              .join('; ')}`,
        )
        .join('\n'),
      most: String(MOST_FINDINGS.analysis),
    },
    [asked.handIn],
  );
  end(scope, 'analysis');
  if (questions.some(q => q.asked === 'round')) return;
  const full = { ...record, findings: [...before, ...seen.findings], questions };
  begin(scope, 'planning');
  await draft(desk, session, full, analysed.survey);
  end(scope, 'planning');
}

async function planRun(
  ports: ClaudePlannerPorts,
  session: ActiveSession,
  scope: RunScope,
  thread: Thread,
): Promise<void> {
  const desk = deskFor(ports, session, scope, thread);
  const record = recordOf(session);
  begin(scope, 'planning');
  const playbooks = await scope.until(ports.playbooks());
  const [brief, facts] = await scope.until(Promise.all([ports.research.brief(), ports.research.facts()]));
  const survey = await lookAtCode(within(scope), ports, record, { brief, facts }, 'planning', playbooks);
  const before = latestRevision(session)?.revision;
  if (before) await revise(desk, session, record, survey, before.plan, before.markdown);
  else await draft(desk, session, record, deskOf(survey, record, playbooks).survey);
  end(scope, 'planning');
}

/** One phase in which findings are handed in one by one. */
async function findingsOf(
  desk: Desk,
  phase: 'research' | 'analysis',
  known: readonly Finding[],
  name: 'research' | 'analysis',
  values: Readonly<Record<string, string>>,
  also: readonly HandIn[] = [],
): Promise<{ readonly findings: readonly Finding[] }> {
  const { scope } = desk;
  const most = MOST_FINDINGS[phase];
  const { handIn, taken } = takeFindings(phase, most, desk.evidence, known, finding =>
    scope.emit({ type: 'FindingRecorded', finding }),
  );
  sayPrompt(desk, prompt(name, values), `the prompt of ${phase}`);
  await phaseOf(desk, phase, [handIn, ...also, finishPhase()], 'finish_phase');
  return { findings: taken };
}

/** Lets the model work; a budget that is used up ends research and analysis early, with what there is. */
async function phaseOf(
  desk: Desk,
  phase: Phase,
  handIns: readonly HandIn[],
  last: string,
): Promise<PhaseEnd> {
  const ended = await converse(desk.scope, desk.talkPorts, desk.thread.talk, {
    phase,
    handIns,
    last,
    mostTurns: MOST_TURNS[phase],
  });
  if (ended.kind === 'failed') throw new Failed(ended.failure);
  if (ended.kind === 'spent')
    desk.scope.emit({
      type: 'NoticeRaised',
      text: `${ended.why[0]?.toUpperCase()}${ended.why.slice(1)}: ${phase} ends here, with what was found until now.`,
    });
  return ended;
}

async function draft(desk: Desk, session: ActiveSession, record: DraftRecord, bare: Survey): Promise<void> {
  const { scope, ports, thread } = desk;
  const number = record.earlier.length + 1;
  const goal = goalRequirements(bare, record);
  const known = knownOf(record);
  let drafted: Plan | undefined;
  let survey = bare;
  const submit: HandIn = {
    name: 'submit_plan',
    description: 'Hands in the whole plan. What contradicts itself is refused with the reasons.',
    schema: schemaOf(PlanDraft),
    async take(input) {
      const read = PlanDraft.safeParse(input);
      if (!read.success) return { text: issuesOf(read.error), wrong: true };
      const problems = problemsOf(read.data, goal);
      if (problems.length > 0) return { text: problems.join('\n'), wrong: true };
      survey = await withFiles(bare, pathsOf(read.data.steps), ports);
      const blueprint = await blueprintOf(read.data, {
        survey,
        map: ports.map,
        files: ports.files,
        known,
        goal,
      });
      drafted = await withReview(ports, survey, wholePlan(survey, record, blueprint, authorOf(ports)));
      return { text: 'The plan is taken; it is checked now.', done: true };
    },
  };
  sayPrompt(
    desk,
    prompt('planning', {
      known: listed(record.findings),
      answers: answersText(record),
      requirements: goal.map(r => `${r.id} ${r.text}`).join('\n'),
    }),
    'the prompt of planning',
  );
  const ended = await phaseOf(desk, 'planning', [submit], 'submit_plan');
  if (!drafted) throw new Failed(spent(ended));
  const mended = await mend(desk, drafted, record, survey, number, session);
  publish(scope, session, mended, thread);
}

async function revise(
  desk: Desk,
  session: ActiveSession,
  record: DraftRecord,
  bare: Survey,
  plan: Plan,
  markdown: string,
): Promise<void> {
  const number = record.earlier.length + 1;
  const survey = await withFiles(bare, pathsOf(plan.steps), desk.ports);
  sayPrompt(
    desk,
    prompt('revision', {
      revision: String(plan.revision),
      plan: markdown,
      known: listed(record.findings),
      feedback: feedbackText(record, plan),
    }),
    'the prompt of the revision',
  );
  const { edited, ended } = await edit(desk, plan, record, survey, number, session);
  if (!edited) throw new Failed(spent(ended));
  publish(desk.scope, session, await mend(desk, edited, record, survey, number, session), desk.thread);
}

/** One edit of a plan by the model. */
async function edit(
  desk: Desk,
  plan: Plan,
  record: DraftRecord,
  bare: Survey,
  number: number,
  session: ActiveSession,
): Promise<{ readonly edited: Plan | undefined; readonly ended: PhaseEnd }> {
  const { ports } = desk;
  let edited: Plan | undefined;
  const handIn: HandIn = {
    name: 'edit_plan',
    description:
      'Changes the plan that is there, addressed by step and section. What is not named stays as it is.',
    schema: schemaOf(PlanEdit),
    async take(input) {
      const read = PlanEdit.safeParse(input);
      if (!read.success) return { text: issuesOf(read.error), wrong: true };
      const problems = editProblems(read.data, plan);
      if (problems.length > 0) return { text: problems.join('\n'), wrong: true };
      const steps = read.data.steps.flatMap(one => ('step' in one ? [one.step] : []));
      const survey = await withFiles(bare, pathsOf(steps), ports);
      const known = knownOf(record);
      const asked = { questions: record.questions, answers: session.answers };
      edited = await editedPlan(plan, read.data, number, { ...ports, survey, known }, asked);
      return { text: 'The change is taken; the plan is checked now.', done: true };
    },
  };
  const ended = await phaseOf(desk, 'planning', [handIn], 'edit_plan');
  return { edited, ended };
}

const MOST_TOLD = 20;

/** Lets the model mend once what the checks find wrong; what is wrong then is shown as wrong. */
async function mend(
  desk: Desk,
  plan: Plan,
  record: DraftRecord,
  survey: Survey,
  number: number,
  session: ActiveSession,
): Promise<Plan> {
  const { scope, ports, thread } = desk;
  scope.emit({
    type: 'ActivityNoted',
    activity: checking('planning', `revision ${number} against the code`),
  });
  const wrong = faultsOf(await scope.until(ports.check(plan, renderPlan(plan))));
  if (wrong.length === 0 || thread.purse.empty('planning') !== undefined) return plan;
  scope.emit({
    type: 'ActivityNoted',
    activity: checking(
      'planning',
      `${wrong.length} ${wrong.length === 1 ? 'thing' : 'things'} that are not there: the model looks again`,
    ),
  });
  sayPrompt(
    desk,
    prompt('mending', { findings: wrong.slice(0, MOST_TOLD).join('\n') }),
    'what the checks found',
  );
  const { edited } = await edit(desk, plan, record, survey, number, session);
  return edited ? { ...edited, changes: plan.changes } : plan;
}

/** Errors of the checks, each with what would mend it. */
function faultsOf({ results }: CheckReport): readonly string[] {
  return results.flatMap(r =>
    r.findings
      .filter(f => f.severity === 'error')
      .map(f => `check ${r.check} (${r.name}): ${f.message} ${f.mend}`),
  );
}

function publish(scope: RunScope, session: ActiveSession, plan: Plan, { outgoing }: Thread): void {
  const hidden = outgoing.notice();
  if (hidden !== undefined) scope.emit({ type: 'NoticeRaised', text: hidden });
  const { revision, notice } = nextRevision(session, plan);
  if (notice !== undefined) scope.emit({ type: 'NoticeRaised', text: notice });
  scope.emit({
    type: 'RevisionDrafted',
    approachId: APPROACH,
    approachTitle: revision.plan.approach.title,
    revision,
  });
}

function spent(ended: PhaseEnd): Failure {
  const why = ended.kind === 'spent' ? ended.why : 'the model handed in no plan';
  return {
    kind: 'budget',
    message: `No plan was made: ${why}.`,
    next: 'Raise limits.tokens in your settings, or go on with the local planner: everything is kept.',
  };
}

function sayPrompt({ thread }: Desk, text: string, from: string): void {
  say(thread.talk, [{ type: 'text', text: thread.outgoing.text(text, from) }]);
}

function knownOf(record: DraftRecord): Known {
  return { findings: record.findings, answered: new Set(Object.keys(record.answers)) };
}

function authorOf({ model, wire }: ClaudePlannerPorts) {
  return { model: model.id, host: hostOf(wire.endpoint.baseUrl) };
}

/** Findings by their ids, with where each was read. */
function listed(findings: readonly Finding[]): string {
  return findings.length === 0
    ? '(nothing yet)'
    : findings
        .map(f => `[${f.id}] ${f.text} (${f.sources.map(sourceLabel).join(', ') || 'assumption'})`)
        .join('\n');
}

function answersText(record: DraftRecord): string {
  const lines = planQuestions(record).map(({ question, answer }) => {
    const label = (id: string): string => question.choices.find(c => c.id === id)?.label ?? id;
    switch (answer?.kind) {
      case 'choice':
        return `answer:${question.id}: ${question.text} ${label(answer.choiceId)}${answer.note ? ` (${answer.note})` : ''}`;
      case 'text':
        return `answer:${question.id}: ${question.text} ${answer.text}`;
      case 'delegated':
        return `answer:${question.id}: ${question.text} Left to you; recommended was: ${label(question.recommended)}`;
      default:
        return `open: ${question.text} Assume: ${label(question.recommended)}`;
    }
  });
  return lines.join('\n') || '(no question was asked)';
}

/** What was said since the plan was made: answers that changed, and feedback that it does not speak of. */
function feedbackText(record: DraftRecord, plan: Plan): string {
  const answers = record.questions.flatMap(question => {
    const answer = record.answers[question.id];
    const was = plan.questions.find(q => q.question.id === question.id)?.answer;
    return answer && JSON.stringify(answer) !== JSON.stringify(was) ? [question.id] : [];
  });
  const told = answersText({ ...record, questions: record.questions.filter(q => answers.includes(q.id)) });
  const said = record.feedback
    .filter(f => f.revision >= plan.revision)
    .map(f => `- ${targetText(f.target)}${f.text}`);
  return (
    [...(answers.length > 0 ? [told] : []), ...said].join('\n') ||
    '(nothing: make it better where it is weak)'
  );
}

function targetText(target: DraftRecord['feedback'][number]['target']): string {
  switch (target.kind) {
    case 'revision':
      return '';
    case 'section':
      return `on section “${target.heading}”: `;
    case 'step':
      return `on step ${target.stepId}: `;
    case 'lines':
      return `on “${target.quote}”: `;
  }
}

function pathsOf(
  steps: readonly { readonly files: readonly { readonly path: string }[] }[],
): readonly string[] {
  return steps.flatMap(s => s.files.map(f => f.path));
}

/** What code finds by itself belongs to a phase that the model goes on with: its own beginning and end are not told. */
function within(scope: RunScope): RunScope {
  return {
    ...scope,
    emit: output => {
      if (output.type !== 'PhaseStarted' && output.type !== 'PhaseEnded') scope.emit(output);
    },
  };
}

function begin(scope: RunScope, phase: Phase): void {
  scope.emit({ type: 'PhaseStarted', phase, budgetMs: PHASE_MS[phase] });
}

function end(scope: RunScope, phase: Phase): void {
  scope.emit({ type: 'PhaseEnded', phase });
}
