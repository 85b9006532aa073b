import { join, resolve } from 'node:path';
import { createLocalPlanner } from '../agent/local/planner.ts';
import { type CalibrateOptions, calibrate } from '../codemap/index.ts';
import type { Calibration, FindAnswer, Goal } from '../domain/index.ts';
import {
  createDataFiles,
  createGit,
  createGitObjects,
  createGiveBack,
  createProjectFiles,
  editText,
  findProjectRoot,
  namedPlan,
  openInEditor,
  packageRoot,
  readGivenFile,
  readGivenReport,
  userFolder,
} from '../host/index.ts';
import { check, needs } from '../plan/checks/index.ts';
import type { FactNeeds } from '../plan/facts.ts';
import type { Plan } from '../plan/model.ts';
import { paceOf } from '../plan/pace.ts';
import { foldTimes } from '../plan/times.ts';
import { createLineHistory } from '../research/trace/index.ts';
import type { PlannerChoice } from '../session/events.ts';
import { sameWords } from '../session/find-plan.ts';
import type { SessionStore, Workspace } from '../session/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { createStorage, writeNewFile } from '../storage/index.ts';
import { chooseTheme, detectAppearance, loadThemes, type Theme } from '../theme/index.ts';
import { startProject } from './beside-map.ts';
import { builtInStacks } from './built-in-stacks.ts';
import { checkAgain } from './check-plan.ts';
import { createCiRuns } from './ci-runs.ts';
import { readAgainst } from './critics.ts';
import { createEngines, type Engines } from './engines.ts';
import { createEvidenceReader } from './evidence.ts';
import { exportRevision } from './export-plan.ts';
import { gatherFacts } from './facts.ts';
import { withAboutChecked } from './given-about.ts';
import { withGivenLog } from './given-log.ts';
import { createHandOver, type HandOver } from './hand-over.ts';
import { createInsidePlans, type InsidePlans } from './inside.ts';
import {
  findListing,
  type ImpactListing,
  impactListing,
  type OutlineListing,
  type Overview,
  outlineListing,
  overviewListing,
} from './listings.ts';
import { createLookUps, type LookUpConsent } from './look-ups.ts';
import { watchMap } from './map-view.ts';
import { measure } from './measure.ts';
import { createModelPlanner } from './model-planner.ts';
import { createPackagePorts } from './package-ports.ts';
import { createPages } from './pages.ts';
import { createPlanFiles, type PlanFiles } from './plan-files.ts';
import { type MetricsListing, outcomeIn, planMetrics } from './plan-metrics.ts';
import { asking, isLocal, type PlannerOptions, plannerFor, type Wiring } from './planner-choice.ts';
import { createPlaybooks, type Playbooks, tellingMistakes } from './playbooks.ts';
import { playedBack } from './playing.ts';
import { watchProject } from './project-facts.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { committedSince } from './since.ts';
import { staleOf, withStale } from './stale.ts';
import type { StepTimes } from './step-port.ts';
import { createStepTimes } from './step-times.ts';
import { type SymbolListing, symbolListing } from './symbol-listing.ts';
import { fixedBy, type Replayed, replayChoice, replayedWords, tapeOf } from './tape.ts';
import { version } from './version.ts';

export type { ImpactListing, OutlineListing, Overview } from './listings.ts';
export type { PlannerOptions } from './planner-choice.ts';

export interface AppOptions {
  /** Any folder of the project, absolute or relative to `cwd`. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly planner: PlannerOptions;
  /** Whether the npm registry may be asked, and cited pages fetched. */
  readonly lookUps: LookUpConsent;
  /** A model's draft is read against itself, whatever the settings say. */
  readonly redTeam?: boolean | undefined;
  /** A folder without a file is a project too: one that is to begin there. */
  readonly mayBeEmpty?: boolean | undefined;
}

