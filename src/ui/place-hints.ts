import {
  activeRun,
  latestRevision,
  openObjections,
  roundQuestions,
  waitingFeedback,
} from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import { sheetOf } from './chrome.ts';
import { type Context, type Hint, hints } from './keymap.ts';
import { type InputPurpose, type Model, type Overlay, previews } from './model.ts';
import { sideName } from './screens/approaches/state.ts';
import { type DriftUi, driftOfUi } from './screens/drift/state.ts';
import { isAllDone } from './screens/hand-over/layout.ts';
import { homeEntries } from './screens/home/state.ts';
import { shownCard } from './screens/map/layout.ts';
import type { MapUi } from './screens/map/state.ts';
import { currentQuestion } from './screens/questions/state.ts';
import { opensOf } from './screens/workbench/state.ts';
import { expanded } from './widgets/text-prompt/state.ts';

/** The keys that matter in this place, or in what lies over it. */
export function hintsOf(model: Model): readonly Hint[] {
  const { overlay, session, place, mapUi } = model;
  if (overlay) return overlayHints(model, overlay);
  if (mapUi) return mapHints(model, mapUi);
  if (model.driftUi) return driftHints(model.driftUi);
  const of = (context: Context, ...actions: string[]) => hints(context, actions);
  if (place === 'home' || session.kind === 'empty')
    return model.home.focus === 'prompt'
      ? of('global', 'map')
      : of('list', 'open', ...(planChosen(model) ? ['drift'] : []), 'close');
  switch (place) {
    case 'workbench': {
      const waits = roundQuestions(session).length > 0;
      const running = activeRun(session) !== undefined;
      return [
        ...of('pane', 'next-pane'),
        ...opens(model, session),
        ...(waits ? of('workbench', 'questions') : []),
        ...(latestRevision(session) ? of('workbench', 'review') : []),
        ...(running ? of('workbench', 'steer', 'stop') : of('workbench', 'regenerate')),
        ...of('pane', 'command', 'map'),
      ];
    }
    case 'questions':
      // Past the last question stand the answers, which have keys of their own.
      if (!currentQuestion(model, session))
        return [
          { key: 'Enter', text: 'make the plan' },
          { key: '1–9', text: 'change an answer' },
          ...(roundQuestions(session).some(q => !session.answers[q.id])
            ? [{ key: 's', text: 'leave the rest open' }]
            : []),
          ...of('question', 'close'),
        ];
      return [{ key: '1–9', text: 'move' }, ...of('question', 'choose', 'next-pane', 'note', 'skip', 'back')];
    case 'approaches':
      if (model.approaches.picking)
        return [
          { key: '↑↓', text: 'move' },
          { key: 'Space', text: 'mark' },
          { key: 'Enter', text: `take ${sideName(model.approaches.side)} with what is marked` },
          { key: 'Esc', text: 'end the picking' },
        ];
      return [
        ...of('approaches', 'take', 'other', 'pick'),
        ...of('approaches', 'facts').map(h => (model.approaches.factsOnly ? { ...h, text: 'the plans' } : h)),
        ...(model.approaches.factsOnly ? [] : [{ key: '↑↓', text: 'both scroll' }]),
        ...of('approaches', 'back'),
      ];
    case 'review': {
      if (model.review.mark !== undefined)
        return [
          { key: '↑↓', text: 'mark more lines' },
          { key: 'c', text: 'comment on the marked lines' },
          { key: 'Esc', text: 'drop the mark' },
        ];
      if (model.review.search !== '')
        return [
          ...of('pane', 'search-next', 'search-previous'),
          { key: 'Esc', text: 'end the search' },
          ...of('review', 'comment', 'feedback', 'approve', 'back'),
        ];
      const waiting = waitingFeedback(session).length;
      const held = openObjections(session).length;
      return of(
        'review',
        'approve',
        ...(held > 0 ? ['objections'] : []),
        'feedback',
        'comment',
        'regenerate',
        'back',
        'revisions',
        ...(held > 0 ? [] : ['objections']),
        'edit',
        'timeline',
      )
        .map(h =>
          h.text === 'feedback' && waiting > 0
            ? { ...h, text: `feedback (${waiting} waiting)` }
            : h.text === 'objections' && held > 0
              ? { ...h, text: `objections (${held} open)` }
              : h,
        )

        .concat(
          waiting > 0 ? of('review', 'withdraw') : [],
          of('pane', 'search'),
          of('review', 'mark'),
          of('pane', 'map'),
        );
    }
    case 'done':
      return [
        ...(session.published ? of('done', 'hand-over', 'next-step', 'instruction', 'copy') : []),
        ...of('done', 'home', 'back', 'quit'),
        ...of('pane', 'command'),
      ];
  }
}

