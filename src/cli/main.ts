import { resolve } from 'node:path';
import { version } from '../app/version.ts';
import { EXIT, failureLine, type Output, processOutput } from './output.ts';
import { parseCall } from './program.ts';

/** Runs one call of the command line; gives the exit code. */
export async function main(argv: readonly string[], output: Output): Promise<number> {
  const call = parseCall(argv, version(), output);
  if (call.kind === 'ended') return call.code;
  // Should ever nothing be left to wait for before the end was reached, that is no success.
  process.exitCode = EXIT.failed;
  // What finds out why nothing works has to work without an app.
  if (call.kind === 'doctor' || call.kind === 'config') {
    const { showConfig, showDoctor } = await import('./doctor.ts');
    return call.kind === 'doctor' ? showDoctor(call, output) : showConfig(call, output);
  }
  // Each call of a client opens an app of its own.
  if (call.kind === 'mcp') {
    const { serveMcp } = await import('../mcp/serve.ts');
    const { project, lookUps } = call;
    const given = project === undefined ? undefined : resolve(project);
    await serveMcp({ project: { given, cwd: process.cwd() }, lookUps, env: process.env, log: output.err });
    return EXIT.done;
  }
  // Most of the program: what is only a wrong call, or a question for help, does not wait for it.
  const { callApp } = await import('./call-app.ts');
  return callApp(call, output);
}

const output = processOutput();
/** Settles as soon as the call has its exit code: who starts the program again in the same process waits for it. */
export const ended: Promise<void> = main(process.argv.slice(2), output).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    output.err(
      failureLine({
        kind: 'unexpected',
        message: `this should not have happened: ${message}`,
        next: 'The session so far is kept: planner-tui resume --last goes on.',
      }),
    );
    if (process.env['PLANNER_TUI_DEBUG'] && error instanceof Error) output.err(`${error.stack}\n`);
    process.exitCode = EXIT.failed;
  },
);
