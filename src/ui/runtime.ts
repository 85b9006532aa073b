import type { FeedbackTarget, FindQuery, OutlineQuery } from '../domain/index.ts';
import type { SessionStore, Workspace } from '../session/ports.ts';
import type { GoalWish } from '../session/verbs.ts';
import { failure, ok, type Result } from '../shared/result.ts';
import type { Theme } from '../theme/index.ts';
import { broken } from './broken.ts';
import { createHandOverRunner } from './hand-over-runner.ts';
import type { Cmd, Lookup, Model, Msg } from './model.ts';
import { moves } from './moves.ts';
import { newestOnly } from './newest-only.ts';
import { askConsent } from './screens/consent/keys.ts';
import { update } from './update.ts';

/** What the runtime needs of the terminal. */
export interface Screen {
  /** Runs work while the terminal belongs to another program. */
  lend<T>(work: () => Promise<T>, said?: string): Promise<T>;
  /** Puts a text on the terminal's clipboard. */
  copy(text: string): void;
  redraw(): void;
  suspend(): void;
  quit(code: number): void;
  retheme(theme: Theme): void;
}

export interface Runtime {
  model(): Model;
  /** Called after every change of the model. */
  subscribe(listener: () => void): () => void;
  send(msg: Msg): void;
  /** The session that is open, for the summary at the end. */
  session(): SessionStore | undefined;
  /** `cook`: once the plan is approved, it is asked who carries it out. */
  begin(wish: GoalWish | undefined, resume: string | undefined, cook?: boolean): void;
  /** Stops timers and subscriptions and closes the session: the log is flushed. */
  close(): Promise<void>;
}

/** One shared clock for spinners and timers: five a second, only while something runs. A frame costs Ink about 25 ms. */
const TICK_MS = 200;

/** What comes by itself shows within this time, together: a frame for each answer would make keys wait for their own. */
const GATHER_MS = 40;

/** So long nothing may have happened before the thread is taken to rest: between two keys it must not tidy up. */
const REST_MS = 4_000;

export interface RuntimeOptions {
  readonly workspace: Workspace;
  readonly screen: Screen;
  readonly themes: readonly Theme[];
  readonly initial: Model;
  readonly now: () => number;
}

