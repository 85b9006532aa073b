import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';
import type { Tokens } from '../../../session/events.ts';
import { NO_TOKENS } from '../../../session/tokens.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

export type { Tokens };

/** A tool that the model wants run. What it gave as input may be no JSON object: then the text stands there as it came. */
export type Call =
  | { readonly id: string; readonly name: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly id: string; readonly name: string; readonly malformed: string };

/** What is seen of a message while it comes. */
export type TurnEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  /** A tool is being called, ours or one of the server's; its input is still to come. */
  | { readonly type: 'calling'; readonly name: string }
  /** A piece of the JSON that one of our tools is given. */
  | { readonly type: 'input'; readonly name: string; readonly json: string }
  /** A block is whole. */
  | { readonly type: 'block'; readonly block: Anthropic.ContentBlock }
  | { readonly type: 'tokens'; readonly tokens: Tokens };

export interface AssembledMessage {
  readonly id: string;
  readonly model: string;
  readonly stop: Anthropic.StopReason;
  readonly refusal?: { readonly category?: string; readonly explanation?: string };
  /** To be given back as it came when the conversation goes on. */
  readonly content: readonly Anthropic.ContentBlock[];
  /** Empty where the message was cut off by a limit: a truncated call looks like a valid one (safety.md 18). */
  readonly calls: readonly Call[];
  readonly tokens: Tokens;
}

const Count = z.number().int().nonnegative().nullish();
const UsageShape = z.object({
  input_tokens: Count,
  output_tokens: Count,
  cache_read_input_tokens: Count,
  cache_creation_input_tokens: Count,
});
/** Every known one; another is an answer that nobody here understands. */
export const STOPS = [
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
] as const satisfies readonly Anthropic.StopReason[];
const Citation = z.looseObject({ type: z.string() });
const BlockShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), citations: z.array(Citation).nullish() }),
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string().nullish() }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string().min(1), name: z.string().min(1) }),
  z.object({ type: z.literal('server_tool_use'), id: z.string().min(1), name: z.string().min(1) }),
  z.object({ type: z.literal('web_search_tool_result'), tool_use_id: z.string(), content: z.unknown() }),
  z.object({ type: z.literal('web_fetch_tool_result'), tool_use_id: z.string(), content: z.unknown() }),
]);
const DeltaShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text_delta'), text: z.string() }),
  z.object({ type: z.literal('thinking_delta'), thinking: z.string() }),
  z.object({ type: z.literal('signature_delta'), signature: z.string() }),
  z.object({ type: z.literal('input_json_delta'), partial_json: z.string() }),
  z.object({ type: z.literal('citations_delta'), citation: Citation }),
]);
const Index = z.number().int().nonnegative();
const EventShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_start'),
    message: z.object({
      id: z.string(),
      model: z.string(),
      role: z.literal('assistant'),
      // It comes in blocks: what stood here already would be lost.
      content: z.array(z.unknown()).max(0).nullish(),
      usage: UsageShape.nullish(),
    }),
  }),
  z.object({ type: z.literal('content_block_start'), index: Index, content_block: BlockShape }),
  z.object({ type: z.literal('content_block_delta'), index: Index, delta: DeltaShape }),
  z.object({ type: z.literal('content_block_stop'), index: Index }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.enum(STOPS).nullish() }),
    usage: UsageShape.nullish(),
  }),
  z.object({ type: z.literal('message_stop') }),
]);

/** Characters of one message, all blocks together: beyond it nothing sensible comes. */
const MOST_CHARACTERS = 8 * 1024 * 1024;
const MOST_BLOCKS = 1_000;

interface Open {
  readonly index: number;
  block: Anthropic.ContentBlock;
  json: string;
}

/**
 * Puts a message together from the events of its stream, and believes nothing: order, indices, shapes and kinds have to
 * be right. One message each. `take` fails with what was wrong, and nothing may be taken after that.
 */
