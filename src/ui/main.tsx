import type { Workspace } from '../session/ports.ts';
import type { GoalWish } from '../session/verbs.ts';
import { type ColourLevel, detectAscii, detectColour, resolvePalette, type Theme } from '../theme/index.ts';
import { type AppOptions, type AppOutcome, openApp } from './open-app.tsx';
import type { TermInput, TermOutput } from './term/streams.ts';

export type { AppOutcome } from './open-app.tsx';

export interface RunOptions {
  /** Starts a session for this goal at once. */
  readonly wish?: GoalWish | undefined;
  /** Opens this unfinished session at once. */
  readonly resume?: string | undefined;
  /** Once the goal's plan is approved, it is asked who implements it. */
  readonly cook?: boolean | undefined;
  readonly theme: Theme;
  /** What `/theme` offers besides; `theme` is always known. */
  readonly themes?: readonly Theme[] | undefined;
  /** Keeps the scrollback: draws below the prompt instead of on the alternate screen. */
  readonly inline: boolean;
  /** Linear text for screen readers instead of a drawn screen. */
  readonly screenReader?: boolean | undefined;
  readonly stdin?: TermInput | undefined;
  readonly stdout?: TermOutput | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly colour?: ColourLevel | undefined;
  readonly ascii?: boolean | undefined;
}

/**
 * Runs the app until the person quits or something ends it; the terminal is given back before the promise settles.
 * `summary` is what should stay in the scrollback; `exitCode` is 0, 130 after Ctrl+C, or 128 + signal.
 */
export async function runApp(workspace: Workspace, options: RunOptions): Promise<AppOutcome> {
  const env = options.env ?? process.env;
  const stdin = options.stdin ?? process.stdin;
  const stdout = options.stdout ?? process.stdout;
  const level = options.colour ?? (options.screenReader ? 0 : detectColour(env, stdout.isTTY === true));
  const ascii = options.ascii ?? detectAscii(env);
  const others = (options.themes ?? []).filter(t => t.name !== options.theme.name);
  const full: AppOptions = {
    wish: options.wish,
    resume: options.resume,
    cook: options.cook,
    theme: options.theme,
    themes: [options.theme, ...others],
    inline: options.inline,
    reader: options.screenReader,
    stdin,
    stdout,
    processEvents: process,
    now: Date.now,
    painterOf: theme => ({ palette: resolvePalette(theme, level), ascii }),
    stop: () => process.kill(process.pid, 'SIGTSTP'),
  };
  return openApp(workspace, full);
}
