import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Failure } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';

/** What a client reads: every text is made safe and free of secrets here, whatever was done before. */
export function answer(...texts: readonly string[]): CallToolResult {
  return { content: texts.map(text => ({ type: 'text', text: clean(text).value })) };
}

/** What a person would be told to do, in the words of the command line, said for an agent. */
const NEXT: Readonly<Record<string, string>> = {
  'consent-missing':
    'Only a person can agree, in a terminal: planner-tui asks for it in this folder. Without it leave `planner` out: the local planner needs no consent.',
  'credentials-missing':
    'A person sets them up (planner-tui doctor says how). Leave `planner` out: the local planner needs none.',
  'session-in-use':
    'A person may be at work in it, or another call. Try again when it is closed, or begin a new session with make_plan.',
  untaken: 'take_approach goes on with the one that the person chooses.',
  'unknown-approach':
    'make_plan with "approaches": 2 plans two; where no second way was found there is one, and its notices say why.',
  'unknown-session': 'list_plans names the sessions that are unfinished; make_plan begins one.',
  'no-file': 'list_plans names the plans of this project.',
  'no-base': 'Name a commit in `since`. A shallow clone lacks older ones: git fetch --unshallow.',
};

/** A failure as the result of a tool, which a model can read and mend; a protocol error would hide it from the model. */
export function failed({ kind, message, next }: Failure, also = ''): CallToolResult {
  const parts = [message, NEXT[kind] ?? next ?? '', also].filter(part => part !== '');
  return { ...answer(parts.join('\n')), isError: true };
}
