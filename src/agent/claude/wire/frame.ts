import type Anthropic from '@anthropic-ai/sdk';
import { APIError } from '@anthropic-ai/sdk';
import type { ServerSentEvent } from '@anthropic-ai/sdk/core/streaming';
import * as z from 'zod';
import { STATUS_OF } from './failures.ts';

export type Framed =
  | { readonly kind: 'event'; readonly event: Anthropic.RawMessageStreamEvent }
  /** A sign of life. */
  | { readonly kind: 'nothing' }
  /** The server says that it failed. */
  | { readonly kind: 'error'; readonly error: APIError }
  /** A frame that lost a part on its way. */
  | { readonly kind: 'wrong'; readonly why: string };

const Named = z.looseObject({ type: z.string() });
const ErrorBody = z.object({ error: z.object({ type: z.string().optional() }) });
const LONGEST_NAME = 40;

/**
 * What one frame of a stream holds. Its data says of which type it is; a name beside it has to say the same, because a
 * frame that is taken for another, or left out, would leave a gap in the message that nobody sees.
 */
export function eventIn({ event: name, data }: ServerSentEvent, headers: Headers): Framed {
  const shown = (text: string): string => text.slice(0, LONGEST_NAME);
  if (name === 'ping' && data === '') return { kind: 'nothing' };
  const read = jsonIn(data);
  if (name === 'error' || Named.safeParse(read).data?.type === 'error')
    return { kind: 'error', error: failedWith(read ?? data, headers) };
  const event = Named.safeParse(read);
  if (!event.success)
    return {
      kind: 'wrong',
      why: data === '' ? `${shown(name ?? 'a frame')} came without data` : 'a frame holds no JSON object',
    };
  const { type } = event.data;
  if (name !== null && name !== '' && name !== type)
    return { kind: 'wrong', why: `a frame is called ${shown(name)} and holds ${shown(type)}` };
  // Its shape is judged by the Assembler, which believes no more of it than this.
  return type === 'ping'
    ? { kind: 'nothing' }
    : { kind: 'event', event: read as Anthropic.RawMessageStreamEvent };
}

/** As it would have been told outside a stream: by the status of its type. */
function failedWith(body: unknown, headers: Headers): APIError {
  const type = ErrorBody.safeParse(body).data?.error.type ?? '';
  const said = body instanceof Object ? body : { error: { message: String(body) } };
  return APIError.generate(STATUS_OF[type] ?? 500, said, undefined, headers);
}

function jsonIn(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
