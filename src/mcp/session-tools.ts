import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { AnswersFile, type HeadlessOptions, runHeadless } from '../app/headless.ts';
import { GoalKind } from '../domain/index.ts';
import { PlannerChoice } from '../session/events.ts';
import type { SessionStore } from '../session/ports.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { answer, failed } from './answer.ts';
import type { Calls, Engine, ToolCall } from './calls.ts';
import { tellSession } from './progress.ts';
import { sessionReport } from './session-report.ts';
import { given, type Opening } from './tools.ts';

const engine = PlannerChoice.shape.engine
  .optional()
  .describe(
    'Who plans: local (default; deterministic, no model, nothing leaves the machine) or claude, where a person agreed for this folder before.',
  );
const session = given('The id of the session, as make_plan and list_plans give it.');
const answers = AnswersFile.describe(
  'Question id → a choice’s id, or words of one’s own. What is not answered keeps its recommended choice.',
);

/** Tools that work in a session. None of them approves: that is a person’s key press. */
export function sessionTools(server: McpServer, calls: Calls, folder: Opening): void {
  server.registerTool(
    'make_plan',
    {
      title: 'Make a plan',
      description:
        'Researches this project for a goal and drafts an implementation plan whose paths, symbols and commands were checked against the code. Returns the session, the open questions with their choices, the checks and the plan. Nothing is written to the project; a person approves. May take a minute in a large project.',
      inputSchema: z.object({
        goal: given('What is to be changed, in the person’s own words.'),
        kind: GoalKind.optional().describe('Detected from the words otherwise.'),
        about: given('A file of this project that the goal is about: a log, a page.').optional(),
        answers: answers.optional(),
        approaches: z
          .literal([1, 2])
          .optional()
          .describe('2: two genuinely different approaches, compared; take_approach goes on with one.'),
        planner: engine,
      }),
      annotations: { destructiveHint: false, idempotentHint: false },
    },
    ({ goal, kind, about, answers, approaches, planner }, context) =>
      calls.run(context, folder, planner ?? 'local', async call => {
        const place = about === undefined ? ok(undefined) : placeOf(about, call);
        if (!place.ok) return failed(place.error);
        const wish = {
          text: goal,
          kind,
          ...(place.value === undefined ? {} : { about: place.value }),
          ...(approaches === 2 ? { approaches } : {}),
        };
        return inSession(call, await call.app.sessions.start(wish), { answers: answers ?? {}, feedback: [] });
      }),
  );

  server.registerTool(
    'answer_questions',
    {
      title: 'Answer questions of a plan',
      description:
        'Answers open questions of a session and drafts the next revision of its plan. Answer with what the person said; leave out what nobody knows.',
      inputSchema: z.object({ session, answers, planner: engine }),
      annotations: { destructiveHint: false, idempotentHint: false },
    },
    ({ session, answers, planner }, context) =>
      calls.run(context, folder, planner ?? 'local', async call => {
        if (Object.keys(answers).length === 0) return failed(NOTHING_ANSWERED);
        return inSession(call, await resumed(call, session, planner), { answers, feedback: [] });
      }),
  );

  server.registerTool(
    'give_feedback',
    {
      title: 'Give feedback on a plan',
      description:
        'Gives feedback on the newest revision in plain words (“no new dependencies”, “use PostgreSQL instead of Redis”) and drafts the next one. Returns what changed and why.',
      inputSchema: z.object({
        session,
        feedback: given('What should change.'),
        step: given(
          'The step that it is about: its id, number or title. The whole plan otherwise.',
        ).optional(),
        planner: engine,
      }),
      annotations: { destructiveHint: false, idempotentHint: false },
    },
    ({ session, feedback, step, planner }, context) =>
      calls.run(context, folder, planner ?? 'local', async call =>
        inSession(call, await resumed(call, session, planner), {
          answers: {},
          feedback: [{ text: feedback, step }],
        }),
      ),
  );
}

