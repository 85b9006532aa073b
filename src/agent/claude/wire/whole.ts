import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import { err, type Result } from '../../../shared/result.ts';
import { type AssembledMessage, Assembler } from './assemble.ts';

const Whole = z.looseObject({
  id: z.string(),
  type: z.literal('message'),
  content: z.array(z.looseObject({ type: z.string() })),
});

/** A message that came in one piece: judged as if it had come in parts, by the same rules. */
export function messageOf(json: string): Result<AssembledMessage, string> {
  let read: Anthropic.Message;
  try {
    read = JSON.parse(json);
  } catch {
    return err('it is no JSON');
  }
  if (!Whole.safeParse(read).success) return err('it is no message');
  const assembler = new Assembler();
  const events: readonly Anthropic.RawMessageStreamEvent[] = [
    { type: 'message_start', message: { ...read, content: [] } },
    ...read.content.flatMap((block, index): Anthropic.RawMessageStreamEvent[] => [
      { type: 'content_block_start', index, content_block: block },
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: {
        stop_reason: read.stop_reason,
        stop_details: read.stop_details,
        stop_sequence: read.stop_sequence,
        container: null,
      },
      usage: { ...read.usage, output_tokens: read.usage?.output_tokens ?? 0 },
    },
    { type: 'message_stop' },
  ];
  for (const event of events) {
    const taken = assembler.take(event);
    if (!taken.ok) return taken;
  }
  return assembler.message();
}