/** In the list typing searches; in a card letters are keys. */
function mapHints(model: Model, ui: MapUi): readonly Hint[] {
  if (ui.card) {
    const row = shownCard(model, ui)?.[ui.card.row];
    const enter = row?.file
      ? 'go to that file'
      : row?.symbol
        ? 'read its lines'
        : row?.section
          ? 'show all'
          : undefined;
    return [
      ...(enter ? [{ key: 'Enter', text: enter }] : []),
      ...(row?.symbol ? hints('card', ['users']) : []),
      { key: '↑↓', text: 'move' },
      ...hints('card', ['back', 'edit-file']),
      { key: 'n N', text: 'next file, file before' },
      ...hints('card', ['list', 'close']),
    ];
  }
  const typing = ui.search.prompt.text !== '';
  return [
    { key: '↑↓', text: 'move' },
    ...hints('map', ['open', 'edit-file']),
    ...(typing ? [{ key: 'Esc', text: 'end the search' }] : hints('map', ['close'])),
  ];
}

function planChosen({ home, homeData }: Model): boolean {
  return home.focus !== 'prompt' && homeEntries(homeData)[home.focus]?.kind === 'plan';
}

function driftHints(ui: DriftUi): readonly Hint[] {
  // The question that stands below names its own keys.
  if (ui.asked) return [];
  const read = driftOfUi(ui) !== undefined;
  const inList = ui.focus === 'list';
  return [
    ...(read
      ? [
          { key: 'Enter', text: inList ? 'details' : 'open the file' },
          { key: '↑↓', text: 'move' },
        ]
      : []),
    ...hints('drift', [...(read ? ['tick'] : []), 'refresh', ...(read && inList ? ['edit-file'] : [])]),
    { key: 'Esc', text: inList ? 'back' : 'to the steps' },
  ];
}

function overlayHints(model: Model, overlay: Overlay): readonly Hint[] {
  switch (overlay.kind) {
    case 'input':
      return [
        { key: 'Enter', text: takes(model, overlay) },
        { key: 'Ctrl+J', text: 'new line' },
        ...hints('prompt', ['editor', 'close']),
      ];
    case 'hand-over':
      if (model.handOver?.whole?.ok === false)
        return [
          ...(isAllDone(model.handOver.whole) ? [{ key: 'Enter', text: 'how far the code follows it' }] : []),
          ...hints('hand-over', ['close']),
        ];
      return [
        ...hints('hand-over', ['start']),
        { key: '↑↓', text: 'who' },
        ...hints('hand-over', ['scope', 'copy']),
        { key: 'PgDn', text: 'what it is told' },
        ...hints('hand-over', ['close']),
      ];
    case 'approve':
    case 'cook':
    case 'planner':
    case 'consent':
      return [];
    case 'objections':
      return [
        ...hints('objections', ['accept', 'reject']),
        { key: 'Enter', text: 'evidence' },
        ...hints('objections', ['again']),
        ...hints('dialog', ['close']),
      ];
    case 'revisions':
      return [{ key: 'Enter', text: 'read it' }, ...hints('dialog', ['compare', 'restore', 'close'])];
    case 'compare':
      return [
        { key: '↑↓', text: 'scroll' },
        { key: 'n N', text: 'next change, change before' },
        ...hints('dialog', ['close']),
      ];
    case 'checks':
      return [{ key: '↑↓', text: 'scroll' }, ...hints('dialog', ['close'])];
    case 'evidence':
      return [
        ...(overlay.sources.length > 1 ? hints('dialog', ['next-pane']) : []),
        ...(model.place === 'workbench' && !model.mapUi
          ? [{ key: 'n N', text: 'next finding, finding before' }]
          : []),
        ...(sheetOf(model) ? [] : [{ key: '↑↓', text: 'scroll' }]),
        ...hints('dialog', ['close']),
      ];
    case 'help':
      return [{ key: '↑↓ PgUp PgDn', text: 'scroll' }, ...hints('dialog', ['close'])];
  }
}

/** What Enter does now: feedback is shown before it is taken, where that can be told. */
function takes(model: Model, overlay: Extract<Overlay, { readonly kind: 'input' }>): string {
  const { purpose, foreseen, field } = overlay;
  const shown = foreseen !== undefined && foreseen.text === expanded(field.prompt).trim();
  return purpose.kind === 'feedback' && previews(model) && !shown ? 'show what it does' : TAKE[purpose.kind];
}

const TAKE: Readonly<Record<InputPurpose['kind'], string>> = {
  feedback: 'note it',
  answer: 'give this answer',
  note: 'add the note',
  command: 'do it',
  steer: 'say it',
  override: 'go on with this reason',
  search: 'search',
};

/** What Enter opens on the workbench just now; nothing where it would do nothing. */
function opens(model: Model, session: ActiveSession): readonly Hint[] {
  switch (opensOf(model, session)) {
    case 'evidence':
      return hints('workbench', ['open']);
    case 'questions':
      return [{ key: 'Enter', text: 'answer the questions' }];
    case 'review':
      return [{ key: 'Enter', text: 'read the plan' }];
    case 'nothing':
      return [];
  }
}
