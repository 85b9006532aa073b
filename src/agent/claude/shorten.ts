import type Anthropic from '@anthropic-ai/sdk';

/** Newest readings that stay as they are. */
const KEPT = 6;
/** A result of fewer characters is not worth taking out. */
const SMALL = 400;
const LEFT_OUT =
  '[This reading was left out to make room. What was found in it is recorded; read again what is needed.]';

/**
 * Takes the older half of the readings out of a conversation, in place, the newest few aside; gives how many. Their calls
 * stay, so that it remains a conversation.
 */
export function withoutOldResults(messages: readonly Anthropic.MessageParam[]): number {
  const results = messages.flatMap(message =>
    message.role === 'user' && Array.isArray(message.content)
      ? message.content.filter(
          (block): block is Anthropic.ToolResultBlockParam =>
            block.type === 'tool_result' && typeof block.content === 'string' && block.content.length > SMALL,
        )
      : [],
  );
  const old = results.slice(0, Math.max(0, results.length - KEPT));
  const taken = old.slice(0, Math.max(1, Math.ceil(old.length / 2)));
  for (const block of taken) block.content = LEFT_OUT;
  return taken.length;
}
