import type { App } from '../app/app.ts';
import { runApp } from '../ui/main.tsx';
import type { Call } from './calls.ts';
import { exitCodeOf, failureLine, type Output, warn } from './output.ts';

/** The terminal app. Loaded only when there is a screen to draw on. */
export async function interactive(
  call: Extract<Call, { kind: 'plan' | 'resume' }>,
  app: App,
  output: Output,
): Promise<number> {
  const theme = app.theme(call.options.theme);
  if (!theme.ok) {
    output.err(failureLine(theme.error));
    return exitCodeOf(theme.error);
  }
  // Before the alternate screen: they stand in the scrollback when it is left.
  warn(app, output);
  app.warmUp();
  const wish = call.kind === 'plan' ? (call.wish ?? app.replayed?.wish) : undefined;
  let resume: string | undefined;
  if (call.kind === 'resume') {
    const found = await app.sessions.find(call.last ? undefined : call.id);
    if (!found.ok) {
      output.err(failureLine(found.error));
      return exitCodeOf(found.error);
    }
    resume = found.value;
  }
  const { exitCode, summary } = await runApp(app.workspace, {
    ...(wish ? { wish } : {}),
    ...(resume ? { resume } : {}),
    ...(call.kind === 'plan' && call.cook ? { cook: true } : {}),
    theme: theme.value.theme,
    themes: theme.value.all,
    inline: call.options.inline,
    screenReader: call.options.screenReader,
  });
  // What stays in the scrollback after the alternate screen is left.
  for (const line of summary) output.out(`${line}\n`);
  return exitCode;
}
