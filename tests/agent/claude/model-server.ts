import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type Anthropic from '@anthropic-ai/sdk';

type Event = Anthropic.RawMessageStreamEvent;

export interface AskedOf {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as JSON; undefined where there was none. */
  readonly body: Anthropic.MessageCreateParams | undefined;
}

/** How one request to `/v1/messages` is answered. It may leave the answer open for as long as the test lives. */
export type Reply = (response: ServerResponse, asked: AskedOf) => void | Promise<void>;

export interface ModelServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly asked: readonly AskedOf[];
  /** What was asked beyond the script: every test has to find this empty. */
  readonly unexpected: readonly string[];
  /** Adds replies to the script; each answers one request, in order. */
  script(...replies: readonly Reply[]): void;
  /** Answers `GET /v1/models…` and other paths; a path that nobody answers is a 404. */
  serve(path: string, reply: Reply): void;
  /** Replies of the script that nobody has asked for yet. */
  left(): number;
  close(): Promise<void>;
}

/** A real server on loopback that speaks the Messages API from a script, and fails loudly on a call that is not in it. */
export async function startModelServer(): Promise<ModelServer> {
  const asked: AskedOf[] = [];
  const unexpected: string[] = [];
  const script: Reply[] = [];
  const served = new Map<string, Reply>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const one: AskedOf = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      asked.push(one);
      const messages = one.method === 'POST' && /^\/(?:[\w/]+\/)?v1\/messages(?:\?|$)/.test(one.path);
      const reply = messages ? script.shift() : served.get(one.path.split('?')[0] ?? '');
      if (reply) return await reply(response, one);
      if (messages) unexpected.push(`${one.method} ${one.path} ${text.slice(-400)}`);
      refuse(
        messages ? 500 : 404,
        messages ? 'api_error' : 'not_found_error',
        'not in the script',
      )(response, one);
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    unexpected,
    script: (...replies) => void script.push(...replies),
    serve: (path, reply) => void served.set(path, reply),
    left: () => script.length,
    close: () =>
      new Promise(done => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** An error as the API words it. */
export function refuse(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...headers });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
  };
}

const usage = (input: number, output: number): Anthropic.Usage => ({
  input_tokens: input,
  output_tokens: output,
  cache_creation: null,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  inference_geo: null,
  output_tokens_details: null,
  server_tool_use: null,
  service_tier: 'standard',
  speed: null,
});

export type Said =
  | { readonly text: string }
  | { readonly thinking: string }
  | { readonly call: string; readonly input: unknown; readonly id?: string }
  | { readonly block: Anthropic.ContentBlock };

let calls = 0;

/** The events of one message that says these things, in deltas of a few characters, as the API streams them. */
export function eventsOf(
  said: readonly Said[],
  {
    stop,
    input = 100,
    output = 50,
    piece = 12,
  }: {
    readonly stop?: Anthropic.StopReason;
    readonly input?: number;
    readonly output?: number;
    readonly piece?: number;
  } = {},
): readonly Event[] {
  const reason = stop ?? (said.some(s => 'call' in s) ? 'tool_use' : 'end_turn');
  const pieces = (text: string): readonly string[] =>
    text.match(new RegExp(`[\\s\\S]{1,${piece}}`, 'gu')) ?? [];
  return [
    {
      type: 'message_start',
      message: {
        id: `msg_${++calls}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-test',
        content: [],
        container: null,
        diagnostics: null,
        stop_details: null,
        stop_reason: null,
        stop_sequence: null,
        usage: usage(input, 1),
      },
    },
    ...said.flatMap((one, index): readonly Event[] => {
      const block = (content_block: Anthropic.ContentBlock): Event => ({
        type: 'content_block_start',
        index,
        content_block,
      });
      const end: Event = { type: 'content_block_stop', index };
      if ('text' in one)
        return [
          block({ type: 'text', text: '', citations: null }),
          ...pieces(one.text).map(
            (text): Event => ({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } }),
          ),
          end,
        ];
      if ('thinking' in one)
        return [
          block({ type: 'thinking', thinking: '', signature: '' }),
          ...pieces(one.thinking).map(
            (thinking): Event => ({
              type: 'content_block_delta',
              index,
              delta: { type: 'thinking_delta', thinking },
            }),
          ),
          {
            type: 'content_block_delta',
            index,
            delta: { type: 'signature_delta', signature: `sig${index}` },
          },
          end,
        ];
      if ('block' in one) return [block(one.block), end];
      return [
        block({
          type: 'tool_use',
          id: one.id ?? `toolu_${++calls}`,
          name: one.call,
          input: {},
          caller: { type: 'direct' },
        }),
        ...pieces(typeof one.input === 'string' ? one.input : JSON.stringify(one.input)).map(
          (partial_json): Event => ({
            type: 'content_block_delta',
            index,
            delta: { type: 'input_json_delta', partial_json },
          }),
        ),
        end,
      ];
    }),
    {
      type: 'message_delta',
      delta: {
        container: null,
        stop_reason: reason,
        stop_sequence: null,
        stop_details:
          reason === 'refusal'
            ? { type: 'refusal', category: 'cyber', explanation: 'It may do harm.' }
            : null,
      },
      usage: {
        cache_creation_input_tokens: null,
        cache_read_input_tokens: null,
        input_tokens: input,
        output_tokens: output,
        output_tokens_details: null,
        server_tool_use: null,
      },
    },
    { type: 'message_stop' },
  ];
}

export const frame = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
export const PING = 'event: ping\ndata: {"type": "ping"}\n\n';

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_test' });
  response.flushHeaders();
}

/** Streams these events and ends. */
export function stream(events: readonly Event[]): Reply {
  return response => {
    openStream(response);
    for (const event of events) response.write(frame(event));
    response.end();
  };
}

/** A message that says these things. */
export const say = (...said: readonly Said[]): Reply => stream(eventsOf(said));
