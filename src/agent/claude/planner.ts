import type { Finding, Phase } from '../../domain/index.ts';
import type { AgentOutput } from '../../session/events.ts';
import { latestRevision } from '../../session/selectors.ts';
import type { ActiveSession } from '../../session/state.ts';
import { wantsTwo } from '../carry.ts';
import { Cancelled, channel, type RunScope } from '../local/channel.ts';
import { matchedFor } from '../local/draft/draft.ts';
import { recordOf } from '../local/draft/record.ts';
import { analyse, lookAtCode, research } from '../local/look.ts';
import type { Planner, RunRequest } from '../port.ts';
import type { HandIn } from './conversation.ts';
import {
  type ClaudePlannerPorts,
  type Desk,
  deskFor,
  Failed,
  phaseOf,
  sayPrompt,
  type Thread,
} from './desk.ts';
import { draft, revise } from './drafting.ts';
import { finishPhase, takeFindings, takeQuestions } from './hand-ins.ts';
import { prompt } from './prompts.ts';
import { criticise } from './red-team.ts';
import { introduce, letSpeak, openThread, projectValues } from './thread.ts';
import { listed } from './told.ts';

export type { ClaudePlannerPorts } from './desk.ts';

/** Milliseconds that a phase is expected to take at most; shown beside its timer. */
const PHASE_MS: Readonly<Record<Phase, number>> = { research: 120_000, analysis: 180_000, planning: 240_000 };

const MOST_FINDINGS = { research: 12, analysis: 16 } as const;

/**
 * The planner that lets a model research, analyse and plan with read-only tools. Findings count when code found their
 * quotes; the plan is checked before it is shown. Never throws: what goes wrong ends in `RunStopped {failed}`.
 */
export function createClaudePlanner(ports: ClaudePlannerPorts): Planner {
  const threads = new Map<string, Thread>();
  const threadOf = async (session: ActiveSession, scope: RunScope, phase: Phase): Promise<Thread> => {
    const thread = threads.get(session.sessionId) ?? (await openThread(ports, session, scope, phase));
    threads.set(session.sessionId, thread);
    return thread;
  };
  return {
    engine: 'claude',
    async *run(request) {
      const { runId, signal } = request;
      try {
        yield* channel(signal, async scope => {
          const first = request.kind === 'research' ? 'research' : 'planning';
          begin(scope, first);
          await runOf(ports, request, scope, await threadOf(request.session, scope, first));
        });
        yield { type: 'RunStopped', runId, reason: signal.aborted ? 'cancelled' : 'done' };
      } catch (error) {
        yield stoppedBy(error, runId, signal);
      }
    },
  };
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
      return researchRun(ports, request, scope, thread);
    case 'draft':
    case 'revise':
      return planRun(ports, request, scope, thread);
    case 'criticise':
      return criticRun(ports, request, scope, thread);
  }
}

async function researchRun(
  ports: ClaudePlannerPorts,
  { session, steers }: RunRequest,
  scope: RunScope,
  thread: Thread,
): Promise<void> {
  const desk = deskFor(ports, session, scope, thread, steers);
  const record = recordOf(session);
  const playbooks = await scope.until(ports.playbooks());
  const matched = matchedFor(record, playbooks).map(m => m.playbook);

  const known = await research(within(scope), ports, record, matched);
  const found = await findingsOf(desk, 'research', known.findings, {
    ...projectValues(session),
    known: listed(known.findings),
    web: thread.talk.speaker.web
      ? ', and official documentation on the web, read before it is cited'
      : '. The web is not in reach here: cite what is on this machine',
    most: String(MOST_FINDINGS.research),
  });
  end(scope, 'research');

  begin(scope, 'analysis');
  await letSpeak(desk, 'analysis');
  const fresh = introduce(desk, session);
  const factIds = [...new Set(matched.flatMap(p => p.facts))];
  const analysed = await analyse(within(scope), ports, record, known, playbooks, factIds);
  const before = [...analysed.findings, ...found];
  const asked = takeQuestions(desk.evidence, session.questions, question =>
    scope.emit({ type: 'QuestionRaised', question }),
  );
  const seen = await findingsOf(
    desk,
    'analysis',
    before,
    {
      known: listed(fresh ? before : analysed.findings),
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
  if (asked.taken.some(q => q.asked === 'round')) return;
  const full = { ...record, findings: [...before, ...seen], questions: asked.taken };
  begin(scope, 'planning');
  await letSpeak(desk, 'planning');
  introduce(desk, session);
  await draft(desk, session, full, analysed.survey);
  end(scope, 'planning');
}

async function planRun(
  ports: ClaudePlannerPorts,
  { session, steers }: RunRequest,
  scope: RunScope,
  thread: Thread,
): Promise<void> {
  const desk = deskFor(ports, session, scope, thread, steers);
  const record = recordOf(session);
  await letSpeak(desk, 'planning');
  introduce(desk, session);
  const playbooks = await scope.until(ports.playbooks());
  const [brief, facts] = await scope.until(Promise.all([ports.research.brief(), ports.research.facts()]));
  const survey = await lookAtCode(within(scope), ports, record, { brief, facts }, 'planning', playbooks);
  const before = latestRevision(session)?.revision;
  if (before && !wantsTwo(session)) await revise(desk, session, record, survey, before);
  else await draft(desk, session, record, survey);
  end(scope, 'planning');
}

/** Reads the newest revision against itself. */
async function criticRun(
  ports: ClaudePlannerPorts,
  { session, steers }: RunRequest,
  scope: RunScope,
  thread: Thread,
): Promise<void> {
  const newest = latestRevision(session)?.revision;
  if (!newest) throw new Failed({ kind: 'no-revision', message: 'There is no plan to read.' });
  const desk = deskFor(ports, session, scope, thread, steers);
  await letSpeak(desk, 'planning');
  await criticise(desk, session, newest);
  end(scope, 'planning');
}

/** One phase in which findings are handed in one by one. */
async function findingsOf(
  desk: Desk,
  phase: 'research' | 'analysis',
  known: readonly Finding[],
  values: Readonly<Record<string, string>>,
  also: readonly HandIn[] = [],
): Promise<readonly Finding[]> {
  const { scope } = desk;
  const most = MOST_FINDINGS[phase];
  const { handIn, taken } = takeFindings(phase, most, desk.evidence, known, finding =>
    scope.emit({ type: 'FindingRecorded', finding }),
  );
  sayPrompt(desk, prompt(phase, values), `the prompt of ${phase}`);
  await phaseOf(desk, phase, [handIn, ...also, finishPhase()], 'finish_phase');
  return taken;
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
