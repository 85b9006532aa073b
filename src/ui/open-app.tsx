import { render } from 'ink';
import type { SessionStore, Workspace } from '../session/ports.ts';
import type { GoalWish } from '../session/verbs.ts';
import type { Theme } from '../theme/index.ts';
import { AppRoot, observable } from './app.tsx';
import { initialModel, type Model } from './model.ts';
import { createRuntime } from './runtime.ts';
import { type Exit, type ProcessEvents, watchExits } from './term/exits.ts';
import { FrameStream, QuietInput, type TermInput, type TermOutput } from './term/streams.ts';
import { openTerminal } from './term/terminal.ts';
import type { Painter } from './text/paint.ts';

export interface AppOptions {
  readonly wish: GoalWish | undefined;
  readonly resume: string | undefined;
  readonly cook?: boolean | undefined;
  readonly theme: Theme;
  readonly themes: readonly Theme[];
  readonly inline: boolean;
  readonly reader?: boolean | undefined;
  readonly stdin: TermInput;
  readonly stdout: TermOutput;
  readonly processEvents: ProcessEvents;
  readonly now: () => number;
  readonly painterOf: (theme: Theme) => Painter;
  /** Stops this process until it is continued (SIGTSTP). */
  readonly stop: () => void;
  /** Sees every frame that Ink renders. */
  readonly onFrame?: ((frame: string) => void) | undefined;
}

export interface AppOutcome {
  readonly exitCode: number;
  readonly summary: string[];
}

/** How long closing the session may take before the app ends anyway, in ms. */
const CLOSE_LIMIT = 3000;

/** Wires terminal, runtime and Ink together, and takes them apart whatever ends the app. */
export async function openApp(workspace: Workspace, options: AppOptions): Promise<AppOutcome> {
  let settle: (exit: Exit) => void = () => {};
  const over = new Promise<Exit>(resolve => {
    settle = resolve;
  });

  const painter = observable(options.painterOf(options.theme));
  const terminal = openTerminal({
    stdin: options.stdin,
    stdout: options.stdout,
    inline: options.inline,
    reader: options.reader,
    onInput: events => runtime.send({ type: 'input', events, at: options.now() }),
    onResize: size => {
      frames.resize(size);
      runtime.send({ type: 'resize', size });
    },
    onGone: () => settle({ cause: 'signal', code: 129 }),
  });
  const frames = new FrameStream(terminal.size(), frame => {
    options.onFrame?.(frame);
    terminal.show(frame);
  });
  const unwatch = watchExits(
    options.processEvents,
    () => terminal.close(true),
    settle,
    () => terminal.lent(),
  );

  const lookup = {
    complete: (prefix: string, limit: number) => workspace.map.complete(prefix, limit),
    draft: (field: string) => workspace.drafts.load(field),
  };
  const runtime = createRuntime({
    workspace,
    themes: options.themes,
    now: options.now,
    initial: initialModel(
      {
        project: workspace.project,
        planner: workspace.planner,
        localPlanner: workspace.localPlanner,
        version: workspace.version,
        themes: options.themes.map(t => t.name),
        previewsFeedback: workspace.previewsFeedback,
      },
      terminal.size(),
      options.theme.name,
      lookup,
      options.now(),
    ),
    screen: {
      lend: (work, said) => terminal.lend(work, said),
      copy: text => terminal.copy(text),
      redraw: () => terminal.redraw(),
      suspend: () => void terminal.lend(() => suspended(options)),
      quit: code => settle({ cause: 'signal', code }),
      retheme: theme => painter.set(options.painterOf(theme)),
    },
  });

  runtime.begin(options.wish, options.resume, options.cook);
  const ink = render(
    <AppRoot model={{ get: runtime.model, subscribe: runtime.subscribe }} painter={painter} />,
    {
      // Frames only, unthrottled, no cursor movement, also under CI: the frame writer draws them (see FrameStream).
      debug: true,
      stdout: frames as unknown as NodeJS.WriteStream,
      stdin: new QuietInput() as unknown as NodeJS.ReadStream,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  runtime.send({ type: 'seen', at: options.now() });
  // A component that throws would leave Ink showing nothing, for ever.
  ink.waitUntilExit().catch((error: unknown) => settle({ cause: 'error', code: 1, error }));

  const exit = await over;
  const last = runtime.model();
  const store = runtime.session();
  terminal.close(options.inline);
  ink.unmount();
  await Promise.race([runtime.close(), new Promise(resolve => setTimeout(resolve, CLOSE_LIMIT).unref())]);
  unwatch();
  return { exitCode: exit.code, summary: [...summaryOf(last, store), ...errorLines(exit)] };
}

/** How long a stop may take to be effective, in ms; a process that is stopped counts none of it. */
const STOP_LIMIT = 300;

/**
 * Stops this process; resolves when it runs again. Where no shell waits for it (it is the only program of its terminal)
 * the system ignores the stop: then it resolves too, rather than wait for ever.
 */
function suspended({ processEvents, stop }: AppOptions): Promise<void> {
  return new Promise(resolve => {
    const onContinue = () => {
      processEvents.off('SIGCONT', onContinue);
      clearTimeout(unstopped);
      resolve();
    };
    processEvents.on('SIGCONT', onContinue);
    stop();
    const unstopped = setTimeout(onContinue, STOP_LIMIT);
  });
}

/** A few lines for the scrollback: where the plan is, or how to come back. */
function summaryOf(model: Model, store: SessionStore | undefined): string[] {
  const session = store?.state() ?? model.session;
  if (session.kind === 'empty') return [];
  const { published, goal, sessionId } = session;
  if (published && session.approval?.revision === published.revision)
    return [`✓ ${goal.title}`, `  plan saved: ${published.path}`, `  read it:    cat ${published.latest}`];
  return [`● ${goal.title}`, `  not finished; go on with: planner-tui resume ${sessionId}`];
}

function errorLines(exit: Exit): string[] {
  if (exit.cause !== 'error') return [];
  const message = exit.error instanceof Error ? (exit.error.stack ?? exit.error.message) : String(exit.error);
  return [
    '✗ planner-tui came upon an error of its own; the session is kept.',
    ...message.split('\n').slice(0, 6),
  ];
}