/** Holds the model, feeds it messages, and does the work that `update` asks for. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { workspace, screen, themes, now } = options;
  const listeners = new Set<() => void>();
  const lookup: Lookup = {
    complete(prefix, limit) {
      // A plan that was saved a moment ago is in no map yet.
      const plans = (model.homeData.plans ?? []).map(({ path }) => path);
      const own = prefix === '' ? [] : plans.filter(path => path.startsWith(prefix));
      return [...new Set([...own, ...workspace.map.complete(prefix, limit)])].slice(0, limit);
    },
    draft: field => workspace.drafts.load(field),
  };
  let model = options.initial;
  let store: SessionStore | undefined;
  let unsubscribe: (() => void) | undefined;
  let ticker: ReturnType<typeof setInterval> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let mapMoved = false;

  function send(msg: Msg): void {
    if (closed) return;
    clearTimeout(resting);
    resting = setTimeout(() => workspace.rest(), REST_MS);
    const [next, cmds] = update(model, msg, lookup);
    const changed = next !== model;
    model = next;
    if (changed) {
      tickWhileNeeded();
      if (msg.type === 'input' || msg.type === 'resize') show();
      else gathering ??= setTimeout(show, GATHER_MS);
    }
    for (const cmd of cmds) perform(cmd);
  }

  function show(): void {
    clearTimeout(gathering);
    gathering = undefined;
    for (const listener of listeners) listener();
  }

  const { map } = workspace;
  const outline = (query: OutlineQuery) =>
    map.outline(query).then(outline => send({ type: 'map-outlined', shelf: query.shelf, outline }));
  const unanswered = (error: unknown) =>
    send({ type: 'map-unanswered', message: error instanceof Error ? error.message : String(error) });
  const outlines = { sources: newestOnly(outline, unanswered), aside: newestOnly(outline, unanswered) };
  const find = newestOnly(
    (query: FindQuery) => map.find(query).then(answer => answer && send({ type: 'map-found', answer })),
    unanswered,
  );
  const page = newestOnly(
    (path: string) => map.page(path).then(read => send({ type: 'map-paged', path, page: read })),
    unanswered,
  );

  const symbol = newestOnly(
    ({ key, path, line, name }: Extract<Cmd, { type: 'map-symbol' }>) =>
      map.symbol(path, line, name).then(read => send({ type: 'map-symbol-read', key, page: read })),
    unanswered,
  );

  const drift = newestOnly(
    (path: string) =>
      workspace
        .drift(path)
        .catch((error: unknown): Result<never> => broken('drift', error))
        .then(result => send({ type: 'drift-read', path, result })),
    unanswered,
  );

  const handOvers = createHandOverRunner({
    port: workspace.handOver,
    lend: screen.lend,
    send,
    unanswered,
    now,
  });

  function tickWhileNeeded(): void {
    const needed = moves(model);
    if (needed && !ticker) {
      ticker = setInterval(tick, TICK_MS);
    } else if (!needed && ticker) {
      clearInterval(ticker);
      ticker = undefined;
    }
  }

  /** Files are read by the hundred between two ticks: how many shows with the next one. */
  function tick(): void {
    if (mapMoved) tellMap();
    else send({ type: 'tick', at: now() });
  }

  function perform(cmd: Cmd): void {
    switch (cmd.type) {
      case 'start':
        void open(() => workspace.start(cmd.wish));
        return;
      case 'resume':
        void open(() => workspace.resume(cmd.sessionId));
        return;
      case 'agree':
        send({ type: 'agreed', ...workspace.agree(cmd.answer) });
        return;
      case 'look-planners':
        send({ type: 'planners-looked', offer: workspace.planners() });
        return;
      case 'list-models':
        void workspace
          .models()
          .catch((error: unknown): Result<never> => broken('models', error))
          .then(models => send({ type: 'models-listed', models }));
        return;
      case 'switch-planner':
        send({ type: 'planner-switched', to: cmd.to, outcome: workspace.switchPlanner(cmd.to) });
        return;
      case 'dispatch':
        void dispatch(cmd.command);
        return;
      case 'read-evidence':
        void workspace.evidence
          .read(cmd.source)
          .catch(() => undefined)
          .then(excerpt => send({ type: 'excerpt', key: cmd.key, excerpt }));
        return;
      case 'foresee':
        void foresee(cmd.text, cmd.target);
        return;
      case 'read-stale':
        void workspace
          .stale(cmd.revision)
          .catch(() => [])
          .then(steps => send({ type: 'stale', revision: cmd.revision, steps }));
        return;
      case 'measure':
        void workspace
          .measure(cmd.plan)
          .catch(() => undefined)
          .then(measured => send({ type: 'measured', key: cmd.key, measured }));
        return;
      case 'edit':
        void screen
          .lend(() => workspace.edit(cmd.text))
          .catch((error: unknown): Result<string> => broken('editor', error))
          .then(result => send({ type: 'edited', purpose: cmd.purpose, before: cmd.text, result }));
        return;
      case 'map-outline':
        outlines[cmd.query.shelf](cmd.query);
        return;
      case 'map-find':
        find(cmd.query);
        return;
      case 'map-symbol':
        symbol(cmd);
        return;
      case 'map-page':
        page(cmd.path);
        return;
      case 'export':
        void workspace
          .export(cmd.checked, cmd.saved, cmd.form)
          .catch((error: unknown): Result<string> => broken('export', error))
          .then(result => send({ type: 'exported', result }));
        return;
      case 'drift':
        drift(cmd.path);
        return;
      case 'tick-steps':
        void workspace
          .tickSteps(cmd.path, cmd.stepIds)
          .catch((error: unknown): Result<never> => broken('tick', error))
          .then(result => {
            send({ type: 'steps-ticked', path: cmd.path, result });
            loadPlans();
          });
        return;
      case 'open-file':
        void screen
          .lend(() => workspace.openFile(cmd.path, cmd.line))
          .catch((error: unknown): Result<void> => broken('editor', error))
          .then(result => send({ type: 'file-opened', result }));
        return;
      case 'look-hand-over':
        handOvers.look(cmd);
        return;
      case 'hand-over':
        void handOvers.start(cmd).then(loadPlans);
        return;
      case 'copy':
        screen.copy(cmd.text);
        return;
      case 'save-draft':
        workspace.drafts.save(cmd.field, cmd.text);
        return;
      case 'theme': {
        const theme = themes.find(t => t.name === cmd.name);
        if (theme) screen.retheme(theme);
        const known = themes.map(t => t.name).join(', ');
        const result: Result<string> = theme
          ? ok(theme.name)
          : {
              ok: false,
              error: failure('unknown-theme', `There is no theme “${cmd.name}”.`, `Known: ${known}.`),
            };
        send({ type: 'themed', result });
        return;
      }
      case 'leave-session':
        void leave();
        return;
      case 'redraw':
        screen.redraw();
        return;
      case 'suspend':
        screen.suspend();
        return;
      case 'quit':
        screen.quit(cmd.code ?? 0);
        return;
    }
  }

  async function dispatch(command: Extract<Cmd, { type: 'dispatch' }>['command']): Promise<void> {
    if (!store) return;
    const result = await store
      .dispatch(command)
      .catch((error: unknown): Result<void> => broken('dispatch', error));
    send({ type: 'dispatched', command, result });
  }

  async function foresee(text: string, target: FeedbackTarget): Promise<void> {
    const asked = store?.preview?.(text, target);
    if (!asked) return;
    const result = await asked.catch((error: unknown): Result<never> => broken('preview', error));
    send({ type: 'feedback-foreseen', text, result });
  }

  async function open(how: () => Promise<Result<SessionStore>>): Promise<void> {
    const opened = await how().catch((error: unknown): Result<SessionStore> => broken('session', error));
    if (closed) {
      if (opened.ok) await opened.value.close();
      return;
    }
    if (!opened.ok) {
      send({ type: 'opened', result: opened });
      return;
    }
    await detach();
    store = opened.value;
    const current = store;
    const tell = () => send({ type: 'session', state: current.state(), live: current.live(), at: now() });
    unsubscribe = current.subscribe(tell);
    send({ type: 'opened', result: ok(undefined) });
    tell();
  }

  /** Leaves the session, which stays on disk as it is, for the home screen. */
  async function leave(): Promise<void> {
    await detach();
    const home: Model = {
      ...model,
      session: { kind: 'empty' },
      live: { progress: {} },
      place: 'home',
      overlay: undefined,
      handOver: undefined,
      cooking: undefined,
    };
    model = home;
    tickWhileNeeded();
    show();
    loadHome();
  }

  async function detach(): Promise<void> {
    unsubscribe?.();
    unsubscribe = undefined;
    const old = store;
    store = undefined;
    await old?.close();
  }

  function loadHome(): void {
    const { home } = workspace;
    send({ type: 'home', data: { earlier: home.earlierGoals() } });
    const quiet = () => [];
    void home
      .suggestions()
      .catch(quiet)
      .then(suggestions => send({ type: 'home', data: { suggestions } }));
    void home
      .sessions()
      .catch(quiet)
      .then(sessions => send({ type: 'home', data: { sessions } }));
    loadPlans();
  }

  function loadPlans(): void {
    void workspace.home
      .plans()
      .catch(() => [])
      .then(plans => send({ type: 'home', data: { plans } }));
  }

  function tellMap(): void {
    mapMoved = false;
    send({ type: 'map', progress: map.progress(), leftOut: map.leftOut(), at: now() });
  }
  const unmap = map.subscribe(() => {
    if (ticker && map.progress().kind === 'mapping') mapMoved = true;
    else tellMap();
  });

  return {
    model: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
    session: () => store,
    begin(wish, resume, cook) {
      if (cook) model = { ...model, cooking: true };
      const first: Cmd | undefined =
        resume !== undefined
          ? { type: 'resume', sessionId: resume }
          : wish !== undefined
            ? { type: 'start', wish }
            : undefined;
      // First of all, so that no frame shows the home screen to somebody who asked for a session.
      const opening = resume === undefined ? wish?.text : 'the session';
      const { consent } = workspace;
      if (consent) model = askConsent(model, consent, first);
      else if (opening !== undefined) model = { ...model, home: { ...model.home, opening } };
      tellMap();
      loadHome();
      tickWhileNeeded();
      if (first && !consent) perform(first);
    },
    async close() {
      closed = true;
      clearInterval(ticker);
      ticker = undefined;
      clearTimeout(gathering);
      clearTimeout(resting);
      unmap();
      await detach();
    },
  };
}
