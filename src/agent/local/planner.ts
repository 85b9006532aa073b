import type { CodeMap } from '../../codemap/port.ts';
import type { Calibration, DesignAxis, Pace } from '../../domain/index.ts';
import type { ProjectFiles } from '../../host/port.ts';
import type { Plan } from '../../plan/model.ts';
import type { Playbook } from '../../playbooks/model.ts';
import type { Stack } from '../../playbooks/stacks.ts';
import type { CiSource } from '../../research/ci/index.ts';
import type { Research } from '../../research/port.ts';
import type { LineHistory } from '../../research/trace/index.ts';
import type { AgentOutput } from '../../session/events.ts';
import { latestRevision } from '../../session/selectors.ts';
import type { ActiveSession } from '../../session/state.ts';
import type { Clock } from '../../shared/clock.ts';
import { SIDES, tellRevision, wantsTwo } from '../carry.ts';
import type { Planner, RunRequest } from '../port.ts';
import { Cancelled, channel, type RunScope } from './channel.ts';
import { NoFailure } from './ci/case.ts';
import type { Desk } from './draft/desk.ts';
import { deskOf, draftPlan, lookedUpFor, matchedFor, questionsOf } from './draft/draft.ts';
import { type DraftRecord, recordOf } from './draft/record.ts';
import { analyse, type LookPorts, lookAtCode, research } from './look.ts';
import { draftWithPackages, type PackagePorts } from './package-findings.ts';
import { type PagePorts, withPages } from './page-findings.ts';
import { preview } from './preview.ts';
import { withReview } from './review/architecture.ts';
import { toldApart, twoWays, type Ways } from './two.ts';
import { type WayPorts, withWays } from './way-findings.ts';

export interface LocalPlannerPorts extends PackagePorts, PagePorts, WayPorts, Pick<LookPorts, 'pageCode'> {
  readonly map: CodeMap;
  readonly research: Research;
  readonly files: ProjectFiles;
  /** How the ranking did on past changes here, if that was ever measured. */
  readonly calibration?: () => Calibration | undefined;
  /** How the person's recorded plans took against their estimates, if there are enough and nobody switched it off. */
  readonly pace?: () => Pace | undefined;
  /** What git says of single lines and of releases. */
  readonly lineHistory?: LineHistory;
  /** Ways to begin a project. */
  readonly stacks?: () => readonly Stack[];
  /** Asked once a run; a loader that remembers is welcome. */
  readonly playbooks: () => Promise<readonly Playbook[]>;
  readonly clock: Clock;
  /** Logs of failing CI runs; absent where none can be read. */
  readonly ci?: CiSource;
}

/**
 * The embedded planner: no key, no model, and no network but what `packageFacts`, `packageWays` and `pages` may ask for. The same repository, session and record of steps give the same
 * bytes. Never throws: what goes wrong ends in `RunStopped {failed}`.
 */
export function createLocalPlanner(ports: LocalPlannerPorts): Planner {
  return {
    engine: 'local',
    run: request => run(ports, request),
    preview: request => preview(ports, request),
  };
}

async function* run(ports: LocalPlannerPorts, request: RunRequest): AsyncGenerator<AgentOutput> {
  const { runId, signal } = request;
  try {
    yield* channel(signal, scope =>
      request.kind === 'research'
        ? researchRun(ports, request, scope)
        : request.kind === 'criticise'
          ? notByRules(scope)
          : draftRun(ports, request, scope),
    );
    yield { type: 'RunStopped', runId, reason: signal.aborted ? 'cancelled' : 'done' };
  } catch (error) {
    if (error instanceof Cancelled || signal.aborted)
      yield { type: 'RunStopped', runId, reason: 'cancelled' };
    else yield { type: 'RunStopped', runId, reason: 'failed', failure: failureOf(error) };
  }
}

/** A goal in another language of which not a word is in the planner's table. */
class NotUnderstood extends Error {
  constructor(language: string, quote: string) {
    super(
      `The goal “${quote}” is in ${language}, and the local planner understood none of its words: it knows some hundred words of code in other languages, no more.`,
    );
  }
}

