import type Anthropic from '@anthropic-ai/sdk';
import { type AskedOf, type Reply, type Said, say } from './model-server.ts';

/** Text of the newest turn of the person in a request: prompts and answers of tools. */
export function lastSaid({ body }: AskedOf): string {
  const last = body?.messages.at(-1);
  if (last?.role !== 'user') return '';
  if (typeof last.content === 'string') return last.content;
  return last.content
    .map((block: Anthropic.ContentBlockParam) =>
      block.type === 'text'
        ? block.text
        : block.type === 'tool_result' && typeof block.content === 'string'
          ? block.content
          : '',
    )
    .join('\n');
}

/** A model that hands in these things, one call a message, and sees what it is given back. */
export function calling(...calls: readonly (readonly [name: string, input: unknown])[]): readonly Reply[] {
  return calls.map(([call, input]) => say({ call, input } satisfies Said));
}

export const finding = (topic: string, text: string, ...sources: readonly unknown[]) =>
  ['record_finding', { topic, text, sources }] as const;
export const FINISH = ['finish_phase', {}] as const;

export const file = (path: string, line: number, quote: string) => ({ kind: 'file', path, line, quote });

/** A step with what every step has. */
export const step = (id: string, more: Readonly<Record<string, unknown>>) => ({
  id,
  title: `Do ${id}`,
  part: 'core',
  lines: 20,
  serves: ['R1'],
  ...more,
});

/** A plan of one step that passes the checks in the shop: mail where an order changes its status. */
export const MAIL_PLAN = {
  approach: {
    title: 'mail from the service',
    summary: [{ text: '`setStatus` changes it.', rests_on: ['goal'] }],
  },
  steps: [
    step('S-tell', {
      title: 'Send the mail',
      files: [{ action: 'modify', path: 'src/services/order.service.ts', what: 'send the mail' }],
      verify: [{ kind: 'command', text: 'npm test' }],
    }),
  ],
};

/** What makes a request no conversation that the Messages API takes; nothing where it is one. */
export function conversationProblems({ body }: AskedOf): readonly string[] {
  const messages = body?.messages ?? [];
  const problems: string[] = [];
  let open: readonly string[] = [];
  for (const [n, { role, content }] of messages.entries()) {
    const blocks = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    if (n === 0 && role !== 'user') problems.push('it does not begin with the person');
    if (blocks.length === 0) problems.push(`message ${n} is empty`);
    if (n > 0 && messages[n - 1]?.role === role) problems.push(`message ${n} has the role of the one before`);
    if (blocks.some(b => b.type === 'text' && b.text.trim() === ''))
      problems.push(`an empty text in message ${n}`);
    const results = blocks.flatMap(b => (b.type === 'tool_result' ? [b.tool_use_id] : []));
    if ([...results].sort().join() !== [...open].sort().join())
      problems.push(
        `message ${n} answers ${results.join() || 'nothing'}, called was ${open.join() || 'nothing'}`,
      );
    if (blocks.slice(0, results.length).some(b => b.type !== 'tool_result'))
      problems.push(`message ${n} says something before its results`);
    open = role === 'assistant' ? blocks.flatMap(b => (b.type === 'tool_use' ? [b.id] : [])) : [];
  }
  if (open.length > 0) problems.push(`nothing answers ${open.join()}`);
  return problems;
}