/** Takes one of two approaches; both are kept, and the other can be taken instead until a person approved. */
export function takeTool(server: McpServer, calls: Calls, folder: Opening): void {
  server.registerTool(
    'take_approach',
    {
      title: 'Take one of two approaches',
      description:
        'After make_plan with two approaches: goes on with A or B, if wished with named steps of the other one. What these steps need comes along or is reported; the other approach stays in the plan as the considered alternative. Ask the person which; it approves nothing.',
      inputSchema: z.object({
        session,
        approach: z.enum(['a', 'b']).describe('Which of the two.'),
        with_steps: z
          .array(given('The id of a step of the other approach: S-tests.', 80))
          .max(MOST_STEPS)
          .optional()
          .describe('Steps of the other approach that come along.'),
        planner: engine,
      }),
      annotations: { destructiveHint: false, idempotentHint: false },
    },
    ({ session, approach, with_steps, planner }, context) =>
      calls.run(context, folder, planner ?? 'local', async call => {
        const opened = await resumed(call, session, planner);
        return inSession(call, opened, { answers: {}, feedback: [] }, store =>
          store.dispatch({ type: 'take-approach', approachId: approach, steps: with_steps ?? [] }),
        );
      }),
  );
}

const MOST_STEPS = 100;

const NOTHING_ANSWERED = failure(
  'no-answers',
  'At least one answer was expected.',
  'For example {"answers": {"question-id": "choice-id"}}; make_plan lists the ids.',
);

/** A file of the project. No address: a model may not have one fetched that no person gave. Standard input is the protocol's. */
function placeOf(about: string, { app }: ToolCall): Result<string> {
  if (/^\w+:\/\//.test(about))
    return err(
      failure(
        'address-refused',
        'A file of this project was expected: an address that an agent gives is not fetched.',
        'Save what is there to a file of the project and name that; or a person asks in a terminal: planner-tui plan:ci URL.',
      ),
    );
  if (about.trim() === '-')
    return err(failure('path-outside', 'Standard input cannot be read here.', 'Name a file of the project.'));
  return app.inside.place(about);
}

/** A session that a model planned is not given to the local planner, or the other way round, by leaving a word out. */
async function resumed(
  { app }: ToolCall,
  id: string,
  planner: Engine | undefined,
): Promise<Result<SessionStore>> {
  const state = await app.sessions.lookAt(id);
  if (!state.ok) return state;
  if (planner === undefined && state.value.planner.engine === 'claude')
    return err(
      failure(
        'planner-unsaid',
        `A model planned session ${id} so far.`,
        'Say "planner": "claude" to go on with it, or "local" to go on without a model.',
      ),
    );
  return app.sessions.resume(id);
}

/** Works in a session until it rests, and closes it again, whatever happens: a person can go on with it then. */
async function inSession(
  { app, signal, tell }: ToolCall,
  opened: Result<SessionStore>,
  wish: Pick<HeadlessOptions, 'answers' | 'feedback'>,
  before: (store: SessionStore) => Promise<Result<void>> = async () => ok(undefined),
): Promise<CallToolResult> {
  if (!opened.ok) return failed(opened.error);
  const store = opened.value;
  const untell = tellSession(store, tell);
  let stop: () => void = () => undefined;
  const stopped = new Promise<'stopped'>(resolve => {
    stop = () => void store.dispatch({ type: 'cancel-run' }).finally(() => resolve('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    const begun = await before(store);
    if (!begun.ok) return failed(begun.error);
    const outcome = await Promise.race([
      runHeadless(store, { ...wish, approve: false, measure: app.workspace.measure }),
      stopped,
    ]);
    const state = store.state();
    const id = state.kind === 'active' ? state.sessionId : '';
    const kept = `Session ${id} is kept with all that it had.`;
    if (outcome === 'stopped' || signal.aborted)
      return failed(failure('cancelled', 'The call was cancelled.', kept));
    if (!outcome.ok) return failed(outcome.error, kept);
    return answer(...sessionReport(outcome.value, app.workspace.project.root));
  } finally {
    signal.removeEventListener('abort', stop);
    untell();
    await store.close();
  }
}