function failureOf(error: unknown): { kind: string; message: string; next?: string } {
  if (error instanceof NoFailure) {
    const { kind, message, next } = error.failure;
    return { kind, message, ...(next === undefined ? {} : { next }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotUnderstood)
    return {
      kind: 'goal-not-understood',
      message,
      next: 'Say it in English, or name the files, functions or packages that it is about.',
    };
  return {
    kind: 'local-planner',
    message: `The local planner stopped: ${message}`,
    next: 'What was found and answered is kept; try again, and report it if it stops at the same place.',
  };
}

/** A session that a model was reading goes on without one: what rules can say of a plan, the checks say. */
async function notByRules(scope: RunScope): Promise<void> {
  scope.emit({
    type: 'NoticeRaised',
    text: 'An adverse reading needs a model; the checks are in the review.',
  });
}

async function researchRun(ports: LocalPlannerPorts, request: RunRequest, scope: RunScope): Promise<void> {
  const bare = recordOf(request.session);
  const { foreign, quote } = bare.words;
  if (foreign && foreign.understood.length === 0) throw new NotUnderstood(foreign.language, quote);
  const playbooks = await scope.until(ports.playbooks());
  const matched = matchedFor(bare, playbooks).map(m => m.playbook);
  const known = await research(scope, ports, bare, matched);
  // What a page is not built with says nothing of the page.
  const factIds = bare.goal.kind === 'cro' ? [] : [...new Set(matched.flatMap(p => p.facts))];
  const { desk, findings } = await analyse(scope, ports, bare, known, playbooks, factIds);
  const ways = wantsTwo(request.session) ? twoWays(desk, bare) : undefined;
  const questions = questionsOf(
    desk,
    bare,
    new Set(ways?.kind === 'two' ? Object.keys(ways.sides[0].picks) : []),
  );
  for (const question of questions) scope.emit({ type: 'QuestionRaised', question });
  scope.emit({ type: 'PhaseEnded', phase: 'analysis' });
  await scope.breathe();
  if (questions.some(q => q.asked === 'round')) return;
  scope.emit({ type: 'PhaseStarted', phase: 'planning', budgetMs: 30_000 });
  await plan(ports, scope, desk, { ...bare, findings, questions }, request.session);
}

async function draftRun(ports: LocalPlannerPorts, request: RunRequest, scope: RunScope): Promise<void> {
  const record = recordOf(request.session);
  scope.emit({ type: 'PhaseStarted', phase: 'planning', budgetMs: 30_000 });
  const playbooks = await scope.until(ports.playbooks());
  const brief = await scope.until(ports.research.brief());
  const facts = await scope.until(ports.research.facts());
  const survey = await lookAtCode(scope, ports, record, { brief, facts }, 'planning', playbooks);
  await plan(ports, scope, deskOf(survey, record, playbooks), record, request.session);
}

/** Drafts the approach that is worked on, or both where two are asked for. */
async function plan(
  ports: LocalPlannerPorts,
  scope: RunScope,
  desk: Desk,
  record: DraftRecord,
  session: ActiveSession,
): Promise<void> {
  const ways = wantsTwo(session) ? twoWays(desk, record) : undefined;
  if (ways?.kind === 'two') await planBoth(ports, scope, desk, record, session, ways.sides);
  else await planOne(ports, scope, desk, record, session, ways);
  scope.emit({ type: 'PhaseEnded', phase: 'planning' });
}

async function planOne(
  ports: LocalPlannerPorts,
  scope: RunScope,
  desk: Desk,
  record: DraftRecord,
  session: ActiveSession,
  alone?: Extract<Ways, { kind: 'one' }>,
): Promise<void> {
  await creating(scope, desk, record, '');
  const made = await reviewed(ports, scope, desk, record);
  const drafted = alone
    ? { ...made, notices: [...made.notices, `Two approaches were asked for; one is planned. ${alone.why}`] }
    : made;
  await scope.breathe();
  const before = latestRevision(session)?.revision;
  // A session that began with a file has no draft that its text came from: the one that nothing was said to yet.
  const below =
    before?.adopted && !before.drafted
      ? await reviewed(ports, scope, desk, { ...record, feedback: [], earlier: [] })
      : undefined;
  tellRevision(scope, session, drafted, { below });
}

/** Two whole plans; each is told when both are made, so that nobody reads one as the answer. */
async function planBoth(
  ports: LocalPlannerPorts,
  scope: RunScope,
  desk: Desk,
  record: DraftRecord,
  session: ActiveSession,
  sides: readonly [DesignAxis, DesignAxis],
): Promise<void> {
  const drafts: Plan[] = [];
  for (const [n, axis] of sides.entries()) {
    const { earlier } = recordOf(session, SIDES[n]);
    const own = { ...record, earlier, picks: new Map(Object.entries(axis.picks)) };
    await creating(scope, desk, own, ` of approach ${(SIDES[n] ?? '').toUpperCase()}, ${axis.side}`);
    drafts.push(await reviewed(ports, scope, desk, own));
    await scope.breathe();
  }
  const [a, b] = drafts;
  if (!a || !b) return;
  for (const [n, drafted] of toldApart([a, b], sides).entries())
    tellRevision(scope, session, drafted, { side: { id: SIDES[n] ?? '', axis: sides[n] } });
}

async function creating(scope: RunScope, { survey }: Desk, record: DraftRecord, of: string): Promise<void> {
  const { commit } = survey;
  const made = commit ? ` at ${commit.slice(0, 7)}` : '';
  scope.emit({
    type: 'ActivityNoted',
    activity: {
      phase: 'planning',
      verb: 'Creating',
      object: `revision ${record.earlier.length + 1}${of}${made}`,
    },
  });
  await scope.breathe();
}

/** A draft with what pages, packages and the architecture say of it. */
async function reviewed(
  ports: LocalPlannerPorts,
  scope: RunScope,
  desk: Desk,
  of: DraftRecord,
): Promise<Plan> {
  const { candidates, pages } = lookedUpFor(desk, of);
  const read = await withPages(scope, ports, of, pages);
  const compared = await withWays(scope, ports, read, desk.survey);
  const bare = await draftWithPackages(scope, ports, compared, known => draftPlan(desk, known), candidates);
  return scope.until(withReview(ports, desk.survey, bare));
}
