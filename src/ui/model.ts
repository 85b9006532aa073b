import type {
  Answer,
  CardPage,
  CodeOutline,
  Excerpt,
  FeedbackTarget,
  FindAnswer,
  FindQuery,
  OutlineQuery,
  Phase,
  Shelf,
  Source,
  SymbolPage,
} from '../domain/index.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import type { ExportForm } from '../plan/export/index.ts';
import type { Plan, Revision } from '../plan/model.ts';
import type { StaleStep } from '../plan/stale.ts';
import type { Measured } from '../plan/two/rows.ts';
import type { Command } from '../session/commands.ts';
import type { PlannerChoice, ProjectFacts } from '../session/events.ts';
import type { HandedOver, HandOverWork, ImplementerListing } from '../session/hand-over.ts';
import type {
  ConsentAnswer,
  ConsentQuestion,
  FeedbackPreview,
  LeftOutFile,
  LiveState,
  MapProgress,
  PlanListing,
  PlannerOffer,
  PlannerSwitch,
  PlannerSwitched,
  SessionListing,
  SuggestedGoal,
} from '../session/ports.ts';
import type { CheckedRevision, SessionState } from '../session/state.ts';
import type { GoalWish } from '../session/verbs.ts';
import type { Failure, Result } from '../shared/result.ts';
import { type ApproachesUi, freshApproaches } from './screens/approaches/state.ts';
import type { DriftUi } from './screens/drift/state.ts';
import type {
  CookDialog,
  HandOverDialog,
  HandOverFound,
  ShownImplementer,
} from './screens/hand-over/state.ts';
import type { MapUi } from './screens/map/state.ts';
import type { PlannerDialog } from './screens/planner/state.ts';
import type { InputEvent } from './term/key.ts';
import type { Size } from './term/streams.ts';
import { atTop, type Scroll } from './widgets/scroll-view/state.ts';
import { emptyPrompt, type PromptState } from './widgets/text-prompt/state.ts';

/** What the app knows beside the session. Only who plans changes while it runs, by the person's consent. */
export interface Facts {
  readonly project: ProjectFacts;
  /** Who plans in a session that begins now. */
  readonly planner: PlannerChoice;
  /** The local planner, for a session that it goes on with. */
  readonly localPlanner: PlannerChoice;
  readonly version: string;
  readonly themes: readonly string[];
  /** What feedback would do can be told before it is given. */
  readonly previewsFeedback?: boolean | undefined;
}

export type Place = 'home' | 'workbench' | 'questions' | 'approaches' | 'review' | 'done';

export interface HomeData {
  readonly suggestions?: readonly SuggestedGoal[];
  readonly plans?: readonly PlanListing[];
  readonly sessions?: readonly SessionListing[];
  readonly earlier: readonly string[];
}

/** Candidates for the word before the cursor; `from` is where that word begins. */
export interface Completion {
  readonly from: number;
  readonly items: readonly { readonly value: string; readonly help: string }[];
  readonly selected: number;
}

export interface Field {
  readonly prompt: PromptState;
  readonly completion?: Completion | undefined;
}

export interface HomeUi {
  readonly field: Field;
  /** `prompt`, or the position in the list of suggestions, sessions and plans together. */
  readonly focus: 'prompt' | number;
  /** Set while a session is being opened. */
  readonly opening?: string | undefined;
}

export interface WorkbenchUi {
  readonly focus: Phase;
  /** Selected finding of each pane; undefined follows the newest. */
  readonly selected: Readonly<Partial<Record<Phase, number>>>;
}

export interface QuestionsUi {
  /** Position in the round; equal to its length on the summary. */
  readonly index: number;
  /** Highlighted choice by question id. */
  readonly highlight: Readonly<Record<string, number>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly evidence: Scroll;
  readonly focus: 'question' | 'evidence';
  /** An answer that is on its way to the disk: the screen goes on when it has arrived there. */
  readonly pending?:
    | { readonly questionId: string; readonly before: Answer | undefined; readonly to: number }
    | undefined;
}

