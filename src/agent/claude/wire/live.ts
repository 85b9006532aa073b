import { err, ok, type Result } from '../../../shared/result.ts';
import type { Tokens } from './assemble.ts';
import type { WireFailure } from './failures.ts';
import { TRIAL_TOOL, type Trait } from './probe.ts';
import { hostOf, streamTurn, type Wire } from './turn.ts';

/** What one small message showed. */
export interface LiveTrial {
  /** The model that answered, as it names itself. */
  readonly model: string;
  /** From the request to the first word, thought or call, and to the end. Milliseconds. */
  readonly firstMs: number;
  readonly totalMs: number;
  readonly tokens: Tokens;
  readonly streaming: Trait;
  readonly tools: Trait;
}

/** Room for a short thought and one call. */
const MOST_TOKENS = 120;

/** Sends one message of a few tokens, which is paid for, and nothing of any project. A refused one is not sent again. */
export async function tryLive(
  wire: Wire,
  model: string,
  signal: AbortSignal,
): Promise<Result<LiveTrial, WireFailure>> {
  const { clock, endpoint } = wire;
  const began = clock.now();
  let firstMs: number | undefined;
  const turn = streamTurn(
    wire,
    {
      model,
      max_tokens: MOST_TOKENS,
      stream: true,
      messages: [{ role: 'user', content: `Call the tool ${TRIAL_TOOL.name} with ok set to true.` }],
      tools: [TRIAL_TOOL],
    },
    signal,
  );
  for (;;) {
    const next = await turn.next();
    if (!next.done) {
      const { type } = next.value;
      if (type === 'text' || type === 'thinking' || type === 'calling') firstMs ??= clock.now() - began;
      continue;
    }
    if (next.value.kind === 'broken') return err(next.value.failure);
    const { message, inOnePiece } = next.value;
    const totalMs = clock.now() - began;
    const host = hostOf(endpoint.baseUrl);
    return ok({
      model: message.model || model,
      firstMs: firstMs ?? totalMs,
      totalMs,
      tokens: message.tokens,
      streaming: inOnePiece
        ? { has: 'no', why: `${host} sent its answer in one piece` }
        : { has: 'yes', why: 'its answer came in parts' },
      tools: message.calls.some(call => call.name === TRIAL_TOOL.name)
        ? { has: 'yes', why: 'it called one' }
        : {
            has: 'unknown',
            why:
              message.stop === 'max_tokens'
                ? `its answer was cut off at ${MOST_TOKENS} tokens before it called one`
                : 'it answered in words where it was asked to call one',
          },
    });
  }
}
