import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { checkListing } from '../app/check-plan.ts';
import { failure, ok, type Result } from '../shared/result.ts';
import { answer, failed } from './answer.ts';
import { boundedJson } from './bounded.ts';
import { type Calls, type ToolCall, unlessGivenUp } from './calls.ts';
import { tellMap } from './progress.ts';
import { readPlanPage } from './read-plan.ts';
import { addressOf } from './session-report.ts';
import { given, type Opening, READS } from './tools.ts';

const MOST_LIMIT = 200;
/** Enough for a long plan; all of it is worked on. */
const MOST_MARKDOWN = 1_000_000;
const limit = (usual: number) =>
  z.int().min(1).max(MOST_LIMIT).optional().describe(`How many, ${usual} unless said.`);
const plan = given('plans/x.md as seen from the project’s root, x.md, or latest.');

/** Tools that only read. Their results are the data that `--json` prints, bounded. */
export function readingTools(server: McpServer, calls: Calls, folder: Opening): void {
  /** Works with the map, tells how far it is, and gives up where the client does. */
  const read = (
    context: ServerContext,
    rest: string,
    work: (call: ToolCall) => Promise<Result<object>>,
  ): Promise<CallToolResult> =>
    calls.run(context, folder, 'local', async call => {
      const untell = tellMap(call.app.workspace.map, call.tell);
      try {
        const found = await unlessGivenUp(work(call), call.signal);
        return found.ok ? answer(boundedJson(found.value, rest)) : failed(found.error);
      } finally {
        untell();
      }
    });

  server.registerTool(
    'check_plan',
    {
      title: 'Check a plan',
      description:
        'Holds any Markdown plan, whoever wrote it, against this code base: fifteen checks, each finding with its line and how to mend it.',
      inputSchema: z.object({
        path: plan.optional(),
        markdown: given('The text of a plan that lies in no file.', MOST_MARKDOWN).optional(),
      }),
      annotations: READS,
    },
    ({ path, markdown }, context) =>
      read(context, 'Mend what is shown and check again.', async ({ app }) => {
        if ((path === undefined) === (markdown === undefined)) return { ok: false, error: ONE_OF_TWO };
        if (markdown !== undefined) {
          app.warmUp();
          return ok(checkListing(await app.inside.checkText('markdown', markdown)));
        }
        const checked = await app.inside.check(path ?? '');
        return checked.ok ? ok(checkListing(checked.value)) : checked;
      }),
  );

  server.registerTool(
    'drift',
    {
      title: 'Drift from a plan',
      description:
        'How far the code followed a plan since the commit that it was made at: steps that are done, partly or not, what changed unplanned, tests, coverage, rollback.',
      inputSchema: z.object({
        plan,
        since: given('Another commit than the plan’s own.', 200).optional(),
      }),
      annotations: READS,
    },
    ({ plan, since }, context) =>
      read(context, 'planner-tui drift PLAN --json prints all of it.', ({ app }) =>
        app.inside.drift(plan, since),
      ),
  );

  server.registerTool(
    'impact',
    {
      title: 'Impact of a change',
      description:
        'The files that a change would touch, ranked, each with reasons; tests; earlier commits like it.',
      inputSchema: z.object({ goal: given('The change, in plain words.'), limit: limit(20) }),
      annotations: READS,
    },
    ({ goal, limit }, context) =>
      read(context, 'Ask with a smaller limit.', async ({ app }) => {
        app.warmUp();
        return ok(await app.impact(goal, limit ?? 20));
      }),
  );

  server.registerTool(
    'map',
    {
      title: 'Map of the code',
      description:
        'Without arguments the most important files and how they hang together; with `query` symbols and files by some letters of their names; with `symbol` who uses it and what it uses.',
      inputSchema: z.object({
        query: given('Some letters of a name.', 1_000).optional(),
        symbol: given('placeOrder, Order.total, src/a.ts:total', 1_000).optional(),
        limit: limit(30),
      }),
      annotations: READS,
    },
    ({ query, symbol, limit }, context) =>
      read(context, 'Ask with `query` or `symbol`, or with a smaller limit.', async ({ app }) => {
        app.warmUp();
        const most = limit ?? 30;
        if (symbol !== undefined) return ok(await app.symbol(symbol, most));
        if (query === undefined) return ok(await app.overview(most));
        const { hits, total } = await app.find(query, most);
        // Which letters fit is for a screen.
        return ok({ query, total, hits: hits.map(({ at, ...hit }) => hit) });
      }),
  );

  server.registerTool(
    'list_plans',
    {
      title: 'List plans and sessions',
      description: 'The plans in plans/ with their status, and the unfinished sessions of this project.',
      inputSchema: z.object({}),
      annotations: READS,
    },
    (_, context) =>
      read(context, 'planner-tui plans and planner-tui sessions list all.', async ({ app }) => {
        const { home } = app.workspace;
        const [plans, sessions] = await Promise.all([home.plans(), home.sessions()]);
        return ok({
          plans: plans.map(one => ({ ...one, resource: addressOf(one.path) })),
          sessions: sessions.map(({ updatedAt, plans: _files, ...one }) => ({
            ...one,
            updated: new Date(updatedAt).toISOString(),
          })),
        });
      }),
  );

  server.registerTool(
    'read_plan',
    {
      title: 'Read a plan',
      description:
        'The text of a plan of plans/, or of the newest draft of a session, by lines: for plans that are too long for one answer, and clients that read no resources.',
      inputSchema: z.object({
        plan: given('plans/x.md, latest, or the id of a session (ID/a and ID/b: its two approaches).', 1_000),
        from_line: z.int().min(1).optional().describe('The first line, 1 unless said.'),
      }),
      annotations: READS,
    },
    ({ plan, from_line }, context) =>
      calls.run(context, folder, 'local', async ({ app }) => {
        const page = await readPlanPage(app, plan, from_line ?? 1);
        return page.ok ? answer(...page.value) : failed(page.error);
      }),
  );
}

const ONE_OF_TWO = failure(
  'usage',
  'Either `path` or `markdown` was expected, and not both.',
  'For example {"path": "plans/latest-plan.md"}.',
);
