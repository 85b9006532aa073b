import type {
  CardPage,
  CodeOutline,
  Excerpt,
  FeedbackTarget,
  FileCard,
  FindAnswer,
  FindQuery,
  OutlineQuery,
  Phase,
  Source,
  SymbolPage,
} from '../domain/index.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import type { ExportForm } from '../plan/export/index.ts';
import type { Plan, Revision } from '../plan/model.ts';
import type { StaleStep } from '../plan/stale.ts';
import type { Measured } from '../plan/two/rows.ts';
import type { Failure, Result } from '../shared/result.ts';
import type { Command } from './commands.ts';
import type { MapCounts, PlannerChoice, ProjectFacts } from './events.ts';
import type { HandOverPort } from './hand-over.ts';
import type { CheckedRevision, SessionState } from './state.ts';
import type { GoalWish } from './verbs.ts';

/** What the screen may ask of the code map. Nothing here reads the disk in the caller's thread. */
export interface MapView {
  /** Latest progress of the build; `total` is unknown until the files are listed. */
  progress(): MapProgress;
  subscribe(listener: () => void): () => void;
  card(path: string): Promise<FileCard | undefined>;
  /** Paths for `@` completion, best first. */
  complete(prefix: string, limit: number): readonly string[];
  /** Files by importance; while the map is built, of those that were read so far. */
  outline(query: OutlineQuery): Promise<CodeOutline>;
  /** Symbols and files that fit what was typed. Undefined where a newer question overtook this one. */
  find(query: FindQuery): Promise<FindAnswer | undefined>;
  /** What there is to read of a file, secrets hidden. Undefined where the map does not hold it. */
  page(path: string): Promise<CardPage | undefined>;
  /** Who uses the symbol that is defined here and what it uses. Undefined where nothing of that name is defined there. */
  symbol(path: string, line: number, name: string): Promise<SymbolPage | undefined>;
  /** Files that were not read, or not wholly, each with why. Empty until the map is ready. */
  leftOut(): readonly LeftOutFile[];
}

export interface LeftOutFile {
  readonly path: string;
  readonly reason: string;
}

