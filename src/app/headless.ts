import * as z from 'zod';
import type { Answer, DesignAxis, FeedbackTarget, Question } from '../domain/index.ts';
import { findStep } from '../plan/find-step.ts';
import type { CheckResult, Plan } from '../plan/model.ts';
import { comparisonMarkdown, type Measured } from '../plan/two/rows.ts';
import { unknownQuestion } from '../session/decide.ts';
import type { SessionStore } from '../session/ports.ts';
import { currentApproach, lastRun, latestRevision, stage } from '../session/selectors.ts';
import type { ActiveSession, SessionState } from '../session/state.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';

/** `{questionId: choiceId or text}` of an answers file. */
export const AnswersFile = z.record(z.string(), z.string());
export type AnswersFile = z.infer<typeof AnswersFile>;

export interface GivenFeedback {
  readonly text: string;
  /** What names the step that it is about: its id, number or title; absent: it is about the whole plan. */
  readonly step?: string | undefined;
  /** What it is about, where that is known already: comes before `step`. */
  readonly target?: FeedbackTarget | undefined;
  /** The next piece is given too before the plan is revised. */
  readonly more?: boolean | undefined;
}

export interface HeadlessOptions {
  readonly answers: AnswersFile;
  readonly feedback: readonly GivenFeedback[];
  readonly approve: boolean;
  readonly take?: 'a' | 'b' | undefined;
  readonly with?: readonly string[];
  /** A model's last draft is read against itself. */
  readonly redTeam?: boolean;
  readonly measure: (plan: Plan) => Promise<Measured>;
}

/** What `--json` prints: the session's result as one object. */
export interface HeadlessResult {
  readonly sessionId: string;
  readonly goal: ActiveSession['goal'];
  readonly planner: ActiveSession['planner'];
  readonly questions: readonly (Question & { readonly answer?: Answer })[];
  readonly revision: number;
  readonly revisions: number;
  readonly plan: Plan;
  readonly markdown: string;
  readonly checks: readonly CheckResult[];
  readonly approved: boolean;
  readonly path?: string;
  readonly latest?: string;
  readonly notices: readonly string[];
  /** What an adverse reading holds against the plan; the person judges each. */
  readonly objections?: ActiveSession['objections'];
  /** Where two approaches were planned: both, and what was measured of each. */
  readonly approaches?: readonly ComparedApproach[];
  /** Which of them was taken. */
  readonly taken?: string;
}

export interface ComparedApproach {
  readonly id: string;
  readonly title: string;
  readonly axis?: DesignAxis | undefined;
  readonly plan: Plan;
  readonly markdown: string;
  readonly checks: HeadlessResult['checks'];
  readonly measured: Measured;
}

/**
 * Resolves with the first state that passes, or with why there will be none; states are looked at as they come, never
 * by time.
 */
export function waitFor(
  store: SessionStore,
  passes: (state: ActiveSession) => boolean,
): Promise<Result<ActiveSession>> {
  return new Promise(resolve => {
    const look = () => {
      const state: SessionState = store.state();
      const { broken } = store.live();
      if (state.kind === 'active' && passes(state)) resolve(ok(state));
      else if (broken) resolve(err(broken));
      else return false;
      return true;
    };
    if (look()) return;
    const stop = store.subscribe(() => {
      if (look()) stop();
    });
  });
}

/** The same session as on the screen, without one: research, answers, draft, feedback, approval. */
export async function runHeadless(
  store: SessionStore,
  options: HeadlessOptions,
): Promise<Result<HeadlessResult>> {
  const researched = await settled(store);
  if (!researched.ok) return researched;
  if (stage(researched.value).kind === 'asking' || Object.keys(options.answers).length > 0) {
    const answered = await giveAnswers(store, researched.value, options.answers);
    if (!answered.ok) return answered;
  }
  let drafted = await settled(store);
  if (drafted.ok && stage(drafted.value).kind === 'comparing') {
    if (options.take === undefined)
      return options.approve || options.feedback.length > 0
        ? err(failure('untaken', TAKE_FIRST, 'For example: --take a, or --take b --with S-tests'))
        : result(drafted.value, options);
    const taken = await store.dispatch({
      type: 'take-approach',
      approachId: options.take,
      steps: options.with ?? [],
    });
    if (!taken.ok) return taken;
    drafted = await settled(store);
  }
  for (const { text, step, target: known, more } of options.feedback) {
    if (!drafted.ok) return drafted;
    const target = known ? ok(known) : targetOf(drafted.value, step);
    if (!target.ok) return target;
    const given = await store.dispatch({ type: 'give-feedback', text, target: target.value });
    if (!given.ok) return given;
    if (more) continue;
    const again = await store.dispatch({ type: 'regenerate' });
    if (!again.ok) return again;
    drafted = await settled(store);
    // The revision before it is there, and is not what was asked for.
    const stopped = drafted.ok ? lastRun(drafted.value)?.stopped : undefined;
    if (stopped?.reason === 'failed' && stopped.failure) return err(stopped.failure as Failure);
  }
  if (!drafted.ok) return drafted;
  if (options.redTeam && !options.approve && drafted.value.planner.engine === 'claude') {
    const read = await store.dispatch({ type: 'criticise' });
    if (!read.ok) return read;
    drafted = await settled(store);
    if (!drafted.ok) return drafted;
  }
  if (!options.approve) return result(drafted.value, options);
  const here = stage(drafted.value).kind;
  // A resumed session may be approved already, its file written or on its way.
  if (here !== 'published' && here !== 'publishing') {
    const approved = await store.dispatch({ type: 'approve' });
    if (!approved.ok) return approved;
  }
  // Not what an earlier approval published.
  const published = await waitFor(
    store,
    s => stage(s).kind === 'published' || s.publishFailure !== undefined,
  );
  if (!published.ok) return published;
  const { publishFailure } = published.value;
  return publishFailure ? err(publishFailure as Failure) : result(published.value, options);
}

