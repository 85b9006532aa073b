// A second reading of streams of the Messages API, written from its documentation and sharing nothing with the product:
// it cuts the text into frames, makes a letter of each event, and holds the word against a regular expression.

export interface Read {
  readonly stop: string;
  readonly content: readonly Readonly<Record<string, unknown>>[];
}

export type Verdict =
  | { readonly sound: true; readonly message: Read }
  | { readonly sound: false; readonly why: string };

type Obj = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Obj =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inner: unknown, key) => (isObject(inner) ? inner[key] : undefined), value);
const isCount = (value: unknown): boolean =>
  value === undefined || value === null || (Number.isSafeInteger(value) && Number(value) >= 0);
const isText = (value: unknown): value is string => typeof value === 'string';
const isUsage = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (isObject(value) &&
    ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].every(k =>
      isCount(value[k]),
    ));
const isCitation = (value: unknown): boolean => isText(at(value, 'type'));

const STOPS = new Set([
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
]);

const BLOCKS: Readonly<Record<string, readonly [letter: string, fits: (block: unknown) => boolean]>> = {
  text: [
    't',
    b => {
      const citations = at(b, 'citations') ?? [];
      return isText(at(b, 'text')) && Array.isArray(citations) && citations.every(isCitation);
    },
  ],
  thinking: ['k', b => isText(at(b, 'thinking')) && isText(at(b, 'signature') ?? '')],
  redacted_thinking: ['r', b => isText(at(b, 'data'))],
  tool_use: ['u', b => isName(at(b, 'id')) && isName(at(b, 'name'))],
  server_tool_use: ['u', b => isName(at(b, 'id')) && isName(at(b, 'name'))],
  web_search_tool_result: ['r', b => isText(at(b, 'tool_use_id'))],
  web_fetch_tool_result: ['r', b => isText(at(b, 'tool_use_id'))],
};
const isName = (value: unknown): boolean => isText(value) && value !== '';

const DELTAS: Readonly<Record<string, readonly [letter: string, fits: (delta: unknown) => boolean]>> = {
  text_delta: ['T', d => isText(at(d, 'text'))],
  thinking_delta: ['K', d => isText(at(d, 'thinking'))],
  signature_delta: ['G', d => isText(at(d, 'signature'))],
  input_json_delta: ['U', d => isText(at(d, 'partial_json'))],
  citations_delta: ['Q', d => isCitation(at(d, 'citation'))],
};

/** A beginning; blocks, each with parts of its own kind; why it stopped; its end, and nothing behind. `m` counts tokens. */
const MESSAGE = /^S(?:m*(?:t[TQm]*|k[KGm]*|rm*|u[Um]*)C)*m*M[mM]*E$/;

/** Frames of a stream by the rules of `text/event-stream`: one without its empty line at the end does not count. */
function framesOf(
  text: string,
): readonly { readonly name: string | undefined; readonly data: string | undefined }[] {
  const lines = text.split(/\r\n|\n|\r/);
  // What stands behind the last line ending is no line.
  lines.pop();
  const frames: { name: string | undefined; data: string | undefined }[] = [];
  let fields: [string, string][] = [];
  for (const line of lines.map(l => l.replace(/^\ufeff/, ''))) {
    if (line !== '') {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      fields.push([field, value]);
      continue;
    }
    const data = fields.filter(([f]) => f === 'data').map(([, v]) => v);
    const name = fields.filter(([f]) => f === 'event').at(-1)?.[1];
    if (name || data.length > 0)
      frames.push({ name: name || undefined, data: data.length > 0 ? data.join('\n') : undefined });
    fields = [];
  }
  return frames;
}