export type MapProgress =
  | { readonly kind: 'listing' }
  | { readonly kind: 'mapping'; readonly done: number; readonly total: number }
  | { readonly kind: 'ready'; readonly counts: MapCounts; readonly ms: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Opens the evidence of a Source: its own excerpt, else (file) a bounded read of the lines. */
export interface EvidenceReader {
  read(source: Source): Promise<Excerpt | undefined>;
}

/** A goal drawn from this very repository, with why. */
export interface SuggestedGoal {
  readonly text: string;
  readonly why: string;
}

/** A plan file of this project, from its front matter. */
export interface PlanListing {
  readonly path: string;
  readonly title: string;
  /** As its front matter gives it; empty where there is none. */
  readonly goal: string;
  readonly status: string;
  readonly created: string;
  readonly steps: { readonly done: number; readonly total: number };
  /** How many of its steps rest on files that moved since; absent where nobody looked. */
  readonly stale?: number;
}

/** A session of this project. */
export interface SessionListing {
  readonly id: string;
  readonly goal: string;
  readonly updatedAt: number;
  readonly openQuestions: number;
  readonly revisions: number;
  /** Path of the newest plan that it was published as. */
  readonly published?: string;
  /** Paths of all of them, oldest first, and of the plan that it began with. */
  readonly plans: readonly string[];
}

/** What the home screen shows beside the prompt. */
export interface HomeView {
  suggestions(): Promise<readonly SuggestedGoal[]>;
  plans(): Promise<readonly PlanListing[]>;
  sessions(): Promise<readonly SessionListing[]>;
  /** Earlier goals of this project, newest first. */
  earlierGoals(): readonly string[];
}

/** Live signals of the present Run: coalesced for the screen, never logged. */
export interface LiveState {
  readonly progress: Partial<Record<Phase, LiveProgress>>;
  /** The log takes no more: nothing is accepted from here on. What was accepted before is on disk. */
  readonly broken?: Failure | undefined;
}

export interface LiveProgress {
  readonly text: string;
  readonly done?: number | undefined;
  readonly total?: number | undefined;
}

/** What feedback would do, before it is given. */
export interface FeedbackPreview {
  /** One or more sentences: what the next revision would drop, add, change, record or ask. */
  readonly what: string;
  /** Whether all of it is acted on; else a part is recorded as a requirement with an open question. */
  readonly understood: boolean;
}

/** One open session: the only way for a face (screen or command line) to read and to wish. */
export interface SessionStore {
  state(): SessionState;
  live(): LiveState;
  /** Called after every change of `state` or `live`; at most about 15 times a second for live signals. */
  subscribe(listener: () => void): () => void;
  /** Resolves when the decision is on disk; a refusal says what was expected. */
  dispatch(command: Command): Promise<Result<void>>;
  /** What the next revision would do about these words; nothing is logged. Absent where the planner cannot tell. */
  preview?(text: string, target: FeedbackTarget): Promise<Result<FeedbackPreview>>;
  /** Flushes the log and stops a Run that is under way. */
  close(): Promise<void>;
}

/** What has to be agreed to before anything of this folder is sent (safety.md 9a). */
export interface ConsentQuestion {
  /** Of the server that it would be sent to. */
  readonly host: string;
  /** Where the credential is from, in words: `ANTHROPIC_API_KEY`. Never the credential. */
  readonly by: string;
  /** What leaves all the same where the person says no. */
  readonly stays: string;
}

/** `folder`: remembered for this folder; `once`: until the program ends; `no`: the local planner works. */
export type ConsentAnswer = 'folder' | 'once' | 'no';

/** The server whose models may be asked. */
export interface ModelHost extends ConsentQuestion {
  /** Whether what is read of this folder may be sent there. */
  readonly agreed: boolean;
  /** Which model is meant where none is named now, as `--model` and the settings hold it; absent: the newest suitable. */
  readonly model?: string | undefined;
}

/** Who may plan from now on. */
export interface PlannerOffer {
  readonly now: PlannerChoice;
  /** Failures say why no model can be asked: what is missing, or what forbids it. */
  readonly server: Result<ModelHost>;
}

/** `model` as `--model` takes it; undefined: as flags and settings say. */
export type PlannerSwitch =
  | { readonly engine: 'local' }
  | { readonly engine: 'claude'; readonly model: string | undefined };

/** `ask`: the person has to agree first. */
export type PlannerSwitched =
  | { readonly kind: 'chosen'; readonly planner: PlannerChoice }
  | { readonly kind: 'ask'; readonly question: ConsentQuestion }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** What the app knows before and between sessions. The screen gets this and nothing else. */
export interface Workspace {
  readonly project: ProjectFacts;
  /** Who plans as long as nothing else is decided. */
  readonly planner: PlannerChoice;
  /** The local planner, for a session that it goes on with. */
  readonly localPlanner: PlannerChoice;
  /** Absent where nothing has to be asked. It is asked once, before anything else. */
  readonly consent?: ConsentQuestion | undefined;
  /** Decides `consent`; sessions that begin from now on are planned by that one. `told`: what went wrong, in a sentence. */
  agree(answer: ConsentAnswer): { readonly planner: PlannerChoice; readonly told?: string };
  /** Who plans now, and who else might. */
  planners(): PlannerOffer;
  /** Models that the server lists, newest first. It is told the credential, and nothing of the project. */
  models(): Promise<Result<readonly string[]>>;
  /** Lets another one plan from now on: sessions that begin, and the one that is open where it is told so too. */
  switchPlanner(to: PlannerSwitch): PlannerSwitched;
  readonly version: string;
  /** Sessions of the local planner can tell what feedback would do before it is given. */
  readonly previewsFeedback?: boolean;
  readonly home: HomeView;
  readonly map: MapView;
  readonly evidence: EvidenceReader;
  /** Starts a new session for a goal text (safe text; brackets of `/plan [x]` already taken off). */
  start(wish: GoalWish): Promise<Result<SessionStore>>;
  /** Opens a session again, by its id or by the plan that it was published as. */
  resume(idOrPlan: string): Promise<Result<SessionStore>>;
  /** Writes a revision as another kind of document to `plans/exports/`; `saved` is its own file. Gives the path. */
  export(checked: CheckedRevision, saved: string | undefined, form: ExportForm): Promise<Result<string>>;
  /** What the code map and registries say of a plan that is held beside another one. */
  measure(plan: Plan): Promise<Measured>;
  /** Steps that rest on files which moved since the plan was made; steps that are done are not among them. */
  stale(revision: Revision): Promise<readonly StaleStep[]>;
  /** What the user was typing in a named field (`home`, `feedback` …), kept at least once a second. */
  readonly drafts: { load(field: string): string; save(field: string, text: string): void };
  /** Gives the text to `$VISUAL`/`$EDITOR`; the screen is handed over and comes back. */
  edit(text: string): Promise<Result<string>>;
  /** Opens a file of the project in that editor, at a line where the editor can be told one. */
  openFile(path: string, line: number): Promise<Result<void>>;
  /** How far the work tree followed a plan of this project since the commit it was made at. */
  drift(path: string): Promise<Result<PlanDrift>>;
  /** Ticks the check boxes of these steps in the plan's file. */
  tickSteps(
    path: string,
    stepIds: readonly string[],
  ): Promise<Result<{ readonly boxes: number; readonly steps: readonly string[] }>>;
  /** How plans reach those who implement them; paths are those of the project. */
  readonly handOver: HandOverPort;
  /** Nobody has typed and nothing on the screen has changed for a while: the time to tidy up. */
  rest(): void;
}
