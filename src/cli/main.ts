import { resolve } from 'node:path';
import type { App, PlannerOptions } from '../app/app.ts';
import { createApp } from '../app/app.ts';
import type { LookUpConsent } from '../app/look-ups.ts';
import { version } from '../app/version.ts';
import type { Call, PlanOptions } from './calls.ts';
import { checkPlans } from './check.ts';
import { code } from './code.ts';
import { cook } from './cook.ts';
import { showDrift } from './drift.ts';
import { exportPlanFile } from './export.ts';
import { calibrate, impact } from './impact.ts';
import { listPlansText, listSessionsText } from './lists.ts';
import { findText, mapText } from './map-text.ts';
import { showMetrics } from './metrics.ts';
import {
  columnsOfOutput,
  EXIT,
  exitCodeOf,
  failureLine,
  type Output,
  print,
  processOutput,
  warn,
} from './output.ts';
import { planWithoutScreen } from './plan.ts';
import { showPlaybooks } from './playbooks.ts';
import { parseCall } from './program.ts';
import { step } from './step.ts';
import { runningLine } from './step-text.ts';
import { symbolText } from './symbol-text.ts';

type AppCall = Exclude<Call, { kind: 'ended' | 'doctor' | 'config' | 'mcp' }>;

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
  const created = await createApp({
    folder: call.options.project,
    cwd: process.cwd(),
    env: process.env,
    planner: plannerOf(call),
    lookUps: lookUpsOf(call),
    redTeam: (call.kind === 'plan' || call.kind === 'resume') && call.options.redTeam,
    mayBeEmpty: call.kind === 'resume' || (call.kind === 'plan' && call.wish?.kind === 'bootstrap'),
  });
  if (!created.ok) {
    output.err(failureLine(created.error));
    return exitCodeOf(created.error);
  }
  const app = created.value;
  try {
    return await carryOut(call, app, output);
  } finally {
    await app.close();
  }
}

/** Only who plans needs a model: everything else never looks for one. */
function plannerOf(call: AppCall): PlannerOptions {
  if (call.kind !== 'plan' && call.kind !== 'resume' && call.kind !== 'cook') return { wanted: 'local' };
  const { planner: wanted, model, baseUrl, allowRemote, record, replay } = call.options;
  const canAsk = !withoutScreen(call.options);
  return { wanted, model, baseUrl, allowRemote, canAsk, tape: { record, replay, paced: canAsk } };
}

function lookUpsOf(call: AppCall): LookUpConsent {
  if (call.kind === 'check') return call.lookUps;
  return call.kind === 'plan' || call.kind === 'resume' || call.kind === 'cook'
    ? call.options.lookUps
    : 'not-allowed';
}

async function carryOut(call: AppCall, app: App, output: Output): Promise<number> {
  if ((call.kind === 'plan' || call.kind === 'resume') && !withoutScreen(call.options)) {
    const { interactive } = await import('./interactive.ts');
    return interactive(call, app, output);
  }
  warn(app, output);
  switch (call.kind) {
    case 'plan':
    case 'resume':
      return planWithoutScreen(call, app, output);
    case 'code':
      return code(call, app, output);
    case 'cook':
      return cook(call, app, output);
    case 'sessions':
      return print(output, call.options, await app.workspace.home.sessions(), listSessionsText);
    case 'plans':
      return print(output, call.options, await app.workspace.home.plans(), plans =>
        listPlansText(plans, runningLine(app.steps.running(), Date.now())),
      );
    case 'map':
      return showMap(call, app, output);
    case 'check':
      return checkPlans(call, app, output);
    case 'drift':
      return showDrift(call, app, output);
    case 'export':
      return exportPlanFile(call, app, output);
    case 'step':
      return step(call, app, output);
    case 'playbooks':
      return showPlaybooks(call, app, output);
    case 'metrics':
      return showMetrics(call, app, output);
    case 'impact':
      return impact(call, app, output);
    case 'calibrate':
      return calibrate(call, app, output);
  }
}

async function showMap(call: Extract<Call, { kind: 'map' }>, app: App, output: Output): Promise<number> {
  const { query, symbol, limit, options } = call;
  const columns = columnsOfOutput();
  if (symbol !== undefined)
    return print(output, options, await app.symbol(symbol, limit), found => symbolText(found, columns));
  if (options.json) return print(output, options, await app.outline(query), () => '');
  if (query === undefined) return print(output, options, await app.overview(limit), o => mapText(o, columns));
  return print(output, options, await app.find(query, limit), found => findText(found, columns));
}

/** Asked for, or forced by where the program runs: no TTY, or a terminal that cannot be drawn on. */
function withoutScreen(options: PlanOptions): boolean {
  if (options.print || options.json || options.streamJson) return true;
  return !process.stdout.isTTY || !process.stdin.isTTY || process.env['TERM'] === 'dumb';
}

const output = processOutput();
main(process.argv.slice(2), output).then(
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