export interface ReviewUi {
  readonly focus: 'outline' | 'plan';
  /** Row of the laid-out plan under the cursor. */
  readonly cursor: number;
  readonly scroll: Scroll;
  /** First row of the marked lines. */
  readonly mark?: number | undefined;
  /** An older revision that is being looked at. */
  readonly revision?: number | undefined;
  readonly search: string;
}

export type InputPurpose =
  | { readonly kind: 'feedback'; readonly target: FeedbackTarget }
  | { readonly kind: 'answer'; readonly questionId: string }
  | { readonly kind: 'note'; readonly questionId: string; readonly choiceId: string }
  | { readonly kind: 'command' }
  | { readonly kind: 'steer' }
  | { readonly kind: 'override' }
  | { readonly kind: 'search' };

/** A look at what feedback would do: asked for by the first Enter, told when the planner has answered. */
export type Foreseen =
  | { readonly kind: 'reading'; readonly text: string }
  | { readonly kind: 'told'; readonly text: string; readonly result: Result<FeedbackPreview> };

/** What lies over the present place. */
export type Overlay =
  | { readonly kind: 'help'; readonly scroll: Scroll }
  | {
      readonly kind: 'evidence';
      readonly title: string;
      readonly sources: readonly Source[];
      readonly index: number;
      readonly scroll: Scroll;
    }
  | {
      readonly kind: 'input';
      readonly purpose: InputPurpose;
      readonly title: string;
      readonly field: Field;
      /** What the feedback of these words would do; it stands only while the field still holds them. */
      readonly foreseen?: Foreseen;
      /** Why these words were not taken; it stands only while the field still holds them. */
      readonly refused?: { readonly text: string; readonly failure: Failure };
    }
  | { readonly kind: 'approve'; readonly openedAt: number; readonly override?: string | undefined }
  /** Whether a model may be used here; `then` waits for the answer. `seenAt`: since when it is on the screen. */
  | {
      readonly kind: 'consent';
      readonly question: ConsentQuestion;
      readonly selected: number;
      readonly seenAt?: number | undefined;
      readonly then?: Cmd | undefined;
    }
  | HandOverDialog
  | CookDialog
  | PlannerDialog
  | { readonly kind: 'revisions'; readonly selected: number }
  | { readonly kind: 'objections'; readonly selected: number; readonly scroll: Scroll }
  | { readonly kind: 'compare'; readonly from: number; readonly to: number; readonly scroll: Scroll };

export interface Toast {
  readonly tone: 'info' | 'success' | 'problem';
  readonly text: string;
  readonly next?: string | undefined;
  /** When it goes away by itself, ms since the epoch; problems stay until the next key. */
  readonly until?: number | undefined;
}

/** Everything the screen shows, as one value. Views only read it; only `update` makes the next one. */
export interface Model {
  readonly facts: Facts;
  readonly size: Size;
  /** ms since the epoch, advanced by the ticker and by input. */
  readonly now: number;
  readonly themeName: string;
  readonly map: MapProgress;
  /** Files that the map left out, each with why. */
  readonly leftOut: readonly LeftOutFile[];
  readonly homeData: HomeData;
  readonly session: SessionState;
  readonly live: LiveState;
  readonly place: Place;
  readonly home: HomeUi;
  readonly workbench: WorkbenchUi;
  readonly questions: QuestionsUi;
  readonly review: ReviewUi;
  readonly approaches: ApproachesUi;
  /** The code map, which lies over the place and under an overlay. */
  readonly mapUi?: MapUi | undefined;
  /** A plan held against the code, which lies over the place and under the map. */
  readonly driftUi?: DriftUi | undefined;
  /** Who may carry out a plan; absent until it was looked. */
  readonly implementers?: readonly ShownImplementer[] | undefined;
  /** The plan that may be handed over. */
  readonly handOver?: HandOverFound | undefined;
  /** Once the plan is approved, it is asked who carries it out. */
  readonly cooking?: boolean | undefined;
  readonly overlay?: Overlay | undefined;
  readonly toast?: Toast | undefined;
  /** Until when a second Ctrl+C quits. */
  readonly quitArmed: number;
  /** Keys before this time are meant for what stood here before (ms since the epoch). */
  readonly graceUntil: number;
  /** Steps of a revision whose files moved since it was made; of the revision that was looked at last. */
  readonly stale?: { readonly revision: Revision; readonly steps: readonly StaleStep[] } | undefined;
  /** Excerpts of sources that carry none, by `sourceKey`: undefined while being read, null where nothing could be. */
  readonly excerpts: Readonly<Record<string, Excerpt | null | undefined>>;
}

