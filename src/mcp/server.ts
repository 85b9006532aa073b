import { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { clean } from '../shared/text/index.ts';
import type { Calls } from './calls.ts';
import { type Era, type ProjectWish, projectFolder, projectWords } from './project.ts';
import { readingTools } from './reading-tools.ts';
import { planResources } from './resources.ts';
import { sessionTools, takeTool } from './session-tools.ts';
import { given } from './tools.ts';

/** Members of the arguments of one call, all together. */
const MOST_ELEMENTS = 2_000;

const INSTRUCTIONS = [
  'planner-tui plans changes of a code base before code is written; every path, symbol and command in a plan is checked against the code.',
  'make_plan drafts a plan and asks what the code does not answer: put these questions to the person, and give the answers to answer_questions. give_feedback makes the next revision. With approaches: 2 it plans two ways: take_approach goes on with the one that the person chooses.',
  'Only a person approves a plan, by a key press in a terminal: planner-tui resume SESSION. There is no tool for it, and before it nothing is written to the project.',
  'check_plan holds any Markdown plan against the code, drift says how far the code followed one; impact and map answer where a change would land.',
].join('\n');

export interface ServerParts {
  readonly version: string;
  readonly project: ProjectWish;
  readonly calls: Calls;
  readonly era: Era;
}

/** The server of one connection: tools, plans as resources, one prompt. There is nothing to approve a plan with. */
export function createPlannerServer({ version, project, calls, era }: ServerParts): McpServer {
  const server = new McpServer(
    { name: 'planner-tui', title: 'planner-tui', version },
    {
      instructions: clean(`${projectWords(project, era)}\n${INSTRUCTIONS}`).value,
      maxToolInputElements: MOST_ELEMENTS,
    },
  );
  const folder = projectFolder(project, server, era);
  sessionTools(server, calls, folder);
  takeTool(server, calls, folder);
  readingTools(server, calls, folder);
  planResources(server, calls, folder);
  server.registerPrompt(
    'plan',
    {
      title: 'Plan a change',
      description: 'Plan first, ask what the code does not answer, and let the person approve.',
      argsSchema: z.object({ goal: given('What is to be changed.') }),
    },
    ({ goal }) => ({
      messages: [{ role: 'user', content: { type: 'text', text: clean(promptOf(goal)).value } }],
    }),
  );
  return server;
}

function promptOf(goal: string): string {
  return [
    `Make a plan for this goal with planner-tui, before any code is written: ${goal}`,
    '',
    '1. Call make_plan with the goal.',
    '2. Put its open questions to me, each with its choices and the recommended one; give my answers to answer_questions.',
    '3. Show me the plan in short: approach, steps, files, time, what the checks say. Give what I want changed to give_feedback.',
    '4. When I am content, tell me the command by which I approve and save it. Do not begin to implement before that.',
  ].join('\n');
}
