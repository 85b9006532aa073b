import { Document, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { GoalKind, Pace } from '../domain/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { type Plan, PlanStatus } from './model.ts';
import { type PlanTotals, totals } from './totals.ts';

const count = z.number().int().nonnegative();

/** The YAML at the head of a plan file. Totals are computed from the steps; unknown keys of a person are kept. */
export const FrontMatter = z.looseObject({
  schema: z.literal(1),
  title: z.string(),
  goal: z.string(),
  slug: z.string(),
  kind: GoalKind,
  status: PlanStatus,
  revision: count,
  created: z.string(),
  approved: z.string().optional(),
  commit: z.string().optional(),
  clean: z.boolean().optional(),
  engine: z.enum(['local', 'claude']),
  model: z.string().optional(),
  steps: count,
  files: z.object({ create: count, modify: count, delete: count }),
  minutes: z.object({ low: count, likely: count, high: count }),
  /** By what the estimates were corrected. A damaged one costs no more than itself. */
  pace: Pace.optional().catch(undefined),
  questions: z.object({ open: count, answered: count }),
  /** sha-256 of the content at approval, without status, approval and check boxes. */
  hash: z.string().optional(),
  /** Why it was approved in spite of failing checks, and which (numbers of docs/plan-format.md). */
  override: z.looseObject({ reason: z.string(), checks: z.array(count) }).optional(),
  /** Project-relative path of the plan that this one replaces, and of the one that replaces it. */
  supersedes: z.string().optional(),
  superseded_by: z.string().optional(),
  relies_on: z.record(z.string(), z.string()).optional(),
});
export type FrontMatter = z.infer<typeof FrontMatter>;

/** The front matter of a plan, in the order in which it is written. */
export function frontMatter(plan: Plan, sums: PlanTotals = totals(plan)): FrontMatter {
  const relies = Object.keys(plan.reliesOn).length > 0;
  return {
    schema: plan.schema,
    title: plan.title,
    goal: plan.goal,
    slug: plan.slug,
    kind: plan.kind,
    status: plan.status,
    revision: plan.revision,
    created: plan.created,
    ...(plan.approved === undefined ? {} : { approved: plan.approved }),
    ...(plan.commit === undefined ? {} : { commit: plan.commit }),
    ...(plan.clean === undefined ? {} : { clean: plan.clean }),
    engine: plan.engine,
    ...(plan.model === undefined ? {} : { model: plan.model }),
    steps: sums.steps,
    files: {
      create: sums.files.create.length,
      modify: sums.files.modify.length,
      delete: sums.files.delete.length,
    },
    minutes: { ...sums.minutes },
    ...(plan.pace === undefined ? {} : { pace: { ...plan.pace } }),
    questions: { ...sums.questions },
    ...(relies ? { relies_on: plan.reliesOn } : {}),
  };
}

/** The block with its fences and its last newline. */
export function writeFrontMatter(data: FrontMatter): string {
  const document = new Document(data);
  visit(document, {
    Scalar(_, node) {
      // White space that only YAML does not count as such must not end a line.
      if (typeof node.value === 'string' && /[^\S ]|^\s|\s$/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return `---\n${document.toString(ONE_LINE_EACH)}---\n`;
}

/** No block scalars and no folding: a text of several lines stays one line of the file, and no line ends in a space. */
export const ONE_LINE_EACH = {
  lineWidth: 0,
  blockQuote: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
} as const;

/** Whether the front matter is planner-tui's own: other tools write theirs in the same place. */
export function isOurs(markdown: string): boolean {
  return /^(?:schema:\s*\d+\s*$|slug:|revision:)/m.test(findFrontMatter(markdown)?.yaml ?? '');
}

/** Where the YAML stands: offsets of its text and of the body behind it. */
export interface FrontMatterSpan {
  readonly yaml: string;
  readonly yamlStart: number;
  readonly yamlEnd: number;
  readonly bodyStart: number;
}

/** Finds the block of `---` lines at the very start of a file; undefined where there is none. */
export function findFrontMatter(markdown: string): FrontMatterSpan | undefined {
  const open = /^\uFEFF?---[ \t]*\r?\n/.exec(markdown);
  if (!open) return undefined;
  // Not by `^` and `$`: to them U+2028 inside a text ends a line.
  const close = /(?<![^\n])---[ \t]*(?:\r?\n|(?![\s\S]))/;
  const yamlStart = open[0].length;
  const rest = markdown.slice(yamlStart);
  const end = close.exec(rest);
  if (!end) return undefined;
  const yamlEnd = yamlStart + end.index;
  return { yaml: markdown.slice(yamlStart, yamlEnd), yamlStart, yamlEnd, bodyStart: yamlEnd + end[0].length };
}

/**
 * Reads the front matter of a plan. Errors: `no-front-matter` (a plan by other hands), `bad-yaml` and
 * `bad-front-matter`, each with the line or the field that is wrong.
 */
export function parseFrontMatter(markdown: string): Result<FrontMatter> {
  const span = findFrontMatter(markdown);
  if (!span)
    return err(
      failure(
        'no-front-matter',
        'The file does not begin with a block of YAML between two lines of `---`.',
        'Plans by other hands have none; planner-tui writes one when it saves a plan.',
      ),
    );
  const document = parseDocument(span.yaml);
  const [fault] = document.errors;
  if (fault) {
    const what = fault.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? '';
    // The first line of the file is the fence, so the YAML's line 1 is the file's line 2.
    const line = (fault.linePos?.[0].line ?? 1) + 1;
    return err(
      failure(
        'bad-yaml',
        `The front matter is no valid YAML at line ${line} of the file: ${what}`,
        'Mend it there.',
      ),
    );
  }
  const data: unknown = document.toJS();
  const parsed = FrontMatter.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'front matter';
  return err(
    failure(
      'bad-front-matter',
      `The front matter's \`${field}\` is not as expected: ${issue?.message ?? 'unreadable'}`,
      'Mend that field; docs/plan-format.md lists them all.',
    ),
  );
}