/** The composition root: every port wired once for one project. */
export interface App {
  readonly workspace: Workspace;
  /** What the person had said in the session that is replayed; absent where none is. */
  readonly replayed?: Replayed | undefined;
  readonly sessions: Sessions;
  /** Whether a model's draft is read against itself without being asked to. */
  readonly redTeam: boolean;
  /** Begins to build the code map; the screen calls it at once, lists never. */
  warmUp(): void;
  /** The whole map, or what a query finds in it, as data. */
  outline(query: string | undefined): Promise<OutlineListing>;
  /** The most important files, to be read. */
  overview(limit: number): Promise<Overview>;
  find(text: string, limit: number): Promise<FindAnswer>;
  /** Who uses the symbols of this name and what they use. */
  symbol(text: string, limit: number): Promise<SymbolListing>;
  impact(goal: string, limit: number): Promise<ImpactListing>;
  readonly planFiles: PlanFiles;
  /** The same for somebody who may name files of the project alone. */
  readonly inside: InsidePlans;
  readonly playbooks: Playbooks;
  /** The clock of the steps of plans. */
  readonly steps: StepTimes;
  /** How plans reach implementers; paths are seen from where the program was started. */
  readonly handOver: HandOver;
  /** The five measures of a good plan, over those in `plans/`. */
  metrics(): Promise<MetricsListing>;
  /** Replays past changes and keeps what came out, for plans to quote. Failure: `nothing-to-replay`. */
  calibrate(options: CalibrateOptions): Promise<Result<Calibration>>;
  /** The theme asked for, else the one of the settings; and all that there are. */
  theme(name: string | undefined): Result<{ readonly theme: Theme; readonly all: readonly Theme[] }>;
  /** A file that the user named on the command line, relative to where the program was started. */
  readUserFile(path: string): Result<string>;
  /** What in the settings was mended or ignored, one sentence each. */
  notices(): readonly string[];
  close(): Promise<void>;
}

const NOTHING_TO_RECORD = failure(
  'usage',
  '--record keeps what is said to a model and by it, but the local planner works here.',
  'Add --planner claude, or leave --record out.',
);

/** Most milliseconds that a list of models may take. */
const ASKED_MS = 15_000;

const clock: Clock = { now: () => Date.now() };

