import { type Config, type ConfigRow, createConfig, projectMaySet } from '../app/config.ts';
import { createDoctor, type DoctorReport } from '../app/doctor.ts';
import { readTyped } from '../app/typed.ts';
import { type Failure, failure, type Result } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import { detectAscii } from '../theme/index.ts';
import type { ConfigCall, DoctorCall } from './calls.ts';
import { checkText, configText, doctorHead, rowText } from './doctor-text.ts';
import {
  columnsOfOutput,
  EXIT,
  type ExitCode,
  exitCodeOf,
  failureLine,
  type Output,
  print,
  warn,
} from './output.ts';

/** `planner-tui doctor`: each check is printed as it is done. */
export async function showDoctor(call: DoctorCall, output: Output): Promise<ExitCode> {
  const { options, offline, live, baseUrl, model } = call;
  const { stdout, stdin, env, versions } = process;
  const made = createDoctor({
    folder: options.project,
    cwd: process.cwd(),
    env,
    terminal: {
      isTTY: stdout.isTTY === true && stdin.isTTY === true,
      columns: stdout.columns ?? 0,
      rows: stdout.rows ?? 0,
      node: versions.node,
    },
    offline,
    live,
    baseUrl,
    model,
  });
  if (!made.ok) return fail(output, made.error);
  const looks = { columns: columnsOfOutput(), ascii: detectAscii(env) };
  if (!options.json) output.out(safeText(doctorHead(made.value.root)));
  const checks = made.value.checks();
  for (;;) {
    const next = await checks.next();
    if (!next.done) {
      if (!options.json) output.out(safeText(checkText(next.value, looks)));
      continue;
    }
    if (options.json) print(output, options, next.value, () => '');
    return codeOf(next.value);
  }
}

function codeOf({ credentials, healthy }: DoctorReport): ExitCode {
  if (credentials !== 'in-order') return EXIT.credentials;
  return healthy ? EXIT.done : EXIT.failed;
}

/** `planner-tui config`. */
export function showConfig(call: ConfigCall, output: Output): ExitCode {
  const { options } = call;
  const made = createConfig({ folder: options.project, cwd: process.cwd(), env: process.env });
  if (!made.ok) return fail(output, made.error);
  const config = made.value;
  if (call.verb === 'list') {
    warn(config, output);
    const listing = { file: config.file, settings: config.rows() };
    return print(output, options, listing, () => configText(config, projectMaySet(), columnsOfOutput()));
  }
  const done = call.verb === 'set' ? set(config, call.name, call.value) : config.unset(call.name);
  warn(config, output);
  return done.ok ? print(output, options, done.value, rowText) : fail(output, done.error);
}

function set(config: Config, name: string, value: string): Result<ConfigRow> {
  // What is typed stays in the shell's history, and everybody may see it among the processes.
  if (name === 'apiKey' && value !== '-')
    return {
      ok: false,
      error: failure(
        'usage',
        'A key is not taken from the command line, where others can read it.',
        'Give it on standard input: planner-tui config set apiKey - < FILE; or set ANTHROPIC_API_KEY.',
      ),
    };
  const typed = value === '-' ? readTyped() : value;
  return typed === undefined
    ? {
        ok: false,
        error: failure('usage', 'A value was expected on standard input, but none came.', 'Pipe it in.'),
      }
    : config.set(name, typed);
}

function fail(output: Output, error: Failure): ExitCode {
  output.err(failureLine(error));
  return exitCodeOf(error);
}
