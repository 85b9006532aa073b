import type {
  CardPage,
  CodeOutline,
  Excerpt,
  FeedbackTarget,
  FindAnswer,
  FindQuery,
  OutlineQuery,
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
import type { PlannerChoice } from '../session/events.ts';
import type { HandedOver, HandOverWork, ImplementerListing } from '../session/hand-over.ts';
import type {
  CheckedAgain,
  CheckTarget,
  ConsentAnswer,
  FeedbackPreview,
  LeftOutFile,
  LiveState,
  MapProgress,
  PlannerOffer,
  PlannerSwitch,
  PlannerSwitched,
} from '../session/ports.ts';
import type { CheckedRevision, SessionState } from '../session/state.ts';
import type { GoalWish } from '../session/verbs.ts';
import type { Failure, Result } from '../shared/result.ts';
import type { HomeData } from './model.ts';
import type { InputEvent } from './term/key.ts';
import type { Size } from './term/streams.ts';

/** What happened, as `update` is told it. */
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
  | { readonly type: 'checked-again'; readonly key: string; readonly result: Result<CheckedAgain> }
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
  | { readonly type: 'check-again'; readonly key: string; readonly target: CheckTarget }
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
