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