export class Assembler {
  private start: { readonly id: string; readonly model: string } | undefined;
  private readonly content: Anthropic.ContentBlock[] = [];
  private readonly calls: Call[] = [];
  private open: Open | undefined;
  private stop: Anthropic.StopReason | undefined;
  private refusal: AssembledMessage['refusal'];
  private whole = false;
  private size = 0;
  private used: Tokens = NO_TOKENS;

  get tokens(): Tokens {
    return this.used;
  }

  /** Whether anything of a message came. */
  get begun(): boolean {
    return this.start !== undefined;
  }

  /** Whether its last event came: nothing of it is missing, and nothing may follow. */
  get ended(): boolean {
    return this.whole;
  }

  take(event: Anthropic.RawMessageStreamEvent): Result<readonly TurnEvent[], string> {
    const shape = EventShape.safeParse(event);
    if (!shape.success) {
      const [issue] = shape.error.issues;
      return err(`${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'another shape was expected'}`);
    }
    if (this.whole) return err(`${event.type} came after the end of the message`);
    if (event.type === 'message_start') return this.begin(event);
    if (!this.start) return err(`${event.type} came before the message began`);
    if (this.stop !== undefined && event.type !== 'message_delta' && event.type !== 'message_stop')
      return err(`${event.type} came after the message had stopped`);
    switch (event.type) {
      case 'content_block_start':
        return this.openBlock(event.index, event.content_block);
      case 'content_block_delta':
        return this.grow(event.index, event.delta);
      case 'content_block_stop':
        return this.closeBlock(event.index);
      case 'message_delta':
        return this.ending(event);
      case 'message_stop':
        if (this.open) return err('the message ended inside a block');
        if (this.stop === undefined) return err('the message ended without a reason');
        this.whole = true;
        return ok([]);
    }
  }

  /** The message, once its last event was taken; what is missing, otherwise. */
  message(): Result<AssembledMessage, string> {
    const { start, stop } = this;
    if (!this.whole || !start || stop === undefined) return err('the end of the message never came');
    const cut = stop === 'max_tokens' || stop === 'model_context_window_exceeded' || stop === 'refusal';
    if (stop === 'tool_use' && this.calls.length === 0) return err('a tool was announced but none is called');
    return ok({
      ...start,
      stop,
      ...(this.refusal ? { refusal: this.refusal } : {}),
      content: this.content,
      calls: cut ? [] : this.calls,
      tokens: this.used,
    });
  }

  private begin({ message }: Anthropic.RawMessageStartEvent): Result<readonly TurnEvent[], string> {
    if (this.start) return err('a second message began');
    this.start = { id: message.id, model: message.model };
    this.count(message.usage);
    return ok([{ type: 'tokens', tokens: this.used }]);
  }

  private openBlock(index: number, block: Anthropic.ContentBlock): Result<readonly TurnEvent[], string> {
    if (this.open) return err(`block ${index} began inside block ${this.open.index}`);
    if (index !== this.content.length)
      return err(`block ${this.content.length} was expected, not block ${index}`);
    if (index >= MOST_BLOCKS) return err(`more than ${MOST_BLOCKS} blocks`);
    if (block.type === 'tool_use' && this.calls.some(call => call.id === block.id))
      return err(`the call ${block.id} came twice`);
    this.open = { index, block: { ...block }, json: '' };
    switch (block.type) {
      case 'text':
        return block.text === '' ? ok([]) : this.counted(block.text, [{ type: 'text', text: block.text }]);
      case 'thinking':
        return block.thinking === ''
          ? ok([])
          : this.counted(block.thinking, [{ type: 'thinking', text: block.thinking }]);
      case 'tool_use':
      case 'server_tool_use':
        return ok([{ type: 'calling', name: block.name }]);
      default:
        return ok([]);
    }
  }

