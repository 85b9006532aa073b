import type { CodeMap } from '../../codemap/port.ts';
import type { Activity, Calibration, Finding, Pace, Phase, Precedent } from '../../domain/index.ts';
import type { ProjectFiles } from '../../host/port.ts';
import type { Playbook } from '../../playbooks/model.ts';
import type { Stack } from '../../playbooks/stacks.ts';
import type { DocHit, ProjectBrief, Research, StackFact } from '../../research/port.ts';
import type { LineHistory } from '../../research/trace/index.ts';
import { folderFinding } from './bootstrap/blueprint.ts';
import type { RunScope } from './channel.ts';
import type { Desk } from './draft/desk.ts';
import { deskOf, isPlannedByPlaybook, matchedFor } from './draft/draft.ts';
import type { DraftRecord } from './draft/record.ts';
import { integrationFindings, stateFindings } from './findings.ts';
import { withLists } from './lists/with-lists.ts';
import { attachFindings, playbookFindings } from './playbook-findings.ts';
import { researchFindings } from './research-findings.ts';
import { architectureFindings } from './review/architecture.ts';
import { completeSurvey, type Survey, withTrail } from './survey.ts';
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
}

const note = (scope: RunScope, phase: Phase, verb: Activity['verb'], object: string): void =>
  scope.emit({ type: 'ActivityNoted', activity: { phase, verb, object } });

/** The research phase: documents, manifests, installed packages, history. Emits what it does as it does it. */
export async function research(
  scope: RunScope,
  ports: LookPorts,
  goal: string,
  matched: readonly Playbook[],
): Promise<Researched> {
  const words = [...new Set([...readGoal(goal).words, ...matched.flatMap(p => p.words)])];
  scope.emit({ type: 'PhaseStarted', phase: 'research', budgetMs: 30_000 });
  const build = ports.map.build((done, total) =>
    scope.emit({
      type: 'Progress',
      phase: 'analysis',
      text: `Mapping ${done} / ${total} files`,
      done,
      total,
    }),
  );
  build.catch(() => {});
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
  say(precedents);
  const facts = await scope.until(reading);
  for (const p of matched) note(scope, 'research', 'Reading', `playbook ${p.name}: ${p.title}`);
  scope.emit({ type: 'PhaseEnded', phase: 'research' });
  await scope.breathe();
  return { brief, facts, docs: hits, precedents, findings };
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
  const places = attached.length > 0 ? attached : integrationFindings(survey);
  const findings = [
    ...(record.goal.kind === 'bootstrap' ? [folderFinding(survey, record)] : []),
    ...symptomFindings(survey),
    ...playbookFindings(desk.base),
    ...stateFindings(survey, factIds),
    ...places,
    ...(await scope.until(architectureFindings(ports, survey, places))),
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
  known: Pick<Researched, 'brief' | 'facts'>,
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
  const impact = await scope.until(ports.map.impact({ goal, limit: 24, lines: true }));
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
  const lists = matched.flatMap(m => m.playbook.lists);
  const listed = await scope.until(withLists(ports, survey, lists, stop));
  if (record.goal.kind === 'bootstrap') return { ...listed, stacks: ports.stacks?.() ?? [] };
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
