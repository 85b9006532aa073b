import type { CodeMap } from '../../codemap/port.ts';
import type { Activity, Calibration, Finding, Pace, Phase, Precedent } from '../../domain/index.ts';
import type { ProjectFiles } from '../../host/port.ts';
import type { Playbook } from '../../playbooks/model.ts';
import type { Stack } from '../../playbooks/stacks.ts';
import type { CiReading, CiSource } from '../../research/ci/index.ts';
import type { DocHit, ProjectBrief, Research, StackFact } from '../../research/port.ts';
import type { LineHistory } from '../../research/trace/index.ts';
import { folderFinding } from './bootstrap/blueprint.ts';
import type { RunScope } from './channel.ts';
import { firstOf, NoFailure, withCase, wordsOf } from './ci/case.ts';
import { caseFindings, languageNotice, logFindings } from './ci/findings.ts';
import { lookAtPage, type PageCodePorts, type PageSight, pageFindings, withReadPage } from './cro/sight.ts';
import { decisionFindings } from './decision/findings.ts';
import { withDecision } from './decision/sight.ts';
import { withCallers } from './draft/callers.ts';
import type { Desk } from './draft/desk.ts';
import { deskOf, isPlannedByPlaybook, matchedFor } from './draft/draft.ts';
import type { DraftRecord } from './draft/record.ts';
import { integrationFindings, stateFindings } from './findings.ts';
import { withLists } from './lists/with-lists.ts';
import { attachFindings, playbookFindings } from './playbook-findings.ts';
import { researchFindings } from './research-findings.ts';
import { architectureFindings } from './review/architecture.ts';
import { completeSurvey, type Survey, withTests, withTrail } from './survey.ts';
import { symptomFindings } from './symptom/findings.ts';
import { withSymptom } from './symptom/read.ts';
import { contentWords, readGoal } from './words.ts';

export interface LookPorts {
  readonly map: CodeMap;
  readonly research: Research;
  readonly files: ProjectFiles;
  /** How the ranking did on past changes here, if that was ever measured. */
  readonly calibration?: () => Calibration | undefined;
  /** How the person's recorded plans took against their estimates. */
  readonly pace?: () => Pace | undefined;
  /** Logs of failing CI runs; absent where none can be read. */
  readonly ci?: CiSource;
  /** What an address that the person gave answers. */
  readonly pageCode?: NonNullable<PageCodePorts['pageCode']>;
  /** What git says of single lines and of releases. */
  readonly lineHistory?: LineHistory;
  /** Ways to begin a project. */
  readonly stacks?: () => readonly Stack[];
}

type InstalledPackage = NonNullable<Awaited<ReturnType<Research['installedPackage']>>>;

export interface Researched {
  readonly brief: ProjectBrief;
  readonly facts: readonly StackFact[];
  readonly docs: readonly DocHit[];
  readonly precedents: readonly Precedent[];
  readonly findings: readonly Finding[];
  readonly page?: PageSight | undefined;
}

const note = (scope: RunScope, phase: Phase, verb: Activity['verb'], object: string): void =>
  scope.emit({ type: 'ActivityNoted', activity: { phase, verb, object } });

/** The research phase: documents, manifests, installed packages, history. Emits what it does as it does it. */
export async function research(
  scope: RunScope,
  ports: LookPorts,
  record: DraftRecord,
  matched: readonly Playbook[],
): Promise<Researched> {
  const goal = record.goal.text;
  const words = [...new Set([...readGoal(goal).words, ...matched.flatMap(p => p.words)])];
  scope.emit({ type: 'PhaseStarted', phase: 'research', budgetMs: 30_000 });
  const build = ports.map.build((done, total) =>
    scope.emit({
      type: 'Progress',
      phase: 'analysis',
      text: 'Mapping files',
      done,
      total,
    }),
  );
  build.catch(() => {});
  if (isAboutRun(ports, record)) return researchRun(scope, ports, record, build);
  const brief = await scope.until(ports.research.brief());
  for (const manifest of [...new Set(brief.dependencies.map(d => d.source.path))].slice(0, 3))
    note(scope, 'research', 'Reading', manifest);
  const shown = words.slice(0, 4).join(', ');
  const docs = brief.documents.map(d => d.path);
  note(scope, 'research', 'Searching', `${docs.slice(0, 2).join(' and ') || 'the documents'} for ${shown}`);
  const hits = await scope.until(ports.research.documents(words, 8));
  // Each finding is said as soon as it is known: what needs the map or the history comes last.
  const findings: Finding[] = [];
  const packages: InstalledPackage[] = [];
  const say = (precedents: readonly Precedent[]) => {
    for (const finding of researchFindings({ words, docs: hits, packages, precedents, brief })) {
      if (findings.some(f => f.id === finding.id)) continue;
      findings.push(finding);
      scope.emit({ type: 'FindingRecorded', finding });
    }
  };
  say([]);
  const named = brief.dependencies.filter(d => contentWords(d.name).some(w => words.includes(w)));
  for (const dependency of named.slice(0, 4)) {
    note(scope, 'research', 'Reading', `${dependency.name} as installed`);
    const read = await scope.until(ports.research.installedPackage(dependency.name, words));
    if (read) packages.push(read);
  }
  say([]);
  // Facts are read on this thread while the map is built on its own: what is ready first is said first.
  const reading = ports.research.facts();
  reading.catch(() => {});
  note(scope, 'research', 'Searching', `git log for ${shown}`);
  await scope.until(build);
  const precedents = await scope.until(ports.map.precedents(goal, 6));
  // What shall be decided is no change that earlier ones could show.
  if (record.goal.kind !== 'decision') say(precedents);
  const facts = await scope.until(reading);
  const page = await pageFor(scope, ports, record, 'research');
  for (const finding of page ? pageFindings(page) : []) {
    findings.push(finding);
    scope.emit({ type: 'FindingRecorded', finding });
  }
  for (const p of matched) note(scope, 'research', 'Reading', `playbook ${p.name}: ${p.title}`);
  scope.emit({ type: 'PhaseEnded', phase: 'research' });
  await scope.breathe();
  return { brief, facts, docs: hits, precedents, findings, page };
}