/** Whether these bytes are one whole message, and which. */
export function judge(bytes: Uint8Array): Verdict {
  let word = '';
  let stop = '';
  const reasons = new Set<unknown>();
  const content: Record<string, unknown>[] = [];
  const inputs: string[] = [];
  const ids = new Set<unknown>();
  const wrong = (why: string): Verdict => ({ sound: false, why });
  for (const { name, data } of framesOf(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))) {
    if (name === 'ping' && (data ?? '') === '') continue;
    let event: unknown;
    try {
      event = JSON.parse(data ?? '');
    } catch {
      return wrong(`no JSON in ${name ?? 'a frame'}`);
    }
    const type = at(event, 'type');
    if (!isText(type)) return wrong('an event without a type');
    if (name !== undefined && name !== type) return wrong(`${name} holds ${type}`);
    if (type === 'ping') continue;
    const index = at(event, 'index');
    const last = content.at(-1);
    switch (type) {
      case 'message_start': {
        const message = at(event, 'message');
        const inside = at(message, 'content') ?? [];
        if (
          !isText(at(message, 'id')) ||
          !isText(at(message, 'model')) ||
          at(message, 'role') !== 'assistant'
        )
          return wrong('a beginning that is none');
        if (!isUsage(at(message, 'usage')) || !Array.isArray(inside) || inside.length > 0)
          return wrong('a beginning with contents');
        word += 'S';
        break;
      }
      case 'content_block_start': {
        const block = at(event, 'content_block');
        const [letter, fits] = BLOCKS[String(at(block, 'type'))] ?? [];
        if (!letter || !fits?.(block)) return wrong('a block of no known shape');
        if (index !== content.length) return wrong('a block out of order');
        if (at(block, 'type') === 'tool_use' && ids.has(at(block, 'id')))
          return wrong('a call that came twice');
        if (at(block, 'type') === 'tool_use') ids.add(at(block, 'id'));
        content.push({ ...(isObject(block) ? block : {}) });
        inputs.push('');
        word += letter;
        break;
      }
      case 'content_block_delta': {
        const delta = at(event, 'delta');
        const [letter, fits] = DELTAS[String(at(delta, 'type'))] ?? [];
        if (!letter || !fits?.(delta) || !last) return wrong('a part of no known shape');
        if (index !== content.length - 1) return wrong('a part of another block');
        word += letter;
        if (letter === 'T') last['text'] = `${last['text']}${at(delta, 'text')}`;
        if (letter === 'K') last['thinking'] = `${last['thinking']}${at(delta, 'thinking')}`;
        if (letter === 'G') last['signature'] = `${last['signature'] ?? ''}${at(delta, 'signature')}`;
        if (letter === 'U') inputs[inputs.length - 1] += String(at(delta, 'partial_json'));
        break;
      }
      case 'content_block_stop': {
        if (index !== content.length - 1 || !last) return wrong('the end of another block');
        const text = inputs.at(-1) ?? '';
        if (text.trim() !== '') {
          const before = last['input'] ?? {};
          if (!isObject(before) || Object.keys(before).length > 0) return wrong('an input that came twice');
          last['input'] = objectIn(text);
        }
        if (/use$/.test(String(last['type'])) && !isObject(last['input'] ?? {})) last['input'] = {};
        word += 'C';
        break;
      }
      case 'message_delta': {
        const reason = at(event, 'delta', 'stop_reason') ?? null;
        if (!isObject(at(event, 'delta')) || !isUsage(at(event, 'usage')))
          return wrong('an ending that is none');
        if (reason !== null && !(isText(reason) && STOPS.has(reason)))
          return wrong(`stopped by ${String(reason)}`);
        if (reason !== null) reasons.add(reason);
        if (isText(reason)) stop = reason;
        word += reason === null ? 'm' : 'M';
        break;
      }
      case 'message_stop':
        word += 'E';
        break;
      default:
        return wrong(`an event of type ${type}`);
    }
  }
  if (!MESSAGE.test(word)) return wrong(`the order ${word}`);
  if (reasons.size !== 1) return wrong('two reasons');
  if (stop === 'tool_use' && ids.size === 0) return wrong('a call announced, and none');
  return {
    sound: true,
    message: { stop, content: content.map(({ citations: _, ...block }) => block) },
  };
}

/** What is no object counts as an empty one: the call is then told apart as malformed. */
function objectIn(json: string): Obj {
  try {
    const read: unknown = JSON.parse(json);
    return isObject(read) ? read : {};
  } catch {
    return {};
  }
}
