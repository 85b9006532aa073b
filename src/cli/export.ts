import type { App } from '../app/app.ts';
import { type ExportForm, exportForms, planSchema } from '../plan/export/index.ts';
import { failure } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import type { Call, ListOptions } from './calls.ts';
import { withPlan } from './latest-plan.ts';
import { EXIT, type ExitCode, exitCodeOf, failureLine, type Output } from './output.ts';

type ExportCall = Extract<Call, { kind: 'export' }>;

export interface ExportFlags {
  readonly as?: string;
  readonly to?: string;
  readonly beside?: string;
  readonly schema?: boolean;
}

/** `planner-tui export PLAN --as FORM`: what stands on the command line, or why it cannot be done. */
export function exportCall(
  file: string | undefined,
  { as, to, beside, schema }: ExportFlags,
  options: ListOptions,
  output: Output,
): Call {
  const wrong = (message: string, next: string): Call => {
    output.err(failureLine(failure('usage', message, next)));
    return { kind: 'ended', code: EXIT.usage };
  };
  const form = exportForms.find(one => one === as) ?? (options.json && as === undefined ? 'json' : undefined);
  if (schema) {
    if (file !== undefined || as !== undefined || to !== undefined || beside !== undefined)
      return wrong(
        '--schema stands alone: it prints the JSON Schema of the json form.',
        'For example: planner-tui export --schema > plan.schema.json',
      );
    output.out(planSchema());
    return { kind: 'ended', code: EXIT.done };
  }
  if (form === undefined)
    return wrong('The form was expected: --as FORM.', `Forms: ${exportForms.join(', ')}.`);
  if (options.json && form !== 'json')
    return wrong(`--json is --as json, but --as ${form} came too.`, 'Name one of them.');
  if (beside !== undefined && form !== 'html')
    return wrong(
      `Only the page (--as html) sets a second plan beside the first, not ${form}.`,
      'Leave --beside out, or take --as html.',
    );
  return { kind: 'export', file, form, to, beside, options };
}

/** Prints the document, or makes a new file of it; a file that is there is left alone. */
export async function exportPlanFile(call: ExportCall, app: App, output: Output): Promise<ExitCode> {
  return withPlan(call.file, app, output, file => written(file, call, app, output));
}

async function written(file: string, call: ExportCall, app: App, output: Output): Promise<ExitCode> {
  const exported = await app.planFiles.export(file, call.form, call.beside);
  if (!exported.ok) {
    output.err(failureLine(exported.error));
    return exported.error.kind === 'no-file' ? EXIT.usage : exitCodeOf(exported.error);
  }
  const { text, notices } = exported.value;
  for (const notice of notices) output.err(safeText(`planner-tui: ${notice}\n`));
  if (call.to === undefined) {
    output.out(text);
    return EXIT.done;
  }
  const saved = await app.planFiles.save(call.to, text);
  if (!saved.ok) {
    output.err(failureLine(saved.error));
    return exitCodeOf(saved.error);
  }
  output.err(
    safeText(`planner-tui: ${call.to} is written${AFTER[call.form] ? `. ${AFTER[call.form]}` : '.'}\n`),
  );
  return EXIT.done;
}

/** What one does with it next. */
const AFTER: Partial<Readonly<Record<ExportForm, string>>> = {
  html: 'Open it in any browser.',
  'github-issue': 'Its first line is the title, the body begins on the third.',
};