  private grow(
    index: number,
    delta: Anthropic.RawContentBlockDeltaEvent['delta'],
  ): Result<readonly TurnEvent[], string> {
    const { open } = this;
    if (open?.index !== index) return err(`a part of block ${index} came while it was not open`);
    const { block } = open;
    if (delta.type === 'text_delta' && block.type === 'text') {
      block.text += delta.text;
      return this.counted(delta.text, [{ type: 'text', text: delta.text }]);
    }
    if (delta.type === 'thinking_delta' && block.type === 'thinking') {
      block.thinking += delta.thinking;
      return this.counted(delta.thinking, [{ type: 'thinking', text: delta.thinking }]);
    }
    if (delta.type === 'signature_delta' && block.type === 'thinking') {
      block.signature = `${block.signature ?? ''}${delta.signature}`;
      return this.counted(delta.signature, []);
    }
    if (delta.type === 'citations_delta' && block.type === 'text') {
      block.citations = [...(block.citations ?? []), delta.citation];
      return this.counted('', []);
    }
    if (
      delta.type === 'input_json_delta' &&
      (block.type === 'tool_use' || block.type === 'server_tool_use')
    ) {
      open.json += delta.partial_json;
      const seen: readonly TurnEvent[] =
        block.type === 'tool_use' ? [{ type: 'input', name: block.name, json: delta.partial_json }] : [];
      return this.counted(delta.partial_json, seen);
    }
    return err(`a ${delta.type} came for a block of ${block.type}`);
  }

  private closeBlock(index: number): Result<readonly TurnEvent[], string> {
    const { open } = this;
    if (open?.index !== index) return err(`block ${index} ended while it was not open`);
    this.open = undefined;
    const { block } = open;
    if (block.type === 'tool_use' || block.type === 'server_tool_use') {
      const given = objectOf(block.input ?? {});
      if (open.json.trim() !== '' && (given === undefined || Object.keys(given).length > 0))
        return err(`the input of ${block.id} came twice`);
      const input = open.json.trim() === '' ? given : objectIn(open.json);
      block.input = input ?? {};
      if (block.type === 'tool_use')
        this.calls.push(
          input === undefined
            ? { id: block.id, name: block.name, malformed: open.json }
            : { id: block.id, name: block.name, input },
        );
    }
    this.content.push(block);
    return ok([{ type: 'block', block }]);
  }

  private ending(event: Anthropic.RawMessageDeltaEvent): Result<readonly TurnEvent[], string> {
    const { stop_reason: reason, stop_details: details } = event.delta;
    if (reason) {
      if (this.open) return err('the message stopped inside a block');
      if (this.stop !== undefined && this.stop !== reason) return err('the message stopped for two reasons');
      this.stop = reason;
    }
    if (reason === 'refusal')
      this.refusal = {
        ...(typeof details?.category === 'string' ? { category: details.category } : {}),
        ...(typeof details?.explanation === 'string' ? { explanation: details.explanation } : {}),
      };
    this.count(event.usage);
    return ok([{ type: 'tokens', tokens: this.used }]);
  }

  /** Counts of the end replace those of the beginning: they are totals. */
  private count(usage: z.infer<typeof UsageShape> | null | undefined): void {
    this.used = {
      input: usage?.input_tokens ?? this.used.input,
      output: usage?.output_tokens ?? this.used.output,
      cacheRead: usage?.cache_read_input_tokens ?? this.used.cacheRead,
      cacheWrite: usage?.cache_creation_input_tokens ?? this.used.cacheWrite,
    };
  }

  private counted(text: string, events: readonly TurnEvent[]): Result<readonly TurnEvent[], string> {
    this.size += text.length;
    return this.size > MOST_CHARACTERS ? err(`more than ${MOST_CHARACTERS} characters`) : ok(events);
  }
}

function objectIn(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const read = z.record(z.string(), z.unknown()).safeParse(value);
  return read.success ? read.data : undefined;
}