export type Msg =
  | { readonly type: 'input'; readonly events: readonly InputEvent[]; readonly at: number }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'tick'; readonly at: number }
  | {
      readonly type: 'map';
      readonly progress: MapProgress;
      readonly leftOut: readonly LeftOutFile[];
      readonly at: number;
    }
  | { readonly type: 'map-outlined'; readonly shelf: Shelf; readonly outline: CodeOutline }
  | { readonly type: 'map-found'; readonly answer: FindAnswer }
  | { readonly type: 'map-symbol-read'; readonly key: string; readonly page: SymbolPage | undefined }
  | { readonly type: 'map-paged'; readonly path: string; readonly page: CardPage | undefined }
  | { readonly type: 'map-unanswered'; readonly message: string }
  | { readonly type: 'drift-read'; readonly path: string; readonly result: Result<PlanDrift> }
  | {
      readonly type: 'steps-ticked';
      readonly path: string;
      readonly result: Result<{ readonly boxes: number; readonly steps: readonly string[] }>;
    }
  | { readonly type: 'file-opened'; readonly result: Result<void> }
  | {
      readonly type: 'hand-over-looked';
      readonly path: string;
      readonly implementers: readonly ImplementerListing[];
      readonly whole: Result<HandOverWork>;
      readonly next: Result<HandOverWork>;
    }
  | { readonly type: 'implementer-version'; readonly id: string; readonly version: string | undefined }
  | { readonly type: 'handed-over'; readonly result: Result<HandedOver>; readonly at: number }
  /** The first frame is on the screen. */
  | { readonly type: 'seen'; readonly at: number }
  | { readonly type: 'agreed'; readonly planner: PlannerChoice; readonly told?: string | undefined }
  | { readonly type: 'planners-looked'; readonly offer: PlannerOffer }
  | { readonly type: 'models-listed'; readonly models: Result<readonly string[]> }
  | { readonly type: 'planner-switched'; readonly to: PlannerSwitch; readonly outcome: PlannerSwitched }
  | { readonly type: 'home'; readonly data: Partial<HomeData> }
  | { readonly type: 'session'; readonly state: SessionState; readonly live: LiveState; readonly at: number }
  | { readonly type: 'opened'; readonly result: Result<void> }
  | { readonly type: 'dispatched'; readonly command: Command; readonly result: Result<void> }
  | { readonly type: 'feedback-foreseen'; readonly text: string; readonly result: Result<FeedbackPreview> }
  | { readonly type: 'excerpt'; readonly key: string; readonly excerpt: Excerpt | undefined }
  | {
      readonly type: 'edited';
      readonly purpose: EditPurpose;
      readonly before: string;
      readonly result: Result<string>;
    }
  | { readonly type: 'exported'; readonly result: Result<string> }
  | { readonly type: 'measured'; readonly key: string; readonly measured: Measured | undefined }
  | { readonly type: 'stale'; readonly revision: Revision; readonly steps: readonly StaleStep[] }
  | { readonly type: 'themed'; readonly result: Result<string, Failure> };

export type EditPurpose = 'field' | 'plan';