/** Waits until no Run works and the newest revision is checked. */
async function settled(store: SessionStore): Promise<Result<ActiveSession>> {
  const state = await waitFor(store, s => {
    const here = stage(s);
    const unchecked =
      (here.kind === 'reviewing' && !here.checked.report) ||
      (here.kind === 'comparing' && here.approaches.some(a => !a.revisions.at(-1)?.report));
    return here.kind !== 'working' && !unchecked;
  });
  if (!state.ok) return state;
  const here = stage(state.value);
  if (here.kind !== 'stopped') return state;
  const failed = here.run.stopped?.failure;
  return err(
    failed
      ? { kind: failed.kind, message: failed.message, next: failed.next }
      : failure(
          'no-plan',
          `The run ended (${here.run.stopped?.reason ?? 'stopped'}) without a plan.`,
          `Open it with planner-tui resume ${state.value.sessionId} and press r to draft again; what was answered is kept.`,
        ),
  );
}

function targetOf(state: ActiveSession, step: string | undefined): Result<FeedbackTarget> {
  const latest = latestRevision(state);
  if (step === undefined || !latest) return ok({ kind: 'revision' });
  const found = findStep(latest.revision.plan, step);
  return found.ok ? ok({ kind: 'step', stepId: found.value.id }) : found;
}

async function giveAnswers(
  store: SessionStore,
  state: ActiveSession,
  answers: AnswersFile,
): Promise<Result<void>> {
  for (const [id, value] of Object.entries(answers)) {
    const question = state.questions.find(q => q.id === id);
    if (!question) return err(unknownQuestion(id, state.questions));
    const choice = question.choices.find(c => c.id === value);
    const answer: Answer = choice
      ? { kind: 'choice', questionId: id, choiceId: choice.id }
      : { kind: 'text', questionId: id, text: value };
    const taken = await store.dispatch({ type: 'answer', answer });
    if (!taken.ok) return taken;
  }
  return store.dispatch({ type: 'submit-answers', rest: 'leave' });
}

const TAKE_FIRST = 'Two approaches were planned, and feedback and approval are for one of them.';

async function result(
  state: ActiveSession,
  { measure }: Pick<HeadlessOptions, 'measure'>,
): Promise<Result<HeadlessResult>> {
  const checked = latestRevision(state);
  if (!checked) return err(failure('no-plan', 'The session ended without a plan.'));
  return ok({
    sessionId: state.sessionId,
    goal: state.goal,
    planner: state.planner,
    questions: state.questions.map(q => {
      const answer = state.answers[q.id];
      return answer ? { ...q, answer } : q;
    }),
    revision: checked.revision.number,
    revisions: currentApproach(state)?.revisions.length ?? 0,
    plan: checked.revision.plan,
    markdown: checked.revision.markdown,
    checks: checked.report?.results ?? [],
    approved: state.approval?.revision === checked.revision.number,
    ...(state.published ? { path: state.published.path, latest: state.published.latest } : {}),
    notices: state.notices,
    ...(state.objections.length > 0 ? { objections: state.objections } : {}),
    ...(state.approaches.length > 1 ? { approaches: await comparedApproaches(state, measure) } : {}),
    ...(state.taken === undefined ? {} : { taken: state.taken }),
  });
}

function comparedApproaches(
  { approaches }: ActiveSession,
  measure: HeadlessOptions['measure'],
): Promise<readonly ComparedApproach[]> {
  const whole = approaches.flatMap(approach => {
    const newest = approach.revisions.at(-1);
    return newest ? [{ approach, newest }] : [];
  });
  return Promise.all(
    whole.map(async ({ approach: { id, title, axis }, newest: { revision, report } }) => ({
      id,
      title,
      ...(axis ? { axis } : {}),
      plan: revision.plan,
      markdown: revision.markdown,
      checks: report?.results ?? [],
      measured: await measure(revision.plan),
    })),
  );
}

/** What is printed of two approaches that nobody has chosen between: the comparison, then both plans where `plans` says so. */
export function comparisonText(result: HeadlessResult, plans = true): string | undefined {
  const [a, b] = [...(result.approaches ?? [])].sort((x, y) => x.id.localeCompare(y.id));
  if (!a || !b || result.taken !== undefined) return undefined;
  const axis = a.axis && b.axis && { question: a.axis.question, sides: [a.axis.side, b.axis.side] as const };
  const compared = comparisonMarkdown(axis, a, b);
  return plans ? `${compared}\n---\n\n${a.markdown}\n---\n\n${b.markdown}` : compared;
}

/** Findings of checks that failed, one line each. */
export function findingLines(checks: readonly CheckResult[]): readonly string[] {
  return checks
    .filter(check => check.verdict === 'failed')
    .flatMap(({ check, name, findings }) =>
      findings.map(f => `  check ${check} ${name}, line ${f.line}: ${f.message} — ${f.mend}`),
    );
}

/** Those of the newest revision, for stderr. */
export function failedLines(state: ActiveSession): readonly string[] {
  return findingLines(latestRevision(state)?.report?.results ?? []);
}