export async function createApp(options: AppOptions): Promise<Result<App>> {
  const { env } = options;
  const found = findProjectRoot(resolve(options.cwd, options.folder), undefined, options.mayBeEmpty);
  if (!found.ok) return found;
  const stored = createStorage(found.value, env);
  if (!stored.ok) return stored;
  const root = found.value;
  const storage = stored.value;
  const mended: string[] = [];
  const taped = await tapeOf(options.planner.tape ?? {}, options.cwd, why => void mended.push(why));
  if (!taped.ok) return taped;
  const tape = taped.value;
  const chosen: Result<Wiring> =
    tape.kind === 'replay' ? ok(replayChoice(tape)) : plannerFor(root, storage, options, mended);
  const untaped = (why: Failure): Result<App> => {
    if (tape.kind === 'record') tape.close();
    return err(why);
  };
  if (!chosen.ok) return untaped(chosen.error);
  const { decision, server, tokens, projectTokens, prices } = chosen.value;
  if (tape.kind === 'record' && isLocal(decision)) return untaped(NOTHING_TO_RECORD);
  const git = createGit(root, env);
  const objects = createGitObjects(root, env);
  const project = watchProject(root, git, clock);
  const files = createProjectFiles(root, git);
  const { map, research, suggestions, drift } = startProject(root);
  const watched = watchMap(map);
  const outside = { consent: options.lookUps, env, version: version(), clock };
  const lookUps = createLookUps(outside);
  const pages = createPages(outside);
  const playbooks = createPlaybooks({ root, cwd: options.cwd, env });
  const ci = createCiRuns({ ...outside, root, cwd: options.cwd, kept: storage.ciReadings });
  const lineHistory = createLineHistory(git);
  const pace = () =>
    storage.settings.pace() === 'on' ? paceOf(foldTimes(storage.times.read().events)) : undefined;
  const packages = createPackagePorts({ research, files, lookUps });
  const local = createLocalPlanner({
    ci,
    map,
    research,
    files,
    clock,
    calibration: storage.calibration.load,
    lineHistory,
    stacks: builtInStacks,
    ...packages,
    pages: pages.read,
    pageCode: pages.code,
    pace,
    playbooks: playbooks.inForce,
  });
  const facts = (wanted: FactNeeds) => gatherFacts(wanted, { map, files, research, lookUps, pages });
  const checked = async (plan: Plan, markdown: string) =>
    check(plan, markdown, await facts(needs(plan, markdown)));
  const remote = server.ok
    ? createModelPlanner({
        access: server.value,
        env,
        version: version(),
        model: () => engines.model(),
        tape,
        prices,
        map,
        research,
        files,
        clock,
        ci,
        playbooks: playbooks.inForce,
        ...packages,
        random: Math.random,
        calibration: storage.calibration.load,
        lineHistory,
        stacks: builtInStacks,
        pace,
        pageCode: pages.code,
        check: checked,
        facts,
        tokens,
        projectTokens,
      })
    : undefined;
  const engines: Engines = createEngines({
    wiring: chosen.value,
    lookUps: options.lookUps,
    local,
    remote,
    consent: storage.consent,
    fixed: fixedBy(tape),
    now: clock.now,
  });
  const planner = tellingMistakes(engines.planner, playbooks);
  const asked = (choice: PlannerChoice, { about }: Goal): PlannerChoice =>
    options.lookUps === 'offline' ? choice : asking(choice, about);
  const sessions = createSessions({
    storage,
    planner,
    choice: goal => asked(engines.choice(), goal),
    choiceFor: (before, goal) => asked(engines.choiceFor(before), goal),
    clock,
    project: () => project.now(),
    check: revision => checked(revision.plan, revision.markdown),
    takeIn: async wish => {
      const checkedWish = await withAboutChecked(wish, {
        cwd: options.cwd,
        offline: options.lookUps === 'offline',
      });
      return checkedWish.ok ? withGivenLog(wish, [options.cwd, root]) : checkedWish;
    },
  });

  const readGiven = (path: string, full: string, limit?: number): Result<string> => {
    const text = readGivenFile(path === '-' ? path : full, limit);
    return text === undefined ? err(failure('no-file', `${path} cannot be read.`)) : ok(text);
  };
  const since = (base: string) => committedSince(base, git, objects);
  const ofPlans = { root, map, files, research, lookUps, pages, drift, committedSince: since };
  const planFilesIn = (folder: string): PlanFiles => {
    const whole = (path: string) => namedPlan(root, folder, path);
    const readReport = (path: string) => readGivenReport(resolve(folder, path));
    return createPlanFiles({
      ...ofPlans,
      whole,
      readReport,
      read: (path, limit) => readGiven(path, whole(path), limit),
      write: (path, text) => writeNewFile(resolve(folder, path), text),
    });
  };
  // What the screen names is seen from the project, what stands on the command line from where that was typed.
  const listed = planFilesIn(root);
  const planFiles = planFilesIn(options.cwd);
  const inside = createInsidePlans({ ...ofPlans, storage });
  const steps = createStepTimes({
    root,
    cwd: options.cwd,
    storage,
    clock,
    async outcome(file) {
      const found = await planFiles.drift(file);
      return found.ok ? outcomeIn(found.value) : undefined;
    },
  });
  const handOverIn = (folder: string, files: PlanFiles): HandOver =>
    createHandOver({ root, folder, env, storage, steps, clock, drift: file => files.drift(file) });
  const giveBack = createGiveBack();
  const redTeam = options.redTeam === true || storage.settings.redTeam() === 'on';
  if (options.redTeam && engines.choice().engine === 'local')
    mended.push(
      '--red-team needs a model, and the local planner works here: its drafts are checked, not read.',
    );
  const played = tape.kind === 'replay' && options.planner.canAsk ? tape.recording.runs : undefined;
  const attended = (opened: Result<SessionStore>): Result<SessionStore> => {
    if (!opened.ok) return opened;
    const store = redTeam ? readAgainst(opened.value) : opened.value;
    return ok(played ? playedBack(store, played) : store);
  };
  const workspace: Workspace = {
    project: await project.soon(),
    planner: engines.choice(),
    localPlanner: engines.local,
    consent: engines.question(),
    agree: engines.answer,
    planners: engines.offer,
    models: async () => (remote ? remote.models(AbortSignal.timeout(ASKED_MS)) : ok([])),
    switchPlanner: engines.switch,
    version: version(),
    previewsFeedback: true,
    home: {
      async suggestions() {
        await watched.build();
        const [found, plans] = [await suggestions(), await storage.plans()];
        return found.filter(one => !plans.some(plan => sameWords(plan.goal, one.text)));
      },
      plans: async () => withStale(await storage.plans(), storage.readPlan, files),
      sessions: () => storage.unfinishedSessions(),
      earlierGoals: () => storage.earlierGoals(),
    },
    map: watched.view,
    evidence: createEvidenceReader(files),
    start: async wish => attended(await sessions.start(wish)),
    resume: async idOrPlan => attended(await sessions.resume(idOrPlan)),
    measure: plan => measure(plan, { map, files, research, lookUps }),
    check: target => checkAgain(target, checked, listed),
    stale: revision => staleOf(revision, files),
    export: (checked, saved, form) => exportRevision(checked, saved, form, storage.writeExport),
    drafts: storage.drafts,
    edit: text => editText(text),
    openFile: (path, line) => openInEditor(root, path, line),
    drift: path => listed.drift(path),
    tickSteps: (path, stepIds) => listed.tick(path, stepIds),
    handOver: handOverIn(root, listed),
    rest: () => void giveBack(),
  };

  return ok({
    workspace,
    replayed: tape.kind === 'replay' ? replayedWords(tape.recording) : undefined,
    sessions,
    redTeam,
    warmUp: () => void watched.build(),
    outline: query => outlineListing(map, query),
    overview: limit => overviewListing(map, limit),
    find: (text, limit) => findListing(map, text, limit),
    symbol: (text, limit) => symbolListing(map, text, limit),
    impact: (goal, limit) => impactListing(map, goal, limit),
    planFiles,
    inside,
    playbooks,
    steps,
    handOver: handOverIn(options.cwd, planFiles),
    metrics: () => planMetrics({ root, storage, drift: path => planFiles.drift(path) }),
    async calibrate(options) {
      const found = await calibrate(git, objects, version(), options);
      if (!found)
        return err(
          failure(
            'nothing-to-replay',
            'Past changes of a git repository were expected, but there is none here that changed a source file.',
            'The ranking works without them; how well it does here cannot be measured.',
          ),
        );
      if (!storage.calibration.save(found))
        mended.push('What was measured could not be kept for later plans.');
      return ok(found);
    },
    theme(name) {
      const folders = [join(packageRoot(), 'themes'), join(userFolder('config', env), 'themes')];
      const all = loadThemes({ list: () => folders.flatMap(themeFiles) }).themes;
      const appearance = detectAppearance(env);
      const chosen = chooseTheme(all, name ?? storage.settings.theme().value, appearance);
      // What was typed must be right; a settings file that names a theme which is gone costs the theme alone.
      const taken = chosen.ok || name !== undefined ? chosen : chooseTheme(all, 'auto', appearance);
      if (!chosen.ok && taken.ok) mended.push(`${chosen.error.message} The automatic one is used.`);
      return taken.ok ? ok({ theme: taken.value, all }) : taken;
    },
    readUserFile: path => readGiven(path, resolve(options.cwd, path)),
    notices() {
      storage.settings.theme();
      storage.settings.pace();
      storage.settings.implementers();
      return [...storage.settings.notices, ...mended];
    },
    async close() {
      storage.drafts.flush();
      await Promise.all([map.close(), lookUps.close(), pages.close(), remote?.close()]);
    },
  });
}

function themeFiles(folder: string): readonly { readonly file: string; readonly text: string }[] {
  const data = createDataFiles(folder);
  return data.list('.json').flatMap(file => {
    const text = data.read(file);
    return text === undefined ? [] : [{ file: join(folder, file), text }];
  });
}