/** The page that a goal of the kind cro is about, found and read. */
async function pageFor(
  scope: RunScope,
  ports: LookPorts,
  record: DraftRecord,
  phase: Phase,
): Promise<PageSight | undefined> {
  if (record.goal.kind !== 'cro') return undefined;
  const sight = await scope.until(lookAtPage(ports, record, phase, scope.signal));
  const { reading, url } = sight;
  for (const path of reading?.own ? reading.paths : url && phase === 'research' ? [url] : [])
    note(scope, phase, 'Reading', path);
  return sight;
}

const isAboutRun = (ports: LookPorts, { goal }: DraftRecord): boolean =>
  goal.kind === 'ci-fix' && goal.about !== undefined && ports.ci !== undefined;

/** What a goal about a failing run is about. Throws `NoFailure` where it cannot be read. */
async function readRun(
  scope: RunScope,
  ports: LookPorts,
  record: DraftRecord,
): Promise<CiReading | undefined> {
  const { about } = record.goal;
  if (!ports.ci || about === undefined || record.goal.kind !== 'ci-fix') return undefined;
  const read = await scope.until(ports.ci.read(about, record.sessionId, scope.signal));
  if (!read.ok) throw new NoFailure(read.error);
  return read.value;
}

/** Research on a failing run: its log first, for it says what to look for. */
async function researchRun(
  scope: RunScope,
  ports: LookPorts,
  record: DraftRecord,
  build: Promise<unknown>,
): Promise<Researched> {
  const about = record.goal.about ?? '';
  note(
    scope,
    'research',
    /^https?:/.test(about) ? 'Fetching' : 'Reading',
    about === '-' ? 'the log on standard input' : about,
  );
  const reading = await readRun(scope, ports, record);
  const findings: Finding[] = [];
  if (reading) {
    const { first, others } = firstOf(reading);
    for (const job of reading.log.jobs.slice(0, 6))
      note(
        scope,
        'research',
        'Reading',
        `the log of ${job.name}: ${job.steps.length} ${job.steps.length === 1 ? 'step' : 'steps'}`,
      );
    findings.push(...logFindings(reading, first, others));
    for (const text of [...reading.notes, languageNotice(first) ?? []].flat())
      scope.emit({ type: 'NoticeRaised', text });
  }
  for (const finding of findings) scope.emit({ type: 'FindingRecorded', finding });
  const brief = await scope.until(ports.research.brief());
  const reads = ports.research.facts();
  reads.catch(() => {});
  await scope.until(build);
  const facts = await scope.until(reads);
  scope.emit({ type: 'PhaseEnded', phase: 'research' });
  await scope.breathe();
  return { brief, facts, docs: [], precedents: [], findings };
}