/** Work that `update` asks for; the runtime does it and answers by a message. */
export type Cmd =
  | { readonly type: 'start'; readonly wish: GoalWish }
  | { readonly type: 'resume'; readonly sessionId: string }
  | { readonly type: 'agree'; readonly answer: ConsentAnswer }
  | { readonly type: 'look-planners' }
  | { readonly type: 'list-models' }
  | { readonly type: 'switch-planner'; readonly to: PlannerSwitch }
  | { readonly type: 'dispatch'; readonly command: Command }
  | { readonly type: 'foresee'; readonly text: string; readonly target: FeedbackTarget }
  | { readonly type: 'read-stale'; readonly revision: Revision }
  | { readonly type: 'measure'; readonly key: string; readonly plan: Plan }
  | { readonly type: 'read-evidence'; readonly key: string; readonly source: Source }
  | { readonly type: 'edit'; readonly purpose: EditPurpose; readonly text: string }
  | { readonly type: 'map-outline'; readonly query: OutlineQuery }
  | { readonly type: 'map-find'; readonly query: FindQuery }
  | { readonly type: 'map-page'; readonly path: string }
  | {
      readonly type: 'map-symbol';
      readonly key: string;
      readonly path: string;
      readonly line: number;
      readonly name: string;
    }
  | {
      readonly type: 'export';
      readonly checked: CheckedRevision;
      readonly saved: string | undefined;
      readonly form: ExportForm;
    }
  | { readonly type: 'drift'; readonly path: string }
  | { readonly type: 'tick-steps'; readonly path: string; readonly stepIds: readonly string[] }
  | { readonly type: 'open-file'; readonly path: string; readonly line: number }
  /** `versions`: installed programs are asked for theirs, which runs them: only where somebody wants to hand over. */
  | { readonly type: 'look-hand-over'; readonly path: string; readonly versions: boolean }
  /** `said`: what stands on the terminal before the implementer's own words. */
  | {
      readonly type: 'hand-over';
      readonly implementer: string;
      readonly work: HandOverWork;
      readonly said: string;
    }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'save-draft'; readonly field: string; readonly text: string }
  | { readonly type: 'theme'; readonly name: string }
  | { readonly type: 'leave-session' }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
  /** 130 when Ctrl+C ends the app, 0 otherwise. */
  | { readonly type: 'quit'; readonly code?: number };

/** What `update` may look up while it decides: quick, synchronous reads. */
export interface Lookup {
  /** Paths for `@` completion, best first. */
  complete(prefix: string, limit: number): readonly string[];
  draft(field: string): string;
}

export type Step = readonly [Model, readonly Cmd[]];

/** Puts a field in the place of the one that has the keys, and keeps its draft. */
export type SetField = (model: Model, field: Field) => Step;

export function initialModel(
  facts: Facts,
  size: Size,
  themeName: string,
  lookup: Lookup,
  now: number,
): Model {
  return {
    facts,
    size,
    now,
    themeName,
    map: { kind: 'listing' },
    leftOut: [],
    homeData: { earlier: [] },
    session: { kind: 'empty' },
    live: { progress: {} },
    place: 'home',
    home: { field: { prompt: emptyPrompt(lookup.draft('home')) }, focus: 'prompt' },
    workbench: { focus: 'research', selected: {} },
    questions: { index: 0, highlight: {}, notes: {}, evidence: atTop, focus: 'question' },
    review: { focus: 'plan', cursor: 0, scroll: atTop, search: '' },
    approaches: freshApproaches,
    quitArmed: 0,
    graceUntil: 0,
    excerpts: {},
  };
}

/** Whether what feedback does can be told before it is given: by the local planner alone. */
export function previews({ facts, session }: Model): boolean {
  return facts.previewsFeedback === true && session.kind === 'active' && session.planner.engine === 'local';
}

/** How long a person's keys are still meant for the screen before (safety.md 12). */
export const GRACE_MS = 250;

export const stay = (model: Model): Step => [model, []];

export function say(model: Model, tone: Toast['tone'], text: string, next?: string): Model {
  const until = tone === 'problem' ? undefined : model.now + 4000;
  return { ...model, toast: { tone, text, next, until } };
}

export function complain(model: Model, failure: Failure): Model {
  return say(model, 'problem', failure.message, failure.next);
}