/** The analysis phase up to the ranked files; questions are raised by the caller, who then ends the phase. */
export async function analyse(
  scope: RunScope,
  ports: LookPorts,
  record: DraftRecord,
  known: Researched,
  playbooks: readonly Playbook[],
  factIds: readonly string[],
): Promise<{ readonly survey: Survey; readonly desk: Desk; readonly findings: readonly Finding[] }> {
  scope.emit({ type: 'PhaseStarted', phase: 'analysis', budgetMs: 45_000 });
  const survey = await lookAtCode(scope, ports, record, known, 'analysis', playbooks);
  const desk = deskOf(survey, record, playbooks);
  scope.emit({
    type: 'ImpactRanked',
    impacts: [...survey.impact.files.slice(0, 20)],
    precedents: [...survey.impact.precedents.slice(0, 6)],
  });
  const attached = attachFindings(desk.base);
  const places = survey.decision
    ? decisionFindings(survey)
    : attached.length > 0
      ? attached
      : integrationFindings(survey);
  const findings = survey.ci
    ? caseFindings(survey, survey.ci)
    : [
        ...(record.goal.kind === 'bootstrap' ? [folderFinding(survey, record)] : []),
        ...symptomFindings(survey),
        ...playbookFindings(desk.base),
        ...stateFindings(survey, factIds),
        ...places,
        ...(survey.decision ? [] : await scope.until(architectureFindings(ports, survey, places))),
      ];
  for (const finding of findings) scope.emit({ type: 'FindingRecorded', finding });
  const [skipped, more] = [survey.summary.skipped[0], survey.summary.skipped.length];
  if (skipped)
    scope.emit({
      type: 'NoticeRaised',
      text: `${more} ${more === 1 ? 'file was' : 'files were'} not mapped, for example ${skipped.path} (${skipped.reason}).`,
    });
  return { survey, desk, findings: [...known.findings, ...findings] };
}

/** Maps, ranks and reads: what both the analysis and every draft start from. */
export async function lookAtCode(
  scope: RunScope,
  ports: LookPorts,
  record: DraftRecord,
  known: Pick<Researched, 'brief' | 'facts' | 'page'>,
  phase: Phase,
  playbooks: readonly Playbook[],
): Promise<Survey> {
  const goal = record.goal.text;
  const aloud = phase === 'analysis';
  const summary = await scope.until(ports.map.build());
  if (aloud) {
    note(scope, phase, 'Mapping', `${summary.files} files, ${summary.symbols} symbols`);
    scope.emit({
      type: 'MapBuilt',
      counts: {
        files: summary.files,
        symbols: summary.symbols,
        languages: summary.languages.map(l => l.name),
        skipped: summary.skipped.length,
      },
    });
  }
  const run = await readRun(scope, ports, record);
  const sought = run ? wordsOf(firstOf(run).first) : goal;
  const impact = await scope.until(ports.map.impact({ goal: sought, limit: 24, lines: true }));
  if (aloud) note(scope, phase, 'Ranking', `${impact.files.length} files affected`);
  await scope.breathe();
  const calibration = ports.calibration?.();
  const pace = paceFor(record, ports);
  const matched = matchedFor(record, playbooks);
  const commit = record.project.clean === false ? undefined : record.project.commit;
  const stop = (): boolean => scope.signal.aborted;
  const reading = (path: string): void => {
    if (aloud) note(scope, phase, 'Reading', path);
  };
  const survey = await scope.until(
    completeSurvey(
      ports,
      {
        goalText: goal,
        commit,
        summary,
        brief: known.brief,
        facts: known.facts,
        impact,
        ...(calibration ? { calibration } : {}),
        ...(pace ? { pace } : {}),
      },
      reading,
      stop,
    ),
  );
  if (run) return scope.until(withCase(ports, survey, run, reading));
  const lists = matched.flatMap(m => m.playbook.lists);
  const page = known.page ?? (await pageFor(scope, ports, record, phase));
  const seen = page ? await scope.until(withReadPage(ports, survey, page)) : survey;
  const listed = await scope.until(withLists(ports, seen, lists, stop));
  if (record.goal.kind === 'bootstrap') return { ...listed, stacks: ports.stacks?.() ?? [] };
  if (record.goal.kind === 'decision')
    return scope.until(
      withDecision(
        ports,
        listed,
        record,
        playbooks,
        what => aloud && note(scope, phase, 'Comparing', what),
        stop,
      ),
    );
  if (record.goal.kind === 'refactoring') {
    const called = await scope.until(withCallers(ports.map, listed, stop));
    return scope.until(withTests(ports, called, reading));
  }
  if (record.goal.kind === 'fix') return scope.until(withSymptom(ports, listed, record.given, reading, stop));
  // A playbook that finds too little here to plan by leaves the goal to the history, as if none had matched.
  return record.goal.kind !== 'feature' || isPlannedByPlaybook(deskOf(listed, record, playbooks), record)
    ? listed
    : scope.until(withTrail(ports, listed, reading, stop));
}

/** A later revision keeps the pace of the first, whatever was recorded since: feedback changes what it speaks of alone. */
function paceFor(record: DraftRecord, ports: LookPorts): Pace | undefined {
  const [first] = record.earlier;
  if (first) return first.pace;
  const pace = ports.pace?.();
  return pace?.factor === 1 ? undefined : pace;
}
